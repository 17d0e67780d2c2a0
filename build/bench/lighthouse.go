package main

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"

	"unetparams/build/program"
	"unetparams/build/serve/static"
)

//go:embed lighthouse.mjs
var lighthouseRunner string

// postHTML is a post that embeds a network: the language, the site's folder for it, and
// the language again.
const postHTML = `<!doctype html><html lang="%[1]s"><head><meta charset="utf-8"><title>U-Net</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="description" content="A post about the U-Net."></head>
<body><main><h1>U-Net</h1><p>A post.</p>
<script async src="/embed.js"></script>
<unet-calculator href="/%[2]s#v=1&amp;arch=unet&amp;base=64"><a href="/%[2]s#v=1&amp;arch=unet&amp;base=64"><img src="/p/unet-2015/poster.svg" alt="U-Net" width="960" height="645" style="max-width: 100%%; height: auto"></a></unet-calculator>
<p>The post goes on.</p></main></body></html>`

// lighthouse runs Lighthouse on the page and on a post that embeds it, in both languages,
// if npm and node are there. The least score of the four counts.
func (b *bench) lighthouse() error {
	if err := b.build(); err != nil {
		return err
	}
	// It is large, and stays for the next run.
	dir, err := filepath.Abs(filepath.Join(program.Work, "lighthouse"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if err := inFolder(dir, "npm", "install", "--prefix", ".", "--no-audit", "--no-fund", "--silent", "lighthouse@12.2.3"); err != nil {
		b.note("Lighthouse was not run: %v", err)
		return nil
	}
	if err := os.WriteFile(filepath.Join(dir, "run.mjs"), []byte(lighthouseRunner), 0o666); err != nil {
		return err
	}
	server := httptest.NewServer(b.withPosts())
	defer server.Close()
	paths := []string{"/", "/zh/", "/post/en", "/post/zh"}
	var pages []string
	for _, path := range paths {
		pages = append(pages, server.URL+path)
	}
	text, err := b.output(dir, nil, "node", append([]string{"run.mjs", browser(), "1"}, pages...)...)
	if err != nil {
		b.note("Lighthouse was not run: %v", err)
		return nil
	}
	var scores []map[string]float64
	if err := json.Unmarshal([]byte(lastLine([]byte(text))), &scores); err != nil || len(scores) != len(pages) {
		return fmt.Errorf("lighthouse says %.200q", text)
	}
	for i, path := range paths {
		b.metrics["Lighthouse "+path+" performance"] = scores[i]["performance"]
	}
	b.score(scores)
	return nil
}

// score takes the least score of performance, and the least of all other categories.
func (m metrics) score(pages []map[string]float64) {
	least := map[string]float64{"Lighthouse performance": 100, "Lighthouse others": 100}
	for _, scores := range pages {
		for name, score := range scores {
			key := "Lighthouse others"
			if name == "performance" {
				key = "Lighthouse performance"
			}
			least[key] = min(least[key], score)
		}
	}
	for key, score := range least {
		m[key] = score
	}
}

// withPosts serves the site, and a post in each language.
func (b *bench) withPosts() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", static.Handler(b.site, "/"))
	for lang, path := range map[string]string{"en": "", "zh": "zh/"} {
		mux.HandleFunc("/post/"+lang, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, postHTML, lang, path)
		})
	}
	mux.HandleFunc("/robots.txt", http.NotFound)
	mux.HandleFunc("/favicon.ico", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
	return mux
}

// browser returns the browser of package e2e.
func browser() string {
	path, _ := exec.LookPath("chromium") // Lighthouse looks for others
	return cmp.Or(os.Getenv("CHROMIUM"), path)
}
