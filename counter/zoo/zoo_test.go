package zoo_test

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// unet returns the classic U-Net with the given settings.
func unet(t testing.TB, settings string) *config.Config {
	t.Helper()
	c, err := config.Make(zoo.Lookup("unet"), settings)
	if err != nil {
		t.Fatalf("%q: %v", settings, err)
	}
	return c
}

func build(t testing.TB, c *config.Config) (*counter.Net, *counter.Report) {
	t.Helper()
	net, r, err := c.Build()
	if err != nil {
		t.Fatalf("%s: %v", settings(c), err)
	}
	return net, r
}

// settings returns what differs from the defaults, as presets write it.
func settings(c *config.Config) string {
	var s []string
	for _, k := range c.Knobs {
		if !k.IsDefault() && !k.Implied() {
			s = append(s, k.Key+"="+k.Get())
		}
	}
	return strings.Join(s, " ")
}

func TestPresets(t *testing.T) {
	ids := map[string]bool{}
	for _, p := range zoo.Presets() {
		if p.ID == "" || ids[p.ID] {
			t.Errorf("the id %q is empty or not unique", p.ID)
		}
		ids[p.ID] = true
		a := zoo.Lookup(p.Arch)
		if a == nil {
			t.Errorf("%s: no architecture %q", p.ID, p.Arch)
			continue
		}
		c, err := config.Make(a, p.Settings)
		if err != nil {
			t.Errorf("%s: %v", p.ID, err)
			continue
		}
		if !c.Equal(p.Config()) {
			t.Errorf("%s: Config is %q, not its settings", p.ID, settings(p.Config()))
		}
		net, r, err := c.Build()
		if err != nil {
			t.Errorf("%s: %v", p.ID, err)
			continue
		}
		if r.Learnable != p.Total {
			t.Errorf("%s: %d parameters, want %d", p.ID, r.Learnable, p.Total)
		}
		if _, err := c.Trace(net); err != nil {
			t.Errorf("%s does not run at its own size: %v", p.ID, err)
		}
		checkSource(t, p.ID, p.Source)
	}
}

func TestArchs(t *testing.T) {
	ids := map[string]bool{}
	for _, a := range zoo.Archs() {
		if a.ID == "" || ids[a.ID] || zoo.Lookup(a.ID) != a {
			t.Errorf("the id %q is empty, not unique or not found", a.ID)
		}
		ids[a.ID] = true
		if len(a.Sources) == 0 {
			t.Errorf("%s has no source", a.ID)
		}
		for _, s := range a.Sources {
			checkSource(t, a.ID, s)
		}

		c := config.New(a)
		keys := map[string]bool{}
		for _, k := range c.Knobs {
			if !key.MatchString(k.Key) || keys[k.Key] || c.Knob(k.Key) != k {
				t.Errorf("%s: the key %q does not suit a link, is not unique or not found", a.ID, k.Key)
			}
			keys[k.Key] = true
			if !k.IsDefault() || k.Get() != k.Default {
				t.Errorf("%s: %s is %q at first, its default is %q", a.ID, k.Key, k.Get(), k.Default)
			}
			values := map[string]bool{}
			for _, choice := range k.Choices {
				if !value.MatchString(choice.Value) || values[choice.Value] {
					t.Errorf("%s: %s: the value %q does not suit a link or is not unique", a.ID, k.Key, choice.Value)
				}
				values[choice.Value] = true
			}
			if choose := k.Kind == config.Switch || k.Kind == config.Select || k.Kind == config.Word; choose != (len(k.Choices) > 1) || choose == (k.Max > 0) {
				t.Errorf("%s: %s has %d choices and at most %d", a.ID, k.Key, len(k.Choices), k.Max)
			}
		}
		if _, _, err := c.Build(); err != nil {
			t.Errorf("%s with its defaults: %v", a.ID, err)
		}
	}
	if zoo.Lookup(zoo.Default) == nil {
		t.Errorf("there is no architecture %q, the default", zoo.Default)
	}
	if a := zoo.Lookup("none"); a != nil {
		t.Errorf("found %q where nothing is", a.ID)
	}
}

// What links can carry without escaping.
var (
	key   = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	value = regexp.MustCompile(`^[A-Za-z0-9_.+-]+$`)
)

var commit = regexp.MustCompile(`^[0-9a-f]{40}$`)

// checkSource: a paper has an address, a repository also a commit.
func checkSource(t *testing.T, what string, s config.Source) {
	t.Helper()
	if s.Title == "" || !strings.HasPrefix(s.URL, "https://") {
		t.Errorf("%s: the source %q has the address %q", what, s.Title, s.URL)
	}
	if repo := strings.Contains(s.URL, "://github.com/"); repo && !commit.MatchString(s.Commit) || !repo && s.Commit != "" {
		t.Errorf("%s: the source %s has the commit %q", what, s.URL, s.Commit)
	}
}

