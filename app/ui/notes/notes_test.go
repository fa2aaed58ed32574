package notes_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/app/ui/history"
	"keepsake/app/ui/look"
	"keepsake/app/ui/notes"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/uitest"
	"keepsake/gallery/records"
)

func model(b *uitest.Bench, lib notes.Library) *notes.Model {
	return notes.NewModel(lib, b.Hop, b.Clock.After, b.Kit.Now)
}

// titles are the rows as text: headings in brackets.
func titles(m *notes.Model) []string {
	var all []string
	for _, r := range m.Rows {
		if r.Card < 0 {
			all = append(all, "["+r.Heading+"]")
		} else {
			all = append(all, m.Cards[r.Card].Title)
		}
	}
	return all
}

func TestListAndFolders(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	lib := uitest.NewNotes(6)
	lib.All = append(lib.All, uitest.NewNotes(9).All[8])
	m := model(b, lib)
	m.Load()
	b.Settle()
	want := []string{"[Pinned]", "Lighthouse trip", "[Today]", "Bread", "[Yesterday]", "spare key: behind the third pot", "[Previous 7 days]", "周末计划", "[Previous 30 days]", "قائمة التسوق", "माँ की चाय"}
	if got := titles(m); !slices.Equal(got, want) {
		t.Errorf("the list is %q, want %q", got, want)
	}
	if c, ok := m.Open(); !ok || c.Title != "Lighthouse trip" || !m.Ready || len(m.Blocks) == 0 {
		t.Errorf("open is %+v, %v", c, ok)
	}
	var folders []string
	for _, f := range m.Folders {
		folders = append(folders, fmt.Sprint(f.Name, " ", f.Count))
	}
	if want := []string{"All notes 6", "Kitchen 3", "Travel 2", "Without a folder 1", "Private 1"}; !slices.Equal(folders, want) {
		t.Errorf("the folders are %q, want %q", folders, want)
	}
	m.SetFolder(notes.Key{Name: "Travel"})
	b.Settle()
	if got := titles(m); len(got) != 4 || got[3] != "周末计划" {
		t.Errorf("in Travel there are %q", got)
	}
	m.SetFolder(notes.Key{Private: true})
	b.Settle()
	if got := titles(m); len(got) != 2 || got[1] != "Diary" {
		t.Errorf("private are %q", got)
	}
	if c, _ := m.Open(); c.Title != "Diary" {
		t.Errorf("%q is open", c.Title)
	}
}

func TestSearchWaitsForTheWord(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	lib := uitest.NewNotes(9)
	m := model(b, lib)
	m.Load()
	b.Settle()
	asked := lib.Asked
	for _, s := range []string{"p", "pu", "pum", "pump"} {
		m.SetSearch(s)
	}
	b.Clock.Advance(time.Second)
	b.Settle()
	if lib.Asked != asked+1 {
		t.Errorf("%d searches for one word", lib.Asked-asked)
	}
	if c, ok := m.Open(); !ok || !strings.HasPrefix(c.Title, "spare key") || m.Count != 1 {
		t.Errorf("found %+v, %v of %d", c.Title, ok, m.Count)
	}
	m.SetSearch("zebra")
	b.Clock.Advance(time.Second)
	b.Settle()
	if _, ok := m.Open(); ok || m.Count != 0 {
		t.Error("nothing was found, and something is open")
	}
	m.SetSearch("")
	b.Clock.Advance(time.Second)
	b.Settle()
	if m.Count != 8 {
		t.Errorf("%d notes after the search", m.Count)
	}
}

func TestWhatIsOpenStaysOpen(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	lib := uitest.NewNotes(9)
	m := model(b, lib)
	m.Load()
	b.Settle()
	m.Step(1)
	b.Settle()
	was, _ := m.Open()
	lib.All = append([]records.Note{{ID: "new", Title: "Newest", Body: "x", Modified: uitest.Now.UnixMilli()}}, lib.All...) // and every id is another now
	m.Load()
	b.Settle()
	if c, _ := m.Open(); c.Title != was.Title || m.Note.Shown() != was.Title {
		t.Errorf("after a change %q is open with the text of %q, want %q", c.Title, m.Note.Shown(), was.Title)
	}
	if !m.Step(-1) || m.Step(-100) {
		t.Error("the steps are wrong")
	}
}

