package notes

import (
	"strings"

	"keepsake/app/ui/prose"
	"keepsake/gallery/records"
)

// snippet is how many characters of a note its card has.
const snippet = 180

// beginning is how much of a note is read to make its card, in bytes.
const beginning = 4 << 10

// CardOf is what a list shows of a note; whoever has it in a list adds which one of
// the list it is.
func CardOf(n records.Note) Card {
	c := Card{Identity: n.Identity(), Title: n.Shown(), Folder: n.Folder, Changed: max(n.Modified, n.Created), Pinned: n.Pinned != 0, Hidden: n.Hidden}
	for _, a := range n.Attachments {
		switch {
		case strings.HasPrefix(a.MIME, "image/"):
			if c.Pictures++; c.Picture == nil {
				c.Picture = &records.Attachment{Name: a.Name, MIME: a.MIME, SHA256: a.SHA256, Size: a.Size}
			}
		case sound(a):
			c.Sounds++
		}
	}
	for line := range strings.SplitSeq(n.Body, "\n") {
		switch line = strings.TrimLeft(line, "> \t"); {
		case strings.HasPrefix(line, "- [ ]"):
			c.Boxes++
		case strings.HasPrefix(line, "- [x]"):
			c.Boxes++
			c.Ticked++
		}
	}
	body := n.Body
	if len(body) > beginning {
		body = strings.ToValidUTF8(body[:beginning], "")
	}
	title := strings.TrimSuffix(strings.TrimSpace(c.Title), "…")
	var words strings.Builder
	for i, b := range prose.Parse(body) {
		text := strings.Join(strings.Fields(b.Text()), " ")
		if i == 0 && title != "" && strings.HasPrefix(text, title) {
			text = strings.TrimSpace(strings.TrimPrefix(text, title)) // it is above already
		}
		if text == "" || words.Len() > 4*snippet {
			continue
		}
		if words.Len() > 0 {
			words.WriteByte(' ')
		}
		words.WriteString(text)
	}
	c.Snippet = words.String()
	if rs := []rune(c.Snippet); len(rs) > snippet {
		c.Snippet = string(rs[:snippet]) + "…"
	}
	return c
}
