// <unet-calculator>: the calculator in a post; see README. What the element holds
// is shown until the reader starts the live page.
"use strict";
(() => {
	const name = "unet-calculator";
	if (customElements.get(name)) return;

	// The frame's height in CSS pixels.
	const min = 120, max = 6000;
	const clamp = (height) => Math.min(max, Math.max(min, Math.ceil(height)));

	// How long nothing may come of a page before the poster is back.
	const patience = 30000;

	const words = {
		en: { open: "Open the live calculator", busy: "Loading …", title: "U-Net parameter calculator",
			gone: "Not loaded: nothing arrived for 30 seconds. Try again, or follow the link." },
		zh: { open: "打开交互式计算器", busy: "加载中 …", title: "U-Net 参数量计算器",
			gone: "未能加载：30 秒内没有收到数据。请重试，或打开链接。" },
	};

	const sheet = new CSSStyleSheet();
	sheet.replaceSync(`
		:host { display: block; position: relative; }
		:host([hidden]), [hidden] { display: none !important; }
		button { display: block; margin: 8px auto; padding: 8px 16px; font: 500 15px/1.4 system-ui, sans-serif; cursor: pointer;
			color: inherit; background: none; border: 1px solid; border-radius: 6px; }
		button[aria-busy] { cursor: progress; opacity: .7; }
		button:focus-visible { outline: 3px solid; outline-offset: 2px; }
		p { margin: 8px 0; font: 15px/1.4 system-ui, sans-serif; text-align: center; }
		iframe { display: block; width: 100%; border: 0; }
		.coming { position: absolute; inset: 0; height: 100%; opacity: 0; pointer-events: none; }
	`);

	// A blog may have put this into a file of its own with other scripts; then the
	// links say where the calculator is.
	const source = document.currentScript?.src ?? "";
	const home = /\/embed\.js$/.test(source.split(/[?#]/)[0]) ? new URL(".", source).href : "";

	customElements.define(name, class extends HTMLElement {
		static observedAttributes = ["href", "theme", "lang", "height", "load"];

		#root = this.attachShadow({ mode: "open" });
		#poster = document.createElement("slot");
		#button = document.createElement("button");
		#note = document.createElement("p");
		#frame = null;
		#started = false; // the reader's wish outlives a move in the document
		#told = 0; // the height that the frame asks for
		#timer = 0;
		#sight = null;
		#gone = false;

		constructor() {
			super();
			this.#root.adoptedStyleSheets = [sheet];
			this.#button.type = "button";
			this.#button.part = "button";
			this.#button.onclick = () => this.#start();
			// A click on the picture means the same; a link keeps its other uses.
			this.#poster.onclick = (event) => {
				if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
				if (!event.target.closest("img, picture, svg") || !this.#address) return;
				event.preventDefault();
				this.#start();
			};
			this.#note.role = "status";
			this.#note.part = "note";
			this.#root.append(this.#poster, this.#note, this.#button);
		}

		connectedCallback() {
			this.#label();
			const load = this.getAttribute("load");
			if (this.#started || load === "eager") {
				this.#start();
			} else if (load === "visible") {
				this.#sight = new IntersectionObserver((seen) => {
					if (seen.some((entry) => entry.isIntersecting)) this.#start();
				});
				this.#sight.observe(this);
			}
		}

		disconnectedCallback() { this.#stop(); }

		attributeChangedCallback(attribute, old, now) {
			if (!this.isConnected || old === now) return;
			if (attribute === "load") {
				this.#stop();
				this.connectedCallback();
				return;
			}
			this.#label();
			if (!this.#address) {
				this.#stop();
			} else if (!this.#frame) {
				if (this.#started) this.#start();
			} else if (attribute === "height") {
				this.#size();
			} else { // a new address without an entry in the post's history
				this.#frame.contentWindow.location.replace(this.#address);
			}
		}

		get #lang() {
			const own = this.getAttribute("lang") ?? (/\/zh\/[^/]*(#|$)/.test(this.getAttribute("href")) ? "zh" : "en");
			return own.toLowerCase().startsWith("zh") ? "zh" : "en";
		}

		// The embed page with the fragment of href, or "" if that is no address.
		get #address() {
			let href, site;
			try {
				href = new URL(this.getAttribute("href") ?? "", document.baseURI);
				site = home || new URL(".", href).href.replace(/(zh\/)?(embed\/)?$/, "");
			} catch {
				return "";
			}
			const theme = this.getAttribute("theme");
			const pairs = href.hash.slice(1).split("&").filter((pair) => pair && !/^(lang=|theme=)/.test(pair) || theme === null && /^theme=/.test(pair));
			if (theme === "light" || theme === "dark") pairs.push("theme=" + theme);
			return site + (this.#lang === "zh" ? "zh/" : "") + "embed/" + (pairs.length ? "#" + pairs.join("&") : "");
		}

		#label() {
			const { open, busy, title, gone } = words[this.#lang];
			this.#button.lang = this.#note.lang = this.#lang;
			this.#button.textContent = this.#frame ? busy : open;
			this.#note.textContent = this.#gone ? gone : "";
			this.#note.hidden = !this.#gone;
			if (this.#frame) this.#frame.title = this.title || title;
			else this.#button.hidden = !this.#address;
		}

		#start() {
			this.#started = true;
			if (this.#frame || !this.#address) return;
			this.#gone = false;
			this.#sight?.disconnect();
			const frame = this.#frame = document.createElement("iframe");
			// The poster stays in sight until the frame has something to show.
			frame.className = "coming";
			frame.name = name; // see frame.js
			frame.src = this.#address;
			frame.inert = true;
			frame.referrerPolicy = "no-referrer";
			this.#button.ariaBusy = "true";
			this.#label();
			addEventListener("message", this.#hear);
			this.#wait();
			this.#root.append(frame);
		}

		// Patience begins anew whenever something has come.
		#wait() {
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => {
				this.#started = false;
				this.#gone = true;
				this.#stop();
			}, patience);
		}

		#stop() {
			this.#sight?.disconnect();
			clearTimeout(this.#timer);
			removeEventListener("message", this.#hear);
			this.#frame?.remove();
			this.#frame = null;
			this.#told = 0;
			this.#button.ariaBusy = null;
			this.#poster.hidden = false;
			this.#label();
		}

		// Only the frame's own page is listened to.
		#hear = (event) => {
			if (event.source !== this.#frame?.contentWindow || event.origin !== new URL(this.#frame.src).origin) return;
			let told;
			try {
				told = JSON.parse(event.data);
			} catch {
				return;
			}
			if (told?.context === name + ".loading" && this.#frame.className) this.#wait();
			if (told?.context !== "iframe.resize" || !Number.isFinite(told.height)) return;
			clearTimeout(this.#timer);
			this.#told = told.height;
			this.#size();
			if (!this.#frame.className) return;
			// A reader who pressed the button goes on in what it opened.
			const focused = this.#root.activeElement === this.#button;
			this.#frame.className = "";
			this.#frame.inert = false;
			this.#poster.hidden = this.#button.hidden = true;
			if (focused) this.#frame.focus({ preventScroll: true });
		};

		#size() {
			const height = parseFloat(this.getAttribute("height")) || this.#told;
			if (height) this.#frame.style.height = clamp(height) + "px";
		}
	});
})();
