package zoo

import (
	"slices"
	"strings"
	"sync"

	"unetparams/counter/catalog"
	"unetparams/counter/config"
)

// A Group is an architecture as readers know it: the network of it that we recommend,
// and the other code of it.
type Group struct {
	Arch   *config.Arch
	Preset *catalog.Preset // the network that is recommended; nil for that of the defaults
	// Paper reports whether the recommended network has the number of parameters that
	// the paper of the architecture states, or that its figure gives.
	Paper bool
	// Defaults reports whether the network of the defaults is another one, which is no
	// preset either.
	Defaults bool
	// Variants are other implementations, and further sizes that have a class of their
	// own.
	Variants []*config.Arch
}

// variants are the variants by the architecture that is recommended. An architecture
// that is not here is a group of its own.
var variants = map[string]string{
	Default: "milesial jvanvugt jaxony usuyama mateuszbuda zhixuhao unetfamily fepegar unet4ui elektronn3 fastmri mmseg-unet " +
		"lee-unet nikhilroxtomar-unet rishikksh20-unet rishikksh20-unet-small bigmb-unet bigmb-dict unetversion-unet agn-2d " +
		"dlinknet-unet kiunet-unet uctransnet-unet pt3dunet-unet2d dpir-unet monai-basicunet",
	"nested4ui":               "bigmb-nested unetfamily-nested unetversion-2plus monai-basicunetpp",
	"unetversion-3plus":       "unetversion-3plus-deepsup unetversion-3plus-cgm",
	"lee-attunet":             "agn-ct-single agn-ct-multi agn-grid bigmb-attunet nikhilroxtomar-attunet monai-attentionunet",
	"lee-r2unet":              "bigmb-r2unet",
	"lee-r2attunet":           "bigmb-r2attunet",
	"agn-nonlocal-2d":         "agn-nonlocal-3d",
	"kiunet":                  "kiunet-res kiunet-kitenet kiunet-autoencoder",
	"nibtehaz-multiresunet":   "multiresunet nibtehaz-multiresunet-3d",
	"resunet":                 "nikhilroxtomar-resunet",
	"u2net":                   "u2netp u2net-full u2net-lite",
	"unext":                   "unext-s",
	"smp-unet":                "monai-flexibleunet",
	"smp-linknet":             "dlinknet-linknet34",
	"dlinknet34":              "dlinknet50",
	"cenet":                   "cenet-oct cenet-plain",
	"ternaus-unet11":          "ternaus-unet16",
	"nnformer":                "nnformer-tumor nnformer-acdc",
	"unetrpp":                 "unetrpp-tumor unetrpp-acdc unetrpp-lung",
	"monai-unetr":             "nikhilroxtomar-unetr2d",
	"guided-diffusion":        "guided-diffusion-sr guided-diffusion-classifier edm-dhariwalunet",
	"improved-diffusion":      "improved-diffusion-sr",
	"ddim":                    "score-sde-ddpm",
	"score-sde-ncsnpp":        "edm-songunet",
	"lucidrains-unet":         "lucidrains-unet1d",
	"drunet":                  "dpir-resunet",
	"nafnet":                  "nafnet-baseline",
	"htdemucs":                "hdemucs demucs",
	"nnunet-plain":            "monai-dynunet",
	"nnunet-resenc":           "nnunet-residual",
	"pt3dunet-unet3d":         "agn-3d agn-ct",
	"pt3dunet-residualunet3d": "pt3dunet-residualunetse3d pt3dunet-residualunet2d",
	"vnet":                    "monai-vnet",
	"monai-segresnet":         "monai-segresnetvae monai-segresnetds",
}

// recommended are the presets that are recommended where the defaults are not what
// people mean by the name.
var recommended = map[string]string{
	Default:                     "unet-2015",
	"ukan":                      "ukan-train",
	"egeunet":                   "egeunet-isic",
	"malunet":                   "malunet-isic",
	"monai-unetr":               "unetr-btcv",
	"monai-swinunetr":           "swinunetr-brats",
	"uformer":                   "uformer-b",
	"mprnet":                    "mprnet-derain",
	"ldm":                       "sd-15",
	"sgm":                       "sdxl",
	"svd":                       "svd-xt",
	"controlnet":                "controlnet-sd-15",
	"guided-diffusion":          "adm-256",
	"diffusers-unet2d":          "ddpm-cifar10",
	"diffusers-unet2dcondition": "diffusers-sd-15",
	"score-sde-ncsnpp":          "ncsnpp-cifar10",
	"lucidrains-karrasunet":     "karrasunet-imagenet",
	"k-diffusion":               "k-diffusion-cifar10",
	"imagen":                    "imagen-base-64",
	"htdemucs":                  "htdemucs-released",
}

// asInPaper are the groups whose recommended network has the number that a paper
// states, or, for the first one, the widths of its figure.
var asInPaper = strings.Fields(Default + " unetversion-3plus ddim")

// Groups returns all architectures in groups, family by family.
var Groups = sync.OnceValue(func() []Group {
	grouped := map[string]bool{}
	for _, ids := range variants {
		for id := range strings.FieldsSeq(ids) {
			grouped[id] = true
		}
	}
	var all []Group
	for _, a := range Archs() {
		if grouped[a.ID] {
			continue
		}
		g := Group{Arch: a, Paper: slices.Contains(asInPaper, a.ID)}
		for id := range strings.FieldsSeq(variants[a.ID]) {
			g.Variants = append(g.Variants, Lookup(id))
		}
		for i, p := range Presets() {
			if p.ID == recommended[a.ID] {
				g.Preset = &Presets()[i]
			}
		}
		g.Defaults = g.Preset != nil && catalog.PresetOf(config.New(a)) == nil
		all = append(all, g)
	}
	return all
})
