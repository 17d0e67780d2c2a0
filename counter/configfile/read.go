package configfile

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"unetparams/counter/config"
)

// A File is a file's name, which only messages use, and its content.
type File struct{ Name, Text string }

// An Answer is a value that the reader gives for what a file can't tell; see
// [Ask].
type Answer struct{ Key, Value string }

// A Verdict says what became of a network.
type Verdict int

// The verdicts.
const (
	Exact     Verdict = iota // the total is that of the library
	Asking                   // values are missing that only the reader knows
	Doubtful                 // something was not understood that may shape the network
	NotListed                // understood, but the calculator has no such network yet
	Unknown                  // the class is not known: no total
	Refused                  // the library would not build it, or a limit is passed
)

// A Reason says why a key was left aside.
type Reason int

// The reasons.
const (
	NoEffect Reason = iota // it counts for nothing, such as a dropout
	Training               // a learning rate, a loss
	Data                   // a spacing, an intensity
)

// An Item is a key of a file with its value, shortened.
type Item struct {
	Key, Value string
	Default    bool        // not in the file: the library's default
	Reason     Reason      // of what was left aside
	Text       config.Text // what there is to say of it; may be empty
}

// An Ask is a value that the file can't tell. The reader's [Answer] has its key.
type Ask struct {
	Key  string
	Text config.Text
}

// A Candidate is one network of a file.
type Candidate struct {
	Name    string // within the file, such as "3d_fullres"; empty where there is one only
	Class   string // the library's class, as the file names it
	Verdict Verdict
	Config  *config.Config // nil if Verdict is not Exact, Asking or Doubtful
	Why     []config.Text  // of Refused, Unknown and NotListed

	Read   []Item // keys that shape the network
	Aside  []Item // keys that do not
	Doubts []Item // what was not understood
	Notes  []config.Text
	Asks   []Ask
	Total  int64 // learnable parameters of Config, where it could be counted
}

// A Result is what files are and hold.
type Result struct {
	// Format is what the files were taken for; empty if for nothing.
	Format config.Text
	// Likely reports whether the text is meant as a configuration file at all,
	// even though it can't be read.
	Likely     bool
	Candidates []*Candidate
	Notes      []config.Text // of the files as a whole
	Problems   []config.Text // why nothing could be read
}

// Best returns the candidate to show first: the first one with a total, or else
// the first one, or nil.
func (r *Result) Best() *Candidate {
	for _, c := range r.Candidates {
		if c.Config != nil && c.Verdict != Refused {
			return c
		}
	}
	if len(r.Candidates) > 0 {
		return r.Candidates[0]
	}
	return nil
}

//go:noinline
func (r *Result) problem(text string, args ...string) {
	r.Problems = append(r.Problems, say(text, args...))
}

//go:noinline
func (r *Result) note(text string, args ...string) {
	r.Notes = append(r.Notes, say(text, args...))
}

func (r *Result) fail(name string, err error) {
	p, ok := err.(*Problem)
	if !ok {
		p = &Problem{Text: say("%s|%s", err.Error())}
	}
	if name != "" {
		p = &Problem{Text: config.Text{EN: name + ": " + p.Text.EN, ZH: name + "：" + p.Text.ZH}}
	}
	r.Problems = append(r.Problems, p.Text)
}

// A document is a file that was read.
type document struct {
	name string
	v    *value
	py   *python // of a file in Python
	argv []string
}

// Read reads files that belong together, and says which networks they describe.
// Answers fill in what the files can't tell. Nothing of a file is run.
func Read(files []File, answers ...Answer) Result {
	var r Result
	rd := &reading{Result: &r, answers: answers}
	for _, f := range files[:min(len(files), maxFiles)] {
		if d := (decoder{&r}).open(f); d != nil {
			rd.docs = append(rd.docs, d)
		}
	}
	if len(rd.docs) > 0 {
		rd.formats()
	}
	for _, c := range r.Candidates {
		c.conclude()
	}
	return r
}

// A reading is the state of reading files.
type reading struct {
	*Result
	docs    []*document
	answers []Answer
	merges  int // of files with those that _base_ names
}

// answer returns the reader's value for a key as a literal, or nil.
//
//go:noinline
func (r *reading) answer(key string) *value {
	for _, a := range r.answers {
		if a.Key == key && len(a.Value) < 1000 {
			v, err := newScanner(a.Value, true).readJSON()
			if err == nil && !v.is(code) {
				return v
			}
			return textValue(a.Value)
		}
	}
	return nil
}

// formats gives the documents to the first format that knows one of them.
func (r *reading) formats() {
	for _, read := range []func() bool{
		r.nnunet, r.diffusers, r.smp, r.edmOptions, r.monai, r.pytorch3dunet, r.compvis, r.flags, r.mmseg,
	} {
		if read() {
			r.Likely = true
			return
		}
	}
	for _, d := range r.docs {
		switch {
		case d.v == nil:
		case d.v.kind == null:
			r.problem("There is nothing in the file.|文件中没有内容。")
		case d.v.kind == list:
			r.problem("The file is a list: none of the known formats starts with one.|文件是一个列表：已知格式都不以列表开头。")
		case d.v.kind == object:
			r.problem("The file can be read, and none of the known formats: it names no network.|文件可以读取，但不属于任何已知格式：其中没有网络。")
		}
	}
}

// A decoder turns files into documents, and notes in the result what is wrong with
// them.
type decoder struct{ *Result }

