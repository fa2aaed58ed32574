package messages

import (
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// mostShown is how many characters of one message are shown: a screen or two. All of
// it can be copied and exported.
const mostShown = 4000

// Text is what a bubble says, fit to be shown: line by line, without what would
// disguise it.
func Text(m records.Message) string {
	s := strings.TrimSpace(m.Text())
	if rs := []rune(s); len(rs) > mostShown {
		s = string(rs[:mostShown]) + " …"
	}
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, l := range lines {
		lines[i] = words.Name(l)
	}
	return strings.Join(lines, "\n")
}

// Files are a message's parts that are no text and no layout.
func Files(m records.Message) []records.Part {
	var all []records.Part
	for _, p := range m.Parts {
		if !p.Layout() && p.Text == "" && !strings.EqualFold(p.MIME, "text/plain") {
			all = append(all, p)
		}
	}
	return all
}

// Picture reports whether a part can be drawn.
func Picture(p records.Part) bool {
	return strings.HasPrefix(strings.ToLower(p.MIME), "image/") && len(p.SHA256) == 64
}

// Line is a message in one line, for the list of conversations.
func Line(m records.Message) string {
	s := strings.Join(strings.Fields(Text(m)), " ")
	if s == "" {
		s = words.Name(m.Subject)
	}
	if files := Files(m); s == "" && len(files) > 0 {
		s = kindOf(files[0])
	}
	if m.Box.Mine() && s != "" {
		s = words.F("You: {{.Text}}", "Text", s)
	}
	return s
}

func kindOf(p records.Part) string {
	switch kind, _, _ := strings.Cut(strings.ToLower(p.MIME), "/"); kind {
	case "image":
		return words.T("Picture")
	case "video":
		return words.T("Video")
	case "audio":
		return words.T("Voice message")
	}
	return words.T("File")
}

func iconOf(p records.Part) look.Icon {
	switch kind, _, _ := strings.Cut(strings.ToLower(p.MIME), "/"); kind {
	case "image":
		return look.IconPhotos
	case "video":
		return look.IconVideo
	case "audio":
		return look.IconAudio
	}
	return look.IconFile
}

// state is what became of a message, when that is worth a word.
func state(m records.Message) (string, fyne.ThemeColorName) {
	switch {
	case m.Box == records.Failed || m.Box.Mine() && m.Status == 64:
		return words.T("Not sent"), look.Failed
	case m.Box == records.Draft:
		return words.T("Draft"), look.NeedsYou
	case m.Box == records.Outbox || m.Box == records.Queued:
		return words.T("Waiting to be sent"), look.NeedsYou
	case m.Blocked:
		return words.T("Blocked"), look.Muted
	}
	return "", ""
}

// caption is the small line under a bubble: when, by which SIM, and what became of it.
func caption(e shelf.Entry[records.Message], sims bool, zone *time.Location) (string, fyne.ThemeColorName) {
	parts := []string{words.Clock(time.UnixMilli(e.Date).In(zone))}
	if sims && e.Record.Sub >= 0 {
		parts = append(parts, words.F("SIM {{.N}}", "N", words.Count(e.Record.Sub)))
	}
	says, color := state(e.Record)
	if says != "" {
		parts = append(parts, says)
	} else {
		color = look.Muted
	}
	return strings.Join(parts, " · "), color
}

// fromRight reports whether a text begins in a script that is written from the right.
func fromRight(s string) bool {
	for _, r := range s {
		if unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko) {
			return true
		}
		if unicode.IsLetter(r) {
			return false
		}
	}
	return false
}

// nameOf is whose a number is, or the number.
func nameOf(people map[string]shelf.Face, number string) string {
	if f, ok := people[records.Tail(number)]; ok && f.Name != "" {
		return words.Name(f.Name)
	}
	return words.Name(number)
}

// titleOf is a conversation's name.
func titleOf(c shelf.Conversation) string {
	if c.Name != "" {
		return words.Name(c.Name)
	}
	switch {
	case len(c.Others) == 0:
		return words.T("Unknown number")
	case len(c.Others) == 1 && records.SameNumber(c.Others[0], c.Last.Record.Address):
		return words.Name(c.Last.Record.Address) // as it was written: XIAOMI
	}
	return words.Name(strings.Join(c.Others, ", "))
}

// snippet cuts a text so that the first of the words searched for is seen: what is
// before it, it, and what follows.
func snippet(text, search string) (before, hit, after string) {
	line := strings.Join(strings.Fields(text), " ")
	at, end := find(line, search)
	if at < 0 {
		return line, "", ""
	}
	before, hit, after = line[:at], line[at:end], line[end:]
	if rs := []rune(before); len(rs) > 18 {
		before = "…" + string(rs[len(rs)-16:])
	}
	return before, hit, after
}

// find is where the first of the words is, in bytes; -1, -1 when it is none as it
// stands: the search folds more than case.
func find(line, search string) (at, end int) {
	rs := []rune(line)
	low := make([]rune, len(rs))
	for i, r := range rs {
		low[i] = unicode.ToLower(r)
	}
	folded := string(low)
	for _, w := range strings.Fields(strings.ReplaceAll(strings.ToLower(search), `"`, " ")) {
		i := strings.Index(folded, w)
		if i < 0 {
			continue
		}
		from := len([]rune(folded[:i]))
		to := from + len([]rune(w))
		return len(string(rs[:from])), len(string(rs[:to]))
	}
	return -1, -1
}
