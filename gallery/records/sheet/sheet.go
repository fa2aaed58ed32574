// Package sheet writes records as CSV for spreadsheets: a row of headings, one row
// a record, UTF-8 with the mark that Excel wants. It is for looking at and for
// other programs' imports; the other formats are the ones that lose nothing.
//
// Begin with Write.
package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"keepsake/gallery/records"
)

// Columns are the headings and cells of one sort of record.
type Columns[R any] struct {
	Head []string
	Row  func(R) []string
}

// Write writes a sheet. A cell that a spreadsheet would run as a formula gets an
// apostrophe; numbers with a plus keep it.
func Write[R any](w io.Writer, all records.Sequence[R], c Columns[R]) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write the sheet: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(c.Head); err != nil {
		return fmt.Errorf("write the sheet: %w", err)
	}
	for r, err := range all {
		if err != nil {
			return err
		}
		row := c.Row(r)
		for i := range row {
			row[i] = inert(row[i])
		}
		if err := out.Write(row); err != nil {
			return fmt.Errorf("write the sheet: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write the sheet: %w", err)
	}
	return nil
}

// inert keeps a cell from being a formula.
func inert(s string) string {
	if s == "" {
		return s
	}
	switch s[0] {
	case '=', '@', '\t', '\r':
		return "'" + s
	case '+', '-':
		if strings.Trim(s[1:], "0123456789 -()/.") != "" {
			return "'" + s
		}
	}
	return s
}

// when is a date as spreadsheets read it, in the zone given.
func when(ms int64, zone *time.Location) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).In(zone).Format("2006-01-02 15:04:05")
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func values(all []records.Labelled) string {
	out := make([]string, len(all))
	for i, l := range all {
		out[i] = l.Value
		if k := l.Label; k != "" {
			out[i] += " (" + k + ")"
		} else if l.Kind != "" && l.Kind != "other" {
			out[i] += " (" + l.Kind + ")"
		}
	}
	return strings.Join(out, "; ")
}

// Contacts are the columns of an address book.
func Contacts() Columns[records.Contact] {
	return Columns[records.Contact]{
		Head: []string{"Name", "Given name", "Family name", "Nickname", "Phones", "Mail", "Company", "Title", "Address", "Birthday", "Dates", "Websites", "Groups", "Starred", "Notes"},
		Row: func(c records.Contact) []string {
			var company, title, address []string
			for _, o := range c.Orgs {
				company, title = append(company, o.Company), append(title, o.Title)
			}
			for _, a := range c.Addresses {
				var parts []string
				for _, p := range []string{a.Street, a.POBox, a.Neighborhood, a.Postcode, a.City, a.Region, a.Country, a.Formatted} {
					if p != "" {
						parts = append(parts, p)
					}
				}
				address = append(address, strings.Join(parts, ", "))
			}
			birthday := ""
			var dates []records.Labelled
			for _, d := range c.Dates {
				if d.Kind == records.Birthday && birthday == "" {
					birthday = d.Value
				} else {
					dates = append(dates, d)
				}
			}
			return []string{c.Shown(), c.Name.Given, c.Name.Family, strings.Join(c.Nicknames, "; "), values(c.Phones), values(c.Mails),
				strings.Join(company, "; "), strings.Join(title, "; "), strings.Join(address, "; "), birthday, values(dates), values(c.Websites),
				strings.Join(c.Groups, "; "), yes(c.Starred), strings.Join(c.Notes, "\n")}
		},
	}
}

// Messages are the columns of messages; dates are in zone.
func Messages(zone *time.Location) Columns[records.Message] {
	return Columns[records.Message]{
		Head: []string{"Date", "Direction", "Number", "Name", "Text", "Attachments", "Subject", "Kind", "Read", "SIM"},
		Row: func(m records.Message) []string {
			direction := map[records.Box]string{records.Received: "received", records.SentBox: "sent", records.Draft: "draft",
				records.Outbox: "waiting", records.Queued: "waiting", records.Failed: "failed"}[m.Box]
			kind := "SMS"
			if m.MMS {
				kind = "MMS"
			}
			var files []string
			for _, p := range m.Parts {
				if p.SHA256 != "" && !p.Layout() {
					files = append(files, p.Shown())
				}
			}
			sim := ""
			if m.Sub >= 0 {
				sim = strconv.Itoa(m.Sub)
			}
			return []string{when(m.Date, zone), direction, strings.Join(m.Others(), "; "), m.Contact, m.Text(), strings.Join(files, "; "), m.Subject, kind, yes(m.Read), sim}
		},
	}
}

