package worker

import (
	"strings"

	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/keras"
	"unetparams/counter/number"
	"unetparams/counter/pytorch"
)

// code answers with the file of a network that counts itself: its text, its name,
// and help, a sentence about it. Where there is no file, help says why. It asks for
// the framework, "pytorch" or "keras", of the network of link, which has an address.
func (w *Worker) code(q Message) Message {
	l, s := language(q), w.at(q["link"])
	if q["framework"] == "keras" {
		return kerasFile(l, s, q["address"])
	}
	txt, err := pytorch.File(s.Net, pytorch.Options{
		Class:  className(s.Config.Arch.Class),
		Header: codeHeader(l, s, l.F(text.Page.BuffersBeside, number.Grouped(s.Report.Buffers)), q["address"]),
		Size:   codeSize(s),
	})
	if err != nil {
		return Message{"help": l.F(text.Page.NoCode, err)}
	}
	return Message{"text": txt, "help": l.T(text.Page.CodeHelp), "name": "net.py"}
}

func kerasFile(l text.Lang, s *state.State, address string) Message {
	trainable, total := keras.Counts(s.Report)
	txt, err := keras.File(s.Net, keras.Options{
		Name: "unet", Header: codeHeader(l, s, l.F(text.Keras.Counts, number.Grouped(trainable), number.Grouped(total)), address), Trace: s.Trace,
	})
	if none, ok := err.(*keras.Error); ok {
		return Message{"help": l.F(text.Keras.None, none.Layer, l.T(text.Keras.Reason[none.Reason]))}
	}
	if err != nil {
		return Message{"help": l.F(text.Page.NoCode, err)}
	}
	return Message{"text": txt, "help": l.T(text.Keras.Help), "name": "net_keras.py"}
}

// codeHeader returns the comments at the top of a file: the numbers and where
// they come from.
func codeHeader(l text.Lang, s *state.State, beside, address string) []string {
	lines := []string{
		l.Net(s.Config) + ": " + number.Grouped(s.Report.Learnable) + " " + l.T(text.Page.ParametersUnit),
		beside,
		address,
		l.T(text.Page.Convention[0]),
	}
	if s.Trace != nil {
		lines = append(lines, l.F(text.Page.MACs, number.Grouped(s.Trace.Total), text.Sizes(codeSize(s))))
	}
	return lines
}

// codeSize returns the size of the input that a file tries, if any goes through.
func codeSize(s *state.State) []int64 {
	if s.Trace == nil {
		return nil
	}
	return s.Trace.Out[0].Sizes()
}

// className returns a class name for the network: that of the published class.
func className(class string) string {
	if class == "" || strings.Trim(class, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		return "UNet"
	}
	return class
}
