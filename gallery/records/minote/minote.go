// Package minote turns the markup of Xiaomi's Notes into Markdown: headings, styles,
// lists, check boxes, quotes, pictures and sounds. The markup itself is kept beside
// it, so nothing that Markdown cannot say (indents, sizes, colours) is lost.
//
// Begin with Markdown.
package minote

import (
	"slices"
	"strconv"
	"strings"
)

// Options say how files are linked.
type Options struct {
	// Link makes a link of a file id; nil: the id itself.
	Link func(id string) string
}

// Markdown converts a note. files are the ids of its pictures and sounds in the
// order they appear, each once. A note without <new-format/> is plain text with, at
// most, pictures of the old form.
func Markdown(markup string, o Options) (md string, files []string) {
	if o.Link == nil {
		o.Link = func(id string) string { return id }
	}
	markup = strings.ReplaceAll(markup, "\r\n", "\n")
	rest, rich := strings.CutPrefix(strings.TrimLeft(markup, "\ufeff \n"), "<new-format/>")
	if !rich {
		rest = markup
	}
	c := converter{o: o, rich: rich}
	for line := range strings.SplitSeq(rest, "\n") {
		c.line(line)
	}
	return strings.TrimRight(c.out.String(), "\n"), c.files
}

type converter struct {
	o     Options
	rich  bool
	out   strings.Builder
	last  blockKind
	quote bool // within <quote>
	files []string
}

// blockKind is what a line became; lines of one kind may stand together.
type blockKind int

const (
	nothing blockKind = iota
	paragraph
	item
	quoted
	plain // of a note without markup
)

func (c *converter) file(id string) string {
	if !slices.Contains(c.files, id) {
		c.files = append(c.files, id)
	}
	return c.o.Link(id)
}

// oldPicture is how notes had pictures before there was markup: "☺ id<0/></>".
func oldPicture(line string) (id string, ok bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), "☺ ")
	if !ok {
		return "", false
	}
	id, _, ok = strings.Cut(rest, "<0/></>")
	return id, ok && safeID(id)
}

func (c *converter) line(s string) {
	if id, ok := oldPicture(s); ok {
		c.block(paragraph, "", "![]("+c.file(id)+")")
		return
	}
	if !c.rich {
		c.block(plain, "", s)
		return
	}
	l := line{c: c, kind: paragraph}
	l.read(s)
	l.write()
}

// block writes one finished line.
func (c *converter) block(kind blockKind, prefix, text string) {
	if c.last != nothing {
		switch {
		case kind == plain && c.last == plain, kind == item && c.last == item:
			c.out.WriteByte('\n')
		case kind == quoted && c.last == quoted:
			c.out.WriteString("\n>\n")
		default:
			c.out.WriteString("\n\n")
		}
	}
	c.last = kind
	c.out.WriteString(prefix)
	c.out.WriteString(text)
}

// line is one line of rich text while it is read.
type line struct {
	c      *converter
	text   strings.Builder
	open   []style
	kind   blockKind
	prefix string
	rule   bool
	quote  bool
}

// style is a tag that is open, and where its text begins.
type style struct {
	tag, before, after string
	at                 int
}

var styles = map[string][2]string{
	"b": {"**", "**"}, "i": {"*", "*"}, "u": {"<u>", "</u>"}, "delete": {"~~", "~~"}, "background": {"<mark>", "</mark>"},
}

var headings = map[string]string{"size": "# ", "mid-size": "## ", "h3-size": "### "}

func (l *line) read(s string) {
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			l.plain(s)
			break
		}
		l.plain(s[:i])
		t, rest, ok := parseTag(s[i:])
		if !ok {
			l.plain("<")
			s = s[i+1:]
			continue
		}
		s = rest
		l.tag(t)
	}
	for len(l.open) > 0 {
		l.close(l.open[len(l.open)-1].tag)
	}
}

func (l *line) plain(s string) {
	if s == "" {
		return
	}
	s = unescaper.Replace(s)
	l.text.WriteString(escape(s, l.text.Len() == 0 && l.prefix == ""))
}

var unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&nbsp;", "\u00a0", "&amp;", "&")

func (l *line) tag(t tag) {
	if s, ok := styles[t.name]; ok {
		switch {
		case t.end:
			l.close(t.name)
		case !t.empty && len(l.open) < 20:
			l.open = append(l.open, style{t.name, s[0], s[1], l.text.Len()})
		}
		return
	}
	if h, ok := headings[t.name]; ok && !t.end {
		l.prefix = h
		return
	}
	switch t.name {
	case "bullet":
		l.item(t, 2, "- ")
	case "order":
		n, err := strconv.Atoi(t.attr("inputNumber"))
		if err != nil || n < 0 || n > 1<<20 {
			n = 0
		}
		l.item(t, 3, strconv.Itoa(n+1)+". ")
	case "input":
		box := "- [ ] "
		if t.attr("checked") == "true" {
			box = "- [x] "
		}
		l.item(t, 2, box)
	case "quote":
		l.c.quote = !t.end
		l.quote = true
	case "hr":
		l.rule = true
	case "img":
		if id := fileID(t); id != "" {
			l.text.WriteString("![" + escape(unescaper.Replace(t.attr("imgdes")), false) + "](" + l.c.file(id) + ")")
		}
	case "sound", "video", "file":
		if id := fileID(t); id != "" {
			l.text.WriteString("[" + t.name + "](" + l.c.file(id) + ")")
		}
	}
}

func (l *line) item(t tag, indent int, mark string) {
	n, err := strconv.Atoi(t.attr("indent"))
	if err != nil || n < 1 || n > 20 {
		n = 1
	}
	l.kind, l.prefix = item, strings.Repeat(" ", (n-1)*indent)+mark
}

// close ends a style. Markdown wants its marks against the text, so spaces at the
// edges move out.
func (l *line) close(name string) {
	for i := len(l.open) - 1; i >= 0; i-- {
		if l.open[i].tag != name {
			continue
		}
		for len(l.open) > i+1 { // tags that cross are closed in order
			l.close(l.open[len(l.open)-1].tag)
		}
		s := l.open[i]
		l.open = l.open[:i]
		all := l.text.String()
		inner := all[s.at:]
		trimmed := strings.TrimSpace(inner)
		if trimmed == "" {
			return
		}
		lead := inner[:strings.Index(inner, trimmed)]
		l.text.Reset()
		l.text.WriteString(all[:s.at] + lead + s.before + trimmed + s.after + inner[len(lead)+len(trimmed):])
		return
	}
}

func (l *line) write() {
	text := strings.TrimSpace(l.text.String())
	switch {
	case l.rule:
		l.c.block(paragraph, "", "---")
	case text == "" && l.kind != item:
	case l.c.quote || l.quote:
		l.c.block(quoted, "> ", l.prefix+text)
	default:
		l.c.block(l.kind, l.prefix, text)
	}
}

// Mind turns the text of a mind map, whose levels are indents, into a nested list.
func Mind(text string) string {
	var b strings.Builder
	for s := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		t := strings.TrimLeft(s, "\t ")
		if strings.TrimSpace(t) == "" {
			continue
		}
		depth := 0
		for _, r := range s[:len(s)-len(t)] {
			if depth++; r == '\t' {
				depth += 3
			}
		}
		b.WriteString(strings.Repeat("  ", min(depth/4, 20)) + "- " + escape(strings.TrimSpace(t), true) + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}
