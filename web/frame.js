// What the page that posts embed does outside of the program. It stands ahead of
// boot.js and of the style sheet.
//
// It listens to no message, keeps nothing, and tells its parent one thing only,
// its height, as a text that blogs and their editors understand already:
//
//	{"context":"iframe.resize","height":480}
//
// Where the parent is embed.js, which gives the frame a name for this, it also
// tells that it is still loading, at most once a second:
//
//	{"context":"unet-calculator.loading"}
"use strict";
(() => {
	const root = document.documentElement;
	const ownLang = root.lang;

	// ---- The options of the link that are the document's: app/link has them all.
	const read = () => {
		const options = new Map();
		for (const pair of location.hash.slice(1).split("&")) {
			const [key, value] = pair.split("=");
			if (!options.has(key)) options.set(key, value);
		}
		const one = (key, values, other) => values.includes(options.get(key)) ? options.get(key) : other;
		root.lang = one("lang", ["en", "zh"], ownLang);
		root.dataset.theme = one("theme", ["light", "dark"], "");
		if (!root.dataset.theme) delete root.dataset.theme;
	};
	read();
	addEventListener("hashchange", read);
	addEventListener("popstate", read);

	// ---- The way to the calculator leads out of the frame. A sandbox that forbids
	// that gets the calculator in the frame.
	document.addEventListener("click", (event) => {
		const link = event.target instanceof Element && event.target.closest("a[target=_blank]");
		if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
		event.preventDefault();
		const opened = open(link.href, "_blank");
		if (opened) opened.opener = null;
		else location.href = link.href;
	});

	// ---- Height: that of what the page holds, which depends on the frame's width
	// and never on its height. Nothing is told while nothing is shown.
	if (parent === window) return;
	let told = 0;
	const tell = () => {
		const height = Math.ceil(document.body.getBoundingClientRect().height);
		if (!height || height === told) return;
		told = height;
		parent.postMessage(JSON.stringify({ context: "iframe.resize", height }), "*");
	};
	let last = 0;
	const coming = () => {
		if (window.name !== "unet-calculator" || Date.now() - last < 1000) return;
		last = Date.now();
		parent.postMessage('{"context":"unet-calculator.loading"}', "*");
	};
	coming();
	addEventListener("DOMContentLoaded", () => {
		coming();
		new MutationObserver(coming).observe(document.getElementById("boot-progress"), { attributeFilter: ["value"] });
		new ResizeObserver(tell).observe(document.body);
		// A frame that is out of sight is not laid out, so that sizes change unseen.
		// What must be told there is that there is something to show now.
		const shown = new MutationObserver(tell);
		shown.observe(root, { attributeFilter: ["data-ready"] });
		shown.observe(document.getElementById("boot-status"), { attributeFilter: ["hidden"] });
	});
	// A parent may begin to listen only when the frame is loaded.
	addEventListener("load", () => {
		told = 0;
		tell();
	});
})();
