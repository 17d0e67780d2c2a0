package verify

import (
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/number"
	"unetparams/counter/read"
)

// withParameters are the classes, without axes, that own parameters and are
// compared by name.
var withParameters = []string{"Conv", "ConvTranspose", "BatchNorm", "InstanceNorm", "GroupNorm", "LayerNorm", "Linear", "PReLU"}

// kindKey returns the name of a class in keys, or "" for one that may be anything.
func kindKey(kind string) string {
	b := base(kind)
	if b == "SyncBatchNorm" {
		b = "BatchNorm"
	}
	for _, k := range withParameters {
		if k == b {
			return b
		}
	}
	return ""
}

// base takes the number of axes off a class's name.
func base(kind string) string {
	if n := len(kind); n > 2 && kind[n-1] == 'd' && kind[n-2] >= '1' && kind[n-2] <= '3' {
		return kind[:n-2]
	}
	return kind
}

// plus adds two numbers that are not negative.
func plus(a, b int64) (n int64, fits bool) {
	n = a + b
	return n, n >= 0
}

// shapeKey writes a shape as 64x1x3x3.
func shapeKey(shape []int64) string {
	var b []byte
	for i, n := range shape {
		if i > 0 {
			b = append(b, 'x')
		}
		b = strconv.AppendInt(b, n, 10)
	}
	return string(b)
}

func isKeras(f read.Format) bool { return f == read.Keras || f == read.Keras3 }

// totals takes what is printed in sum: with the listing, or beside it.
func (res *Result) totals(l *read.Listing, doc *read.Document, r *counter.Report) {
	figure := func(what read.What) (number.Number, bool) {
		f, ok := l.Figure(what)
		if !ok && len(doc.Listings) == 1 {
			f, ok = doc.Figure(what)
		}
		return f.Number, ok
	}
	total, known := figure(read.Total)
	trainable, trained := figure(read.Trainable)
	frozen, still := figure(read.NonTrainable)
	if o, ok := figure(read.Optimizer); ok && known && o.Exact() && total.Exact() {
		total = number.Exactly(max(total.Value-o.Value, 0))
	}
	switch {
	case !known && trained && still && trainable.Exact() && frozen.Exact():
		if n, fits := plus(trainable.Value, frozen.Value); fits {
			total, known = number.Exactly(n), true
		}
	case !known && trained:
		total, known = trainable, true
	}
	if !known {
		return
	}
	if l.Format == read.Flax && total.Exact() { // of all collections, such as batch_stats
		total = number.Exactly(max(total.Value-bufferSum(l), 0))
	}
	res.Theirs = totalOf(total)
	if !isKeras(l.Format) {
		if still {
			res.Frozen = frozen.Value
		}
		return
	}
	res.All = res.Theirs
	stats := keraStats(l)
	switch {
	case stats > 0 && total.Exact() && stats <= total.Value && l.NUnread == 0:
		res.Theirs = exact(total.Value - stats)
		if still && frozen.Exact() && frozen.Value > stats {
			res.Frozen = frozen.Value - stats
		}
	case trained:
		res.Theirs = totalOf(trainable)
	}
}

// keraStats returns how many running means and variances Keras's rows count: half
// of each batch normalization.
func keraStats(l *read.Listing) (sum int64) {
	for i := range l.Rows {
		row := &l.Rows[i]
		if kindKey(row.Kind) == "BatchNorm" && row.Params.Value%2 == 0 && !row.Shared {
			sum += row.Params.Value / 2
		}
	}
	return max(sum, 0)
}

// bufferSum returns how many numbers a listing's buffers have.
func bufferSum(l *read.Listing) (sum int64) {
	for i := range l.Tensors {
		if t := &l.Tensors[i]; t.Buffer {
			sum += t.Count
		}
	}
	return max(sum, 0)
}

// rounded reports whether counts of rows are rounded, or those of modules with all
// below them, so that they are compared by the modules' names.
func rounded(l *read.Listing) bool {
	for i := range l.Rows {
		if !l.Rows[i].Params.Exact() && l.Rows[i].HasParams {
			return true
		}
	}
	return l.Format == read.Lightning || l.Format == read.Fvcore
}

// rowItems returns the rows that have parameters, each once: of a module and the
// rows below it, those.
func rowItems(l *read.Listing) []item {
	var list []item
	for i := range l.Rows {
		row := &l.Rows[i]
		deeper := i+1 < len(l.Rows) && l.Rows[i+1].Depth > row.Depth
		if row.Shared || row.Params.Value == 0 || deeper && row.Covers {
			continue
		}
		key := kindKey(row.Kind)
		it := item{Side: Side{Name: row.Name, Kind: row.Printed, Count: row.Params.Value}, group: key == ""}
		if row.Path != "" {
			it.Name = row.Path
		}
		it.key = countKey(key, it.Count)
		list = append(list, it)
	}
	return list
}

