package verify

import (
	"strings"

	"unetparams/counter"
)

// kerasKinds are PyTorch's names for Keras's classes.
var kerasKinds = map[string]string{
	"Conv": "Conv", "ConvTranspose": "ConvTranspose", "BatchNormalization": "BatchNorm",
	"GroupNormalization": "GroupNorm", "LayerNormalization": "LayerNorm", "Dense": "Linear", "PReLU": "PReLU",
	"InstanceNormalization": "InstanceNorm", "Convolution": "Conv", "Deconv": "ConvTranspose",
}

// torchKinds are the classes that own parameters and are compared by name.
var torchKinds = map[string]string{
	"Conv": "Conv", "ConvTranspose": "ConvTranspose", "BatchNorm": "BatchNorm", "SyncBatchNorm": "BatchNorm",
	"InstanceNorm": "InstanceNorm", "GroupNorm": "GroupNorm", "LayerNorm": "LayerNorm", "Linear": "Linear", "PReLU": "PReLU",
}

// kerasKind returns PyTorch's name without axes for a class of Keras's, such as
// Conv for Conv2D and ConvTranspose for Conv2DTranspose.
func kerasKind(kind string) string {
	for _, nd := range []string{"1D", "2D", "3D"} {
		kind = strings.Replace(kind, nd, "", 1)
	}
	return kerasKinds[kind]
}

// readTable reads the table of torchinfo, torchsummary or Keras.
func readTable(lines []string, r *counter.Report, res *Result) bool {
	t := table{fits: true}
	for _, line := range lines {
		t.line(line)
	}
	switch {
	case t.depths > 0:
		res.Input = TorchInfo
	case t.classes > 0:
		res.Input = Keras
	case t.numbered > 0:
		res.Input = TorchSummary
	case t.header:
		res.Input = TorchSummary
		if t.keras {
			res.Input = Keras
		}
	case t.total.Known && t.trainable.Known:
		// The end of a table alone.
		res.Input = TorchInfo
		if t.frozen.N > 0 {
			res.Input = Keras
		}
	default:
		return false
	}
	if !t.fits {
		res.Read = len(t.rows)
		res.Verdict = TooLarge
		return true
	}
	if len(t.rows) > MaxItems {
		t.rows, res.Cut = t.rows[:MaxItems], true
	}
	var theirs []item
	for i, row := range t.rows {
		container := row.group && i+1 < len(t.rows) && t.rows[i+1].depth > row.depth
		if row.Count > 0 && !container {
			theirs = append(theirs, row)
		}
	}
	for _, row := range theirs {
		var fits bool
		if res.Sum, fits = plus(res.Sum, row.Count); !fits {
			res.Verdict = TooLarge
			return true
		}
	}
	keras := res.Input == Keras
	res.Theirs = t.total
	switch {
	case !t.total.Known && len(theirs) > 0:
		res.Theirs = Total{true, res.Sum, 1}
	case keras && t.trainable.Known:
		res.All, res.Theirs = t.total, t.trainable
	case t.frozen.Known:
		res.Frozen = t.frozen.N
	}
	if t.total.Known && len(theirs) > 0 && t.total.Quantum == 1 {
		res.SumDiffer = res.Sum != t.total.N
	}
	if len(theirs) == 0 {
		if !res.Theirs.Known {
			return true
		}
		res.setTotal(figure{n: res.Theirs.N, quantum: res.Theirs.Quantum, fits: true}, r.Learnable)
		return true
	}
	res.compareTable(theirs, r)
	if keras && !res.All.Known {
		// Without the lines at the end the sum holds the statistics too.
		res.All = res.Theirs
		res.Theirs.N -= min(res.Theirs.N, r.RunningStats())
		if res.Verdict == Different {
			res.Theirs, res.All = res.All, Total{}
		}
	}
	if res.Verdict == Equal || res.Verdict == OtherOrder {
		// Every layer agrees; what the tool sums up may not.
		f := figure{n: res.Theirs.N, quantum: res.Theirs.Quantum}
		if m, ok := f.match(r.Learnable); ok {
			res.Match = m
		} else if keras || res.NotShown == 0 {
			res.Verdict = Different
		}
	}
	return true
}

