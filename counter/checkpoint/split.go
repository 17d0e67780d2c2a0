package checkpoint

import (
	"path"
	"slices"
	"strings"
)

// Split tells which of the files belong together, for [Open]: an index with its
// shards, shards of one name, an ONNX model with its external data. Every other file
// is a model of its own, and so is one that is none, so that Open says what it is.
// Names may have the paths of folders; [Open] expects those within the folder of a
// model, as [Within] gives them.
func Split(files ...Input) [][]Input {
	formats := make([]Format, len(files))
	taken := make([]bool, len(files))
	for i, f := range files {
		formats[i], _ = Detect(f.File, f.Name)
	}
	models := make([][]Input, len(files)) // by their first files
	for i, f := range files {
		var parts []int
		switch {
		case len(files) == 1:
		case formats[i] == SafetensorsIndex:
			parts = indexed(f, files)
		case formats[i] == ONNX:
			parts = external(f, files)
		}
		for _, k := range parts {
			if k != i && models[k] == nil {
				models[i], taken[k] = append(models[i], files[k]), true
			}
		}
		if len(models[i]) > 0 {
			models[i] = append([]Input{f}, models[i]...)
		}
	}
	first := map[string]int{} // of shards, by what their names have in common
	for i, f := range files {
		if taken[i] || models[i] != nil {
			continue
		}
		key := shards(f.Name)
		if k, ok := first[key]; ok && key != "" && formats[i] != UnknownFormat {
			models[k] = append(models[k], f)
			continue
		}
		first[key], models[i] = i, []Input{f}
	}
	var list [][]Input
	for i, m := range models {
		if m != nil && !taken[i] {
			list = append(list, m)
		}
	}
	return list
}

// shards returns what the names of all shards have in common, or "" if a name is none of
// a shard.
func shards(name string) string {
	if _, n, ok := shard(name); !ok || n < 2 {
		return ""
	}
	i := strings.LastIndex(name, "-of-")
	return name[:i-5] + name[i:]
}

// Within returns the files of a model with their names in the folder of the first.
func Within(files []Input) []Input {
	list := slices.Clone(files)
	folder := path.Dir(files[0].Name) + "/"
	if folder == "./" {
		return list
	}
	for i, f := range files {
		if name, ok := strings.CutPrefix(f.Name, folder); ok {
			list[i].Name = name
		} else {
			list[i].Name = "../" + f.Name
		}
	}
	return list
}

// indexed returns the places of the files that an index names.
func indexed(f Input, files []Input) []int {
	x, err := readIndex(newSource(f.File))
	if err != nil {
		return nil
	}
	var list []int
	for i, other := range Within(append([]Input{f}, files...))[1:] {
		if slices.Contains(x.files, other.Name) {
			list = append(list, i)
		}
	}
	return list
}

// external returns the places of the files that a model of ONNX names: those whose
// sizes its reader asks for.
func external(f Input, files []Input) []int {
	asked := make([]sized, len(files))
	others := Within(append([]Input{f}, files...))[1:]
	for i := range others {
		asked[i].File = others[i].File
		others[i].File = &asked[i]
	}
	readONNX(&Checkpoint{}, newSource(f.File), others)
	var list []int
	for i := range asked {
		if asked[i].asked {
			list = append(list, i)
		}
	}
	return list
}

// sized notes whether the size of a file was asked for.
type sized struct {
	File
	asked bool
}

func (s *sized) Size() int64 {
	s.asked = true
	return s.File.Size()
}
