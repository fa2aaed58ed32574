// Package saving is the sheet that writes records to a file of an open format: a
// selection or everything, for other programs, other phones, or paper.
//
// Begin with Open.
package saving

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// Exporter writes the files.
type Exporter interface {
	// Formats are those of a category, the usual one first.
	Formats(c records.Category) []string
	// ExportRecords writes what a query finds to a file in dir called after title, and
	// returns its path and how many records are in it.
	ExportRecords(ctx context.Context, dir, format, title string, q shelf.RecordQuery) (path string, n int, err error)
	// Page writes what a query finds as a page called title for a browser to print, and
	// returns its path. Of categories with the format "html".
	Page(ctx context.Context, title string, q shelf.RecordQuery) (path string, err error)
}

// Desk is what the desktop does for it.
type Desk interface {
	PickFolder(ctx context.Context, title string) (string, error)
	// OpenFolder opens a folder, or a file, in the program the desktop has for it.
	OpenFolder(ctx context.Context, path string) error
}

// What is to be written.
type What struct {
	Heading string // of the sheet: "Export 3 contacts"
	File    string // what the file is called, without its ending
	Query   shelf.RecordQuery
}

// Model is the sheet without its drawing. It belongs to the window's goroutine.
type Model struct {
	Formats []string
	Chosen  int
	Busy    bool
	Done    bool
	Printed bool // the browser has the page
	Path    string
	Dir     string
	Count   int
	Err     error

	OnChange func()

	what     What
	exporter Exporter
	desk     Desk
	hop      *hop.Hop
}

// NewModel returns a model that waits to be told where.
func NewModel(e Exporter, d Desk, h *hop.Hop, w What) *Model {
	return &Model{Formats: e.Formats(w.Query.Category), what: w, exporter: e, desk: d, hop: h, OnChange: func() {}}
}

// Choose chooses a format.
func (m *Model) Choose(i int) {
	if i >= 0 && i < len(m.Formats) && !m.Busy {
		m.Chosen = i
		m.OnChange()
	}
}

// Export asks for a folder and writes the file into it.
func (m *Model) Export(title string) {
	if m.Busy {
		return
	}
	m.Busy, m.Err = true, nil
	m.OnChange()
	format, w := m.Formats[m.Chosen], m.what
	m.hop.Go(func(ctx context.Context) func() {
		dir, err := m.desk.PickFolder(ctx, title)
		var path string
		var n int
		if err == nil && dir != "" {
			path, n, err = m.exporter.ExportRecords(ctx, dir, format, w.File, w.Query)
		}
		return func() {
			m.Busy, m.Err = false, err
			if err == nil && path != "" {
				m.Done, m.Path, m.Dir, m.Count = true, path, dir, n
			}
			m.OnChange()
		}
	})
}

// Prints reports whether there is a page to print.
func (m *Model) Prints() bool { return slices.Contains(m.Formats, "html") }

// Print shows the records in the browser, whose dialog prints them or makes a PDF.
func (m *Model) Print() {
	if m.Busy || !m.Prints() {
		return
	}
	m.Busy, m.Err = true, nil
	m.OnChange()
	w := m.what
	m.hop.Go(func(ctx context.Context) func() {
		path, err := m.exporter.Page(ctx, w.File, w.Query)
		if err == nil {
			err = m.desk.OpenFolder(ctx, path)
		}
		return func() {
			m.Busy, m.Err, m.Printed = false, err, err == nil
			m.OnChange()
		}
	})
}

var size = fyne.NewSize(560, 344)

// Open shows the sheet. When the file is there it closes, and a toast says where.
func Open(kit *part.Kit, e Exporter, d Desk, w What) *Model {
	m := NewModel(e, d, kit.Hop, w)
	body := part.Column(look.S4)
	page := part.NewPage(size.Width, 0, part.Inset(0, 0, look.S4, 0, body)).Flush()
	var names []string
	for _, f := range m.Formats {
		names = append(names, name(f))
	}
	format := part.NewSegments(names, m.Choose)
	says := part.Muted("").Wrapped()
	export := part.NewButton(part.Primary, words.T("Choose the folder…"), look.IconExport, func() { m.Export(words.T("Export to a folder")) })
	print := part.NewButton(part.Secondary, words.T("Print…"), "", m.Print)
	buttons := part.Row(look.S2, export)
	if m.Prints() {
		buttons.Add(print)
	}
	buttons.Add(part.NewSpring())
	body.Objects = []fyne.CanvasObject{
		part.Body(words.T("Format")), part.Row(0, format, part.NewSpring()), says,
		buttons,
		part.Small(words.T("Nothing in the folder is replaced: a name that is taken gets a number.")).Wrapped(),
	}
	sheet := kit.Sheet(w.Heading, words.T("Close"), size, page)
	m.OnChange = func() {
		format.Choose(m.Chosen)
		says.Set(describe(w.Query.Category, m.Formats[m.Chosen]))
		if m.Busy {
			export.Disable()
			print.Disable()
		} else {
			export.Enable()
			print.Enable()
		}
		if m.Err != nil {
			sheet.Close()
			kit.Failed(m.Err)
			return
		}
		if m.Done {
			sheet.Close()
			kit.Toast(part.Toast{Text: words.N("{{.N}} exported.", m.Count), Next: words.Name(m.Path), Action: words.T("Open the folder"), Do: func() { openDir(kit, d, m.Dir) }})
			return
		}
		if m.Printed {
			sheet.Close()
			kit.Toast(part.Toast{Text: words.T("The browser shows the page."), Next: words.T("Its Print (Ctrl+P) prints it, or makes a PDF of it.")})
			return
		}
		page.Relayout()
	}
	m.OnChange()
	return m
}

func openDir(kit *part.Kit, d Desk, dir string) {
	kit.Hop.Go(func(ctx context.Context) func() {
		if err := d.OpenFolder(ctx, dir); err != nil {
			return func() { kit.Failed(err) }
		}
		return nil
	})
}

// name is how people call a format.
func name(format string) string {
	switch format {
	case "vcf":
		return "vCard"
	case "md":
		return "Markdown"
	case "ics":
		return "iCalendar"
	}
	return map[string]string{"csv": "CSV", "xml": "XML", "html": "HTML", "ndjson": "JSON"}[format]
}

// describe says what a format is good for.
func describe(c records.Category, format string) string {
	switch format {
	case "vcf":
		return words.T("One file with photos and everything else, for other phones and address books.")
	case "csv":
		return words.T("A table for spreadsheets.")
	case "ndjson":
		return words.T("One record a line, complete, for programs.")
	case "ics":
		return words.T("For calendars on other phones and computers.")
	case "md":
		return words.T("A folder with a text file for each note, and their pictures. Any Markdown program opens it.")
	case "xml":
		if c == records.Calls {
			return words.T("The format of SMS Backup & Restore, which puts calls back on any Android phone.")
		}
		return words.T("The format of SMS Backup & Restore, which puts messages back on any Android phone. With pictures.")
	case "html":
		return words.T("A page to read in any browser, and to print. With pictures.")
	}
	return ""
}
