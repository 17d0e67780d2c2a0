// The reader's choice of theme, for the pages that the program does not run on.
// It is made on the page of the calculator; see boot.js.
"use strict";
try {
	const theme = localStorage.getItem("unetparams.theme");
	if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* no storage: auto */ }
