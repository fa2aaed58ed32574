package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"keepsake/gallery/index"
	"keepsake/gallery/records"
	"keepsake/gallery/records/callsxml"
	"keepsake/gallery/records/ical"
	"keepsake/gallery/records/ndjson"
	"keepsake/gallery/records/page"
	"keepsake/gallery/records/sheet"
	"keepsake/gallery/records/smsxml"
	"keepsake/gallery/records/vcard"
	"keepsake/gallery/store"
)

// ErrNothingFits means that nothing fits what was asked for: an empty export must not
// look like one that worked.
var ErrNothingFits = errors.New("nothing fits")

// RecordFormat is an open format to export a category in.
type RecordFormat struct {
	Name  string // also the file's ending: vcf, csv …
	write func(recordExport) error

	// Of what is more than a file: a folder with several.
	folder func(x recordExport, dir *os.Root) error
}

// recordExport is one export under way.
type recordExport struct {
	ctx   context.Context
	l     *Library
	ix    *index.Index // where the records are asked for
	w     io.Writer
	q     index.RecordQuery
	count int
	title string
}

// RecordFormats are the formats of a category, the usual one first. A new kind of
// record, or a new format of one, is one entry here.
func RecordFormats(c records.Category) []RecordFormat {
	zone := time.Local // a sheet and a page are for people, here
	switch c {
	case records.Contacts:
		return []RecordFormat{
			{Name: "vcf", write: func(x recordExport) error {
				return vcard.Write(x.w, streamed[records.Contact](x), vcard.Options{Plain: true})
			}},
			{Name: "html", write: func(x recordExport) error {
				photo := func(c records.Contact) records.Attachment {
					return records.Attachment{MIME: c.PhotoMIME, Data: c.Photo}
				}
				return page.Cards(x.w, streamed[records.Contact](x), sheet.Contacts(), "Name", photo, page.Options{Title: x.title})
			}},
			{Name: "csv", write: sheetOf(sheet.Contacts())}, {Name: "ndjson", write: linesOf[records.Contact]},
		}
	case records.Messages:
		return []RecordFormat{
			{Name: "xml", write: func(x recordExport) error {
				x.q.Oldest = true
				return smsxml.Write(x.w, streamed[records.Message](x), smsxml.Options{Count: x.count, Date: time.Now().UnixMilli(), Plain: true, Open: x.open(c)})
			}},
			{Name: "html", write: func(x recordExport) error {
				x.q.Oldest = true
				names, err := x.ix.Names(x.ctx)
				if err != nil {
					return err
				}
				return page.Conversation(x.w, streamed[records.Message](x), page.Options{Title: x.title, Zone: zone, Open: x.open(c),
					Name: func(n string) string { return names[records.Tail(n)] }})
			}},
			{Name: "csv", write: sheetOf(sheet.Messages(zone))}, {Name: "ndjson", write: linesOf[records.Message]},
		}
	case records.Calls:
		return []RecordFormat{
			{Name: "xml", write: func(x recordExport) error {
				return callsxml.Write(x.w, streamed[records.Call](x), callsxml.Options{Count: x.count, Date: time.Now().UnixMilli(), Plain: true})
			}},
			{Name: "html", write: func(x recordExport) error {
				return page.Table(x.w, streamed[records.Call](x), sheet.Calls(zone), page.Options{Title: x.title})
			}},
			{Name: "csv", write: sheetOf(sheet.Calls(zone))}, {Name: "ndjson", write: linesOf[records.Call]},
		}
	case records.Events:
		return []RecordFormat{
			{Name: "ics", write: func(x recordExport) error {
				all, err := records.Collect(streamed[records.Event](x))
				if err != nil {
					return err
				}
				records.SortEvents(all)
				return ical.Write(x.w, all, ical.Options{Name: x.title, Plain: true})
			}},
			{Name: "html", write: func(x recordExport) error {
				x.q.Oldest = true
				return page.Cards(x.w, streamed[records.Event](x), sheet.Events(zone), "Title", nil, page.Options{Title: x.title})
			}},
			{Name: "csv", write: sheetOf(sheet.Events(zone))}, {Name: "ndjson", write: linesOf[records.Event]},
		}
	case records.Notes:
		return []RecordFormat{
			{Name: "html", write: func(x recordExport) error {
				return page.Notes(x.w, streamed[records.Note](x), page.Options{Title: x.title, Zone: zone, Open: x.open(c)})
			}},
			{Name: "md", folder: noteFiles},
			{Name: "csv", write: sheetOf(sheet.Notes(zone))}, {Name: "ndjson", write: linesOf[records.Note]},
		}
	case records.Wifi:
		return []RecordFormat{{Name: "csv", write: sheetOf(sheet.Wifi(false))}, {Name: "ndjson", write: linesOf[records.WifiNetwork]}}
	case records.Apps:
		return []RecordFormat{{Name: "csv", write: sheetOf(sheet.Apps(zone))}, {Name: "ndjson", write: linesOf[records.App]}}
	case records.Recordings:
		return []RecordFormat{{Name: "csv", write: sheetOf(sheet.Recordings(zone))}, {Name: "ndjson", write: linesOf[records.Recording]}}
	case records.Archives:
		return []RecordFormat{{Name: "csv", write: sheetOf(sheet.Archives(zone))}, {Name: "ndjson", write: linesOf[records.Archive]}}
	case records.Settings:
		return []RecordFormat{{Name: "csv", write: sheetOf(sheet.Settings())}, {Name: "ndjson", write: linesOf[records.Setting]}}
	}
	return nil
}

