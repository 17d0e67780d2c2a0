package read

import (
	"strings"

	"unetparams/counter/number"
)

// What says what a figure counts.
type What int

// The kinds of figures.
const (
	Total        What = iota + 1 // parameters; in Keras including running statistics
	Trainable                    // trainable parameters
	NonTrainable                 // other parameters; in Keras including running statistics
	Optimizer                    // variables of an optimizer, which Keras 3 adds to its total
	MACs                         // labeled multiply–accumulates
	FLOPs                        // labeled floating-point operations; many tools mean MACs
	ParamBytes                   // size of the parameters
	other                        // a size of something else
)

// A Figure is a number in a text whose meaning the text states.
type Figure struct {
	What What
	number.Number
	Line int // from 1
}

// nouns are the words for figures. Of those with a common prefix, the longest comes
// first.
var nouns = []struct {
	word string
	what What
}{
	{"non-trainable param", NonTrainable}, {"nontrainable param", NonTrainable}, {"non trainable param", NonTrainable},
	{"untrainable param", NonTrainable}, {"frozen param", NonTrainable}, {"non_trainable_param", NonTrainable}, {"不可训练", NonTrainable},
	{"trainable param", Trainable}, {"learnable param", Trainable}, {"training param", Trainable}, {"trainable_param", Trainable},
	{"trainable weights", Trainable}, {"可训练", Trainable}, {"可学习", Trainable},
	{"optimizer param", Optimizer}, {"shared params in", other}, {"size of variables", Total}, {"bytes of variables", ParamBytes},
	{"input size", other}, {"forward/backward", other}, {"estimated total size", other}, {"buffers size", other},
	{"params size", ParamBytes}, {"param size", ParamBytes}, {"parameter size", ParamBytes}, {"parameters size", ParamBytes},
	{"model params size", ParamBytes}, {"model size", ParamBytes}, {"model_size", ParamBytes}, {"size of the model", ParamBytes},
	{"modules in train", other}, {"modules in eval", other},
	{"hyperparam", other}, {"param group", other}, {"parameter group", other}, {"params group", other},
	{"parameter", Total}, {"params", Total}, {"param", Total}, {"参数", Total}, {"參數", Total}, {"numel", Total},
	{"mult-adds", MACs}, {"mult_adds", MACs}, {"multiply-adds", MACs}, {"multi-adds", MACs}, {"madds", MACs}, {"madd", MACs}, {"macs", MACs}, {"mac", MACs},
	{"computational complexity", MACs}, {"flops", FLOPs}, {"flop", FLOPs}, {"计算量", FLOPs},
}

// A noun is a word of a line that says what a number counts, with the unit in its
// label.
type noun struct {
	what       What
	multiple   number.Multiple // a unit in the label: "Params (M): 31.04"
	start, end int
}

// figuresIn returns the figures of line n with the lower-case text s. A number is a
// figure if a noun precedes it, with at most a few words in between, or directly
// follows it.
func figuresIn(s string, n int) []Figure {
	if !strings.ContainsAny(s, "0123456789") {
		return nil
	}
	words := nounsIn(s)
	if len(words) == 0 {
		return nil
	}
	var figures []Figure
	last, w := 0, 0 // the end of the previous number, and the next noun
	for i := 0; i < len(s) && len(figures) < 16; {
		if !isDigit(s[i]) || i > 0 && isWordByte(s[i-1]) && s[i-1] < 0x80 {
			i++
			continue
		}
		for w < len(words) && words[w].start < i {
			w++
		}
		num, length, err := number.Scan(s[i:])
		end := i + max(length, 1)
		if f, ok := label(s, words, w, last, i, end, num, err); ok {
			f.Line = n
			figures = append(figures, f)
		} else if num.Unit == number.Bytes && err == nil && len(figures) > 0 && figures[len(figures)-1].What == Total && strings.Trim(s[last:i], " (") == "" {
			figures = append(figures, Figure{ParamBytes, num, n})
		}
		last, i = end, end
	}
	return figures
}

