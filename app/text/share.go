package text

import (
	"unetparams/counter/config"
)

// shareText is the type of the words of the share dialog and of what it hands out.
type shareText struct {
	Share, Title, Close, Preview, Copy, Save, System config.Text

	Language, Theme, Controls, Load, Picture            config.Text
	ControlsFolded, ControlsOpen, ControlsOff           config.Text
	LoadClick, LoadVisible, LoadEager                   config.Text
	PictureSite, PictureFile, PictureInline             config.Text
	PictureSiteHelp, PictureFileHelp, PictureInlineHelp config.Text

	Link, Element, Frame, Markdown, HTML                     config.Text
	LinkHelp, ElementHelp, FrameHelp, MarkdownHelp, HTMLHelp config.Text

	Alt, Caption config.Text
}

// Share holds the sentences of the share dialog and of what it hands out.
var Share = shareText{
	Share:   config.Text{EN: "Share, embed", ZH: "分享与嵌入"},
	Title:   config.Text{EN: "Share it, or put it in a post", ZH: "分享与嵌入"},
	Close:   config.Text{EN: "Close", ZH: "关闭"},
	Preview: config.Text{EN: "Preview", ZH: "预览"},
	Copy:    config.Text{EN: "Copy", ZH: "复制"},
	Save:    config.Text{EN: "Save %s", ZH: "保存 %s"},
	System:  config.Text{EN: "Share with an app", ZH: "用其他应用分享"},

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
	PictureFileHelp:   config.Text{EN: "This site keeps no pictures of networks that readers make. Save the pictures, the narrow one for phones, upload them with the post, and put their addresses in place of the file names.", ZH: "本站不保存读者自定网络的图片。请保存图片（窄图供手机使用），随文章上传，并用其地址替换文件名。"},
	PictureInlineHelp: config.Text{EN: "The picture is part of the text, which gets long but needs no upload. Markdown and article platforms take no such pictures: there it is a file.", ZH: "图片写在代码里：较长，但无需上传。Markdown 和文章平台不支持，那里仍用文件。"},

	Link:         config.Text{EN: "Link", ZH: "链接"},
	LinkHelp:     config.Text{EN: "Opens the calculator with these settings, for years.", ZH: "打开计算器并载入当前设置，长期有效。"},
	Element:      config.Text{EN: "Diagram in a blog", ZH: "嵌入博客"},
	ElementHelp:  config.Text{EN: "The picture with its link, which a click turns into the live page. Where scripts are forbidden, picture and link remain.", ZH: "带链接的图片，点击后变为交互页面。禁用脚本时仍保留图片与链接。"},
	Frame:        config.Text{EN: "Frame", ZH: "iframe 嵌入"},
	FrameHelp:    config.Text{EN: "The live page at once, for editors that take an iframe but no script.", ZH: "直接显示交互页面，适用于支持 iframe 但不支持脚本的编辑器。"},
	Markdown:     config.Text{EN: "Markdown", ZH: "Markdown"},
	MarkdownHelp: config.Text{EN: "Picture and link, for a README.", ZH: "图片加链接，用于 README。"},
	HTML:         config.Text{EN: "Picture and link", ZH: "图片加链接"},
	HTMLHelp:     config.Text{EN: "For platforms that remove frames and scripts, such as WeChat, Zhihu and Medium. Those that take no HTML either want the PNG uploaded and the link below it.", ZH: "用于会去除框架和脚本的平台，如微信公众号、知乎、Medium。若也不支持 HTML，请上传 PNG 并附上链接。"},

	Alt:     config.Text{EN: "Network diagram: %[2]s parameters (%[1]s).", ZH: "网络结构图：%[2]s 个参数（%[1]s）。"},
	Caption: config.Text{EN: "%s, %s parameters, and how they are counted", ZH: "%s：%s 个参数，附逐步推导"},
}
