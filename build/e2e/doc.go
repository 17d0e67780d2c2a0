// Package e2e looks at the built site the way a reader does: in a real browser,
// served as plain files from a path of its own. Its tests type, click, follow
// Back, open hostile links and pull the plug, and read the numbers from the
// text on the page.
//
// The package has only tests. With no browser on the machine they are skipped;
// with E2E=require in the environment, as `make test` sets it, a missing browser
// is a failure, and with E2E=off they are always skipped. CHROMIUM names the
// browser to use. The site is built first, unless E2E_SITE names the folder of
// one that is; the path counts from this folder.
//
// The tests wait for states, never for times: for an element, a text, an entry in
// the history, a message. That something does not happen is shown by what would
// come after it. So they pass on a slow machine too. E2E_SLOW=8 in the environment
// makes every page eight times as slow as it would be, to see that they do; their
// patience grows likewise, and go test needs a longer -timeout:
//
//	E2E_SLOW=8 go test -timeout 3h ./build/e2e
//
// Whatever a test is about, it fails when the page logs an error or a warning,
// throws, opens a dialog, breaks its Content-Security-Policy, or asks for
// anything outside the folder it is served from.
package e2e
