package classic

import "unetparams/counter/config"

// Short names for the declarations of settings.
type (
	Text   = config.Text
	Choice = config.Choice
)
