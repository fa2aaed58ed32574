package look

import (
	"fmt"
	"hash/fnv"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
)

// Scene is a drawing of phones, computers and what is between them, 320 by 240
// units.
type Scene string

// The scenes.
const (
	SceneCable      Scene = "cable"      // a phone plugged into a computer
	SceneReplug     Scene = "replug"     // the plug taken out and put in again
	SceneCharge     Scene = "charge"     // a phone that is nearly empty, on its charger
	SceneSpace      Scene = "space"      // a computer whose disk is full
	SceneProgram    Scene = "program"    // a computer that lacks a piece
	SceneDriver     Scene = "driver"     // a computer that does not know the phone
	ScenePermission Scene = "permission" // a computer that may not open the phone
	SceneSeveral    Scene = "several"    // three phones, one of them chosen
	SceneTwins      Scene = "twins"      // two phones with the same number
	SceneWifi       Scene = "wifi"       // a phone and a computer without a cable
)

// Scenes returns every scene.
func Scenes() []Scene {
	return []Scene{SceneCable, SceneReplug, SceneCharge, SceneSpace, SceneProgram, SceneDriver, ScenePermission, SceneSeveral, SceneTwins, SceneWifi}
}

// Ink is what a scene is drawn in: frames of things in Frame, their glass in
// Face, what is on it in Edge, what matters in Accent with its glow in Tint, and
// what is in the way in Warn.
type Ink struct{ Frame, Face, Edge, Accent, Tint, Warn color.Color }

// In draws the scene. Its name carries the colours, because Fyne caches what it
// rasterises by name. An unknown scene is an empty drawing.
func (s Scene) In(ink Ink) fyne.Resource {
	p := pen{f: hexOf(ink.Frame), p: hexOf(ink.Face), e: hexOf(ink.Edge), a: hexOf(ink.Accent), t: hexOf(ink.Tint), w: hexOf(ink.Warn)}
	if draw := scenes[s]; draw != nil {
		draw(&p)
	}
	h := fnv.New32a()
	fmt.Fprint(h, p.f, p.p, p.e, p.a, p.t, p.w)
	return fyne.NewStaticResource(fmt.Sprintf("scene-%s-%08x.svg", s, h.Sum32()),
		[]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240" viewBox="0 0 320 240">`+p.b.String()+`</svg>`))
}

// pen writes a scene.
type pen struct {
	b                strings.Builder
	f, p, e, a, t, w string
}

func (p *pen) rect(x, y, w, h, r float64, fill string) {
	fmt.Fprintf(&p.b, `<rect x="%g" y="%g" width="%g" height="%g" rx="%g" ry="%g" fill="%s"/>`, x, y, w, h, r, r, fill)
}

func (p *pen) circle(x, y, r float64, fill string) {
	fmt.Fprintf(&p.b, `<circle cx="%g" cy="%g" r="%g" fill="%s"/>`, x, y, r, fill)
}

func (p *pen) line(d, stroke string, width float64) {
	fmt.Fprintf(&p.b, `<path d="%s" fill="none" stroke="%s" stroke-width="%g" stroke-linecap="round" stroke-linejoin="round"/>`, d, stroke, width)
}

func (p *pen) shape(d, fill string) { fmt.Fprintf(&p.b, `<path d="%s" fill="%s"/>`, d, fill) }

// phone draws a phone of 76 by 140 with its top left corner at x, y; its home
// screen shows a picture when lit.
func (p *pen) phone(x, y float64, lit bool) {
	p.rect(x, y, 76, 140, 14, p.f)
	p.rect(x+4, y+4, 68, 132, 10.5, p.p)
	p.circle(x+38, y+11, 2.6, p.f)
	if !lit {
		return
	}
	p.rect(x+12, y+24, 52, 34, 6, p.t)
	p.circle(x+50, y+35, 5, p.a)
	p.shape(fmt.Sprintf("M%g %g C%g %g %g %g %g %g C%g %g %g %g %g %g V%g C%g %g %g %g %g %g H%g C%g %g %g %g %g %g Z",
		x+12, y+52, x+22, y+40, x+30, y+42, x+38, y+48, x+46, y+54, x+56, y+46, x+64, y+44,
		y+52, x+64, y+56, x+62, y+58, x+58, y+58, x+18, x+14, y+58, x+12, y+56, x+12, y+52), p.a)
	for i := range 4 {
		p.rect(x+12+float64(i%2)*28, y+65+float64(i/2)*28, 24, 24, 5, p.e)
	}
}

// laptop draws a computer 156 wide whose lid has its top left corner at x, y;
// what its screen shows goes to x+6 … x+126 by y+6 … y+86.
func (p *pen) laptop(x, y float64) {
	p.rect(x, y, 132, 92, 9, p.f)
	p.rect(x+6, y+6, 120, 80, 5, p.p)
	p.shape(fmt.Sprintf("M%g %g H%g V%g C%g %g %g %g %g %g H%g C%g %g %g %g %g %g Z", x-12, y+92, x+144, y+95, x+143, y+103, x+138, y+108, x+130, y+108,
		x+2, x-6, y+108, x-11, y+103, x-12, y+95), p.f)
}

// tiles fills a laptop's screen with pictures.
func (p *pen) tiles(x, y float64) {
	for i := range 6 {
		c := p.e
		if i == 0 || i == 4 {
			c = p.t
		}
		p.rect(x+15+float64(i%3)*36, y+15+float64(i/3)*34, 30, 28, 5, c)
	}
}

// wire is the cable between the phone at 34, 22 and the laptop at 168, 72.
func (p *pen) wire(color string) {
	p.line("M72 172 V190 C72 208 84 216 102 216 H140 C164 216 174 208 174 196 V186", color, 5)
	p.rect(66, 160, 12, 15, 2.5, color)
	p.rect(168, 178, 12, 12, 2.5, color)
}

// sign is a mark in a circle: a cross, a question or a tick.
func (p *pen) sign(x, y, r float64, fill, mark string) {
	p.circle(x, y, r+4, p.p)
	p.circle(x, y, r, fill)
	k := r * 0.36
	switch mark {
	case "cross":
		p.line(fmt.Sprintf("M%g %g L%g %g M%g %g L%g %g", x-k, y-k, x+k, y+k, x+k, y-k, x-k, y+k), p.p, r*0.2)
	case "question":
		p.line(fmt.Sprintf("M%g %g C%g %g %g %g %g %g C%g %g %g %g %g %g V%g", x-k*0.9, y-k*0.5, x-k*0.9, y-k*1.9, x+k*1.1, y-k*1.9, x+k, y-k*0.5,
			x+k*0.9, y+k*0.1, x, y+k*0.1, x, y+k*0.75, y+k*0.85), p.p, r*0.18)
		p.circle(x, y+k*1.55, r*0.12, p.p)
	case "tick":
		p.line(fmt.Sprintf("M%g %g L%g %g L%g %g", x-k, y, x-k*0.25, y+k*0.75, x+k, y-k*0.75), p.p, r*0.2)
	case "bolt":
		p.shape(fmt.Sprintf("M%g %g L%g %g H%g L%g %g L%g %g H%g Z", x+k*0.4, y-k*1.5, x-k*0.9, y+k*0.3, x-k*0.05, x-k*0.4, y+k*1.5, x+k*0.9, y-k*0.35, x+k*0.1), p.p)
	}
}
