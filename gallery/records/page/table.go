package page

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"keepsake/gallery/records"
	"keepsake/gallery/records/sheet"
)

// Table writes records as one table, a row each, with its headings on every page of
// paper.
func Table[R any](w io.Writer, all records.Sequence[R], c sheet.Columns[R], o Options) error {
	b := bufio.NewWriterSize(w, 64<<10)
	head(b, o.Title)
	b.WriteString("<table><thead><tr>")
	for _, h := range c.Head {
		fmt.Fprintf(b, "<th>%s</th>", html.EscapeString(h))
	}
	b.WriteString("</tr></thead><tbody>\n")
	for r, err := range all {
		if err != nil {
			return err
		}
		b.WriteString("<tr>")
		for _, cell := range c.Row(r) {
			fmt.Fprintf(b, "<td dir=\"auto\">%s</td>", html.EscapeString(cell))
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody></table></body></html>\n")
	return b.Flush()
}

// Cards writes records one below the other: under the column named heading what is
// known of each, a line for every column that says something.
func Cards[R any](w io.Writer, all records.Sequence[R], c sheet.Columns[R], heading string, picture func(R) records.Attachment, o Options) error {
	b := bufio.NewWriterSize(w, 64<<10)
	head(b, o.Title)
	at := slices.Index(c.Head, heading)
	if at < 0 {
		return fmt.Errorf("a page of %q: there is no column of that name", heading)
	}
	for r, err := range all {
		if err != nil {
			return err
		}
		cells := c.Row(r)
		b.WriteString("<article class=\"card\">")
		if picture != nil {
			uri, err := dataURI(picture(r), o)
			if err != nil {
				return err
			}
			if uri != "" {
				fmt.Fprintf(b, "<img class=\"face\" alt=\"\" src=\"%s\">", uri)
			}
		}
		fmt.Fprintf(b, "<h2 dir=\"auto\">%s</h2><dl>", html.EscapeString(cells[at]))
		for i, cell := range cells {
			if i != at && strings.TrimSpace(cell) != "" {
				fmt.Fprintf(b, "<dt>%s</dt><dd dir=\"auto\">%s</dd>", html.EscapeString(c.Head[i]), html.EscapeString(cell))
			}
		}
		b.WriteString("</dl></article>\n")
	}
	b.WriteString("</body></html>\n")
	return b.Flush()
}