func TestCopiedText(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	m := model(b, uitest.NewNotes(2))
	m.Load()
	b.Settle()
	if got := m.Text(); !strings.HasPrefix(got, "Lighthouse trip\n\nTrain at 06.45") || !strings.Contains(got, "☑ tickets\n☑ sandwiches\n☐ tea & rope") {
		t.Errorf("copied is %q", got)
	}
}

func TestCards(t *testing.T) {
	c := notes.CardOf(records.Note{Title: "Bread", Body: "# Bread\n\n- [x] flour\n- [ ] salt\n\n![](attachments/a.jpg)", Pinned: 1,
		Attachments: []records.Attachment{{Name: "s.amr"}, {Name: "a.jpg", MIME: "image/jpeg"}}})
	if c.Snippet != "flour salt" || c.Boxes != 2 || c.Ticked != 1 || c.Pictures != 1 || c.Sounds != 1 || c.Picture.Name != "a.jpg" || !c.Pinned {
		t.Errorf("%+v", c)
	}
	if c := notes.CardOf(records.Note{Body: "the first line\nthe second"}); c.Title != "the first line" || c.Snippet != "the second" {
		t.Errorf("%+v", c)
	}
	if c := notes.CardOf(records.Note{Title: "x", Body: strings.Repeat("字", 50_000)}); len([]rune(c.Snippet)) > 200 {
		t.Errorf("a snippet of %d characters", len([]rune(c.Snippet)))
	}
}

func screen(t *testing.T, b *uitest.Bench, lib notes.Library) *notes.Screen {
	t.Helper()
	loader := thumbs.New(b.Context(), uitest.Pictures{}, b.Queue.Post, thumbs.Budget)
	t.Cleanup(func() { b.Stop(); loader.Wait() })
	b.Watch(loader.Idle)
	s := notes.New(b.Kit, lib, loader)
	s.Guide = func() {}
	return s
}

func TestExportOfWhatIsShown(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	s := screen(t, b, uitest.NewNotes(9))
	var got []string
	s.Export = func(q shelf.RecordQuery, n int, name string) {
		got = append(got, fmt.Sprint(q.Category, " ", q.Search, " ", q.IDs, " ", n, " ", name))
	}
	b.Open(t, s.Content(), 1072, 800)
	s.Show()
	b.Settle()
	s.ExportAll()
	s.Model.SetFolder(notes.Key{Name: "Travel"})
	b.Settle()
	s.ExportAll()
	if want := []string{"notes  [] 8 Notes", "notes  [1 4] 2 Travel"}; !slices.Equal(got, want) {
		t.Errorf("exported %q, want %q", got, want)
	}
}

func TestLookingBackFindsADeletedNote(t *testing.T) {
	for _, mode := range []look.Mode{look.Light, look.Dark} {
		b := uitest.NewBench(t, mode)
		lib := uitest.NewNotes(9)
		at := lib.Lookback()
		s := screen(t, b, lib)
		b.Open(t, s.Content(), 1072, 800)
		s.Show()
		b.Settle()
		m := s.Model
		if len(m.Cards) != 9 || len(m.Past.Earlier()) != 1 {
			t.Fatalf("%d notes, %d earlier moments", len(m.Cards), len(m.Past.Earlier()))
		}
		m.Past.Look(at)
		b.Settle()
		if len(m.Cards) != 10 {
			t.Fatalf("then there were %d", len(m.Cards))
		}
		if dir := os.Getenv("LOOKS"); dir != "" {
			b.Save(t, dir, "notes_past_"+string(mode))
		}
		m.Past.Show(history.Gone)
		b.Settle()
		if c, ok := m.Open(); !ok || m.Count != 1 || c.Title != "Wi-Fi of the cabin" || !m.Ready || m.Note.Body != "It is on the fridge." {
			t.Errorf("the deleted one: %+v, %q", c, m.Note.Body)
		}
		var asked []shelf.RecordQuery
		s.Export = func(q shelf.RecordQuery, _ int, _ string) { asked = append(asked, q) }
		s.ExportOpen()
		s.ExportAll()
		for _, q := range asked {
			if q.AsOf != at.UnixMilli() {
				t.Errorf("exported from another moment: %+v", q)
			}
		}
		if len(asked) != 2 || !slices.Equal(asked[0].IDs, []int64{10}) {
			t.Errorf("exported %+v", asked)
		}
		m.Past.Show(history.Changed)
		b.Settle()
		if m.Count != 1 || m.Note.Body != "Only the ferry so far." {
			t.Errorf("%d changed, as it was: %q", m.Count, m.Note.Body)
		}
		m.Past.Look(time.Time{})
		b.Settle()
		if len(m.Cards) != 9 || m.Note.Body != lib.All[0].Body {
			t.Errorf("now %d, open %q", len(m.Cards), m.Note.Body)
		}
	}
}

