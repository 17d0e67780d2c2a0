package html

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/number"
)

// LedgerInNumbers is Ledger for pages of networks with hundreds of layers, in a fraction
// of the bytes: the formulas of layers are in numbers alone, as plain text, and repeated
// blocks of layers, as transformers have them, are written once.
func LedgerInNumbers(l text.Lang, r *counter.Report, t *counter.Trace) string {
	return ledger(l, r, func(stage int) string {
		b := stepTable{lang: l, report: r, plain: true}
		b.write(t, stage, false)
		return b.String()
	})
}

// A stepRow is the row of a line, if it has one.
type stepRow struct {
	start int // in the table's text
	html  string
	path  string // of the module, in html; empty without parameters
	count int64
}

// fold writes the rows at the end of the table again. Where equal blocks of rows follow
// each other, the others than the first become one row.
func (m *stepTable) fold() {
	if len(m.rows) == 0 {
		return
	}
	whole, end := m.String(), m.Len()
	for i := len(m.rows) - 1; i >= 0; i-- {
		m.rows[i].html = whole[m.rows[i].start:end]
		end = m.rows[i].start
	}
	m.Reset()
	m.WriteString(whole[:end])
	rows := slices.DeleteFunc(m.rows, func(row stepRow) bool { return row.html == "" })
	for len(rows) > 0 {
		size, times := repeated(rows)
		var sum int64
		for _, row := range rows[:size] {
			m.WriteString(row.html)
			sum += row.count
		}
		if times > 1 {
			m.again(rows, size, int64(times-1), sum)
		}
		rows = rows[size*times:]
	}
}

// again writes the row for more of the block that the first rows are.
func (m *stepTable) again(rows []stepRow, size int, more, sum int64) {
	m.WriteString(`<tr`)
	if sum == 0 {
		m.WriteString(` class="free"`)
	}
	m.WriteString(`><th scope="row">`)
	m.Text(m.lang.F(text.Folded, size, more))
	m.WriteString(` <code>`)
	list, first, _ := numbered(rows[:size], rows[size:2*size])
	m.Text(list + strconv.Itoa(first+1))
	m.WriteString(map[bool]string{false: ` … `, true: `, `}[more == 2])
	m.Text(list + strconv.Itoa(first+int(more)))
	m.WriteString(`</code></th><td class="how">` + number.Grouped(more) + `·` + number.Grouped(sum) +
		`</td><td class="n">` + number.Grouped(more*sum) + `</td></tr>`)
}

// repeated returns the size of the block that rows begin with, and how often it is there
// in succession, so that most rows are repetitions. Less than three blocks, or blocks
// of less than three rows, aren't worth it: it returns one row, once.
func repeated(rows []stepRow) (size, times int) {
	size, times = 1, 1
	for s := 3; 3*s <= len(rows); s++ {
		n := 1
		for (n+1)*s <= len(rows) && isBlock(rows[:s], rows[n*s:(n+1)*s], n) {
			n++
		}
		if n >= 3 && (n-1)*s > (times-1)*size {
			size, times = s, n
		}
	}
	return size, times
}

// isBlock reports whether rows are those of the nth block after the first, which differ in
// the block's number alone.
func isBlock(first, rows []stepRow, n int) bool {
	for i := range rows {
		if rows[i].count != first[i].count || strings.Replace(rows[i].html, rows[i].path, "", 1) != strings.Replace(first[i].html, first[i].path, "", 1) {
			return false
		}
	}
	list, from, ok := numbered(first, rows)
	for i := range rows {
		rest, in := strings.CutPrefix(first[i].path, list+strconv.Itoa(from))
		same := in && (rest == "" || rest[0] == '.') && rows[i].path == list+strconv.Itoa(from+n)+rest
		if first[i].path != "" && !same {
			return false
		}
	}
	return ok
}

// numbered returns what the paths of a block begin with, up to the number in which those
// of another block differ, and that number.
func numbered(first, rows []stepRow) (list string, from int, ok bool) {
	i := slices.IndexFunc(first, func(row stepRow) bool { return row.path != "" })
	if i < 0 {
		return "", 0, false
	}
	a, b := strings.SplitAfter(first[i].path, "."), strings.SplitAfter(rows[i].path, ".")
	for part := range min(len(a), len(b)) {
		if a[part] != b[part] {
			from, err := strconv.Atoi(strings.TrimSuffix(a[part], "."))
			return strings.Join(a[:part], ""), from, err == nil
		}
	}
	return "", 0, false
}
