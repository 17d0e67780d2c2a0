//go:build js

// Command modelreader is the program that reads model files in the browser, in a
// worker of its own: it is loaded when the first file is opened, a file that lies
// can't hold up the page, and a reader who has waited long enough ends the worker.
//
// It gives the worker a function, readModel: from an array of File objects, and one of
// their names, to the text of a summary of each model that they hold, see package
// modelfile.
package main

import (
	"errors"
	"io"
	"strings"
	"syscall/js"

	"unetparams/counter/checkpoint"
	"unetparams/counter/modelfile"
)

func main() {
	js.Global().Set("readModel", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return read(args[0], args[1])
	}))
	select {}
}

// read opens files, and sums up what each model in them holds.
func read(list, names js.Value) string {
	var inputs []checkpoint.Input
	for i := range list.Length() {
		inputs = append(inputs, checkpoint.Input{Name: names.Index(i).String(), File: blob{list.Index(i)}})
	}
	text := ""
	for _, files := range checkpoint.Split(inputs...) {
		s := &modelfile.Summary{}
		if c, err := checkpoint.Open(checkpoint.Within(files)...); err != nil {
			s.Error = said(err)
			if e, ok := err.(*checkpoint.Error); ok && e.Kind == checkpoint.NoTensors && strings.HasSuffix(files[0].Name, ".pkl") {
				s.Error.EN += "; it may be the plans of nnU-Net v1, whose network is another one than that of v2 (Generic_UNet, base 30, at most 320 features in 3D and 480 in 2D): its numbers can be entered by hand"
				s.Error.ZH += "；它可能是 nnU-Net v1 的 plans，其网络与 v2 不同（Generic_UNet，起始 30，三维至多 320、二维至多 480 个特征），其数值可手动输入"
			}
		} else {
			s = summary(c)
		}
		s.Name = checkpoint.Show(files[0].Name)
		text += s.Encode()
	}
	return text
}

// maxBroken is of how many broken tensors it is said what is wrong.
const maxBroken = 5

// said says an error in both languages.
func said(err error) modelfile.Text {
	if e, ok := err.(*checkpoint.Error); ok {
		return modelfile.Text{EN: e.Error(), ZH: e.Chinese()}
	}
	return modelfile.Text{EN: err.Error(), ZH: err.Error()}
}

func summary(c *checkpoint.Checkpoint) *modelfile.Summary {
	t := c.Totals()
	s := &modelfile.Summary{
		Format:     c.Format.String(),
		Parameters: t.Parameters, Buffers: t.Buffers, Undetermined: t.Undetermined,
		Names: t.Names, Distinct: t.Distinct, Faults: t.Faults,
		FileBytes: c.FileBytes, Prefix: c.Prefix, Ordered: c.Ordered,
	}
	if c.Version != "" {
		s.Format += " " + c.Version
	}
	if c.Producer != "" {
		s.Format += ", " + checkpoint.Show(c.Producer)
	}
	if t.Overflow {
		s.Error = modelfile.Text{EN: "the sum of the tensors is beyond 63 bits", ZH: "张量的总和超出 63 位整数"}
	}
	for _, n := range c.Notes {
		s.Notes = append(s.Notes, modelfile.Text{EN: n.String(), ZH: n.Chinese()})
	}
	for _, p := range c.Parts() {
		s.Parts = append(s.Parts, modelfile.Part{Group: p.Group.String(), Path: checkpoint.Show(p.Path), Tensors: p.Tensors, Elements: p.Elements, Bytes: p.Bytes})
	}
	for i := range c.Tensors {
		if t := &c.Tensors[i]; t.Fault != nil && len(s.Broken) < maxBroken {
			s.Broken = append(s.Broken, said(t.Fault))
		}
		if t := &c.Tensors[i]; t.Group == checkpoint.Model && t.Fault == nil {
			s.Tensors = append(s.Tensors, modelfile.Tensor{Name: t.Name, Shape: t.TorchShape(), DType: string(t.DType), Buffer: t.Role == checkpoint.Buffer})
		}
	}
	return s
}

// A blob is a File object of the browser. It is read in slices, and waits for each:
// a worker may.
type blob struct{ js.Value }

// Size implements [checkpoint.File].
func (b blob) Size() int64 { return int64(b.Get("size").Float()) }

// ReadAt implements [checkpoint.File].
func (b blob) ReadAt(p []byte, off int64) (n int, err error) {
	defer func() { // the file was moved or changed since it was chosen
		if e := recover(); e != nil {
			if fault, ok := e.(js.Error); ok {
				err = fault
			} else {
				err = errors.New("the browser can't read the file")
			}
		}
	}()
	slice := b.Call("slice", off, off+int64(len(p)))
	array := js.Global().Get("Uint8Array").New(js.Global().Get("FileReaderSync").New().Call("readAsArrayBuffer", slice))
	if n = js.CopyBytesToGo(p, array); n < len(p) {
		err = io.EOF
	}
	return n, err
}
