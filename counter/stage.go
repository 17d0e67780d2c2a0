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

// A stageList records the stages of a network as [Net.At] names them.
type stageList struct {
	stages []Stage // in the order in which their first steps run
	places []place // in the order in which At named them
	here   int32   // index into places: the current stage
}

// A place is a stage that At has named. It is added to the report when the first
// step runs in it; calling At alone adds nothing.
type place struct {
	Stage
	row int // index into stageList.stages, or -1
}

// enter makes a stage the current one.
func (l *stageList) enter(s Stage) {
	for i := range l.places {
		if l.places[i].Stage == s {
			l.here = int32(i)
			return
		}
	}
	l.here = int32(len(l.places))
	l.places = append(l.places, place{s, -1})
}

// stage returns the index of the current stage in the report.
func (l *stageList) stage() int {
	p := &l.places[l.here]
	if p.row < 0 {
		p.row = len(l.stages)
		l.stages = append(l.stages, p.Stage)
	}
	return p.row
}
