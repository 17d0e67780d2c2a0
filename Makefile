# Everything is done by Go programs in build/; make only gives them short names.
# No target needs more than Go and make: `go run` fetches what it lacks.

.PHONY: help build run test check proof bench size clean

# First, so that a bare `make` explains itself instead of doing something.
help:
	@echo 'make build   make the site in dist/'
	@echo 'make run     the same, then show it on localhost'
	@echo 'make test    everything that must pass (make check is the same)'
	@echo 'make bench   measure weight, start, keystrokes and memory; one table'
	@echo 'make proof   run every generated PyTorch file, typeset every LaTeX file'
	@echo 'make size    what each package costs the browser program'
	@echo 'make clean   remove what was made'

# Always run, never judged by file times: the go command knows better what is
# out of date, and a build of nothing new takes seconds.
# URL=https://host/path/ adds the tags that need an absolute address.
build:
	go run ./build/site -out dist -url '$(URL)'

# ARGS='-addr :9000 -prefix /tools/unet/' shows it elsewhere.
run: build
	go run ./build/serve -dir dist $(ARGS)

# Everything that must pass, and what CI runs. It installs the browser it needs.
test:
	@sh build/test.sh

check: test

# All of what `make test` runs a part of: presets, architectures, oracle cases and
# random configurations as PyTorch files, run and compared.
proof:
	@sh build/proof.sh all
	@LATEX=all go test -count=1 -timeout 30m -run 'LaTeX|TikZ' ./app/files ./app/diagram

# What the README's table says, on this machine. Also written to .build/bench.json.
bench:
	go run ./build/bench

# ARGS='-by function -in unetparams/app' lists functions, ARGS='-why fmt.Sprintf'
# says who links one; -program worker is for the second program.
size:
	@go run ./build/size $(ARGS)

clean:
	rm -rf dist .build
