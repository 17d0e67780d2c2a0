package read

import (
	"strings"
	"unicode/utf8"

	"unetparams/counter/number"
)

// A line is a line of the text after normalization. It keeps its indentation, for
// columns; a line without content is empty.
type line struct {
	n    int // its number in the text, from 1
	text string
}

// normalize splits a text into plain lines: it unifies line ends, spaces and
// full-width forms, and removes terminal colors, HTML, Markdown fences, comment
// markers, prompts, line numbers and the prefixes of loggers.
func normalize(s string) []line {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "?")
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\t", "    ").Replace(s)
	if strings.ContainsAny(s, "\x1b[") {
		s = uncolored(s)
	}
	s = untagged(s)
	var lines []line
	for n, text := range strings.Split(s, "\n") {
		text = strings.Map(plainRune, text)
		text = strings.TrimRight(unescaped(text), " ")
		if fence := strings.TrimSpace(text); strings.HasPrefix(fence, "```") || strings.HasPrefix(fence, "~~~") {
			text = ""
		}
		lines = append(lines, line{n + 1, text})
	}
	unnumber(lines)
	unmark(lines)
	for i := range lines {
		lines[i].text = unlogged(lines[i].text)
	}
	return lines
}

// plainRune is like [number.HalfWidth] but keeps ASCII as it is, including tabs and
// line ends.
func plainRune(r rune) rune {
	if r < 0x80 {
		return r
	}
	return number.HalfWidth(r)
}

