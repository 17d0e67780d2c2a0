// Package zootest builds networks for the tests of other packages.
package zootest

import (
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// A Network is a configuration and what it makes.
type Network struct {
	Config *config.Config
	Net    *counter.Net
	Report *counter.Report
	Trace  *counter.Trace
}

// Build builds an architecture with settings as in a link, separated by spaces, and
// runs it at its own input size. Whatever fails ends the test.
func Build(t testing.TB, arch, settings string) Network {
	t.Helper()
	c, err := config.Make(zoo.Lookup(arch), settings)
	if err != nil {
		t.Fatal(err)
	}
	net, r, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	trace, err := c.Trace(net)
	if err != nil {
		t.Fatal(err)
	}
	return Network{c, net, r, trace}
}
