package prose

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// inline gathers what is within one block.
type inline struct {
	source []byte
	spans  []Span
	files  []fileAt
	check  Check
}

// fileAt is a picture or a file between spans.
type fileAt struct {
	at int
	Block
}

func (in *inline) put(text string, style Span) {
	if text == "" {
		return
	}
	style.Text = ""
	if n := len(in.spans); n > 0 && (len(in.files) == 0 || in.files[len(in.files)-1].at < n) {
		last := in.spans[n-1]
		last.Text = ""
		if last == style {
			in.spans[n-1].Text += text
			return
		}
	}
	style.Text = text
	in.spans = append(in.spans, style)
}

// attachments is how links to a note's own files begin.
const attachments = "attachments/"

// walk reads the nodes below n. Tags that open in one node and close in another
// change style itself.
func (in *inline) walk(n ast.Node, style *Span, depth int) {
	if depth > maxDepth {
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			said := c.Segment.Value(in.source)
			if !style.Fixed {
				said = util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(said)))
			}
			in.put(string(said), *style)
			if c.SoftLineBreak() || c.HardLineBreak() {
				in.put("\n", *style)
			}
		case *ast.String:
			in.put(string(c.Value), *style)
		case *ast.RawHTML:
			var s strings.Builder
			for i := range c.Segments.Len() {
				seg := c.Segments.At(i)
				s.Write(seg.Value(in.source))
			}
			if !tag(s.String(), style) {
				in.put(s.String(), *style)
			}
		case *ast.CodeSpan:
			within := *style
			within.Fixed = true
			in.walk(c, &within, depth+1)
		case *ast.Emphasis:
			within := *style
			if c.Level >= 2 {
				within.Bold = true
			} else {
				within.Italic = true
			}
			in.walk(c, &within, depth+1)
		case *extast.Strikethrough:
			within := *style
			within.Struck = true
			in.walk(c, &within, depth+1)
		case *extast.TaskCheckBox:
			if in.check = Open; c.IsChecked {
				in.check = Ticked
			}
		case *ast.AutoLink:
			within := *style
			within.Link = string(c.URL(in.source))
			in.put(string(c.Label(in.source)), within)
		case *ast.Link:
			in.link(c, style, depth)
		case *ast.Image:
			in.files = append(in.files, fileAt{len(in.spans), Block{Kind: Picture, Target: string(c.Destination), Name: words(c, in.source)}})
		default:
			in.walk(c, style, depth+1)
		}
	}
}

func (in *inline) link(c *ast.Link, style *Span, depth int) {
	target := string(c.Destination)
	if strings.HasPrefix(target, attachments) {
		in.files = append(in.files, fileAt{len(in.spans), Block{Kind: File, Target: target, Name: words(c, in.source)}})
		return
	}
	within := *style
	within.Link = target
	in.walk(c, &within, depth+1)
}

// words are the words of a node.
func words(n ast.Node, source []byte) string {
	in := inline{source: source}
	in.walk(n, &Span{}, 0)
	return Block{Spans: in.spans}.Text()
}

// tag reports whether s is one of the tags that notes are written with, and lets
// it change the style.
func tag(s string, style *Span) bool {
	switch strings.ToLower(s) {
	case "<u>":
		style.Under = true
	case "</u>":
		style.Under = false
	case "<mark>":
		style.Marked = true
	case "</mark>":
		style.Marked = false
	default:
		return false
	}
	return true
}

var tags = regexp.MustCompile(`(?i)</?(?:u|mark)>`)

// tagged reads a text whose only markup is such tags.
func tagged(s string) []Span {
	in := inline{}
	style := Span{}
	from := 0
	for _, at := range tags.FindAllStringIndex(s, -1) {
		in.put(s[from:at[0]], style)
		tag(s[at[0]:at[1]], &style)
		from = at[1]
	}
	in.put(s[from:], style)
	return trimmed(in.spans)
}
