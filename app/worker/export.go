package worker

import (
	"unetparams/app/diagram"
	"unetparams/app/export"
	"unetparams/app/files"
	"unetparams/app/text"
	"unetparams/counter/configfile"
)

// export answers with the text of a file of the network of link, which has an
// address: what is "picture", "tikz", "json", or one of a table or the derivation in
// a format, such as "stages.csv" or "derivation.tex", or "config" or "call", the
// configuration file of its library and the call of its class. A picture has a theme.
func (w *Worker) export(q Message) Message {
	l, s := language(q), w.at(q["link"])
	net := files.New(s, l, q["address"])
	switch q["what"] {
	case "picture":
		return Message{"text": export.NewPoster(s, l, export.PosterOptions{Link: q["address"], Theme: q["theme"],
			Words: func(words *diagram.Words) { show(l, s, words) }})}
	case "tikz":
		words := text.Diagram(text.English, s.Report) // the texts must be in a Latin script
		words.Title = text.English.Config(s.Config)
		return Message{"text": diagram.TikZ(s.Report, s.Trace, words, diagram.Options{Still: true, ID: "unet"})}
	case "json":
		return Message{"text": net.JSON()}
	case "config", "call":
		for _, f := range configfile.Write(s.Config) {
			if (f.Name == "") == (q["what"] == "call") {
				return Message{"text": f.Text}
			}
		}
		return Message{}
	}
	formats := map[string]files.Format{".csv": files.CSV, ".md": files.Markdown, ".tex": files.LaTeX}
	for ext, format := range formats {
		for name, table := range map[string]files.Table{"stages": files.Stages, "layers": files.Layers, "tensors": files.Tensors} {
			if q["what"] == name+ext {
				return Message{"text": net.Write(table, format)}
			}
		}
		if q["what"] == "derivation"+ext && format != files.CSV {
			return Message{"text": net.Derivation(format)}
		}
	}
	return Message{}
}

// config answers what a library would read of the network of link: name, that of the
// configuration file, and call, "true" where there is a class to be called.
func (w *Worker) config(q Message) Message {
	a := Message{}
	for _, f := range configfile.Write(w.at(q["link"]).Config) {
		if f.Name != "" {
			a["name"] = f.Name
		} else {
			a["call"] = "true"
		}
	}
	return a
}
