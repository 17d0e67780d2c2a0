package link

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/counter/config"
)

// A Table is a table of networks for a paper. Its zero value is what a link means that
// says nothing: there is none.
type Table struct {
	Networks []*config.Config // the rows; at most [MaxNetworks]
	Columns  []string         // some of [Columns], in their order; nil: [usualColumns]
	Rounded  bool             // numbers are rounded, not exact
	Size     string           // of the input of all networks, as settings write it; "": each network's own
}

// MaxNetworks is how many networks a table of a link may have.
const MaxNetworks = 16

// Columns are what a table can say of a network: its parameters, its multiply-accumulates,
// the memory of training and of inference, the receptive field of its output, and where
// it comes from.
var Columns = []string{"params", "macs", "training", "inference", "field", "source"}

// usualColumns are those of a link that names none. They never change within a version.
var usualColumns = []string{"params", "macs", "training", "field", "source"}

// Shown returns the columns of a table.
func (t *Table) Shown() []string {
	if t.Columns == nil {
		return usualColumns
	}
	return t.Columns
}

// Toggle returns the table with a column shown that was not, or the other way round.
func (t Table) Toggle(column string) Table {
	columns := []string{}
	for _, c := range Columns {
		if slices.Contains(t.Shown(), c) != (c == column) {
			columns = append(columns, c)
		}
	}
	if t.Columns = columns; slices.Equal(columns, usualColumns) {
		t.Columns = nil
	}
	return t
}

// Without returns the table without one of its networks.
func (t Table) Without(i int) Table {
	t.Networks = slices.Delete(slices.Clone(t.Networks), i, i+1)
	return t
}

// encode writes what is not at its default: the networks with "p1.", "p2." … before
// their keys, and how they are shown.
func (t *Table) encode(b *strings.Builder) {
	if len(t.Networks) == 0 {
		return
	}
	for i, c := range t.Networks {
		encode(b, "&p"+strconv.Itoa(i+1)+".", c)
	}
	if t.Columns != nil {
		b.WriteString("&columns=" + strings.Join(t.Columns, ","))
	}
	if t.Rounded {
		b.WriteString("&numbers=rounded")
	}
	if t.Size != "" {
		b.WriteString("&at=" + t.Size)
	}
}

// place returns the place in a table of the network that a key belongs to, from 1 on,
// and its key there.
func place(key string) (n int, rest string, ok bool) {
	digits, rest, ok := strings.Cut(key, ".")
	digits, is := strings.CutPrefix(digits, "p")
	n, err := strconv.Atoi(digits)
	return n, rest, ok && is && err == nil && n >= 1 && n <= MaxNetworks
}

// table takes the pairs that are a table's, and returns the others.
func (p *parser) table(t *Table, pairs []pair) []pair {
	var rows [MaxNetworks][]pair
	rest := slices.DeleteFunc(pairs, func(kv pair) bool {
		if n, key, ok := place(kv.key); ok {
			rows[n-1] = append(rows[n-1], pair{key, kv.value})
			return true
		}
		known, err := t.Set(kv.key, kv.value)
		if err != nil {
			p.add(Problem{Kind: BadValue, Key: kv.key, Value: kv.value, Err: err})
		}
		return known
	})
	for i, row := range rows {
		if len(row) == 0 {
			continue
		}
		p.prefix = "p" + strconv.Itoa(i+1) + "."
		if c, _ := p.config(row, true); names(c, row) {
			t.Networks = append(t.Networks, c)
		}
		p.prefix = ""
	}
	if len(t.Networks) == 0 {
		*t = Table{} // without networks, columns and size mean nothing
	}
	return rest
}

// Set sets the field of a key, if it is one of a table's. No setting may ever have one
// of these keys.
func (t *Table) Set(key, value string) (known bool, err *config.ValueError) {
	switch key {
	case "columns":
		columns := []string{}
		for _, c := range strings.Split(value, ",") {
			if c != "" && !slices.Contains(Columns, c) {
				return true, badChoice(key, value, Columns)
			}
		}
		for _, c := range Columns {
			if slices.Contains(strings.Split(value, ","), c) {
				columns = append(columns, c)
			}
		}
		if t.Columns = columns; slices.Equal(columns, usualColumns) {
			t.Columns = nil
		}
		return true, nil
	case "numbers":
		s := ""
		err := oneOf(&s, key, value, []string{"exact", "rounded"})
		t.Rounded = s != ""
		return true, err
	case "at":
		if !isSize(value) {
			return true, &config.ValueError{Key: key, Value: value, Text: config.Text{
				EN: "is no size, such as 256 or 256x192", ZH: "不是尺寸，例如 256 或 256x192"}}
		}
		t.Size = value
		return true, nil
	}
	return false, nil
}

// isSize reports whether s is one to three numbers up to 65536, with an x between them.
func isSize(s string) bool {
	numbers := strings.Split(s, "x")
	for _, d := range numbers {
		n, err := strconv.ParseInt(d, 10, 64)
		if err != nil || n < 1 || n > 65536 || d != strconv.FormatInt(n, 10) {
			return false
		}
	}
	return len(numbers) <= 3
}
