package page

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"keepsake/gallery/records"
)

// Notes writes notes one after the other.
func Notes(w io.Writer, all records.Sequence[records.Note], o Options) error {
	b := bufio.NewWriterSize(w, 64<<10)
	head(b, o.Title)
	zone := o.Zone
	if zone == nil {
		zone = time.UTC
	}
	for n, err := range all {
		if err != nil {
			return err
		}
		body, err := Body(n, o)
		if err != nil {
			return fmt.Errorf("%s: %w", n.Shown(), err)
		}
		var about []string
		if n.Folder != "" {
			about = append(about, html.EscapeString(n.Folder))
		}
		if ms := cmp.Or(n.Modified, n.Created); ms != 0 {
			about = append(about, time.UnixMilli(ms).In(zone).Format("2 January 2006, 15:04"))
		}
		b.WriteString("<article dir=\"auto\">\n")
		if n.Title != "" {
			fmt.Fprintf(b, "<h2>%s</h2>\n", html.EscapeString(n.Title))
		}
		fmt.Fprintf(b, "<span class=\"t\">%s</span>\n%s</article>\n", strings.Join(about, " · "), body)
	}
	b.WriteString("</body></html>\n")
	return b.Flush()
}

// Body is a note's Markdown as HTML: pictures of its attachments within, others as
// links, no tags but those that notes are written with.
func Body(n records.Note, o Options) (string, error) {
	files := make(map[string]records.Attachment, len(n.Attachments))
	for _, a := range n.Attachments {
		files["attachments/"+a.Name] = a
	}
	md := goldmark.New(
		goldmark.WithExtensions(extension.GFM),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(pictures{files, o}, 100))),
		goldmark.WithRendererOptions(gmhtml.WithHardWraps(), renderer.WithNodeRenderers(util.Prioritized(tags{}, 100))),
	)
	var b bytes.Buffer
	if err := md.Convert([]byte(n.Body), &b); err != nil {
		return "", err
	}
	return b.String(), nil
}

// pictures puts a note's pictures into the page. Those of elsewhere become links:
// opening a page tells nobody.
type pictures struct {
	files map[string]records.Attachment
	o     Options
}

func (p pictures) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var all []*ast.Image
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if img, ok := n.(*ast.Image); ok && entering {
			all = append(all, img)
		}
		return ast.WalkContinue, nil
	})
	for _, img := range all {
		if a, ok := p.files[string(img.Destination)]; ok {
			if uri, err := dataURI(a, p.o); err == nil && uri != "" {
				img.Destination = []byte(uri)
				continue
			}
		}
		link := ast.NewLink()
		link.Destination = img.Destination
		link.AppendChild(link, ast.NewString([]byte(cmp.Or(string(img.Destination), "picture"))))
		img.Parent().ReplaceChild(img.Parent(), img, link)
	}
}

// tags lets <u> and <mark> through, and shows every other tag as the text it is.
type tags struct{}

var harmless = regexp.MustCompile(`^</?(u|mark)>$`)

func (tags) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindRawHTML, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			put(w, n.(*ast.RawHTML).Segments, source)
		}
		return ast.WalkSkipChildren, nil
	})
	r.Register(ast.KindHTMLBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		block := n.(*ast.HTMLBlock)
		w.WriteString("<p>")
		put(w, block.Lines(), source)
		if block.HasClosure() {
			w.WriteString(html.EscapeString(string(block.ClosureLine.Value(source))))
		}
		w.WriteString("</p>\n")
		return ast.WalkContinue, nil
	})
}

func put(w util.BufWriter, segments *text.Segments, source []byte) {
	var b strings.Builder
	for i := range segments.Len() {
		s := segments.At(i)
		b.Write(s.Value(source))
	}
	if s := b.String(); harmless.MatchString(s) {
		w.WriteString(s)
	} else {
		w.WriteString(html.EscapeString(s))
	}
}
