package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"strconv"

	"unetparams/app/static"
	"unetparams/app/text"
	"unetparams/counter/zoo"
	"unetparams/web"
)

// Every published network has pages of its own, p/<id>/ in each language. They
// are what search engines and link previews see, for which a fragment does not
// exist. They are finished: no program runs on them.

// published returns those pages and what is beside them: the picture as SVG
// and as a card for previews, and, where the site's address is known, the answer
// to oEmbed. The list of all of them is p/.
func published(site string, out files) ([]document, error) {
	colors, err := lightPalette(web.Diagram)
	if err != nil {
		return nil, err
	}
	var docs []document
	for _, l := range text.Langs() {
		title, description := static.NetworkIndexTitle(l)
		docs = append(docs, document{
			Lang: l, Path: "p/", Title: title, Description: description, Body: static.NewNetworkIndex(l, "../"),
		})
	}
	all := zoo.Networks()
	for i := range all {
		n := &all[i]
		folder := "p/" + n.ID + "/"
		for _, l := range text.Langs() {
			calculator := ""
			if site != "" {
				calculator = site + langDir(l)
			}
			p := static.NewNetworkPage(l, n, "../../", calculator)
			d := document{
				Lang: l, Path: folder, Title: p.Title, Description: p.Description, Body: p.Body,
				Image: folder + "card.png",
			}
			out[d.Dir()+"poster.svg"] = []byte(p.Poster)
			out[d.Dir()+"poster-narrow.svg"] = []byte(p.PosterNarrow)
			if d.Head, err = about(n, d, site); err != nil {
				return nil, err
			}
			if site != "" {
				if out[d.Dir()+"oembed.json"], err = oEmbed(p, d, site); err != nil {
					return nil, err
				}
			}
			docs = append(docs, d)
			if l == text.English { // the card's fonts know no other script
				c := card{p.Name, p.Total, p.Unit, p.Source, text.Title(l), p.SVG}
				if out[d.Image], err = c.png(colors); err != nil {
					return nil, fmt.Errorf("card of %s: %w", n.ID, err)
				}
			}
		}
	}
	return docs, nil
}

// about returns what the head of a network's page says to machines: what the
// page is about, after schema.org, and where the answer to oEmbed lies.
func about(n *zoo.Network, d document, site string) (template.HTML, error) {
	type thing map[string]any
	var citations []thing
	for _, s := range n.Sources {
		c := thing{"@type": "CreativeWork", "name": s.Title, "url": s.URL}
		if s.Commit != "" {
			c["@type"], c["version"] = "SoftwareSourceCode", s.Commit
		}
		if s.Year > 0 {
			c["datePublished"] = strconv.Itoa(s.Year)
		}
		citations = append(citations, c)
	}
	page := thing{
		"@context": "https://schema.org", "@type": "TechArticle",
		"headline": d.Title, "description": d.Description, "inLanguage": string(d.Lang),
		"isAccessibleForFree": true, "citation": citations,
	}
	if site != "" {
		page["url"], page["image"] = site+d.Dir(), site+d.Image
		page["isPartOf"] = thing{"@type": "WebSite", "name": text.Title(d.Lang), "url": site + d.LangDir()}
	}
	// json.Marshal escapes <, > and &, so that no text can end the element.
	text, err := json.Marshal(page)
	if err != nil {
		return "", err
	}
	head := `<script type="application/ld+json">` + string(text) + "</script>\n"
	if site != "" {
		head += `<link rel="alternate" type="application/json+oembed" href="` +
			template.HTMLEscapeString(site+d.Dir()+"oembed.json") + `" title="` + template.HTMLEscapeString(d.Title) + "\">\n"
	}
	return template.HTML(head), nil
}

// oEmbed returns what a blog platform that is given the address of a network's
// page puts into a post: https://oembed.com, type "rich".
func oEmbed(p static.NetworkPage, d document, site string) ([]byte, error) {
	const width, height = 680, 1350 // about what the embed page of a U of five levels takes
	frame := fmt.Sprintf(`<iframe src="%s" title="%s" width="%d" height="%d" loading="lazy" style="border:0;max-width:100%%"></iframe>`,
		template.HTMLEscapeString(site+d.LangDir()+"embed/#"+p.Fragment), template.HTMLEscapeString(d.Title), width, height)
	return json.MarshalIndent(struct {
		Version      string `json:"version"`
		Type         string `json:"type"`
		Title        string `json:"title"`
		ProviderName string `json:"provider_name"`
		ProviderURL  string `json:"provider_url"`
		HTML         string `json:"html"`
		Width        int    `json:"width"`
		Height       int    `json:"height"`
		Thumbnail    string `json:"thumbnail_url"`
		ThumbWidth   int    `json:"thumbnail_width"`
		ThumbHeight  int    `json:"thumbnail_height"`
	}{
		"1.0", "rich", d.Title, text.Title(d.Lang), site + d.LangDir(), frame, width, height,
		site + d.Image, cardWidth, cardHeight,
	}, "", "\t")
}

// sitemap lists every page for search engines, with its other languages. All
// addresses in it must be absolute.
func sitemap(docs []document, site string) ([]byte, error) {
	type alternate struct {
		Rel  string `xml:"rel,attr"`
		Lang string `xml:"hreflang,attr"`
		Href string `xml:"href,attr"`
	}
	type address struct {
		Loc        string      `xml:"loc"`
		Alternates []alternate `xml:"xhtml:link"`
	}
	set := struct {
		XMLName   xml.Name  `xml:"urlset"`
		Namespace string    `xml:"xmlns,attr"`
		XHTML     string    `xml:"xmlns:xhtml,attr"`
		URLs      []address `xml:"url"`
	}{Namespace: "http://www.sitemaps.org/schemas/sitemap/0.9", XHTML: "http://www.w3.org/1999/xhtml"}
	for _, d := range docs {
		if d.Hidden {
			continue
		}
		a := address{Loc: site + d.Dir()}
		for _, l := range text.Langs() {
			a.Alternates = append(a.Alternates, alternate{"alternate", string(l), site + langDir(l) + d.Path})
		}
		set.URLs = append(set.URLs, a)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", "\t")
	err := e.Encode(set)
	b.WriteByte('\n')
	return b.Bytes(), err
}
