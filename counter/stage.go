package counter

import "fmt"

// A Role is the part of the U that a stage belongs to.
type Role int

// The roles of a stage.
const (
	Input      Role = iota // the image
	Encoder                // the contracting path
	Bottleneck             // the deepest level, between the two paths
	Decoder                // the expanding path, with the up-convolution that leads to it
	Head                   // what turns features into classes
)

var roles = [...]string{"in", "enc", "mid", "dec", "head"}

// A Stage is a place in the U: what runs on one path at one resolution.
type Stage struct {
	Role  Role
	Level int // 1 is full resolution
	// Col tells the stages of one path and level apart where there are several,
	// as the nodes of a nested U-Net: from left to right, 1 and on. Else it is 0.
	Col int
}

// String returns a short stable name such as "enc1", "mid5" or "dec2.1".
func (s Stage) String() string {
	if s.Col > 0 {
		return fmt.Sprint(roles[s.Role], s.Level, ".", s.Col)
	}
	return fmt.Sprint(roles[s.Role], s.Level)
}
