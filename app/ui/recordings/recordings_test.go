package recordings_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/recordings"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/uitest"
)

func TestListAndParts(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	m := recordings.NewModel(uitest.NewRecordings(9), b.Hop, b.Clock.After, b.Kit.Now)
	m.Load()
	b.Settle()
	rows := func() string {
		var all []string
		for _, r := range m.Rows() {
			if r.At < 0 {
				all = append(all, "["+r.Heading+"]")
			} else {
				all = append(all, strings.SplitN(m.Shown[r.At].Title(), " whose", 2)[0])
			}
		}
		return strings.Join(all, ", ")
	}
	if got, want := rows(), "[Today], Mara Ellison, [Yesterday], Sea at the north pier, [Previous 7 days], +4915550001111, 妈妈, [Previous 30 days], FM 98.4, [October], Tom, Nell, [September], محاضرة عن البحر, [2025], A memo, [Without a date], Game"; got != want {
		t.Errorf("the list is %s, want %s", got, want)
	}
	m.SetChip(recordings.Calls)
	if len(m.Shown) != 4 || len(m.Items()) != 4 || len(m.IDs()) != 4 {
		t.Errorf("%d calls", len(m.Shown))
	}
	m.SetChip(recordings.Others)
	if got := rows(); got != "[Previous 30 days], FM 98.4, [Without a date], Game" {
		t.Errorf("others: %s", got)
	}
}

func TestPlaying(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	lib := uitest.NewRecordings(9)
	s := recordings.New(b.Kit, lib)
	var copied []int64
	var exported shelf.RecordQuery
	s.Copy = func(ids []int64) { copied = ids }
	s.Export = func(q shelf.RecordQuery, _ int, _ string) { exported = q }
	b.Open(t, s.Content(), 1072, 800)
	s.Show()
	b.Settle()
	test.TapCanvas(b.Window.Canvas(), fyne.NewPos(200, 190))
	b.Settle()
	if !slices.Equal(lib.Played, []string{"Mara Ellison"}) {
		t.Errorf("played %v", lib.Played)
	}
	s.Key(fyne.KeyDown)
	s.Key(fyne.KeyReturn)
	b.Settle()
	if len(lib.Played) != 2 || lib.Played[1] != "Sea at the north pier" {
		t.Errorf("played %v", lib.Played)
	}
	s.ExportAll()
	s.Model.SetChip(recordings.Memos)
	s.CopyAll()
	if len(exported.IDs) != 9 || !slices.Equal(copied, []int64{101, 106, 107}) {
		t.Errorf("exported %v, copied %v", exported.IDs, copied)
	}
}

// TestLooks draws every state; with LOOKS set, to be looked at.
func TestLooks(t *testing.T) {
	dir := os.Getenv("LOOKS")
	states := []struct {
		name string
		n    int
		set  func(lib *uitest.Recordings)
		then func(s *recordings.Screen, b *uitest.Bench)
	}{
		{"recordings", 9, nil, func(s *recordings.Screen, b *uitest.Bench) { s.Key(fyne.KeyDown) }},
		{"recordings_phones", 9, func(l *uitest.Recordings) { l.Phones = []string{"Mum's phone", "爸爸的手机"} }, nil},
		{"recordings_one", 1, nil, nil},
		{"recordings_none", 0, nil, nil},
		{"recordings_many", 10_000, nil, nil},
		{"recordings_nothing_found", 9, nil, func(s *recordings.Screen, b *uitest.Bench) { s.Model.SetSearch("zebra"); b.Clock.Advance(time.Second) }},
		{"recordings_error", 1, func(l *uitest.Recordings) { l.Err = errors.New("The library cannot be read.") }, nil},
	}
	for _, st := range states {
		for _, mode := range []look.Mode{look.Light, look.Dark} {
			sizes := []fyne.Size{fyne.NewSize(1072, 800)}
			if dir != "" && mode == look.Light {
				sizes = append(sizes, fyne.NewSize(1712, 1080), fyne.NewSize(756, 560))
			}
			for i, size := range sizes {
				b := uitest.NewBench(t, mode)
				lib := uitest.NewRecordings(st.n)
				if st.set != nil {
					st.set(lib)
				}
				s := recordings.New(b.Kit, lib)
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
