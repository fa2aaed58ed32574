// Package apps draws the demo phone's screens: invented apps as screenshots
// show them, with a status bar, in light and dark.
//
// Begin with Find and App.Draw; All lists what there is.
package apps

import (
	"slices"
	"time"

	"keepsake/device/demo/scene/motif"
	"keepsake/device/demo/scene/paint"
)

// App is one drawn app.
type App struct {
	Name    string
	Package string // as in the names of screenshots
	draw    func(*page)
}

var all = []App{
	{"article", "com.android.browser", drawArticle},
	{"calendar", "com.android.calendar", drawCalendar},
	{"chat", "com.whatsapp", drawChat},
	{"fitness", "com.mi.health", drawFitness},
	{"list", "com.miui.notes", drawList},
	{"lock", "com.miui.home", drawLock},
	{"map", "com.google.android.apps.maps", drawMap},
	{"music", "com.miui.player", drawMusic},
	{"pass", "com.miui.tsmclient", drawPass},
	{"weather", "com.miui.weather2", drawWeather},
}

// All returns every app, sorted by name.
func All() []App { return slices.Clone(all) }

// Find returns the app of a name.
func Find(name string) (App, bool) {
	i := slices.IndexFunc(all, func(a App) bool { return a.Name == name })
	if i < 0 {
		return App{}, false
	}
	return all[i], true
}

// Draw draws the app's screen of w by h pixels as it looked at t.
func (a App) Draw(r *paint.Rand, t time.Time, w, h int) *paint.Canvas {
	p := &page{c: paint.New(w, h), r: r, t: t, reg: paint.Regular(), bold: paint.Bold()}
	p.d = float32(p.c.W) / 360
	p.h = float32(p.c.H) / p.d
	hour := t.Hour()
	p.dark = hour >= 20 || hour < 6
	p.hue = paint.Hex(paint.Pick(r, uint32(0x2F7CF6), 0x0F9D74, 0xE8663D, 0x7A5AF0, 0xD84B7A, 0x0E8FB0))
	a.draw(p)
	return p.c
}

// page is a screen being drawn. Positions are in dp: the screen is 360 wide.
type page struct {
	c         *paint.Canvas
	r         *paint.Rand
	t         time.Time
	d, h      float32 // pixels in a dp; height in dp
	dark      bool
	hue       paint.RGB
	reg, bold *paint.Font
}

// ground, card, ink, faint and line are the colours of a theme.
func (p *page) ground() paint.RGB { return p.theme(0xF4F5F7, 0x101216) }
func (p *page) card() paint.RGB   { return p.theme(0xFFFFFF, 0x1C1F25) }
func (p *page) ink() paint.RGB    { return p.theme(0x17191D, 0xF1F3F6) }
func (p *page) faint() paint.RGB  { return p.theme(0x7C828C, 0x8F96A3) }
func (p *page) line() paint.RGB   { return p.theme(0xE3E6EA, 0x2B2F37) }

func (p *page) theme(light, dark uint32) paint.RGB {
	if p.dark {
		return paint.Hex(dark)
	}
	return paint.Hex(light)
}

// rect fills a rectangle with round corners.
func (p *page) rect(x, y, w, h, round float32, ink paint.Ink) {
	p.c.Fill(p.shape(x, y, w, h, round), ink)
}

func (p *page) shape(x, y, w, h, round float32) *paint.Path {
	d := p.d
	return (&paint.Path{}).Round(x*d, y*d, w*d, h*d, round*d)
}

func (p *page) dot(x, y, r float32, col paint.RGB) { p.c.Disc(x*p.d, y*p.d, r*p.d, col, 1) }

// stroke draws a line through points given as x, y pairs.
func (p *page) stroke(width float32, col paint.Ink, xy ...float32) {
	pts := make([]paint.Pt, len(xy)/2)
	for i := range pts {
		pts[i] = paint.Pt{X: xy[2*i] * p.d, Y: xy[2*i+1] * p.d}
	}
	p.c.Fill(paint.Stroke(width*p.d, pts...), col)
}

