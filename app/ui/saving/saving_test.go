package saving_test

import (
	"errors"
	"slices"
	"testing"

	"keepsake/app/ui/look"
	"keepsake/app/ui/saving"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/uitest"
	"keepsake/gallery/records"
)

func TestSaving(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	w, p := uitest.NewWorld(), uitest.NewPapers(3)
	what := saving.What{Heading: "Export", File: "Contacts", Query: shelf.RecordQuery{Category: records.Contacts, IDs: []int64{1, 3}}}
	m := saving.Open(b.Kit, p, w, what)
	m.Choose(2)
	m.Choose(7)
	m.Export("to")
	b.Settle()
	if m.Busy || m.Done || len(p.Exported) != 0 {
		t.Fatalf("no folder was picked, and there is %+v", m)
	}
	w.Picked = "/home/anna/Desktop"
	m.Export("to")
	b.Settle()
	if !m.Done || m.Count != 2 || !slices.Equal(p.Exported, []string{"/home/anna/Desktop/Contacts.csv"}) || !slices.Equal(p.Asked[0].IDs, []int64{1, 3}) {
		t.Errorf("%+v, exported %v", m, p.Exported)
	}
	if got := b.Toasts.Texts(); !slices.Equal(got, []string{"2 exported."}) {
		t.Errorf("told %q", got)
	}
	m = saving.Open(b.Kit, p, w, what)
	m.Print()
	b.Settle()
	if !m.Printed || len(w.Opened) != 1 || w.Opened[0] != "/library/print/Contacts.html" || len(p.Exported) != 1 || !slices.Equal(p.Asked[1].IDs, []int64{1, 3}) {
		t.Errorf("printed %+v, opened %v", m, w.Opened)
	}
	m = saving.Open(b.Kit, p, w, saving.What{Query: shelf.RecordQuery{Category: records.Calls}})
	m.Print()
	b.Settle()
	if m.Prints() || m.Printed || len(w.Opened) != 1 {
		t.Error("what has no page is printed")
	}
	p.Err = errors.New("The disk is full.")
	m = saving.Open(b.Kit, p, w, what)
	m.Export("to")
	b.Settle()
	if m.Done || !slices.Contains(b.Toasts.Texts(), "The disk is full.") {
		t.Errorf("told %q", b.Toasts.Texts())
	}
}
