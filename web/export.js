// Files, pictures and the clipboard, for the part of the page that offers them.
// It is loaded when that is opened. Everything is made here, of text that the
// program hands over; nothing is sent anywhere.
"use strict";
(() => {
	// draw turns a picture that is SVG into one that is PNG, scale times as large.
	// The address is a data: one, which the page's policy allows to pictures.
	const draw = async (svg, scale) => {
		const image = new Image();
		image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
		await image.decode();
		const canvas = document.createElement("canvas");
		canvas.width = image.naturalWidth * scale;
		canvas.height = image.naturalHeight * scale;
		canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
		return new Promise((resolve, reject) => {
			canvas.toBlob((png) => png ? resolve(png) : reject(new Error("no PNG")), "image/png");
		});
	};

	const types = { svg: "image/svg+xml", csv: "text/csv", md: "text/markdown", tex: "application/x-tex", json: "application/json" };

	window.unetExport = {
		// save offers a text, or with a scale the picture that it is, as a file.
		async save(text, name, scale) {
			const type = types[name.slice(name.lastIndexOf(".") + 1)];
			const blob = scale ? await draw(text, scale) : new Blob([text], { type: type + ";charset=utf-8" });
			const link = document.createElement("a");
			link.href = URL.createObjectURL(blob);
			link.download = name;
			link.click();
			setTimeout(() => URL.revokeObjectURL(link.href), 60000);
		},
		// copy puts it on the clipboard. A picture is promised rather than waited
		// for: a browser only lets a click copy.
		copy(text, name, scale) {
			try {
				return scale
					? navigator.clipboard.write([new ClipboardItem({ "image/png": draw(text, scale) })])
					: navigator.clipboard.writeText(text);
			} catch (error) { // not served over https, or too old for pictures
				return Promise.reject(error);
			}
		},
	};
})();