func TestKeysWalkThroughTheNotes(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	s := screen(t, b, uitest.NewNotes(300))
	b.Open(t, s.Content(), 1072, 800)
	s.Show()
	b.Settle()
	for range 20 {
		s.Key(fyne.KeyDown)
		b.Settle()
	}
	if at := s.Model.At(); at < 20 {
		t.Errorf("twenty steps led to row %d", at)
	}
	s.Key(fyne.KeyHome)
	b.Settle()
	if at := s.Model.At(); at != 1 {
		t.Errorf("Home leads to row %d", at)
	}
	if s.Key(fyne.KeyX) {
		t.Error("X means something")
	}
}

// slow answers when it is let go.
type slow struct {
	notes.Library
	let chan struct{}
}

func (s slow) Notes(ctx context.Context, q shelf.RecordQuery) ([]notes.Card, error) {
	select {
	case <-s.let:
	case <-ctx.Done():
	}
	return s.Library.Notes(ctx, q)
}

// TestLooks draws every state; with LOOKS set, to be looked at.
func TestLooks(t *testing.T) {
	dir := os.Getenv("LOOKS")
	states := []struct {
		name string
		n    int
		set  func(lib *uitest.Notes)
		then func(s *notes.Screen, b *uitest.Bench)
	}{
		{"notes", 60, nil, nil},
		{"notes_phones", 60, func(l *uitest.Notes) { l.Phones = []string{"Mum's phone", "爸爸的手机", "هاتف أمي"} }, func(s *notes.Screen, b *uitest.Bench) { s.Model.SetFolder(notes.Key{Name: "Kitchen"}) }},
		{"notes_one", 1, nil, nil},
		{"notes_none", 0, nil, nil},
		{"notes_many", 10_000, nil, func(s *notes.Screen, b *uitest.Bench) { s.Model.Choose(9000); s.Reveal() }},
		{"notes_nothing_found", 60, nil, func(s *notes.Screen, b *uitest.Bench) { s.Model.SetSearch("zebra"); b.Clock.Advance(time.Second) }},
		{"notes_arabic", 9, nil, func(s *notes.Screen, b *uitest.Bench) { s.Model.Choose(10) }},
		{"notes_error", 60, func(l *uitest.Notes) { l.Err = errors.New("The library cannot be read.") }, nil},
	}
	for _, st := range states {
		for _, mode := range []look.Mode{look.Light, look.Dark} {
			sizes := []fyne.Size{fyne.NewSize(1072, 800)}
			if dir != "" && mode == look.Light {
				sizes = append(sizes, fyne.NewSize(1712, 1080), fyne.NewSize(756, 560))
			}
			for i, size := range sizes {
				b := uitest.NewBench(t, mode)
				lib := uitest.NewNotes(st.n)
				if st.set != nil {
					st.set(lib)
				}
				s := screen(t, b, lib)
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

func TestLoadingIsQuiet(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	lib := slow{uitest.NewNotes(3), make(chan struct{})}
	s := screen(t, b, lib)
	b.Open(t, s.Content(), 1072, 800)
	s.Show()
	b.Queue.Settle()
	b.Picture()
	if s.Model.Loaded {
		t.Error("loaded before the library answered")
	}
	close(lib.let)
	b.Settle()
	if !s.Model.Loaded || s.Model.Count != 3 {
		t.Errorf("%d notes", s.Model.Count)
	}
}

func TestPlayingARecording(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	lib := uitest.NewNotes(3)
	s := screen(t, b, lib)
	b.Open(t, s.Content(), 1072, 1400)
	s.Show()
	b.Settle()
	for y := float32(300); y < 1300 && len(lib.Opened) == 0; y += 10 {
		test.TapCanvas(b.Window.Canvas(), fyne.NewPos(640, y))
		b.Settle()
		lib.Opened = slices.DeleteFunc(lib.Opened, func(n string) bool { return n == "met.jpg" })
	}
	if !slices.Equal(lib.Opened, []string{"sea.mp3"}) {
		t.Errorf("opened %v", lib.Opened)
	}
}
