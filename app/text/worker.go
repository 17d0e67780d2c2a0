package text

import "unetparams/counter/config"

// Worker holds the sentences about the part of the program that is loaded when it is
// needed.
var Worker = struct{ Loading, Failed, Again config.Text }{
	Loading: config.Text{EN: "Loading …", ZH: "正在加载……"},
	Failed:  config.Text{EN: "This part of the program could not be loaded. Are you offline?", ZH: "程序的这一部分未能加载。是否已断网？"},
	Again:   config.Text{EN: "Try again", ZH: "重试"},
}
