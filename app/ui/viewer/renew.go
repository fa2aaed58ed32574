package viewer

import (
	"context"
	"slices"

	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
)

// Renew reads a picture's row anew: something was said about it.
func (m *Model) Renew(id int64) {
	if !slices.Contains(m.stale, id) {
		m.stale = append(m.stale, id)
	}
	stale := slices.Clone(m.stale)
	m.renewing.Go(m.hop, func(ctx context.Context) func() {
		rows, err := m.images.Rows(ctx, stale)
		if err != nil || ctx.Err() != nil {
			return nil // the row as it was stays, until the picture is opened again
		}
		return func() {
			m.stale = nil
			for _, r := range rows {
				m.replace(r)
			}
			m.needSharp()
			m.needItem()
			m.OnChange()
		}
	})
}

// replace puts a row in the place of an older one. What is at hand of a picture
// is turned with it, until it was fitted to the window anew.
func (m *Model) replace(r shelf.Row) {
	old, ok := m.rows[r.ID]
	m.rows[r.ID] = r
	here := r.ID == m.ID()
	if here {
		m.item = nil
	}
	by := (r.Turn - old.Turn) & 3
	if !ok || by == 0 {
		return
	}
	if im := m.sharp[r.ID]; im != nil {
		m.sharp[r.ID], m.askew[r.ID] = thumbs.Turn(im, by), true
	}
	if here {
		m.closing.Cancel()
		m.close, m.nears, m.zoom = nil, 0, Zoom{}
	}
}

// Remove takes a picture out of those leafed through and returns where it was,
// -1 for nowhere. In its place the next one is shown, at the end the one before.
func (m *Model) Remove(id int64) int {
	i := slices.Index(m.ids, id)
	if i < 0 {
		return -1
	}
	m.ids = slices.Delete(slices.Clone(m.ids), i, i+1) // they are the timeline's
	if i < m.at {
		m.at-- // another one is shown, and stays
		m.OnChange()
		return i
	}
	m.at = max(0, min(m.at, len(m.ids)-1))
	m.arrive()
	return i
}

// Insert puts a picture back where it was, and shows it.
func (m *Model) Insert(id int64, at int) {
	at = min(at, len(m.ids))
	m.ids = slices.Insert(slices.Clone(m.ids), at, id)
	m.at = at
	m.arrive()
}
