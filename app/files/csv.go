package files

import (
	"strings"
)

// csv writes a table after RFC 4180: a line of keys, then nothing but rows, so
// that any reader's sum of the parameters is the total. What the file is of
// stands in the first row's last cells. A byte order mark stands before texts
// beyond ASCII, since Excel takes them for another encoding without it.
func (n *Net) csv(g *grid) string {
	var b strings.Builder
	first := true
	put := func(s string) {
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteString(s)
	}
	end := func() {
		b.WriteString("\r\n")
		first = true
	}
	for _, c := range g.columns {
		if !c.people {
			put(c.key)
		}
	}
	for _, key := range []string{"network", "conventions", "link"} {
		put(key)
	}
	end()
	link, _ := Address(n.Link)
	about := []string{n.Name + n.Words.Colon + n.Total, n.Conventions, link}
	for i, row := range g.rows {
		for j, c := range g.columns {
			switch {
			case c.people:
			case c.numbers:
				put(row[j].data)
			default:
				put(csvField(row[j].data))
			}
		}
		for _, s := range about {
			if i > 0 {
				s = ""
			}
			put(csvField(s))
		}
		end()
	}
	return marked(b.String())
}

// marked puts a byte order mark before a text beyond ASCII.
func marked(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r > 127 }) {
		s = "\ufeff" + s
	}
	return s
}

// csvField writes a text as a field. One that a spreadsheet would take for a formula
// gets an apostrophe, which spreadsheets know as the mark of a text.
func csvField(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if t := strings.TrimLeft(s, " "); t != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠|%", []rune(t)[0]) {
		s = "'" + s
	}
	if strings.ContainsAny(s, ",;\"\r\n\t") || strings.TrimSpace(s) != s {
		s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
