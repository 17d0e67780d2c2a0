package export

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"io"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"golang.org/x/net/html"

	"unetparams/app/link"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// testSite is an address that HTML and Markdown would misread if they could.
const testSite = "https://example.org/~a_b/(u*n)&amp;'net/"

// elements parses a piece of HTML and returns the elements of one kind.
func elements(t *testing.T, text, tag string) (found []*html.Node) {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: 0x2804}
	nodes, err := html.ParseFragment(strings.NewReader(text), body)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range nodes {
		if n.Data == tag {
			found = append(found, n)
		}
		for d := range n.Descendants() {
			if d.Data == tag {
				found = append(found, d)
			}
		}
	}
	return found
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// TestSnippets reads every text of the share dialog as its platform does: for
// every published network and for one that is not, in every look.
func TestSnippets(t *testing.T) {
	var configs []*config.Config
	for _, n := range zoo.Networks() {
		configs = append(configs, n.Config)
	}
	own, err := config.Make(zoo.Lookup(zoo.Default), "filters=35,70,141 size=100x100")
	if err != nil {
		t.Fatal(err)
	}
	configs = append(configs, own)
	for i, c := range configs {
		s := &state.State{}
		s.Use(c.Clone())
		for j, picture := range []string{"site", "file", "inline"} {
			k := Look{Lang: text.Langs()[(i+j)%2], Picture: picture}
			if j == 1 {
				k.Theme, k.Controls, k.Load = "dark", "off", "visible"
			}
			checkSnippets(t, s, k)
		}
	}
}

