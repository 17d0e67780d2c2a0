// The service worker: the page works offline after the first visit, and so does
// every other page that was visited once.
//
// Every file but the pages has a hash of its content in its name. So a page
// gets exactly the files it was made with or none: an update can't mix old and
// new. The site generator fills in the lists below.
"use strict";

const VERSION = "VERSION"; // changes when any file does
const PAGES = ["PAGES"]; // the calculator's, as they are visited: "./", "./zh/"
const FILES = ["FILES"]; // what pages need
const LATER = ["LATER"]; // what they may come to need: kept when it was needed once

// How long the network may take where there is a page to show instead, in
// milliseconds.
const patience = 2000;

// How many pages are kept besides PAGES: those visited last.
const most = 40;

// Other sites may stand on this origin, and other copies of this one below
// other paths: a cache is ours when its name starts with both.
const scope = new URL(self.registration.scope);
const prefix = "unetparams " + scope.pathname + " ";
const cacheName = prefix + VERSION;

const hashed = /\.[0-9a-f]{12}\.\w+$/;
const absolute = (path) => new URL(path, scope).href;
const installed = new Set([...PAGES, ...FILES].map(absolute));

// A file with a hash in its name is what the page has just loaded, or will load: it is
// fetched once. Of a page, an older one may be in the browser's cache.
const get = async (path) => {
	const response = await fetch(absolute(path), { cache: hashed.test(path) ? "default" : "reload" });
	if (!response.ok) throw new Error(`${path}: ${response.status}`);
	return response;
};

// ours reports whether a response is a page of this version: it names files with
// a hash, and all of them are in FILES. A page of another version, or that of a
// hotel's network, is none.
const names = new Set([...FILES, ...LATER].map((path) => path.split("/").pop()));
const ours = async (response) => {
	const text = await response.clone().text();
	const named = text.match(/[\w-]+\.[0-9a-f]{12}\.\w+/g);
	return named !== null && named.every((name) => names.has(name));
};

// plain returns the name of a file without its hash.
const plain = (path) => path.split("/").pop().replace(/\.[0-9a-f]{12}\./, ".");

// All is fetched before anything is kept: an interrupted installation leaves
// nothing behind and is tried again later. So is one that ran into an upload,
// where this script is of one version and a page of another.
const install = async () => {
	const paths = [...PAGES, ...FILES];
	const responses = await Promise.all(paths.map(get));
	for (let i = 0; i < PAGES.length; i++) {
		if (!await ours(responses[i])) throw new Error(`${paths[i]}: another version`);
	}
	const cache = await caches.open(cacheName);
	await Promise.all(paths.map((path, i) => cache.put(absolute(path), responses[i])));
	await renew(cache);
};

// renew fetches the pages that were visited in the version before, and of the files
// that may be needed those that were, so that an update doesn't take them away. What
// can't be had is left out.
const renew = async (cache) => {
	for (const name of await caches.keys()) {
		if (!name.startsWith(prefix) || name === cacheName) continue;
		const old = await caches.open(name);
		const had = new Set((await old.keys()).map(({ url }) => plain(url)));
		for (const path of LATER) {
			try {
				if (had.has(plain(path))) await cache.put(absolute(path), await get(path));
			} catch { /* the same */ }
		}
		for (const { url } of await visited(old)) {
			try {
				await keep(cache, url, await get(url));
			} catch { /* gone, or no network */ }
		}
		for (const url of await pictures(old)) {
			try {
				await cache.put(url, await get(url));
			} catch { /* the same */ }
		}
	}
};

// visited lists the pages in a cache that no installation put there, the one
// visited last at the end. Files of any version have a hash or an extension.
const visited = async (cache) => (await cache.keys()).filter(({ url }) => url.endsWith("/") && !installed.has(url));

// pictures lists the pictures of networks in a cache, which lie beside their pages.
const picture = /\/p\/[^/]+\/poster[\w-]*\.svg$/;
const pictures = async (cache) => (await cache.keys()).map(({ url }) => url).filter((url) => picture.test(url));

// keep adds a page to those visited, if it is of this version, and drops those
// that are too many, and pictures without their page.
const keep = async (cache, url, response) => {
	if (installed.has(url) || !await ours(response)) return;
	await cache.delete(url); // it becomes the last
	await cache.put(url, response);
	const pages = (await visited(cache)).map(({ url }) => url);
	const left = pages.splice(-most);
	const alone = (await pictures(cache)).filter((url) => !left.includes(url.replace(/[^/]*$/, "")));
	for (const old of [...pages, ...alone]) await cache.delete(old);
};

// A new version waits until no page of the old one is open (skipWaiting is not
// called): an open page may still ask for an old file, which then is only here.
const activate = async () => {
	for (const name of await caches.keys()) {
		if (name.startsWith(prefix) && name !== cacheName) await caches.delete(name);
	}
	await self.clients.claim(); // the first visit is covered too
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

// whole returns the network's answer when all of it has come. It fails when the
// server does.
const whole = async (request) => {
	const response = await fetch(request);
	if (response.type === "opaqueredirect") return response;
	if (response.status >= 500) throw new Error(response.status);
	return new Response(await response.blob(), response);
};

// A page comes from the network when there is one that answers in time, whatever
// its query. Otherwise it is the one that was kept.
const page = async (event, path) => {
	const { request } = event;
	const folder = absolute(path.replace(/index\.html$/, "").replace(/[^/]$/, "$&/"));
	const cache = await caches.open(cacheName);
	const kept = await cache.match(folder);
	if (!kept) {
		const response = await fetch(request);
		if (response.ok) event.waitUntil(keep(cache, folder, response.clone()).catch(() => {}));
		return response;
	}
	const fresh = whole(request);
	event.waitUntil(fresh.then((response) => response.ok && keep(cache, folder, response.clone())).catch(() => {}));
	// Addresses in the page count from its folder.
	const instead = path.endsWith("/") || path.endsWith("index.html") ? kept : Response.redirect(folder);
	const late = new Promise((done) => setTimeout(done, patience, instead));
	return Promise.race([fresh.catch(() => instead), late]);
};

// A file never changes under its name: what is kept is right.
const file = async (event, path) => {
	const { request } = event;
	const cache = await caches.open(cacheName);
	const kept = await cache.match(absolute(path));
	if (kept || !LATER.includes(path)) return kept ?? fetch(request);
	const response = await fetch(request);
	if (response.ok) event.waitUntil(cache.put(absolute(path), response.clone()).catch(() => {}));
	return response;
};

// A picture comes from the network when there is one, and else as it was kept.
const drawn = async (event) => {
	const { request } = event;
	const cache = await caches.open(cacheName);
	try {
		const response = await whole(request);
		if (response.ok) event.waitUntil(cache.put(request.url, response.clone()).catch(() => {}));
		return response;
	} catch (error) {
		const kept = await cache.match(request.url);
		if (!kept) throw error;
		return kept;
	}
};

self.addEventListener("fetch", (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== "GET" || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;

	const path = "./" + url.pathname.slice(scope.pathname.length);
	if (FILES.includes(path) || LATER.includes(path)) event.respondWith(file(event, path));
	else if (picture.test(url.pathname)) event.respondWith(drawn(event));
	else if (request.mode === "navigate" && /(^|\/)(index\.html|[^./]*)$/.test(path)) event.respondWith(page(event, path));
});