// open finds out how a file is written, and reads it as that.
func (r decoder) open(f File) *document {
	s, ok := r.decode(f)
	if !ok {
		return nil
	}
	d := &document{name: f.Name}
	t := strings.TrimSpace(s)
	var err error
	switch {
	case t[0] == '{' || t[0] == '[' || t == "null":
		r.Likely = t[0] == '{'
		d.v, err = r.openJSON(f, s)
	case strings.Contains(t, "model_init_params"):
		r.Likely = true
		d.v, err = card(s)
	case isFlags(t):
		d.argv = words(t)
	case isPython(t):
		r.Likely = true
		d.py, err = readPython(s)
	default:
		var dup []twice
		d.v, dup, err = readYAML(s)
		r.Likely = r.Likely || likelyYAML(t)
		r.repeated(dup)
		if err == nil && !d.v.isOrNull(object) {
			return nil
		}
	}
	if err != nil {
		r.fail(f.Name, err)
		return nil
	}
	return d
}

// likelyYAML reports whether a text that is no YAML is meant as a configuration.
func likelyYAML(t string) bool {
	for _, sign := range []string{"model:", "network_def:", "_target_:", "unet_config:", "network_config:"} {
		if strings.HasPrefix(t, sign) || strings.Contains(t, "\n"+sign) || strings.Contains(t, " "+sign) {
			return true
		}
	}
	return false
}

// decode turns a file into UTF-8 with plain line ends, and names files that are
// something else.
func (r decoder) decode(f File) (string, bool) {
	s := f.Text
	if len(s) > 1 && (s[:2] == "\xff\xfe" || s[:2] == "\xfe\xff") {
		s = fromUTF16(s)
	}
	s = strings.TrimPrefix(s, "\ufeff")
	r.Likely = true
	switch head := strings.ToLower(strings.TrimSpace(s[:min(len(s), 300)])); {
	case len(s) > MaxText:
		r.problem("The file is larger than %s bytes, too large for a configuration.|文件超过 %s 字节，对配置文件来说过大。", dec(int64(MaxText)))
	case s == "" || strings.TrimSpace(s) == "":
		r.problem("The file is empty.|文件是空的。")
	case s[0] == 0x80:
		r.problem("This is a Python pickle, such as the plans of nnU-Net v1: a pickle is a program, and is neither read nor run. The network of v1 is another one (Generic_UNet, base 30, at most 320 features in 3D and 480 in 2D); its numbers can be entered by hand.|这是 Python pickle，如 nnU-Net v1 的 plans：pickle 是程序，不会读取也不会执行。v1 的网络不同（Generic_UNet，起始 30，三维至多 320、二维至多 480 个特征），其数值可手动输入。")
	case strings.HasPrefix(head, "version https://git-lfs"):
		r.problem("This is a Git LFS pointer, not the file: get the file with git lfs pull, or by the download button of its page.|这是 Git LFS 指针，不是文件本身：请用 git lfs pull 或网页上的下载按钮取得文件。")
	case strings.HasPrefix(head, "<!doctype") || strings.HasPrefix(head, "<html"):
		r.problem("This is a web page, not the file: use the Raw button of the page.|这是网页，不是文件本身：请用页面上的 Raw 按钮。")
	case strings.HasPrefix(s, "<<<<<<<") || strings.Contains(s, "\n<<<<<<<"):
		r.problem("The file holds conflict markers of Git (<<<<<<<): the merge has to be finished first.|文件中有 Git 冲突标记（<<<<<<<）：须先完成合并。")
	default:
		r.Likely = false
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
		if !utf8.ValidString(s) {
			s = strings.ToValidUTF8(s, "\uFFFD")
		}
		return s, true
	}
	return "", false
}

func fromUTF16(s string) string {
	units := make([]uint16, 0, len(s)/2)
	low, high := 0, 1
	if s[0] == 0xfe {
		low, high = 1, 0
	}
	for i := 2; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i+low])|uint16(s[i+high])<<8)
	}
	return string(utf16.Decode(units))
}

// openJSON reads JSON, or else a dictionary as Python writes it.
func (r decoder) openJSON(f File, s string) (*value, error) {
	j := newScanner(s, false)
	v, err := j.readJSON()
	if err != nil && (strings.Contains(s, "'") || strings.Contains(s, "True") || strings.Contains(s, "None")) {
		p := newScanner(s, true)
		if w, again := p.readJSON(); again == nil && w.is(object) {
			r.note("This is a dictionary of Python, not JSON: it was read as literals.|这是 Python 字典而非 JSON：按字面量读取。")
			v, err, j = w, nil, p
		}
	}
	if err != nil {
		return nil, err
	}
	if j.nan > 0 {
		r.note("Line %s has NaN or Infinity, which Python reads and JSON does not have.|第 %s 行有 NaN 或 Infinity：Python 能读，JSON 中没有。", dec(int64(j.nan)))
	}
	r.repeated(j.twice)
	return v, nil
}

// repeated notes the keys that a file gives twice.
func (r decoder) repeated(dup []twice) {
	for i, d := range dup {
		if i == 5 {
			break
		}
		r.note("%s stands twice (%s, then %s): the last one holds, as in Python.|%s 出现两次（先 %s，后 %s）：与 Python 相同，以后者为准。", shorten(d.key), d.first.String(), d.last.String())
	}
}
