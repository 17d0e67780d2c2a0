package text

import (
	"unetparams/counter/config"
)

// shareText is the type of the words of the share dialog and of what it hands out.
type shareText struct {
	_ config.Incomparable

	Share, Title, Close, Preview, Copy, Copied, Save, System config.Text

	Tabs, TabEmbed, TabMarkdown, TabMDX, TabNotebook, TabFigure config.Text // the tabs
	Ways                                                        config.Text // to embed in one kind of post

	Language, Theme, Controls, Load, Picture            config.Text
	ControlsFolded, ControlsOpen, ControlsOff           config.Text
	LoadClick, LoadVisible, LoadEager                   config.Text
	PictureSite, PictureFile, PictureInline             config.Text
	PictureSiteHelp, PictureFileHelp, PictureInlineHelp config.Text
	Sizes, FigureHelp                                   config.Text

	Link, Element, Frame, HTML, Markdown, Mixed, MDX, VitePress, Notebook                                     config.Text
	LinkHelp, ElementHelp, FrameHelp, HTMLHelp, MarkdownHelp, MixedHelp, MDXHelp, VitePressHelp, NotebookHelp config.Text

	Alt, Caption config.Text
}

// Share holds the sentences of the share dialog and of what it hands out.
var Share = shareText{
	Share:   config.Text{EN: "Share, embed", ZH: "分享与嵌入"},
	Title:   config.Text{EN: "Share and embed", ZH: "分享与嵌入"},
	Close:   config.Text{EN: "Close", ZH: "关闭"},
	Preview: config.Text{EN: "Preview", ZH: "预览"},
	Copy:    config.Text{EN: "Copy", ZH: "复制"},
	Copied:  config.Text{EN: "Copied ✓", ZH: "已复制 ✓"},
	Save:    config.Text{EN: "Save %s", ZH: "保存 %s"},
	System:  config.Text{EN: "Share with an app", ZH: "用其他应用分享"},

	Tabs:        config.Text{EN: "Where it goes", ZH: "用途"},
	TabEmbed:    config.Text{EN: "Embed", ZH: "嵌入"},
	TabMarkdown: config.Text{EN: "Markdown", ZH: "Markdown"},
	TabMDX:      config.Text{EN: "MDX, Vue", ZH: "MDX、Vue"},
	TabNotebook: config.Text{EN: "Notebook", ZH: "Notebook"},
	TabFigure:   config.Text{EN: "Figure", ZH: "插图"},
	Ways:        config.Text{EN: "Kind of snippet", ZH: "代码类型"},

	Language:       config.Text{EN: "Language", ZH: "语言"},
	Theme:          config.Text{EN: "Theme", ZH: "主题"},
	Controls:       config.Text{EN: "Settings", ZH: "设置"},
	Load:           config.Text{EN: "Live page starts", ZH: "加载时机"},
	Picture:        config.Text{EN: "Picture", ZH: "图片"},
	ControlsFolded: config.Text{EN: "folded", ZH: "折叠"},
	ControlsOpen:   config.Text{EN: "unfolded", ZH: "展开"},
	ControlsOff:    config.Text{EN: "none", ZH: "不显示"},
	LoadClick:      config.Text{EN: "on click", ZH: "点击"},
	LoadVisible:    config.Text{EN: "when visible", ZH: "滚动到"},
	LoadEager:      config.Text{EN: "immediately", ZH: "立即"},
	PictureSite:    config.Text{EN: "from this site", ZH: "来自本站"},
	PictureFile:    config.Text{EN: "a file beside the post", ZH: "文章旁的文件"},
	PictureInline:  config.Text{EN: "inline", ZH: "写在代码内"},

	PictureSiteHelp:   config.Text{EN: "This network is published here, and so is its picture.", ZH: "本站已有此网络的页面和图片。"},
	PictureFileHelp:   config.Text{EN: "Save the pictures (the narrow one is for phones), upload them with the post, and replace the file names with their addresses.", ZH: "请保存图片（窄图供手机使用），随文章上传，再用图片地址替换文件名。"},
	PictureInlineHelp: config.Text{EN: "The picture is part of the text: long, but nothing needs uploading. Markdown takes no such pictures; there it is a file.", ZH: "图片直接写在代码中：较长，但无需上传。Markdown 不支持，那里仍用文件。"},
	Sizes:             config.Text{EN: "Size of every feature map", ZH: "标出每个特征图的尺寸"},
	FigureHelp:        config.Text{EN: "SVG and PNG carry total, name and link. TikZ is the U alone, in English, for pdflatex.", ZH: "SVG 与 PNG 带有总数、名称和链接；TikZ 只有 U 形图，文字为英文，用 pdflatex 编译。"},

	Link:          config.Text{EN: "Link", ZH: "链接"},
	LinkHelp:      config.Text{EN: "Opens the calculator with these settings, for years.", ZH: "打开计算器并载入当前设置，长期有效。"},
	Element:       config.Text{EN: "Live diagram", ZH: "交互图"},
	ElementHelp:   config.Text{EN: "A picture with a link, which becomes the live page on a click. Where scripts are removed, picture and link remain. For blogs and for Markdown that takes HTML, as in Hexo and MkDocs.", ZH: "带链接的图片，点击后变为交互页面；脚本被去除时，图片与链接仍在。用于博客，以及允许 HTML 的 Markdown（如 Hexo、MkDocs）。"},
	Frame:         config.Text{EN: "iframe", ZH: "iframe"},
	FrameHelp:     config.Text{EN: "The live page at once, for editors that take an iframe but no script. The line below it remains where frames are removed.", ZH: "直接显示交互页面，用于支持 iframe 但不支持脚本的编辑器；iframe 被去除时，下方的文字链接仍在。"},
	HTML:          config.Text{EN: "Picture and link", ZH: "图片加链接"},
	HTMLHelp:      config.Text{EN: "For platforms that remove frames and scripts, such as WeChat, Zhihu and Medium. If yours takes no HTML either, upload the PNG and put the link below it.", ZH: "用于会去除框架和脚本的平台，如微信公众号、知乎、Medium。若也不支持 HTML，请上传 PNG 并附上链接。"},
	Markdown:      config.Text{EN: "Picture and link", ZH: "图片加链接"},
	MarkdownHelp:  config.Text{EN: "Works wherever Markdown does: README, GitHub, Jekyll, Hugo.", ZH: "适用于任何 Markdown：README、GitHub、Jekyll、Hugo。"},
	Mixed:         config.Text{EN: "Live diagram", ZH: "交互图"},
	MixedHelp:     config.Text{EN: "The same with the live page on a click, for Hugo, Hexo and MkDocs. Hugo needs “unsafe: true” for it; without, picture and link remain. Not for GitHub, which would show the script's tag as text.", ZH: "同上，点击后变为交互页面，用于 Hugo、Hexo、MkDocs。Hugo 需设置“unsafe: true”，否则只保留图片与链接。不宜用于 GitHub：脚本标签会显示为文字。"},
	MDX:           config.Text{EN: "Docusaurus (MDX)", ZH: "Docusaurus（MDX）"},
	MDXHelp:       config.Text{EN: "The live diagram as JSX. Readers who come from another page of the site get picture and link, unless embed.js is among the scripts in docusaurus.config.js.", ZH: "JSX 写法的交互图。若读者从站内其他页面跳转而来，则只显示图片与链接；在 docusaurus.config.js 的 scripts 中加入 embed.js 即可避免。"},
	VitePress:     config.Text{EN: "VitePress (Vue)", ZH: "VitePress（Vue）"},
	VitePressHelp: config.Text{EN: "The live diagram for Markdown that Vue compiles.", ZH: "用于由 Vue 编译的 Markdown 的交互图。"},
	Notebook:      config.Text{EN: "Notebook cell", ZH: "Notebook 单元格"},
	NotebookHelp:  config.Text{EN: "A cell of Python that shows the live diagram. Picture and link remain where scripts are removed, as on GitHub, and in exports to Markdown or LaTeX.", ZH: "显示交互图的 Python 单元格。在会去除脚本的地方（如 GitHub）以及导出为 Markdown、LaTeX 时，图片与链接仍在。"},

	Alt:     config.Text{EN: "Network diagram: %[2]s parameters (%[1]s).", ZH: "网络结构图：%[2]s 个参数（%[1]s）。"},
	Caption: config.Text{EN: "%s, %s parameters, and how they are counted", ZH: "%s：%s 个参数，附逐步推导"},
}
