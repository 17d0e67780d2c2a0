package infer

import (
	"slices"
	"strings"

	"unetparams/counter"
)

// none is the role of a module whose name says nothing.
const none counter.Role = -1

// signs are words of names that tell a part of the U: as they are, or with a star, how
// they begin. Those of weak are looked for when there is none of the others.
var (
	signs = []sign{
		{counter.Bottleneck, "mid middle bottleneck bottle bottom bridge center centre neck bot"},
		{counter.Condition, "time temb label class emb t_embed"},
		{counter.Head, "out outc outs outconv output outputs final* head* seg segs segmentation* logit* classif* last"},
		{counter.Decoder, "up up1 ups upconv* upblock* upsampl* upcat* uplayer* dec* expan* locali* tu"},
		{counter.Encoder, "enc* down* contract* context inc input inconv td"},
	}
	weak = []sign{
		{counter.Decoder, "att attention gate gates gating ag"},
		{counter.Encoder, "stem backbone in"},
	}
)

type sign struct {
	role  counter.Role
	words string
}

// roleOf returns the part of the U that a module's name speaks of, and the first number
// behind that word, or else in the name; -1 where there is none.
func roleOf(path string) (role counter.Role, number int) {
	words := split(path)
	for _, list := range [][]sign{signs, weak} {
		for i, w := range words {
			for _, s := range list {
				if !s.has(w) {
					continue
				}
				next := ""
				if i+1 < len(words) {
					next = words[i+1]
				}
				switch role = s.role; {
				case role == counter.Head && strings.HasPrefix(next, "block"):
					role = counter.Decoder // output_blocks
				case role == counter.Decoder && slices.Contains(words[i+1:], "seg"):
					role = counter.Head // decoder.seg_layers
				}
				return role, first(words[i+1:])
			}
		}
	}
	return none, first(words)
}

func (s sign) has(word string) bool {
	return slices.ContainsFunc(strings.Fields(s.words), func(w string) bool {
		if begin, ok := strings.CutSuffix(w, "*"); ok {
			return strings.HasPrefix(word, begin)
		}
		return word == w
	})
}

// split splits a name into words of small letters and numbers.
func split(name string) []string {
	var words []string
	var word []byte
	digits := false
	end := func() {
		if len(word) > 0 {
			words = append(words, string(word))
		}
		word = word[:0]
	}
	for i := range len(name) {
		c := name[i]
		isDigit := '0' <= c && c <= '9'
		switch {
		case c == '.' || c == '_' || c == '/' || c == '-' || c == ':':
			end()
			continue
		case isDigit != digits:
			end()
		case 'A' <= c && c <= 'Z' && i > 0 && 'a' <= name[i-1] && name[i-1] <= 'z':
			end() // camelCase
		}
		digits = isDigit
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		word = append(word, c)
	}
	end()
	return words
}

// first returns the first number of up to three digits among words, or -1.
func first(words []string) int {
	for _, w := range words {
		if w[0] < '0' || w[0] > '9' || len(w) > 3 {
			continue
		}
		n := 0
		for _, c := range []byte(w) {
			n = 10*n + int(c-'0')
		}
		return n
	}
	return -1
}

// less orders names as people do: numbers in them by their value.
func less(a, b string) int {
	x, y := split(a), split(b)
	return slices.CompareFunc(x, y, func(v, w string) int {
		if v[0] <= '9' && w[0] <= '9' && len(v) != len(w) {
			return len(v) - len(w)
		}
		return strings.Compare(v, w)
	})
}
