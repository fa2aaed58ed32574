package apps

import (
	"fmt"

	"keepsake/device/demo/scene/motif"
	"keepsake/device/demo/scene/paint"
)

func drawMusic(p *page) {
	r := p.r
	songs := [...][2]string{{"Slow Tide", "The Lantern Keepers"}, {"Paper Planes Home", "Nora Field"}, {"Blue Hour", "Halden"}, {"Seventeen Windows", "Ama Quartet"}, {"Northbound", "Pine & Ember"}}
	song := songs[r.Int(len(songs))]
	cover := paint.Pick(r, "mountains", "sunburst", "moonrise", "sailing", "shapes", "aurora")
	tone := p.hue.Mix(paint.Hex(0x14161C), 0.62)
	p.c.Vertical(paint.Even(tone.Tune(0.1, 1, 0), tone, paint.Hex(0x0E1014)), 0, p.c.Y(1))
	white := paint.Gray(1)
	p.status(white)
	p.stroke(2, white, 22, 62, 29, 69, 36, 62)
	p.write(p.reg, "Playing from  Sunday mornings", 180, 70, 12.5, paint.Center, white.Lerp(tone, 0.3))
	p.picture(cover, motif.Dusk, 30, 108, 300, 300, 18)
	p.write(p.bold, song[0], 30, 462, 23, paint.Left, white)
	p.write(p.reg, song[1], 30, 486, 15, paint.Left, white.Lerp(tone, 0.4))
	heart := paint.Hex(0xF2607A)
	d := p.d
	for _, s := range []float32{-1, 1} {
		p.dot(316+s*4.6, 466, 5.4, heart)
	}
	p.c.Fill((&paint.Path{}).Poly(paint.Pt{X: 306.4 * d, Y: 468.6 * d}, paint.Pt{X: 325.6 * d, Y: 468.6 * d}, paint.Pt{X: 316 * d, Y: 479 * d}), heart)
	y := float32(528)
	total, part := r.Between(150, 320), r.In(0.15, 0.85)
	p.c.FillAs(p.shape(30, y, 300, 4, 2), white, 0.25, paint.Over)
	p.rect(30, y, 300*part, 4, 2, white)
	p.dot(30+300*part, y+2, 7, white)
	clock := func(s int) string { return fmt.Sprintf("%d:%02d", s/60, s%60) }
	p.write(p.reg, clock(int(float32(total)*part)), 30, y+24, 11.5, paint.Left, white.Lerp(tone, 0.35))
	p.write(p.reg, clock(total), 330, y+24, 11.5, paint.Right, white.Lerp(tone, 0.35))
	y += 86
	p.dot(180, y, 34, white)
	p.rect(170, y-13, 7, 26, 2, tone)
	p.rect(183, y-13, 7, 26, 2, tone)
	skip := func(x, s float32) {
		for i := range 2 {
			a := x + s*(float32(i)*13-13)
			p.c.Fill((&paint.Path{}).Poly(paint.Pt{X: a * d, Y: (y - 11) * d}, paint.Pt{X: (a + s*13) * d, Y: y * d}, paint.Pt{X: a * d, Y: (y + 11) * d}), white)
		}
	}
	skip(264, 1)
	skip(96, -1)
	bars := min(p.h-y-90, 70)
	for i := range 44 { // the sound, drawn
		h := bars * (0.15 + 0.85*paint.Abs(paint.Sin(float32(i)*0.37)*paint.Sin(float32(i)*1.71+2)))
		p.c.FillAs(p.shape(30+6.9*float32(i), p.h-34-h, 3.6, h, 1.8), white, 0.16, paint.Over)
	}
}
