package app

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// Run starts the page in the browser; elsewhere it returns at once.
func Run() {
	app.RouteWithRegexp(".*", &Page{})
	app.RunWhenOnBrowser()
}
