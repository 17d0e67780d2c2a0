package checkpoint

import "fmt"

func ExampleOpen() {
	c, err := Open(Input{"checkpoint.pth", memory(torchCheckpoint())})
	if err != nil {
		fmt.Println(err)
		return
	}
	t := c.Totals()
	fmt.Println(c.Format, t.Parameters, "parameters,", t.Buffers, "in buffers")
	for _, p := range c.Parts() {
		fmt.Println(p.Group, p.Path, p.Stored, "bytes")
	}
	// Output:
	// PyTorch (zip) 27 parameters, 5 in buffers
	// model state_dict 132 bytes
	// copy ema 140 bytes
	// optimizer optimizer 192 bytes
}

func ExampleError() {
	_, err := Open(Input{"model.safetensors", memory("\x88\x13\x00\x00\x00\x00\x00\x00{}")})
	fmt.Println(err)
	// Output:
	// model.safetensors: the file is cut off: the header says 5000 bytes, there are 2 (at byte 0)
}