// compareTable compares the lines of a table with our layers in the orders that
// tools use, and concludes with the one that fits best.
func (res *Result) compareTable(theirs []item, r *counter.Report) {
	once, never := executed(r, false)
	again, _ := executed(r, true)
	var own []item
	for _, it := range registered(r) {
		if !it.shared {
			own = append(own, it)
		}
	}
	orders := [][]item{own, once, again}
	if res.Input != TorchInfo {
		orders = [][]item{once, again, own}
	}
	most := -1
	var best []item
	for k, ours := range orders {
		ours = regroup(theirs, res.tableItems(ours))
		n := agreement(theirs, ours)
		if sameMultiset(theirs, ours) {
			n += MaxItems
		}
		if sameKeys(theirs, ours) {
			n += 4 * MaxItems
		}
		if n > most {
			most, best = n, ours
			res.NotShown = 0
			if len(orders[k]) < len(own) {
				res.NotShown = never
			}
		}
	}
	res.conclude(theirs, best)
}

// tableItems gives layers the counts and the keys that a table's lines have.
func (res *Result) tableItems(layers []item) []item {
	var list []item
	for _, it := range layers {
		b := torchKinds[base(it.Kind)]
		if res.Input == Keras {
			var fits bool
			if it.Count, fits = plus(it.Count, it.stats); !fits {
				continue
			}
			it.Buffers = it.stats
		}
		if it.Count > 0 {
			it.key = countKey(b, it.Count)
			list = append(list, it)
		}
	}
	return list
}

// regroup makes one item of those that a line of theirs stands for: a container,
// or a layer of a class that is not known.
func regroup(theirs, ours []item) []item {
	var list []item
	j := 0
	for i := range theirs {
		if j >= len(ours) {
			break
		}
		if !theirs[i].group {
			list = append(list, ours[j])
			j++
			continue
		}
		sum, k := int64(0), j
		for k < len(ours) && sum < theirs[i].Count {
			sum += ours[k].Count
			k++
		}
		if sum != theirs[i].Count {
			list = append(list, ours[j])
			j++
			continue
		}
		it := item{Side: Side{Name: ours[j].Name, Count: sum}, key: theirs[i].key}
		if k == j+1 {
			it.Side = ours[j].Side
		} else {
			it.Name = commonPath(ours[j].Name, ours[k-1].Name)
		}
		list = append(list, it)
		j = k
	}
	return append(list, ours[j:]...)
}

// commonPath returns the module that two layers stand in.
func commonPath(a, b string) string {
	end := 0
	for i := 0; i < len(a) && i < len(b) && a[i] == b[i]; i++ {
		if a[i] == '.' {
			end = i
		}
	}
	return a[:end]
}

// A table is what was read of one.
type table struct {
	rows                      []item
	total, trainable, frozen  Total
	header, keras             bool
	depths, classes, numbered int // rows of torchinfo, Keras and torchsummary
	column                    int // of the header's columns after the name, that of the counts
	path                      []string
	fits                      bool
	open                      bool // the last row's class goes on in the next line
}

func (t *table) line(line string) {
	if t.totals(line) {
		return
	}
	if i := strings.Index(line, "Param #"); i >= 0 && strings.Contains(line, "(type") {
		t.header = true
		t.keras = t.keras || strings.Contains(line, "┃") || strings.Contains(line, "Connected to")
		t.column = 0
		for _, name := range []string{"Input Shape", "Output Shape", "Param %", "Kernel Shape", "Groups", "Mult-Adds", "Trainable"} {
			if k := strings.Index(line, name); k >= 0 && k < i {
				t.column++
			}
		}
		return
	}
	if strings.HasPrefix(line, "Model: ") {
		t.keras = true
		return
	}
	if t.open && t.goesOn(line) {
		return
	}
	t.open = false
	if t.torchInfo(line) || t.boxed(line) || t.kerasRow(line) || t.torchSummary(line) {
		return
	}
}

