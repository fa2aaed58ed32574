// Package markdown reads and writes a note as one Markdown file with its dates,
// folder and attachments in a front matter that other programs (and people) read.
//
// Begin with Write and Read.
package markdown

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"keepsake/gallery/records"
)

// maxNote is how long a note's file may be, in bytes.
const maxNote = 32 << 20

// ErrLong is a file above the limit.
var ErrLong = errors.New("the note is too long")

const (
	fence    = "---"
	timeForm = "2006-01-02T15:04:05.999Z07:00"
)

// Write writes a note without its raw markup, which has a file of its own. Equal
// notes give equal bytes.
func Write(w io.Writer, n records.Note) error {
	n = n.Canonical()
	b := bufio.NewWriter(w)
	b.WriteString(fence + "\n")
	text := func(key, v string) {
		if v != "" {
			b.WriteString(key + ": " + quote(v) + "\n")
		}
	}
	date := func(key string, ms int64) {
		if ms != 0 {
			b.WriteString(key + ": " + time.UnixMilli(ms).UTC().Format(timeForm) + "\n")
		}
	}
	text("id", n.ID)
	text("folder", n.Folder)
	text("title", n.Title)
	date("created", n.Created)
	date("modified", n.Modified)
	date("pinned", n.Pinned)
	date("alert", n.Alert)
	if n.Color != 0 {
		b.WriteString("color: " + strconv.Itoa(n.Color) + "\n")
	}
	if n.Hidden {
		b.WriteString("hidden: true\n")
	}
	text("source", n.Source)
	if len(n.Attachments) > 0 {
		b.WriteString("attachments:\n")
		for _, a := range n.Attachments {
			line, err := json.Marshal(a)
			if err != nil {
				return fmt.Errorf("write the note: %w", err)
			}
			b.WriteString("  - " + string(line) + "\n") // JSON is YAML too
		}
	}
	b.WriteString(fence + "\n")
	b.WriteString(n.Body)
	if n.Body != "" {
		b.WriteByte('\n')
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write the note: %w", err)
	}
	return nil
}

// quote writes a text as YAML has it in double quotes: as JSON, but for the signs
// that JSON needlessly escapes for web pages.
func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""` // a text can always be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Read reads such a file, or any Markdown file: without a front matter all of it is
// the note. Lines of the front matter that mean nothing go to p.
func Read(r io.Reader, p *records.Problems) (records.Note, error) {
	all, err := io.ReadAll(io.LimitReader(r, maxNote+1))
	if err != nil {
		return records.Note{}, fmt.Errorf("read the note: %w", err)
	}
	if len(all) > maxNote {
		return records.Note{}, ErrLong
	}
	s := records.Text(strings.TrimPrefix(string(all), "\ufeff"))
	var n records.Note
	head, body, ok := front(s)
	n.Body = body
	if ok {
		for i, line := range strings.Split(head, "\n") {
			if err := field(&n, line); err != nil {
				p.Add(fmt.Sprintf("line %d", i+2), "%w", err)
			}
		}
	}
	return n.Canonical(), nil
}

// front cuts the front matter off.
func front(s string) (head, body string, ok bool) {
	rest, ok := strings.CutPrefix(s, fence+"\n")
	if !ok {
		return "", s, false
	}
	if body, ok := strings.CutPrefix(rest, fence+"\n"); ok {
		return "", body, true
	}
	if rest == fence {
		return "", "", true
	}
	head, body, ok = strings.Cut(rest, "\n"+fence+"\n")
	if !ok {
		if head, ok = strings.CutSuffix(rest, "\n"+fence); !ok {
			return "", s, false
		}
	}
	return head, body, true
}

const maxAttachments = 10_000

func field(n *records.Note, line string) error {
	if strings.TrimSpace(line) == "" || line == "attachments:" {
		return nil
	}
	if item, ok := strings.CutPrefix(line, "  - "); ok {
		var a records.Attachment
		if err := json.Unmarshal([]byte(item), &a); err != nil {
			return fmt.Errorf("attachment: %w", err)
		}
		if len(n.Attachments) < maxAttachments {
			n.Attachments = append(n.Attachments, a)
		}
		return nil
	}
	key, v, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("%.40q says nothing", line)
	}
	v = strings.TrimSpace(v)
	if strings.HasPrefix(v, `"`) {
		var s string
		if err := json.Unmarshal([]byte(v), &s); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		v = s
	}
	var err error
	switch key {
	case "id":
		n.ID = v
	case "folder":
		n.Folder = v
	case "title":
		n.Title = v
	case "source":
		n.Source = v
	case "hidden":
		n.Hidden = v == "true"
	case "color":
		n.Color, err = strconv.Atoi(v)
	case "created":
		n.Created, err = date(v)
	case "modified":
		n.Modified, err = date(v)
	case "pinned":
		n.Pinned, err = date(v)
	case "alert":
		n.Alert, err = date(v)
	default:
		return fmt.Errorf("%.40q is unknown", key)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

func date(v string) (int64, error) {
	t, err := time.Parse(time.RFC3339Nano, v)
	if err != nil {
		return 0, err
	}
	return t.UnixMilli(), nil
}