// table compares the rows of a table.
func (res *Result) table(l *read.Listing, r *counter.Report) {
	theirs := rowItems(l)
	res.Read = len(theirs)
	fits := true
	for _, row := range theirs {
		if res.Sum, fits = plus(res.Sum, row.Count); !fits {
			res.Verdict = TooLarge
			return
		}
	}
	whole := l.NUnread == 0 && !l.Has(read.NoHeader)
	all := res.Theirs
	if res.All.Known {
		all = res.All
	}
	res.SumDiffer = whole && all.Exact() && len(theirs) > 0 && res.Sum != all.N
	if !res.Theirs.Known && len(theirs) > 0 {
		res.Theirs = exact(res.Sum)
		if isKeras(l.Format) {
			res.All = res.Theirs
			res.Theirs = exact(max(res.Sum-keraStats(l), 0))
		}
	}
	if len(theirs) == 0 {
		res.total(r)
		return
	}
	res.compareTable(theirs, r)
	switch {
	case l.NUnread > 0:
		res.partial(r)
	case (res.Verdict == Equal || res.Verdict == OtherOrder) && !res.Theirs.Has(r.Learnable) && (isKeras(l.Format) || res.NotShown == 0):
		res.Verdict = Different // every layer agrees; what the tool sums up does not
	}
}

// partial concludes where some rows were not understood: what is missing there may
// be in them, and the printed total counts for more than the rows.
func (res *Result) partial(r *counter.Report) {
	res.Missing, res.NMissing = nil, 0
	if res.First != nil && res.First.Theirs == nil {
		res.First = nil
	}
	if len(res.Extra) == 0 && len(res.Changed) == 0 || res.Theirs.Exact() && res.Theirs.N == r.Learnable {
		res.First, res.Extra, res.Changed, res.NExtra, res.NChange = nil, nil, nil, 0, 0
		res.total(r)
	}
}

// total compares a total alone.
func (res *Result) total(r *counter.Report) {
	switch {
	case !res.Theirs.Known:
		res.Verdict = NotUnderstood
	case res.Theirs.Exact() && res.Theirs.N == r.Learnable:
		res.Verdict = SameTotal
	case !res.Theirs.Exact() && res.Theirs.Has(r.Learnable):
		res.Verdict = Consistent
	default:
		res.Verdict = Different
	}
}

// figures compares totals that belong to no listing.
func (res *Result) figures(doc *read.Document, r *counter.Report) {
	figures := doc.Figures
	for i := range doc.Listings {
		figures = append(figures, doc.Listings[i].Figures...)
	}
	var total, trained, still, size *read.Figure
	for i := range figures {
		f := &figures[i]
		switch f.What {
		case read.Total:
			if total == nil || !total.Has(r.Learnable) && f.Has(r.Learnable) {
				total = f
			}
		case read.Trainable:
			trained = f
		case read.NonTrainable:
			still = f
		case read.ParamBytes:
			size = f
		}
	}
	switch {
	case len(doc.Numbers) == 1:
		res.count(doc.Numbers[0], r)
	case total != nil:
		res.Theirs = totalOf(total.Number)
		if still != nil && still.Value > 0 && !total.Has(r.Learnable) && trained != nil {
			res.All, res.Theirs = res.Theirs, totalOf(trained.Number)
		} else if still != nil {
			res.Frozen = still.Value
		}
	case trained != nil:
		res.Theirs = totalOf(trained.Number)
	case size != nil:
		res.count(size.Number, r)
	}
	if res.Theirs.Known || res.Verdict == NoCount {
		res.Input, res.Read = Number, 1
	}
	if res.Theirs.Known {
		res.total(r)
	}
}

// count takes a number for a count; a size in bytes for that of as many
// parameters in float32, in whichever reading of MB fits.
func (res *Result) count(n number.Number, r *counter.Report) {
	if n.Unit != number.Bytes {
		res.Theirs = totalOf(n)
		return
	}
	for _, b := range []number.Number{n, n.In1024()} {
		lo, hi := b.Parameters(4)
		if !res.Theirs.Known || lo <= r.Learnable && r.Learnable <= hi {
			res.Theirs = Total{true, lo + (hi-lo)/2, lo, max(hi, lo)}
		}
	}
	if res.Theirs.Lo == res.Theirs.Hi && res.Theirs.Hi > 0 {
		res.Theirs.Lo-- // a size is never a count that is written out
	}
}

