// The first script of a page that the program runs on. It stands in the page
// itself and is written for browsers of any age, so that it works where boot.js
// can't be read or isn't there. What was drawn ahead is the default network:
// where the address names a network, the page is marked until the program has
// drawn that one; see style.css.
//
// The page in a post has its policy from here: in a sandbox it has no origin, and WebKit
// takes 'self' for nothing there. The address of the site says the same to all.
(function () {
	var root = document.documentElement;
	var policy = root.getAttribute("data-policy");
	if (policy) {
		var site = document.createElement("a"), meta = document.createElement("meta");
		site.href = root.getAttribute("data-root");
		meta.httpEquiv = "Content-Security-Policy";
		meta.content = policy.split("'self'").join(site.href.replace(/;/g, "%3B").replace(/,/g, "%2C"));
		document.head.appendChild(meta);
	}
	function mark() {
		if (root.getAttribute("data-ready") !== null) return; // the program draws what is asked for
		if (location.hash.indexOf("=") > 0) root.setAttribute("data-waiting", "");
		else root.removeAttribute("data-waiting");
	}
	mark();
	window.addEventListener("hashchange", mark);
	window.addEventListener("load", function () {
		if (root.getAttribute("data-boot") !== null) return; // boot.js runs
		var status = document.getElementById("boot-status");
		var waits = root.getAttribute("data-waiting") !== null;
		status.firstChild.textContent = waits && status.getAttribute("data-failed-link") || status.getAttribute("data-failed");
		status.lastChild.onclick = function () { location.reload(); };
		status.removeAttribute("hidden");
		root.setAttribute("data-failed", "");
	});
})();
