package paint

import (
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Font sets text. Make one with Regular or Bold; it is not for use by several
// goroutines at once.
type Font struct {
	f   *sfnt.Font
	buf sfnt.Buffer
}

// Regular returns the plain face.
func Regular() *Font { return newFont(goregular.TTF) }

// Bold returns the heavy face.
func Bold() *Font { return newFont(gobold.TTF) }

func newFont(ttf []byte) *Font {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		panic("paint: the built-in font does not parse: " + err.Error())
	}
	return &Font{f: f}
}

const em = 64 // glyphs are loaded at this many pixels and scaled after

// Align is where text lies in relation to its x.
type Align uint8

// The alignments.
const (
	Left Align = iota
	Center
	Right
)

// glyph is one placed letter: at pixels of em from the start, its outline
// narrowed to squeeze.
type glyph struct {
	index   sfnt.GlyphIndex
	at, adv float32
	squeeze float32
}

// each lays out s at em pixels. A zero is set as a narrowed O: the font's own
// carries a stroke, which suits code, not clocks.
func (f *Font) each(s string, place func(glyph)) {
	var x fixed.Int26_6
	var prev sfnt.GlyphIndex
	for _, r := range s {
		g, err := f.f.GlyphIndex(&f.buf, r)
		if err != nil {
			continue
		}
		adv, err := f.f.GlyphAdvance(&f.buf, g, fixed.I(em), font.HintingNone)
		if err != nil {
			continue
		}
		if prev != 0 {
			if k, err := f.f.Kern(&f.buf, prev, g, fixed.I(em), font.HintingNone); err == nil {
				x += k
			}
		}
		out := glyph{index: g, at: float32(x) / 64, adv: float32(adv) / 64, squeeze: 1}
		if r == '0' {
			if o, err := f.f.GlyphIndex(&f.buf, 'O'); err == nil {
				if w, err := f.f.GlyphAdvance(&f.buf, o, fixed.I(em), font.HintingNone); err == nil && w > 0 {
					out.index, out.squeeze = o, float32(adv)/float32(w)
				}
			}
		}
		place(out)
		x += adv
		prev = g
	}
}

// Width is how far s reaches at size pixels.
func (f *Font) Width(s string, size float32) float32 {
	var w float32
	f.each(s, func(g glyph) { w = g.at + g.adv })
	return w * size / em
}

// Path returns the outlines of s with the baseline from (x, y).
func (f *Font) Path(s string, x, y, size float32) *Path {
	p := &Path{}
	k := size / em
	f.each(s, func(g glyph) {
		segs, err := f.f.LoadGlyph(&f.buf, g.index, fixed.I(em), nil)
		if err != nil {
			return
		}
		pt := func(q fixed.Point26_6) (float32, float32) {
			return x + (float32(q.X)/64*g.squeeze+g.at)*k, y + float32(q.Y)/64*k
		}
		for _, s := range segs {
			ax, ay := pt(s.Args[0])
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				p.MoveTo(ax, ay)
			case sfnt.SegmentOpLineTo:
				p.LineTo(ax, ay)
			case sfnt.SegmentOpQuadTo:
				bx, by := pt(s.Args[1])
				p.QuadTo(ax, ay, bx, by)
			case sfnt.SegmentOpCubeTo:
				bx, by := pt(s.Args[1])
				cx, cy := pt(s.Args[2])
				p.CubeTo(ax, ay, bx, by, cx, cy)
			}
		}
	})
	return p
}

// Text paints s with its baseline at y and returns its width.
func (c *Canvas) Text(f *Font, s string, x, y, size float32, a Align, ink Ink) float32 {
	w := f.Width(s, size)
	switch a {
	case Center:
		x -= w / 2
	case Right:
		x -= w
	}
	c.Fill(f.Path(s, x, y, size), ink)
	return w
}