// nounsIn returns the nouns of a line, in order.
func nounsIn(s string) []noun {
	var list []noun
	for i := 0; i < len(s) && len(list) < 64; {
		if !isLetter(s[i]) {
			i++
			continue
		}
		start, power := i, 0
		if s[i] < 0x80 && i > 0 && s[i-1] != '_' && s[i-1] < 0x80 && isLetter(s[i-1]) {
			i++
			continue // in the middle of a word
		}
		found, k := matchNoun(s[i:])
		if found == 0 && strings.IndexByte("kmgt", s[i]) >= 0 { // gflops, gmacs
			if f, n := matchNoun(s[i+1:]); f == MACs || f == FLOPs {
				found, k, power = f, n+1, map[byte]int{'k': 3, 'm': 6, 'g': 9, 't': 12}[s[i]]
			}
		}
		if found == 0 {
			i++
			continue
		}
		i += k
		for i < len(s) && s[i] < 0x80 && isLetter(s[i]) {
			i++
		}
		list = append(list, labelUnit(s, noun{what: found, multiple: number.Multiple{Power: power}, start: start, end: i}))
	}
	return list
}

func matchNoun(s string) (What, int) {
	if s == "" || s[0] < 0x80 && strings.IndexByte("nuftlhmopiebsc", s[0]) < 0 {
		return 0, 0
	}
	for _, n := range nouns {
		if strings.HasPrefix(s, n.word) {
			return n.what, len(n.word)
		}
	}
	return 0, 0
}

// labelUnit parses a unit in parentheses after a noun: "Params (M)", "size (MB)".
func labelUnit(s string, w noun) noun {
	rest := s[w.end:]
	open := strings.IndexByte(rest[:min(len(rest), 12)], '(')
	if open < 0 || strings.TrimSpace(strings.ReplaceAll(rest[:open], "size", "")) != "" {
		return w
	}
	if strings.Contains(rest[:open], "size") && w.what == Total {
		w.what = ParamBytes
	}
	inside, _, ok := strings.Cut(rest[open+1:], ")")
	if u, k := number.MultipleAt(inside); ok && k > 0 && k == len(inside) {
		w.multiple, w.end = u, w.end+open+len(inside)+2
	}
	return w
}

// label finds the noun of the number in s[i:end]: the operations in its unit
// (12.3 GMACs), otherwise the last noun between the previous number and this one,
// otherwise the first noun after it.
func label(s string, words []noun, w, last, i, end int, num number.Number, err error) (Figure, bool) {
	if w < len(words) && words[w].end <= end {
		return figure(noun{what: words[w].what}, num, err)
	}
	if w > 0 && words[w-1].end > last && words[w-1].end <= i && filler(s[words[w-1].end:i]) {
		return figure(words[w-1], num, err)
	}
	if w < len(words) && words[w].start >= end && words[w].start-end <= 24 && adjective(s[end:words[w].start]) && (last == 0 || !strings.Contains(s[last:i], ":")) {
		return figure(words[w], num, err)
	}
	return Figure{}, false
}

// filler reports whether a text may separate a noun from the number after it.
func filler(s string) bool {
	if len(s) > 48 || strings.ContainsAny(s, "-;/{") || strings.Contains(s, "group") || strings.Contains(s, "lr") {
		return strings.Trim(s, " -:=|") == ""
	}
	return strings.IndexByte(s, ',') < 0 || strings.IndexByte(s, ':') > strings.IndexByte(s, ',')
}

// adjective reports whether a text may separate a number from the noun after it.
func adjective(s string) bool {
	return !strings.ContainsAny(s, "0123456789,;:=()|[]{}")
}

// figure combines a number and its noun into a figure.
func figure(w noun, num number.Number, err error) (Figure, bool) {
	ok := err == nil
	switch {
	case w.what == other:
		return Figure{}, false
	case num.Bare() && w.multiple != (number.Multiple{}) && (err == nil || err == number.Fraction):
		num, ok = num.Times(w.multiple)
	case err == number.Fraction && w.what != MACs && w.what != FLOPs:
		num, ok = num.Millions()
	}
	if !ok {
		return Figure{}, false
	}
	switch {
	case num.Unit == number.Bytes && w.what <= NonTrainable:
		w.what = ParamBytes
	case num.Unit == number.Count && w.what == ParamBytes && !num.Bare():
		w.what = Total // "model size: 31.04M"
	}
	return Figure{What: w.what, Number: num}, true
}

