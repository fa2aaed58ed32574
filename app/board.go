package app

import (
	"strings"

	"keepsake/app/job"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/words"
	"keepsake/device"
	"keepsake/gallery"
)

// board is phones and backups in the window's words (home.Phones, home.Runs).
type board struct {
	phones *phones
	runs   *runs
	c      *current
}

// Phones lists the connected phones, then those whose backup waits for them, then
// those the library knows and nobody sees.
func (b board) Phones() []phone.Phone {
	var out []phone.Phone
	here := map[string]bool{}
	for _, s := range b.phones.all() {
		here[s.ID] = true
		p := phone.Phone{
			ID: s.ID, Name: b.c.called(s.ID, s.Name), Model: s.Model, OS: s.OS, Android: s.Android, State: phone.State(s.State),
			Battery: s.Battery.Level, Charging: s.Battery.Charging, Total: s.Storage.Total, Free: s.Storage.Free, Demo: s.demo,
		}
		p.Locked, p.Wireless, p.Spaces = s.Locked, s.Via == device.Wireless, spaces(s.Spaces)
		if s.State != device.Ready {
			p.What, p.Next = s.State.Advice()
		}
		out = append(out, p)
	}
	for _, i := range b.runs.underWay() {
		if !here[i.ID] {
			here[i.ID] = true
			out = append(out, phone.Phone{ID: i.ID, Name: b.c.called(i.ID, i.Name), Model: i.Model, OS: i.OS, Android: i.Android, State: phone.Away, Battery: -1})
		}
	}
	for _, k := range b.c.known() {
		if !here[k.ID] && !gallery.Imported(k.ID) {
			out = append(out, phone.Phone{ID: k.ID, Name: k.Name, State: phone.Away, Battery: -1, LastSeen: k.LastBackup})
		}
	}
	return out
}

// spaces are the storages a phone has beside its own.
func spaces(all []device.Space) []phone.Space {
	var out []phone.Space
	for _, s := range all {
		kind := phone.Other
		switch s.Kind {
		case device.Shared:
			continue
		case device.Card:
			kind = phone.Card
		case device.DualApps:
			kind = phone.Dual
		case device.SecondSpace:
			kind = phone.Second
		}
		one := phone.Space{Kind: kind, Name: s.Name, Total: s.Total, Free: s.Free, Readable: s.Readable, Why: words.T(firstSentence(s.Why))}
		if s.User == 0 && s.Readable {
			one.Path = s.Path
		}
		out = append(out, one)
	}
	return out
}

// firstSentence is what is the case, without what to do about it: the receipt
// has room for both.
func firstSentence(s string) string {
	if what, _, more := strings.Cut(s, ". "); more {
		return what + "."
	}
	return s
}

// Start begins a backup of the phone.
func (b board) Start(id string) error { return b.runs.start(id) }

// Rename changes what the phone is called here.
func (b board) Rename(id, name string) error { return b.c.rename(id, name) }

// Pause holds the phone's backup.
func (b board) Pause(id string) { b.runs.pause(id, true) }

// Continue lets it go on.
func (b board) Continue(id string) { b.runs.pause(id, false) }

// Cancel asks the phone's backup to stop.
func (b board) Cancel(id string) { b.runs.cancel(id) }

// Progress is the backup under way on a phone.
func (b board) Progress(id string) (job.Snapshot, bool) {
	r, ok := b.runs.get(id)
	if !ok || r.done {
		return job.Snapshot{}, false
	}
	return r.tracker.Snapshot(), true
}

// Receipt is that of the phone's last run, in this session or an earlier one.
func (b board) Receipt(id string) (job.Receipt, bool) {
	if r, ok := b.runs.get(id); ok && r.done {
		return r.receipt, true
	}
	return b.c.receipt(id)
}
