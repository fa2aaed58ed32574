package ui_test

import (
	"time"

	"keepsake/app/ui"
	"keepsake/app/ui/history"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/uitest"
)

// withPeople gives the library contacts.
func withPeople(n int) func(r *rig) {
	return func(r *rig) {
		full(r)
		r.paper = uitest.NewPapers(n)
		r.paper.Lookback()
	}
}

// talking gives the library contacts and messages.
func talking(n int) func(r *rig) {
	return func(r *rig) {
		full(r)
		r.paper = uitest.NewPapers(342).Chatter(n)
	}
}

// ringing gives the library contacts and calls.
func ringing(n int) func(r *rig) {
	return func(r *rig) {
		full(r)
		r.paper = uitest.NewPapers(342).Ring(n)
	}
}

func calls(r *rig) {
	r.shell.Go(ui.AtCalls)
	r.Settle()
}

// talk opens the n-th conversation, or searches.
func talk(n int, search string) func(r *rig) {
	return func(r *rig) {
		r.shell.Go(ui.AtMessages)
		r.Settle()
		m := r.shell.Messages().Model
		if search != "" {
			m.SetSearch(search)
			r.Clock.Advance(time.Second)
			r.Settle()
			if m.Hits.Count() > 3 {
				m.Jump(3)
			}
		} else {
			m.Show(n)
		}
		r.Settle()
	}
}

func peopleStates() []state {
	open := func(id int64) func(r *rig) {
		return func(r *rig) {
			r.shell.Go(ui.AtContacts)
			r.Settle()
			if id != 0 {
				r.shell.Contacts().Model.Show(id)
			}
			r.Settle()
		}
	}
	return []state{
		{"calls", 0, ringing(900), calls},
		{"calls_missed", 0, ringing(900), func(r *rig) {
			calls(r)
			r.shell.Calls().Model.SetKind(1)
			r.Settle()
		}},
		{"calls_many", 0, ringing(100_000), calls},
		{"calls_none_found", 0, ringing(900), func(r *rig) {
			calls(r)
			r.shell.Calls().Model.SetSearch("zebra")
			r.Clock.Advance(time.Second)
			r.Settle()
		}},
		{"calls_empty", 0, full, calls},
		{"messages", 0, talking(3000), talk(0, "")},
		{"messages_pictures", 0, talking(3000), talk(1, "")},
		{"messages_search", 0, talking(3000), talk(-1, "birthday")},
		{"messages_search_chinese", 0, talking(3000), talk(-1, "图书")},
		{"messages_nothing_found", 0, talking(3000), talk(0, "zebra")},
		{"messages_many", 0, talking(100_000), talk(2, "")},
		{"messages_one", 0, talking(1), talk(0, "")},
		{"messages_only", 0, talking(3000), func(r *rig) {
			r.shell.Go(ui.AtMessages)
			r.Settle()
			r.shell.Messages().ShowOnly([]string{"701200000"}, "Anna Lindqvist")
			r.Settle()
		}},
		{"messages_empty", 0, full, talk(0, "")},
		{"messages_refused", 0, func(r *rig) {
			full(r)
			r.paper.Refused = []shelf.Refusal{{Phone: "Mum's phone", When: uitest.Now, Why: "This phone gives no messages over the cable. On the phone, open Settings > About phone > Back up and restore > Mobile device, make a backup with them ticked, then back up here again."}}
		}, talk(0, "")},
		{"messages_large_text", 0, func(r *rig) { talking(300)(r); r.world.Floats["look.zoom"] = 1.6 }, talk(0, "")},
		{"contacts", 0, withPeople(342), open(4)},
		{"contacts_person", 0, withPeople(342), open(13)},
		{"contacts_two_phones", 0, func(r *rig) {
			withPeople(60)(r)
			r.paper.PhoneOf = func(i int) string { return []string{"4f2a", "77aa"}[i%2] }
		}, open(7)},
		{"contacts_past", 0, withPeople(60), func(r *rig) {
			open(1)(r)
			m := r.shell.Contacts().Model
			m.Past.Look(r.paper.Taken[1].Taken)
			r.Settle()
			m.Show(1)
			r.Settle()
		}},
		{"contacts_deleted", 0, withPeople(60), func(r *rig) {
			open(1)(r)
			m := r.shell.Contacts().Model
			m.Past.Look(r.paper.Taken[1].Taken)
			r.Settle()
			m.Past.Show(history.Gone)
			r.Settle()
		}},
		{"contacts_chosen", 0, withPeople(342), func(r *rig) {
			open(4)(r)
			for _, id := range []int64{5, 9, 22} {
				r.shell.Contacts().Model.Toggle(id)
			}
			r.Settle()
		}},
		{"contacts_export", 0, withPeople(342), func(r *rig) {
			open(4)(r)
			r.press(r.Window.Canvas().Size().Width-42, 38)
			r.Settle()
		}},
		{"contacts_many", 0, withPeople(100_000), func(r *rig) {
			open(70_000)(r)
		}},
		{"contacts_one", 0, func(r *rig) { full(r); r.paper = uitest.NewPapers(1) }, open(0)},
		{"contacts_nobody", 0, withPeople(20), func(r *rig) {
			open(0)(r)
			r.shell.Contacts().Model.SetSearch("zzz")
			r.Settle()
		}},
		{"contacts_empty", 0, full, open(0)},
		{"contacts_refused", 0, func(r *rig) {
			full(r)
			r.paper.Refused = []shelf.Refusal{{Phone: "Mum's phone", When: uitest.Now, Why: "The phone does not let the cable read its contacts. Unlock it and allow access when it asks, then back up again."}}
		}, open(0)},
		{"contacts_large_text", 0, func(r *rig) { withPeople(60)(r); r.world.Floats["look.zoom"] = 1.6 }, open(4)},
	}
}
