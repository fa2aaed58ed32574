package photos

import (
	"context"
	"slices"

	"keepsake/app/ui/shelf"
)

// mostRows bounds the rows kept: some megabytes.
const mostRows = 20_000

// Row returns the row of an id, if it is at hand.
func (m *Model) Row(id int64) (shelf.Row, bool) {
	r, ok := m.rows[id]
	return r, ok
}

// Need reads the rows of ids that are missing or old; OnRows follows. A newer
// Need replaces an older one that is still under way.
func (m *Model) Need(ids []int64) {
	var missing []int64
	for _, id := range ids {
		if _, ok := m.rows[id]; !ok || m.stale[id] {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 || slices.Equal(missing, m.wanted) {
		return
	}
	m.wanted = missing
	m.rowing.Go(m.hop, func(ctx context.Context) func() {
		rows, err := m.lib.Rows(ctx, missing)
		if ctx.Err() != nil {
			return nil
		}
		return func() {
			m.wanted = nil
			if err != nil {
				return // the tiles stay quiet grounds; the timeline tells of a broken library
			}
			if len(m.rows)+len(rows) > mostRows {
				clear(m.rows)
				clear(m.stale)
			}
			for _, id := range missing {
				delete(m.stale, id)
			}
			for _, r := range rows {
				m.rows[r.ID] = r
			}
			m.OnRows()
		}
	})
}
