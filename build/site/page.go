package main

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"regexp"
	"strings"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/embed"
	"unetparams/app/page"
	"unetparams/app/static"
	"unetparams/app/text"
	"unetparams/web"
)

// The theme colors for the browser's own user interface: those of the page's
// background in web/style.css.
const (
	lightColor = "#ffffff"
	darkColor  = "#14171c"
)

// first is the script that is inlined in the live pages, without its comments.
var first = regexp.MustCompile(`(?m)^\s*//.*\n|\s+// .*$|^\t+`).ReplaceAllString(web.First, "")

// policy is the Content-Security-Policy: it lets the page load and run only content of
// its own origin and the inlined script. WebAssembly needs a separate permission.
// Pictures may also be data: URLs, for a drawing that is offered as a file.
// Workers may also be blob: URLs, for an embed in a sandbox, which has no origin: see
// package dom. The page for posts gets it from its first script, which writes the
// address of the site for 'self': see web/first.js.
var policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-" + digest(first) + "'; style-src 'self'; " +
	"img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self' blob:; " +
	"base-uri 'none'; form-action 'none'"

// stillPolicy is the policy of pages on which no program runs.
const stillPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; manifest-src 'self'; " +
	"base-uri 'none'; form-action 'none'"

// digest returns the digest of a script in the form of a Content-Security-Policy.
func digest(script string) string {
	sum := sha256.Sum256([]byte(script))
	return base64.StdEncoding.EncodeToString(sum[:])
}

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// A document is one HTML file of the site, in one language.
type document struct {
	Lang        text.Lang
	Path        string // the folder it is in, the same in every language: "", "embed/"
	Title       string
	Description string
	Body        goapp.UI

	// Live documents run the program, which takes over from Body. The others are
	// static.
	Live    bool
	Embed   bool          // for embedding in other pages
	Styles  []string      // additional style sheets, in web/
	Scripts []string      // additional scripts, in web/
	Element bool          // has live figures, like a post
	Hidden  bool          // not for search engines
	Image   string        // for link previews: a path from the site's root; empty: the icon
	Head    template.HTML // what else is in the head
}

// langDir returns the folder of a language, with a trailing slash, or "" for the one
// at the root.
func langDir(l text.Lang) string {
	if l == text.Langs()[0] {
		return ""
	}
	return string(l) + "/"
}

// Dir returns the document's folder, with a trailing slash, or "".
func (d document) Dir() string { return langDir(d.Lang) + d.Path }

// LangDir returns the folder of the document's language.
func (d document) LangDir() string { return langDir(d.Lang) }

// Up returns the relative path from the document's folder to the site's root.
func (d document) Up() string {
	if n := strings.Count(d.Dir(), "/"); n > 0 {
		return strings.Repeat("../", n)
	}
	return "./"
}

// documents lists the HTML files of the site.
func documents() []document {
	var all []document
	for _, l := range text.Langs() {
		all = append(all, document{
			Lang: l, Title: text.Title(l), Description: text.Description(l), Body: page.New(l), Live: true,
		})
		d := document{Lang: l, Path: "embed/", Title: text.Title(l), Description: text.Description(l), Live: true, Embed: true, Hidden: true}
		d.Body = embed.New(l, d.Up())
		all = append(all, d)
		title, description := static.GalleryTitle(l)
		all = append(all, document{
			Lang: l, Path: "gallery/", Title: title, Description: description,
			Body: static.NewGallery(l, "../"), Scripts: []string{"gallery.js"}, Styles: []string{"gallery.css"},
		})
		title, description = static.HelpTitle(l)
		all = append(all, document{
			Lang: l, Path: "help/", Title: title, Description: description,
			Body: static.NewHelp(l, "../"), Styles: []string{"gallery.css"},
		})
		title, description = static.LearnTitle(l)
		learn := document{Lang: l, Path: "learn/", Title: title, Description: description, Styles: []string{"gallery.css"}, Element: true}
		learn.Body = static.NewLearn(l, "../", learn.Up())
		all = append(all, learn)
	}
	return all
}

