package zoo

import (
	"strings"
	"testing"

	"unetparams/counter/config"
)

// Addresses never change: they must be unique, and fit into a path unescaped.
func TestPublished(t *testing.T) {
	seen := map[string]bool{}
	all := Networks()
	for i := range all {
		p := &all[i]
		if seen[p.ID] {
			t.Errorf("%s: two networks have this address", p.ID)
		}
		seen[p.ID] = true
		if strings.Trim(p.ID, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("%q is no name of a folder", p.ID)
		}
		if got := NetworkOf(p.Config); got != p {
			t.Errorf("%s: its configuration is published as %v", p.ID, got)
		}
		if len(p.Sources) == 0 || p.Note.EN == "" || p.Note.ZH == "" {
			t.Errorf("%s: says too little", p.ID)
		}
	}
	for _, a := range Archs() {
		if p := NetworkOf(config.New(a)); p == nil {
			t.Errorf("%s: the defaults have no page", a.ID)
		}
	}
	own, err := config.Make(Lookup(Default), "base=33")
	if err != nil {
		t.Fatal(err)
	}
	if p := NetworkOf(own); p != nil {
		t.Errorf("a base channels of 33 is published as %s", p.ID)
	}
}

// Literal addresses: a page that was linked to once stays.
func TestPublishedAddresses(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range Networks() {
		seen[p.ID] = true
	}
	for _, id := range strings.Fields(`
		tutorial tutorial-nobn tutorial-encoder-bn tutorial-64 unet-2015 unet-bilinear unet-milesial unet-milesial-v2
		unet-leejunhyun unet-3d-2016
		elektronn3 jaxony jvanvugt mateuszbuda milesial unet4ui unetfamily usuyama bigmb-unet bigmb-r2unet
		bigmb-attunet bigmb-r2attunet bigmb-nested bigmb-dict nested4ui unetversion-3plus unetversion-3plus-deepsup
		unetversion-3plus-cgm unetfamily-nested unetversion-unet unetversion-2plus agn-2d agn-3d agn-ct agn-ct-single
		agn-ct-multi agn-grid agn-nonlocal-2d agn-nonlocal-3d lee-unet lee-attunet lee-r2unet lee-r2attunet
		multiresunet nikhilroxtomar-resunet nikhilroxtomar-attunet nikhilroxtomar-unet resunet resunetplusplus
		rishikksh20-unet rishikksh20-unet-small u2net u2netp u2net-full u2net-lite nnunet-plain nnunet-resenc
		nnunet-residual pt3dunet-unet3d pt3dunet-residualunet3d pt3dunet-residualunetse3d pt3dunet-unet2d
		pt3dunet-residualunet2d vnet monai-attentionunet monai-basicunet monai-basicunetpp monai-dynunet
		monai-segresnet monai-segresnetvae monai-segresnetds monai-unet monai-vnet`) {
		if !seen[id] {
			t.Errorf("the page %s is gone", id)
		}
	}
}
