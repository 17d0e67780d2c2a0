# What test.sh and proof.sh need besides Go. Each need_… function takes note of
# what is missing; install_missing then installs all of it at once, or names all
# of it in one line. To be sourced.

missing=  # programs, for people
packages= # the Debian packages that have them

# need PROGRAM[|PROGRAM…] PACKAGE… asks for one of the programs.
need() {
	programs=$1
	shift
	old=$IFS
	IFS='|'
	for program in $programs; do
		if command -v "$program" >/dev/null 2>&1; then
			IFS=$old
			return
		fi
	done
	IFS=$old
	note "${programs%%|*}" "$*"
}

note() {
	missing="${missing:+$missing, }$1"
	packages="${packages:+$packages }$2"
}

# Fonts are not part of the browser's package: without any there is no text to
# measure, and Chinese needs its own.
need_browser() {
	[ -n "${CHROMIUM:-}" ] || need 'chromium|chromium-browser|google-chrome-stable|google-chrome' \
		chromium fonts-liberation fonts-noto-cjk
}

# Two other browsers, in each of which the site is gone through once.
need_other_browsers() {
	need firefox-esr firefox-esr
	need WebKitWebDriver webkit2gtk-driver
	need Xvfb xvfb
}

need_latex() {
	need pdflatex texlive-latex-base texlive-latex-recommended
	need pdftotext poppler-utils
	kpsewhich tikz.sty >/dev/null 2>&1 || note TikZ texlive-pictures
}

# PyTorch may be that of another Python, which PYTHON names.
python=${PYTHON:-/usr/bin/python3}
need_pytorch() {
	"$python" -c 'import torch' 2>/dev/null || note 'PyTorch (or name a Python that has it in PYTHON)' python3-torch
}

install_missing() {
	if ! command -v go >/dev/null 2>&1; then # Debian's is too old
		echo "missing: Go 1.26 (https://go.dev/dl/)${missing:+, $missing}${packages:+; Debian has: $packages}" >&2
		exit 1
	fi
	[ -n "$packages" ] || return 0
	root=
	if [ "$(id -u)" != 0 ]; then
		root='sudo -n'
		sudo -n true 2>/dev/null || root=none
	fi
	if [ "$root" = none ] || ! command -v apt-get >/dev/null 2>&1; then
		echo "missing: $missing; install what is missing (Debian: apt-get install $packages) and run this again" >&2
		exit 1
	fi
	printf '\n== installing %s\n' "$packages"
	# shellcheck disable=SC2086 # $root is a command with its option, or nothing; $packages a list
	{
		$root apt-get -qq update
		$root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $packages >/dev/null
	}
}
