package static

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/section"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// tutorial is the article that the default network and this page follow.
var tutorial = config.Source{Title: "Hello王叔叔: U-Net 参数量计算", Year: 2019, URL: "https://zhuanlan.zhihu.com/p/57437131"}

// LearnTitle returns title and description of the article.
func LearnTitle(l text.Lang) (title, description string) {
	return l.T(learnWords.Title), l.T(learnWords.Description)
}

// NewLearn returns the article that counts a U-Net by hand. Every number in it is
// counted when the page is built. The figures are live: they use the element for posts.
func NewLearn(l text.Lang, up, root string) app.UI {
	w := &learnWords
	s := state.New("v=1&arch=unet&stage=dec4")
	paragraph := func(t config.Text, args ...any) app.UI { return app.P().Text(l.F(t, args...)) }
	stage := func(name string) app.UI {
		i := s.StageIndex(name)
		return app.Div().Class("scroll").Body(app.Raw(html.Steps(l, s.Report, nil, i)))
	}
	convs, norms := int64(0), int64(0)
	for _, k := range s.Report.Kinds() {
		if text.Base(k.Kind) == "BatchNorm" {
			norms += k.Learnable
		} else {
			convs += k.Learnable
		}
	}
	return app.Div().ID("page").Class("published").Body(
		siteHeader(l, l.T(w.Title), l.T(w.Line), "learn/", up),
		app.Main().ID("answer").Class("article").TabIndex(-1).Body(
			section.Titled("what", l.T(w.What), "", paragraph(w.WhatIs), figure(l, root, "tutorial", s, "v=1&arch=unet")),
			section.Titled("formulas", l.T(w.Formulas), "", app.Raw(html.Symbols(l.T(w.FormulasAre))), app.Raw(html.Card(l, s.Report))),
			section.Titled("one-stage", l.T(w.Stage), "", paragraph(w.StageIs), stage("enc2")),
			section.Titled("concat", l.T(w.Concat), "", paragraph(w.ConcatIs), stage("dec4"), paragraph(w.ConcatEnd)),
			section.Titled("norm", l.T(w.Norm), "", paragraph(w.NormIs, number.Grouped(norms))),
			section.Titled("sum", l.T(w.Sum), "",
				app.P().Class("formula").Text(number.Grouped(convs)+" + "+number.Grouped(norms)+" = "+number.Grouped(s.Report.Learnable)),
				app.P().Body(app.Span().Text(l.T(w.SumIs)), app.Text(" "), section.SourceLink(tutorial)),
				section.ByLevel(l, s)),
			section.Titled("differ", l.T(w.Differ), "",
				app.P().Body(app.Span().Text(l.T(w.DifferIs)), app.Text(" "), app.A().Href(up+"gallery/").Text(l.T(helpWords.More))),
				variants(l, up)),
			section.Titled("practice", l.T(w.Practice), "", app.Ol().Body(app.Range(w.Exercises[:]).Slice(func(i int) app.UI {
				return exercise(l, up, i)
			}))),
		),
		section.Footer(l),
	)
}

// figure returns a live figure: the picture of a published network, which becomes the
// calculator on a click.
func figure(l text.Lang, root, id string, s *state.State, fragment string) app.UI {
	home := root
	if l != text.Langs()[0] {
		home += string(l) + "/"
	}
	alt := l.F(text.Share.Alt, l.Config(s.Config), number.Grouped(s.Report.Learnable))
	poster := home + "p/" + id + "/poster"
	return app.Elem("unet-calculator").Attr("href", home+"#"+fragment).Lang(string(l)).Body(
		app.A().Href(home + "#" + fragment).Body(
			app.Elem("picture").Body(
				app.ElemSelfClosing("source").Attr("media", "(max-width: 600px)").Attr("srcset", poster+"-narrow.svg"),
				app.Img().Class("poster").Src(poster+".svg").Alt(alt).Attr("width", "960").Attr("height", "645"),
			),
		),
	)
}

// exercise returns a question with a link to the network that answers it.
func exercise(l text.Lang, up string, i int) app.UI {
	fragment := exercises[i]
	n := state.New(fragment).Report.Learnable
	return app.Li().Body(
		app.P().Text(l.T(learnWords.Exercises[i])),
		app.Details().Body(
			app.Summary().Text(l.T(learnWords.Answer)),
			app.P().Body(app.A().Href(up+"#"+fragment).Text(number.Grouped(n))),
		),
	)
}

// exercises are the networks that answer the questions of learnWords.Exercises.
var exercises = [3]string{
	"v=1&arch=unet&in=3",
	"v=1&arch=unet&base=64&norm=none",
	"v=1&arch=unet&up=bilinear",
}

// variantArchs are the networks of the closing table, with the settings for a
// feature scale, for batch norm off, and for interpolation.
var variantArchs = []struct{ id, scale, noNorm, up string }{
	{"unet", "base", "norm=none", "up=bilinear"},
	{"unetfamily", "feature_scale", "is_batchnorm=off", "is_deconv=off"},
	{"unetfamily-nested", "feature_scale", "is_batchnorm=off", "is_deconv=off"},
	{"agn-2d", "feature_scale", "is_batchnorm=off", "is_deconv=off"},
}

// variants returns the table of U-Nets at three feature scales, with and without batch
// norm, and with both kinds of up-sampling. It omits settings that a network doesn't
// have or that change nothing.
func variants(l text.Lang, up string) app.UI {
	w := &learnWords
	var rows []app.UI
	for _, v := range variantArchs {
		a := zoo.Lookup(v.id)
		seen := map[int64]bool{}
		for i, settings := range []string{"", v.noNorm, v.up, v.noNorm + " " + v.up} {
			cells := []app.UI{
				app.Th().Scope("row").Text(l.T(a.Name)),
				app.Td().Text(l.T([]config.Text{w.With, w.Without}[i%2])),
				app.Td().Text(l.T([]config.Text{w.Transposed, w.Bilinear}[i/2])),
			}
			for _, scale := range []int64{1, 2, 4} {
				value := scale
				if v.scale == "base" {
					value = 64 / scale
				}
				c, err := config.Make(a, v.scale+"="+strconv.FormatInt(value, 10)+" "+settings)
				if err != nil {
					panic(err) // can't happen: TestLearn checks that the settings exist
				}
				n, err := c.Count()
				if err != nil {
					panic(err)
				}
				if scale == 1 && seen[n] {
					cells = nil
					break
				}
				seen[n] = true
				cells = append(cells, app.Td().Class("n").Body(
					app.A().Href(up+"#"+link.Encode(link.State{Config: c})).Text(number.Grouped(n))))
			}
			if cells != nil {
				rows = append(rows, app.Tr().Body(cells...))
			}
		}
	}
	return section.Scroll(l.T(w.Variants),
		app.Table().Class("rows variants").Body(
			app.THead().Body(section.HeadRow([]string{l.T(w.Network), l.T(w.BatchNorm), l.T(w.Up),
				l.F(w.Scale, 1), l.F(w.Scale, 2), l.F(w.Scale, 4)})),
			app.TBody().Body(rows...),
		))
}
