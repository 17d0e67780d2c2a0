package zoo_test

func init() {
	const repo = "nikhilroxtomar/Semantic-Segmentation-Architecture"
	reproduces(repo, "build_multiresunet", reproduction{Arch: "multiresunet"})
	reproduces(repo, "build_resunet", reproduction{Arch: "nikhilroxtomar-resunet"})
	reproduces(repo, "attention_unet", reproduction{Arch: "nikhilroxtomar-attunet"})
	reproduces(repo, "build_unet", reproduction{Arch: "nikhilroxtomar-unet"})
}
