package configfile

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared returns the folder of real configuration files, which lies beside the
// repository where it is there at all; the files belong to others.
func shared(t testing.TB) string {
	dir, err := os.Getwd()
	for range 8 {
		if err != nil {
			break
		}
		for _, s := range []string{"../shared/configs", "../../shared/configs"} {
			if _, err := os.Stat(filepath.Join(dir, s, "TRUTH.json")); err == nil {
				return filepath.Join(dir, s)
			}
		}
		dir = filepath.Dir(dir)
	}
	t.Skip("no real configuration files beside the repository")
	return ""
}

func load(t testing.TB, dir, name string) File {
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return File{Name: filepath.Base(name), Text: string(b)}
}

// A truth is a file's entry in TRUTH.json.
type truth struct {
	File     string
	With     []string
	Needs    []string
	Class    *string
	Params   *int64
	Note     string
	Networks []struct {
		Select, Class string
		Params        *int64
	}
	Assumed *struct{ Channels, Classes json.Number }
	Reader  map[string]any `json:"from_the_reader"`
}

func truths(t testing.TB, dir string) []truth {
	b, err := os.ReadFile(filepath.Join(dir, "TRUTH.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []truth
	if err := json.Unmarshal(b, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// TestRealFiles reads every real file: the total where the calculator has the
// class, no total where it can't have one, and a class that is understood where
// the network is not in the list yet.
func TestRealFiles(t *testing.T) {
	dir := shared(t)
	right, listed := 0, 0
	for _, e := range truths(t, dir) {
		t.Run(e.File, func(t *testing.T) {
			var files []File
			for _, w := range e.With {
				files = append(files, load(t, dir, w))
			}
			for _, w := range e.Needs {
				name, _, _ := strings.Cut(w, " ")
				files = append(files, load(t, dir, name))
			}
			files = append(files, load(t, dir, e.File))
			var answers []Answer
			if e.Assumed != nil {
				answers = append(answers, Answer{"num_classes", e.Assumed.Classes.String()})
			}
			for k, v := range e.Reader {
				if n, ok := v.(float64); ok {
					answers = append(answers, Answer{k, json.Number(strings.TrimSuffix(jsonNumber(n), ".0")).String()})
				}
			}
			r := Read(files, answers...)
			if e.Networks == nil && (e.Params != nil || e.Class != nil) {
				e.Networks = append(e.Networks, struct {
					Select, Class string
					Params        *int64
				}{"", deref(e.Class), e.Params})
			}
			if len(e.Networks) == 0 && len(r.Candidates) > 0 {
				t.Errorf("candidates %v of a file without a network", names(r))
			}
			for _, n := range e.Networks {
				c := pick(r, n.Select)
				switch {
				case c == nil:
					t.Errorf("no candidate %q among %q; problems %v", n.Select, names(r), r.Problems)
				case n.Params == nil:
					if c.Verdict != Unknown && len(c.Asks) == 0 {
						t.Errorf("%s: verdict %v, total %d of what has none", n.Select, c.Verdict, c.Total)
					}
					right++
				case c.Verdict == NotListed:
					listed++
				case c.Verdict == Doubtful && lacking[e.File]:
					t.Logf("%s: no such setting yet: %v", e.File, c.Doubts)
				case c.Verdict != Exact || c.Total != *n.Params:
					t.Errorf("%s: verdict %v, total %d, want %d; %v %v %v", n.Select, c.Verdict, c.Total, *n.Params, c.Why, c.Asks, c.Doubts)
				default:
					right++
				}
			}
			t.Log(r.Format.EN, r.Problems, r.Notes)
			for _, c := range r.Candidates {
				t.Logf("%s %s: %v %d %v %v", c.Name, c.Class, c.Verdict, c.Total, c.Why, c.Notes)
			}
		})
	}
	t.Logf("%d networks right, %d understood and not in the list", right, listed)
}

// lacking are files with a value that the calculator has no setting for.
var lacking = map[string]bool{"sd2/x4-upscaling.yaml": true}

func jsonNumber(f float64) string { b, _ := json.Marshal(f); return string(b) }

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func pick(r Result, name string) *Candidate {
	for _, c := range r.Candidates {
		if c.Name == name || name == "" {
			return c
		}
	}
	return nil
}

func names(r Result) (s []string) {
	for _, c := range r.Candidates {
		s = append(s, c.Name)
	}
	return s
}

// TestBroken prints what is said of bad files; see TestSentences for ours.
func TestBroken(t *testing.T) {
	dir := shared(t)
	entries, err := os.ReadDir(filepath.Join(dir, "broken"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() == "EXPECT.json" {
			continue
		}
		r := Read([]File{load(t, dir, "broken/"+e.Name())})
		t.Log(e.Name(), "|", r.Format.EN, "|", r.Problems, r.Notes)
		for _, c := range r.Candidates {
			t.Logf("    %s %s: %v %d why %v notes %v asks %v doubts %v", c.Name, c.Class, c.Verdict, c.Total, c.Why, c.Notes, c.Asks, c.Doubts)
		}
	}
}
