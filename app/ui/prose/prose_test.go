package prose_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/prose"
	"keepsake/app/ui/uitest"
)

const sample = `# Lighthouse trip

Train at **06.45**, *platform* 4, <u>not</u> ~~5~~ <mark>6</mark>. See [the map](https://example.org/map).

- [x] tickets
- [ ] tea & rope
  - [ ] a longer one that has to go over several lines because it says so much about the rope and nothing about the tea
1. one
2. two

> "Wait longer." Grandma
>
> > and again

---

` + "```\nls -l\n```" + `

![who we met](attachments/p.jpg)

before ![](attachments/q.png) after

[Recording](attachments/r.mp3)

| a | b |
|---|---|
| 1 | 2 |

周末去东门一起吃饭，然后看电影，再去公园散步，最后回家休息，明天还要早起去火车站接人。

مرحبا **بالعالم** هذه ملاحظة طويلة تحتاج إلى أكثر من سطر واحد لكي نرى كيف تُرسم

मेरा **फ़ोन** कहाँ है?

a \* b &amp; c`

func TestParse(t *testing.T) {
	blocks := prose.Parse(sample)
	type want struct {
		kind  prose.Kind
		text  string
		level int
		mark  string
		check prose.Check
		quote int
	}
	wants := []want{
		{prose.Heading, "Lighthouse trip", 1, "", 0, 0},
		{prose.Paragraph, "Train at 06.45, platform 4, not 5 6. See the map.", 0, "", 0, 0},
		{prose.Item, "tickets", 0, "•", prose.Ticked, 0},
		{prose.Item, "tea & rope", 0, "•", prose.Open, 0},
		{prose.Item, "a longer one", 1, "•", prose.Open, 0},
		{prose.Item, "one", 0, "1.", 0, 0},
		{prose.Item, "two", 0, "2.", 0, 0},
		{prose.Paragraph, `"Wait longer." Grandma`, 0, "", 0, 1},
		{prose.Paragraph, "and again", 0, "", 0, 2},
		{prose.Rule, "", 0, "", 0, 0},
		{prose.Code, "ls -l", 0, "", 0, 0},
		{prose.Picture, "", 0, "", 0, 0},
		{prose.Paragraph, "before", 0, "", 0, 0},
		{prose.Picture, "", 0, "", 0, 0},
		{prose.Paragraph, "after", 0, "", 0, 0},
		{prose.File, "", 0, "", 0, 0},
		{prose.Paragraph, "a   b", 0, "", 0, 0},
		{prose.Paragraph, "1   2", 0, "", 0, 0},
		{prose.Paragraph, "周末", 0, "", 0, 0},
		{prose.Paragraph, "مرحبا", 0, "", 0, 0},
		{prose.Paragraph, "मेरा", 0, "", 0, 0},
		{prose.Paragraph, "a * b & c", 0, "", 0, 0},
	}
	if len(blocks) != len(wants) {
		t.Fatalf("%d blocks, want %d: %+v", len(blocks), len(wants), blocks)
	}
	for i, w := range wants {
		b := blocks[i]
		if b.Kind != w.kind || !strings.HasPrefix(b.Text(), w.text) || b.Level != w.level || b.Mark != w.mark || b.Check != w.check || b.Quote != w.quote {
			t.Errorf("block %d is %+v, want %+v", i, b, w)
		}
	}
	if p := blocks[11]; p.Target != "attachments/p.jpg" || p.Name != "who we met" {
		t.Errorf("the picture is %+v", p)
	}
	styles := map[string]prose.Span{}
	for _, s := range blocks[1].Spans {
		text := s.Text
		s.Text = ""
		styles[text] = s
	}
	for text, want := range map[string]prose.Span{"06.45": {Bold: true}, "platform": {Italic: true}, "not": {Under: true}, "5": {Struck: true}, "6": {Marked: true},
		"the map": {Link: "https://example.org/map"}} {
		if styles[text] != want {
			t.Errorf("%q is %+v, want %+v", text, styles[text], want)
		}
	}
}

func TestPlain(t *testing.T) {
	got := prose.Plain(prose.Parse("# T\n\ntwo **words**\n\n- [x] a\n- [ ] b\n  1. c\n\n> q\n\n![](attachments/x.png)"))
	if want := "T\n\ntwo words\n\n☑ a\n☐ b\n  1. c\n\n“q”"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHostileTextIsBounded(t *testing.T) {
	for name, s := range map[string]string{
		"quotes": strings.Repeat(">", 100_000) + "x", "lists": strings.Repeat("- ", 50_000) + "x", "lines": strings.Repeat("a\n\n", 300_000),
		"stars": strings.Repeat("*a _b ", 20_000), "brackets": strings.Repeat("[", 50_000), "long": strings.Repeat("x", 3<<20),
	} {
		start := time.Now()
		if n := len(prose.Parse(s)); n > prose.Most {
			t.Errorf("%s: %d blocks", name, n)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample)
	f.Add("<u>x\n<mark>y</u>\n\n<div align=\"right\">z</div>")
	f.Fuzz(func(t *testing.T, s string) {
		prose.Plain(prose.Parse(s))
	})
}

// TestLooks draws the sample; with LOOKS set, to be looked at.
func TestLooks(t *testing.T) {
	for _, mode := range []look.Mode{look.Light, look.Dark} {
		b := uitest.NewBench(t, mode)
		box := func(target, _ string) fyne.CanvasObject {
			return part.Row(0, part.Fixed(200, 40, part.NewFill(look.Track, 8)), part.Body(target))
		}
		b.Open(t, part.Layers(part.NewFill(look.Background, 0), part.NewPage(560, look.S4, prose.View(prose.Parse(sample), prose.Options{Picture: box, File: box}))), 640, 1200)
		if dir := os.Getenv("LOOKS"); dir != "" {
			b.Save(t, dir, "prose_"+string(mode))
		}
	}
}

func TestALinkIsPressed(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	f := prose.NewFlow([]prose.Span{{Text: "see "}, {Text: "here", Link: "https://example.org"}}, look.Body, 1, look.Foreground)
	var got []string
	f.OnLink = func(a string) { got = append(got, a) }
	b.Open(t, f, 300, 40)
	f.Tapped(&fyne.PointEvent{Position: fyne.NewPos(5, 8)})
	if len(got) != 0 {
		t.Error("a press beside the link opened it")
	}
	f.Tapped(&fyne.PointEvent{Position: fyne.NewPos(38, 8)})
	if len(got) != 1 || got[0] != "https://example.org" {
		t.Errorf("the link gave %v", got)
	}
}
