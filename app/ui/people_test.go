package ui_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"keepsake/app/ui"
	"keepsake/app/ui/uitest"
)

// people is a window whose library has contacts, messages and calls.
func people(t *testing.T) *rig {
	return ready(t, func(r *rig) {
		r.paper = uitest.NewPapers(40).Chatter(400).Ring(100)
		r.paper.Lookback()
	})
}

func TestFromAContactToTheirMessagesAndCalls(t *testing.T) {
	r := people(t)
	r.shell.Go(ui.AtContacts)
	r.Settle()
	c := r.shell.Contacts()
	c.Model.Show(1)
	r.Settle()
	if p := c.Model.Open; p == nil || p.Messages == 0 || p.Calls == 0 {
		t.Fatalf("open %+v", p)
	}
	c.Messages(c.Model.Open.Tails, "Anna")
	r.Settle()
	if m := r.shell.Messages().Model; r.shell.Place() != ui.AtMessages || len(m.Talks) != 1 || m.Talks[0].Face.ID != 1 {
		t.Errorf("at %d with %+v", r.shell.Place(), m.Talks)
	}
	c.Calls(c.Model.Open.Tails, "Anna")
	r.Settle()
	if m := r.shell.Calls().Model; r.shell.Place() != ui.AtCalls || m.Calls.Count() == 0 || m.Calls.Count() == 100 {
		t.Errorf("at %d with %d calls", r.shell.Place(), m.Calls.Count())
	}
	r.shell.Calls().Contact(2)
	r.Settle()
	if p := c.Model.Open; r.shell.Place() != ui.AtContacts || p == nil || p.ID != 2 {
		t.Errorf("at %d with %+v", r.shell.Place(), p)
	}
}

// Every page that can search has the keyboard's ways to it.
func TestKeysOnThePagesOfPeople(t *testing.T) {
	r := people(t)
	for at, searched := range map[ui.Place]func() string{
		ui.AtContacts: func() string { return r.shell.Contacts().Model.Search },
		ui.AtMessages: func() string { return r.shell.Messages().Model.Search },
		ui.AtCalls:    func() string { return r.shell.Calls().Model.Search },
	} {
		r.shell.Go(at)
		r.Settle()
		r.ctrl(fyne.KeyF)
		if r.shell.Place() != at || r.Window.Canvas().Focused() == nil {
			t.Errorf("Ctrl+F at %d leads to %d", at, r.shell.Place())
		}
		r.Window.Canvas().Unfocus()
		r.Window.Canvas().OnTypedRune()('n')
		r.Settle()
		if searched() != "n" {
			t.Errorf("a letter at %d searches for %q", at, searched())
		}
		r.Window.Canvas().Unfocus()
		r.shell.Key(fyne.KeyEscape)
		r.Settle()
		if searched() != "" {
			t.Errorf("Escape at %d leaves %q", at, searched())
		}
	}
}
