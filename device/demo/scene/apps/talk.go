package apps

import (
	"time"

	"keepsake/device/demo/scene/motif"
	"keepsake/device/demo/scene/paint"
)

type line struct {
	mine bool
	text []string // lines of the bubble; empty: a picture
}

var talks = [][]line{
	{
		{false, []string{"Did you see the light on the", "lake this morning?"}},
		{true, []string{"I did! Took far too many", "pictures."}},
		{false, nil},
		{true, []string{"That one goes on the wall."}},
		{false, []string{"Same time tomorrow?"}},
		{true, []string{"I bring the coffee."}},
	},
	{
		{true, []string{"Tickets are booked!"}},
		{false, []string{"Window seat?"}},
		{true, []string{"Of course. Both ways."}},
		{false, nil},
		{false, []string{"This was the view last year."}},
		{true, []string{"Two more weeks…"}},
	},
	{
		{false, []string{"What do we need for tonight?"}},
		{true, []string{"Lemons, bread and those", "good olives."}},
		{true, nil},
		{false, []string{"Now I am hungry."}},
		{true, []string{"Seven o'clock then."}},
		{false, []string{"Perfect. See you there!"}},
	},
	{
		{false, []string{"Guess who sat on my", "keyboard all day."}},
		{false, nil},
		{true, []string{"Best colleague ever."}},
		{false, []string{"He disagrees with the deadline."}},
		{true, []string{"Give him a raise."}},
	},
}

func drawChat(p *page) {
	p.c.Clear(p.theme(0xECE6DC, 0x0D1418))
	p.rect(0, 0, 360, 92, 0, p.theme(0xFFFFFF, 0x1A2228))
	p.status(p.ink())
	who := p.r.Int(40)
	p.stroke(2, p.ink(), 22, 58, 15, 65, 22, 72)
	p.avatar(52, 65, 17, who)
	names := [...]string{"Mira", "Jonas", "Anna & Tom", "Leyla", "Grandma", "Hiking group", "Noor", "Sam"}
	p.write(p.bold, names[who%len(names)], 78, 63, 15.5, paint.Left, p.ink())
	p.write(p.reg, "online", 78, 79, 11.5, paint.Left, p.faint())
	talk := talks[p.r.Int(len(talks))]
	y := p.h - 78
	pictures := [...]string{"lake", "flight", "fruit", "cat"}
	subject := "lake"
	for i := range talks {
		if &talks[i][0] == &talk[0] {
			subject = pictures[i]
		}
	}
	at := p.t
	for i := len(talk) - 1; i >= 0 && y > 110; i-- { // from the newest upwards
		l := talk[i]
		at = at.Add(-time.Duration(1+p.r.Int(6)) * time.Minute)
		y = p.bubble(l, subject, at, y) - 9
	}
	p.rect(10, p.h-62, 292, 42, 21, p.theme(0xFFFFFF, 0x1F282E))
	p.write(p.reg, "Message", 32, p.h-36, 14, paint.Left, p.faint())
	p.dot(328, p.h-41, 21, p.hue)
	p.c.Fill((&paint.Path{}).Poly(paint.Pt{X: 321 * p.d, Y: (p.h - 49) * p.d}, paint.Pt{X: 338 * p.d, Y: (p.h - 41) * p.d}, paint.Pt{X: 321 * p.d, Y: (p.h - 33) * p.d}, paint.Pt{X: 324 * p.d, Y: (p.h - 41) * p.d}), paint.Gray(1))
}

// bubble draws one message that ends at y and returns its top.
func (p *page) bubble(l line, subject string, at time.Time, y float32) float32 {
	const size, lead = 14, 19
	col := p.theme(0xFFFFFF, 0x1F2A30)
	if l.mine {
		col = p.hue.Mix(p.theme(0xFFFFFF, 0x10161A), 0.78)
	}
	w, h := float32(196), float32(158)
	if l.text != nil {
		w = 0
		for _, s := range l.text {
			w = max(w, p.reg.Width(s, size))
		}
		w = min(w+26+34, 300)
		h = float32(len(l.text))*lead + 17
		if len(l.text) > 1 {
			w -= 24
		}
	}
	x := float32(12)
	if l.mine {
		x = 348 - w
	}
	top := y - h
	p.rect(x, top, w, h, 13, col)
	if l.text == nil {
		p.picture(subject, motif.Day, x+4, top+4, w-8, h-8, 10)
		p.write(p.reg, at.Format("15:04"), x+w-12, y-11, 10, paint.Right, paint.Gray(1))
		return top
	}
	for i, s := range l.text {
		p.write(p.reg, s, x+13, top+22+lead*float32(i), size, paint.Left, p.ink())
	}
	p.write(p.reg, at.Format("15:04"), x+w-10, y-8, 9.5, paint.Right, p.faint())
	return top
}

var articles = []struct{ title, deck, subject string }{
	{"The quiet hour", "Why photographers get up before the sun does", "mountains"},
	{"Bread without hurry", "A loaf that needs a day and five minutes", "coffee"},
	{"Islands by rail and ferry", "Three weeks, one small bag", "harbour"},
	{"A balcony full of herbs", "What grows in a pot, and what pretends to", "shelf"},
	{"Night trains are back", "Asleep in one country, awake in another", "skyline"},
}

func drawArticle(p *page) {
	p.c.Clear(p.card())
	a := articles[p.r.Int(len(articles))]
	light := motif.Day
	if p.dark {
		light = motif.Night
	}
	p.picture(a.subject, light, 0, 0, 360, 262, 0)
	p.status(paint.Gray(1))
	p.rect(0, 244, 360, p.h-244, 22, p.card())
	p.rect(0, 300, 360, p.h-300, 0, p.card())
	p.status2()
	p.write(p.bold, a.title, 24, 292, 24, paint.Left, p.ink())
	p.write(p.reg, a.deck, 24, 316, 13.5, paint.Left, p.faint())
	p.avatar(36, 344, 12, p.r.Int(30))
	p.write(p.reg, p.t.Format("2 January")+"  ·  6 min", 56, 348, 12, paint.Left, p.faint())
	y := float32(384)
	for y < p.h-40 { // text as grey bars: nobody reads a screenshot's article
		n := p.r.Between(4, 6)
		for i := range n {
			w := p.r.In(286, 312)
			if i == n-1 {
				w = p.r.In(90, 240)
			}
			if y > p.h-34 {
				break
			}
			p.rect(24, y, w, 8.5, 4, p.line())
			y += 20
		}
		y += 14
	}
	p.rect(130, p.h-11, 100, 3.6, 1.8, p.ink())
}

// status2 draws the bottom handle's ground again after a sheet covered it.
func (p *page) status2() { p.rect(0, p.h-22, 360, 22, 0, p.card()) }