// body returns the HTML of the component. On pages on which no program runs, of which
// there are hundreds, it is in fewer bytes.
func (d document) body() (string, error) {
	tree, err := domTree(d.Body)
	if err != nil {
		return "", err
	}
	if err := checkTree(tree); err != nil {
		return "", err
	}
	if d.Live {
		return renderTree(tree)
	}
	lean(tree)
	text, err := renderTree(tree)
	if err != nil {
		return "", err
	}
	return compact(text)
}

// html returns the HTML of the document, which is what a reader sees before the program
// runs or without JavaScript. The component is the body's first element, which go-app
// replaces. The site's address is empty if it is unknown; tags that require it are then
// omitted.
func (d document) html(assets map[string]string, sizes map[string]int, site string) ([]byte, error) {
	body, err := d.body()
	if err != nil {
		return nil, err
	}

	type alternate struct{ Lang, Href string }
	var others []alternate // which must be absolute, for those who read them
	if site != "" {
		for _, l := range text.Langs() {
			others = append(others, alternate{string(l), site + langDir(l) + d.Path})
		}
		others = append(others, alternate{"x-default", site + d.Path})
	}

	data := struct {
		document
		Words       words
		Policy      template.HTMLAttr
		Light, Dark string
		Size        func(string) int
		Archs       string
		Others      []alternate
		URL, Image  string
		Asset       func(string) (string, error)
		Body        template.HTML
		First       template.JS
	}{
		document: d, Words: texts[d.Lang],
		Policy: d.policy(), Light: lightColor, Dark: darkColor, Others: others,
		Size: func(program string) int { return sizes[program] }, Archs: strings.Join(embed.Archs, " "),
		Asset: func(name string) (string, error) {
			hashed, ok := assets[name]
			if !ok {
				return "", fmt.Errorf("no asset %s", name)
			}
			return hashed, nil
		},
		Body: template.HTML(body), First: template.JS(first),
	}
	if site != "" {
		data.URL, data.Image = site+d.Dir(), site+assets["icons/icon-512.png"]
		if d.Image != "" {
			data.Image = site + d.Image
		}
	}
	var b bytes.Buffer
	err = pageTemplate.Execute(&b, data)
	return b.Bytes(), err
}

// policy returns the document's Content-Security-Policy. With live figures it also allows
// frames of this site.
func (d document) policy() template.HTMLAttr {
	switch {
	case d.Live:
		return template.HTMLAttr(policy)
	case d.Element:
		return template.HTMLAttr(stillPolicy + "; frame-src 'self'")
	}
	return template.HTMLAttr(stillPolicy)
}

// manifest returns the manifest with which a browser can install the page as an app.
// There is one for each language, so that the app starts in the reader's language.
func manifest(l text.Lang, assets map[string]string) ([]byte, error) {
	type icon struct {
		Src     string `json:"src"`
		Sizes   string `json:"sizes"`
		Type    string `json:"type"`
		Purpose string `json:"purpose,omitempty"`
	}
	w, up := texts[l], document{Lang: l}.Up()
	return json.MarshalIndent(struct {
		Name        string `json:"name"`
		ShortName   string `json:"short_name"`
		Description string `json:"description"`
		Lang        string `json:"lang"`
		StartURL    string `json:"start_url"`
		Scope       string `json:"scope"`
		Display     string `json:"display"`
		Background  string `json:"background_color"`
		Theme       string `json:"theme_color"`
		Icons       []icon `json:"icons"`
	}{
		text.Title(l), w.Short, text.Description(l), string(l), "./", up, "standalone", lightColor, lightColor,
		[]icon{
			{up + assets["icons/icon.svg"], "any", "image/svg+xml", ""},
			{up + assets["icons/icon-192.png"], "192x192", "image/png", ""},
			{up + assets["icons/icon-512.png"], "512x512", "image/png", ""},
			{up + assets["icons/maskable-512.png"], "512x512", "image/png", "maskable"},
		},
	}, "", "\t")
}
