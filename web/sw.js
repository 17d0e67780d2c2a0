// The service worker: the page works offline after the first visit.
//
// Every file but the pages has a hash of its content in its name. So a page
// gets exactly the files it was made with or none: an update can't mix old and
// new. The site generator fills in the four lists below.
"use strict";

const VERSION = "VERSION"; // changes when any file does
const PAGES = ["PAGES"]; // as they are visited: "./", "./zh/"
const FILES = ["FILES"]; // everything else
const MARKS = ["MARKS"]; // names every page of this version mentions

// Other sites may stand on this origin, and other copies of this one below
// other paths: a cache is ours when its name starts with both.
const scope = new URL(self.registration.scope);
const prefix = "unetparams " + scope.pathname + " ";
const cacheName = prefix + VERSION;

const absolute = (path) => new URL(path, scope).href;

const get = async (path) => {
	const response = await fetch(absolute(path), { cache: "reload" });
	if (!response.ok) throw new Error(`${path}: ${response.status}`);
	return response;
};

// All is fetched before anything is kept: an interrupted installation leaves
// nothing behind and is tried again later. So is one that ran into an upload,
// where this script is of one version and a page of another.
const install = async () => {
	const paths = [...PAGES, ...FILES];
	const responses = await Promise.all(paths.map(get));
	for (let i = 0; i < PAGES.length; i++) {
		const text = await responses[i].clone().text();
		if (!MARKS.every((mark) => text.includes(mark))) throw new Error(`${paths[i]}: another version`);
	}
	const cache = await caches.open(cacheName);
	await Promise.all(paths.map((path, i) => cache.put(absolute(path), responses[i])));
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

// A page comes from the network when there is one, whatever its query.
const page = async (request, path) => {
	try {
		return await fetch(request);
	} catch (error) {
		const kept = await (await caches.open(cacheName)).match(absolute(path));
		if (kept) return kept;
		throw error;
	}
};

// A file never changes under its name: what is kept is right.
const file = async (request, path) => {
	const kept = await (await caches.open(cacheName)).match(absolute(path));
	return kept ?? fetch(request);
};

self.addEventListener("fetch", (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== "GET" || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;

	const path = "./" + url.pathname.slice(scope.pathname.length);
	if (request.mode === "navigate") {
		const folder = path.replace(/index\.html$/, "").replace(/[^/]$/, "$&/");
		if (PAGES.includes(folder)) event.respondWith(page(request, folder));
	} else if (FILES.includes(path)) {
		event.respondWith(file(request, path));
	}
});
