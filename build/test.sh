#!/bin/sh
# Everything that must pass, in the order in which a mistake is found cheapest.
# Started by `make test`. It needs Go and make; see need.sh for the rest, which is
# installed first where it is missing and may be.
set -eu
cd "$(dirname "$0")/.."

step() { printf '\n== %s (after %d s)\n' "$*" $(($(date +%s) - started)); }

# The browser tests build a changed copy of the module. Without paths in what is
# compiled, the copy shares all that did not change.
export GOFLAGS="${GOFLAGS:+$GOFLAGS }-trimpath"

. build/need.sh
need node nodejs
need_latex
need_pytorch
need_browser
need_other_browsers
install_missing

started=$(date +%s)
step 'format and vet'
unformatted=$(gofmt -l app build counter web)
if [ -n "$unformatted" ]; then
	echo "not as gofmt writes it: $unformatted" >&2
	exit 1
fi
go vet ./...
GOOS=js GOARCH=wasm go vet ./app/... ./build/browser

step 'staticcheck'
GOBIN="$PWD/.build/bin" go install honnef.co/go/tools/cmd/staticcheck@v0.8.2
.build/bin/staticcheck ./...
GOOS=js GOARCH=wasm .build/bin/staticcheck ./build/browser ./app/...

step 'unit tests'
export E2E=off LATEX=off # their turns come later
go test ./...

# PyTorch keeps one core busy for minutes: the steps after this one run beside it.
sh build/proof.sh part >.build/proof.log 2>&1 &
proof=$!

step 'the engine as WebAssembly, rewritten as in the program'
go build -o .build/bin/exec ./build/wasm/exec
GOOS=js GOARCH=wasm go test -exec "$PWD/.build/bin/exec" -short ./counter ./counter/layer/... ./counter/number ./counter/tools ./counter/field ./counter/memory ./counter/zoo ./app/link

step 'exported LaTeX, typeset'
LATEX=require go test -run 'LaTeX|TikZ' ./app/files ./app/diagram

# By number, not by time: when the time is up in the middle of an input, the go
# command at times reports "context deadline exceeded" as a failure
# (https://go.dev/issue/75804). And it would spend up to a minute on making each
# new input smaller.
step 'fuzzing, 1,000 inputs each'
for package in $(go list ./...); do
	for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
		go test -run '^$' -fuzz "^$target\$" -fuzztime 1000x -fuzzminimizetime 10x "$package"
	done
done

step 'generated code in PyTorch: a part of make proof'
wait "$proof" || { cat .build/proof.log; exit 1; }
tail -n 2 .build/proof.log

step 'two builds of the site are one'
go run ./build/site -out .build/once >/dev/null
go run ./build/site -out .build/twice -plain >/dev/null # compressing takes longest
diff -r -x '*.br' -x '*.gz' .build/once .build/twice

step 'the site in a browser'
E2E=require E2E_SITE=../../.build/once go test -count=1 -timeout 30m ./build/e2e

step 'bytes and allocations of make bench'
go run ./build/bench -short -site .build/once
