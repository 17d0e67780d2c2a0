package keras_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/keras"
	"unetparams/counter/zoo"
)

func file(t *testing.T, arch, settings string, o keras.Options) (string, error) {
	t.Helper()
	c, err := config.Make(zoo.Lookup(arch), settings)
	if err != nil {
		t.Fatal(err)
	}
	net, _, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	o.Trace, _ = c.Trace(net)
	return keras.File(net, o)
}

// TestTutorial compares the file of the tutorial's network with testdata; UPDATE=1
// rewrites it. TestProofKeras of package zoo checks that such files run and count
// what they claim.
func TestTutorial(t *testing.T) {
	got, err := file(t, "unet", "", keras.Options{Name: "unet", Header: []string{"U-Net: 7,765,442 parameters"}})
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/unet.py"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("differs from %s:\n%s", golden, got)
	}
}

// TestSemantics: code works around the defaults of Keras that differ from
// PyTorch's.
func TestSemantics(t *testing.T) {
	for _, tt := range []struct {
		arch, settings string
		has            []string
	}{
		// Keras's "same" pads one side only when the stride is 2.
		{"nnunet-plain", "", []string{"layers.ZeroPadding3D(1)", "strides=2"}},
		{"unet", "up=bilinear upconv=2", []string{`2, padding="same", name="up4_conv"`, `layers.UpSampling2D(2, interpolation="bilinear")`}},
		{"unet", "up=bilinear nd=3 size=32", []string{"def upsample_linear(x, factors):", "upsample_linear(x, [2, 2, 2])"}},
		{"unet", "padding=valid size=572", []string{"layers.Cropping2D(4)", "layers.Cropping2D(88)"}},
		{"unet", "norm=instance", []string{"layers.GroupNormalization(groups=-1, epsilon=1e-5,"}},
		{"unet", "heads=on", []string{"return keras.Model(inputs, [x, "}},
		{"milesial", "size=250", []string{"layers.ZeroPadding2D(((0, 1), (0, 1)))"}},
		{"agn-nonlocal-2d", "", []string{"x = pair_dot(y, x)", "x = layers.Softmax(axis=2)(x)", "x = pair_weighted(x, g, y)"}},
		{"lee-r2unet", "t=3", []string{`layer = layers.Conv2D(filters, 3, padding="same", name=f"{name}_0")`, "= layer(x)"}},
	} {
		s, err := file(t, tt.arch, tt.settings, keras.Options{Name: "net"})
		if err != nil {
			t.Errorf("%s %s: %v", tt.arch, tt.settings, err)
		}
		for _, part := range tt.has {
			if !strings.Contains(s, part) {
				t.Errorf("%s %s: no %q in\n%s", tt.arch, tt.settings, part, s)
			}
		}
	}
}

