package apps

import (
	"fmt"
	"time"

	"keepsake/device/demo/scene/paint"
)

var lists = []struct {
	title string
	items []string
}{
	{"Saturday market", []string{"Tomatoes, the ugly ones", "Sourdough", "Goat cheese", "Lemons (6)", "Flowers for Ida", "Olives", "Eggs", "Mint and dill", "Peaches", "Coffee beans"}},
	{"Packing", []string{"Passports", "Rain jackets", "Camera + charger", "Sunscreen", "Book", "Snacks for the train", "Swimsuits", "First aid kit", "Cards for the game night"}},
	{"Groceries", []string{"Oat milk", "Bananas", "Rice", "Spinach", "Chickpeas", "Dark chocolate", "Yoghurt", "Onions", "Ginger", "Bread"}},
	{"Spring garden", []string{"Prune the roses", "Sow basil", "Fix the bird house", "Compost", "String for the beans", "Repot the fig", "Sharpen shears"}},
}

func drawList(p *page) {
	p.c.Clear(p.ground())
	p.status(p.ink())
	r := p.r
	l := lists[r.Int(len(lists))]
	p.header("Notes")
	p.write(p.bold, l.title, 26, 128, 27, paint.Left, p.ink())
	done := 0
	y := float32(192)
	for i, s := range l.items {
		if y > p.h-90 {
			break
		}
		p.rect(16, y-27, 328, 46, 13, p.card())
		ok := r.Chance(0.5 - 0.06*float32(i))
		if ok {
			done++
			p.rect(30, y-14, 21, 21, 7, p.hue)
			p.stroke(2.3, paint.Gray(1), 35, y-3.5, 39, y+0.8, 46.5, y-8.5)
			w := p.write(p.reg, s, 64, y+1, 15, paint.Left, p.faint())
			p.stroke(1.3, p.faint(), 64, y-4, 64+w, y-4)
		} else {
			p.rect(30, y-14, 21, 21, 7, p.faint())
			p.rect(31.8, y-12.2, 17.4, 17.4, 5.4, p.card())
			p.write(p.reg, s, 64, y+1, 15, paint.Left, p.ink())
		}
		y += 52
	}
	p.write(p.reg, fmt.Sprintf("%d of %d done", done, len(l.items)), 26, 150, 12.5, paint.Left, p.faint())
	p.dot(314, p.h-66, 28, p.hue)
	p.stroke(3, paint.Gray(1), 303, p.h-66, 325, p.h-66)
	p.stroke(3, paint.Gray(1), 314, p.h-77, 314, p.h-55)
}

