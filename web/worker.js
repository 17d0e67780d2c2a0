// The worker that answers what the page's own program leaves out: see build/worker.
// Each message of the page has a question with its number, and says where the program
// is; the program posts the answers. An empty answer says that no others will come. The
// function that loads programs is in instantiate.js.

const load = async (data) => {
	const [go, instance] = await instantiate(data);
	await new Promise((ready) => {
		self.ready = ready; // the program calls it
		// The program runs as long as the worker; if it ends, it died.
		go.run(instance).finally(() => self.postMessage([]));
	});
};

let loaded = null;
self.onmessage = async ({ data }) => {
	try {
		await (loaded ??= load(data));
		if (data.question) ask(data.number, data.question);
	} catch {
		self.postMessage([]);
	}
};
