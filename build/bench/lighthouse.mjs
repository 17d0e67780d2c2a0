// Prints Lighthouse's scores of pages on a phone, medians of several runs; see
// lighthouse.go. The arguments are the browser, the number of runs and the addresses.
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";

const [chromePath, runs, ...pages] = process.argv.slice(2);
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const scores = [];
for (const page of pages) {
	const all = {};
	for (let i = 0; i < Number(runs); i++) {
		const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
		try {
			const { lhr } = await lighthouse(page, { port: chrome.port, logLevel: "silent" });
			for (const [name, { score }] of Object.entries(lhr.categories)) (all[name] ??= []).push(100 * score);
		} finally {
			chrome.kill();
		}
	}
	scores.push(Object.fromEntries(Object.entries(all).map(([name, values]) => [name, median(values)])));
}
console.log(JSON.stringify(scores));
