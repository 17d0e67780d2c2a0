package state

import (
	"slices"

	"unetparams/app/link"
	"unetparams/counter/config"
)

// Pin adds a network to the table of a state, unless it is there, and reports whether it
// could: a link holds no more than so much.
func Pin(s *State, c *config.Config) bool {
	t := s.Table
	for _, pinned := range t.Networks {
		if pinned.Equal(c) {
			return true
		}
	}
	s.Table.Networks = append(slices.Clone(t.Networks), c.Clone())
	if len(s.Table.Networks) > link.MaxNetworks || len(s.Link()) > link.MaxBytes {
		s.Table = t
		return false
	}
	s.Version++
	return true
}
