package files

import (
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/number"
)

// New returns a network as the files need it; link is the whole address of its
// configuration.
func New(s *state.State, l text.Lang, link string) *Net {
	w := &text.Export
	width, form, err := s.Config.ClosedForm()
	if err != nil {
		form = counter.Poly{} // there is none
	}
	return &Net{
		Config: s.Config, Report: s.Report, Trace: s.Trace, Width: width, Form: form,
		Name:        l.Config(s.Config),
		Total:       l.F(w.Total, number.Grouped(s.Report.Learnable)),
		Conventions: l.Conventions(s.Report),
		Link:        link,
		Run:         Options(s.Cost),
		lang:        l,
		Words: Words{
			Chinese: l == text.Chinese,
			Number:  number.Grouped, Share: number.Share, Stage: l.Stage, Layer: l.Layer, Reason: l.Reason, Shape: text.Shape,
			Runs: func(n int) string { return l.F(w.Runs, n) },
			Name: l.T(text.Page.Name), Kind: l.T(text.Page.Kind), Dims: l.T(text.Page.Shape), StageTitle: l.T(w.Stage),
			How: l.T(w.Calculation), Output: l.T(text.Page.Output), Parameters: l.T(w.Parameters),
			ShareTitle: l.T(text.Page.Share), Buffers: l.T(w.Buffers), Remark: l.T(w.Remark),
			Activations: l.T(text.Paper.Activations), Saved: l.T(text.Paper.Saved), Field: l.T(text.Cost.Field),
			Sum: l.T(text.Page.Sum), Shared: l.T(text.Page.Shared), Unused: l.T(text.Page.Unused), Again: l.T(text.Page.Again),
			Tools: l.T(text.Tools.Others), NeverRun: l.T(w.NeverRun), Derivation: l.T(text.Page.Derivation), Symbols: l.T(w.Symbols),
			StageSum: l.T(text.Page.StageSum), TotalTitle: l.T(text.Page.Total), ClosedForm: l.T(text.Page.ClosedForm),
			Colon: l.T(text.Describe.Colon), Comma: l.T(text.Describe.Comma), Counted: l.T(w.Counted), TableNote: l.T(w.TableNote), DocNote: l.T(w.DocNote),
		},
	}
}
