package messages

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/uitest"
	"keepsake/gallery/records"
)

// page is a whole page on a bench.
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

func (p *page) search(words string) {
	p.Screen.search.SetText(words)
	p.Clock.Advance(searchRest)
	p.Settle()
}

func TestAConversationOpensAtItsEnd(t *testing.T) {
	p := newPage(t, uitest.NewPapers(20).Chatter(3000))
	m := p.Model
	if len(m.Talks) < 8 || m.Open == nil || m.Open.Thread != m.Talks[0].Thread {
		t.Fatalf("%d conversations, open %+v", len(m.Talks), m.Open)
	}
	p.list.Key(fyne.KeyDown)
	p.Settle()
	if m.Open.Thread != m.Talks[1].Thread {
		t.Error("the arrow does not open the next conversation")
	}
	at := 0
	for i, c := range m.Talks {
		if c.Name == "Anna Lindqvist" {
			at = i
		}
	}
	p.press(at)
	p.Settle()
	last := m.Open.Pager.Count() - 1
	if _, ok := m.Open.Row(last); !ok {
		t.Error("the last message was not read")
	}
	if _, ok := m.Open.Row(0); ok {
		t.Error("the first message was read, though nobody has seen it")
	}
	asked := 0
	for _, q := range p.papers.Asked {
		asked += len(q.IDs)
	}
	if asked > 1200 {
		t.Errorf("%d messages were read to show three screens", asked)
	}
	p.Key(fyne.KeyHome)
	p.Settle()
	if e, ok := m.Open.Row(0); !ok || e.Record.Date != m.Open.Line.Dates[0] {
		t.Error("the beginning is not read when it comes into sight")
	}
}

func TestSearchLeadsToTheMessage(t *testing.T) {
	p := newPage(t, uitest.NewPapers(20).Chatter(3000))
	m := p.Model
	p.Screen.search.SetText("b")
	p.Screen.search.SetText("bi")
	p.search("birthday")
	n := 0
	for _, q := range p.papers.Asked {
		if q.Search != "" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("searched %d times for one word", n)
	}
	if m.Hits == nil || m.Hits.Count() != 250 {
		t.Fatalf("found %+v", m.Hits)
	}
	p.press(17)
	p.Settle()
	e, _ := m.Hits.Row(17)
	if m.Open.Thread != e.Record.Thread() || m.Open.At < 0 || m.Open.Line.IDs[m.Open.Hits[m.Open.At]] != e.ID {
		t.Fatalf("opened %+v for %+v", m.Open.Conversation, e)
	}
	if _, ok := m.Open.Row(m.Open.Hits[m.Open.At]); !ok {
		t.Error("what was found is not in sight")
	}
	was := m.Open.At
	p.Key(fyne.KeyF3)
	if m.Open.At != min(was+1, len(m.Open.Hits)-1) {
		t.Errorf("F3 goes from %d to %d", was, m.Open.At)
	}
	p.search("图书馆")
	if m.Hits.Count() != 250 {
		t.Errorf("of a Chinese word found %d", m.Hits.Count())
	}
	p.Key(fyne.KeyEscape)
	p.Settle()
	if m.Hits != nil || m.Search != "" || m.Open == nil {
		t.Error("Escape does not leave the search, or closes the conversation")
	}
	p.search("zebra")
	if m.Hits.Count() != 0 || !p.nothing.Visible() {
		t.Error("nothing found, and nobody says so")
	}
}

func TestOnlyWithSomebody(t *testing.T) {
	p := newPage(t, uitest.NewPapers(20).Chatter(3000))
	p.ShowOnly([]string{"701200003", "306667788"}, "李小龙")
	p.Settle()
	if m := p.Model; len(m.Talks) != 2 || m.Open == nil {
		t.Errorf("%+v", m.Talks)
	}
	p.Key(fyne.KeyEscape)
	p.Settle()
	if len(p.Model.Talks) < 8 {
		t.Error("Escape does not lead back to all")
	}
}

func TestNewsKeepTheConversation(t *testing.T) {
	p := newPage(t, uitest.NewPapers(20).Chatter(3000))
	m := p.Model
	p.press(3)
	p.Settle()
	thread, pager := m.Open.Thread, m.Open.Pager
	p.Changed()
	p.Settle()
	if m.Open.Thread != thread || m.Open.Pager != pager {
		t.Error("nothing is new, and the conversation is read again")
	}
	p.papers.Err = errors.New("the disk is gone")
	p.Changed()
	p.Settle()
	if m.Err == nil || p.empty.Hidden {
		t.Error("an error is not told")
	}
}

