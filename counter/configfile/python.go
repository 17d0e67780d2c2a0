package configfile

import "strings"

// A python is a configuration file in Python, of which the assignments were read,
// and nothing was run.
type python struct {
	names map[string]*value
	order []string
	twice []twice
	other []statement // what is no assignment of literals
}

// A statement is a line that was not read.
type statement struct {
	line int
	text string
}

// isPython reports whether a text is such a configuration file.
func isPython(t string) bool {
	return strings.Contains(t, "dict(") && strings.Contains(t, "=") || strings.HasPrefix(t, "_base_") || strings.Contains(t, "\n_base_ =")
}

// readPython reads the assignments to names at the beginning of a line.
func readPython(src string) (*python, error) {
	p := &python{names: map[string]*value{}}
	s := newScanner(src, true)
	s.names = p.names
	for {
		if s.space(); s.at >= len(s.src) {
			p.twice = s.twice
			return p, nil
		}
		start, line := s.at, 1
		name := s.name()
		for s.peek() == ' ' {
			s.at++
		}
		if name == "" || s.peek() != '=' || strings.HasPrefix(s.src[s.at:], "==") {
			s.at = start
			line = s.line()
			if s.skipExpression(0); s.at == start {
				s.at++
			}
			if len(p.other) < 100 {
				p.other = append(p.other, statement{line, shorten(strings.TrimSpace(s.src[start:s.at]))})
			}
			continue
		}
		s.at++
		v, err := s.value(0)
		if err != nil {
			return nil, err
		}
		if p.names[name] == nil {
			p.order = append(p.order, name)
		}
		p.names[name] = v
	}
}

// card reads the dictionary model_init_params of a model card.
func card(src string) (*value, error) {
	i := strings.Index(src, "model_init_params")
	j := strings.IndexByte(src[i:], '{')
	if j < 0 {
		return nil, failf("There is no dictionary after model_init_params.|model_init_params 之后没有字典。")
	}
	s := newScanner(src, true)
	s.at = i + j
	v, err := s.primary(0)
	if err != nil {
		return nil, err
	}
	if v.get("_model_class") == nil {
		name := "Unet"
		if head, _, ok := strings.Cut(src[:i], " Model Card"); ok {
			name = head[strings.LastIndexAny(head, "# \n")+1:]
		}
		v.set("_model_class", textValue(name))
	}
	return v, nil
}
