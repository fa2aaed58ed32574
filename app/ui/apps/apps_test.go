package apps_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/apps"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/uitest"
)

func names(m *apps.Model) string {
	var all []string
	for _, a := range m.Shown {
		all = append(all, strings.SplitN(a.Name(), " that", 2)[0])
	}
	return strings.Join(all, ", ")
}

func TestOrdersAndParts(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	m := apps.NewModel(uitest.NewApps(11), b.Hop, b.Clock.After)
	m.Load()
	b.Settle()
	if got := names(m); got != "An app, Bread, Harbour Maps, Messenger, Messenger, أوقات الصلاة, रेडियो, 天气预报" {
		t.Errorf("by name: %s", got)
	}
	m.SetOrder(apps.ByAge)
	if got := names(m); !strings.HasPrefix(got, "An app, रेडियो, أوقات الصلاة, Bread") {
		t.Errorf("the newest first: %s", got)
	}
	m.SetOrder(apps.ByUpdate)
	if got := names(m); !strings.HasPrefix(got, "Messenger, Messenger, An app, 天气预报") {
		t.Errorf("the last updated first: %s", got)
	}
	m.SetOrder(apps.BySize)
	if got := names(m); !strings.HasPrefix(got, "Harbour Maps, Bread, An app") {
		t.Errorf("the largest first: %s", got)
	}
	m.SetChip(apps.System)
	if got := names(m); got != "Camera, com.example.bloat, Notes" {
		t.Errorf("that came with the phone: %s", got)
	}
	m.SetChip(apps.Kept)
	if got := names(m); got != "Harbour Maps, Bread" || !slices.Equal(m.IDs(), []int64{1, 2}) {
		t.Errorf("kept: %s, %v", got, m.IDs())
	}
	m.SetChip(apps.All)
	if len(m.Shown) != 11 {
		t.Errorf("all are %d", len(m.Shown))
	}
}

func TestPageAndSheet(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	lib := uitest.NewApps(11)
	s := apps.New(b.Kit, lib)
	var exported shelf.RecordQuery
	s.Export = func(q shelf.RecordQuery, n int, _ string) { exported = q }
	b.Open(t, s.Content(), 1072, 800)
	s.Show()
	b.Settle()
	s.ExportAll()
	if len(exported.IDs) != 8 {
		t.Errorf("exported %+v", exported)
	}
	for range 3 {
		s.Key(fyne.KeyDown)
	}
	s.Key(fyne.KeyReturn)
	b.Settle()
	if b.Window.Canvas().Overlays().Top() == nil {
		t.Error("nothing opened")
	}
	s.Reveal()
	b.Settle()
	if !slices.Equal(lib.Revealed, []string{"base.apk"}) {
		t.Errorf("shown are %v", lib.Revealed)
	}
}

// TestLooks draws every state; with LOOKS set, to be looked at.
func TestLooks(t *testing.T) {
	dir := os.Getenv("LOOKS")
	states := []struct {
		name string
		n    int
		set  func(lib *uitest.Apps)
		then func(s *apps.Screen, b *uitest.Bench)
	}{
		{"apps", 60, nil, nil},
		{"apps_sheet", 11, nil, func(s *apps.Screen, b *uitest.Bench) { s.Open(2) }},
		{"apps_phones", 11, func(l *uitest.Apps) { l.Phones = []string{"Mum's phone", "爸爸的手机"} }, func(s *apps.Screen, b *uitest.Bench) { s.Model.SetChip(apps.All) }},
		{"apps_one", 1, nil, nil},
		{"apps_none", 0, nil, nil},
		{"apps_many", 10_000, nil, nil},
		{"apps_nothing_found", 11, nil, func(s *apps.Screen, b *uitest.Bench) { s.Model.SetSearch("zebra"); b.Clock.Advance(time.Second) }},
		{"apps_error", 1, func(l *uitest.Apps) { l.Err = errors.New("The library cannot be read.") }, nil},
	}
	for _, st := range states {
		for _, mode := range []look.Mode{look.Light, look.Dark} {
			sizes := []fyne.Size{fyne.NewSize(1072, 800)}
			if dir != "" && mode == look.Light {
				sizes = append(sizes, fyne.NewSize(1712, 1080), fyne.NewSize(756, 560))
			}
			for i, size := range sizes {
				b := uitest.NewBench(t, mode)
				lib := uitest.NewApps(st.n)
				if st.set != nil {
					st.set(lib)
				}
				s := apps.New(b.Kit, lib)
				b.Open(t, part.Layers(part.NewFill(look.Background, 0), s.Content()), size.Width, size.Height)
				s.Show()
				b.Settle()
				if st.then != nil {
					st.then(s, b)
					b.Settle()
				}
				if dir != "" {
					b.Save(t, dir, st.name+"_"+string(mode)+[]string{"", "_large", "_small"}[i])
				}
			}
		}
	}
}
