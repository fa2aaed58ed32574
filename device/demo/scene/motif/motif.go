// Package motif holds what the demo phone's pictures show: each motif paints one
// subject on a canvas, varied by a seed, the hour and the season.
//
// Begin with Paint; All lists what there is.
package motif

import (
	"image"
	"slices"

	"keepsake/device/demo/scene/paint"
)

// Light is the time of day a picture is in.
type Light uint8

// The lights of a day.
const (
	Night Light = iota
	Dawn
	Day
	Dusk
)

// Group tells what sort of picture a motif is.
type Group uint8

// The groups.
const (
	Outdoors Group = iota // landscapes, towns, the sky
	Everyday              // tables, windows, streets
	Card                  // drawn greeting cards, as messengers carry them
)

// View is what a motif gets to paint with.
type View struct {
	C     *paint.Canvas
	R     *paint.Rand
	Light Light
	Month int // 1 to 12
	Film  paint.Film
}

// aspect is how much wider than high the picture is; a strip is not a forest.
func (v *View) aspect() float32 { return min(float32(v.C.W)/float32(v.C.H), 3) }

// Motif is one kind of picture.
type Motif struct {
	Name   string
	Group  Group
	Lights []Light // the lights it can be painted in, best first
	season months
	paint  func(*View)
}

// months is the first and the last month of a season; it may run over the new year.
type months [2]int

// All returns every motif, sorted by name.
func All() []Motif { return slices.Clone(all) }

// Find returns the motif of a name.
func Find(name string) (Motif, bool) {
	i, ok := slices.BinarySearchFunc(all, name, func(m Motif, n string) int {
		switch {
		case m.Name < n:
			return -1
		case m.Name > n:
			return 1
		}
		return 0
	})
	if !ok {
		return Motif{}, false
	}
	return all[i], true
}

// Suits reports whether the motif can be painted in this light.
func (m Motif) Suits(l Light) bool { return slices.Contains(m.Lights, l) }

// InSeason reports whether the motif belongs to a month, 1 to 12.
func (m Motif) InSeason(month int) bool {
	a, b := m.season[0], m.season[1]
	if a <= b {
		return a <= month && month <= b
	}
	return month >= a || month <= b
}

// Paint paints the motif at w by h pixels. A light it does not know is replaced
// by one it does; month is 1 to 12.
func (m Motif) Paint(seed int64, light Light, month, w, h int) *image.RGBA {
	v := m.view(seed, light, month, w, h)
	return v.C.Finish(v.Film)
}

// Canvas paints the motif without the film's grain, for use in other pictures.
func (m Motif) Canvas(seed int64, light Light, month, w, h int) *paint.Canvas {
	return m.view(seed, light, month, w, h).C
}

func (m Motif) view(seed int64, light Light, month, w, h int) *View {
	r := paint.NewRand(uint64(seed), hash(m.Name))
	if !m.Suits(light) {
		light = m.Lights[int(uint64(seed)%uint64(len(m.Lights)))]
	}
	v := &View{C: paint.New(w, h), R: r, Light: light, Month: month,
		Film: paint.Film{Grain: 1, Vignette: 0.16, Contrast: 0.1, Seed: r.Seed()}}
	m.paint(v)
	return v
}

func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
