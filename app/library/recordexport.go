package library

import (
	"context"
	"fmt"
	"io"
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

// RecordFormat is an open format to export a category in.
type RecordFormat struct {
	Name  string // also the file's ending: vcf, csv …
	write func(recordExport) error
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
			{"vcf", func(x recordExport) error {
				return vcard.Write(x.w, streamed[records.Contact](x), vcard.Options{Plain: true})
			}},
			{"csv", sheetOf(sheet.Contacts())}, {"ndjson", linesOf[records.Contact]},
		}
	case records.Messages:
		return []RecordFormat{
			{"xml", func(x recordExport) error {
				x.q.Oldest = true
				return smsxml.Write(x.w, streamed[records.Message](x), smsxml.Options{Count: x.count, Date: time.Now().UnixMilli(), Plain: true, Open: x.open(c)})
			}},
			{"html", func(x recordExport) error {
				x.q.Oldest = true
				names, err := x.ix.Names(x.ctx)
				if err != nil {
					return err
				}
				return page.Conversation(x.w, streamed[records.Message](x), page.Options{Title: x.title, Zone: zone, Open: x.open(c),
					Name: func(n string) string { return names[records.Tail(n)] }})
			}},
			{"csv", sheetOf(sheet.Messages(zone))}, {"ndjson", linesOf[records.Message]},
		}
	case records.Calls:
		return []RecordFormat{
			{"xml", func(x recordExport) error {
				return callsxml.Write(x.w, streamed[records.Call](x), callsxml.Options{Count: x.count, Date: time.Now().UnixMilli(), Plain: true})
			}},
			{"csv", sheetOf(sheet.Calls(zone))}, {"ndjson", linesOf[records.Call]},
		}
	case records.Events:
		return []RecordFormat{
			{"ics", func(x recordExport) error {
				all, err := records.Collect(streamed[records.Event](x))
				if err != nil {
					return err
				}
				records.SortEvents(all)
				return ical.Write(x.w, all, ical.Options{Name: x.title, Plain: true})
			}},
			{"csv", sheetOf(sheet.Events(zone))}, {"ndjson", linesOf[records.Event]},
		}
	case records.Notes:
		return []RecordFormat{
			{"html", func(x recordExport) error {
				return page.Notes(x.w, streamed[records.Note](x), page.Options{Title: x.title, Zone: zone, Open: x.open(c)})
			}},
			{"md", func(x recordExport) error {
				for n, err := range streamed[records.Note](x) {
					if err != nil {
						return err
					}
					if _, err := fmt.Fprintf(x.w, "# %s\n\n%s\n\n", n.Shown(), n.Body); err != nil {
						return err
					}
				}
				return nil
			}},
			{"csv", sheetOf(sheet.Notes(zone))}, {"ndjson", linesOf[records.Note]},
		}
	case records.Wifi:
		return []RecordFormat{{"csv", sheetOf(sheet.Wifi(false))}, {"ndjson", linesOf[records.WifiNetwork]}}
	case records.Apps:
		return []RecordFormat{{"csv", sheetOf(sheet.Apps(zone))}, {"ndjson", linesOf[records.App]}}
	case records.Recordings:
		return []RecordFormat{{"csv", sheetOf(sheet.Recordings(zone))}, {"ndjson", linesOf[records.Recording]}}
	case records.Archives:
		return []RecordFormat{{"csv", sheetOf(sheet.Archives(zone))}, {"ndjson", linesOf[records.Archive]}}
	case records.Settings:
		return []RecordFormat{{"csv", sheetOf(sheet.Settings())}, {"ndjson", linesOf[records.Setting]}}
	}
	return nil
}

// ExportRecords writes what a query finds in a format of its category ("" is the
// usual one), and returns how many records there are.
func (l *Library) ExportRecords(ctx context.Context, w io.Writer, format, title string, q index.RecordQuery) (int, error) {
	return l.exportFrom(ctx, l.Index, w, format, title, q)
}

// ExportMoment is ExportRecords of a category as it was at a moment (ms): see
// AtMoment.
func (l *Library) ExportMoment(ctx context.Context, w io.Writer, format, title string, q index.RecordQuery, at int64) (n int, err error) {
	err = l.AtMoment(ctx, q.Category, at, func(ix *index.Index) (err error) {
		n, err = l.exportFrom(ctx, ix, w, format, title, q)
		return err
	})
	return n, err
}

func (l *Library) exportFrom(ctx context.Context, ix *index.Index, w io.Writer, format, title string, q index.RecordQuery) (int, error) {
	formats := RecordFormats(q.Category)
	at := slices.IndexFunc(formats, func(f RecordFormat) bool { return f.Name == format })
	if format == "" && len(formats) > 0 {
		at = 0
	}
	if at < 0 {
		var names []string
		for _, f := range formats {
			names = append(names, f.Name)
		}
		return 0, fmt.Errorf("%s are exported as %s, not as %q", q.Category, strings.Join(names, ", "), format)
	}
	n, err := ix.CountRecords(ctx, q)
	if err != nil {
		return 0, err
	}
	if err := formats[at].write(recordExport{ctx: ctx, l: l, ix: ix, w: w, q: q, count: n, title: title}); err != nil {
		return 0, fmt.Errorf("export the %s: %w", q.Category, err)
	}
	return n, nil
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
