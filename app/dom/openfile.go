package dom

import (
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A LocalFile is a file of the reader's, with its path where it lies in a folder.
type LocalFile struct {
	Name   string
	Text   string // its content, or the beginning of it
	Binary bool   // it is no text, and Text has only its first bytes

	file app.Value
}

// enough is how many bytes of a file tell whether it is a text.
const enough = 4096

// ReadFiles reads files that the reader has chosen or dropped, an array of File objects,
// and then calls a function with them: at most the given number of files, and of bytes
// of each. Of those that are binary by their first bytes it reads no more. They don't
// leave the browser.
func ReadFiles(ctx app.Context, list app.Value, most, files int, binary func(start string) bool, then func([]LocalFile)) {
	n := min(list.Get("length").Int(), files)
	read, left := make([]LocalFile, n), n
	end := func() {
		if left--; left == 0 {
			ctx.Dispatch(func(app.Context) { then(read) })
		}
	}
	for i := range n {
		f := &read[i]
		f.file = list.Index(i)
		f.Name = f.file.Get("name").String()
		if path := f.file.Get("path"); path.Truthy() { // of unetFiles
			f.Name = path.String()
		}
		f.read(enough, func(bytes int) {
			if f.Binary = bytes >= 0 && binary(f.Text); f.Binary || bytes < enough {
				end()
				return
			}
			f.read(most, func(int) {
				f.Binary = binary(f.Text)
				end()
			})
		})
	}
}

// read reads the beginning of a file as its text, and then calls a function with the
// number of bytes read, of which UTF-16 has more than the text; it is -1 if reading
// failed.
func (f *LocalFile) read(most int, then func(bytes int)) {
	var done, failed app.Func
	end := func(ok bool) app.Func {
		return app.FuncOf(func(_ app.Value, args []app.Value) any {
			done.Release()
			failed.Release()
			bytes := -1
			if ok {
				bytes = args[0].Get("byteLength").Int()
				f.Text = textOf(args[0])
			}
			then(bytes)
			return nil
		})
	}
	done, failed = end(true), end(false)
	f.file.Call("slice", 0, most).Call("arrayBuffer").Call("then", done, failed)
}

// Files returns the files of a list as an array. A list belongs to its event or its
// field, and may be emptied afterwards.
func Files(list app.Value) app.Value { return app.Window().Get("Array").Call("from", list) }

// textOf returns the bytes of a buffer; those of UTF-16 with a byte order mark as UTF-8.
func textOf(buffer app.Value) string {
	array := app.Window().Get("Uint8Array").New(buffer)
	b := make([]byte, array.Get("length").Int())
	app.CopyBytesToGo(b, array)
	for mark, encoding := range map[string]string{"\xff\xfe": "utf-16le", "\xfe\xff": "utf-16be"} {
		if strings.HasPrefix(string(b[:min(len(b), 2)]), mark) {
			return app.Window().Get("TextDecoder").New(encoding).Call("decode", array).String()
		}
	}
	return string(b)
}

// OnFiles calls functions when files are dropped on the page, or when text is
// pasted anywhere in it: into the field with the given id, or outside of fields. If
// pasted returns true, the text is not inserted, unless back is called later to do so.
// Files in folders that are dropped are among them, with their paths.
// While files are dragged over the page, its root has the attribute data-drop; dragged
// is called when that begins.
func OnFiles(dragged func(), dropped func(list app.Value), pasted func(text, field string, back func()) (used bool)) {
	window := app.Window()
	listen := func(event string, do func(e app.Value)) {
		window.Call("addEventListener", event, app.FuncOf(func(_ app.Value, args []app.Value) any {
			do(args[0])
			return nil
		}), map[string]any{"capture": true})
	}
	hasFiles := func(e app.Value) bool {
		data := e.Get("dataTransfer")
		return data.Truthy() && data.Get("types").Call("includes", "Files").Bool()
	}
	root := window.Get("document").Get("documentElement")
	listen("dragover", func(e app.Value) {
		if hasFiles(e) {
			e.Call("preventDefault")
			if !root.Call("hasAttribute", "data-drop").Bool() {
				root.Call("setAttribute", "data-drop", "")
				dragged()
			}
		}
	})
	listen("dragleave", func(e app.Value) {
		if !e.Get("relatedTarget").Truthy() { // out of the window
			root.Call("removeAttribute", "data-drop")
		}
	})
	listen("drop", func(e app.Value) {
		root.Call("removeAttribute", "data-drop")
		if hasFiles(e) {
			e.Call("preventDefault")
			var read app.Func
			read = app.FuncOf(func(_ app.Value, args []app.Value) any {
				read.Release()
				dropped(args[0])
				return nil
			})
			window.Call("unetFiles", e.Get("dataTransfer")).Call("then", read) // see boot.js
		}
	})
	listen("paste", func(e app.Value) {
		data := e.Get("clipboardData")
		if !data.Truthy() {
			return
		}
		if s := data.Call("getData", "text").String(); utf8.ValidString(s) && pasted(s, fieldID(e.Get("target")), func() { insert(e.Get("target"), s) }) {
			e.Call("preventDefault")
		}
	})
}

// fieldID returns the id of a text field, "?" if it has none, and "" for other
// elements.
func fieldID(e app.Value) string {
	if !takesText(e) {
		return ""
	}
	if id := e.Get("id").String(); id != "" {
		return id
	}
	return "?"
}

func takesText(e app.Value) bool {
	return e.Truthy() && e.Get("setRangeText").Truthy() && !e.Get("selectionStart").IsNull()
}

// insert inserts a text into a field as if it had been pasted.
func insert(field app.Value, s string) {
	if !takesText(field) {
		return
	}
	field.Call("focus")
	// In browsers that support it, this can be undone.
	if app.Window().Get("document").Call("execCommand", "insertText", false, s).Bool() {
		return
	}
	field.Call("setRangeText", s, field.Get("selectionStart"), field.Get("selectionEnd"), "end")
	field.Call("dispatchEvent", app.Window().Get("Event").New("input", map[string]any{"bubbles": true}))
}
