//go:build lean

package app

import "strings"

// go-app has an interface and a type for each of the 110 HTML elements, with a method
// for every attribute: 52,000 generated lines. Each method that is used is linked once
// for each element, because the types refer to all of them. Here all elements have one
// type.
//
// Formats are not supported: instead of ID("knob-%s", key) write ID("knob-" + key).

// A Tag is an HTML element.
type Tag struct{ htmlElement }

// The names that the rest of go-app uses.
type (
	HTMLBody = UI
	htmlBody = Tag
	htmlDiv  = Tag
)

// Elem returns an element with any name.
func Elem(name string) *Tag { return &Tag{htmlElement{tag: name}} }

// ElemSelfClosing returns an element without content.
func ElemSelfClosing(name string) *Tag {
	return &Tag{htmlElement{tag: name, isSelfClosing: true}}
}

// ---- Elements

func A() *Tag          { return Elem("a") }
func Abbr() *Tag       { return Elem("abbr") }
func Address() *Tag    { return Elem("address") }
func Area() *Tag       { return ElemSelfClosing("area") }
func Article() *Tag    { return Elem("article") }
func Aside() *Tag      { return Elem("aside") }
func Audio() *Tag      { return Elem("audio") }
func B() *Tag          { return Elem("b") }
func Base() *Tag       { return ElemSelfClosing("base") }
func Bdi() *Tag        { return Elem("bdi") }
func Bdo() *Tag        { return Elem("bdo") }
func Blockquote() *Tag { return Elem("blockquote") }
func Body() *Tag       { return Elem("body") }
func Br() *Tag         { return ElemSelfClosing("br") }
func Button() *Tag     { return Elem("button") }
func Canvas() *Tag     { return Elem("canvas") }
func Caption() *Tag    { return Elem("caption") }
func Cite() *Tag       { return Elem("cite") }
func Code() *Tag       { return Elem("code") }
func Col() *Tag        { return ElemSelfClosing("col") }
func ColGroup() *Tag   { return Elem("colgroup") }
func Data() *Tag       { return Elem("data") }
func DataList() *Tag   { return Elem("datalist") }
func Dd() *Tag         { return Elem("dd") }
func Del() *Tag        { return Elem("del") }
func Details() *Tag    { return Elem("details") }
func Dfn() *Tag        { return Elem("dfn") }
func Dialog() *Tag     { return Elem("dialog") }
func Div() *Tag        { return Elem("div") }
func Dl() *Tag         { return Elem("dl") }
func Dt() *Tag         { return Elem("dt") }
func Em() *Tag         { return Elem("em") }
func Embed() *Tag      { return ElemSelfClosing("embed") }
func FieldSet() *Tag   { return Elem("fieldset") }
func FigCaption() *Tag { return Elem("figcaption") }
func Figure() *Tag     { return Elem("figure") }
func Footer() *Tag     { return Elem("footer") }
func Form() *Tag       { return Elem("form") }
func H1() *Tag         { return Elem("h1") }
func H2() *Tag         { return Elem("h2") }
func H3() *Tag         { return Elem("h3") }
func H4() *Tag         { return Elem("h4") }
func H5() *Tag         { return Elem("h5") }
func H6() *Tag         { return Elem("h6") }
func Head() *Tag       { return Elem("head") }
func Header() *Tag     { return Elem("header") }
func Hr() *Tag         { return ElemSelfClosing("hr") }
func Html() *Tag       { return Elem("html") }
func I() *Tag          { return Elem("i") }
func IFrame() *Tag     { return Elem("iframe") }
func Img() *Tag        { return ElemSelfClosing("img") }
func Input() *Tag      { return ElemSelfClosing("input") }
func Ins() *Tag        { return Elem("ins") }
func Kbd() *Tag        { return Elem("kbd") }
func Label() *Tag      { return Elem("label") }
func Legend() *Tag     { return Elem("legend") }
func Li() *Tag         { return Elem("li") }
func Link() *Tag       { return ElemSelfClosing("link") }
func Main() *Tag       { return Elem("main") }
func Map() *Tag        { return Elem("map") }
func Mark() *Tag       { return Elem("mark") }
func Meta() *Tag       { return ElemSelfClosing("meta") }
func Meter() *Tag      { return Elem("meter") }
func Nav() *Tag        { return Elem("nav") }
func NoScript() *Tag   { return Elem("noscript") }
func Object() *Tag     { return Elem("object") }
func Ol() *Tag         { return Elem("ol") }
func OptGroup() *Tag   { return Elem("optgroup") }
func Option() *Tag     { return Elem("option") }
func Output() *Tag     { return Elem("output") }
func P() *Tag          { return Elem("p") }
func Param() *Tag      { return ElemSelfClosing("param") }
func Picture() *Tag    { return Elem("picture") }
func Pre() *Tag        { return Elem("pre") }
func Progress() *Tag   { return Elem("progress") }
func Q() *Tag          { return Elem("q") }
func Rp() *Tag         { return Elem("rp") }
func Rt() *Tag         { return Elem("rt") }
func Ruby() *Tag       { return Elem("ruby") }
func S() *Tag          { return Elem("s") }
func Samp() *Tag       { return Elem("samp") }
func Script() *Tag     { return Elem("script") }
func Section() *Tag    { return Elem("section") }
func Select() *Tag     { return Elem("select") }
func Small() *Tag      { return Elem("small") }
func Source() *Tag     { return ElemSelfClosing("source") }
func Span() *Tag       { return Elem("span") }
func Strong() *Tag     { return Elem("strong") }
func Style() *Tag      { return Elem("style") }
func Sub() *Tag        { return Elem("sub") }
func Summary() *Tag    { return Elem("summary") }
func Sup() *Tag        { return Elem("sup") }
func Table() *Tag      { return Elem("table") }
func TBody() *Tag      { return Elem("tbody") }
func Td() *Tag         { return Elem("td") }
func Template() *Tag   { return Elem("template") }
func Textarea() *Tag   { return Elem("textarea") }
func TFoot() *Tag      { return Elem("tfoot") }
func Th() *Tag         { return Elem("th") }
func THead() *Tag      { return Elem("thead") }
func Time() *Tag       { return Elem("time") }
func Title() *Tag      { return Elem("title") }
func Tr() *Tag         { return Elem("tr") }
func U() *Tag          { return Elem("u") }
func Ul() *Tag         { return Elem("ul") }
func Var() *Tag        { return Elem("var") }
func Video() *Tag      { return Elem("video") }
func Wbr() *Tag        { return Elem("wbr") }