func checkSnippets(t *testing.T, s *state.State, k Look) {
	t.Helper()
	total, home := number.Grouped(s.Report.Learnable), testSite
	if k.Lang == text.Chinese {
		home += "zh/"
	}
	name := s.Config.Arch.ID + " " + k.Picture
	leads := func(address, to string, view link.View) {
		t.Helper()
		fragment, ok := strings.CutPrefix(address, to+"#")
		got, problems := link.Parse(fragment)
		if !ok || len(problems) > 0 || !got.Config.Equal(s.Config) || got.View != view {
			t.Errorf("%s: %s does not lead to %s with %+v: %v", name, address, to, view, problems)
		}
	}
	pictured := func(img *html.Node) {
		t.Helper()
		width, err1 := strconv.Atoi(attribute(img, "width"))
		height, err2 := strconv.Atoi(attribute(img, "height"))
		if err1 != nil || err2 != nil || width < 300 || height < 200 || attribute(img, "loading") != "lazy" || !strings.Contains(attribute(img, "alt"), total) {
			t.Errorf("%s: <img> with %v", name, img.Attr)
		}
		data, ok := strings.CutPrefix(attribute(img, "src"), "data:image/svg+xml;base64,")
		if ok != (k.Picture == "inline" && strings.HasPrefix(attribute(img, "src"), "data:")) {
			t.Errorf("%s: picture is %.60s", name, attribute(img, "src"))
		}
		if ok {
			svg, err := base64.StdEncoding.DecodeString(data)
			if err != nil || !bytes.Contains(svg, []byte(total)) {
				t.Errorf("%s: the picture does not say %s: %v", name, total, err)
			}
			for d := xml.NewDecoder(bytes.NewReader(svg)); err != io.EOF; _, err = d.Token() {
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
	}
	seen := map[string]bool{}
	for _, p := range Snippets(s, testSite, k) {
		seen[p.Id] = true
		switch p.Id {
		case "link":
			leads(p.Text, home, link.View{})
		case "element", "vitepress":
			e := elements(t, p.Text, "unet-calculator")[0]
			leads(attribute(e, "href"), home, link.View{Controls: k.Controls})
			if attribute(e, "lang") != string(k.Lang) || attribute(e, "theme") != k.Theme || attribute(e, "load") != k.Load {
				t.Errorf("%s: <unet-calculator> with %v", name, e.Attr)
			}
			script := elements(t, p.Text, map[string]string{"element": "script", "vitepress": "component"}[p.Id])[0]
			if src := attribute(script, "src"); src != testSite+"embed.js" {
				t.Errorf("%s: script %s", name, src)
			}
			leads(attribute(elements(t, p.Text, "a")[0], "href"), home, link.View{})
			pictured(elements(t, p.Text, "img")[0])
			phones := elements(t, p.Text, "source")
			if len(phones) != map[bool]int{true: 0, false: 1}[k.Picture == "inline"] {
				t.Errorf("%s: %d pictures for phones", name, len(phones))
			} else if len(phones) == 1 && (attribute(phones[0], "width") < "344" || attribute(phones[0], "width") > "400" || !strings.HasSuffix(attribute(phones[0], "srcset"), "-narrow.svg") || attribute(phones[0], "media") == "") {
				t.Errorf("%s: <source> with %v", name, phones[0].Attr)
			}
		case "frame":
			e := elements(t, p.Text, "iframe")[0]
			leads(attribute(e, "src"), home+"embed/", link.View{Controls: k.Controls, Theme: k.Theme})
			if h, err := strconv.Atoi(attribute(e, "height")); err != nil || h < 400 || h > maxEmbedHeight || attribute(e, "loading") != "lazy" || !strings.Contains(attribute(e, "title"), total) {
				t.Errorf("%s: <iframe> with %v", name, e.Attr)
			}
		case "markdown", "mixed":
			var b strings.Builder // a converter that leaves HTML out
			if err := goldmark.Convert([]byte(p.Text), &b); err != nil {
				t.Fatal(err)
			}
			a, img := elements(t, b.String(), "a"), elements(t, b.String(), "img")
			paragraphs := map[string]int{"markdown": 2, "mixed": 1}[p.Id]
			if len(a) != 2 || len(img) != 1 || len(elements(t, b.String(), "p")) != paragraphs {
				t.Errorf("%s: %s is read as %s", name, p.Text, b.String())
				continue
			}
			address, err := url.PathUnescape(attribute(a[0], "href"))
			if err != nil {
				t.Error(err)
			}
			leads(address, home, link.View{})
			if alt := attribute(img[0], "alt"); !strings.HasPrefix(alt, k.Lang.F(text.Share.Alt, k.Lang.Config(s.Config), total)) {
				t.Errorf("%s: alt %s", name, alt)
			}
			if strings.HasPrefix(attribute(img[0], "src"), "data:") {
				t.Errorf("%s: Markdown with a picture inside", name)
			}
		case "html":
			for _, a := range elements(t, p.Text, "a") {
				leads(attribute(a, "href"), home, link.View{})
			}
			pictured(elements(t, p.Text, "img")[0])
			if src := attribute(elements(t, p.Text, "img")[0], "src"); !strings.HasSuffix(src, ".png") {
				t.Errorf("%s: article platforms take no %.60s", name, src)
			}
		}
	}
	if len(seen) != 9 {
		t.Errorf("snippets %v", seen)
	}
}

// TestSnippetsStripped: where a platform removes what it does not know, a picture,
// the total and a link remain. Here all is removed but links, pictures and text.
func TestSnippetsStripped(t *testing.T) {
	s := state.New("#v=1&arch=unet&base=48")
	for _, p := range Snippets(s, "https://example.org/unet/", Look{Lang: text.English, Picture: "file"}) {
		left := p.Text
		switch p.Tab {
		case "markdown":
			var b strings.Builder
			if err := goldmark.Convert([]byte(left), &b); err != nil {
				t.Fatal(err)
			}
			left = b.String()
		case "notebook":
			_, left, _ = strings.Cut(left, `r"""`)
			left, _, _ = strings.Cut(left, `"""`)
		case "mdx":
			if p.Id == "mdx" {
				_, left, _ = strings.Cut(left, "\n") // the script: HTML knows no element that ends itself
			}
		case "link":
			continue
		}
		said, linked := "", false
		for _, a := range elements(t, left, "a") {
			linked = linked || attribute(a, "href") == "https://example.org/unet/#v=1&arch=unet&base=48"
			for d := range a.Descendants() {
				if d.Type == html.TextNode {
					said += d.Data
				}
			}
		}
		if !linked || !strings.Contains(said, "17,464,994") || len(elements(t, left, "img")) == 0 && p.Id != "frame" {
			t.Errorf("%s leaves %q in %s", p.Id, said, left)
		}
	}
}

// TestSnippetsPinned shows what an author gets.
func TestSnippetsPinned(t *testing.T) {
	s := state.New("#v=1&arch=unet&base=48&stage=dec4&controls=off")
	var all []string
	for _, p := range Snippets(s, "https://example.org/unet/", Look{Lang: text.English, Picture: "file", Theme: "dark", Controls: "off", Load: "visible"}) {
		all = append(all, p.Text)
	}
	golden, err := os.ReadFile("testdata/snippets.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(string(golden), "HEIGHT", strconv.Itoa(embedHeight(s, text.English)), 1)
	if got := strings.Join(all, "\n\n") + "\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
