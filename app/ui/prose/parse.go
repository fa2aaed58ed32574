package prose

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Limits: a note is somebody else's file. What lies deeper or beyond is left out.
const (
	maxText  = 512 << 10
	maxDepth = 24
	// Most is how many blocks Parse returns.
	Most = 4000
)

// Parse reads Markdown. Any text is Markdown: what has no meaning is a paragraph.
func Parse(markdown string) []Block {
	if len(markdown) > maxText {
		markdown = strings.ToValidUTF8(markdown[:maxText], "")
	}
	source := []byte(deep.ReplaceAllString(markdown, "$1"))
	doc := goldmark.New(goldmark.WithExtensions(extension.Strikethrough, extension.TaskList, extension.Table)).Parser().Parse(text.NewReader(source))
	r := reader{source: source}
	r.children(doc, place{})
	return r.blocks[:min(len(r.blocks), Most)]
}

// deep are the marks of quotations and lists that lie in each other deeper than
// anybody writes; a parser takes the square of their number.
var deep = regexp.MustCompile(`(?m)^((?:[ \t]*(?:>|[-*+][ \t])){24})(?:[ \t]*(?:>|[-*+][ \t]))+`)

// place is where in quotations and lists a node is.
type place struct {
	quote, list, depth int
	mark               string // of the item that begins here
}

type reader struct {
	source []byte
	blocks []Block
}

func (r *reader) children(n ast.Node, p place) {
	if p.depth++; p.depth > maxDepth || len(r.blocks) > Most {
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.node(c, p)
		p.mark = "" // an item's second paragraph has none
	}
}

func (r *reader) node(n ast.Node, p place) {
	switch n := n.(type) {
	case *ast.Heading:
		r.lines(n, Block{Kind: Heading, Level: n.Level, Quote: p.quote})
	case *ast.Paragraph, *ast.TextBlock:
		b := Block{Quote: p.quote}
		if p.list > 0 {
			b.Kind, b.Level, b.Mark = Item, p.list-1, p.mark
		}
		r.lines(n, b)
	case *ast.ThematicBreak:
		r.blocks = append(r.blocks, Block{Kind: Rule, Quote: p.quote})
	case *ast.Blockquote:
		p.quote++
		r.children(n, p)
	case *ast.List:
		p.list++
		at := max(n.Start, 1)
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			p.mark = "•"
			if n.IsOrdered() {
				p.mark = fmt.Sprintf("%d.", at)
				at++
			}
			r.children(c, p)
		}
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
		r.raw(n, p)
	case *extast.Table:
		r.children(n, p)
	case *extast.TableHeader, *extast.TableRow:
		r.row(n, p)
	default:
		r.children(n, p)
	}
}

// raw takes a block's lines as they are.
func (r *reader) raw(n ast.Node, p place) {
	var s strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		s.Write(line.Value(r.source))
	}
	if h, ok := n.(*ast.HTMLBlock); ok && h.HasClosure() {
		s.Write(h.ClosureLine.Value(r.source))
	}
	kind := Code
	if n.Kind() == ast.KindHTMLBlock {
		kind = Paragraph // <u>, or something that only looks like a tag
	}
	body := strings.TrimRight(s.String(), "\n")
	if kind == Paragraph {
		r.blocks = append(r.blocks, Block{Kind: kind, Quote: p.quote, Spans: tagged(body)})
		return
	}
	r.blocks = append(r.blocks, Block{Kind: kind, Quote: p.quote, Spans: []Span{{Text: body, Fixed: true}}})
}

// row is a table's row as one line.
func (r *reader) row(n ast.Node, p place) {
	b := Block{Quote: p.quote}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if len(b.Spans) > 0 {
			b.Spans = append(b.Spans, Span{Text: "   "})
		}
		style := Span{Bold: n.Kind() == extast.KindTableHeader}
		in := inline{source: r.source}
		in.walk(c, &style, 0)
		b.Spans = append(b.Spans, in.spans...)
	}
	r.blocks = append(r.blocks, b)
}

// lines reads what is within a block. A picture or a file among the words stands by
// itself, and the words go on below it.
func (r *reader) lines(n ast.Node, b Block) {
	in := inline{source: r.source}
	style := Span{}
	in.walk(n, &style, 0)
	b.Check = in.check
	rest := b
	put := func(spans []Span) {
		spans = trimmed(spans)
		if len(spans) == 0 {
			return
		}
		rest.Spans = spans
		r.blocks = append(r.blocks, rest)
		rest.Mark, rest.Check = "", NoBox
	}
	from := 0
	for _, f := range in.files {
		put(in.spans[from:f.at])
		f.Block.Quote, f.Block.Level = b.Quote, 0
		r.blocks = append(r.blocks, f.Block)
		from = f.at
	}
	put(in.spans[from:])
	if len(in.spans) == 0 && len(in.files) == 0 && b.Kind == Item {
		r.blocks = append(r.blocks, b) // an empty box is a box
	}
}

// trimmed is spans without the space at both ends.
func trimmed(spans []Span) []Span {
	spans = append([]Span(nil), spans...)
	for len(spans) > 0 {
		if spans[0].Text = strings.TrimLeft(spans[0].Text, " \n"); spans[0].Text != "" {
			break
		}
		spans = spans[1:]
	}
	for len(spans) > 0 {
		last := &spans[len(spans)-1]
		if last.Text = strings.TrimRight(last.Text, " \n"); last.Text != "" {
			break
		}
		spans = spans[:len(spans)-1]
	}
	return spans
}
