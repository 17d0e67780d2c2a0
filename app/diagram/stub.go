package diagram
import "unetparams/counter"
type Options struct { Narrow bool; ID string }
type Words struct { Title, Desc string; Stage func(counter.Stage) string; Number func(int64) string; Share func(a,b int64) string; Copy, CopyCrop, Down, Up, Conv, Head, Parameters, Channels string }
func SVG(r *counter.Report, t *counter.Trace, w Words, o Options) string { return "<svg></svg>" }