// ---- Content

func (e *Tag) Body(v ...UI) *Tag {
	e.setChildren(v...)
	return e
}

func (e *Tag) privateBody(v ...UI) *Tag { return e.Body(v...) }

func (e *Tag) Text(v any) *Tag {
	if e.tag == "textarea" {
		return e.attr("value", v)
	}
	return e.Body(Text(v))
}

// ---- Attributes

func (e *Tag) attr(name string, v any) *Tag {
	e.setAttr(name, v)
	return e
}

func (e *Tag) Aria(k string, v any) *Tag    { return e.attr("aria-"+k, toString(v)) }
func (e *Tag) Attr(n string, v any) *Tag    { return e.attr(n, v) }
func (e *Tag) Class(v ...string) *Tag       { return e.attr("class", strings.Join(v, " ")) }
func (e *Tag) DataSet(k string, v any) *Tag { return e.attr("data-"+k, toString(v)) }
func (e *Tag) Style(k, v string) *Tag       { return e.attr("style", k+":"+v) }

func (e *Tag) XMLNS(v string) *Tag {
	e.xmlns = v
	return e
}

func choose(v bool, yes, no string) string {
	if v {
		return yes
	}
	return no
}

func (e *Tag) Abbr(v string) *Tag          { return e.attr("abbr", v) }
func (e *Tag) Accept(v string) *Tag        { return e.attr("accept", v) }
func (e *Tag) AcceptCharset(v string) *Tag { return e.attr("accept-charset", v) }
func (e *Tag) AccessKey(v string) *Tag     { return e.attr("accesskey", v) }
func (e *Tag) Action(v string) *Tag        { return e.attr("action", v) }
func (e *Tag) Allow(v string) *Tag         { return e.attr("allow", v) }
func (e *Tag) AllowFullscreen(v bool) *Tag {
	return e.attr("allowfullscreen", choose(v, "true", "false"))
}
func (e *Tag) AllowPaymentRequest(v bool) *Tag {
	return e.attr("allowpaymentrequest", choose(v, "true", "false"))
}
func (e *Tag) Alt(v string) *Tag            { return e.attr("alt", v) }
func (e *Tag) As(v string) *Tag             { return e.attr("as", v) }
func (e *Tag) Async(v bool) *Tag            { return e.attr("async", v) }
func (e *Tag) AutoComplete(v bool) *Tag     { return e.attr("autocomplete", choose(v, "on", "off")) }
func (e *Tag) AutoFocus(v bool) *Tag        { return e.attr("autofocus", v) }
func (e *Tag) AutoPlay(v bool) *Tag         { return e.attr("autoplay", v) }
func (e *Tag) Capture(v string) *Tag        { return e.attr("capture", v) }
func (e *Tag) Charset(v string) *Tag        { return e.attr("charset", v) }
func (e *Tag) Checked(v bool) *Tag          { return e.attr("checked", v) }
func (e *Tag) Cite(v string) *Tag           { return e.attr("cite", v) }
func (e *Tag) ColSpan(v int) *Tag           { return e.attr("colspan", v) }
func (e *Tag) Cols(v int) *Tag              { return e.attr("cols", v) }
func (e *Tag) Content(v string) *Tag        { return e.attr("content", v) }
func (e *Tag) ContentEditable(v bool) *Tag  { return e.attr("contenteditable", v) }
func (e *Tag) Controls(v bool) *Tag         { return e.attr("controls", v) }
func (e *Tag) Coords(v string) *Tag         { return e.attr("coords", v) }
func (e *Tag) CrossOrigin(v string) *Tag    { return e.attr("crossorigin", v) }
func (e *Tag) Data(v string) *Tag           { return e.attr("data", v) }
func (e *Tag) DateTime(v string) *Tag       { return e.attr("datetime", v) }
func (e *Tag) Defer(v bool) *Tag            { return e.attr("defer", v) }
func (e *Tag) Dir(v string) *Tag            { return e.attr("dir", v) }
func (e *Tag) DirName(v string) *Tag        { return e.attr("dirname", v) }
func (e *Tag) Disabled(v bool) *Tag         { return e.attr("disabled", v) }
func (e *Tag) Download(v string) *Tag       { return e.attr("download", v) }
func (e *Tag) Draggable(v bool) *Tag        { return e.attr("draggable", v) }
func (e *Tag) EncType(v string) *Tag        { return e.attr("enctype", v) }
func (e *Tag) FetchPriority(v string) *Tag  { return e.attr("fetchpriority", v) }
func (e *Tag) For(v string) *Tag            { return e.attr("for", v) }
func (e *Tag) Form(v string) *Tag           { return e.attr("form", v) }
func (e *Tag) FormAction(v string) *Tag     { return e.attr("formaction", v) }
func (e *Tag) FormEncType(v string) *Tag    { return e.attr("formenctype", v) }
func (e *Tag) FormMethod(v string) *Tag     { return e.attr("formmethod", v) }
func (e *Tag) FormNoValidate(v bool) *Tag   { return e.attr("formnovalidate", v) }
func (e *Tag) FormTarget(v string) *Tag     { return e.attr("formtarget", v) }
func (e *Tag) HTTPEquiv(v string) *Tag      { return e.attr("http-equiv", v) }
func (e *Tag) Headers(v string) *Tag        { return e.attr("headers", v) }
func (e *Tag) Height(v int) *Tag            { return e.attr("height", v) }
func (e *Tag) Hidden(v bool) *Tag           { return e.attr("hidden", v) }
func (e *Tag) High(v float64) *Tag          { return e.attr("high", v) }
func (e *Tag) Href(v string) *Tag           { return e.attr("href", v) }
func (e *Tag) HrefLang(v string) *Tag       { return e.attr("hreflang", v) }
func (e *Tag) ID(v string) *Tag             { return e.attr("id", v) }
func (e *Tag) IsMap(v bool) *Tag            { return e.attr("ismap", v) }
func (e *Tag) Label(v string) *Tag          { return e.attr("label", v) }
func (e *Tag) Lang(v string) *Tag           { return e.attr("lang", v) }
func (e *Tag) List(v string) *Tag           { return e.attr("list", v) }
func (e *Tag) Loading(v string) *Tag        { return e.attr("loading", v) }
func (e *Tag) Loop(v bool) *Tag             { return e.attr("loop", v) }
func (e *Tag) Low(v float64) *Tag           { return e.attr("low", v) }
func (e *Tag) Max(v any) *Tag               { return e.attr("max", v) }
func (e *Tag) MaxLength(v int) *Tag         { return e.attr("maxlength", v) }
func (e *Tag) Media(v string) *Tag          { return e.attr("media", v) }
func (e *Tag) Method(v string) *Tag         { return e.attr("method", v) }
func (e *Tag) Min(v any) *Tag               { return e.attr("min", v) }
func (e *Tag) Multiple(v bool) *Tag         { return e.attr("multiple", v) }
func (e *Tag) Muted(v bool) *Tag            { return e.attr("muted", v) }
func (e *Tag) Name(v string) *Tag           { return e.attr("name", v) }
func (e *Tag) NoValidate(v bool) *Tag       { return e.attr("novalidate", v) }
func (e *Tag) Open(v bool) *Tag             { return e.attr("open", v) }
func (e *Tag) Optimum(v float64) *Tag       { return e.attr("optimum", v) }
func (e *Tag) Pattern(v string) *Tag        { return e.attr("pattern", v) }
func (e *Tag) Ping(v string) *Tag           { return e.attr("ping", v) }
func (e *Tag) Placeholder(v string) *Tag    { return e.attr("placeholder", v) }
func (e *Tag) Poster(v string) *Tag         { return e.attr("poster", v) }
func (e *Tag) Preload(v string) *Tag        { return e.attr("preload", v) }
func (e *Tag) Property(v string) *Tag       { return e.attr("property", v) }
func (e *Tag) ReadOnly(v bool) *Tag         { return e.attr("readonly", v) }
func (e *Tag) ReferrerPolicy(v string) *Tag { return e.attr("referrerpolicy", v) }
func (e *Tag) Rel(v string) *Tag            { return e.attr("rel", v) }
func (e *Tag) Required(v bool) *Tag         { return e.attr("required", v) }
func (e *Tag) Reversed(v bool) *Tag         { return e.attr("reversed", v) }
func (e *Tag) Role(v string) *Tag           { return e.attr("role", v) }
func (e *Tag) Rows(v int) *Tag              { return e.attr("rows", v) }
func (e *Tag) Rowspan(v int) *Tag           { return e.attr("rowspan", v) }
func (e *Tag) Sandbox(v any) *Tag           { return e.attr("sandbox", v) }
func (e *Tag) Scope(v string) *Tag          { return e.attr("scope", v) }
func (e *Tag) Selected(v bool) *Tag         { return e.attr("selected", v) }
func (e *Tag) Shape(v string) *Tag          { return e.attr("shape", v) }
func (e *Tag) Size(v int) *Tag              { return e.attr("size", v) }
func (e *Tag) Sizes(v string) *Tag          { return e.attr("sizes", v) }
func (e *Tag) Span(v int) *Tag              { return e.attr("span", v) }
func (e *Tag) Spellcheck(v bool) *Tag       { return e.attr("spellcheck", choose(v, "true", "false")) }
func (e *Tag) Src(v string) *Tag            { return e.attr("src", v) }
func (e *Tag) SrcDoc(v string) *Tag         { return e.attr("srcdoc", v) }
func (e *Tag) SrcSet(v string) *Tag         { return e.attr("srcset", v) }
func (e *Tag) Start(v int) *Tag             { return e.attr("start", v) }
func (e *Tag) Step(v float64) *Tag          { return e.attr("step", v) }
func (e *Tag) TabIndex(v int) *Tag          { return e.attr("tabindex", v) }
func (e *Tag) Target(v string) *Tag         { return e.attr("target", v) }
func (e *Tag) Title(v string) *Tag          { return e.attr("title", v) }
func (e *Tag) Type(v string) *Tag           { return e.attr("type", v) }
func (e *Tag) UseMap(v string) *Tag         { return e.attr("usemap", v) }
func (e *Tag) Value(v any) *Tag             { return e.attr("value", v) }
func (e *Tag) Width(v int) *Tag             { return e.attr("width", v) }
func (e *Tag) Wrap(v string) *Tag           { return e.attr("wrap", v) }

