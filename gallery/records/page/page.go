// Package page writes records as web pages of one file, to read, print or send: a
// conversation with its pictures, notes, contacts, calls. A page loads nothing from anywhere and
// runs no script.
//
// Begin with Conversation, Notes, Cards and Table.
package page

import (
	"bufio"
	"cmp"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"strings"
	"time"

	"keepsake/gallery/records"
)

// Options say how to write a page.
type Options struct {
	Title string
	Zone  *time.Location // of the times; nil is UTC

	// Name gives the name for a number; nil or "": the number, or what the message
	// says.
	Name func(number string) string

	// Open opens an attachment; nil: pictures are only named.
	Open func(records.Attachment) (io.ReadCloser, error)
}

// maxPicture is how large a picture may be to go into the page, in bytes.
const maxPicture = 12 << 20

const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c1c1e;--soft:#6b6b70;--theirs:#ececf0;--mine:#d7e8ff}
@media(prefers-color-scheme:dark){:root{--paper:#161618;--ink:#f2f2f4;--soft:#a0a0a6;--theirs:#2a2a2e;--mine:#1f3a5f}}
body{font:16px/1.45 system-ui,sans-serif;background:var(--paper);color:var(--ink);max-width:46rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:1.4rem}.day{text-align:center;color:var(--soft);font-size:.85rem;margin:1.5rem 0 .5rem}
.m{max-width:75%;width:fit-content;margin:.3rem 0;padding:.5rem .8rem;border-radius:1rem;background:var(--theirs);white-space:pre-wrap;break-inside:avoid}
.me{margin-left:auto;background:var(--mine)}.who,.t{display:block;color:var(--soft);font-size:.75rem}
img{max-width:100%;max-height:30rem;border-radius:.5rem;display:block}
article{border-bottom:1px solid var(--theirs);padding-bottom:1.5rem;break-inside:avoid-page}article img{display:inline-block}
.card{display:flow-root;padding:.8rem 0;break-inside:avoid}.card h2{font-size:1.05rem;margin:0 0 .3rem}.card .face{float:right;width:4rem;height:4rem;object-fit:cover;border-radius:50%}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0;white-space:pre-wrap}
table{border-collapse:collapse;width:100%;font-size:.85rem}th{text-align:start;color:var(--soft);font-weight:600}th,td{padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--theirs);vertical-align:top}tr{break-inside:avoid}
blockquote{border-left:3px solid var(--soft);margin-left:0;padding-left:1rem;color:var(--soft)}
@page{margin:16mm}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#555;--theirs:#f0f0f0;--mine:#e4eefc}body{margin:0;padding:0;max-width:none;font-size:11pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}.day{break-after:avoid}img{max-height:14cm}}
`

func head(w *bufio.Writer, title string) {
	fmt.Fprintf(w, "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n"+
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n"+
		"<meta name=\"viewport\" content=\"width=device-width\">\n<title>%[1]s</title>\n<style>%[2]s</style></head>\n<body>\n<h1 dir=\"auto\">%[1]s</h1>\n",
		html.EscapeString(title), style)
}

// Conversation writes messages as bubbles, in the order they come, with a line for
// each day.
func Conversation(w io.Writer, all records.Sequence[records.Message], o Options) error {
	b := bufio.NewWriterSize(w, 64<<10)
	head(b, o.Title)
	zone := o.Zone
	if zone == nil {
		zone = time.UTC
	}
	day := ""
	for m, err := range all {
		if err != nil {
			return err
		}
		at := time.UnixMilli(m.Date).In(zone)
		if d := at.Format("Monday, 2 January 2006"); d != day {
			day = d
			fmt.Fprintf(b, "<div class=\"day\">%s</div>\n", d)
		}
		if err := bubble(b, m, at, o); err != nil {
			return err
		}
	}
	b.WriteString("</body></html>\n")
	return b.Flush()
}

func bubble(b *bufio.Writer, m records.Message, at time.Time, o Options) error {
	class := "m"
	if m.Box.Mine() {
		class = "m me"
	}
	fmt.Fprintf(b, "<div class=\"%s\" dir=\"auto\">", class)
	if others := m.Others(); !m.Box.Mine() && len(others) > 0 {
		from := others[0]
		for _, a := range m.Addrs {
			if a.Role == records.From && a.Number != records.Self {
				from = records.Number(a.Number)
			}
		}
		name := ""
		if o.Name != nil {
			name = o.Name(from)
		}
		fmt.Fprintf(b, "<span class=\"who\">%s</span>", html.EscapeString(cmp.Or(name, m.Contact, from)))
	}
	if m.Subject != "" {
		fmt.Fprintf(b, "<b>%s</b>\n", html.EscapeString(m.Subject))
	}
	b.WriteString(html.EscapeString(m.Text()))
	for _, p := range m.Parts {
		if p.SHA256 == "" && len(p.Data) == 0 || p.Layout() {
			continue
		}
		uri, err := dataURI(p.Attachment, o)
		if err != nil {
			return fmt.Errorf("%s: %w", p.Shown(), err)
		}
		if uri != "" {
			fmt.Fprintf(b, "<img alt=\"%s\" src=\"%s\">", html.EscapeString(p.Shown()), uri)
		} else {
			fmt.Fprintf(b, "<span class=\"t\">[%s]</span>", html.EscapeString(p.Shown()))
		}
	}
	state := map[records.Box]string{records.Draft: ", draft", records.Failed: ", not sent", records.Outbox: ", waiting", records.Queued: ", waiting"}[m.Box]
	fmt.Fprintf(b, "<span class=\"t\">%s%s</span></div>\n", at.Format("15:04"), state)
	return nil
}

// shown are the types that go into a page; SVG, which can hold scripts, does not.
var shown = map[string]bool{"image/jpeg": true, "image/jpg": true, "image/png": true, "image/gif": true, "image/webp": true}

// dataURI is a picture as text; "" for what is no picture, or is not at hand.
func dataURI(a records.Attachment, o Options) (string, error) {
	kind, _, _ := strings.Cut(strings.ToLower(a.MIME), ";")
	if !shown[kind] || a.Size > maxPicture {
		return "", nil
	}
	data := a.Data
	if data == nil {
		if o.Open == nil {
			return "", nil
		}
		f, err := o.Open(a)
		if err != nil {
			return "", nil // named in its place
		}
		defer f.Close()
		if data, err = io.ReadAll(io.LimitReader(f, maxPicture+1)); err != nil {
			return "", err
		}
	}
	if len(data) > maxPicture {
		return "", nil
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data), nil
}
