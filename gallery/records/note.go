package records

import (
	"strconv"
	"strings"
)

// Note is a note of Xiaomi's Notes.
type Note struct {
	ID          string       `json:"id,omitempty"` // the phone's or the cloud's; stable
	Folder      string       `json:"folder,omitempty"`
	Title       string       `json:"title,omitempty"`
	Body        string       `json:"body"`          // Markdown, with attachments/NAME as links
	Raw         string       `json:"raw,omitempty"` // the phone's own markup, word for word, for a later restore
	Created     int64        `json:"created,omitempty"`
	Modified    int64        `json:"modified,omitempty"`
	Pinned      int64        `json:"pinned,omitempty"` // ms when it was pinned; 0 not pinned
	Alert       int64        `json:"alert,omitempty"`  // ms of a reminder
	Color       int          `json:"color,omitempty"`  // Xiaomi's background number
	Hidden      bool         `json:"hidden,omitempty"` // of the private folder
	Source      string       `json:"source,omitempty"` // "com.miui.notes", "i.mi.com" …
	Attachments []Attachment `json:"attachments,omitempty"`
}

// Category implements Record.
func (Note) Category() Category { return Notes }

// Shown is the title, or the first line with words.
func (n Note) Shown() string {
	if t := strings.TrimSpace(n.Title); t != "" {
		return t
	}
	for line := range strings.SplitSeq(n.Body, "\n") {
		line = strings.TrimLeft(strings.TrimSpace(line), "#>-*+ \t")
		line = strings.TrimPrefix(strings.TrimPrefix(line, "[ ] "), "[x] ")
		if line = strings.Trim(line, "*_~` "); line != "" && !strings.HasPrefix(line, "![") {
			if r := []rune(line); len(r) > 80 {
				line = string(r[:80]) + "…"
			}
			return line
		}
	}
	return ""
}

// Identity is the phone's id and the time of creation: an id alone is given again
// by the next phone.
func (n Note) Identity() string {
	if n.ID == "" && n.Created == 0 {
		return identity(Notes, n.Title, n.Body)
	}
	return identity(Notes, n.ID, strconv.FormatInt(n.Created, 10))
}

// Canonical returns the note with its texts made safe and attachments sealed.
func (n Note) Canonical() Note {
	texts(&n.ID, &n.Folder, &n.Title, &n.Body, &n.Raw, &n.Source)
	n.Title = strings.TrimSpace(strings.ReplaceAll(n.Title, "\n", " "))
	n.Folder = strings.TrimSpace(strings.ReplaceAll(n.Folder, "\n", " "))
	n.Body = strings.TrimRight(n.Body, "\n")
	n.Attachments = list(n.Attachments, func(a Attachment) (Attachment, bool) {
		texts(&a.Name, &a.MIME)
		a.Seal()
		return a, a.Name != "" || a.SHA256 != ""
	}, func(a Attachment) string { return a.Name + "\x00" + a.SHA256 })
	return n
}

// Digest implements Record.
func (n Note) Digest() string {
	n = n.Canonical()
	for i := range n.Attachments {
		n.Attachments[i] = n.Attachments[i].canonical()
	}
	return digest(n)
}
