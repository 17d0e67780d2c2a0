package checkpoint

import "strings"

// Split tells which of the files belong together, for [Open]: an index with its
// shards, shards of one name, an ONNX model with its external data. Every other file
// is a model of its own. Files that are none go with the models that may want them,
// or else are returned one by one, so that Open says what they are.
func Split(files ...Input) [][]Input {
	var models [][]Input
	var rest []Input
	at := map[string]int{} // shards, by what their names have in common
	for _, f := range files {
		format, err := Detect(f.File, f.Name)
		switch {
		case err != nil:
			rest = append(rest, f)
			continue
		case format == SafetensorsIndex:
			if len(files) > 1 && indexes(f, files) {
				return [][]Input{files}
			}
		default:
			if _, n, ok := shard(f.Name); ok && n > 1 {
				i := strings.LastIndex(f.Name, "-of-")
				key := f.Name[:i-5] + f.Name[i:]
				if k, seen := at[key]; seen {
					models[k] = append(models[k], f)
					continue
				}
				at[key] = len(models)
			}
		}
		models = append(models, []Input{f})
	}
	if len(models) == 0 {
		for _, f := range rest {
			models = append(models, []Input{f})
		}
		return models
	}
	for i := range models {
		models[i] = append(models[i], rest...)
	}
	return models
}

// indexes reports whether a file is the index of one of the others.
func indexes(f Input, files []Input) bool {
	x, err := readIndex(newSource(f.File))
	if err != nil {
		return false
	}
	for _, name := range x.files {
		for _, other := range files {
			if other.Name == name {
				return true
			}
		}
	}
	return false
}