// TestReasons: every architecture with its defaults has a file of readable length,
// or is listed here with the reason why it has none.
func TestReasons(t *testing.T) {
	without := map[string]keras.Reason{
		"unetversion-3plus-cgm":     keras.NoLayer, // argmax
		"agn-grid":                  keras.NoLayer, // trilinear to any size
		"rishikksh20-unet":          keras.NoLayer, // padding by reflection
		"rishikksh20-unet-small":    keras.NoLayer,
		"pt3dunet-residualunet3d":   keras.NoLayer, // nearest neighbor to any size
		"pt3dunet-residualunetse3d": keras.NoLayer,
		"pt3dunet-residualunet2d":   keras.NoLayer,
		"vnet":                      keras.NoLayer, // joins along the batch
		"smp-unet":                  keras.NoLayer, // max-pooling that pads
		"smp-unetplusplus":          keras.NoLayer,
		"smp-manet":                 keras.NoLayer,
		"smp-linknet":               keras.NoLayer,
		"smp-fpn":                   keras.NoLayer,
		"monai-basicunetpp":         keras.Unused,  // heads without deep supervision
		"monai-segresnetvae":        keras.Unused,  // the branch of training
		"fastmri":                   keras.NoLayer, // padding by reflection
		"swinunet":                  keras.NoLayer, // layer normalization of channels
		"fastmri-varnet":            keras.NoLayer, // Fourier transforms
		"nafnet":                    keras.NoLayer, // bare parameters
		"nafnet-baseline":           keras.NoLayer,
		"monai-unetr":               keras.NoLayer, // bare parameters
		"transunet":                 keras.NoLayer, // weight standardization
		"restormer":                 keras.NoLayer, // bare parameters
		"uformer":                   keras.NoLayer,
		"uctransnet":                keras.NoLayer,
		"missformer":                keras.Unused,  // the deepest decoder
		"nnformer":                  keras.NoLayer, // layer normalization of channels
		"nnformer-tumor":            keras.NoLayer,
		"nnformer-acdc":             keras.NoLayer,
		"unetrpp":                   keras.NoLayer, // bare parameters
		"unetrpp-tumor":             keras.NoLayer,
		"unetrpp-acdc":              keras.NoLayer,
		"unetrpp-lung":              keras.NoLayer,
		"monai-swinunetr":           keras.NoLayer, // layer normalization of channels
		"fastai":                    keras.NoLayer, // max-pooling that pads
		"dlinknet34":                keras.NoLayer,
		"dlinknet50":                keras.NoLayer,
		"dlinknet-linknet34":        keras.NoLayer,
		"cenet":                     keras.NoLayer,
		"cenet-oct":                 keras.NoLayer,
		"cenet-plain":               keras.NoLayer,
		"egeunet":                   keras.NoLayer, // parameters that are maps
		"malunet":                   keras.NoLayer, // external attention
		"cyclegan":                  keras.NoLayer, // reflected padding
		"mprnet":                    keras.NoLayer, // halves of a map
		"kiunet":                    keras.Unused,
		"kiunet-res":                keras.Unused,
		"kiunet-autoencoder":        keras.Unused,
		"unext":                     keras.NoLayer, // layer normalization of channels
		"unext-s":                   keras.NoLayer,
		"ukan":                      keras.NoLayer,
		"dpir-resunet":              keras.NoLayer, // padding to a multiple
		"mednext":                   keras.Unused,  // the parameter for checkpointing
		"monai-flexibleunet":        keras.Unused,  // the classifier
		"waveunet":                  keras.Unused,  // the networks of the other sources
		"demucs":                    keras.NoLayer, // gated linear units
		"hdemucs":                   keras.NoLayer,
		"nikhilroxtomar-unetr2d":    keras.NoLayer,
		"htdemucs":                  keras.NoLayer,
	}
	for _, a := range zoo.Archs() {
		if a.Family.EN == "Diffusion" {
			without[a.ID] = keras.NoLayer // sines of the time step
		}
		if strings.HasPrefix(a.ID, "score-sde") {
			without[a.ID] = keras.Unused // the table of noise levels
		}
		s, err := file(t, a.ID, "", keras.Options{Name: "net"})
		reason, listed := without[a.ID]
		var none *keras.Error
		switch {
		case listed && err == nil:
			t.Errorf("%s has a file, and is listed as having none", a.ID)
		case listed && (!errors.As(err, &none) || none.Reason != reason):
			t.Errorf("%s: %v", a.ID, err)
		case !listed && err != nil:
			t.Errorf("%s: %v", a.ID, err)
		case strings.Count(s, "\n") > 400:
			t.Errorf("%s: %d lines", a.ID, strings.Count(s, "\n"))
		}
	}
}

// TestNoNeurons: Keras rejects a layer without units, which PyTorch builds.
func TestNoNeurons(t *testing.T) {
	_, err := file(t, "resunetplusplus", "filters=8,16,32,64,128", keras.Options{Name: "net"})
	var none *keras.Error
	if !errors.As(err, &none) || none.Reason != keras.NoLayer {
		t.Errorf("8 channels squeezed by 16: %v", err)
	}
}

// TestNeedsSize: without sizes, code that depends on them is rejected, and all
// other code accepts any size.
func TestNeedsSize(t *testing.T) {
	for settings, want := range map[string]string{
		"size=3":               "keras.Input((None, None, 1))",
		"size=3 padding=valid": "",
	} {
		s, err := file(t, "unet", settings, keras.Options{Name: "net"})
		var none *keras.Error
		if want == "" && (!errors.As(err, &none) || none.Reason != keras.NeedsSize) || want != "" && !strings.Contains(s, want) {
			t.Errorf("%s: error %v, and\n%s", settings, err, s)
		}
	}
}

// TestHeaderStaysAComment: nothing in a header becomes code.
func TestHeaderStaysAComment(t *testing.T) {
	s, err := file(t, "unet", "levels=2", keras.Options{Name: "net", Header: []string{"a\nimport os\r\u2028import os"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(s, "\n") {
		if strings.Contains(line, "import os") && !strings.HasPrefix(line, "# ") {
			t.Errorf("code: %q", line)
		}
	}
}

func TestCounts(t *testing.T) {
	net, _, err := config.New(zoo.Lookup("unet")).Build()
	if err != nil {
		t.Fatal(err)
	}
	var r *counter.Report
	if r, err = net.Report(); err != nil {
		t.Fatal(err)
	}
	if trainable, total := keras.Counts(r); trainable != 7_765_442 || total != 7_771_330 {
		t.Errorf("%d trainable, %d in total", trainable, total)
	}
}
