// Package configfile reads the configuration files of projects, and says which
// network a library would build from them.
//
// [Read] takes one file or several that belong together, such as nnU-Net's
// plans.json and dataset.json, finds the format by the content, and returns a
// [Candidate] for each network: its class, its settings as a
// [config.Config] where the calculator has the architecture, and the four things
// that a reader is told: what the file was taken for, what was read, what was left
// aside and why, and what was not understood.
//
// # Formats
//
//   - nnU-Net v2 plans, old and new style, with dataset.json (nnUNet 0e49508,
//     dynamic-network-architectures d35f85c)
//   - pytorch-3dunet YAML (a33e2c7)
//   - MONAI bundles, JSON and YAML (1.5.0)
//   - mmsegmentation's Python configurations (1.0.0rc6), read and never run
//   - diffusers config.json (0.31.0)
//   - segmentation_models.pytorch config.json and model cards (0.5.0)
//   - CompVis's and Stability's YAML (ldm, sgm)
//   - flags of guided- and improved-diffusion; options of EDM
//
// A class is a row of a table ([classes]): its arguments with types and defaults,
// and the architecture of the calculator that reproduces it. Where there is none
// yet, the file is read all the same, and the candidate is [NotListed].
//
// # Hostile input
//
// Nothing of a file is run: expressions of MONAI are worked out as far as numbers,
// lists, len and + - * // go, those of Python files not at all. A file is read up
// to [MaxText] bytes, nested up to 100 deep, with 100,000 values after aliases are
// expanded; whatever is larger is refused before anything is built.
package configfile
