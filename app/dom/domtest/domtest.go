// Package domtest reads components as a person would.
package domtest

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

var tags = regexp.MustCompile(`<[^>]*>`)

// Text returns what a person reads of a component, in one line.
func Text(c app.UI) string {
	plain := html.UnescapeString(tags.ReplaceAllString(app.HTMLString(c), " "))
	return strings.Join(strings.Fields(plain), " ")
}

// Show mounts a component and returns a function that lets it draw what has
// changed, and returns its text.
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

// Wants reports each of the parts that a text does not have.
func Wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, s := range parts {
		if !strings.Contains(text, s) {
			t.Errorf("the page does not say %q", s)
		}
	}
}
