package config

import (
	"errors"
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/number"
)

// explain turns a count that does not fit into advice about the knob that
// scales the network.
func (c *Config) explain(e *counter.Error) error {
	for _, k := range c.Knobs {
		if !k.scales || k.Implied() {
			continue
		}
		err := &ValueError{Key: k.Key, Value: k.Get(), Text: At(e.Stage,
			"overflows a 64-bit integer at level %d (%s)",
			"使第 %d 层（%s）的参数量超出 64 位整数")}
		if v, ok := c.largest(k); ok {
			err.Nearest = []string{v}
		}
		return err
	}
	return e
}

// largest returns the largest value of a knob below its present one with which
// the network can be counted: for a list, the present one halved often enough.
func (c *Config) largest(k *Knob) (string, bool) {
	d := c.Clone()
	k = d.Knob(k.Key)
	fits := func(v string) bool {
		if k.Set(v) != nil {
			return false
		}
		_, err := d.count()
		return err == nil
	}
	if k.Kind != Number {
		for {
			v, ok := halve(k.Get(), k.Min)
			if !ok {
				return "", false
			}
			if fits(v) {
				return v, true
			}
			if k.Get() != v {
				return "", false
			}
		}
	}
	n, _ := strconv.ParseInt(k.Get(), 10, 64)
	lo, hi := k.Min-1, n // lo fits or is nothing; hi does not fit
	for hi-lo > 1 {
		mid := lo + (hi-lo)/2
		if fits(strconv.FormatInt(mid, 10)) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return strconv.FormatInt(lo, 10), lo >= k.Min
}

// Trace derives shapes and MACs for the configured input size. The error is a
// [*ValueError] of the size, with the nearest sizes that work where there are
// any; it says nothing about the count.
func (c *Config) Trace(net *counter.Net) (*counter.Trace, error) {
	size, err := c.Input()
	if v := new(ValueError); errors.As(err, &v) {
		v.Nearest = c.runnable(net, v.Key, v.Nearest)
		return nil, v
	}
	if err != nil {
		return nil, err
	}
	t, err := net.Trace(size)
	var e *counter.Error
	if !errors.As(err, &e) {
		return t, err
	}
	k := c.sizeKnob()
	v := &ValueError{Key: k.Key, Value: k.Get()}
	switch e.Problem {
	case counter.Overflow:
		v.Text = At(e.Stage,
			"makes a shape or the MACs overflow a 64-bit integer at level %d (%s)",
			"使第 %d 层（%s）的形状或 MACs 超出 64 位整数")
		v.Nearest = largestSize(net, k, size)
		return nil, v
	case counter.Channels: // of a layer.ChannelMismatch: no size helps
		v.Text = At(e.Stage,
			"cannot be fixed by another size: at level %d (%s) the published code passes %s channels to a layer that expects %s",
			"无济于事：已发布的代码在第 %d 层（%s）把 %s 个通道送入只接受 %s 个通道的层，任何尺寸都无法运行",
			number.Grouped(e.Got.C), number.Grouped(e.Want.C))
		return nil, v
	case counter.Fails: // of a layer.RuntimeError: no size helps
		v.Text = At(e.Stage,
			"cannot be fixed by another size: the published code stops with an error at level %d (%s)",
			"无济于事：已发布的代码在第 %d 层（%s）出错停止，任何尺寸都无法运行")
		return nil, v
	case counter.TooSmall:
		v.Text = At(e.Stage,
			"is too small: nothing is left at level %d (%s)",
			"太小：到第 %d 层（%s）已没有像素")
		if strings.Contains(e.Kind, "Norm") {
			v.Text = At(e.Stage,
				"is too small: at level %d (%s) one position is left, and the normalization needs two",
				"太小：到第 %d 层（%s）只剩一个位置，而归一化至少需要两个")
		}
	case counter.Indivisible:
		v.Text = Textf(
			"is refused by the published code, which asks for multiples of %s", "被已发布的代码拒绝：尺寸须为 %s 的倍数",
			Join(e.Want.Sizes(), "×"))
	default:
		v.Text = At(e.Stage,
			"can't be joined at level %d (%s): %s meets %s",
			"在第 %d 层（%s）无法拼接：%s 遇到 %s",
			Join(e.Want.Sizes(), "×"), Join(e.Got.Sizes(), "×"))
	}
	v.Nearest = nearestSizes(net, k, size)
	return nil, v
}

// runnable returns the values of a knob with which the network runs, and for
// those with which it does not the nearest ones that do.
func (c *Config) runnable(net *counter.Net, key string, values []string) []string {
	var nearest []string
	for _, value := range values {
		d := c.Clone()
		if d.Set(key, value) != nil {
			continue
		}
		var v *ValueError
		switch _, err := d.Trace(net); {
		case err == nil:
			nearest = append(nearest, value)
		case errors.As(err, &v):
			nearest = append(nearest, v.Nearest...)
		}
	}
	return nearest
}

func (c *Config) sizeKnob() *Knob {
	for _, k := range c.Knobs {
		if k.Kind == Sizes {
			return k
		}
	}
	return nil
}

// nearestSizes returns the next smaller and the next larger value of a size
// knob with which the network runs. Axes do not influence each other, so each
// is corrected separately.
func nearestSizes(net *counter.Net, k *Knob, size counter.Axes) []string {
	works := k.works(net)
	axes := len(splitSizes(k.Get()))
	var values []string
	for _, dir := range []int64{-1, 1} {
		if corrected, ok := roundToValid(size, axes, dir, k.Max, works); ok {
			if _, err := net.Trace(corrected); err == nil {
				values = append(values, Join(corrected[:axes], "x"))
			}
		}
	}
	return values
}

// largestSize returns the value of a size knob that is too large for the
// multiply-accumulates with its axes cut to the largest length, and corrected, with
// which it is not.
func largestSize(net *counter.Net, k *Knob, size counter.Axes) []string {
	works := k.works(net)
	axes := len(splitSizes(k.Get()))
	var largest []string
	lo, hi := k.Min-1, max(size[0], size[1], size[2]) // lo is not too large, hi is
	for hi-lo > 1 {
		mid := lo + (hi-lo)/2
		if hi-lo > 2*period { // where most nets run as it is
			mid -= mid % period
		}
		cut := size
		for i := range cut {
			cut[i] = min(cut[i], mid)
		}
		corrected, ok := roundToValid(cut, axes, -1, k.Max, works)
		if !ok { // nothing so small runs
			lo = mid
			continue
		}
		if _, err := net.Trace(corrected); err != nil {
			hi = mid
			continue
		}
		lo, largest = mid, []string{Join(corrected[:axes], "x")}
	}
	return largest
}

// works returns what says whether a network runs on an input that is so long
// along all axes, within the knob's bounds.
func (k *Knob) works(net *counter.Net) func(int64) bool {
	known := map[int64]bool{}
	fits := net.Fitter()
	return func(n int64) bool {
		if n < k.Min || n > k.Max {
			return false
		}
		ok, seen := known[n]
		if !seen {
			err := fits(counter.Cube(n))
			var e *counter.Error
			ok = err == nil || errors.As(err, &e) && e.Problem == counter.Overflow
			known[n] = ok
		}
		return ok
	}
}

// roundToValid returns a size whose first axes are the nearest ones in a direction that
// work; the others are as the first.
func roundToValid(size counter.Axes, axes int, dir, limit int64, works func(int64) bool) (counter.Axes, bool) {
	var corrected counter.Axes
	for i := range corrected {
		if i >= axes {
			corrected[i] = corrected[0]
			continue
		}
		var ok bool
		if corrected[i], ok = next(size[i], dir, limit, works); !ok {
			return corrected, false
		}
	}
	return corrected, true
}

// period is what all of a net's sizes that work recur with: ten levels.
const period = 512

// next returns the nearest size from n on, in the given direction, that works.
// Sizes that work recur with the period, unless even the smallest one is far
// off: then every larger one works too, and halving finds it.
func next(n, dir, limit int64, works func(int64) bool) (int64, bool) {
	for d := int64(0); d <= period; d++ {
		if m := n + dir*d; works(m) {
			return m, true
		}
	}
	if dir < 0 || !works(limit) {
		return 0, false
	}
	lo, hi := n+period, limit
	for hi-lo > 1 {
		if mid := lo + (hi-lo)/2; works(mid) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi, true
}
