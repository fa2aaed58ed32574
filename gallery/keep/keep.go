// Package keep turns records into the files of a library and back: which category
// is written in which open format, under which name, and how a state is read again.
// The store makes them durable and finds what is new; the formats are those of
// gallery/records.
//
// Begin with Save, Load and Diff.
package keep

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"keepsake/gallery/records"
	"keepsake/gallery/records/callsxml"
	"keepsake/gallery/records/ical"
	"keepsake/gallery/records/markdown"
	"keepsake/gallery/records/ndjson"
	"keepsake/gallery/records/smsxml"
	"keepsake/gallery/records/vcard"
	"keepsake/gallery/store"
)

// Save puts all records of one category into k, ready for its Commit, and returns
// how many there were. all must be everything the phone has: what is not in it is
// taken for gone. Attachments are written as they come, so that their bytes are
// never held together. An error of the sequence is returned, and k must then be
// discarded. A password in a WifiNetwork is left out: see Secrets.
func Save(ctx context.Context, k *store.Keeping, c records.Category, all records.Sequence[records.Record]) (int, error) {
	s := saver{ctx: ctx, k: k}
	var err error
	switch c {
	case records.Contacts:
		err = save(all, &s, s.contacts)
	case records.Messages:
		err = s.messages(all)
	case records.Calls:
		err = save(all, &s, s.calls)
	case records.Events:
		err = save(all, &s, s.events)
	case records.Notes:
		err = save(all, &s, s.notes)
	case records.Wifi:
		err = save(all, &s, s.wifi)
	case records.Settings:
		err = save(all, &s, s.settings)
	case records.Apps:
		err = save(all, &s, s.apps)
	case records.Recordings:
		err = save(all, &s, s.recordings)
	case records.Archives:
		err = save(all, &s, s.archives)
	default:
		err = fmt.Errorf("%q is no category of records", c)
	}
	return s.count, err
}

type saver struct {
	ctx   context.Context
	k     *store.Keeping
	count int
}

// save collects a category's records and writes them.
func save[R records.Record](all records.Sequence[records.Record], s *saver, write func([]R) error) error {
	var list []R
	for r, err := range all {
		if err != nil {
			return err
		}
		v, ok := r.(R)
		if !ok {
			return fmt.Errorf("a %T among the %s", r, (*new(R)).Category())
		}
		list = append(list, v)
	}
	s.count = len(list)
	if len(list) == 0 {
		return nil
	}
	return write(list)
}

func (s *saver) put(name string, write func(io.Writer) error) (store.Part, error) {
	return s.k.Put(s.ctx, name, write)
}

func (s *saver) contacts(all []records.Contact) error {
	records.SortContacts(all)
	_, err := s.put("Contacts.vcf", func(w io.Writer) error { return vcard.Write(w, records.Each(all), vcard.Options{}) })
	return err
}

func (s *saver) events(all []records.Event) error {
	records.SortEvents(all)
	_, err := s.put("Calendar.ics", func(w io.Writer) error { return ical.Write(w, all, ical.Options{}) })
	return err
}

// calls are kept a year a file, so that a year that is over costs nothing.
func (s *saver) calls(all []records.Call) error {
	slices.SortStableFunc(all, func(a, b records.Call) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
	})
	return s.by(len(all), func(i int) string { return period("Calls", all[i].Date, "2006", ".xml") }, func(w io.Writer, from, to int) error {
		return callsxml.Write(w, records.Each(all[from:to]), callsxml.Options{Count: to - from})
	})
}