// write sets text with its baseline at y and returns its width in dp.
func (p *page) write(f *paint.Font, s string, x, y, size float32, a paint.Align, col paint.RGB) float32 {
	return p.c.Text(f, s, x*p.d, y*p.d, size*p.d, a, col) / p.d
}

// picture paints a motif into a rounded rectangle.
func (p *page) picture(name string, light motif.Light, x, y, w, h, round float32) {
	m, ok := motif.Find(name)
	if !ok {
		return
	}
	d := p.d
	pic := m.Canvas(int64(p.r.Uint()>>1), light, int(p.t.Month()), int(w*d)+1, int(h*d)+1)
	p.c.Fill(p.shape(x, y, w, h, round), paint.Moved{C: pic, X: int(x * d), Y: int(y * d)})
}

// status draws the bar with the time at the top and the handle at the bottom.
func (p *page) status(col paint.RGB) {
	p.write(p.bold, p.t.Format("15:04"), 22, 25, 13.5, paint.Left, col)
	level := p.r.Between(18, 97)
	x := float32(318)
	p.c.FillAs(p.shape(x, 14.5, 21, 11, 3.4), col, 0.35, paint.Over)
	p.rect(x, 14.5, 21*float32(level)/100, 11, 3.4, col)
	p.rect(x+22, 18, 1.8, 4, 0.9, col)
	for i := range 4 {
		p.rect(270+4.4*float32(i), 23-2.2*float32(i), 3, 2.6+2.2*float32(i), 0.8, col)
	}
	for i := range 3 { // wireless: three arcs from a point
		r := 3 + 3.4*float32(i)
		var xy []float32
		for k := range 9 {
			a := -2.36 + 1.57*float32(k)/8
			xy = append(xy, 302+r*paint.Cos(a), 25.6+r*paint.Sin(a))
		}
		p.stroke(1.7, col, xy...)
	}
	p.rect(130, p.h-11, 100, 3.6, 1.8, col)
}

// header draws a page title with a back arrow.
func (p *page) header(title string) {
	p.stroke(2, p.ink(), 26, 59, 19, 66, 26, 73)
	p.write(p.bold, title, 44, 72, 18, paint.Left, p.ink())
}

// avatar is a round portrait: a colour, head and shoulders.
func (p *page) avatar(x, y, r float32, seed int) {
	hues := [...]uint32{0xF2A65A, 0x5AA9E6, 0x7FC8A9, 0xF28482, 0xB08AE0, 0xF6C453, 0x6D9DC5}
	skins := [...]uint32{0xF5D0B0, 0xC98F64, 0x8A5A3C, 0xE8B48A}
	col := paint.Hex(hues[seed%len(hues)])
	skin := paint.Hex(skins[seed/2%len(skins)])
	hair := paint.Hex([...]uint32{0x3A2A20, 0x1E1A1C, 0x8A5A2A, 0xB8B4AC}[seed/3%4])
	p.dot(x, y, r, col)
	d := p.d
	clip := func(q *paint.Path, k paint.RGB) { p.c.Fill(q, within{k, col, x * d, y * d, r * d, p.c}) }
	clip((&paint.Path{}).Ellipse(x*d, (y+r*0.95)*d, r*0.78*d, r*0.62*d, 0), col.Tune(-0.22, 1, 30))
	clip((&paint.Path{}).Ellipse(x*d, (y-r*0.18)*d, r*0.46*d, r*0.5*d, 0), hair)
	clip((&paint.Path{}).Ellipse(x*d, (y-r*0.06)*d, r*0.36*d, r*0.42*d, 0), skin)
	clip((&paint.Path{}).Ellipse(x*d, (y-r*0.42)*d, r*0.4*d, r*0.2*d, 0), hair)
}

// within is a colour inside a circle; outside the canvas shows on.
type within struct {
	col, edge paint.RGB
	x, y, r   float32
	c         *paint.Canvas
}

// Run implements paint.Ink.
func (w within) Run(x, y int, out []paint.RGB) {
	dy := float32(y) + 0.5 - w.y
	for i := range out {
		dx := float32(x+i) + 0.5 - w.x
		a := paint.Clamp(w.r + 0.5 - paint.Sqrt(dx*dx+dy*dy))
		out[i] = w.c.At(x+i, y).Lerp(w.col, a)
	}
}
