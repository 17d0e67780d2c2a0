package published

import "unetparams/counter/number"

// A Number is a number as it is printed. A number of bytes is a size in float32, with
// four bytes for each parameter.
type Number struct{ number.Number }

const floatBytes = 4

// Read parses a number as it is printed: "7.76M", "31,030,658", "176.3 MB". The error
// is a [number.Problem].
func Read(printed string) (Number, error) {
	n, err := number.Parse(printed)
	return Number{n}, err
}

// IsSize reports whether the number is a number of bytes.
func (n Number) IsSize() bool { return n.Unit == number.Bytes }

// inUnits returns a count in the number's units.
func (n Number) inUnits(count int64) int64 {
	if n.IsSize() {
		return floatBytes * count
	}
	return count
}

// Is reports whether a count rounds or truncates to the printed number.
func (n Number) Is(count int64) bool { return n.Has(n.inUnits(count)) }

// Off returns the difference between a count and the printed number, in thousandths
// of the printed number.
func (n Number) Off(count int64) int64 {
	off := 2000 * (n.inUnits(count) - n.Value)
	if off < 0 {
		return (off - n.Value) / (2 * n.Value)
	}
	return (off + n.Value) / (2 * n.Value)
}