func TestWhatBubblesSay(t *testing.T) {
	z := time.UTC
	tests := []struct {
		m    records.Message
		text string
		line string
		says string
	}{
		{records.Message{Box: records.Received, Body: "hi\nthere", Sub: 2}, "hi\nthere", "hi there", "00:00 · SIM 2"},
		{records.Message{Box: records.SentBox, Body: "x", Sub: -1}, "x", "You: x", "00:00"},
		{records.Message{Box: records.Failed, Body: "x", Sub: 1}, "x", "You: x", "00:00 · SIM 1 · Not sent"},
		{records.Message{Box: records.SentBox, Status: 64, Body: "x", Sub: -1}, "x", "You: x", "00:00 · Not sent"},
		{records.Message{Box: records.Draft, Body: "x", Sub: -1}, "x", "You: x", "00:00 · Draft"},
		{records.Message{Box: records.Received, MMS: true, Sub: -1, Parts: []records.Part{{Attachment: records.Attachment{MIME: "image/png"}}}}, "", "Picture", "00:00"},
		{records.Message{Box: records.Received, Body: "safe\u202etxt\x07.exe", Sub: -1}, "safetxt .exe", "safetxt .exe", "00:00"},
	}
	for _, tt := range tests {
		says, _ := caption(shelf.Entry[records.Message]{Record: tt.m}, true, z)
		if got := Text(tt.m); got != tt.text || Line(tt.m) != tt.line || says != tt.says {
			t.Errorf("%+v: %q, %q, %q", tt.m, got, Line(tt.m), says)
		}
	}
	if n := len([]rune(Text(records.Message{Body: strings.Repeat("长", 100_000)}))); n > mostShown+2 {
		t.Errorf("%d characters of one message are drawn", n)
	}
	for text, want := range map[string]bool{"مرحبا": true, "12 مرحبا": true, "hello مرحبا": false, "": false} {
		if fromRight(text) != want {
			t.Errorf("%q from the right: %v", text, !want)
		}
	}
}

func TestSnippets(t *testing.T) {
	for _, tt := range []struct{ text, search, want string }{
		{"Happy birthday to you", "BIRTH", "Happy |birth|day to you"},
		{"A very long beginning of a sentence with the word", "word", "…ntence with the |word|"},
		{"我们明天在图书馆见面吧", "图书", "我们明天在|图书|馆见面吧"},
		{"Straße", "strasse", "Straße||"}, // found by what it is folded to
		{"a İ b word", "word", "a İ b |word|"},
	} {
		a, b, c := snippet(tt.text, tt.search)
		if got := a + "|" + b + "|" + c; got != tt.want {
			t.Errorf("%q in %q: %q, want %q", tt.search, tt.text, got, tt.want)
		}
	}
}

// The bubbles of a long conversation: opening it, a screen further, and a jump to its
// middle, with 50,000 messages.
func BenchmarkConversation50k(b *testing.B) {
	p := newPage(b, uitest.NewPapers(20).Chatter(100_000))
	at := 0
	for i, c := range p.Model.Talks {
		if c.Count > p.Model.Talks[at].Count {
			at = i
		}
	}
	b.Run(fmt.Sprintf("open %d", p.Model.Talks[at].Count), func(b *testing.B) {
		for b.Loop() {
			p.press(at)
			p.Settle()
		}
	})
	b.Run("scroll a screen", func(b *testing.B) {
		for b.Loop() {
			p.roll.Key(fyne.KeyPageUp)
			p.Settle()
		}
	})
	b.Run("jump", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n = (n + 7919) % p.Model.Open.Pager.Count()
			p.roll.ShowAt(n, 0)
			p.Settle()
		}
	})
	b.Run("draw again", func(b *testing.B) {
		for b.Loop() {
			p.roll.Update()
		}
	})
}

var _ part.RollRows = (*thread)(nil)

func TestAPictureIsShownLarge(t *testing.T) {
	p := newPage(t, uitest.NewPapers(342).Chatter(3000))
	p.Model.Show(1)
	p.Settle()
	var seen *fileView
	for _, o := range test.LaidOutObjects(p.Window.Canvas().Content()) {
		if f, ok := o.(*fileView); ok && f.Visible() && f.picture.Image != nil {
			seen = f
		}
	}
	if seen == nil {
		t.Fatal("there is no picture in the conversation")
	}
	seen.Tapped(&fyne.PointEvent{})
	p.Settle()
	over := p.Window.Canvas().Overlays()
	sheet, ok := over.Top().(*part.Sheet)
	if !ok {
		t.Fatalf("%T lies over the page", over.Top())
	}
	large := float32(0)
	for _, o := range test.LaidOutObjects(sheet) {
		if im, ok := o.(*canvas.Image); ok && im.Image != nil {
			large = max(large, im.Size().Width)
			if im.Image == seen.picture.Image {
				t.Error("the picture is as small as in the bubble")
			}
		}
	}
	if large < 2*seen.Size().Width {
		t.Errorf("%v wide, in its bubble %v", large, seen.Size().Width)
	}
	if dir := os.Getenv("LOOKS"); dir != "" {
		p.Save(t, dir, "messages_large_picture")
	}
	sheet.Tapped(&fyne.PointEvent{})
	if over.Top() != nil {
		t.Error("it does not close")
	}
}
