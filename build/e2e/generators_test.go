package e2e

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"

	"unetparams/app/export"
	"unetparams/app/state"
	"unetparams/app/text"
)

// A generator makes a post of a snippet.
type generator struct {
	name    string
	snippet string
	needs   string            // the program; the npm packages are in the folder that NODE_SITE names
	files   map[string]string // what it reads; SNIPPET stands for the snippet
	run     [][]string        // what to run in that folder; NODE stands for NODE_SITE
	post    string            // the page that it writes
	stops   bool              // it leaves HTML out: picture, total and link remain
}

const (
	post      = "# Post\n\nBefore.\n\nSNIPPET\n\nAfter.\n"
	hugoPage  = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Post</title></head><body>{{.Content}}</body></html>"
	hugoRuns  = "hugo --quiet --disableKinds taxonomy,term,RSS,sitemap"
	notebook  = `{"nbformat":4,"nbformat_minor":5,"metadata":{"kernelspec":{"name":"python3","display_name":"Python 3","language":"python"}},"cells":[{"id":"a","cell_type":"code","execution_count":1,"metadata":{},"source":"","outputs":[{"output_type":"display_data","metadata":{},"data":DATA}]}]}`
	runCell   = "import json, sys, types\nm = types.ModuleType('IPython.display')\nseen = []\nm.display = lambda data, raw: seen.append(data)\nsys.modules['IPython'] = types.ModuleType('IPython')\nsys.modules['IPython.display'] = m\nexec(open('cell.py').read())\nopen('post.ipynb', 'w').write(open('book.json').read().replace('DATA', json.dumps(seen[0])))\n"
	nbconvert = "/usr/bin/python3 -m nbconvert --to html post.ipynb"
)

// generators are those that the README's table lists.
var generators = []generator{
	{"Hugo", "mixed", "hugo", map[string]string{"content/post.md": post, "config.toml": "", "layouts/_default/single.html": hugoPage}, [][]string{strings.Fields(hugoRuns)}, "public/post/index.html", true},
	{"Hugo, unsafe", "mixed", "hugo", map[string]string{"content/post.md": post, "config.toml": "[markup.goldmark.renderer]\nunsafe = true\n", "layouts/_default/single.html": hugoPage}, [][]string{strings.Fields(hugoRuns)}, "public/post/index.html", false},
	{"Hugo, HTML", "element", "hugo", map[string]string{"content/post.md": post, "config.toml": "[markup.goldmark.renderer]\nunsafe = true\n", "layouts/_default/single.html": hugoPage}, [][]string{strings.Fields(hugoRuns)}, "public/post/index.html", false},
	{"MkDocs", "mixed", "mkdocs", map[string]string{"docs/index.md": post, "mkdocs.yml": "site_name: Blog\ntheme:\n  name: null\n  custom_dir: theme\n", "theme/main.html": "<!doctype html><html lang=en><head><meta charset=utf-8><title>Post</title></head><body>{{ page.content }}</body></html>"}, [][]string{{"mkdocs", "build", "-q"}}, "site/index.html", false},
	{"MkDocs, HTML", "element", "mkdocs", map[string]string{"docs/index.md": post, "mkdocs.yml": "site_name: Blog\ntheme:\n  name: null\n  custom_dir: theme\n", "theme/main.html": "<!doctype html><html lang=en><head><meta charset=utf-8><title>Post</title></head><body>{{ page.content }}</body></html>"}, [][]string{{"mkdocs", "build", "-q"}}, "site/index.html", false},
	{"nbconvert", "notebook", "jupyter-nbconvert", map[string]string{"cell.py": "SNIPPET\n", "book.json": notebook, "run.py": runCell}, [][]string{{"/usr/bin/python3", "run.py"}, strings.Fields(nbconvert)}, "post.html", false},
	{"nbconvert, cleaned", "notebook", "jupyter-nbconvert", map[string]string{"cell.py": "SNIPPET\n", "book.json": notebook, "run.py": runCell}, [][]string{{"/usr/bin/python3", "run.py"}, strings.Fields(nbconvert + " --HTMLExporter.sanitize_html=True")}, "post.html", true},
	{"Hexo", "mixed", "node:hexo", map[string]string{"source/_posts/post.md": "---\ntitle: Post\n---\nSNIPPET\n", "_config.yml": "title: Blog\npermalink: post/\ntheme: plain\nurl: http://example.org\n", "package.json": `{"name":"blog","version":"0.0.0","private":true,"hexo":{"version":""},"dependencies":{"hexo":"*","hexo-renderer-marked":"*","hexo-renderer-ejs":"*"}}`, "themes/plain/layout/index.ejs": "<%- page.content %>", "themes/plain/layout/post.ejs": "<!doctype html><html lang=en><head><meta charset=utf-8><title>Post</title></head><body><%- page.content %></body></html>"}, [][]string{{"node", "NODE/node_modules/hexo/bin/hexo", "generate", "--silent"}}, "public/post/index.html", false},
	{"VitePress", "vitepress", "node:vitepress", map[string]string{"index.md": post}, [][]string{{"node", "NODE/node_modules/vitepress/bin/vitepress.js", "build", "."}}, ".vitepress/dist/index.html", false},
	{"Docusaurus", "mdx", "node:@docusaurus/core", map[string]string{"docs/post.mdx": post, "docusaurus.config.js": `module.exports = {title: "Blog", url: "https://example.org", baseUrl: "/", presets: [["classic", {docs: {routeBasePath: "/"}, blog: false}]]}`, "package.json": `{"private":true}`}, [][]string{{"node", "NODE/node_modules/@docusaurus/core/bin/docusaurus.mjs", "build", "."}}, "build/post/index.html", false},
}

