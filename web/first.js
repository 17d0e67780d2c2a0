// The first script of a page that the program runs on. It stands in the page
// itself and is written for browsers of any age, so that it works where boot.js
// can't be read or isn't there. What was drawn ahead is the default network:
// where the address names a network, the page is marked until the program has
// drawn that one; see style.css.
(function () {
	var root = document.documentElement;
	function mark() {
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
