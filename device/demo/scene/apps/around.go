package apps

import (
	"fmt"
	"time"

	"keepsake/device/demo/scene/paint"
)

func drawMap(p *page) {
	land, street, main := p.theme(0xF2EFE9, 0x1B2026), p.theme(0xFFFFFF, 0x343B45), p.theme(0xFBE3A6, 0x4A4F45)
	park, water := p.theme(0xCFE8C6, 0x1F3A2E), p.theme(0xA9D3F0, 0x16324A)
	p.c.Clear(land)
	r := p.r
	n := paint.Noise(r.Seed())
	// Blocks of houses in a turned grid, streets between.
	ang := r.In(-0.5, 0.5)
	k, q := paint.Cos(ang), paint.Sin(ang)
	at := func(a, b float32) (float32, float32) { return 180 + a*k - b*q, p.h/2 + a*q + b*k }
	house := p.theme(0xE6E1D8, 0x262C34)
	for j := -9; j < 10; j++ {
		for i := -8; i < 9; i++ {
			w, h := float32(58), float32(74)
			x, y := float32(i)*66, float32(j)*82
			col := house
			if n.Hash(i, j) < 0.1 {
				col = park
			}
			pts := make([]paint.Pt, 0, 4)
			for _, c := range [][2]float32{{0, 0}, {w, 0}, {w, h}, {0, h}} {
				ax, ay := at(x+c[0], y+c[1])
				pts = append(pts, paint.Pt{X: ax * p.d, Y: ay * p.d})
			}
			p.c.Fill((&paint.Path{}).Poly(pts...), col)
		}
	}
	for j := -9; j < 10; j++ {
		x0, y0 := at(-600, float32(j)*82-4)
		x1, y1 := at(600, float32(j)*82-4)
		p.stroke(5, street, x0, y0, x1, y1)
		x0, y0 = at(float32(j)*66-4, -800)
		x1, y1 = at(float32(j)*66-4, 800)
		p.stroke(4.5, street, x0, y0, x1, y1)
	}
	for i := range 3 { // larger streets and a river
		off := r.In(-260, 260)
		var xy []float32
		for t := range 17 {
			f := float32(t)/16*1400 - 700
			x, y := at(f, off+n.Line(f*0.004+float32(i)*9, 2, 0.5)*90)
			if i == 1 {
				x, y = at(off+n.Line(f*0.003+7, 2, 0.5)*60, f)
			}
			xy = append(xy, x, y)
		}
		if i == 2 {
			p.stroke(46, water, xy...)
			continue
		}
		p.stroke(11, main.Tune(-0.06, 1, 0), xy...)
		p.stroke(9, main, xy...)
	}
	px, py := at(r.In(-80, 60), r.In(40, 140))
	p.c.Fill((&paint.Path{}).Curve(paint.Pt{X: (px - 70) * p.d, Y: (py - 50) * p.d}, paint.Pt{X: (px + 60) * p.d, Y: (py - 70) * p.d}, paint.Pt{X: (px + 90) * p.d, Y: (py + 40) * p.d}, paint.Pt{X: (px - 40) * p.d, Y: (py + 70) * p.d}), park)
	p.route(at)
	p.rect(14, 44, 332, 48, 24, p.card())
	p.status(p.ink())
	p.dot(40, 67, 6, p.hue)
	p.write(p.reg, paint.Pick(r, "Botanical garden", "Old harbour", "Central station", "Hilltop café"), 60, 72.5, 15, paint.Left, p.ink())
	p.avatar(322, 68, 15, r.Int(20))
	p.sheet()
}

// route is the way from here to there, in the turned grid of the map.
func (p *page) route(at func(a, b float32) (float32, float32)) {
	var xy []float32
	a, b := float32(-132-4), float32(82-4)
	for i := range 6 {
		x, y := at(a, b)
		xy = append(xy, x, y)
		if i%2 == 0 {
			a += 66
		} else {
			b -= 82
		}
	}
	blue := paint.Hex(0x2F7CF6)
	p.stroke(9, blue.Tune(-0.16, 1, 0), xy...)
	p.stroke(6.5, blue, xy...)
	p.dot(xy[0], xy[1], 10, paint.Gray(1))
	p.dot(xy[0], xy[1], 7, blue)
	x, y := xy[len(xy)-2], xy[len(xy)-1]
	red := paint.Hex(0xE8453C)
	d := p.d
	p.c.Dab(x*d, y*d, 8*d, 3*d, 0, 0.7, paint.Gray(0), 0.3)
	pin := (&paint.Path{}).MoveTo(x*d, y*d).CubeTo((x-5)*d, (y-10)*d, (x-13)*d, (y-16)*d, (x-13)*d, (y-26)*d)
	pin.CubeTo((x-13)*d, (y-43)*d, (x+13)*d, (y-43)*d, (x+13)*d, (y-26)*d).CubeTo((x+13)*d, (y-16)*d, (x+5)*d, (y-10)*d, x*d, y*d)
	p.c.Fill(pin, red)
	p.dot(x, y-26, 5, paint.Gray(1))
}

// sheet is the panel with the time of arrival.
func (p *page) sheet() {
	r := p.r
	y := p.h - 178
	p.rect(0, y, 360, 220, 22, p.card())
	p.rect(164, y+9, 32, 4, 2, p.line())
	min := r.Between(8, 34)
	w := p.write(p.bold, fmt.Sprintf("%d min", min), 24, y+52, 24, paint.Left, paint.Hex(0x14935F))
	p.write(p.reg, fmt.Sprintf("%.1f km", float64(min)*0.31), 36+w, y+52, 15, paint.Left, p.faint())
	p.write(p.reg, "Arrival "+p.t.Add(time.Duration(min)*time.Minute).Format("15:04")+"  ·  along the river", 24, y+76, 13, paint.Left, p.faint())
	p.rect(24, y+98, 150, 44, 22, p.hue)
	p.write(p.bold, "Start", 99, y+125, 15, paint.Center, paint.Gray(1))
	p.rect(186, y+98, 150, 44, 22, p.ground())
	p.write(p.bold, "Steps", 261, y+125, 15, paint.Center, p.ink())
	p.rect(130, p.h-11, 100, 3.6, 1.8, p.ink())
}

