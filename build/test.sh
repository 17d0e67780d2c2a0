#!/bin/sh
# Everything that must pass, in the order in which a mistake is found cheapest.
# Started by `make test`. It needs Go and make; a browser and node, for the tests
# that run in them, are installed where there are none and it may.
set -eu
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

# need PROGRAM[|PROGRAM…] PACKAGE… makes sure that one of the programs is there,
# or installs Debian's packages.
need() {
	programs=$1
	shift
	for program in $(echo "$programs" | tr '|' ' '); do
		if command -v "$program" >/dev/null 2>&1; then return; fi
	done
	root=
	if [ "$(id -u)" != 0 ]; then
		root='sudo -n'
		sudo -n true 2>/dev/null || root=none
	fi
	if [ "$root" = none ] || ! command -v apt-get >/dev/null 2>&1; then
		echo "missing: $programs; install it (Debian: apt-get install $*) and run this again" >&2
		exit 1
	fi
	step "installing $*"
	# shellcheck disable=SC2086 # $root is a command with its option, or nothing
	{
		$root apt-get -qq update
		$root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
	}
}

step 'format and vet'
unformatted=$(gofmt -l app build counter web)
if [ -n "$unformatted" ]; then
	echo "not as gofmt writes it: $unformatted" >&2
	exit 1
fi
go vet ./...
GOOS=js GOARCH=wasm go vet ./app/... ./build/browser

step 'unit tests'
export E2E=off LATEX=off # their turns come later
go test ./...

need node nodejs
step 'the engine as WebAssembly'
PATH="$(go env GOROOT)/lib/wasm:$PATH" GOOS=js GOARCH=wasm go test ./counter/... ./app/link/...

need pdflatex texlive-latex-base texlive-latex-recommended
need pdftotext poppler-utils
step 'exported LaTeX, typeset'
LATEX=require go test -run LaTeX ./app

step 'generated code in PyTorch: a part of make proof'
sh build/proof.sh part

step 'fuzzing, five seconds each'
for package in $(go list ./...); do
	for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
		go test -run '^$' -fuzz "^$target\$" -fuzztime 5s "$package"
	done
done

step 'two builds of the site are one'
go run ./build/site -out .build/once >/dev/null
go run ./build/site -out .build/twice >/dev/null
diff -r .build/once .build/twice

# Fonts are not part of the browser's package: without any there is no text to
# measure, and Chinese needs its own.
[ -n "${CHROMIUM:-}" ] || need 'chromium|chromium-browser|google-chrome-stable|google-chrome' \
	chromium fonts-liberation fonts-noto-cjk
step 'the site in a browser'
E2E=require E2E_SITE=../../.build/once go test -count=1 -timeout 30m ./build/e2e

step 'bytes, allocations and ratios of make bench'
go run ./build/bench -short -site .build/once