// TestGenerators puts the snippets into the real generators of sites, as far as
// they are installed, and reads what comes out in the browser: the picture, the
// total, the link, and, where nothing is removed, the live page on a click. For
// those that are npm packages, NODE_SITE names a folder with node_modules:
//
//	GENERATORS=on NODE_SITE=/tmp/blog go test -run TestGenerators ./build/e2e
func TestGenerators(t *testing.T) {
	t.Parallel()
	if os.Getenv("GENERATORS") == "" {
		t.Skip("GENERATORS=on puts the snippets into real generators, which takes a minute and more")
	}
	for _, g := range generators {
		t.Run(g.name, func(t *testing.T) {
			node := os.Getenv("NODE_SITE")
			if pack, ok := strings.CutPrefix(g.needs, "node:"); !ok {
				if _, err := exec.LookPath(g.needs); err != nil {
					t.Skip("not installed: " + g.needs)
				}
			} else if _, err := os.Stat(filepath.Join(node, "node_modules", pack)); node == "" || err != nil {
				t.Skip("no folder in NODE_SITE with the npm package " + pack)
			}
			s := serve(t)
			dir := g.write(t, s.url)
			if strings.HasPrefix(g.needs, "node:") {
				if err := os.Symlink(filepath.Join(node, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
					t.Fatal(err)
				}
			}
			for _, line := range g.run {
				for i := range line {
					line[i] = strings.ReplaceAll(line[i], "NODE", node)
				}
				cmd := exec.Command(line[0], line[1:]...)
				cmd.Dir = dir
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("%v: %v\n%.3000s", line, err, out)
				}
			}
			g.read(t, s, dir)
		})
	}
}

// write makes the generator's folder, for the calculator at an address.
func (g *generator) write(t *testing.T, site string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	snippet := ""
	for _, s := range export.Snippets(state.New("#v=1&arch=unet"), site, export.Look{Lang: text.English, Picture: "site"}) {
		if s.Id == g.snippet {
			snippet = s.Text
		}
	}
	for name, content := range g.files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(strings.ReplaceAll(content, "SNIPPET", snippet)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// read opens the page that a generator wrote.
func (g *generator) read(t *testing.T, s *site, dir string) {
	t.Helper()
	name := filepath.Join(dir, filepath.FromSlash(g.post))
	made, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("GENERATED"); keep != "" { // to look at
		_ = os.WriteFile(filepath.Join(keep, strings.NewReplacer(" ", "-", ",", "").Replace(g.name)+".html"), made, 0o644)
	}
	if live := bytes.Contains(made, []byte("<unet-calculator")); live == g.stops {
		t.Errorf("the element is there: %v", live)
	}
	root, _, _ := strings.Cut(filepath.ToSlash(g.post), "/")
	if strings.HasPrefix(g.post, ".vitepress") {
		root = ".vitepress/dist"
	}
	root = filepath.Join(dir, root)
	if info, err := os.Stat(root); err != nil || !info.IsDir() {
		root = dir
	}
	way, _ := filepath.Rel(root, name)
	server := httptest.NewServer(http.FileServer(http.Dir(root)))
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	s.blog = &blog{url: server.URL + "/"}

	b := newTab(t, s)
	b.allow(`.`) // the generator's page is not ours
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: patientPost})
	address := strings.TrimSuffix(server.URL+"/"+filepath.ToSlash(way), "index.html")
	if r := call(b, page.Navigate, page.NavigateParams{URL: address}); r.ErrorText != "" {
		t.Fatal(r.ErrorText)
	}
	const total = "7,765,442"
	picture := `document.querySelector('a > img[alt*="` + total + `"], picture > img[alt*="` + total + `"]')`
	b.waitFor(picture + `?.naturalWidth > 300 && ` + picture + `.checkVisibility()`)
	if got := eval[string](b, `[...document.links].find((a) => a.textContent.includes(`+js(total)+`))?.href`); got != s.url+"#v=1&arch=unet" {
		t.Errorf("the line below the picture leads to %q", got)
	}
	if g.stops {
		return
	}
	b.waitFor(button(0) + `?.checkVisibility()`)
	b.click("unet-calculator img")
	b.waitFor(live(0))
	b.frameTotal(0, total)
}
