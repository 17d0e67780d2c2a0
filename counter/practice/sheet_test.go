package practice_test

import (
	"strconv"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/exercise"
	. "unetparams/counter/practice"
	"unetparams/counter/zoo"
)

// TestSheet: every exercise of every architecture ends, with the right answers and
// with wrong ones.
func TestSheet(t *testing.T) {
	for _, a := range zoo.Archs() {
		_, r, err := config.New(a).Build()
		if err != nil {
			t.Fatal(err)
		}
		p := New(r)
		for m := range exercise.NumModes {
			for _, right := range []bool{true, false} {
				if !right && len(r.Layers) > 80 {
					continue // every miss is judged in the context of all layers
				}
				solve(t, a.ID, Open(p, exercise.Task{Mode: exercise.Mode(m)}, 7, 4*r.Learnable), right)
			}
		}
	}
}

// solve works through a sheet.
func solve(t *testing.T, arch string, s *Sheet, right bool) {
	for steps := 0; !s.Done(); steps++ {
		if steps > 3000 {
			t.Fatalf("%s: %v does not end", arch, s.Task)
		}
		q := s.Now()
		switch {
		case q.Kind == Which:
			has := make([]bool, len(q.Lines))
			for i := range has {
				has[i] = q.Lines[i].Has == right
			}
			s.Choose(has)
		case len(q.Fields) > 0:
			texts := make([]string, len(q.Fields))
			for i, f := range q.Fields {
				texts[i] = strconv.FormatInt(f.Want, 10)
				if !right {
					texts[i] = "1" + texts[i] + "7"
				}
			}
			s.Answer(texts)
		}
		if q.Kind != Show && !s.Solved && !s.Worked {
			if right {
				t.Fatalf("%s: %v: question %d is not solved by its answer", arch, s.Task, s.At)
			}
			continue
		}
		s.Next()
	}
	if s.Task.Mode == exercise.Whole {
		if sum, all := s.SoFar(); !all || sum == 0 {
			t.Errorf("%s: %d, %v", arch, sum, all)
		}
		if right != (s.Unaided == s.Stages) {
			t.Errorf("%s: %d of %d stages without a hint", arch, s.Unaided, s.Stages)
		}
	}
}

// TestTutorial: the tutorial's count, by its own numbers.
func TestTutorial(t *testing.T) {
	p, _ := paper(t, "unet", "")
	s := Open(p, exercise.Task{Mode: exercise.Whole}, 1, 0)
	if len(s.Questions) != 13 {
		t.Fatalf("%d questions", len(s.Questions))
	}
	for _, text := range []string{"9696", "55,680", "221952", "886,272", "3542016", "524544+1769984+1024", "574,336", "32832 + 110720 + 256", "36,064", "66"} {
		if j := s.Answer([]string{text}); !s.Solved {
			t.Errorf("%s: %+v", text, j)
		}
		s.Next()
	}
	if sum, all := s.SoFar(); sum != 7_765_442 || !all {
		t.Errorf("%d, %v", sum, all)
	}
	for _, text := range []string{"7759554", "5888", "7,759,554 + 5,888 = 7,765,442"} {
		if j := s.Answer([]string{text}); !s.Solved {
			t.Errorf("%s: %+v", text, j)
		}
		s.Next()
	}
	if !s.Done() || s.Stages != 10 || s.Unaided != 10 {
		t.Errorf("%+v", s)
	}
}

// TestTwin: after two misses the same question comes with other numbers, as the seed
// says.
func TestTwin(t *testing.T) {
	p, _ := paper(t, "unet", "")
	want := map[uint32]int64{}
	for round := range 2 {
		for seed := range uint32(50) {
			s := Open(p, exercise.Task{Mode: exercise.Fill, Stage: "dec4"}, seed, 0)
			for s.Now().Fields[0].Inputs == nil {
				s.Worked = true
				q := s.Now()
				texts := make([]string, len(q.Fields))
				for i, f := range q.Fields {
					texts[i] = strconv.FormatInt(f.Want, 10)
				}
				s.Answer(texts)
				s.Next()
			}
			q := s.Now()
			wrong := []string{"1", "1", "1"}
			s.Answer(wrong)
			s.Answer(wrong)
			if !s.Worked {
				t.Fatal("no solution after two misses")
			}
			s.Next()
			twin := s.Now()
			if !twin.Twin || twin.Fields[0].Want == q.Fields[0].Want || len(twin.Fields[0].Inputs) != 2 || twin.Count.Want == q.Count.Want {
				t.Fatalf("%+v", twin)
			}
			if round == 0 {
				want[seed] = twin.Count.Want
			} else if want[seed] != twin.Count.Want {
				t.Errorf("seed %d gives %d and %d", seed, want[seed], twin.Count.Want)
			}
			if j := twin.Fields[0].JudgeText(strconv.FormatInt(twin.Fields[0].Inputs[0], 10)); j.Wrong.Slip != NoConcat {
				t.Errorf("%+v", j)
			}
		}
	}
	different := map[int64]bool{}
	for _, n := range want {
		different[n] = true
	}
	if len(different) < 10 {
		t.Errorf("50 seeds give %d twins", len(different))
	}
}
