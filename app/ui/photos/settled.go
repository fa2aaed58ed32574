package photos

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"keepsake/app/ui/part"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// mostSettled bounds how many groups are remembered; the oldest are forgotten.
const mostSettled = 5000

// settled are the groups of look-alikes of which the owner said that all are to
// be kept. A group is known by its pictures' contents, which outlive the index;
// one that has got another picture is asked about again. The zero value is empty.
type settled struct {
	keys []string // oldest first
	has  map[string]bool
}

// keyOf is what a group of contents is remembered by, in whatever order.
func keyOf(contents []gallery.Hash) string {
	contents = slices.SortedFunc(slices.Values(contents), func(a, b gallery.Hash) int { return bytes.Compare(a[:], b[:]) })
	all := sha256.New()
	for _, h := range contents {
		all.Write(h[:])
	}
	return hex.EncodeToString(all.Sum(nil)[:8])
}

func (s *settled) add(key string) {
	if key == "" || s.has[key] {
		return
	}
	if s.has == nil {
		s.has = map[string]bool{}
	}
	s.has[key] = true
	s.keys = append(s.keys, key)
	for len(s.keys) > mostSettled {
		delete(s.has, s.keys[0])
		s.keys = s.keys[1:]
	}
}

func (s *settled) drop(key string) {
	delete(s.has, key)
	s.keys = slices.DeleteFunc(s.keys, func(k string) bool { return k == key })
}

// Settled is what the owner said about look-alikes, to be remembered.
func (m *Model) Settled() string { return strings.Join(m.settled.keys, " ") }

// SetSettled takes what Settled gave.
func (m *Model) SetSettled(s string) {
	m.settled = settled{}
	for _, key := range strings.Fields(s) {
		m.settled.add(key)
	}
}

// contents returns the hashes of items, by id.
func contents(ctx context.Context, lib Library, ids []int64) (map[int64]gallery.Hash, error) {
	rows, err := lib.Rows(ctx, ids)
	of := make(map[int64]gallery.Hash, len(rows))
	for _, r := range rows {
		of[r.ID] = r.Hash
	}
	return of, err
}

// key returns what a group is remembered by; "" when one of its pictures is not
// known, so that it is never taken for another.
func key(g shelf.Group, of map[int64]gallery.Hash) string {
	var all []gallery.Hash
	for _, id := range g.IDs {
		h, ok := of[id]
		if !ok {
			return ""
		}
		all = append(all, h)
	}
	return keyOf(all)
}

// similar reads the groups that the owner has not settled; it may run anywhere.
func similar(ctx context.Context, lib Library, has map[string]bool) ([]shelf.Group, error) {
	groups, err := lib.Similar(ctx)
	if err != nil || len(has) == 0 {
		return groups, err
	}
	var ids []int64
	for _, g := range groups {
		ids = append(ids, g.IDs...)
	}
	of, err := contents(ctx, lib, ids)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(groups), func(g shelf.Group) bool { return has[key(g, of)] }), nil
}

// known is what similar needs of the model, apart from it.
func (m *Model) known() map[string]bool { return maps.Clone(m.settled.has) }

// keepAll settles a group, which can be taken back.
func (s *Screen) keepAll(g shelf.Group) {
	lib := s.Model.lib
	s.kit.Hop.Go(func(ctx context.Context) func() {
		of, err := contents(ctx, lib, g.IDs)
		if err != nil {
			return func() { s.kit.Failed(err) }
		}
		k := key(g, of)
		if k == "" {
			return s.Model.Changed // one of them has gone meanwhile
		}
		return func() {
			s.settle(func() { s.Model.settled.add(k) })
			s.kit.Toast(part.Toast{Text: words.N("All {{.N}} are kept, and not asked about again", len(g.IDs)), Action: words.T("Undo"),
				Do: func() { s.settle(func() { s.Model.settled.drop(k) }) }})
		}
	})
}

func (s *Screen) settle(do func()) {
	do()
	s.SettledChanged(s.Model.Settled())
	s.Model.Changed()
}
