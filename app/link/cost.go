package link

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/counter/config"
)

// A Cost says how the network is run where its memory is shown. Its zero value is what
// a link means that says nothing: one image, 32-bit floats, Adam.
type Cost struct {
	Batch      int64  // images; 0: one
	Type       string // "float16", "mixed"; "": float32
	Optimizer  string // "sgd", "momentum", "adam8bit"; "": Adam
	Checkpoint string // "on": each stage is run again in the backward pass; "": it is not
}

// MaxBatch is the largest batch that a link may have.
const MaxBatch = 65536

// Types, Optimizers and Checkpoints are the values of a link, the default first. It is never
// written.
var (
	Checkpoints = []string{"off", "on"}
	Types       = []string{"float32", "float16", "mixed"}
	Optimizers  = []string{"adam", "sgd", "momentum", "adam8bit"}
)

// encode returns the pairs of what is not at its default, each with "&" before it.
func (c Cost) encode() string {
	s := ""
	if c.Batch > 1 {
		s += "&batch=" + strconv.FormatInt(c.Batch, 10)
	}
	if c.Type != "" {
		s += "&dtype=" + c.Type
	}
	if c.Optimizer != "" {
		s += "&optimizer=" + c.Optimizer
	}
	if c.Checkpoint != "" {
		s += "&checkpoint=" + c.Checkpoint
	}
	return s
}

// Set sets the field of a key, if it is one of a cost's. No setting may ever have one
// of these keys.
func (c *Cost) Set(key, value string) (known bool, err *config.ValueError) {
	switch key {
	case "batch":
		n, bad := strconv.ParseInt(value, 10, 64)
		if bad != nil || n < 1 || n > MaxBatch {
			return true, &config.ValueError{Key: key, Value: value, Text: config.Textf(
				"must be a number from 1 to %d", "应为 1 到 %d 之间的数", MaxBatch)}
		}
		if c.Batch = n; n == 1 {
			c.Batch = 0
		}
		return true, nil
	case "dtype":
		return true, oneOf(&c.Type, key, value, Types)
	case "optimizer":
		return true, oneOf(&c.Optimizer, key, value, Optimizers)
	case "checkpoint":
		return true, oneOf(&c.Checkpoint, key, value, Checkpoints)
	}
	return false, nil
}

// oneOf sets a field to one of some values, and to "" for the first.
func oneOf(field *string, key, value string, values []string) *config.ValueError {
	switch i := slices.Index(values, value); {
	case i == 0:
		*field = ""
	case i > 0:
		*field = value
	default:
		return badChoice(key, value, values)
	}
	return nil
}

func badChoice(key, value string, values []string) *config.ValueError {
	all := strings.Join(values, ", ")
	return &config.ValueError{Key: key, Value: value, Text: config.Text{EN: "is one of: " + all, ZH: "只能是：" + all}}
}

// cost takes the pairs that are a cost's, and returns the others.
func (p *parser) cost(c *Cost, pairs []pair) []pair {
	return slices.DeleteFunc(pairs, func(kv pair) bool {
		known, err := c.Set(kv.key, kv.value)
		if err != nil {
			p.add(Problem{Kind: BadValue, Key: kv.key, Value: kv.value, Err: err})
		}
		return known
	})
}
