//go:build lean

package session

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/turn"
)

func init() {
	app.BeforeElement = turn.GiveIfDue
	app.BeforePage = turn.Give
}
