package viewer

import (
	"context"
	"slices"

	"keepsake/app/ui/shelf"
	"keepsake/gallery"
	"keepsake/gallery/media"
)

// ahead is how many neighbours are made ready on each side.
const ahead = 1

// detail bounds the picture asked for to look at closely, in pixels a side.
const detail = 4096

// around are the indexes of the picture and its neighbours, nearest first.
func (m *Model) around(n int) []int {
	var out []int
	for d := 0; d <= n; d++ {
		for _, i := range []int{m.at + d, m.at - d} {
			if i >= 0 && i < len(m.ids) && !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
	}
	return out
}

// filmstrip is how many neighbours on each side the strip may show.
const filmstrip = 14

func (m *Model) needRows() {
	var missing []int64
	for _, i := range m.around(filmstrip) {
		if _, ok := m.rows[m.ids[i]]; !ok {
			missing = append(missing, m.ids[i])
		}
	}
	if len(missing) == 0 {
		return
	}
	if len(m.rows) > 4000 {
		clear(m.rows)
	}
	m.rowing.Go(m.hop, func(ctx context.Context) func() {
		rows, err := m.images.Rows(ctx, missing)
		if ctx.Err() != nil {
			return nil
		}
		return func() {
			if err != nil {
				m.err = err
			}
			for _, r := range rows {
				m.rows[r.ID] = r
			}
			m.needSharp()
			m.OnChange()
		}
	})
}

// SetWindow tells the size of the stage in pixels.
func (m *Model) SetWindow(w, h int) {
	if m.w == w && m.h == h {
		return
	}
	m.w, m.h = w, h
	if len(m.ids) > 0 {
		clear(m.sharp)
		m.needSharp()
	}
}

// needSharp makes the picture ready, then its neighbours; what lies further away
// is let go.
func (m *Model) needSharp() {
	near := m.around(ahead)
	for id := range m.sharp {
		if !slices.ContainsFunc(near, func(i int) bool { return m.ids[i] == id }) {
			delete(m.sharp, id)
			delete(m.askew, id)
		}
	}
	if m.w <= 0 || m.h <= 0 {
		return
	}
	var want []shelf.Row
	for _, i := range near {
		if r, ok := m.rows[m.ids[i]]; ok && (m.sharp[r.ID] == nil || m.askew[r.ID]) && !r.Broken && r.Kind != gallery.Audio && r.Kind != gallery.Other {
			want = append(want, r)
		}
	}
	if len(want) == 0 {
		return
	}
	w, h := m.w, m.h
	m.fitting.Go(m.hop, func(ctx context.Context) func() {
		for _, r := range want {
			im, err := m.images.Fit(ctx, r, w, h)
			if ctx.Err() != nil {
				return nil
			}
			m.hop.Post(func() {
				if ctx.Err() != nil || m.w != w || m.h != h {
					return
				}
				switch {
				case err == nil:
					m.sharp[r.ID] = im
					delete(m.askew, r.ID)
				case r.ID == m.ID():
					m.err = err
				}
				m.OnChange()
			})
		}
		return nil
	})
}

func (m *Model) needItem() {
	if !m.info || m.ID() == 0 {
		return
	}
	id := m.ID()
	m.itemizes.Go(m.hop, func(ctx context.Context) func() {
		it, err := m.images.Item(ctx, id)
		if err != nil || ctx.Err() != nil {
			return nil
		}
		d, err := m.images.Details(ctx, id)
		if err != nil {
			d = media.Details{} // the rest is worth showing without
		}
		return func() {
			m.item, m.details = &it, d
			m.OnChange()
		}
	})
}

func (m *Model) needClose(r shelf.Row) {
	have := m.sharp[r.ID]
	if have != nil && have.Rect.Dx() >= min(r.Width, detail) {
		return // the fitted one is all there is
	}
	m.nears = r.ID
	m.closing.Go(m.hop, func(ctx context.Context) func() {
		im, err := m.images.Fit(ctx, r, detail, detail)
		if err != nil || ctx.Err() != nil {
			return nil // the fitted one stays
		}
		return func() {
			if r.ID == m.ID() && !m.zoom.Fitted() {
				m.close = im
				m.OnChange()
			}
		}
	})
}
