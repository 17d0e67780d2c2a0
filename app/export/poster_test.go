package export

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"unetparams/app/link"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// An element is one of a parsed poster.
type element struct {
	xml.Name
	attr map[string]string
	text string // in it and in everything below it
}

// parse reads a file as any reader of XML does.
func parse(t *testing.T, name, svg string) []*element {
	t.Helper()
	var all, open []*element
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{Name: token.Name, attr: map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			all, open = append(all, e), append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for _, e := range open {
				e.text += string(token)
			}
		case xml.Comment, xml.Directive, xml.ProcInst:
			t.Errorf("%s: %T", name, token)
		}
	}
}

// checkPoster checks what holds of every poster.
func checkPoster(t *testing.T, name, svg string, want ...string) {
	t.Helper()
	all := parse(t, name, svg)
	root := all[0]
	if root.Space != "http://www.w3.org/2000/svg" || root.Local != "svg" || root.attr["width"] == "" || root.attr["height"] == "" {
		t.Errorf("%s: %v %v", name, root.Name, root.attr)
	}
	ids := map[string]bool{}
	seen := map[string]int{}
	for _, e := range all {
		seen[e.Local]++
		for key, v := range e.attr {
			switch {
			case key == "id" && ids[v]:
				t.Errorf("%s: id %s twice", name, v)
			case key == "id":
				ids[v] = true
			case strings.HasPrefix(key, "on"), key == "tabindex", key == "aria-pressed", key == "style",
				key == "role" && v == "button", strings.Contains(v, "url("):
				t.Errorf("%s: %s has %s=%q", name, e.Local, key, v)
			case key == "href" && !strings.HasPrefix(v, "http"):
				t.Errorf("%s: a link to %q", name, v)
			}
		}
	}
	for _, local := range []string{"script", "foreignObject", "image", "use", "set", "animate", "iframe"} {
		if seen[local] > 0 {
			t.Errorf("%s: %d %s", name, seen[local], local)
		}
	}
	if seen["style"] != 1 || seen["metadata"] != 1 || seen["desc"] != 1 || !ids[root.attr["aria-labelledby"]] || !ids[root.attr["aria-describedby"]] {
		t.Errorf("%s: style %d, metadata %d, desc %d, ids %v", name, seen["style"], seen["metadata"], seen["desc"], ids)
	}
	var visible []string
	for _, e := range all {
		switch e.Local {
		case "text":
			visible = append(visible, e.text)
		case "style":
			if strings.Contains(e.text, "@import") || strings.Contains(e.text, "url(") || !strings.Contains(e.text, "prefers-color-scheme") {
				t.Errorf("%s: style %.80s", name, e.text)
			}
		}
	}
	shown := strings.ReplaceAll(strings.Join(visible, " "), " ", "") // lines break anywhere
	for _, s := range want {
		if !strings.Contains(shown, strings.ReplaceAll(s, " ", "")) {
			t.Errorf("%s does not show %q", name, s)
		}
	}
}

// TestPosters: those of the whole zoo are well-formed, run nothing, and show the
// total, every stage's count, the name, the conventions and the link.
func TestPosters(t *testing.T) {
	var all []*config.Config
	for _, a := range zoo.Archs() {
		all = append(all, config.New(a))
	}
	for _, p := range zoo.Presets() {
		all = append(all, p.Config())
	}
	for i, c := range all {
		_, r, err := c.Build()
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range text.Langs() {
			o := PosterOptions{Narrow: i%2 == 1, Theme: []string{"", "light", "dark"}[i%3],
				Link: "https://example.org/unet/#" + link.Encode(link.State{Config: c})}
			svg, err := Poster(l, c, o)
			if err != nil {
				t.Fatal(err)
			}
			want := []string{number.Grouped(r.Learnable), l.Config(c), l.Conventions(r), o.Link}
			for _, row := range r.Stages {
				if row.Learnable > 0 {
					want = append(want, number.Grouped(row.Learnable))
				}
			}
			checkPoster(t, c.Arch.ID+" "+string(l), svg, want...)
		}
	}
}

// TestHostilePoster: whatever a link or an id holds stays what it is.
func TestHostilePoster(t *testing.T) {
	for _, hostile := range []string{
		`javascript:alert(1)`, `https://x/"><script>alert(1)</script>`, `</style><script>alert(1)</script>`, `]]>`, `&amp;&#x3c;script>`,
		"https://x/\x00\x1b\n\r\t", "https://x/\xff\xfe", "data:text/html,<script>alert(1)</script>", "HTTPS://x", `' onload='alert(1)`,
		"https://x/" + strings.Repeat("y", 5000), "https://x/\u202egnp.exe", "",
	} {
		svg, err := Poster(text.English, config.New(zoo.Lookup("unet")), PosterOptions{Link: hostile, ID: hostile, Theme: hostile})
		if err != nil {
			t.Fatal(err)
		}
		checkPoster(t, hostile, svg, "7,765,442 parameters")
	}
}

func FuzzPoster(f *testing.F) {
	f.Add("https://example.org/#v=1", "a", "dark")
	f.Add(`"><script>`, `'`, "]]>")
	c := config.New(zoo.Lookup("unet"))
	f.Fuzz(func(t *testing.T, link, id, theme string) {
		svg, err := Poster(text.Chinese, c, PosterOptions{Link: link, ID: id, Theme: theme})
		if err != nil {
			t.Fatal(err)
		}
		checkPoster(t, link, svg, "7,765,442")
	})
}
