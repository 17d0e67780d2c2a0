package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"

	"unetparams/app"
)

// The colours of the browser's own frame around the page: those of the page's
// background in web/style.css.
const (
	lightColor = "#ffffff"
	darkColor  = "#14171c"
)

// policy lets the page load and run what comes from its own origin and nothing
// else. WebAssembly needs a permission of its own. Pictures may also be data:,
// for a drawing that is offered as a file.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
	"base-uri 'none'; form-action 'none'"

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// A place is where the page of one language stands in the site.
type place struct {
	Lang app.Lang
	Dir  string // with a slash at the end, or empty
	Up   string // the way from there to the site's root
}

// places lists the site's pages; the first is the one for a language we don't have.
var places = []place{
	{app.English, "", "./"},
	{app.Chinese, "zh/", "../"},
}

// pageHTML returns the page of one language, as a reader sees it before the
// program runs and a reader without JavaScript for ever. The component is the
// body's first element: that is the one go-app replaces.
func pageHTML(p place, assets map[string]string, size int, url string) ([]byte, error) {
	tree, err := domTree(app.NewPage(p.Lang))
	if err != nil {
		return nil, err
	}
	if err := checkTree(tree); err != nil {
		return nil, err
	}
	body, err := renderTree(tree)
	if err != nil {
		return nil, err
	}

	type alternate struct{ Lang, Href string }
	var others []alternate
	base := p.Up
	if url != "" {
		base = url
	}
	for _, o := range places {
		others = append(others, alternate{string(o.Lang), base + o.Dir})
	}
	others = append(others, alternate{"x-default", base})

	data := struct {
		place
		Words       words
		Title       string
		Description string
		Policy      template.HTMLAttr
		Light, Dark string
		Size        int
		Others      []alternate
		URL, Image  string
		Asset       func(string) (string, error)
		Body        template.HTML
	}{
		place: p, Words: texts[p.Lang], Title: app.Title(p.Lang), Description: app.Description(p.Lang),
		Policy: policy, Light: lightColor, Dark: darkColor, Size: size, Others: others,
		Asset: func(name string) (string, error) {
			hashed, ok := assets[name]
			if !ok {
				return "", fmt.Errorf("no asset %s", name)
			}
			return hashed, nil
		},
		Body: template.HTML(body),
	}
	if url != "" {
		data.URL, data.Image = url+p.Dir, url+assets["icons/icon-512.png"]
	}
	var b bytes.Buffer
	err = pageTemplate.Execute(&b, data)
	return b.Bytes(), err
}

// manifest returns what a browser needs to install the page as a program. There
// is one beside each page, so that it starts in the reader's language.
func manifest(p place, assets map[string]string) ([]byte, error) {
	type icon struct {
		Src     string `json:"src"`
		Sizes   string `json:"sizes"`
		Type    string `json:"type"`
		Purpose string `json:"purpose,omitempty"`
	}
	w := texts[p.Lang]
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
		app.Title(p.Lang), w.Short, app.Description(p.Lang), string(p.Lang), "./", p.Up, "standalone", lightColor, lightColor,
		[]icon{
			{p.Up + assets["icons/icon.svg"], "any", "image/svg+xml", ""},
			{p.Up + assets["icons/icon-192.png"], "192x192", "image/png", ""},
			{p.Up + assets["icons/icon-512.png"], "512x512", "image/png", ""},
			{p.Up + assets["icons/maskable-512.png"], "512x512", "image/png", "maskable"},
		},
	}, "", "\t")
}
