// The worker that reads model files: see build/modelreader. The page tells it where
// the program is, and which files to read; it answers with a text.
"use strict";

const ready = new Promise((resolve, reject) => {
	self.onmessage = async ({ data }) => {
		try {
			if (data.program) {
				importScripts(data.exec);
				const go = new Go();
				const response = await fetch(data.program);
				if (!response.ok) throw new Error(response.status);
				const { instance } = await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
				go.run(instance);
				resolve();
			}
			await ready;
			self.postMessage(readModel(data.files));
		} catch (error) {
			reject(error);
			const text = String(error && error.message || error).replace(/[\t\n]/g, " ");
			self.postMessage("format\t\t\nerror\t" + text + "\t" + text + "\n");
		}
	};
});
ready.catch(() => {});
