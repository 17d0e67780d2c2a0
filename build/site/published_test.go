package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"unetparams/app/link"
	"unetparams/app/text"
	"unetparams/counter/zoo"
)

const testURL = "https://example.org/tools/unet/"

// TestPublished reads every page of a network as a search engine, a preview and
// an oEmbed consumer do: the total, the way to the calculator and the files
// beside the page must be those of the network.
func TestPublished(t *testing.T) {
	f := makeTestSite(t, testURL)
	all := zoo.Networks()
	for i := range all {
		n := &all[i]
		total := thousands(t, n)
		fragment := "#" + link.Encode(link.State{Config: n.Config})
		for _, l := range text.Langs() {
			dir := langDir(l) + "p/" + n.ID + "/"
			page := readPage(t, f[dir+"index.html"])
			for what, got := range map[string]string{
				"title": page.title, "description": page.description, "body": page.count, "poster": string(f[dir+"poster.svg"]),
				"narrow poster": string(f[dir+"poster-narrow.svg"]),
			} {
				if !strings.Contains(got, total) {
					t.Errorf("%s: %s lacks %s", dir, what, total)
				}
			}
			if !slices.Contains(page.links, "../../"+fragment) {
				t.Errorf("%s: no way to the calculator", dir)
			}
			if page.canonical != testURL+dir {
				t.Errorf("%s: canonical is %q", dir, page.canonical)
			}
			if want := testURL + "p/" + n.ID + "/card.png"; page.image != want || f[strings.TrimPrefix(want, testURL)] == nil {
				t.Errorf("%s: picture for previews is %q", dir, page.image)
			}
			if slices.ContainsFunc(page.scripts, func(s string) bool { return strings.Contains(s, "boot") || strings.Contains(s, "wasm") }) {
				t.Errorf("%s: starts the program: %q", dir, page.scripts)
			}
			if page.data["@type"] != "TechArticle" || page.data["url"] != testURL+dir || len(page.data["citation"].([]any)) != len(n.Sources) {
				t.Errorf("%s: says to machines %v", dir, page.data)
			}

			var o struct{ Version, Type, Title, HTML string }
			if page.oEmbed != testURL+dir+"oembed.json" {
				t.Errorf("%s: oEmbed is looked for at %q", dir, page.oEmbed)
			}
			if err := json.Unmarshal(f[dir+"oembed.json"], &o); err != nil {
				t.Fatalf("%s: %v", dir, err)
			}
			frame := readPage(t, []byte(o.HTML))
			if want := testURL + langDir(l) + "embed/" + fragment; o.Version != "1.0" || o.Type != "rich" || frame.frame != want {
				t.Errorf("%s: oEmbed has %q, want %q", dir, frame.frame, want)
			}
		}
	}
}

// TestPublishedNowhere checks that what needs the site's address is left out
// where it is not known.
func TestPublishedNowhere(t *testing.T) {
	f := makeTestSite(t, "")
	for name, data := range f {
		if strings.HasSuffix(name, "oembed.json") || name == "sitemap.xml" {
			t.Errorf("%s is there", name)
		}
		if strings.Contains(name, "/poster") && strings.Contains(string(data), "<a ") {
			t.Errorf("%s: links to somewhere", name)
		}
	}
	page := readPage(t, f["p/u2net/index.html"])
	if page.data["url"] != nil || page.data["image"] != nil || page.oEmbed != "" {
		t.Errorf("addresses out of nothing: %v, %q", page.data, page.oEmbed)
	}
}

// TestSitemap parses the sitemap and compares it with the pages there are.
func TestSitemap(t *testing.T) {
	f := makeTestSite(t, testURL)
	var set struct {
		URLs []struct {
			Loc  string `xml:"loc"`
			Link []struct {
				Lang string `xml:"hreflang,attr"`
				Href string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(f["sitemap.xml"], &set); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, u := range set.URLs {
		listed[u.Loc] = true
		if len(u.Link) != len(text.Langs()) {
			t.Errorf("%s: %d languages", u.Loc, len(u.Link))
		}
		for _, l := range u.Link {
			if f[strings.TrimPrefix(l.Href, testURL)+"index.html"] == nil {
				t.Errorf("%s leads nowhere", l.Href)
			}
		}
	}
	for name, data := range f {
		dir, ok := strings.CutSuffix(name, "index.html")
		if hidden := bytes.Contains(data, []byte(`content="noindex"`)); ok && listed[testURL+dir] == hidden {
			t.Errorf("%q: listed %v, hidden %v", dir, !hidden, hidden)
		}
	}
}

func thousands(t *testing.T, n *zoo.Network) string {
	t.Helper()
	_, r, err := n.Config.Build()
	if err != nil {
		t.Fatal(err)
	}
	s := []byte(nil)
	for v, i := r.Learnable, 0; v > 0; v, i = v/10, i+1 {
		if i > 0 && i%3 == 0 {
			s = append(s, ',')
		}
		s = append(s, byte('0'+v%10))
	}
	slices.Reverse(s)
	return string(s)
}

// A readPageResult is what machines look for in a page.
type readPageResult struct {
	title, description, canonical, image, oEmbed, count, frame string
	links, scripts                                             []string
	data                                                       map[string]any
}

func readPage(t *testing.T, page []byte) readPageResult {
	t.Helper()
	var r readPageResult
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		inner := ""
		if n.FirstChild != nil {
			inner = n.FirstChild.Data
		}
		switch {
		case n.Data == "title" && n.Parent.Data == "head":
			r.title = inner
		case n.Data == "meta" && attr["name"] == "description":
			r.description = attr["content"]
		case n.Data == "meta" && attr["property"] == "og:image":
			r.image = attr["content"]
		case n.Data == "link" && attr["rel"] == "canonical":
			r.canonical = attr["href"]
		case n.Data == "link" && attr["type"] == "application/json+oembed":
			r.oEmbed = attr["href"]
		case n.Data == "output" && attr["id"] == "count":
			r.count = inner
		case n.Data == "iframe":
			r.frame = attr["src"]
		case n.Data == "a":
			r.links = append(r.links, attr["href"])
		case n.Data == "script" && attr["type"] == "application/ld+json":
			if err := json.Unmarshal([]byte(inner), &r.data); err != nil {
				t.Error(err)
			}
		case n.Data == "script":
			r.scripts = append(r.scripts, attr["src"])
		}
	}
	return r
}