// uncolored removes the escape sequences of terminals, even if only their printable
// part was copied ("[1m", "[38;5;34m").
func uncolored(s string) string {
	s = strings.NewReplacer(`\u001b[`, "\x1b[", `\x1b[`, "\x1b[", `\033[`, "\x1b[").Replace(s)
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\x1b' {
			if i+1 < len(s) && s[i+1] == '[' {
				i = sequenceEnd(s, i+2, i+24)
			}
			continue
		}
		if s[i] == '[' {
			if k := sequenceEnd(s, i+1, i+16); k < len(s) && k > i+1 && s[k] == 'm' {
				i = k
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// sequenceEnd returns the index of the byte after digits and semicolons.
func sequenceEnd(s string, i, limit int) int {
	for i < len(s) && i < limit && (isDigit(s[i]) || s[i] == ';') {
		i++
	}
	return i
}

// untagged removes HTML tags that occur in listings, and resolves character
// references. Rich prints Keras 3's tables as <pre> and <span>.
func untagged(s string) string {
	if strings.Contains(s, "</") || strings.Contains(s, "<br") {
		var b strings.Builder
		for {
			i := strings.IndexByte(s, '<')
			if i < 0 {
				break
			}
			b.WriteString(s[:i])
			length, with := tagAt(s[i:])
			b.WriteString(with)
			s = s[i+length:]
		}
		b.WriteString(s)
		s = b.String()
	}
	if strings.Contains(s, "&") {
		s = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&#x27;", "'", "&apos;", "'",
			"&nbsp;", " ", "&#160;", " ", "&amp;", "&").Replace(s)
	}
	return s
}

// tagAt returns the length of the tag that s begins with and its replacement. Tags
// that don't occur in listings, and any other <, are kept.
func tagAt(s string) (length int, with string) {
	i := 1
	if strings.HasPrefix(s, "</") {
		i = 2
	}
	j := i
	for j < len(s) && j < 16 && isWordByte(s[j]) {
		j++
	}
	end := strings.IndexByte(s[:min(len(s), 400)], '>')
	if end < 0 {
		return 1, "<"
	}
	switch lower(s[i:j]) {
	case "span", "pre", "code", "b", "strong", "em", "i", "table", "tbody", "thead", "font", "a":
		return end + 1, ""
	case "br", "div", "p", "tr", "li", "ul":
		return end + 1, "\n"
	case "td", "th":
		if i == 1 {
			return end + 1, "  "
		}
		return end + 1, ""
	}
	return 1, "<"
}

// unescaped undoes the quoting of a line of a notebook's JSON: `"text\n",`.
func unescaped(s string) string {
	t := strings.TrimSpace(s)
	if len(t) < 4 || t[0] != '"' {
		return s
	}
	for _, end := range []string{`\n",`, `\n"`} {
		if inner, ok := strings.CutSuffix(t[1:], end); ok {
			return strings.ReplaceAll(inner, `\"`, `"`)
		}
	}
	return s
}

// unmark removes comment markers and prompts. A marker counts if a space or the
// line's end follows it, or if most lines have it.
func unmark(lines []line) {
	for range 3 {
		for _, marker := range []string{"#", ">", "//", ";", "%", "*", "--"} {
			stuck, all := 0, 0
			for _, l := range lines {
				if t := strings.TrimLeft(l.text, " "); t != "" {
					if all++; strings.HasPrefix(t, marker) && !isRule(t) {
						stuck++
					}
				}
			}
			most := stuck > 0 && 5*stuck >= 4*all && (all > 1 || marker == "#" || marker == ">" || marker == "//")
			if !most && marker != "#" && marker != ">" && marker != "//" {
				continue
			}
			for i := range lines {
				lines[i].text = unmarked(lines[i].text, marker, most)
			}
		}
		for i := range lines {
			lines[i].text = unprompted(lines[i].text)
		}
	}
}

func unmarked(s, marker string, most bool) string {
	t := strings.TrimLeft(s, " ")
	rest, ok := strings.CutPrefix(t, marker)
	if !ok || !most && rest != "" && rest[0] != ' ' && !strings.HasPrefix(rest, marker) && !(marker == "#" && rest[0] == '>') {
		return s
	}
	if strings.HasPrefix(rest, marker) && strings.Trim(rest, marker) == "" && len(rest) > 4 {
		return s // a rule
	}
	return s[:len(s)-len(t)] + rest
}

// unprompted removes the prompts of Python, IPython and knitr.
func unprompted(s string) string {
	t := strings.TrimLeft(s, " ")
	for _, p := range []string{">>> ", "... ", "#> "} {
		if rest, ok := strings.CutPrefix(t, p); ok {
			return rest
		}
	}
	for _, p := range []string{"In [", "Out["} {
		if rest, ok := strings.CutPrefix(t, p); ok {
			if number, after, ok := strings.Cut(rest, "]:"); ok && strings.Trim(number, "0123456789 *") == "" {
				return strings.TrimPrefix(after, " ")
			}
		}
	}
	return s
}

// unnumber removes line numbers if almost all lines have one and they are increasing.
func unnumber(lines []line) {
	last, numbered, all := int64(-1), 0, 0
	for _, l := range lines {
		if l.text == "" {
			continue
		}
		all++
		n, length := lineNumber(l.text)
		if length > 0 && (last < 0 || n > last && n <= last+3) {
			last = n
			numbered++
		}
	}
	if numbered < 5 || 10*numbered < 9*all {
		return
	}
	for i := range lines {
		if _, length := lineNumber(lines[i].text); length > 0 {
			lines[i].text = lines[i].text[length:]
		}
	}
}

// lineNumber parses a line number with its separator, as editors and cat -n print it.
func lineNumber(s string) (n int64, length int) {
	i := skipSpace(s, 0)
	j := i
	for j < len(s) && isDigit(s[j]) {
		j++
	}
	n, ok := integer(s[i:j])
	if !ok || j-i > 6 {
		return 0, 0
	}
	switch {
	case j == len(s):
		return n, j
	case strings.HasPrefix(s[j:], " | "), strings.HasPrefix(s[j:], " │ "):
		return 0, 0 // the first cell of a table
	case s[j] == ' ':
		return n, j + 1
	case (s[j] == ':' || s[j] == '|' || s[j] == ')') && j+1 < len(s):
		return n, j + 1
	}
	return 0, 0
}

// unlogged removes the prefix that loggers add to a message: date and time, level,
// and the logger's name ("2024-05-01 12:00:00,123 - mmengine - INFO - ",
// "[2024-05-01 12:00:00] INFO: ", nnU-Net's "2024-05-01 12:00:00.123456: ").
func unlogged(s string) string {
	t := strings.TrimLeft(s, " ")
	if t == "" || !isDigit(t[0]) && t[0] != '[' && !strings.HasPrefix(t, "INFO") && !strings.HasPrefix(t, "DEBUG") {
		return s
	}
	from := t
	for range 6 {
		word, rest, ok := strings.Cut(t, " ")
		if !ok || !isStamp(word) {
			break
		}
		t = strings.TrimLeft(rest, " ")
		if name, after, ok := strings.Cut(t, " - "); ok && strings.Trim(word, "-") == "" && len(name) < 40 && !strings.Contains(name, " ") && strings.HasPrefix(strings.TrimLeft(after, " "), "INFO") {
			t = after
		}
		t = strings.TrimLeft(strings.TrimPrefix(t, "- "), " ")
	}
	if t == from {
		return s
	}
	return t
}

// isStamp reports whether a word is part of a date, a time or a level.
func isStamp(word string) bool {
	w := strings.Trim(word, "[]():,-|")
	switch {
	case w == "INFO" || w == "DEBUG" || w == "WARNING" || strings.HasPrefix(w, "INFO:"):
		return true
	case w == "":
		return word == "-" || word == "|"
	}
	marks := 0
	for i := range len(w) {
		switch {
		case strings.IndexByte("-:/", w[i]) >= 0:
			marks++
		case !isDigit(w[i]) && w[i] != ',' && w[i] != '.' && w[i] != 'T' && w[i] != 'Z':
			return false
		}
	}
	return marks >= 1 && isDigit(w[0]) && (marks >= 2 || len(w) == 5)
}

// isRule reports whether a line consists only of rules and frames.
func isRule(s string) bool {
	return strings.Trim(s, " _=-+|:*~¯─━═┏┓┗┛┡┩╇┳┻├┤┼┬┴┌┐└┘╒╕╘╛╞╡╪╤╧╭╮╰╯╔╗╚╝╠╣╬╦╩│┃║╂┠┨┿") == "" && s != ""
}
