package look

import (
	"fmt"
	"hash/fnv"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
)

// Finish is the colour a phone is drawn in. Android does not tell a phone's
// real colour, so each phone gets one of a dozen and keeps it.
type Finish struct {
	Body   color.NRGBA    // the back and the frame
	Screen [3]color.NRGBA // the wallpaper: sky, far hills, near hills
}

var finishes = []Finish{
	{rgb(0x9db8cf), [3]color.NRGBA{rgb(0xf6c9a0), rgb(0x7f9fbd), rgb(0x3d5a7c)}},
	{rgb(0x3e434b), [3]color.NRGBA{rgb(0xf2b38a), rgb(0xb8697a), rgb(0x4a3a5c)}},
	{rgb(0xb4d3c0), [3]color.NRGBA{rgb(0xcfe8e4), rgb(0x74ae97), rgb(0x2f6b58)}},
	{rgb(0xc4b8dc), [3]color.NRGBA{rgb(0xf7d3d9), rgb(0xa58cc4), rgb(0x5a4a8a)}},
	{rgb(0xdccab0), [3]color.NRGBA{rgb(0xfbe2b6), rgb(0xd9a066), rgb(0x8f5a3c)}},
	{rgb(0x2f3d5c), [3]color.NRGBA{rgb(0x9fc4e8), rgb(0x4d7fb3), rgb(0x22406e)}},
	{rgb(0xe3e0dc), [3]color.NRGBA{rgb(0xd5e6f2), rgb(0x9bbad0), rgb(0x5b8199)}},
	{rgb(0xd9a093), [3]color.NRGBA{rgb(0xfde0c8), rgb(0xe39a86), rgb(0xa0524f)}},
}

// FinishOf gives the phone with this id its colour, always the same one.
func FinishOf(id string) Finish {
	h := fnv.New32a()
	h.Write([]byte(id))
	return finishes[h.Sum32()%uint32(len(finishes))]
}

// Phone draws a phone, its back with the cameras showing behind its front. The
// drawing is 120 by 164 units; lit says whether the screen is on.
func Phone(id string, lit bool) fyne.Resource {
	f := FinishOf(id)
	var b strings.Builder
	w := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	w(`<svg xmlns="http://www.w3.org/2000/svg" width="120" height="164" viewBox="0 0 120 164">`)
	w(`<defs>`)
	gradient(&b, "back", shade(f.Body, 1.12), shade(f.Body, 0.82))
	gradient(&b, "sky", f.Screen[0], mix(f.Screen[0], f.Screen[1], 0.55))
	w(`</defs>`)

	// The back: body, camera island, three lenses and the flash.
	w(`<rect x="41" y="4" width="74" height="148" rx="15" ry="15" fill="%s"/>`, hexOf(shade(f.Body, 0.66)))
	w(`<rect x="42.5" y="5.5" width="71" height="145" rx="13.5" ry="13.5" fill="url(#back)"/>`)
	w(`<rect x="76" y="12" width="31" height="42" rx="9" ry="9" fill="%s"/>`, hexOf(shade(f.Body, 0.72)))
	for _, c := range [][3]float64{{86, 23, 6.5}, {86, 42, 6.5}, {99.5, 32.5, 4.5}} {
		w(`<circle cx="%g" cy="%g" r="%g" fill="#15161a"/>`, c[0], c[1], c[2])
		w(`<circle cx="%g" cy="%g" r="%g" fill="#2b3547"/>`, c[0], c[1], c[2]*0.55)
		w(`<circle cx="%g" cy="%g" r="%g" fill="#8fa3bf"/>`, c[0]-c[2]*0.25, c[1]-c[2]*0.3, c[2]*0.18)
	}
	w(`<circle cx="99.5" cy="20" r="2" fill="#fff3d6"/>`)

	// The front: frame, glass and the wallpaper.
	w(`<rect x="5" y="12" width="74" height="148" rx="15" ry="15" fill="%s"/>`, hexOf(shade(f.Body, 0.58)))
	w(`<rect x="6.5" y="13.5" width="71" height="145" rx="13.5" ry="13.5" fill="#131316"/>`)
	if lit {
		w(`<rect x="9.5" y="16.5" width="65" height="139" rx="11" ry="11" fill="url(#sky)"/>`)
		w(`<circle cx="54" cy="62" r="10" fill="%s"/>`, hexOf(mix(f.Screen[0], rgb(0xffffff), 0.6)))
		w(`<path fill="%s" d="M9.5 96 C22 82 32 84 42 92 C54 101 62 84 74.5 90 V130 H9.5 Z"/>`, hexOf(f.Screen[1]))
		w(`<path fill="%s" d="M9.5 118 C24 104 38 112 50 118 C60 123 68 116 74.5 112 V144.5 C74.5 151 70 155.5 63.5 155.5 H20.5 C14 155.5 9.5 151 9.5 144.5 Z"/>`, hexOf(f.Screen[2]))
	} else {
		w(`<rect x="9.5" y="16.5" width="65" height="139" rx="11" ry="11" fill="#26262b"/>`)
	}
	w(`<circle cx="42" cy="24" r="2.6" fill="#131316"/>`)
	w(`<rect x="31" y="150" width="22" height="1.8" rx="0.9" ry="0.9" fill="#ffffff" fill-opacity="0.75"/>`)
	w(`</svg>`)
	return fyne.NewStaticResource(fmt.Sprintf("phone-%s-%t.svg", hexOf(f.Body)[1:], lit), []byte(b.String()))
}

func gradient(b *strings.Builder, id string, from, to color.Color) {
	fmt.Fprintf(b, `<linearGradient id="%s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="%s"/><stop offset="1" stop-color="%s"/></linearGradient>`,
		id, hexOf(from), hexOf(to))
}

// shade multiplies a colour's brightness.
func shade(c color.NRGBA, by float64) color.NRGBA {
	f := func(v uint8) uint8 { return uint8(min(float64(v)*by, 255)) }
	return color.NRGBA{R: f(c.R), G: f(c.G), B: f(c.B), A: c.A}
}

// mix goes part of the way from a to b.
func mix(a, b color.NRGBA, part float64) color.NRGBA {
	f := func(x, y uint8) uint8 { return uint8(float64(x) + (float64(y)-float64(x))*part) }
	return color.NRGBA{R: f(a.R, b.R), G: f(a.G, b.G), B: f(a.B, b.B), A: 0xff}
}
