// Package domtest helps to test the text that components show.
package domtest

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

var tags = regexp.MustCompile(`<[^>]*>`)

// Text returns the text that a component shows, in one line.
func Text(c app.UI) string {
	plain := html.UnescapeString(tags.ReplaceAllString(app.HTMLString(c), " "))
	return strings.Join(strings.Fields(plain), " ")
}

// Show mounts a component and returns a function that updates it and returns its
// text.
func Show(t *testing.T, c app.Composer) func() string {
	t.Helper()
	tester := app.NewClientTester(c)
	t.Cleanup(tester.Close)
	return func() string {
		c.(interface{ Update() }).Update()
		tester.Consume()
		return Text(c)
	}
}

// Wants reports an error for each of the parts that text does not contain.
func Wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, s := range parts {
		if !strings.Contains(text, s) {
			t.Errorf("the page does not say %q", s)
		}
	}
}