func drawWeather(p *page) {
	r := p.r
	c := p.c
	kind := r.Int(4) // sun, clouds, rain, snow
	top, low := paint.Hex(0x3F8FE0), paint.Hex(0x9CCBF2)
	switch {
	case p.dark:
		top, low = paint.Hex(0x141C3A), paint.Hex(0x3A4A7A)
	case kind == 1:
		top, low = paint.Hex(0x6E8FB0), paint.Hex(0xB4C6D6)
	case kind == 2:
		top, low = paint.Hex(0x4A6078), paint.Hex(0x8AA0B0)
	case kind == 3:
		top, low = paint.Hex(0x8FA8C8), paint.Hex(0xDCE6F0)
	}
	c.Vertical(paint.Even(top, low), 0, c.Y(1))
	white := paint.Gray(1)
	p.status(white)
	place := paint.Pick(r, "Lisbon", "Kyoto", "Bergen", "Ljubljana", "Valparaíso", "Porto", "Helsinki")
	p.write(p.bold, place, 180, 88, 20, paint.Center, white)
	base := [...]int{26, 18, 13, -2}[kind] + r.Between(-3, 3)
	p.write(p.reg, fmt.Sprintf("%d°", base), 186, 206, 96, paint.Center, white)
	p.write(p.reg, [...]string{"Clear", "Partly cloudy", "Light rain", "Snow"}[kind], 180, 240, 17, paint.Center, white)
	p.write(p.reg, fmt.Sprintf("%d°  /  %d°", base+r.Between(1, 4), base-r.Between(3, 8)), 180, 264, 14, paint.Center, white.Lerp(low, 0.3))
	glass := func(x, y, w, h float32) { c.FillAs(p.shape(x, y, w, h, 20), white, 0.16, paint.Over) }
	glass(16, 300, 328, 126)
	for i := range 6 {
		x := 46 + 54*float32(i)
		at := p.t.Add(time.Duration(i) * time.Hour)
		p.write(p.reg, at.Format("15")+" h", x, 330, 12, paint.Center, white)
		p.sky(x, 362, 12, (kind+r.Int(2)*r.Int(2))%4)
		p.write(p.bold, fmt.Sprintf("%d°", base-i/2+r.Between(-1, 1)), x, 408, 14, paint.Center, white)
	}
	rows := min(7, int((p.h-470)/42))
	glass(16, 442, 328, float32(rows)*42+14)
	for i := range rows {
		y := 476 + 42*float32(i)
		day := p.t.AddDate(0, 0, i).Weekday().String()
		if i == 0 {
			day = "Today"
		}
		lo, hi := base-r.Between(5, 9), base+r.Between(-1, 4)
		p.write(p.reg, day, 36, y, 14.5, paint.Left, white)
		p.sky(150, y-5, 9.5, (kind+r.Int(3))%4)
		p.write(p.reg, fmt.Sprintf("%d°", lo), 206, y, 13.5, paint.Right, white.Lerp(low, 0.35))
		c.FillAs(p.shape(216, y-8, 76, 5, 2.5), white, 0.2, paint.Over)
		a := 216 + float32(lo-base+9)*4
		p.rect(a, y-8, max(10, float32(hi-lo)*5), 5, 2.5, paint.Linear{X0: 216 * p.d, X1: 292 * p.d, Ramp: paint.EvenHex(0x9FE0F0, 0xF7D774, 0xF29A4A)})
		p.write(p.reg, fmt.Sprintf("%d°", hi), 326, y, 13.5, paint.Right, white)
	}
}

// sky is a weather symbol of radius s: sun, cloud, rain, snow.
func (p *page) sky(x, y, s float32, kind int) {
	d := p.d
	sun, cloud := paint.Hex(0xFFD34E), paint.Hex(0xF4F8FC)
	if kind <= 1 {
		o := float32(0)
		if kind == 1 {
			o = s * 0.42
		}
		p.dot(x+o, y-o*0.7, s*0.62, sun)
		if kind == 0 {
			for i := range 8 {
				a := float32(i) * paint.Tau / 8
				p.stroke(s*0.15, sun, x+paint.Cos(a)*s*0.84, y+paint.Sin(a)*s*0.84, x+paint.Cos(a)*s*1.08, y+paint.Sin(a)*s*1.08)
			}
			return
		}
	}
	q := (&paint.Path{}).Circle((x-s*0.45)*d, (y+s*0.12)*d, s*0.4*d).Circle((x+s*0.05)*d, (y-s*0.12)*d, s*0.52*d).Circle((x+s*0.55)*d, (y+s*0.15)*d, s*0.38*d)
	q.Rect((x-s*0.45)*d, (y+s*0.1)*d, s*d, s*0.42*d)
	p.c.Fill(q, cloud)
	for i := range 3 {
		fx := x - s*0.45 + s*0.45*float32(i)
		switch kind {
		case 2:
			p.stroke(s*0.13, paint.Hex(0x8FD0FF), fx, y+s*0.7, fx-s*0.14, y+s*1.05)
		case 3:
			p.dot(fx, y+s*0.8+s*0.16*float32(i%2), s*0.13, paint.Gray(1))
		}
	}
}
