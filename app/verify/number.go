package verify

import (
	"strconv"
	"strings"

	"unetparams/counter"
)

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// A figure is a number in a text: 7,765,442, or 7.77M with quantum 10,000.
type figure struct {
	n, quantum int64
	fits       bool
}

// readNumber reads a number of parameters: of the lines that speak of
// parameters, else of all. If one of several numbers is the report's it is that
// one, else the largest.
func readNumber(lines []string, r *counter.Report, res *Result) bool {
	var figures, others []figure
	for _, line := range lines {
		fs := figuresOf(line)
		low := strings.ToLower(line)
		if strings.Contains(low, "param") || strings.Contains(line, "参数") || strings.Contains(low, "numel") {
			figures = append(figures, fs...)
		} else if len(others) < 64 {
			others = append(others, fs...)
		}
	}
	if len(figures) == 0 {
		figures = others
	}
	if len(figures) == 0 {
		return false
	}
	res.Input, res.Read = Number, 1
	best := figures[0]
	for _, f := range figures {
		if !f.fits {
			res.Verdict = TooLarge
			return true
		}
		if f.n > best.n {
			best = f
		}
	}
	for _, f := range figures {
		if _, ok := f.match(r.Learnable); ok && (f.quantum == 1 || f.n == best.n) {
			best = f
			break
		}
	}
	res.setTotal(best, r.Learnable)
	return true
}

// setTotal compares a total alone.
func (res *Result) setTotal(f figure, ours int64) {
	res.Theirs = Total{true, f.n, f.quantum}
	res.Verdict = Different
	if m, ok := f.match(ours); ok {
		res.Verdict, res.Match = Equal, m
	}
}

// match reports whether a figure says n, and how.
func (f figure) match(n int64) (Match, bool) {
	q := f.quantum
	switch {
	case q == 1:
		return Exact, f.n == n
	case n/q+(n%q)/(q-q/2) == f.n/q: // half up, where q is even
		return Rounded, true
	case n/q == f.n/q:
		return Truncated, true
	}
	return Exact, false
}

// units of figures, the longest first.
var units = []struct {
	name string
	zero int
}{
	{"million", 6}, {"billion", 9}, {"thousand", 3}, {"百万", 6}, {"千万", 7}, {"万", 4}, {"亿", 8},
	{"k", 3}, {"K", 3}, {"M", 6}, {"m", 6}, {"G", 9}, {"B", 9},
}

// figuresOf returns the numbers in a line.
func figuresOf(line string) []figure {
	var fs []figure
	for i := 0; i < len(line); {
		if !isDigit(line[i]) {
			// A word with digits in it, such as float32, is no number.
			if isLetter(line[i]) && line[i] < 0x80 {
				for i < len(line) && (line[i] < 0x80 && isLetter(line[i]) || isDigit(line[i])) {
					i++
				}
			} else {
				i++
			}
			continue
		}
		f, n := readFigure(line[i:])
		i += n
		fs = append(fs, f)
	}
	return fs
}

// readFigure reads a number at the beginning of s, which is a digit.
func readFigure(s string) (f figure, length int) {
	f.fits = true
	digit := func(c byte) {
		d := int64(c - '0')
		if f.n > (1<<63-1-d)/10 {
			f.fits = false
			return
		}
		f.n = f.n*10 + d
	}
	i := 0
	for i < len(s) && isDigit(s[i]) {
		digit(s[i])
		i++
	}
	// Groups of three digits, all with the same separator.
	if i <= 3 {
		for _, sep := range []string{",", "_", "'", "’", " "} {
			if !isGroup(s[i:], sep) {
				continue
			}
			for isGroup(s[i:], sep) {
				for _, c := range []byte(s[i+len(sep) : i+len(sep)+3]) {
					digit(c)
				}
				i += len(sep) + 3
			}
			break
		}
	}
	decimals := 0
	if i+1 < len(s) && s[i] == '.' && isDigit(s[i+1]) {
		for i++; i < len(s) && isDigit(s[i]); i++ {
			if decimals < 18 {
				digit(s[i])
				decimals++
			}
		}
	}
	zeros := 0
	rest := strings.TrimLeft(s[i:], " ")
	for _, u := range units {
		if strings.HasPrefix(rest, u.name) {
			after := rest[len(u.name):]
			if u.name[0] < 0x80 && after != "" && after[0] < 0x80 && (isLetter(after[0]) || isDigit(after[0])) {
				continue // the beginning of a word: MB, model
			}
			zeros, i = u.zero, len(s)-len(after)
			break
		}
	}
	if zeros == 0 && i+1 < len(s) && (s[i] == 'e' || s[i] == 'E') {
		j := i + 1
		if s[j] == '+' {
			j++
		}
		k := j
		for k < len(s) && isDigit(s[k]) && k < j+2 {
			zeros = zeros*10 + int(s[k]-'0')
			k++
		}
		if k > j && (k == len(s) || !isDigit(s[k])) {
			i = k
		} else {
			zeros = 0
		}
	}
	f.quantum = 1
	switch shift := zeros - decimals; {
	case shift >= 0:
		for range shift {
			if f.n > (1<<63-1)/10 || f.quantum > (1<<63-1)/10 {
				f.fits = false
				break
			}
			f.n, f.quantum = f.n*10, f.quantum*10
		}
	default:
		for range -shift {
			f.n /= 10 // decimals that count nothing: 7765442.0
		}
	}
	return f, i
}

// isGroup reports whether s begins with a separator and exactly three digits.
func isGroup(s, sep string) bool {
	return strings.HasPrefix(s, sep) && len(s) >= len(sep)+3 &&
		isDigit(s[len(sep)]) && isDigit(s[len(sep)+1]) && isDigit(s[len(sep)+2]) &&
		(len(s) == len(sep)+3 || !isDigit(s[len(sep)+3]))
}
