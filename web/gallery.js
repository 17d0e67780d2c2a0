// Search, filter and order for the gallery of published numbers. The page is
// whole without this.
"use strict";
(() => {
	const at = (id) => document.getElementById(id);
	const body = at("gallery").tBodies[0];
	const shown = at("gallery-shown");
	// Full-width letters and digits are found by their plain ones.
	const plain = (text) => text.normalize("NFKC").toLowerCase();
	const rows = [...body.rows].map((row, i) => ({
		row, i, text: plain(row.textContent), ...row.dataset,
		points: document.querySelectorAll(`[data-row="${CSS.escape(row.id)}"]`),
	}));

	const show = () => {
		const words = plain(at("gallery-search").value).split(/\s+/).filter(Boolean);
		const verdict = at("gallery-verdict").value;
		let n = 0;
		for (const r of rows) {
			// 7765442 finds 7,765,442.
			const fits = (!verdict || r.verdict === verdict) &&
				words.every((w) => r.text.includes(w) || r.text.replaceAll(",", "").includes(w));
			r.row.hidden = !fits;
			for (const p of r.points) p.toggleAttribute("hidden", !fits);
			n += fits;
		}
		shown.textContent = n ? shown.dataset.text.replace("%d", n) : shown.dataset.none;
	};

	const order = () => {
		const key = at("gallery-sort").value.replace("-", "");
		const sign = at("gallery-sort").value.startsWith("-") ? -1 : 1;
		const compare = key === "name" ? (a, b) => a.name.localeCompare(b.name, document.documentElement.lang)
			: key ? (a, b) => sign * (a[key] - b[key]) : () => 0;
		body.append(...[...rows].sort((a, b) => compare(a, b) || a.i - b.i).map((r) => r.row));
	};

	// Rows that are pinned become a table of the calculator: its link has all of them.
	const table = at("gallery-table"), most = 16;
	const boxes = rows.map((r) => {
		const label = document.createElement("label"), box = document.createElement("input");
		box.type = "checkbox";
		box.addEventListener("change", pin);
		label.append(box, " " + table.dataset.pin);
		r.row.querySelector(".picture").append(label);
		return box;
	});
	function pin() {
		const links = rows.filter((r, i) => boxes[i].checked).map((r) => r.row.querySelector('a[href*="#v="]').href.split("#"));
		table.hidden = !links.length;
		table.textContent = table.dataset.text.replace("%d", links.length);
		for (const box of boxes) box.disabled = !box.checked && links.length >= most;
		if (!links.length) return;
		const networks = links.map(([, f], i) => f.split("&").slice(1).map((pair) => `&p${i + 1}.${pair}`).join(""));
		table.href = links[0].join("#") + networks.join("");
	}
	pin(); // a browser may have kept what was pinned before

	at("gallery-search").addEventListener("input", show);
	at("gallery-verdict").addEventListener("change", show);
	at("gallery-sort").addEventListener("change", order);
	at("gallery-tools").hidden = false;
	show(); // a browser may have kept what was chosen before
	order();
})();
