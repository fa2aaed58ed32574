// Package paging reads a long list of records as it comes into sight: the order is
// known whole, 16 bytes each, and the records themselves come a page at a time.
//
// Begin with New, then Pager.Need and Pager.Row.
package paging

import (
	"context"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/shelf"
	"keepsake/gallery/records"
)

// Page is how many records are read at once, and kept how many pages are held.
const (
	Page = 100
	kept = 40
)

// Pager is one list. It belongs to the window's goroutine.
type Pager[R records.Record] struct {
	Line shelf.Line
	Err  error // of the last page that could not be read

	read  func(ctx context.Context, ids []int64) ([]shelf.Entry[R], error)
	came  func()
	hop   *hop.Hop
	pages map[int]*page[R]
	turn  int
	end   context.CancelFunc // of what is being read
	ctx   context.Context
}

// page is some of the records; nil rows are under way.
type page[R records.Record] struct {
	rows map[int64]shelf.Entry[R]
	used int
}

// New returns a list whose records read gets by their ids; came is told, on the
// window's goroutine, whenever some have come.
func New[R records.Record](h *hop.Hop, line shelf.Line, read func(ctx context.Context, ids []int64) ([]shelf.Entry[R], error), came func()) *Pager[R] {
	p := &Pager[R]{Line: line, read: read, came: came, hop: h, pages: map[int]*page[R]{}}
	p.ctx, p.end = context.WithCancel(h.Context())
	return p
}

// Count is how many records there are.
func (p *Pager[R]) Count() int { return len(p.Line.IDs) }

// Row is the i-th record, if it is at hand.
func (p *Pager[R]) Row(i int) (e shelf.Entry[R], ok bool) {
	if i < 0 || i >= p.Count() {
		return e, false
	}
	if g := p.pages[i/Page]; g != nil && g.rows != nil {
		e, ok = g.rows[p.Line.IDs[i]]
	}
	return e, ok
}

// Need reads what is missing of rows from to before to, and of a few around them.
func (p *Pager[R]) Need(from, to int) {
	p.turn++
	for n := max(0, from-Page/4) / Page; n*Page < min(to+Page/4, p.Count()); n++ {
		if g := p.pages[n]; g != nil {
			g.used = p.turn
			continue
		}
		p.fetch(n)
	}
	p.forget()
}

func (p *Pager[R]) fetch(n int) {
	g := &page[R]{used: p.turn}
	p.pages[n] = g
	ids := p.Line.IDs[n*Page : min((n+1)*Page, p.Count())]
	p.hop.Go(func(context.Context) func() {
		all, err := p.read(p.ctx, ids)
		return func() {
			if p.ctx.Err() != nil {
				return
			}
			if err != nil {
				p.Err = err
				delete(p.pages, n)
			} else {
				g.rows = make(map[int64]shelf.Entry[R], len(all))
				for _, e := range all {
					g.rows[e.ID] = e
				}
			}
			p.came()
		}
	})
}

// forget drops the pages that were not in sight for longest.
func (p *Pager[R]) forget() {
	for len(p.pages) > kept {
		oldest := -1
		for n, g := range p.pages {
			if oldest < 0 || g.used < p.pages[oldest].used {
				oldest = n
			}
		}
		if p.pages[oldest].used == p.turn {
			return // all of them are wanted at once
		}
		delete(p.pages, oldest)
	}
}

// Close ends what is being read: the list is shown no more.
func (p *Pager[R]) Close() { p.end() }