// messages are kept a month a file, their attachments beside them.
func (s *saver) messages(all records.Sequence[records.Record]) error {
	var list []records.Message
	done := make(map[string]bool)
	for r, err := range all {
		if err != nil {
			return err
		}
		m, ok := r.(records.Message)
		if !ok {
			return fmt.Errorf("a %T among the messages", r)
		}
		m = m.Canonical()
		for i := range m.Parts {
			p := &m.Parts[i]
			if !p.AtHand() {
				continue
			}
			if name := messageFile(p.Attachment); !done[name] {
				done[name] = true
				if err := s.attachment(name, &p.Attachment); err != nil {
					return err
				}
			}
			p.Data, p.Open = nil, nil
		}
		list = append(list, m)
	}
	s.count = len(list)
	for i := range list { // bytes that are kept already, and were not read again
		for _, p := range list[i].Parts {
			name := messageFile(p.Attachment)
			if p.SHA256 == "" || done[name] {
				continue
			}
			done[name] = true
			s.carry(name, p.Attachment)
		}
	}
	slices.SortStableFunc(list, records.Message.Before)
	src := func(a records.Attachment) string {
		return path.Base(path.Dir(messageFile(a))) + "/" + path.Base(messageFile(a))
	}
	return s.by(len(list), func(i int) string { return period("Messages", list[i].Date, "2006-01", ".xml") }, func(w io.Writer, from, to int) error {
		return smsxml.Write(w, records.Each(list[from:to]), smsxml.Options{Count: to - from, Src: src})
	})
}

