// What must happen around the program: before the first paint, while the
// program loads, when it takes the page over, and when it fails.
//
// This is one blocking script in the head, ahead of the style sheet. The theme
// has to be known before anything is painted, and the listeners have to be there
// before the reader can type; a second file for the rest would cost a request
// and save nothing, as it is small. It depends on nothing and changes nothing
// that is not named here.
"use strict";
(() => {
	const script = document.currentScript;
	const root = document.documentElement;
	root.dataset.boot = ""; // first.js looks for it
	// The page inside of a post, see frame.js: it touches nothing of its visitor's.
	const embed = root.dataset.page === "embed";

	// ---- Theme: auto unless the reader chose one.
	if (!embed) try {
		const theme = localStorage.getItem("unetparams.theme");
		if (theme === "light" || theme === "dark") root.dataset.theme = theme;
	} catch { /* no storage: auto */ }

	// ---- Storage. Reading window.localStorage throws in a sandboxed frame and
	// with cookies blocked. There the program gets a store that forgets.
	class Memory {
		#items = new Map();
		get length() { return this.#items.size; }
		key(i) { return [...this.#items.keys()][i] ?? null; }
		getItem(k) { return this.#items.get(String(k)) ?? null; }
		setItem(k, v) { this.#items.set(String(k), String(v)); }
		removeItem(k) { this.#items.delete(String(k)); }
		clear() { this.#items.clear(); }
	}
	let works = false;
	try { works = !embed && window.localStorage !== null; } catch { /* stays false */ }
	if (!works) Object.defineProperty(window, "localStorage", { value: new Memory(), configurable: true });

	// ---- Files that are dropped: an array of them, those in folders with their paths.
	// Hidden files are left out of folders, and so are those after many.
	window.unetFiles = async (data) => {
		const files = [];
		const enter = async (entry) => {
			if (!entry.isDirectory) {
				const file = await new Promise((done) => entry.file(done, () => done(null)));
				if (file) files.push(Object.assign(file, { path: entry.fullPath.slice(1) }));
				return;
			}
			const reader = entry.createReader();
			for (let list = [1]; list.length && files.length < 1000;) { // a hundred at a time
				list = await new Promise((done) => reader.readEntries(done, () => done([])));
				for (const e of list) if (!e.name.startsWith(".")) await enter(e);
			}
		};
		const plain = [...data.files]; // before the event ends, as the entries
		const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
		if (!entries.some((e) => e.isDirectory)) return plain;
		for (const e of entries) await enter(e);
		return files;
	};

	// ---- What older browsers lack. The program would end at the first call of what
	// is not there.
	if (!window.HTMLDialogElement?.prototype.showModal) {
		const proto = (window.HTMLDialogElement ?? HTMLElement).prototype;
		let before = null; // what had the focus
		proto.showModal = function () {
			before = document.activeElement;
			this.dataset.plain = "";
			this.setAttribute("open", "");
			this.querySelector("button")?.focus();
		};
		proto.close = function () {
			if (!this.hasAttribute("open")) return;
			this.removeAttribute("open");
			this.dispatchEvent(new Event("close"));
			before?.focus();
		};
		document.addEventListener("keydown", (event) => {
			if (event.key === "Escape") document.querySelector("dialog[open]")?.close();
		});
	}
	// This one looks when something has happened that changes sizes here.
	window.ResizeObserver ??= class {
		#changed;
		#sizes = new Map();
		#look = () => requestAnimationFrame(() => {
			let any = false;
			for (const [element, was] of this.#sizes) {
				const { width, height } = element.getBoundingClientRect();
				const now = width + " " + height;
				if (now !== was) any = true;
				this.#sizes.set(element, now);
			}
			if (any) this.#changed([], this);
		});
		constructor(changed) {
			this.#changed = changed;
			for (const type of ["resize", "load"]) addEventListener(type, this.#look);
			for (const type of ["click", "input", "toggle"]) document.addEventListener(type, this.#look, true);
		}
		observe(element) {
			this.#sizes.set(element, "");
			this.#look();
		}
	};

	// ---- Links. A skip link must not write its target over the configuration,
	// which is what our fragment holds.
	document.addEventListener("click", (event) => {
		const href = event.target instanceof Element && event.target.closest("a[href]")?.getAttribute("href");
		const target = href && href.startsWith("#") && href.length > 1 && document.getElementById(href.slice(1));
		if (target && !event.defaultPrevented) {
			event.preventDefault();
			if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
			target.focus({ preventScroll: true });
			target.scrollIntoView();
		}
	});

	// The way to the other language takes the configuration along. It is added
	// when the reader is about to follow the link, in whatever manner.
	for (const type of ["pointerdown", "click", "auxclick", "contextmenu", "dragstart"]) {
		document.addEventListener(type, (event) => {
			const link = event.target instanceof Element && event.target.closest("a[data-keep-hash]");
			if (link) link.href = link.getAttribute("href").split("#")[0] + location.hash;
		}, true);
	}

	// ---- The stages of the picture are buttons, but SVG has none of its own: the
	// space bar would scroll the page instead of pressing them.
	document.addEventListener("keydown", (event) => {
		const stage = event.target instanceof Element && event.target.closest("g[role=button]");
		if (!stage || event.ctrlKey || event.metaKey || event.altKey) return;
		// One stop for Tab, and arrow keys from stage to stage: what gets the focus
		// is selected.
		const all = [...stage.closest("svg").querySelectorAll("g[role=button]")], at = all.indexOf(stage);
		const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
		if (to === undefined && event.key !== " " && event.key !== "Enter") return;
		event.preventDefault();
		if (to === undefined) stage.dispatchEvent(new MouseEvent("click", { bubbles: true }));
		else all[to]?.focus({ preventScroll: true });
	});

	// ---- Presenting: large type for a projector. The style sheet hides the rest.
	const present = (on) => {
		if (on) root.dataset.present = "";
		else delete root.dataset.present;
		scrollTo(0, 0);
	};
	document.addEventListener("click", (event) => {
		if (event.target instanceof Element && event.target.closest("[data-present]:not(html)")) present(!("present" in root.dataset));
	});
	document.addEventListener("keydown", (event) => {
		if (event.defaultPrevented) return;
		if (event.key === "Escape") {
			// What was opened last, around the focus, closes.
			const open = document.activeElement?.closest("details[open]") ?? document.querySelector("details.menu[open]");
			if (open) {
				open.open = false;
				open.querySelector("summary").focus();
			} else if ("present" in root.dataset) present(false);
		} else if ("present" in root.dataset && event.key.startsWith("Arrow")) {
			const stage = [...document.querySelectorAll("#diagram g[role=button][tabindex='0']")].find((e) => e.getClientRects().length);
			stage?.focus({ preventScroll: true });
			stage?.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, bubbles: true, cancelable: true }));
			event.preventDefault();
		}
	});
	document.addEventListener("click", (event) => {
		for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
	});

	// ---- Building. The program describes the elements that it adds in one text, see
	// build.go of the copy of go-app in build/program, since each of its calls costs more
	// than what it does. build creates them, without a parent, and returns their nodes
	// in the order of the text. The first time it takes over the page that was drawn
	// ahead: what is there already stays, and what the reader did to it counts.
	//
	// The text is a list. < begins an element, with #id if it has one, and > ends it;
	// @name, .name and +name precede the value of an attribute, that of a property, and
	// the number of a listener; ?name and !name set a property to true or false. A text
	// begins with ", and an element as HTML with &.
	window.build = (text, emit, first) => {
		const list = text.split("\x1f"), nodes = [];
		let parent = first ? document.body : document.createDocumentFragment();
		let next = parent.firstElementChild; // the node that is in the place of what comes
		let names = null; // the attributes that the element should have, where it isn't new
		const kept = first && snapshot(next);
		const put = (node) => {
			if (next && (!next.id || next.id === node.id)) next.replaceWith(node);
			else parent.insertBefore(node, next);
			return node;
		};
		const has = (node) => {
			nodes.push(node);
			next = node.nextSibling;
		};
		const set = (name, value) => {
			names?.push(name.toLowerCase());
			if (names && parent[name] === value) return;
			const field = name === "selected" ? parent.parentNode : parent;
			if (!first || !touched.has(field) || !["value", "checked", "selected", "open"].includes(name)) parent[name] = value;
			else if (value || name !== "selected") kept.wanted.set(field, name === "selected" ? parent.value : value);
		};
		for (let i = 0; i < list.length;) {
			const word = list[i++], name = word.slice(1);
			if (names && "<>\"&".includes(word[0])) {
				for (const a of [...parent.attributes]) if (!names.includes(a.name)) parent.removeAttribute(a.name);
				names = null;
			}
			switch (word[0]) {
			case "<": {
				const [tag, id = ""] = name.split("#");
				let node = next;
				while (id && node && node.id !== id) node = node.nextSibling;
				if (node?.localName === tag && node.id === id) {
					for (; next !== node; next = nodeAfter(next)) ;
					names = ["id"];
				} else {
					node = document.createElement(tag);
					if (id) node.id = id;
					put(node);
				}
				nodes.push(node);
				parent = node;
				next = node.firstChild;
				break;
			}
			case ">":
				while (next && parent.localName !== "textarea") next = nodeAfter(next);
				next = parent.nextSibling;
				parent = parent.parentNode;
				break;
			case "@":
				names?.push(name);
				if (parent.getAttribute(name) !== list[i]) parent.setAttribute(name, list[i]);
				i++;
				break;
			case ".":
				set(name, list[i++]);
				break;
			case "?":
			case "!":
				set(name, word[0] === "?");
				break;
			case "+":
				listen(parent, name, emit, Number(list[i++]));
				break;
			case '"':
				if (!name || next?.nodeType !== Node.TEXT_NODE) has(parent.insertBefore(document.createTextNode(name), next));
				else if (next.data.startsWith(name)) {
					if (next.data !== name) next.splitText(name.length);
					has(next);
				} else {
					next.data = name;
					has(next);
				}
				break;
			case "&": {
				const wrapper = document.createElement("div");
				wrapper.innerHTML = name;
				// What the program fills when it is opened is there already, for a page without it.
				if (first) next?.querySelectorAll?.("[data-own]").forEach((own) => own.replaceChildren());
				has(next?.isEqualNode(wrapper.firstChild) ? next : put(wrapper.firstChild));
			}
			}
		}
		if (first) queueMicrotask(() => takeOver(kept)); // nothing is painted before, and the program is done then
		return nodes;
	};

	// listen adds a listener to an element. It is no part of build, all of whose variables
	// a listener made there would keep.
	const listen = window.listen = (element, name, emit, id) => element.addEventListener(name, (event) => emit(id, event));

	// nodeAfter removes a node and returns the one that follows it.
	const nodeAfter = (node) => {
		const next = node.nextSibling;
		node.remove();
		return next;
	};

	// ---- Taking over. What the reader did before the program was ready is kept, and the
	// program is told of it before the next paint.
	const touched = new Set(); // typed into, ticked, opened, scrolled
	// Opening is a click on a summary, with a key too. The toggle event says less:
	// what the page opens itself, as it is parsed, sends one as well.
	const touch = (event) => {
		const target = event.type === "click" ? event.target.closest?.("summary")?.parentElement : event.target;
		if (target) touched.add(target);
	};
	const touches = ["input", "change", "click", "scroll"];
	for (const type of touches) document.addEventListener(type, touch, true);

	const snapshot = (page) => {
		const inside = (e) => e instanceof Element && page.contains(e);
		const focused = inside(document.activeElement) ? document.activeElement : null;
		let selection = [];
		try { // some kinds of input throw
			selection = [focused.selectionStart, focused.selectionEnd, focused.selectionDirection];
		} catch { /* none */ }
		const keyOf = (e) => e.type === "checkbox" || e.type === "radio" ? "checked"
			: e.matches("input, select, textarea") ? "value"
			: e.matches("details") ? "open" : "";
		const path = (e) => e === page ? [] : [...path(e.parentElement), [...e.parentElement.children].indexOf(e)];
		return {
			focused, selection, at: focused && path(focused),
			touched: [...touched].filter(inside).map((was) => {
				const key = keyOf(was);
				return { was, path: path(was), key, value: was[key], left: was.scrollLeft, top: was.scrollTop };
			}),
			wanted: new Map(), // what fields would hold that the reader has touched
			scroll: [scrollX, scrollY],
		};
	};

	// twin finds an element after the program came: if it isn't the same, by its id,
	// or by its place.
	const twin = (element, path) => {
		if (element.isConnected) return element;
		if (element.id) return document.getElementById(element.id);
		const found = path.reduce((e, i) => e?.children[i], document.body.firstElementChild);
		return found?.tagName === element.tagName ? found : null;
	};

	const carryOver = (kept) => {
		// What was opened comes first: a setting may change the list that it is in.
		kept.touched.sort((a, b) => (b.key === "open") - (a.key === "open"));
		for (const { was, path, key, value, left, top } of kept.touched) {
			const now = twin(was, path);
			if (!now) continue;
			now.scrollLeft = left;
			now.scrollTop = top;
			if (!key || (now === was ? !kept.wanted.has(was) : now[key] === value)) continue;
			now[key] = value;
			if (key === "open") { // says so itself, but too late
				now.dispatchEvent(new Event("toggle"));
				continue;
			}
			now.dispatchEvent(new Event("input", { bubbles: true }));
			now.dispatchEvent(new Event("change", { bubbles: true }));
		}
		const focus = kept.focused && twin(kept.focused, kept.at);
		if (focus) {
			focus.focus({ preventScroll: true });
			if (typeof kept.selection[0] === "number") focus.setSelectionRange(...kept.selection);
		}
		if (scrollX !== kept.scroll[0] || scrollY !== kept.scroll[1]) {
			scrollTo({ left: kept.scroll[0], top: kept.scroll[1], behavior: "instant" });
		}
	};

	const takeOver = (kept) => {
		for (const type of touches) document.removeEventListener(type, touch, true);
		touched.clear();
		try {
			carryOver(kept);
		} finally { // whatever could not be carried, the program runs
			delete root.dataset.waiting;
			root.dataset.ready = ""; // no style depends on it, which would be computed for the whole page
			finish();
			keep();
		}
	};

	// leave forgets nodes that build returned, those from first on and before end, which are
	// gone. It empties them: Go may forget a node late or never, since it keeps a small piece
	// of memory as long as those beside it, and the browser would keep all that was in it.
	window.leave = (nodes, first, end) => {
		for (let i = first; i < end; i++) {
			nodes[i]?.replaceChildren?.();
			nodes[i] = null;
		}
	};

	// ---- Revising. With every keystroke much of the page says other words and
	// numbers. The program lists them, see app/dom/markup.go: the number of a node; the
	// name of an attribute, nothing for a text, or > where all is new that follows in the
	// element that is so many levels above the node; and the value. Each ends with a
	// separator.
	window.revise = (root, changes) => {
		const list = changes.split("\x1f");
		let node = root, at = 0, replaced = null;
		for (let i = 0; i + 2 < list.length; i += 3) {
			const want = Number(list[i]), name = list[i + 1], value = list[i + 2];
			for (; at < want; at++) {
				if (node.firstChild && node !== replaced && !node.hasAttribute("data-own")) node = node.firstChild;
				else {
					while (!node.nextSibling) node = node.parentNode;
					node = node.nextSibling;
				}
			}
			if (name[0] === ">") {
				let last = null;
				for (let up = Number(name.slice(1)); up > 0; up--) {
					last = node;
					node = node.parentNode;
				}
				if (last) while (last.nextSibling) last.nextSibling.remove();
				else node.replaceChildren();
				node.insertAdjacentHTML("beforeend", value);
				replaced = node;
			} else if (name) node.setAttribute(name, value);
			else node.data = value;
		}
	};

	// tint marks what shows the stages that the last edit changed, for an animation of the
	// style sheet, which starts again as two values take turns.
	window.tint = (stages, turn) => {
		const names = stages.split("\x1f");
		for (const e of document.querySelectorAll("[data-changed]")) e.removeAttribute("data-changed");
		for (const e of document.querySelectorAll("[data-stage]")) if (names.includes(e.dataset.stage)) e.dataset.changed = turn;
	};

	// ---- The program. The page in a post has a small one, for the architectures that
	// its script names. Where the link is about others, it runs the calculator's.
	const isSmall = () => {
		try {
			const link = decodeURIComponent(location.hash.slice(1)), archs = script.dataset.archs.split(" ");
			return !/@|(^|&)b\./.test(link) && [...link.matchAll(/(?:^|&)arch=([^&]*)/g)].every(([, id]) => archs.includes(id));
		} catch { return false; } // escapes that can't be undone, or no list
	};
	const small = isSmall();
	const program = small || !embed ? script.dataset.program : script.dataset.whole;
	const programSize = Number(small || !embed ? script.dataset.size : script.dataset.wholeSize);
	if (small) addEventListener("hashchange", () => { if (!isSmall()) location.reload(); });

	// ---- Loading.
	const finish = () => {
		arrived();
		document.getElementById("boot-progress")?.remove();
	};

	// say shows one of the sentences that stand in the page for this.
	const say = (what) => {
		const status = document.getElementById("boot-status");
		status.firstChild.textContent = status.dataset[what + "Link"] && "waiting" in root.dataset ? status.dataset[what + "Link"] : status.dataset[what];
		status.lastChild.onclick = () => location.reload();
		status.hidden = false;
	};

	// fail says why the program does not run, for good.
	const fail = (what) => {
		finish();
		root.dataset.failed = "";
		say(what);
	};

	// Where nothing has come for a while the reader is told, and may try again; where
	// it goes on by itself, so does this. In a post the element around the page is
	// patient for less long, and has a picture to show: see embed.js.
	const patience = embed ? 40000 : 10000;
	let watch = 0, stalled = false;
	const arrived = () => {
		clearTimeout(watch);
		if (stalled) document.getElementById("boot-status").hidden = true;
		stalled = false;
	};
	const progress = () => {
		arrived();
		watch = setTimeout(() => {
			if (!document.getElementById("boot-status")) return progress(); // the page itself comes slowly
			stalled = true;
			say("stalled");
		}, patience);
	};
	progress();

	// counted passes a response on and shows how much of it has come. The size is
	// that of the file, as the reader of a compressed body sees it too. The type
	// is set here, since compiling while loading asks for it and some hosts don't
	// know it.
	const counted = (response) => {
		const bar = document.getElementById("boot-progress");
		let done = 0;
		bar.value = 0;
		bar.hidden = false;
		const count = window.TransformStream && new TransformStream({
			transform(chunk, out) {
				done += chunk.byteLength;
				bar.value = Math.min(1, done / programSize);
				progress();
				out.enqueue(chunk);
			},
			flush: arrived, // what follows takes time, but no network
		});
		return new Response(count ? response.body.pipeThrough(count) : response.body, { headers: { "Content-Type": "application/wasm" } });
	};

	const compile = async (response) => WebAssembly.compileStreaming
		? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());

	// breath gives the reader a turn between two pieces of work.
	const breath = () => new Promise((done) => setTimeout(done));

	const start = async () => {
		progress();
		let go, instance;
		try {
			const response = await fetch(program, { priority: "low" });
			if (!response.ok) throw new Error(response.status);
			go = new Go(); // of wasm_exec.js
			const module = await compile(counted(response));
			arrived();
			await breath();
			instance = await WebAssembly.instantiate(module, go.importObject);
			await breath();
		} catch {
			fail("failed"); // the browser has said why in its console
			return;
		}
		try {
			await go.run(instance);
		} catch { /* the same as an end */ }
		// The program runs as long as the page; if it ends, it died. Listeners and
		// timers it leaves behind would throw, or wait for it for ever.
		go._scheduledTimeouts.clear();
		go._resume = () => {};
		fail("ready" in root.dataset ? "stopped" : "failed");
	};
	document.addEventListener("DOMContentLoaded", start);

	// ---- Offline. What is kept for it is loaded when the program runs, so as not to compete
	// with it; where it can't be kept, the page works as ever.
	const keep = () => {
		try {
			if (!embed && location.protocol.startsWith("http")) navigator.serviceWorker?.register(script.dataset.worker).catch(() => {});
		} catch { /* forbidden here */ }
	};
})();
