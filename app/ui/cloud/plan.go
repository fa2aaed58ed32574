package cloud

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// limits are the speeds that can be chosen, in bytes a second; 0 is none.
var limits = []int64{0, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000}

// spans are how far back it can go, in years; 0 is everything.
var spans = []int{0, 1, 2, 5}

// planSheet is when what goes up to one cloud. Each change is kept at once.
type planSheet struct {
	s      *Screen
	cloud  Cloud
	albums []string // that can be chosen
	body   *fyne.Container
	page   *part.Page
}

// openPlan opens it.
func (s *Screen) openPlan(c Cloud) *planSheet {
	p := &planSheet{s: s, cloud: c, albums: c.Plan.Albums, body: part.Column(look.S6)}
	p.page = part.NewPage(600, 0, part.Inset(0, 0, look.S4, 0, p.body)).Flush()
	p.render()
	s.kit.Sheet(words.Name(c.Name), words.T("Close"), fyne.NewSize(660, 600), p.page)
	s.kit.Hop.Go(func(ctx context.Context) func() {
		all, err := s.clouds.Albums(ctx)
		return func() {
			s.did(err)
			for _, name := range all {
				if !slices.Contains(p.albums, name) {
					p.albums = append(slices.Clone(p.albums), name)
				}
			}
			p.render()
		}
	})
	return p
}

// change keeps a plan, and draws it.
func (p *planSheet) change(to func(*Plan)) {
	plan := p.cloud.Plan
	to(&plan)
	if err := p.s.Model.Keep(p.cloud.ID, plan); err != nil {
		p.s.kit.Failed(err)
		return
	}
	p.cloud.Plan = plan
	p.render()
}

func (p *planSheet) render() {
	plan := p.cloud.Plan
	chip := func(label string, icon look.Icon, on bool, to func(*Plan)) fyne.CanvasObject {
		c := part.NewChip(label, icon, func() { p.change(to) })
		c.Choose(on)
		return c
	}
	when := part.Column(look.S2, part.Strong(words.T("When")),
		part.Wrap(look.S2, chip(words.T("After each backup"), look.IconBackup, plan.After, func(p *Plan) { p.After = !p.After })))
	if plan.After {
		when.Add(part.Wrap(look.S2,
			chip(words.T("Only on mains power"), look.IconPower, !plan.Battery, func(p *Plan) { p.Battery = !p.Battery }),
			chip(words.T("Not in networks with an allowance"), look.IconWifi, !plan.Metered, func(p *Plan) { p.Metered = !p.Metered })))
		when.Add(part.Small(words.T("Where this computer does not say how it is powered or connected, uploads begin all the same. One that was cut short goes on by itself.")).Wrapped())
	}
	speed := part.Wrap(look.S2)
	for _, n := range limits {
		label := words.T("As fast as it goes")
		if n > 0 {
			label = words.Speed(float64(n))
		}
		speed.Add(chip(label, "", plan.Limit == n, func(p *Plan) { p.Limit = n }))
	}
	what := part.Column(look.S2, part.Strong(words.T("What goes up")),
		part.Wrap(look.S2, chip(words.T("Everything"), "", plan.All(), func(p *Plan) {
			p.Albums, p.Kinds, p.Since, p.Favourites = nil, nil, time.Time{}, false
		}), chip(words.T("Photos"), look.IconPhotos, slices.Contains(plan.Kinds, "photo"), kind("photo")),
			chip(words.T("Videos"), look.IconPlay, slices.Contains(plan.Kinds, "video"), kind("video")),
			chip(words.T("Favourites"), look.IconStar, plan.Favourites, func(p *Plan) { p.Favourites = !p.Favourites })))
	now := p.s.kit.Now()
	since := part.Wrap(look.S2)
	for _, years := range spans {
		label, from := words.T("Of all years"), time.Time{}
		if years > 0 {
			label, from = words.N("Of the last {{.N}} years", years), time.Date(now.Year()-years, now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
		}
		since.Add(chip(label, "", plan.Since.Equal(from), func(p *Plan) { p.Since = from }))
	}
	what.Add(since)
	if len(p.albums) > 0 {
		albums := part.Wrap(look.S2)
		for i, name := range p.albums {
			if i == most {
				break
			}
			albums.Add(chip(words.Name(name), "", slices.Contains(plan.Albums, name), func(p *Plan) { p.Albums = toggled(p.Albums, name) }))
		}
		what.Add(part.Muted(words.T("Only these albums; none chosen: all")))
		what.Add(albums)
	}
	p.body.Objects = []fyne.CanvasObject{when, part.Column(look.S2, part.Strong(words.T("Speed")), speed), what}
	p.body.Refresh()
	p.page.Relayout()
}

func kind(name string) func(*Plan) { return func(p *Plan) { p.Kinds = toggled(p.Kinds, name) } }

// toggled is a list with one more, or without that one.
func toggled(all []string, one string) []string {
	if slices.Contains(all, one) {
		return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == one })
	}
	return append(slices.Clone(all), one)
}
