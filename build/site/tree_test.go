package main

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// inner is a component inside a component.
type inner struct {
	app.Compo
	Name string
}

func (c *inner) Render() app.UI { return app.B().Text(c.Name) }

type outer struct{ app.Compo }

func (c *outer) Render() app.UI {
	return app.Div().Body(app.Text("a"), &inner{Name: "b"}, app.Text("c"))
}

func TestDomTree(t *testing.T) {
	for _, test := range []struct {
		name string
		ui   app.UI
		want string
	}{
		{"attributes are sorted",
			app.Input().Type("text").ID("x").Class("c").Name("n").Value("1"),
			`<input class="c" id="x" name="n" type="text" value="1"/>`},
		{"a switch that is off is absent",
			app.Details().Open(false).Hidden(false).Body(app.Input().Checked(false).Disabled(false).Required(false).ReadOnly(false)),
			`<details><input/></details>`},
		{"a switch that is on is there",
			app.Details().Open(true).Body(app.Input().Checked(true).Attr("disabled", "true")),
			`<details open=""><input checked="" disabled=""/></details>`},
		{"aria and data keep their true and false",
			app.Button().Aria("expanded", true).Aria("pressed", false).DataSet("on", true).Attr("draggable", true).Attr("spellcheck", false),
			`<button aria-expanded="true" aria-pressed="false" data-on="true" draggable="true" spellcheck="false"></button>`},
		{"empty values stay",
			app.Option().Value("").Attr("data-empty", ""),
			`<option data-empty="" value=""></option>`},
		{"what Go would quote comes out as it is",
			app.P().Attr("title", "a \"b\" \\n\n\u00a0\u200b c:\\ & &copy; <i>"),
			"<p title=\"a &#34;b&#34; \\n\n\u00a0\u200b c:\\ &amp; &amp;copy; &lt;i&gt;\"></p>"},
		{"text is escaped",
			app.P().Text(`<script>"x" & 'y'</script>`),
			"<p>&lt;script&gt;&#34;x&#34; &amp; &#39;y&#39;&lt;/script&gt;</p>"},
		{"no white space between children",
			app.Div().Body(app.Span().Text("1"), app.Span().Text("2")),
			`<div><span>1</span><span>2</span></div>`},
		{"white space of our own stays",
			app.Pre().Body(app.Text("a\n  b\n"), app.Text("c")),
			"<pre>a\n  b\nc</pre>"},
		{"a textarea's value is its text",
			app.Textarea().Attr("value", "<b>"),
			"<textarea>&lt;b&gt;</textarea>"},
		{"conditions and ranges leave no trace",
			app.Ul().Body(app.If(false, app.Li().Text("no")), app.Range([]int{1, 2}).Slice(func(i int) app.UI { return app.Li().Text(i) })),
			`<ul><li>0</li><li>1</li></ul>`},
		{"components leave no trace", &outer{}, `<div>a<b>b</b>c</div>`},
		{"svg keeps the case of names and its backslashes",
			app.Div().Body(app.Raw(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" data-tex="\frac12"><linearGradient id="g"></linearGradient><path class="p" d="M0 0"/></svg>`)),
			`<div><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" data-tex="\frac12"><linearGradient id="g"></linearGradient><path class="p" d="M0 0"></path></svg></div>`},
		{"mathml",
			app.Raw(`<math display="block"><mfrac><mi>a</mi><mn>2</mn></mfrac><mo>&lt;</mo></math>`),
			`<math display="block"><mfrac><mi>a</mi><mn>2</mn></mfrac><mo>&lt;</mo></math>`},
	} {
		t.Run(test.name, func(t *testing.T) {
			tree, err := domTree(test.ui)
			if err != nil {
				t.Fatal(err)
			}
			got, err := renderTree(tree)
			if err != nil {
				t.Fatal(err)
			}
			if got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// What can't be shown alike by a browser is an error when the site is made, not
// a puzzle when it is looked at.
func TestDomTreeRefuses(t *testing.T) {
	for _, test := range []struct {
		name string
		ui   app.UI
		want string
	}{
		{"a row without its tbody", app.Table().Body(app.Tr().Body(app.Td().Text("1"))), "differently"},
		{"a block in a paragraph", app.P().Body(app.Div()), "differently"},
		{"an inline style", app.Div().Style("width", "3px"), "Content-Security-Policy"},
		{"an inline style in a drawing", app.Raw(`<svg><g style="fill:red"></g></svg>`), "Content-Security-Policy"},
		{"a script", app.Raw(`<p><script>x</script></p>`), "Content-Security-Policy"},
		{"an inline handler", app.Raw(`<p onclick="x"></p>`), "Content-Security-Policy"},
		{"two roots", app.Raw(`<p></p><p></p>`), "roots"},
		{"svg by elements", app.Elem("svg").XMLNS("http://www.w3.org/2000/svg"), "app.Raw"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tree, err := domTree(test.ui)
			if err == nil {
				err = checkTree(tree)
			}
			if err == nil {
				_, err = renderTree(tree)
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

// TestCompact checks that a page loses only quotes and end tags that it doesn't need.
func TestCompact(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`<table class="rows"><tbody><tr class="a b"><th scope="row">1</th><td>=&#34;x&#34; </td></tr></tbody></table>`,
			`<table class=rows><tbody><tr class="a b"><th scope=row>1<td>=&#34;x&#34; </table>`},
		{`<ul><li><a href="../#v=1&amp;b">x</a></li></ul><img alt="" src="./a.svg"/>`,
			`<ul><li><a href="../#v=1&amp;b">x</a></ul><img alt="" src="./a.svg"/>`},
		{`<p><a href="../" title="中">x</a></p>`, `<p><a href=../ title="中">x</a></p>`},
	} {
		if got, err := compact(test.text); err != nil || got != test.want {
			t.Errorf("%s becomes\n%s, %v, want\n%s", test.text, got, err, test.want)
		}
	}
	if got, err := compact(`<p>="x" </p>`); err == nil {
		t.Errorf("a text is changed: %s", got)
	}
}
