package main

import (
	"unetparams/app/text"
	"unetparams/build/program"
)

// words are the texts of a page that belong to no component: they are needed when the
// program is not running. The title and the description are also used by the program,
// and come from package text.
type words struct {
	Short   string // for below an icon
	Locale  string // for Open Graph
	Loading string // names the progress line
	Failed  string // the program could not be loaded
	Stalled string // loading the program makes no progress
	Stopped string // the program ended unexpectedly
	Retry   string // the button next to these

	FailedLink  string // Failed, where the address names a network
	NoScript    string // without scripts nothing can be read from the address
	EmbedFailed string // what Failed says on the page that posts embed

	EmbedNoScript string

	Licenses      string // the page, and the link to it
	LicensesIntro string
	LicenseNotes  map[string]string // what is special, by the name of a program.License
}

var texts = map[text.Lang]words{
	text.English: {
		Short:   "U-Net",
		Locale:  "en_US",
		Loading: "Loading the calculator",
		Failed:  "The calculator could not be loaded. What you see is the default network.",
		Stalled: "The calculator is still loading, but nothing has arrived for a while.",
		Stopped: "The calculator has stopped. Reload the page to continue.",
		Retry:   "Reload",

		FailedLink:    "The calculator could not be loaded. What you see is the default network, not the one in the link.",
		NoScript:      "Scripts are switched off, so this page shows the default network, whatever the link names. The calculator needs scripts.",
		EmbedFailed:   "The live diagram could not be loaded. The link opens it in the calculator.",
		EmbedNoScript: "Scripts are switched off here, so this is the default network and not the one that was linked to.",

		Licenses:      "Licences",
		LicensesIntro: "This site contains the following software. Nothing else is linked into the program that your browser runs.",
		LicenseNotes: map[string]string{
			"Go":          "runtime, standard library and wasm_exec.js",
			program.GoApp: "used in a modified copy",
		},
	},
	text.Chinese: {
		Short:   "U-Net",
		Locale:  "zh_CN",
		Loading: "正在加载计算器",
		Failed:  "计算器未能加载。您看到的是默认网络。",
		Stalled: "计算器仍在加载，但已有一段时间没有收到数据。",
		Stopped: "计算器已停止运行。请刷新页面以继续。",
		Retry:   "刷新页面",

		FailedLink:    "计算器未能加载。您看到的是默认网络，而不是链接所指的网络。",
		NoScript:      "脚本已被禁用，因此无论链接指向哪个网络，本页都只显示默认网络。计算器需要启用脚本。",
		EmbedFailed:   "交互式图示未能加载，可通过链接在计算器中打开。",
		EmbedNoScript: "此处禁用了脚本，因此显示的是默认网络，而不是链接所指的网络。",

		Licenses:      "许可证",
		LicensesIntro: "本站包含以下软件；浏览器运行的程序未链接其他软件。",
		LicenseNotes: map[string]string{
			"Go":          "运行时、标准库和 wasm_exec.js",
			program.GoApp: "使用的是修改后的副本",
		},
	},
}
