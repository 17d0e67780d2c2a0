package app

import (
	"unetparams/counter/zoo"
)

// shareText is the type of the words of the share dialog and of what it hands out.
type shareText struct {
	Share, Title, Close, Preview, Copy, Save, System zoo.Text

	Language, Theme, Controls, Load, Picture            zoo.Text
	ControlsFolded, ControlsOpen, ControlsOff           zoo.Text
	LoadClick, LoadVisible, LoadEager                   zoo.Text
	PictureSite, PictureFile, PictureInline             zoo.Text
	PictureSiteHelp, PictureFileHelp, PictureInlineHelp zoo.Text

	Link, Element, Frame, Markdown, HTML                     zoo.Text
	LinkHelp, ElementHelp, FrameHelp, MarkdownHelp, HTMLHelp zoo.Text

	Alt, Caption zoo.Text
}

var shareWords = shareText{
	Share:   zoo.Text{EN: "Share, embed", ZH: "分享与嵌入"},
	Title:   zoo.Text{EN: "Share it, or put it in a post", ZH: "分享，或嵌入文章"},
	Close:   zoo.Text{EN: "Close", ZH: "关闭"},
	Preview: zoo.Text{EN: "What a reader of the post sees first", ZH: "读者最先看到的样子"},
	Copy:    zoo.Text{EN: "Copy", ZH: "复制"},
	Save:    zoo.Text{EN: "Save %s", ZH: "保存 %s"},
	System:  zoo.Text{EN: "Share with an app", ZH: "用其他应用分享"},

	Language:       zoo.Text{EN: "Language", ZH: "语言"},
	Theme:          zoo.Text{EN: "Theme", ZH: "主题"},
	Controls:       zoo.Text{EN: "Settings", ZH: "设置"},
	Load:           zoo.Text{EN: "Live page starts", ZH: "交互页面启动"},
	Picture:        zoo.Text{EN: "Picture", ZH: "图片"},
	ControlsFolded: zoo.Text{EN: "folded", ZH: "折叠"},
	ControlsOpen:   zoo.Text{EN: "unfolded", ZH: "展开"},
	ControlsOff:    zoo.Text{EN: "none", ZH: "不显示"},
	LoadClick:      zoo.Text{EN: "on a click", ZH: "点击时"},
	LoadVisible:    zoo.Text{EN: "when in sight", ZH: "进入视野时"},
	LoadEager:      zoo.Text{EN: "with the post", ZH: "随文章加载"},
	PictureSite:    zoo.Text{EN: "from this site", ZH: "来自本站"},
	PictureFile:    zoo.Text{EN: "a file beside the post", ZH: "文章旁的文件"},
	PictureInline:  zoo.Text{EN: "inside of the text", ZH: "写在代码内"},

	PictureSiteHelp:   zoo.Text{EN: "This network is published here, and so is its picture.", ZH: "此网络在本站有专页，图片亦然。"},
	PictureFileHelp:   zoo.Text{EN: "This site keeps no pictures of networks that readers make. Save the pictures, the narrow one for phones, upload them with the post, and put their addresses in place of the file names.", ZH: "本站不保存读者自定网络的图片。请保存图片（窄图供手机使用），随文章上传，并用其地址替换文件名。"},
	PictureInlineHelp: zoo.Text{EN: "The picture is part of the text, which gets long but needs no upload. Markdown and article platforms take no such pictures: there it is a file.", ZH: "图片写在代码里：较长，但无需上传。Markdown 和文章平台不支持，那里仍用文件。"},

	Link:         zoo.Text{EN: "Link", ZH: "链接"},
	LinkHelp:     zoo.Text{EN: "Opens the calculator with these settings, for years.", ZH: "打开计算器并载入当前设置，长期有效。"},
	Element:      zoo.Text{EN: "Diagram in a blog", ZH: "嵌入博客"},
	ElementHelp:  zoo.Text{EN: "The picture with its link, which a click turns into the live page. Where scripts are forbidden, picture and link remain.", ZH: "带链接的图片，点击后变为交互页面。禁用脚本时仍保留图片与链接。"},
	Frame:        zoo.Text{EN: "Frame", ZH: "内嵌框架"},
	FrameHelp:    zoo.Text{EN: "The live page at once, for editors that take an iframe but no script.", ZH: "直接显示交互页面，适用于支持 iframe 但不支持脚本的编辑器。"},
	Markdown:     zoo.Text{EN: "Markdown", ZH: "Markdown"},
	MarkdownHelp: zoo.Text{EN: "Picture and link, for a README.", ZH: "图片加链接，用于 README。"},
	HTML:         zoo.Text{EN: "Picture and link", ZH: "图片加链接"},
	HTMLHelp:     zoo.Text{EN: "For platforms that remove frames and scripts, such as WeChat, Zhihu and Medium. Those that take no HTML either want the PNG uploaded and the link below it.", ZH: "用于会去除框架和脚本的平台，如微信公众号、知乎、Medium。若也不支持 HTML，请上传 PNG 并附上链接。"},

	Alt:     zoo.Text{EN: "Network diagram: %[2]s parameters (%[1]s).", ZH: "网络结构图：%[2]s 个参数（%[1]s）。"},
	Caption: zoo.Text{EN: "%s, %s parameters, and how they are counted", ZH: "%s：%s 个参数，附逐步推导"},
}
