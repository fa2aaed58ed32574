package apps

import (
	"fmt"
	"time"

	"keepsake/device/demo/scene/motif"
	"keepsake/device/demo/scene/paint"
)

func drawLock(p *page) {
	r := p.r
	light := motif.Dusk
	if p.dark {
		light = motif.Night
	}
	p.picture(paint.Pick(r, "mountains", "moonrise", "lake", "sailing", "balloons"), light, 0, 0, 361, p.h+1, 0)
	white := paint.Gray(1)
	p.status(white)
	p.write(p.reg, p.t.Format("15:04"), 180, 178, 88, paint.Center, white)
	p.write(p.reg, p.t.Format("Monday, 2 January"), 180, 212, 16, paint.Center, white)
	notes := [...][2]string{{"Messages", "Mira: we are at the pier!"}, {"Backup", "All 14 new pictures are safe"}, {"Calendar", "Train to the coast at 17:40"}, {"Weather", "Clear until tomorrow evening"}}
	y := p.h - 250
	first := r.Int(len(notes))
	for i := range 2 {
		n := notes[(first+i)%len(notes)]
		p.c.FillAs(p.shape(16, y, 328, 64, 20), p.theme(0xFFFFFF, 0x22262E), 0.82, paint.Over)
		p.rect(30, y+14, 36, 36, 11, [...]paint.RGB{p.hue, paint.Hex(0xF28A3A)}[i])
		p.dot(48, y+32, 8, white)
		p.write(p.bold, n[0], 80, y+28, 14, paint.Left, p.ink())
		p.write(p.reg, n[1], 80, y+48, 13, paint.Left, p.faint())
		y += 74
	}
	for _, x := range []float32{48, 312} {
		p.c.FillAs((&paint.Path{}).Circle(x*p.d, (p.h-58)*p.d, 24*p.d), paint.Gray(0), 0.35, paint.Over)
	}
	p.rect(44, p.h-68, 8, 20, 3, white)
	p.c.Ring(312*p.d, (p.h-57)*p.d, 7*p.d, 2.4*p.d, white, 1)
	p.rect(303, p.h-66, 18, 3, 1.5, white)
}

func drawPass(p *page) {
	p.c.Clear(p.ground())
	p.status(p.ink())
	r := p.r
	p.header("Boarding pass")
	ways := [...][4]string{{"LIS", "Lisbon", "OSL", "Oslo"}, {"KIX", "Osaka", "HEL", "Helsinki"}, {"ZRH", "Zurich", "ATH", "Athens"}, {"VIE", "Vienna", "BGO", "Bergen"}}
	way := ways[r.Int(len(ways))]
	p.rect(20, 100, 320, 530, 26, p.card())
	p.rect(20, 100, 320, 190, 26, p.hue)
	p.rect(20, 250, 320, 40, 0, p.hue)
	white := paint.Gray(1)
	p.write(p.reg, "KESTREL AIR", 44, 138, 13, paint.Left, white)
	p.write(p.reg, fmt.Sprintf("KS %d", r.Between(120, 980)), 316, 138, 13, paint.Right, white)
	for i := range 2 {
		x := 44 + 272*float32(i)
		a := [...]paint.Align{paint.Left, paint.Right}[i]
		p.write(p.bold, way[2*i], x, 206, 44, a, white)
		p.write(p.reg, way[2*i+1], x, 230, 14, a, white.Lerp(p.hue, 0.25))
	}
	p.stroke(1.6, white.Lerp(p.hue, 0.3), 158, 190, 202, 190)
	p.c.Fill((&paint.Path{}).Poly(paint.Pt{X: 196 * p.d, Y: 183 * p.d}, paint.Pt{X: 208 * p.d, Y: 190 * p.d}, paint.Pt{X: 196 * p.d, Y: 197 * p.d}), white)
	leave := p.t.Add(time.Duration(r.Between(40, 300)) * time.Minute)
	cells := [...][2]string{{"Date", leave.Format("2 Jan")}, {"Boards", leave.Format("15:04")}, {"Gate", fmt.Sprintf("%c%d", 'A'+r.Int(5), r.Between(1, 38))}, {"Seat", fmt.Sprintf("%d%c", r.Between(4, 31), 'A'+r.Int(6))}}
	for i, c := range cells {
		x := 44 + 74*float32(i)
		p.write(p.reg, c[0], x, 322, 12, paint.Left, p.faint())
		p.write(p.bold, c[1], x, 344, 17, paint.Left, p.ink())
	}
	for x := float32(36); x < 324; x += 11 {
		p.rect(x, 371, 6, 1.6, 0.8, p.line())
	}
	p.dot(20, 372, 11, p.ground())
	p.dot(340, 372, 11, p.ground())
	p.code(96, 400, 168)
	p.write(p.reg, "Have a good flight", 180, 606, 13.5, paint.Center, p.faint())
}

// code is a square of dots as a scanner reads them; it says nothing.
func (p *page) code(x, y, size float32) {
	const n = 25
	s := size / n
	p.rect(x-10, y-10, size+20, size+20, 12, paint.Gray(1))
	ink := paint.Hex(0x16181C)
	eye := func(i, j int) bool { return i < 8 && j < 8 || i > n-9 && j < 8 || i < 8 && j > n-9 }
	for j := range n {
		for i := range n {
			if !eye(i, j) && p.r.Chance(0.48) {
				p.rect(x+float32(i)*s, y+float32(j)*s, s, s, s*0.2, ink)
			}
		}
	}
	for _, c := range [][2]float32{{0, 0}, {n - 7, 0}, {0, n - 7}} {
		a, b := x+c[0]*s, y+c[1]*s
		p.rect(a, b, 7*s, 7*s, s, ink)
		p.rect(a+s, b+s, 5*s, 5*s, s*0.8, paint.Gray(1))
		p.rect(a+2*s, b+2*s, 3*s, 3*s, s*0.6, ink)
	}
}