// compareTable compares the rows of a table with our layers in the orders that
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
	if res.Format != read.TorchInfo {
		orders = [][]item{once, again, own}
	}
	most := -1
	var best []item
	for k, ours := range orders {
		ours = regroup(theirs, res.tableItems(ours))
		n := agreement(theirs, ours)
		if sameMultiset(theirs, ours) {
			n += maxItems
		}
		if sameKeys(theirs, ours) {
			n += 4 * maxItems
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

// tableItems gives layers the counts and the keys that a table's rows have.
func (res *Result) tableItems(layers []item) []item {
	var list []item
	for _, it := range layers {
		if isKeras(res.Format) {
			var fits bool
			if it.Count, fits = plus(it.Count, it.stats); !fits {
				continue
			}
			it.Buffers = it.stats
		}
		if it.Count > 0 {
			it.key = countKey(kindKey(it.Kind), it.Count)
			list = append(list, it)
		}
	}
	return list
}

// regroup makes one item of those that a row of theirs stands for: a container,
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

// paths compares modules whose counts are rounded, or hold those of the modules
// below them, with ours of the same name.
func (res *Result) paths(l *read.Listing, r *counter.Report) {
	res.total(r)
	sums := map[string]int64{}
	for i := range r.Layers {
		row := &r.Layers[i]
		for path := row.Path; path != ""; {
			sums[path] += row.Learnable
			path = path[:max(strings.LastIndexByte(path, '.'), 0)]
		}
	}
	known := 0
	for i := range l.Rows {
		row := &l.Rows[i]
		for _, path := range []string{row.Path, strings.TrimPrefix(row.Path, "model."), strings.TrimPrefix(row.Path, "net.")} {
			n, ok := sums[path]
			if !ok || !row.HasParams {
				continue
			}
			known++
			if n < row.Params.Lo || n > row.Params.Hi {
				res.Verdict = Different
				res.add(&item{Side: Side{Name: row.Path, Kind: row.Printed, Count: row.Params.Value}}, &item{Side: Side{Name: path, Count: n}})
			}
			break
		}
	}
	if res.Read = len(l.Rows); known == 0 && !res.Theirs.Known {
		if lo, hi, ok := l.Sum(); ok {
			res.Theirs = Total{true, lo, lo, hi}
			res.total(r)
		}
	}
}

// modules compares print(model).
func (res *Result) modules(l *read.Listing, r *counter.Report) {
	theirs := moduleItems(l)
	res.Read = len(theirs)
	if len(theirs) == 0 {
		res.total(r) // modules, none of which tells its parameters
		return
	}
	ours := registered(r)
	res.Prefix = strip(theirs, ours)
	byTheirNames(theirs)
	byTheirNames(ours)
	printed := res.Theirs
	res.conclude(theirs, ours)
	shared := map[string]bool{}
	for i := range ours {
		if ours[i].shared {
			shared[ours[i].Name] = true
		}
	}
	var sum int64
	for i := range theirs {
		if shared[theirs[i].Name] {
			continue
		}
		var fits bool
		if sum, fits = plus(sum, theirs[i].Count); !fits {
			res.Verdict = TooLarge
			return
		}
	}
	if res.Verdict == OtherNames || res.Verdict == OtherOrder {
		sum = r.Learnable
	}
	if !printed.Exact() {
		res.Theirs = exact(sum)
	}
}

// moduleItems returns the layers of print(model) whose tensors their arguments
// tell.
func moduleItems(l *read.Listing) []item {
	var list []item
	for i := range l.Rows {
		row := &l.Rows[i]
		if len(row.Tensors) == 0 {
			continue
		}
		it := item{Side: Side{Name: row.Path, Kind: row.Printed, Shape: row.Tensors[0].Shape, Tensor: true}}
		var key strings.Builder
		key.WriteString(kindKey(row.Kind))
		for _, t := range row.Tensors {
			key.WriteString("|" + t.Name + ":" + shapeKey(t.Shape))
			if t.Buffer {
				it.Buffers += t.Count
			} else {
				it.Count += t.Count
			}
		}
		it.key = key.String()
		list = append(list, it)
	}
	return list
}

// tensors compares a list of tensors with shapes, or with numbers of elements.
func (res *Result) tensors(l *read.Listing, r *counter.Report) {
	shapes := l.Format == read.StateDict || l.Format == read.Fvcore || hasShapes(l)
	keyOf := func(s Side) string { return strconv.FormatInt(s.Count, 10) }
	if shapes {
		keyOf = func(s Side) string { return shapeKey(s.Shape) }
	}
	var theirs []item
	for i := range l.Tensors {
		t := &l.Tensors[i]
		if !t.HasCount || shapes && !t.HasShape {
			continue
		}
		s := Side{Name: t.Name, Shape: t.Shape, Tensor: t.HasShape, Count: t.Count}
		theirs = append(theirs, item{Side: s, key: keyOf(s)})
	}
	res.Prefix = strip(theirs, tensors(r, func(counter.TensorRow) bool { return true }, keyOf))
	ours := res.scope(theirs, r, keyOf)
	byTheirNames(theirs)
	byTheirNames(ours)
	printed := res.Theirs
	res.conclude(theirs, ours)
	sum, ok := learnable(theirs, r)
	switch {
	case !ok:
		res.Verdict = TooLarge
		return
	case res.Verdict == OtherNames || res.Verdict == OtherOrder:
		sum = r.Learnable // what is a buffer can't be told from foreign names
	}
	res.Theirs = exact(sum)
	res.Sum, res.SumDiffer = sum, printed.Exact() && printed.N != sum && l.NUnread == 0
	if res.SumDiffer {
		res.Theirs = printed
	}
	if l.NUnread > 0 && res.Verdict == Different && res.NExtra+res.NChange == 0 && printed.Known {
		res.Theirs = printed
		res.partial(r)
	}
}

func hasShapes(l *read.Listing) bool {
	for i := range l.Tensors {
		if l.Tensors[i].HasShape {
			return true
		}
	}
	return false
}

// scope returns those of our tensors that a list holds: buffers and further names
// of shared tensors only if it names one of the sort.
func (res *Result) scope(theirs []item, r *counter.Report, keyOf func(Side) string) []item {
	names, lasts := map[string]bool{}, map[string]bool{}
	for i := range theirs {
		names[theirs[i].Name] = true
		lasts[last(theirs[i].Name)] = true
	}
	shared := false
	for _, t := range r.Tensors {
		shared = shared || t.Shared && names[t.Name]
	}
	ours := tensors(r, func(t counter.TensorRow) bool {
		return (shared || !t.Shared) && (t.Tensor.Learn || lasts[last(t.Name)])
	}, keyOf)
	full := tensors(r, func(counter.TensorRow) bool { return true }, keyOf)
	if len(theirs) > len(ours) && (len(full) == len(theirs) || common(theirs, full) > common(theirs, ours)) {
		ours = full // names that say nothing about buffers, which are there
	}
	learn, all := 0, 0
	for _, t := range r.Tensors {
		if shared || !t.Shared {
			all++
			if t.Tensor.Learn {
				learn++
			}
		}
	}
	switch {
	case len(ours) >= all:
		res.Scope = AllTensors
	case len(ours) == learn:
		res.Scope = OnlyParameters
	default:
		res.Scope = SomeBuffers
	}
	return ours
}

// common returns how many items two lists have in common, whatever their order.
func common(a, b []item) (n int) {
	left := map[string]int{}
	for i := range a {
		left[a[i].key]++
	}
	for i := range b {
		if left[b[i].key] > 0 {
			left[b[i].key]--
			n++
		}
	}
	return n
}

// learnable sums up the tensors that are no buffers and no further names, or
// reports false if the sum does not fit.
func learnable(theirs []item, r *counter.Report) (sum int64, ok bool) {
	buffers, skipped := map[string]bool{}, map[string]bool{}
	for _, t := range r.Tensors {
		if !t.Tensor.Learn {
			buffers[last(t.Name)] = true
		}
		if t.Shared || !t.Tensor.Learn {
			skipped[t.Name] = true
		}
	}
	for _, t := range r.Tensors {
		if t.Tensor.Learn {
			delete(buffers, last(t.Name)) // such as "weight": it says nothing
		}
	}
	for i := range theirs {
		if isBuffer(theirs[i].Name, buffers) || skipped[theirs[i].Name] {
			continue
		}
		if sum, ok = plus(sum, theirs[i].Count); !ok {
			return 0, false
		}
	}
	return sum, true
}

// last returns what stands behind the last dot of a name.
func last(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

func isBuffer(name string, ours map[string]bool) bool {
	switch l := last(name); l {
	case "running_mean", "running_var", "num_batches_tracked":
		return true
	default:
		return ours[l]
	}
}

// keys compares names without shapes.
func (res *Result) keys(l *read.Listing, r *counter.Report) {
	keyOf := func(s Side) string { return s.Name }
	var theirs []item
	for i := range l.Tensors {
		theirs = append(theirs, item{Side: Side{Name: l.Tensors[i].Name}})
	}
	res.Prefix = strip(theirs, tensors(r, func(counter.TensorRow) bool { return true }, keyOf))
	for i := range theirs {
		theirs[i].key = theirs[i].Name
	}
	ours := res.scope(theirs, r, keyOf)
	byTheirNames(theirs)
	byTheirNames(ours)
	res.conclude(theirs, ours)
	if res.Agrees() {
		res.Verdict, res.First = SameNames, nil
	}
}
