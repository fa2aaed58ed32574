package calls

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/uitest"
	"keepsake/gallery/records"
)

type page struct {
	*uitest.Bench
	*Screen
	papers *uitest.Papers
}

func newPage(t testing.TB, p *uitest.Papers) *page {
	t.Helper()
	b := uitest.NewBench(t, look.Light)
	loader := thumbs.New(b.Context(), p, b.Queue.Post, 16<<20)
	b.Watch(loader.Idle)
	s := New(b.Kit, p, p, uitest.NewWorld(), loader)
	b.Open(t, s.Content(), 1072, 800)
	s.Show()
	b.Settle()
	t.Cleanup(func() {
		b.Stop()
		loader.Wait()
	})
	return &page{b, s, p}
}

func TestFiltersAndSearch(t *testing.T) {
	p := newPage(t, uitest.NewPapers(20).Ring(1100))
	m := p.Model
	if m.Calls.Count() != 1100 {
		t.Fatalf("%d calls", m.Calls.Count())
	}
	sum := 0
	for k := Missed; k <= Rejected; k++ {
		m.SetKind(k)
		p.Settle()
		n := m.Calls.Count()
		sum += n
		for i := range min(n, 10) {
			if e, ok := m.Calls.Row(i); !ok || (e.Record.Type == records.Missed) != (k == Missed) {
				t.Errorf("kind %d has %+v", k, e)
			}
		}
	}
	if sum != 1100 {
		t.Errorf("the kinds have %d of 1100 calls", sum)
	}
	m.SetKind(All)
	p.Screen.search.SetText("anna lind")
	p.Clock.Advance(searchRest)
	p.Settle()
	n := m.Calls.Count()
	if e, ok := m.Calls.Row(0); n == 0 || n > 200 || !ok || records.Tail(e.Record.Number) != "701200000" {
		t.Errorf("by the name of today found %d: %+v", n, e)
	}
	p.Key(fyne.KeyEscape)
	p.Settle()
	if m.Calls.Count() != 1100 || p.Screen.search.Text != "" {
		t.Error("Escape does not show everything again")
	}
	p.ShowOnly([]string{"306667788"}, "+49 30 6667788")
	p.Settle()
	if m.Calls.Count() != 100 {
		t.Errorf("with one number %d", m.Calls.Count())
	}
	m.SetKind(Rejected)
	p.Settle()
	if p.emptiness() != "not found" {
		t.Errorf("nothing is left, and it says %q", p.emptiness())
	}
	p.papers.Err = errors.New("gone")
	p.Changed()
	p.Settle()
	if p.emptiness() != "error" {
		t.Errorf("an error is told as %q", p.emptiness())
	}
}

func TestWhatCallsSay(t *testing.T) {
	people := map[string]shelf.Face{"701234567": {Name: "Anna"}}
	tests := []struct {
		c                  records.Call
		name, detail, kind string
		icon               look.Icon
	}{
		{records.Call{Number: "+49 170 1234567", Type: records.Incoming, Duration: 95, Subscription: "1"}, "Anna", "+49 170 1234567 · SIM 1", "1 min 35 s", look.IconCallIn},
		{records.Call{Number: "0170 1234567", Type: records.Outgoing}, "Anna", "0170 1234567", "No answer", look.IconCallOut},
		{records.Call{Number: "5", Contact: "Bob", Type: records.Missed}, "Bob", "5", "Missed", look.IconCallMissed},
		{records.Call{Type: records.Rejected, Presentation: records.PresentRestricted, Subscription: "89490200001234567890"}, "Number withheld", "", "Rejected", look.IconCallOff},
		{records.Call{Number: "112", Type: 42, Duration: 3}, "112", "", "3 s", look.IconCallIn},
	}
	for _, tt := range tests {
		if s := Say(tt.c, people); s.Name != tt.name || s.Detail != tt.detail || s.Kind != tt.kind || s.Icon != tt.icon {
			t.Errorf("%+v: %+v", tt.c, s)
		}
	}
}

func TestMerged(t *testing.T) {
	got := merged(shelf.Line{IDs: []int64{5, 3}, Dates: []int64{50, 30}}, shelf.Line{IDs: []int64{9, 5, 1}, Dates: []int64{60, 50, 10}})
	if len(got.IDs) != 4 || got.IDs[0] != 9 || got.IDs[1] != 5 || got.IDs[3] != 1 {
		t.Errorf("%+v", got)
	}
}