// named returns the numbers of a lower-case line that follow the words total and
// trainable on their own, as in "{'Total': 31037698, 'Trainable': 31037698}". It
// accepts only exact counts that are too large for a number of batches or epochs.
func named(s string, n int) (figures []Figure) {
	for _, w := range []struct {
		word string
		what What
	}{{"non-trainable", NonTrainable}, {"non_trainable", NonTrainable}, {"trainable", Trainable}, {"total", Total}} {
		i := strings.Index(s, w.word)
		if i < 0 || i > 0 && isWordByte(s[i-1]) {
			continue
		}
		rest := strings.TrimLeft(s[i+len(w.word):], "'\" ")
		if rest == "" || rest[0] != ':' && rest[0] != '=' {
			continue
		}
		rest = strings.TrimLeft(rest[1:], " ")
		num, length, err := number.Scan(rest)
		if tail := rest[min(length, len(rest)):]; err == nil && num.Exact() && num.Value >= 10_000 && num.Unit == number.Count && strings.Trim(tail, " ,}')\"") == "" || err == nil && num.Exact() && num.Value >= 10_000 && strings.HasPrefix(tail, ",") {
			figures = append(figures, Figure{w.what, num, n})
		}
	}
	return figures
}

// asks reports whether a line is an expression that counts parameters, so that a
// number in the next line is its value.
func asks(s string) bool {
	return strings.HasSuffix(s, ")") && (strings.Contains(s, "numel(") || strings.Contains(s, "count_param") || strings.Contains(s, "num_param"))
}

// countIn returns the most important figure: a count rather than a size, the total
// rather than a part.
func countIn(figures []Figure) (Figure, bool) {
	for _, what := range []What{Total, Trainable, ParamBytes} {
		if f, ok := findFigure(figures, what); ok {
			return f, true
		}
	}
	return Figure{}, false
}

// toolRounded narrows the range of a number printed by a program, since programs
// round.
func toolRounded(n number.Number) number.Number {
	if n.IsZero() {
		return n
	}
	return n.Rounded()
}

// footer reads the lines below a table, as long as they are totals and rules.
func (p *parser) footer(l *Listing) {
	for blank := 0; !p.end(); p.i++ {
		t := p.here()
		if t.text == "" {
			if blank++; blank > 2 {
				return
			}
			continue
		}
		low := lower(t.text)
		figures := figuresIn(low, t.n)
		switch {
		case len(figures) > 0:
			for i := range figures {
				figures[i].Number = toolRounded(figures[i].Number)
			}
			l.Figures = append(l.Figures, figures...)
		case !isRule(t.text) && !ignorable(low):
			return
		}
		blank = 0
	}
}

// ignorable reports whether a line of a table's footer is irrelevant for its count.
func ignorable(low string) bool {
	for _, s := range []string{"input size", "forward/backward", "estimated total size", "modules in train", "modules in eval",
		"optimizer used", "duplicate included", "shared params in", "total memory", "total memr+w", "total madd", "loss function", "buffers size", "total flops"} {
		if strings.Contains(low, s) {
			return true
		}
	}
	return false
}

// narrow narrows the range of a rounded total by the size in bytes printed with it.
// Lightning's MB are 10⁶ bytes, with four bytes per parameter at the default precision
// (ModelSummary.__init__: precision / 8 * 1e-6). If the meaning of MB is unknown, both
// readings and the usual widths are tried.
func narrow(figures []Figure, l *Listing) {
	size, ok := findFigure(figures, ParamBytes)
	if !ok {
		return
	}
	for i := range figures {
		f := &figures[i]
		if f.Exact() || f.What != Total {
			continue
		}
		readings := []number.Number{size.Number, size.In1024()}
		if l != nil && l.Format == Lightning {
			readings = readings[:1]
		}
		if narrowTo(f, readings) {
			if l != nil {
				l.note(Narrowed)
			}
		} else if l != nil {
			l.note(Contradictory)
		}
	}
}

func narrowTo(f *Figure, readings []number.Number) bool {
	for _, each := range []int64{4, 2, 8} {
		for _, r := range readings {
			if lo, hi := r.Parameters(each); max(lo, f.Lo) <= min(hi, f.Hi) {
				f.Lo, f.Hi = max(lo, f.Lo), min(hi, f.Hi)
				return true
			}
		}
	}
	return false
}

// Count parses a number of parameters as people write it, as [number.Parse] does,
// or a whole line with such a number, such as "Total params: 31,031,685
// (118.38 MB)". The error is a [number.Problem].
func Count(text string) (number.Number, error) {
	n, err := number.Parse(text)
	if err != number.NoNumber {
		return n, err
	}
	s := lower(strings.TrimSpace(strings.Map(number.HalfWidth, text)))
	if f, ok := countIn(figuresIn(s, 0)); ok && f.Value > 0 {
		return number.Limited(f.Number)
	}
	return n, err
}
