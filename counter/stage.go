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
}

// String returns a short stable name such as "enc1", "mid5" or "head1".
func (s Stage) String() string { return fmt.Sprint(roles[s.Role], s.Level) }
