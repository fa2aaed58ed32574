package localbackup

import (
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"keepsake/gallery/records"
	"keepsake/gallery/records/minote"
)

// notes reads Notes: the notes with their folders' names and their files.
func (m *members) notes(b []byte, c *Contents, p *records.Problems) {
	all, err := parse(b)
	if err != nil {
		p.Add("notes", "%w", err)
		return
	}
	all.each(2, "note", p, func(n message) { c.Notes = append(c.Notes, m.note(n, p)) })
}

// fileID is what a file is called in a note: it becomes a file's name.
var fileID = regexp.MustCompile(`^[0-9A-Za-z_-]{1,128}$`)

func (m *members) note(n message, p *records.Problems) records.Note {
	x := records.Note{ID: n.str(2), Alert: n.int(3), Color: int(int32(n.int(4))), Created: n.int(5), Modified: n.int(6), Folder: n.str(10),
		Title: n.str(14), Pinned: n.int(12), Source: "com.miui.notes"}
	var ids []string
	n.each(9, "part of a note", p, func(d message) {
		content := d.str(4)
		if mimeType := d.str(1); strings.HasSuffix(mimeType, "text_note") || strings.HasPrefix(mimeType, "text/") || mimeType == "" {
			if x.Raw != "" {
				x.Raw += "\n"
			}
			x.Raw += content
		} else if fileID.MatchString(content) {
			ids = append(ids, content)
		}
	})
	link := func(id string) string {
		if name := m.attachment(id); name != "" {
			return "attachments/" + name
		}
		return "attachments/" + id
	}
	if n.str(15) == "mind" && n.str(17) != "" {
		x.Body = minote.Mind(n.str(17))
		x.Raw = n.str(16)
	} else {
		var linked []string
		x.Body, linked = minote.Markdown(x.Raw, minote.Options{Link: link})
		ids = append(linked, ids...)
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		name := m.attachment(id)
		if name == "" {
			p.Add("note "+x.ID, "its file %s is not in the backup", shorten(id))
			continue
		}
		data := m.files[name]
		a := records.Attachment{Name: name, Data: data, MIME: mime.TypeByExtension(path.Ext(name))}
		if a.MIME == "" {
			a.MIME = http.DetectContentType(data)
		}
		a.Seal()
		x.Attachments = append(x.Attachments, a)
	}
	return x
}

// attachment is the member that holds the file of an id: the id alone, or with an
// extension. "" when there is none.
func (m *members) attachment(id string) string {
	if _, ok := m.files[id]; ok {
		return id
	}
	if m.stems == nil {
		m.stems = map[string]string{}
		for name := range m.files {
			stem := strings.TrimSuffix(name, path.Ext(name))
			if have, ok := m.stems[stem]; !ok || name < have {
				m.stems[stem] = name
			}
		}
	}
	return m.stems[id]
}