// totals reads the sums under a table.
func (t *table) totals(line string) bool {
	low := strings.ToLower(strings.TrimLeft(line, "│| "))
	for _, p := range []struct {
		prefix string
		total  *Total
	}{{"total params:", &t.total}, {"trainable params:", &t.trainable}, {"non-trainable params:", &t.frozen}} {
		rest, ok := strings.CutPrefix(low, p.prefix)
		if !ok {
			continue
		}
		rest = strings.TrimLeft(rest, " ")
		if rest == "" || !isDigit(rest[0]) {
			return true
		}
		f, _ := readFigure(rest)
		t.fits = t.fits && f.fits
		*p.total = Total{true, f.n, f.quantum}
		return true
	}
	return false
}

// cells splits what follows a name into bracketed lists and words.
func cells(s string) []string {
	var list []string
	for len(list) < 16 {
		s = strings.TrimLeft(s, " ")
		if s == "" {
			break
		}
		end := strings.IndexByte(s, ' ')
		if end < 0 {
			end = len(s)
		}
		if s[0] == '[' || s[0] == '(' {
			depth := 0
			for i := range len(s) {
				switch s[i] {
				case '[', '(':
					depth++
				case ']', ')':
					depth--
				}
				if depth == 0 {
					end = i + 1
					break
				}
			}
		}
		list = append(list, s[:end])
		s = s[end:]
	}
	return list
}

// count reads a number of parameters as tables write it.
func (t *table) count(s string) (n int64, ok bool) {
	n, ok, fits := whole(strings.Trim(s, "()"))
	t.fits = t.fits && fits
	return n, ok
}

// torchInfo reads a line such as "│    └─Conv2d (conv1): 2-1   [1, 4, 32, 32]   40".
func (t *table) torchInfo(line string) bool {
	s := strings.TrimLeft(line, "├─└│|+ ")
	i, depth, end := 0, int64(0), 0
	for {
		k := strings.Index(s[i:], ": ")
		if k < 0 || i+k > maxName {
			return false
		}
		i += k
		j := i + 2
		for j < len(s) && isDigit(s[j]) {
			j++
		}
		m := j + 1
		for m < len(s) && isDigit(s[m]) {
			m++
		}
		if j > i+2 && j < len(s) && s[j] == '-' && m > j+1 {
			depth, _, _ = whole(s[i+2 : j])
			end = m
			break
		}
		i += 2
	}
	if depth > 1000 {
		return false
	}
	t.depths++
	kind, name, named := strings.Cut(s[:i], " (")
	name = strings.TrimSuffix(name, ")")
	if !isWord(kind) {
		return false
	}
	it := item{depth: int(depth)}
	it.Kind, it.Name = kind, s[:end]
	if named {
		for len(t.path) > max(int(depth)-1, 0) {
			t.path = t.path[:len(t.path)-1]
		}
		t.path = append(t.path, name)
		if p := strings.Join(t.path[max(0, len(t.path)-20):], "."); len(p) <= maxName {
			it.Name = p
		}
	}
	row := cells(s[end:])
	column := t.column
	if !t.header {
		column = 1 // the usual one, or the last
		if len(row) == 1 {
			column = 0
		}
	}
	if column < len(row) {
		it.Count, _ = t.count(row[column])
	}
	t.add(it, torchKinds[base(kind)])
	return true
}

func (t *table) add(it item, kind string) {
	it.group = kind == ""
	it.key = countKey(kind, it.Count)
	t.rows = append(t.rows, it)
}

