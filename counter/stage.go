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
	Condition              // off the U: turns a time step or a text into embeddings for the other stages
)

// Roles is the number of roles: the length of arrays indexed by role.
const Roles = int(Condition) + 1

var roles = [Roles]string{"in", "enc", "mid", "dec", "head", "cond"}

// A Stage is a part of the U: the steps of one path at one resolution. A stage
// of conditioning is not part of the U.
type Stage struct {
	Role  Role
	Level int // 1 is full resolution; for conditioning, a number that distinguishes its stages
	// Col distinguishes several stages of one path and level, such as the nodes of
	// a nested U-Net, numbered from 1 from left to right. It is 0 for a single
	// stage.
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
	places []place // in the order of the calls to At
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