// by writes records that are in order as several files, whose names tell which go
// together.
func (s *saver) by(n int, name func(i int) string, write func(w io.Writer, from, to int) error) error {
	for from := 0; from < n; {
		to := from + 1
		for to < n && name(to) == name(from) {
			to++
		}
		if _, err := s.put(name(from), func(w io.Writer) error { return write(w, from, to) }); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// period is a file's name by date, in UTC so that travelling changes no file.
func period(dir string, ms int64, form, ext string) string {
	t := time.UnixMilli(ms).UTC()
	if t.Year() < 1970 || t.Year() > 9999 {
		return dir + "/undated" + ext
	}
	return dir + "/" + t.Format(form) + ext
}

// attachment writes a file, unless it is there with these bytes, and notes the
// hash and the size that it has in truth. One that is known by another hash changed
// while it was read.
func (s *saver) attachment(name string, a *records.Attachment) error {
	if had, ok := s.k.Had(name); ok && had.Hash.String() == a.SHA256 {
		s.k.Carry(had)
		a.Size = had.Size
		return nil
	}
	part, err := s.put(name, func(w io.Writer) error {
		r, err := a.Reader(s.ctx)
		if err != nil {
			return err
		}
		defer r.Close()
		_, err = io.Copy(w, cancellable{s.ctx, r})
		return err
	})
	if err != nil {
		return err
	}
	if got := part.Hash.String(); a.SHA256 != "" && a.SHA256 != got {
		return fmt.Errorf("keep %s: it changed while it was read: %w", name, store.ErrMismatch)
	}
	a.SHA256, a.Size = part.Hash.String(), part.Size
	return nil
}

// carry takes a file over whose bytes were not read again: it is known by its hash.
func (s *saver) carry(name string, a records.Attachment) {
	if had, ok := s.k.Had(name); ok && had.Hash.String() == a.SHA256 {
		s.k.Carry(had)
	}
}

// messageFile is where an attachment of a message is kept.
func messageFile(a records.Attachment) string {
	if len(a.SHA256) < 32 {
		return ""
	}
	return "Messages/attachments/" + a.SHA256[:32] + extension(a)
}

// extension is the ending that other programs know a file by.
func extension(a records.Attachment) string {
	kind, _, _ := strings.Cut(strings.ToLower(a.MIME), ";")
	known := map[string]string{
		"image/jpeg": ".jpg", "image/jpg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "image/heic": ".heic",
		"video/mp4": ".mp4", "video/3gpp": ".3gp", "audio/mpeg": ".mp3", "audio/amr": ".amr", "audio/mp4": ".m4a", "audio/ogg": ".ogg",
		"text/x-vcard": ".vcf", "text/vcard": ".vcf", "text/calendar": ".ics", "application/pdf": ".pdf", "application/smil": ".smil",
	}
	if ext := known[strings.TrimSpace(kind)]; ext != "" {
		return ext
	}
	ext := strings.ToLower(path.Ext(a.Name))
	if len(ext) < 2 || len(ext) > 6 || strings.Trim(ext[1:], "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ".bin"
	}
	return ext
}

// notes are kept a file each, in folders as on the phone, with the raw markup and
// the attachments beside them.
func (s *saver) notes(all []records.Note) error {
	for i := range all {
		all[i] = all[i].Canonical()
	}
	slices.SortStableFunc(all, func(a, b records.Note) int {
		return cmp.Or(cmp.Compare(a.Folder, b.Folder), cmp.Compare(a.Shown(), b.Shown()), cmp.Compare(a.Created, b.Created), cmp.Compare(a.ID, b.ID))
	})
	done := make(map[string]string) // attachment → its hash
	for i := range all {
		n := &all[i]
		dir := "Notes"
		if n.Folder != "" {
			dir += "/" + store.SafeName(n.Folder)
		}
		for j := range n.Attachments {
			a := &n.Attachments[j]
			base := a.Name
			if base == "" {
				base = a.SHA256[:min(len(a.SHA256), 32)] + extension(*a)
			}
			name := dir + "/attachments/" + store.SafeName(base)
			sum, twice := done[name]
			switch {
			case twice && sum == a.SHA256:
			case !a.AtHand():
				s.carry(name, *a)
			default:
				if err := s.attachment(name, a); err != nil {
					return err
				}
				done[name] = a.SHA256
			}
		}
		title := cmp.Or(n.Shown(), "Note "+n.ID)
		if r := []rune(title); len(r) > 60 {
			title = string(r[:60])
		}
		p, err := s.put(dir+"/"+store.SafeName(title)+".md", func(w io.Writer) error { return markdown.Write(w, *n) })
		if err != nil {
			return err
		}
		if n.Raw != "" {
			if _, err := s.put(rawName(p.Path), func(w io.Writer) error { _, err := io.WriteString(w, n.Raw); return err }); err != nil {
				return err
			}
		}
	}
	return nil
}

// rawName is where the raw markup of a note's file is.
func rawName(md string) string { return strings.TrimSuffix(md, ".md") + ".markup" }

// wifi keeps the names of networks; passwords have no place in an open file.
func (s *saver) wifi(all []records.WifiNetwork) error {
	for i := range all {
		all[i] = all[i].Canonical()
		all[i].Password = ""
	}
	return lines(s, "Wi-Fi.ndjson", all)
}

func (s *saver) settings(all []records.Setting) error {
	for i := range all {
		all[i] = all[i].Canonical()
	}
	return lines(s, "Settings.ndjson", all)
}

func (s *saver) recordings(all []records.Recording) error {
	for i := range all {
		all[i] = all[i].Canonical()
	}
	return lines(s, "Recordings.ndjson", all)
}

func (s *saver) apps(all []records.App) error {
	for i := range all {
		a := all[i].Canonical()
		for j := range a.APKs {
			file := &a.APKs[j]
			name := apkName(a, *file)
			if !file.AtHand() {
				s.carry(name, *file)
				continue
			}
			if err := s.attachment(name, file); err != nil {
				return err
			}
			file.Data, file.Open = nil, nil
		}
		all[i] = a
	}
	return lines(s, "Apps.ndjson", all)
}

func apkName(a records.App, file records.Attachment) string {
	code := cmp.Or(a.APKCode, a.Code)
	return "Apps/" + store.SafeName(a.Package) + "-" + strconv.FormatInt(code, 10) + "/" + store.SafeName(file.Name)
}

// archives are kept whole, each under its own name and the beginning of its hash.
func (s *saver) archives(all []records.Archive) error {
	for i := range all {
		a := all[i].Canonical()
		name := archiveName(a)
		if a.File.AtHand() {
			if err := s.attachment(name, &a.File); err != nil {
				return err
			}
			a.File.Data, a.File.Open = nil, nil
		} else {
			s.carry(name, a.File)
		}
		all[i] = a
	}
	return lines(s, "Archives.ndjson", all)
}

func archiveName(a records.Archive) string {
	base := path.Base("/" + a.File.Name)
	ext := path.Ext(base)
	return "Archives/" + store.SafeName(strings.TrimSuffix(base, ext)+"-"+a.File.SHA256[:min(len(a.File.SHA256), 8)]+ext)
}

// lines writes records one a line, in the order of their identity, which does not
// change from backup to backup.
func lines[R records.Record](s *saver, name string, all []R) error {
	slices.SortStableFunc(all, func(a, b R) int {
		return cmp.Or(cmp.Compare(a.Identity(), b.Identity()), cmp.Compare(a.Digest(), b.Digest()))
	})
	_, err := s.put(name, func(w io.Writer) error { return ndjson.Write(w, records.Each(all)) })
	return err
}