// Calls are the columns of a call log; dates are in zone.
func Calls(zone *time.Location) Columns[records.Call] {
	return Columns[records.Call]{
		Head: []string{"Date", "Type", "Number", "Name", "Seconds", "SIM"},
		Row: func(c records.Call) []string {
			return []string{when(c.Date, zone), c.Type.String(), c.Number, c.Contact, strconv.FormatInt(c.Duration, 10), c.Subscription}
		},
	}
}

// Events are the columns of a calendar; dates are in zone.
func Events(zone *time.Location) Columns[records.Event] {
	return Columns[records.Event]{
		Head: []string{"Start", "End", "All day", "Title", "Location", "Description", "Calendar", "Repeats", "Guests"},
		Row: func(e records.Event) []string {
			end := e.End
			if n, ok := records.Seconds(e.Duration); ok && end == 0 {
				end = e.Start + n*1000
			}
			z, form := zone, when
			if e.AllDay {
				z = time.UTC
				form = func(ms int64, z *time.Location) string {
					if ms == 0 {
						return ""
					}
					return time.UnixMilli(ms).In(z).Format(time.DateOnly)
				}
			}
			var guests []string
			for _, a := range e.Attendees {
				guests = append(guests, strings.TrimSpace(a.Name+" "+a.Mail))
			}
			return []string{form(e.Start, z), form(end, z), yes(e.AllDay), e.Title, e.Location, e.Description, e.Calendar, strings.Join(e.RRule, "; "), strings.Join(guests, "; ")}
		},
	}
}

// Notes are the columns of notes; dates are in zone.
func Notes(zone *time.Location) Columns[records.Note] {
	return Columns[records.Note]{
		Head: []string{"Title", "Folder", "Text", "Created", "Modified", "Pinned", "Attachments"},
		Row: func(n records.Note) []string {
			return []string{n.Shown(), n.Folder, n.Body, when(n.Created, zone), when(n.Modified, zone), yes(n.Pinned != 0), strconv.Itoa(len(n.Attachments))}
		},
	}
}

// Wifi are the columns of networks. The password is dots, unless reveal.
func Wifi(reveal bool) Columns[records.WifiNetwork] {
	return Columns[records.WifiNetwork]{
		Head: []string{"Name", "Security", "Password", "Hidden"},
		Row: func(w records.WifiNetwork) []string {
			pass := w.Password.String()
			if reveal {
				pass = w.Password.Reveal()
			}
			return []string{w.SSID, w.Security, pass, yes(w.Hidden)}
		},
	}
}

// Apps are the columns of installed apps; dates are in zone.
func Apps(zone *time.Location) Columns[records.App] {
	return Columns[records.App]{
		Head: []string{"Name", "Package", "Version", "Code", "Installed", "Updated", "Installer", "System", "APKs kept"},
		Row: func(a records.App) []string {
			return []string{a.Label, a.Package, a.Version, strconv.FormatInt(a.Code, 10), when(a.Installed, zone), when(a.Updated, zone), a.Installer, yes(a.System), strconv.Itoa(len(a.APKs))}
		},
	}
}

// Archives are the columns of app backups that were kept whole; dates are in zone.
func Archives(zone *time.Location) Columns[records.Archive] {
	return Columns[records.Archive]{
		Head: []string{"Name", "Package", "Version", "Made", "Layout", "Files", "Bytes", "Password", "Second copy", "File", "SHA-256"},
		Row: func(a records.Archive) []string {
			return []string{a.Shown(), a.Package, a.Version, when(a.Made, zone), a.Layout, strconv.Itoa(a.Members), strconv.FormatInt(a.File.Size, 10),
				yes(a.Secret), yes(a.User != 0), a.File.Name, a.File.SHA256}
		},
	}
}

// Settings are the columns of settings.
func Settings() Columns[records.Setting] {
	return Columns[records.Setting]{
		Head: []string{"Table", "Key", "Value"},
		Row:  func(s records.Setting) []string { return []string{s.Table, s.Key, s.Value} },
	}
}

// Recordings are the columns of recordings; dates are in zone.
func Recordings(zone *time.Location) Columns[records.Recording] {
	return Columns[records.Recording]{
		Head: []string{"Date", "Kind", "Name", "Seconds", "Bytes", "Path"},
		Row: func(r records.Recording) []string {
			return []string{when(r.Date, zone), string(r.Kind), r.Name, strconv.FormatInt(r.Duration/1000, 10), strconv.FormatInt(r.Size, 10), r.Path}
		},
	}
}
