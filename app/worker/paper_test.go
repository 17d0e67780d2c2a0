package worker

import (
	"strings"
	"testing"

	"unetparams/app/link"
	"unetparams/app/text"
)

// TestPaper: the table of what is pinned, with buttons that lead to other tables.
func TestPaper(t *testing.T) {
	var w Worker
	const table = "v=1&arch=unet&stage=dec4&p1.arch=unet&p1.base=64&p2.arch=milesial"
	for _, l := range text.Langs() {
		a := complete(&w, Message{"topic": "paper", "lang": string(l), "link": table, "site": "https://example.org/#"})
		for _, want := range []string{"31,042,434", "31,037,698",
			`data-go="v=1&amp;arch=unet&amp;stage=dec4&amp;p1.arch=milesial"`,                                    // without the first
			`aria-pressed="false" data-go="` + strings.ReplaceAll(table, "&", "&amp;") + `&amp;numbers=rounded"`, // rounded
			`aria-pressed="true" data-go="` + strings.ReplaceAll(table, "&", "&amp;") + `&amp;columns=macs,training,field,source"`,
			`data-go="v=1&amp;arch=unet&amp;stage=dec4"`, // none
			`data-copy="latex"`, `download="networks.csv" href="data:text/csv;charset=utf-8,`} {
			if !strings.Contains(a["html"], want) {
				t.Errorf("%s is missing in %s", want, a["html"])
			}
		}
		if !strings.Contains(a["latex"], `\toprule`) || !strings.Contains(a["markdown"], "| ---: |") || !strings.HasPrefix(strings.TrimPrefix(a["csv"], "\ufeff"), "network,") {
			t.Error(a)
		}
	}
	if a := complete(&w, Message{"topic": "paper", "link": "v=1&arch=unet"}); len(a) != 0 {
		t.Errorf("nothing is pinned, but %v", a)
	}
	// Whatever a link has, each of its buttons leads to a link that is understood.
	a := complete(&w, Message{"topic": "paper", "link": "v=1&arch=vnet&p1.arch=vnet&p2.arch=unet&p2.size=250&columns=&at=31x7&numbers=rounded&batch=8"})
	for _, part := range strings.Split(a["html"], `data-go="`)[1:] {
		fragment, _, _ := strings.Cut(part, `"`)
		if _, problems := link.Parse(strings.ReplaceAll(fragment, "&amp;", "&")); len(problems) > 0 {
			t.Errorf("%s: %v", fragment, problems)
		}
	}
}
