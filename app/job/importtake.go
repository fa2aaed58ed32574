package job

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"keepsake/gallery/archive"
)

// offered is a file that a Taker knows.
type offered struct {
	*goods
	head []byte
}

// other puts a file that is no picture aside for the first who knows it.
func (m *Import) other(g *goods, head []byte) {
	m.Tracker.resize(-g.Size)
	m.Tracker.step()
	for i, t := range m.Takers {
		if t.Knows(g.Name, head) {
			m.mu.Lock()
			m.known[i] = append(m.known[i], offered{g, bytes.Clone(head)})
			m.mu.Unlock()
			return
		}
	}
	m.decide(g, Files, Skipped, "not a picture, a video or a recording, and nothing else that Keepsake knows")
}

// takeIn lets the Takers have what they know, in the order of the source.
func (m *Import) takeIn(ctx context.Context) error {
	for i, t := range m.Takers {
		known := m.known[i]
		if len(known) == 0 {
			continue
		}
		slices.SortFunc(known, func(a, b offered) int { return cmp.Compare(a.Path, b.Path) })
		by := make(map[*archive.Entry]*goods, len(known))
		files := make([]Offer, len(known))
		for j, k := range known {
			by[&k.Entry] = k.goods
			files[j] = Offer{&k.Entry, k.head}
		}
		m.Tracker.phase(Reading, len(files), 0)
		err := t.Take(ctx, files, func(e *archive.Entry, got Taken, err error) { m.taken(ctx, by[e], got, err) })
		if err != nil {
			return err
		}
		if err := m.ended(); err != nil {
			return err
		}
	}
	if m.More == nil {
		return nil
	}
	m.Tracker.phase(Reading, 0, 0)
	return m.More(ctx, func(_ *archive.Entry, got Taken, err error) { m.taken(ctx, nil, got, err) })
}

// taken tells what was in a file, or in several: g is nil then.
func (m *Import) taken(ctx context.Context, g *goods, got Taken, err error) {
	for name, c := range got.Categories {
		for o, n := range map[Outcome]int{Copied: c.Copied, Already: c.Already, Skipped: c.Skipped, Lost: c.Failed} {
			if n > 0 {
				m.Tracker.outcome(name, "", o, "", n)
			}
		}
	}
	for _, p := range got.Problems {
		m.Tracker.note(p)
	}
	m.mu.Lock()
	m.bytes += got.Bytes
	m.mu.Unlock()
	if g == nil {
		return
	}
	m.Tracker.at(g.Album, g.Name)
	if err != nil {
		m.refuse(ctx, g, Files, err)
		return
	}
	g.mu.Lock() // it counts by what was in it
	g.outcome = Copied
	g.mu.Unlock()
	m.Tracker.step()
}
