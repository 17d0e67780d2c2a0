package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strconv"

	"unetparams/app/static"
	"unetparams/app/text"
	"unetparams/counter/zoo"
	"unetparams/web"
)

// Every published network has a page in each language, p/<id>/. These pages are for
// search engines and link previews, which don't see fragments. They are static: no
// program runs on them.

// published returns those pages, and adds their other files: the picture as SVG, a card
// for previews and, if the site's address is known, the oEmbed response. The list of
// all networks is p/.
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
	cards := map[string]card{}
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
			for file, svg := range map[string]string{"poster.svg": p.Poster, "poster-narrow.svg": p.PosterNarrow} {
				if out[d.Dir()+file], err = compactPoster(svg); err != nil {
					return nil, fmt.Errorf("%s%s: %w", d.Dir(), file, err)
				}
			}
			if d.Head, err = about(n, d, site); err != nil {
				return nil, err
			}
			if site != "" {
				if out[d.Dir()+"oembed.json"], err = oEmbed(p, d, site); err != nil {
					return nil, err
				}
			}
			docs = append(docs, d)
			if l == text.English { // the card's fonts have no Chinese characters
				cards[d.Image] = card{p.Name, p.Total, p.Unit, p.Source, text.Title(l), p.SVG}
			}
		}
	}
	return docs, out.draw(cards, colors)
}

// draw adds cards, by the names of their files. That takes long, so all cores share it.
func (out files) draw(cards map[string]card, colors palette) error {
	names := slices.Sorted(maps.Keys(cards))
	pictures, errs := make([][]byte, len(names)), make([]error, len(names))
	inParallel(len(names), func(i int) {
		if pictures[i], errs[i] = cards[names[i]].png(colors); errs[i] != nil {
			errs[i] = fmt.Errorf("%s: %w", names[i], errs[i])
		}
	})
	for i, name := range names {
		out[name] = pictures[i]
	}
	return errors.Join(errs...)
}

// about returns the machine-readable part of the head of a network's page: its subject
// in terms of schema.org, and the link to the oEmbed response.
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

// oEmbed returns the oEmbed response for a network's page, of type "rich", which blog
// platforms use when an author enters the page's address; see https://oembed.com.
func oEmbed(p static.NetworkPage, d document, site string) ([]byte, error) {
	const width, height = 680, 1350 // about the size of the embed page for a U with five levels
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

// sitemap returns the site map, which lists every page with its other languages for
// search engines. All addresses in it must be absolute.
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
