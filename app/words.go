package app

// Lang is a language of the page, as its BCP 47 tag.
type Lang string

// The languages of the page.
const (
	English Lang = "en"
	Chinese Lang = "zh"
)
