package main

import (
	"fmt"

	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/text"
	"unetparams/build/program"
)

// licenses returns the pages with the licenses of everything that the site contains, as
// most of them require.
func licenses(list []program.License) []document {
	var docs []document
	for _, l := range text.Langs() {
		w := texts[l]
		docs = append(docs, document{
			Lang: l, Path: "licenses/", Title: w.Licenses, Description: w.LicensesIntro, Hidden: true,
			Body: licensesPage(w, text.Title(l), list), Styles: []string{"gallery.css"},
		})
	}
	return docs
}

// licensesPage returns the body of such a page.
func licensesPage(w words, site string, list []program.License) goapp.UI {
	var parts []goapp.UI
	for i, l := range list {
		name, id := l.Name, fmt.Sprintf("license-%d", i)
		if i == 0 {
			name = site
		}
		if l.Version != "" {
			name += " " + l.Version
		}
		if note := w.LicenseNotes[l.Name]; note != "" {
			name += ": " + note
		}
		parts = append(parts, goapp.Section().Aria("labelledby", id).Body(
			goapp.H2().ID(id).Text(name),
			goapp.Pre().Class("license").Lang("en").Text(l.Text),
		))
	}
	return goapp.Div().ID("page").Class("published").Body(
		goapp.Header().Body(
			goapp.Div().Class("title").Body(goapp.H1().Text(w.Licenses)),
			goapp.Nav().Class("tools").Body(goapp.A().Href("../").Text(site)),
		),
		goapp.Main().ID("answer").Body(append([]goapp.UI{
			goapp.Section().Body(goapp.P().Text(w.LicensesIntro)),
		}, parts...)...),
	)
}
