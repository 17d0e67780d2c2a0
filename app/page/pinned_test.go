package page

import (
	"strings"
	"testing"

	"unetparams/app/dom/domtest"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestPinnedTable: the table comes with the first network that is pinned, in the panel of
// its own, and follows what is pinned.
func TestPinnedTable(t *testing.T) {
	ses := session.New(text.English)
	p := &pinned{Session: ses, Shown: true}
	page := domtest.Show(t, p)
	if now := page(); strings.Contains(now, text.Page.Table.EN) || offered(ses) != len(panelNames)-1 || ses.Panel() != "stages" {
		t.Errorf("a table of nothing: %s", now)
	}
	pin(ses, ses.State.Config)
	if offered(ses) != len(panelNames) || ses.Panel() != "pinned" || ses.Status != "In the table: Classic U-Net: Tutorial, with batch norm" {
		t.Errorf("%d panels, %s, %q", offered(ses), ses.Panel(), ses.Status)
	}
	p.Version = ses.State.Version
	domtest.Wants(t, page(), "7,765,442", "188–204", "Copy LaTeX")
	pin(ses, config.New(zoo.Lookup("vnet")))
	p.Version = ses.State.Version
	domtest.Wants(t, page(), "45,600,316")
	ses.Show("pinned")
	ses.Follow("v=1&arch=unet")
	if ses.Panel() != "stages" {
		t.Errorf("the panel is %s, without a table", ses.Panel())
	}
	for i := 2; ses.Status == "" || strings.HasPrefix(ses.Status, "In the table"); i++ {
		c, err := ses.State.Config.With("base=" + string(rune('0'+i%10)) + string(rune('0'+i/10)))
		if err != nil || i > 40 {
			t.Fatal(i, err)
		}
		pin(ses, c)
	}
	if !strings.HasPrefix(ses.Status, "The table is full") {
		t.Error(ses.Status)
	}
}