// ---- Events

func (e *Tag) On(event string, h EventHandler, scope ...any) *Tag {
	e.setEventHandler(event, h, scope...)
	return e
}

func (e *Tag) OnAbort(h EventHandler, scope ...any) *Tag      { return e.On("abort", h, scope...) }
func (e *Tag) OnAfterPrint(h EventHandler, scope ...any) *Tag { return e.On("afterprint", h, scope...) }
func (e *Tag) OnBeforePrint(h EventHandler, scope ...any) *Tag {
	return e.On("beforeprint", h, scope...)
}
func (e *Tag) OnBeforeUnload(h EventHandler, scope ...any) *Tag {
	return e.On("beforeunload", h, scope...)
}
func (e *Tag) OnBlur(h EventHandler, scope ...any) *Tag    { return e.On("blur", h, scope...) }
func (e *Tag) OnCanPlay(h EventHandler, scope ...any) *Tag { return e.On("canplay", h, scope...) }
func (e *Tag) OnCanPlayThrough(h EventHandler, scope ...any) *Tag {
	return e.On("canplaythrough", h, scope...)
}
func (e *Tag) OnChange(h EventHandler, scope ...any) *Tag { return e.On("change", h, scope...) }
func (e *Tag) OnClick(h EventHandler, scope ...any) *Tag  { return e.On("click", h, scope...) }
func (e *Tag) OnContextMenu(h EventHandler, scope ...any) *Tag {
	return e.On("contextmenu", h, scope...)
}
func (e *Tag) OnCopy(h EventHandler, scope ...any) *Tag      { return e.On("copy", h, scope...) }
func (e *Tag) OnCueChange(h EventHandler, scope ...any) *Tag { return e.On("cuechange", h, scope...) }
func (e *Tag) OnCut(h EventHandler, scope ...any) *Tag       { return e.On("cut", h, scope...) }
func (e *Tag) OnDblClick(h EventHandler, scope ...any) *Tag  { return e.On("dblclick", h, scope...) }
func (e *Tag) OnDrag(h EventHandler, scope ...any) *Tag      { return e.On("drag", h, scope...) }
func (e *Tag) OnDragEnd(h EventHandler, scope ...any) *Tag   { return e.On("dragend", h, scope...) }
func (e *Tag) OnDragEnter(h EventHandler, scope ...any) *Tag { return e.On("dragenter", h, scope...) }
func (e *Tag) OnDragLeave(h EventHandler, scope ...any) *Tag { return e.On("dragleave", h, scope...) }
func (e *Tag) OnDragOver(h EventHandler, scope ...any) *Tag  { return e.On("dragover", h, scope...) }
func (e *Tag) OnDragStart(h EventHandler, scope ...any) *Tag { return e.On("dragstart", h, scope...) }
func (e *Tag) OnDrop(h EventHandler, scope ...any) *Tag      { return e.On("drop", h, scope...) }
func (e *Tag) OnDurationChange(h EventHandler, scope ...any) *Tag {
	return e.On("durationchange", h, scope...)
}
func (e *Tag) OnEmptied(h EventHandler, scope ...any) *Tag    { return e.On("emptied", h, scope...) }
func (e *Tag) OnEnded(h EventHandler, scope ...any) *Tag      { return e.On("ended", h, scope...) }
func (e *Tag) OnError(h EventHandler, scope ...any) *Tag      { return e.On("error", h, scope...) }
func (e *Tag) OnFocus(h EventHandler, scope ...any) *Tag      { return e.On("focus", h, scope...) }
func (e *Tag) OnHashChange(h EventHandler, scope ...any) *Tag { return e.On("hashchange", h, scope...) }
func (e *Tag) OnInput(h EventHandler, scope ...any) *Tag      { return e.On("input", h, scope...) }
func (e *Tag) OnInvalid(h EventHandler, scope ...any) *Tag    { return e.On("invalid", h, scope...) }
func (e *Tag) OnKeyDown(h EventHandler, scope ...any) *Tag    { return e.On("keydown", h, scope...) }
func (e *Tag) OnKeyPress(h EventHandler, scope ...any) *Tag   { return e.On("keypress", h, scope...) }
func (e *Tag) OnKeyUp(h EventHandler, scope ...any) *Tag      { return e.On("keyup", h, scope...) }
func (e *Tag) OnLoad(h EventHandler, scope ...any) *Tag       { return e.On("load", h, scope...) }
func (e *Tag) OnLoadStart(h EventHandler, scope ...any) *Tag  { return e.On("loadstart", h, scope...) }
func (e *Tag) OnLoadedData(h EventHandler, scope ...any) *Tag { return e.On("loadeddata", h, scope...) }
func (e *Tag) OnLoadedMetaData(h EventHandler, scope ...any) *Tag {
	return e.On("loadedmetadata", h, scope...)
}
func (e *Tag) OnMessage(h EventHandler, scope ...any) *Tag    { return e.On("message", h, scope...) }
func (e *Tag) OnMouseDown(h EventHandler, scope ...any) *Tag  { return e.On("mousedown", h, scope...) }
func (e *Tag) OnMouseEnter(h EventHandler, scope ...any) *Tag { return e.On("mouseenter", h, scope...) }
func (e *Tag) OnMouseLeave(h EventHandler, scope ...any) *Tag { return e.On("mouseleave", h, scope...) }
func (e *Tag) OnMouseMove(h EventHandler, scope ...any) *Tag  { return e.On("mousemove", h, scope...) }
func (e *Tag) OnMouseOut(h EventHandler, scope ...any) *Tag   { return e.On("mouseout", h, scope...) }
func (e *Tag) OnMouseOver(h EventHandler, scope ...any) *Tag  { return e.On("mouseover", h, scope...) }
func (e *Tag) OnMouseUp(h EventHandler, scope ...any) *Tag    { return e.On("mouseup", h, scope...) }
func (e *Tag) OnOffline(h EventHandler, scope ...any) *Tag    { return e.On("offline", h, scope...) }
func (e *Tag) OnOnline(h EventHandler, scope ...any) *Tag     { return e.On("online", h, scope...) }
func (e *Tag) OnPageHide(h EventHandler, scope ...any) *Tag   { return e.On("pagehide", h, scope...) }
func (e *Tag) OnPageShow(h EventHandler, scope ...any) *Tag   { return e.On("pageshow", h, scope...) }
func (e *Tag) OnPaste(h EventHandler, scope ...any) *Tag      { return e.On("paste", h, scope...) }
func (e *Tag) OnPause(h EventHandler, scope ...any) *Tag      { return e.On("pause", h, scope...) }
func (e *Tag) OnPlay(h EventHandler, scope ...any) *Tag       { return e.On("play", h, scope...) }
func (e *Tag) OnPlaying(h EventHandler, scope ...any) *Tag    { return e.On("playing", h, scope...) }
func (e *Tag) OnPopState(h EventHandler, scope ...any) *Tag   { return e.On("popstate", h, scope...) }
func (e *Tag) OnProgress(h EventHandler, scope ...any) *Tag   { return e.On("progress", h, scope...) }
func (e *Tag) OnRateChange(h EventHandler, scope ...any) *Tag { return e.On("ratechange", h, scope...) }
func (e *Tag) OnReset(h EventHandler, scope ...any) *Tag      { return e.On("reset", h, scope...) }
func (e *Tag) OnResize(h EventHandler, scope ...any) *Tag     { return e.On("resize", h, scope...) }
func (e *Tag) OnScroll(h EventHandler, scope ...any) *Tag     { return e.On("scroll", h, scope...) }
func (e *Tag) OnSearch(h EventHandler, scope ...any) *Tag     { return e.On("search", h, scope...) }
func (e *Tag) OnSeeked(h EventHandler, scope ...any) *Tag     { return e.On("seeked", h, scope...) }
func (e *Tag) OnSeeking(h EventHandler, scope ...any) *Tag    { return e.On("seeking", h, scope...) }
func (e *Tag) OnSelect(h EventHandler, scope ...any) *Tag     { return e.On("select", h, scope...) }
func (e *Tag) OnStalled(h EventHandler, scope ...any) *Tag    { return e.On("stalled", h, scope...) }
func (e *Tag) OnStorage(h EventHandler, scope ...any) *Tag    { return e.On("storage", h, scope...) }
func (e *Tag) OnSubmit(h EventHandler, scope ...any) *Tag     { return e.On("submit", h, scope...) }
func (e *Tag) OnSuspend(h EventHandler, scope ...any) *Tag    { return e.On("suspend", h, scope...) }
func (e *Tag) OnTimeUpdate(h EventHandler, scope ...any) *Tag { return e.On("timeupdate", h, scope...) }
func (e *Tag) OnToggle(h EventHandler, scope ...any) *Tag     { return e.On("toggle", h, scope...) }
func (e *Tag) OnUnload(h EventHandler, scope ...any) *Tag     { return e.On("unload", h, scope...) }
func (e *Tag) OnVolumeChange(h EventHandler, scope ...any) *Tag {
	return e.On("volumechange", h, scope...)
}
func (e *Tag) OnWaiting(h EventHandler, scope ...any) *Tag { return e.On("waiting", h, scope...) }
func (e *Tag) OnWheel(h EventHandler, scope ...any) *Tag   { return e.On("wheel", h, scope...) }
