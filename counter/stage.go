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
	Condition              // off the U: what turns a time step or a text into what the other stages are given
)

// Roles is the number of roles: the length of what is indexed by them.
const Roles = int(Condition) + 1

var roles = [Roles]string{"in", "enc", "mid", "dec", "head", "cond"}

// A Stage is a place in the U: what runs on one path at one resolution. A stage
// of conditioning has no place in the U.
type Stage struct {
	Role  Role
	Level int // 1 is full resolution; of conditioning, a number that tells its stages apart
	// Col tells the stages of one path and level apart where there are several,
	// as the nodes of a nested U-Net: from left to right, 1 and on. Else it is 0.
	Col int
}

// String returns a short stable name such as "enc1", "mid5", "dec2.1"
// or "cond1".
func (s Stage) String() string {
	if s.Col > 0 {
		return fmt.Sprint(roles[s.Role], s.Level, ".", s.Col)
	}
	return fmt.Sprint(roles[s.Role], s.Level)
}