// TestTexts finds every text of the package and asks for both languages.
func TestTexts(t *testing.T) {
	var found int
	walk(reflect.ValueOf(zoo.Archs()), "Archs", func(path string, text config.Text) {
		found++
		checkText(t, path, text)
	})
	walk(reflect.ValueOf(zoo.Presets()), "Presets", func(path string, text config.Text) {
		found++
		checkText(t, path, text)
	})
	for _, a := range zoo.Archs() {
		c := config.New(a)
		walk(reflect.ValueOf(c.Knobs), a.ID, func(path string, text config.Text) {
			found++
			checkText(t, path, text)
		})
		for _, k := range c.Knobs {
			checkSentence(t, a.ID+" "+k.Key, k.Help)
		}
		checkSentence(t, a.ID, a.About)
	}
	for _, p := range zoo.Presets() {
		checkSentence(t, p.ID, p.Note)
	}
	for role := counter.Input; int(role) < counter.Roles; role++ {
		names := map[string]bool{}
		for level := 1; level <= 3; level++ {
			for col := range 2 {
				s := counter.Stage{Role: role, Level: level, Col: col}
				checkSentence(t, "stage", config.StageName(s))
				names[config.StageName(s).EN] = true
			}
		}
		if one := role == counter.Input || role == counter.Bottleneck; !one && len(names) != 6 {
			t.Errorf("six stages have the names %v", names)
		}
	}
	if found < 50 {
		t.Errorf("found %d texts only", found)
	}
}

// walk calls f with every exported Text below v.
func walk(v reflect.Value, path string, f func(string, config.Text)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), path, f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i), f)
		}
	case reflect.Struct:
		if text, ok := v.Interface().(config.Text); ok {
			f(path, text)
			return
		}
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				walk(v.Field(i), path+"."+field.Name, f)
			}
		}
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// checkText: there is something in both languages, English in the English one
// and no remains of formatting. A name may be the same in both.
func checkText(t *testing.T, path string, text config.Text) {
	t.Helper()
	if text.EN == "" || text.ZH == "" || strings.ContainsFunc(text.EN, isHan) || strings.Contains(text.EN+text.ZH, "%!") {
		t.Errorf("%s: %q and %q", path, text.EN, text.ZH)
	}
}

// checkSentence: what is more than a name is Chinese in the Chinese text.
func checkSentence(t *testing.T, path string, text config.Text) {
	t.Helper()
	checkText(t, path, text)
	if !strings.ContainsFunc(text.ZH, isHan) {
		t.Errorf("%s: %q is not Chinese", path, text.ZH)
	}
}

// TestRoles: every architecture has settings for its width, inputs and classes,
// or says that its code fixes them. Search and comparison know settings by their
// roles alone.
func TestRoles(t *testing.T) {
	for _, a := range zoo.Archs() {
		c := config.New(a)
		for role, name := range map[config.Role]string{config.Width: "width", config.Inputs: "inputs", config.Classes: "classes"} {
			switch k := c.ByRole(role); {
			case k == nil && c.Fixed(role) == "":
				t.Errorf("%s has no setting for its %s; if its code fixes them, say Fixes and why", a.ID, name)
			case k != nil && c.Fixed(role) != "":
				t.Errorf("%s fixes its %s, and has the setting %s for them", a.ID, name, k.Key)
			}
		}
	}
}

// TestEditedWidths: published code at another width is counted, by building it and
// by its polynomial, and is marked as edited; the default is as published.
func TestEditedWidths(t *testing.T) {
	seen := 0
	for _, a := range zoo.Archs() {
		c, width := edited(a)
		if c == nil {
			continue
		}
		seen++
		if published := config.New(a); published.Edited() || !c.Edited() || c.Equal(published) {
			t.Errorf("%s: edited %v as published, %v at %s", a.ID, published.Edited(), c.Edited(), width)
		}
		want, err := c.Count()
		if err != nil {
			t.Errorf("%s at %s: %v", a.ID, width, err)
			continue
		}
		w, p, err := c.ClosedForm()
		if got, err2 := p.At(w); err != nil || err2 != nil || got != want {
			t.Errorf("%s at %s: the polynomial gives %d, %v, %v; the count is %d", a.ID, width, got, err, err2, want)
		}
	}
	if seen < 42 {
		t.Errorf("%d architectures have a width to edit", seen)
	}
	c, err := config.Make(zoo.Lookup("milesial"), "edit_width=32 n_classes=1 bilinear=on")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := c.Count(); err != nil || n != 4_318_401 {
		t.Errorf("milesial at 32, bilinear: %d, %v", n, err)
	}
}
