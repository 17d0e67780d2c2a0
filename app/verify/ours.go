package verify

import (
	"strconv"
	"strings"

	"unetparams/counter"
)

func dims(t counter.Tensor) []int64 {
	shape := make([]int64, len(t.Dims))
	for i, d := range t.Dims {
		shape[i] = d.N
	}
	return shape
}

// tensors lists a report's tensors, those of the state_dict or fewer.
func tensors(r *counter.Report, keep func(counter.TensorRow) bool, keyOf func(Side) string) []item {
	var list []item
	for _, t := range r.Tensors {
		if keep(t) {
			shape := dims(t.Tensor)
			s := Side{Name: t.Name, Shape: shape, Tensor: true, Count: t.Count}
			list = append(list, item{Side: s, key: keyOf(s), shared: t.Shared})
		}
	}
	return list
}

// layerItem returns a layer with what its class and its arguments say. It has no
// tensors if ok is false; it has too many elements if fits is false.
func layerItem(name string, l counter.Layer) (it item, ok, fits bool) {
	it.Name, it.Kind = name, l.Kind()
	var key strings.Builder
	key.WriteString(base(it.Kind))
	for i, t := range counter.TensorsOf(l) {
		n, err := t.Count()
		if err != nil {
			return it, false, false
		}
		sum := &it.Buffers
		if t.Learn {
			sum = &it.Count
		}
		if *sum, fits = plus(*sum, n); !fits {
			return it, false, false
		}
		shape := dims(t)
		if !t.Learn && len(shape) > 0 {
			it.stats += n // a part of Buffers, which fits
		}
		if i == 0 {
			it.Shape, it.Tensor = shape, true
		}
		key.WriteString("|" + t.Name + ":" + shapeKey(shape))
		ok = true
	}
	it.key = key.String()
	return it, ok, true
}

// registered lists the layers with tensors, under each of their names, in the
// order of registration.
func registered(r *counter.Report) []item {
	var list []item
	last, lastPath := -1, ""
	for _, t := range r.Tensors {
		path := t.Name
		if t.Tensor.Name != "" {
			path = strings.TrimSuffix(path, "."+t.Tensor.Name)
		}
		if t.Layer == last && path == lastPath {
			continue
		}
		last, lastPath = t.Layer, path
		it, ok, _ := layerItem(path, r.Layers[t.Layer].Layer)
		if ok {
			it.shared = t.Shared
			list = append(list, it)
		}
	}
	return list
}

// executed lists the layers with tensors in the order in which they run, each
// once or each time, and the number of those that never run.
func executed(r *counter.Report, again bool) (list []item, never int) {
	for i := range r.Steps {
		row := r.Row(r.Steps[i])
		if row == nil || r.Steps[i].Again && !again {
			continue
		}
		if it, ok, _ := layerItem(row.Path, row.Layer); ok {
			list = append(list, it)
		}
	}
	for i := range r.Layers {
		if l := &r.Layers[i]; l.Runs == 0 && l.Learnable > 0 {
			never++
		}
	}
	return list, never
}

func countKey(kind string, n int64) string { return kind + "|" + strconv.FormatInt(n, 10) }
