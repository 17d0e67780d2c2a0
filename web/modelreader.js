// The worker that reads model files: see build/modelreader. The page's first message
// says where the program is; each further one has files to read, and is answered with a
// text, or with an empty one and the reason why the program can't go on, which is empty
// where it could not be loaded. The function that loads programs is in instantiate.js.

const load = async (data) => {
	const [go, instance] = await instantiate(data);
	go.run(instance);
};

let loaded = null;
self.onmessage = async ({ data }) => {
	if (data.program) {
		loaded = load(data);
		loaded.catch(() => {}); // the next message says so
		return;
	}
	try {
		await loaded;
	} catch {
		self.postMessage(["", ""]);
		return;
	}
	try {
		const text = readModel(data.files, data.names);
		if (typeof text !== "string") throw new Error("exit"); // the program died
		self.postMessage([text]);
	} catch (error) {
		self.postMessage(["", String(error && error.message || error).replace(/[\t\n]/g, " ")]);
	}
};