func drawFitness(p *page) {
	p.c.Clear(p.ground())
	p.status(p.ink())
	r := p.r
	p.write(p.bold, "Today", 24, 78, 26, paint.Left, p.ink())
	p.write(p.reg, p.t.Format("Monday, 2 January"), 24, 100, 13.5, paint.Left, p.faint())
	p.rect(16, 120, 328, 216, 24, p.card())
	hues := [...]paint.RGB{paint.Hex(0xF2545B), paint.Hex(0x3CCB7F), paint.Hex(0x3AA0F2)}
	names := [...]string{"Move", "Exercise", "Stand"}
	for i, col := range hues {
		rad := 82 - 23*float32(i)
		part := r.In(0.35, 1)
		ring := func(f float32, k paint.RGB, a float32) {
			var xy []paint.Pt
			for t := range 61 {
				w := -1.5708 + paint.Tau*f*float32(t)/60
				xy = append(xy, paint.Pt{X: (118 + rad*paint.Cos(w)) * p.d, Y: (228 + rad*paint.Sin(w)) * p.d})
			}
			p.c.FillAs(paint.Stroke(17*p.d, xy...), k, a, paint.Over)
		}
		ring(1, col, 0.2)
		ring(part, col, 1)
		y := 188 + 44*float32(i)
		p.dot(232, y-4, 5, col)
		p.write(p.reg, names[i], 244, y, 13, paint.Left, p.faint())
		p.write(p.bold, fmt.Sprintf("%d %%", int(part*100)), 244, y+18, 15, paint.Left, p.ink())
	}
	p.rect(16, 350, 328, 190, 24, p.card())
	steps := r.Between(3200, 14800)
	p.write(p.reg, "Steps", 36, 382, 13.5, paint.Left, p.faint())
	p.write(p.bold, fmt.Sprintf("%d %03d", steps/1000, steps%1000), 36, 412, 25, paint.Left, p.ink())
	for i := range 24 {
		h := 6 + 74*r.F()*paint.Smooth(5, 9, float32(i))*paint.Smooth(23, 19, float32(i))
		col := p.line()
		if i <= p.t.Hour() {
			col = p.hue
		} else {
			h = 6
		}
		p.rect(36+12.2*float32(i), 520-h, 7, h, 3.5, col)
	}
	if p.h > 720 {
		for i, s := range [...]string{"Heart rate", "Sleep"} {
			x := 16 + 168*float32(i)
			p.rect(x, 554, 160, 122, 24, p.card())
			p.write(p.reg, s, x+20, 586, 13.5, paint.Left, p.faint())
			p.write(p.bold, [...]string{fmt.Sprintf("%d bpm", r.Between(58, 84)), fmt.Sprintf("%d h %02d", r.Between(6, 8), r.Int(60))}[i], x+20, 612, 19, paint.Left, p.ink())
			var xy []float32
			for k := range 15 {
				xy = append(xy, x+20+120*float32(k)/14, 646+12*paint.Sin(float32(k)*1.3+float32(i)*2)*r.In(0.4, 1))
			}
			p.stroke(2.4, [...]paint.RGB{hues[0], hues[2]}[i], xy...)
		}
	}
}

func drawCalendar(p *page) {
	p.c.Clear(p.card())
	p.status(p.ink())
	r := p.r
	p.write(p.bold, p.t.Format("January"), 24, 82, 28, paint.Left, p.ink())
	p.write(p.reg, p.t.Format("2006"), 336, 82, 17, paint.Right, p.faint())
	const cell = 46.5
	for i, s := range "MTWTFSS" {
		p.write(p.reg, string(s), 40+cell*float32(i), 116, 12, paint.Center, p.faint())
	}
	first := time.Date(p.t.Year(), p.t.Month(), 1, 0, 0, 0, 0, time.UTC)
	lead := (int(first.Weekday()) + 6) % 7
	days := first.AddDate(0, 1, -1).Day()
	hues := [...]paint.RGB{p.hue, paint.Hex(0xF2A33A), paint.Hex(0x3CB98A), paint.Hex(0xE8647A)}
	for d := 1; d <= days; d++ {
		i := lead + d - 1
		x, y := 40+cell*float32(i%7), 150+46*float32(i/7)
		col := p.ink()
		if i%7 >= 5 {
			col = p.faint()
		}
		if d == p.t.Day() {
			p.dot(x, y-5, 18, p.hue)
			col = paint.Gray(1)
		}
		p.write(p.reg, fmt.Sprint(d), x, y, 15, paint.Center, col)
		if r.Chance(0.3) {
			for k := range r.Between(1, 3) {
				p.dot(x-4+4*float32(k), y+11, 1.7, hues[(d+k)%len(hues)])
			}
		}
	}
	y := 150 + 46*float32((lead+days+6)/7)
	events := [...]string{"Swim with Noor", "Dentist", "Call with Lisbon", "Piano lesson", "Dinner at Mum's", "Train to the coast", "Team breakfast", "Book club", "Pick up the frames"}
	hour := r.Between(8, 11)
	start := r.Int(len(events))
	for i := 0; y < p.h-84 && i < 4; i++ {
		col := hues[(start+i)%len(hues)]
		p.rect(20, y, 320, 56, 14, p.ground())
		p.rect(20, y, 5, 56, 2.5, col)
		p.write(p.bold, events[(start+i)%len(events)], 40, y+24, 15, paint.Left, p.ink())
		p.write(p.reg, fmt.Sprintf("%02d:%02d – %02d:00", hour, 30*r.Int(2), hour+1), 40, y+43, 12.5, paint.Left, p.faint())
		hour += r.Between(2, 4)
		y += 66
	}
}
