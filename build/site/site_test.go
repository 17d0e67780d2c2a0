package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"

	"unetparams/app/text"
	"unetparams/build/program"
)

// wasm stands for app.wasm, which takes long to build and doesn't matter here.
var wasm = bytes.Repeat([]byte("wasm"), 1000)

// makeTestSite makes the site once for each address; nobody changes it.
func makeTestSite(t *testing.T, url string) files {
	t.Helper()
	if f := testSites[url]; f != nil {
		return f
	}
	testSites[url] = newTestSite(t, url)
	return testSites[url]
}

var testSites = map[string]files{}

func newTestSite(t *testing.T, url string) files {
	t.Helper()
	root, err := program.Root()
	if err != nil {
		t.Fatal(err)
	}
	f, err := makeSite(root, map[string][]byte{"app.wasm": wasm, "embed.wasm": wasm[:len(wasm)/4], "worker.wasm": wasm[:len(wasm)/3], "modelreader.wasm": wasm[:len(wasm)/2]}, url)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestReferences follows every address in the pages and manifests: each must be
// relative and lead to a file of the site.
func TestReferences(t *testing.T) {
	f := makeTestSite(t, "")
	follow := func(from, ref string) {
		t.Helper()
		ref, _, _ = strings.Cut(ref, "#")
		if ref == "" {
			return
		}
		if !strings.HasPrefix(ref, "./") && !strings.HasPrefix(ref, "../") {
			t.Errorf("%s: %q is not relative", from, ref)
			return
		}
		name := path.Join(path.Dir(from), ref)
		if strings.HasSuffix(ref, "/") {
			name = path.Join(name, "index.html")
		}
		if _, ok := f[name]; !ok {
			t.Errorf("%s: %q leads nowhere", from, ref)
		}
	}
	for _, name := range f.names() {
		if path.Base(name) != "index.html" {
			continue
		}
		doc, err := html.Parse(bytes.NewReader(f[name]))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				switch a.Key {
				case "href":
					if n.Data == "a" && strings.HasPrefix(a.Val, "https://") {
						continue // a source: the reader goes there, the page doesn't
					}
					follow(name, a.Val)
				case "src", "data-program", "data-worker", "data-whole", "data-reader", "data-reader-program",
					"data-reader-exec", "data-helper", "data-helper-program":
					follow(name, a.Val)
				}
			}
		}
	}
	for _, l := range text.Langs() {
		name := langDir(l) + "manifest.webmanifest"
		var m struct {
			StartURL string `json:"start_url"`
			Scope    string
			Icons    []struct{ Src string }
		}
		if err := json.Unmarshal(f[name], &m); err != nil {
			t.Fatal(err)
		}
		follow(name, m.StartURL)
		follow(name, m.Scope)
		for _, i := range m.Icons {
			follow(name, i.Src)
		}
	}
}

