// How a worker loads its program; the site generator puts this in front of each worker's
// script. The file is the program compressed with gzip, which few hosts do by themselves.
// What arrives may be the program as it is: where the host labels the file as compressed
// the browser has already undone that, and some hosts send a .br that lies beside it.
"use strict";

const instantiate = async ({ exec, program }) => {
	importScripts(exec);
	const go = new Go();
	const response = await fetch(program);
	if (!response.ok) throw new Error(response.status);
	let code = await response.arrayBuffer();
	if (new Uint8Array(code)[0] === 0x1f) { // gzip; a program begins with 0
		code = await new Response(new Response(code).body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
	}
	return [go, (await WebAssembly.instantiate(code, go.importObject)).instance];
};
