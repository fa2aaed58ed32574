// Package doctor is the page that leads to a connected phone: a checklist that
// ticks itself, with one next step and a drawing of it. It is shown while no
// phone can be read.
//
// Begin with Check, which turns what is known into the checklist, and New.
package doctor

import (
	"keepsake/app/ui/phone"
	"keepsake/app/ui/words"
)

// Mark says how far a line of the checklist is.
type Mark int

// The marks.
const (
	Later Mark = iota // not yet
	Now               // the next step
	Done
	Problem // stands in the way
)

// Step is one line of the checklist.
type Step struct {
	Mark  Mark
	Title string
	Line  string // more about it, for the step at hand
}

// Picture is what is drawn beside the checklist.
type Picture int

// The pictures. Guide is the three of them that lead from a new phone to a
// connected one, to leaf through.
const (
	Guide Picture = iota
	Allow
	Wait
	Replug
	Fix
	AllDone
)

// Advice is the checklist with its next step.
type Advice struct {
	Title, Line string
	Steps       []Step
	Picture     Picture
}

// Facts is what is known. What and Next explain a trouble that keeps any phone
// from being found; they are empty when there is none.
type Facts struct {
	What, Next string
	Phones     []phone.Phone
}

// nearest is the connected phone that is nearest to being ready.
func (f Facts) nearest() (phone.Phone, bool) {
	order := map[phone.State]int{phone.Ready: 6, phone.Authorizing: 5, phone.Connecting: 4, phone.Unauthorized: 3, phone.Offline: 2, phone.NoPermission: 1}
	best, found := phone.Phone{}, false
	for _, p := range f.Phones {
		if p.Present() && (!found || order[p.State] > order[best.State]) {
			best, found = p, true
		}
	}
	return best, found
}

// Check turns facts into the checklist. Exactly one line is Now or Problem, until
// all are Done.
func Check(f Facts) Advice {
	a := Advice{
		Title: words.T("Connect your phone"),
		Line:  words.T("Plug it in with its cable. This page follows along and ticks each step by itself."),
		Steps: []Step{
			{Title: words.T("Keepsake can look for phones")},
			{Title: words.T("The phone is plugged in, with USB debugging on")},
			{Title: words.T("The phone allows this computer")},
			{Title: words.T("Ready to back up")},
		},
	}
	at := func(i int, m Mark, line string) Advice {
		for k := range a.Steps[:i] {
			a.Steps[k].Mark = Done
		}
		a.Steps[i].Mark, a.Steps[i].Line = m, line
		return a
	}
	if f.What != "" {
		a.Picture = Fix
		a.Steps[0].Title = f.What
		return at(0, Problem, f.Next)
	}
	p, ok := f.nearest()
	if !ok {
		return at(1, Now, words.T("Choose “File transfer” if the phone asks what to use USB for."))
	}
	if p.State != phone.Ready {
		a.Line = words.F("{{.Phone}} is here. One step is left.", "Phone", p.Title())
	}
	line := p.Next
	switch p.State {
	case phone.Ready:
		a.Picture = AllDone
		a.Steps[3].Mark = Done
		a = at(3, Done, "")
	case phone.Unauthorized:
		a.Picture = Allow
		if line == "" {
			line = words.T("Unlock the phone, tick “Always allow from this computer” and tap Allow.")
		}
		a = at(2, Now, line)
	case phone.Authorizing, phone.Connecting:
		a.Picture = Wait
		a = at(2, Now, words.T("This takes a moment."))
	case phone.Offline:
		a.Picture = Replug
		if line == "" {
			line = words.T("Unplug the phone, wait a moment and plug it in again.")
		}
		a.Steps[1].Title = orElse(p.What, words.T("The phone does not answer"))
		a = at(1, Problem, line)
	case phone.NoPermission:
		a.Picture = Fix
		a.Steps[1].Title = orElse(p.What, words.T("This computer may not open the phone"))
		a = at(1, Problem, line)
	default:
		a.Picture = Replug
		if line == "" {
			line = words.T("Restart the phone as usual, and plug it in again.")
		}
		a.Steps[1].Title = orElse(p.What, words.T("The phone is in a special mode"))
		a = at(1, Problem, line)
	}
	return a
}

func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}
