package checkpoint

import "strings"

// script walks a TorchScript module: its attributes are tensors and modules in the
// order of their definition.
func (f *finder) script(o *pyObject, state *pyDict, path, name string, depth int) bool {
	if !f.enter(depth) {
		return false
	}
	full := o.class.String()
	class := unmangled(full)
	f.c.module(name, class)
	roles, known := f.classes[full]
	has := false
	for i, k := range state.keys {
		attr := join(name, keyText(k))
		switch v := state.vals[i].(type) {
		case *pyTensor:
			role, certain := roles[keyText(k)]
			aside := known && !certain // an attribute that is neither
			f.add(found{v, path, attr, class, role, certain, aside})
			has = true
		case *pyObject:
			if f.child(v, path, attr, depth+1) {
				has = true
			}
		default:
			if container(v) && f.walk(v, join(path, attr), depth+1) {
				has = true
			}
		}
	}
	return has
}

// unmangled removes the compiler's name mangling from a class name:
// __torch__.torch.nn.modules.conv.___torch_mangle_3.Conv2d.
func unmangled(class string) string {
	var out []string
	for _, s := range strings.Split(class, ".") {
		if s != "__torch__" && !strings.HasPrefix(s, "___torch_mangle_") {
			out = append(out, s)
		}
	}
	return strings.Join(out, ".")
}

// classes reads from the archive's code which attributes of each class are
// parameters and which are buffers. It uses only two lines of each class.
func (a *archive) classes() map[string]map[string]Role {
	out := map[string]map[string]Role{}
	budget, files := int64(maxInflated), 0
	for i := range a.members {
		m := &a.members[i]
		j := strings.Index(m.name, "code/__torch__")
		if j < 0 || !strings.HasSuffix(m.name, ".py") || m.size > budget {
			continue
		}
		if files++; files > maxCode {
			break
		}
		budget -= m.size
		s, err := a.open(m)
		if err != nil {
			continue
		}
		b, err := s.bytes(0, s.size)
		if err != nil {
			continue
		}
		module := strings.ReplaceAll(strings.TrimSuffix(m.name[j+5:], ".py"), "/", ".")
		scanClasses(out, module, string(b))
	}
	return out
}

func scanClasses(out map[string]map[string]Role, module, text string) {
	var roles map[string]Role
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "class "); ok {
			name, _, _ := strings.Cut(rest, "(")
			roles = map[string]Role{}
			out[module+"."+strings.TrimSuffix(name, ":")] = roles
		}
		role := Undetermined
		switch {
		case strings.HasPrefix(line, "__parameters__ ="):
			role = Parameter
		case strings.HasPrefix(line, "__buffers__ ="):
			role = Buffer
		}
		if role == Undetermined || roles == nil {
			continue
		}
		for i, s := range strings.Split(line, `"`) {
			if i%2 == 1 {
				roles[s] = role
			}
		}
	}
}
