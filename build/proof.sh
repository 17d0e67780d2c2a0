#!/bin/sh
# The proof: generated PyTorch files are run in a real PyTorch. Started by
# `make proof` for all of them, and by `make test` with "part"; with "choices" it also
# runs every choice of every setting. PyTorch is Debian's python3-torch, which is
# installed where it is missing and may be.
# Keras files are run in the same Python's Keras; Debian has none, and then in a
# stand-in, which checks names, shapes and counts but computes nothing.
set -eu
cd "$(dirname "$0")/.."
amount=${1:-all}

. build/need.sh
need_pytorch
[ "$amount" != all ] || need_latex # make proof typesets all LaTeX files next
install_missing
PYTHON=$python PROOF=$amount go test -count=1 -timeout 60m -run '^TestProof' -v ./counter/zoo