// TestPage pins what the head must and must not say.
func TestPage(t *testing.T) {
	plain := string(makeTestSite(t, "")["zh/index.html"])
	for _, want := range []string{
		`<html lang="zh" data-root="../">`,
		`content="width=device-width, initial-scale=1"`,
		`script-src &#39;self&#39; &#39;wasm-unsafe-eval&#39;`,
		`<meta property="og:locale" content="zh_CN">`,
		`data-size="4000"`,
		`<noscript><p>脚本已被禁用`,
	} {
		if !strings.Contains(plain, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, not := range []string{"canonical", "hreflang=\"x-default", "og:url", "og:image", "localhost", "127.0.0.1", "maximum-scale"} {
		if strings.Contains(plain, not) {
			t.Errorf("%s in the page", not)
		}
	}
	if !regexp.MustCompile(`<body><\w+ [^>]*id="page"`).MatchString(plain) {
		t.Error("the component is not the first element of body")
	}

	known := string(makeTestSite(t, "https://example.org/tools/unet/")["zh/index.html"])
	for _, want := range []string{
		`<link rel="canonical" href="https://example.org/tools/unet/zh/">`,
		`<meta property="og:url" content="https://example.org/tools/unet/zh/">`,
		`<link rel="alternate" hreflang="en" href="https://example.org/tools/unet/">`,
	} {
		if !strings.Contains(known, want) {
			t.Errorf("no %s", want)
		}
	}
}

// TestSameTwice makes the site twice; go-app prints attributes in random order.
func TestSameTwice(t *testing.T) {
	once, twice := makeTestSite(t, ""), newTestSite(t, "")
	for _, name := range once.names() {
		if !bytes.Equal(once[name], twice[name]) {
			t.Errorf("%s: two runs differ", name)
		}
	}
}

func TestCompress(t *testing.T) {
	long := bytes.Repeat([]byte("calculator "), 200)
	packed, err := inGzip.encode(bytes.Repeat(long, 1000))
	if err != nil {
		t.Fatal(err)
	}
	f := files{"a.js": long, "b.png": long, "c.css": []byte("short"), "d.wasmgz": packed}
	if err = f.compress(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if want := []string{"a.js", "a.js.br", "a.js.gz", "b.png", "c.css", "d.wasmgz", "d.wasmgz.br"}; !slices.Equal(f.names(), want) {
		t.Errorf("files %q, want %q", f.names(), want)
	}
	gz, err := gzip.NewReader(bytes.NewReader(f["a.js.gz"]))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []io.Reader{gz, brotli.NewReader(bytes.NewReader(f["a.js.br"]))} {
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, long) {
			t.Errorf("%d bytes come back, %v", len(got), err)
		}
	}
	if got, err := io.ReadAll(brotli.NewReader(bytes.NewReader(f["d.wasmgz.br"]))); err != nil || !bytes.Equal(got, bytes.Repeat(long, 1000)) {
		t.Errorf("the sibling of a packed program holds %d bytes, %v", len(got), err)
	}
}

// TestPackedPrograms checks that the site has the programs of workers in gzip alone.
func TestPackedPrograms(t *testing.T) {
	f := makeTestSite(t, "")
	for _, name := range f.names() {
		for _, w := range workers {
			if strings.HasPrefix(name, w+".") && path.Ext(name) == ".wasm" {
				t.Errorf("the site has %s as it is", name)
			}
			if strings.HasPrefix(name, w+".") && path.Ext(name) == packedProgram {
				if got, err := unzip(f[name]); err != nil || !bytes.HasPrefix(got, []byte("wasm")) {
					t.Errorf("%s holds %d bytes, %v", name, len(got), err)
				}
			}
		}
	}
}

func TestVersion(t *testing.T) {
	a := files{"x": []byte("1"), "y": []byte("2")}
	for _, b := range []files{
		{"x": []byte("1"), "y": []byte("3")},
		{"x": []byte("1"), "z": []byte("2")},
		{"x": []byte("1")},
	} {
		if a.version() == b.version() {
			t.Errorf("%v and %v have one version", a, b)
		}
	}
}

// finished finds the files of pages on which the program does not run.
var finished = regexp.MustCompile(`^(zh/)?(p|gallery|help|learn|licenses)/`)

// TestWorker checks that the service worker keeps all there is, itself and the
// finished pages apart.
func TestWorker(t *testing.T) {
	f := makeTestSite(t, "")
	worker := string(f["sw.js"])
	for name := range f {
		switch ext := path.Ext(name); {
		case name == "sw.js", name == "embed.js", strings.HasSuffix(name, "embed/index.html"), ext == ".br", ext == ".gz":
			continue
		case finished.MatchString(name):
			if strings.Contains(worker, name) {
				t.Errorf("a first visit pays for %s", name)
			}
			continue
		}
		name = "./" + strings.TrimSuffix(name, "index.html")
		if !strings.Contains(worker, `"`+name+`"`) {
			t.Errorf("%s is not kept for offline use", name)
		}
	}
	if _, err := fillWorker([]byte("no marks"), files{}, nil); err == nil {
		t.Error("a worker without its marks is accepted")
	}
}

func TestWriteKeepsOthersFiles(t *testing.T) {
	dir := t.TempDir()
	f := files{"sw.js": []byte("// unetparams"), "zh/index.html": []byte("1")}
	if err := f.write(dir); err != nil {
		t.Fatal(err)
	}
	delete(f, "zh/index.html")
	if err := f.write(dir); err != nil {
		t.Errorf("a folder of ours: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "zh")); err == nil {
		t.Error("an old file is left")
	}

	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "thesis.tex"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := f.write(other); err == nil {
		t.Error("a folder with somebody's files was emptied")
	}
}

// TestWords checks that no sentence is missing in a language.
func TestWords(t *testing.T) {
	for _, l := range text.Langs() {
		w := texts[l]
		for _, s := range []string{text.Title(l), text.Description(l), w.Short, w.Locale, w.Loading, w.Failed, w.Stalled, w.Stopped, w.Retry, w.FailedLink, w.EmbedFailed, w.NoScript, w.EmbedNoScript, w.Licenses, w.LicensesIntro, w.LicenseNotes["Go"], w.LicenseNotes[program.GoApp]} {
			if s == "" {
				t.Errorf("%s lacks a sentence: %+v", l, w)
			}
		}
	}
}

// TestLicensesPage checks that the page has the whole text of each licence, and
// that readers find it.
func TestLicensesPage(t *testing.T) {
	f := makeTestSite(t, "")
	root, err := program.Root()
	if err != nil {
		t.Fatal(err)
	}
	list, err := program.Licenses(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 3 {
		t.Errorf("%d licences", len(list))
	}
	for _, dir := range []string{"", "zh/"} {
		doc, err := html.Parse(bytes.NewReader(f[dir+"licenses/index.html"]))
		if err != nil {
			t.Fatal(err)
		}
		var shown []string
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode && n.Data == "pre" {
				shown = append(shown, n.FirstChild.Data)
			}
		}
		for _, l := range list {
			// HTML drops a line break at the start of a pre.
			if !slices.Contains(shown, strings.TrimPrefix(l.Text, "\n")) {
				t.Errorf("%slicenses/ lacks that of %s", dir, l.Name)
			}
		}
		for _, page := range []string{"", "gallery/", "p/tutorial/"} {
			if !bytes.Contains(f[dir+page+"index.html"], []byte("licenses/\">"+texts[map[string]text.Lang{"": text.English, "zh/": text.Chinese}[dir]].Licenses)) {
				t.Errorf("%s%s does not link to the licences", dir, page)
			}
		}
	}
}

// TestBare checks that scripts and style sheets lose their comments, and nothing else.
func TestBare(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a.js", "// Why.\nif (a) {\n\t// How.\n\tb(\"https://x/\"); // here\n}\n", "if (a) {\nb(\"https://x/\"); // here\n}\n"},
		{"a.css", "/* Why\n   so */\na { b: c; } /* d */\n@media e {\n\ta { f: g h; }\n}\n", "a { b: c; } @media e {\na { f: g h; }\n}\n"},
		{"a.svg", "<svg>\n\t// <g/>\n</svg>", "<svg>\n\t// <g/>\n</svg>"},
	} {
		if got := string(bare(test.name, []byte(test.text))); got != test.want {
			t.Errorf("%s: %q becomes %q, want %q", test.name, test.text, got, test.want)
		}
	}
}