// torchSummary reads a line such as "Conv2d-1   [-1, 4, 32, 32]   40".
func (t *table) torchSummary(line string) bool {
	row := cells(line)
	if len(row) < 3 || row[1][0] != '[' || len(row[0]) > maxName {
		return false
	}
	kind, index, ok := strings.Cut(row[0], "-")
	if _, number, _ := whole(index); !ok || !number || !isWord(kind) {
		return false
	}
	n, ok := t.count(row[len(row)-1])
	if !ok {
		return false
	}
	t.numbered++
	t.add(item{Side: Side{Name: row[0], Kind: kind, Count: n}}, torchKinds[base(kind)])
	return true
}

// boxed reads a line of Keras 3's table, whose cells stand between │.
func (t *table) boxed(line string) bool {
	if !strings.HasPrefix(line, "│") || !strings.HasSuffix(line, "│") {
		return false
	}
	row := strings.Split(strings.Trim(line, "│"), "│")
	if len(row) < 3 {
		return false
	}
	first, number := strings.TrimSpace(row[0]), strings.TrimSpace(row[2])
	n, ok := t.count(number)
	if !ok {
		// The class of a long name stands in the next line.
		if k := len(t.rows) - 1; k >= 0 && t.rows[k].Kind == "" && strings.HasPrefix(first, "(") {
			t.class(k, strings.Trim(first, "()"), true)
		}
		return true
	}
	name, class, _ := strings.Cut(first, "(")
	t.classes++
	if len(name) > maxName || len(class) > maxName {
		name, class = "", ""
	}
	t.add(item{Side: Side{Name: strings.TrimSpace(name), Count: n}}, "")
	if class != "" {
		t.class(len(t.rows)-1, strings.TrimSuffix(class, ")"), strings.HasSuffix(class, ")"))
	}
	return true
}

// class sets the class of a row, which may be cut off.
func (t *table) class(k int, class string, whole bool) {
	it := &t.rows[k]
	it.Kind = class
	kind := kerasKind(class)
	if !whole && kind == "" || !whole && len(class) > 6 {
		for _, full := range []string{"Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose", "BatchNormalization",
			"GroupNormalization", "LayerNormalization", "InstanceNormalization", "Conv1D", "Conv2D", "Conv3D", "Dense", "PReLU"} {
			if len(class) > 2 && strings.HasPrefix(full, class) {
				it.Kind, kind = full, kerasKind(full)
				break
			}
		}
	}
	it.group = kind == ""
	it.key = countKey(kind, it.Count)
}

// kerasRow reads a line such as
// "conv2d (Conv2D)   (None, 572, 572, 32)   320   ['input_1[0][0]']".
func (t *table) kerasRow(line string) bool {
	s := strings.TrimLeft(line, "| ")
	depth := strings.Count(line[:len(line)-len(s)], "|")
	i := strings.IndexByte(s, '(')
	if i <= 0 || s[i-1] != ' ' || i > maxName {
		return false
	}
	name := strings.TrimSpace(s[:i])
	if !strings.HasPrefix(line, "|") && strings.ContainsAny(name, " :=[,") {
		return false
	}
	j := i + 1
	for j < len(s) && (isLetter(s[j]) || isDigit(s[j])) {
		j++
	}
	class := s[i+1 : j]
	closed := j < len(s) && s[j] == ')'
	if class == "" || len(class) > maxName || !isLetter(class[0]) || class == "None" {
		return false
	}
	if closed {
		j++
	}
	row := cells(s[j:])
	if len(row) < 2 {
		return false
	}
	n, ok := t.count(row[1])
	if !ok {
		return false
	}
	t.classes++
	t.open = !closed
	t.add(item{Side: Side{Name: name, Count: n}, depth: depth}, "")
	t.class(len(t.rows)-1, class, closed)
	return true
}

// goesOn reads the rest of a class that did not fit its column.
func (t *table) goesOn(line string) bool {
	end, _, _ := strings.Cut(line, " ")
	rest, ok := strings.CutSuffix(end, ")")
	if !ok || !isWord(rest) || len(rest) > 40 {
		return false
	}
	t.open = false
	it := &t.rows[len(t.rows)-1]
	if c := it.Kind + rest; kerasKind(c) != "" {
		t.class(len(t.rows)-1, c, true)
	}
	return true
}