// ExportRecords writes what a query finds into the folder dir, which must exist, in a
// format of its category ("" is the usual one): a file called after title, or a folder
// where the format is one. A name that is taken gets a number. at is the moment (ms)
// as of which it is, 0 now: see AtMoment. It returns where it is and how many records
// are in it; nothing is left of what fails.
func (l *Library) ExportRecords(ctx context.Context, dir, format, title string, q index.RecordQuery, at int64) (path string, n int, err error) {
	f, err := formatOf(q.Category, format)
	if err != nil {
		return "", 0, err
	}
	run := func(ix *index.Index) error {
		if n, err = ix.CountRecords(ctx, q); err != nil {
			return err
		}
		if n == 0 {
			return ErrNothingFits
		}
		path, err = f.save(recordExport{ctx: ctx, l: l, ix: ix, q: q, count: n, title: title}, dir)
		return err
	}
	if at == 0 {
		err = run(l.Index)
	} else {
		err = l.AtMoment(ctx, q.Category, at, run)
	}
	if err != nil {
		return "", 0, fmt.Errorf("export the %s to %s: %w", q.Category, dir, err)
	}
	return path, n, nil
}

func formatOf(c records.Category, name string) (RecordFormat, error) {
	formats := RecordFormats(c)
	at := slices.IndexFunc(formats, func(f RecordFormat) bool { return f.Name == name })
	if name == "" && len(formats) > 0 {
		at = 0
	}
	if at < 0 {
		var names []string
		for _, f := range formats {
			names = append(names, f.Name)
		}
		return RecordFormat{}, fmt.Errorf("%s are exported as %s, not as %q", c, strings.Join(names, ", "), name)
	}
	return formats[at], nil
}

// save writes the file, or the folder, and returns its path.
func (f RecordFormat) save(x recordExport, dir string) (string, error) {
	if f.folder != nil {
		path, err := free(dir, x.title, "", func(path string) error { return os.Mkdir(path, 0o700) })
		if err != nil {
			return "", err
		}
		root, err := os.OpenRoot(path)
		if err == nil {
			err = errors.Join(f.folder(x, root), root.Close())
		}
		if err != nil {
			return "", errors.Join(err, os.RemoveAll(path)) // half of it is no export
		}
		return path, nil
	}
	var out *os.File
	path, err := free(dir, x.title, "."+f.Name, func(path string) (err error) {
		out, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		return err
	})
	if err != nil {
		return "", err
	}
	x.w = out
	if err = f.write(x); err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return "", errors.Join(err, os.Remove(path))
	}
	return path, nil
}

// free takes a name that is not taken.
func free(dir, title, ext string, take func(path string) error) (string, error) {
	for n := 1; ; n++ {
		name := title + ext
		if n > 1 {
			name = fmt.Sprintf("%s (%d)%s", title, n, ext)
		}
		path := filepath.Join(dir, store.SafeName(name))
		if err := take(path); !errors.Is(err, fs.ErrExist) || n > 9999 {
			return path, err
		}
	}
}

// exportPage is how many records are read at once.
const exportPage = 500

// streamed reads a query page by page, so that any number passes through.
func streamed[R records.Record](x recordExport) records.Sequence[R] {
	return func(yield func(R, error) bool) {
		q := x.q
		q.Limit = exportPage
		if x.q.Category == records.Contacts || x.q.Category == records.Apps || x.q.Category == records.Wifi || x.q.Category == records.Settings || x.q.Category == records.Archives {
			q.ByName = true
		}
		for {
			rows, err := index.List[R](x.ctx, x.ix, q)
			if err != nil {
				yield(*new(R), err)
				return
			}
			for _, r := range rows {
				if !yield(r.Record, nil) {
					return
				}
			}
			if len(rows) < exportPage {
				return
			}
			q.After = rows[len(rows)-1].Cursor
		}
	}
}

// open finds the files of records: those of the newest states at once, others in
// the phone's history.
func (x recordExport) open(c records.Category) func(records.Attachment) (io.ReadCloser, error) {
	type place struct {
		state store.Kept
		part  store.Part
	}
	var places map[string]place // by hash; read when the first is asked for
	return func(a records.Attachment) (io.ReadCloser, error) {
		if places == nil {
			places = make(map[string]place)
			states, err := x.l.Store.NewestKept(x.ctx)
			if err != nil {
				return nil, err
			}
			for _, k := range states {
				for _, p := range k.Parts {
					if k.Category == string(c) {
						places[p.Hash.String()] = place{k, p}
					}
				}
			}
		}
		if at, ok := places[a.SHA256]; ok {
			return x.l.Store.OpenPart(at.state, at.part)
		}
		return x.l.Attachment(x.ctx, x.q.Phone, c, a)
	}
}

func sheetOf[R records.Record](c sheet.Columns[R]) func(recordExport) error {
	return func(x recordExport) error { return sheet.Write(x.w, streamed[R](x), c) }
}

func linesOf[R records.Record](x recordExport) error { return ndjson.Write(x.w, streamed[R](x)) }
