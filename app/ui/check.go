package ui

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/doctor"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/wifi"
)

// check is the doctor's page by itself, for whenever somebody asks.
type check struct {
	doctor *doctor.Screen
	page   *part.Page
}

func newCheck(kit *part.Kit, d doctor.Deps) *check {
	c := &check{}
	c.doctor = doctor.New(kit, d, func() {
		if c.page != nil {
			c.page.Relayout()
		}
	})
	c.page = part.NewPage(look.Column, look.S8, c.doctor.Content())
	return c
}

// Content is what to show.
func (c *check) Content() fyne.CanvasObject { return c.page }

// Show tells the page that it has come into sight.
func (c *check) Show() { c.doctor.Model.Refresh() }

// Key does what a key means to the page.
func (c *check) Key(k fyne.KeyName) bool { return c.doctor.Key(k) }

// doctorDeps is what a doctor's page needs; the first of all may start the demo
// phone.
func (s *Shell) doctorDeps(first bool) doctor.Deps {
	d := doctor.Deps{Clinic: s.deps.Clinic, Supply: s.deps.Supply}
	if s.deps.Radio != nil {
		d.Wifi = func() { s.openWifi() }
	}
	if first && s.deps.Demo != nil {
		d.Demo = s.startDemo
	}
	return d
}

// help goes to the doctor's page, to what is wrong with one phone.
func (s *Shell) help(phoneID string) {
	s.Go(AtCheck)
	s.check.doctor.Model.Point(phoneID)
}

// openWifi opens the sheet that connects a phone without a cable.
func (s *Shell) openWifi() *wifi.Sheet {
	if s.deps.Radio == nil {
		return nil
	}
	var plugged []wifi.Plugged
	for _, c := range s.home.Model.Cards {
		if p := c.Phone; p.Ready() && !p.Wireless && !p.Demo {
			plugged = append(plugged, wifi.Plugged{ID: p.ID, Name: p.Title()})
		}
	}
	var download func()
	if s.deps.Supply != nil {
		download = func() { doctor.OpenSupply(s.kit, s.deps.Supply, s.diagnose) }
	}
	return wifi.Open(s.kit, s.deps.Radio, plugged, download)
}
