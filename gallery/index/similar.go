package index

import (
	"cmp"
	"context"
	"encoding/json"
	"math/bits"
	"slices"
)

// Group is photos that belong together, the best first: favourites, then more
// pixels, then more bytes.
type Group struct {
	IDs   []int64
	Burst bool // taken in one burst; else they look alike
}

// Where photos are compared. Shots of one scene come one after another and differ
// a little more than copies that messengers and editors made, which lie anywhere.
const (
	sceneTime  = 10 * 60_000 // ms between two shots of one scene
	sceneMore  = 2           // bits that they may differ more
	sceneShots = 64          // one after another that are compared
	copyTries  = 64          // with the same quarter that are compared
)

// looker is a photo with what it looks like.
type looker struct {
	id, taken int64
	looks     uint64
}

// Similar returns photos that look alike and those of one burst, groups with the
// newest photo first. What is in the trash, hidden or private is in none. alike is
// by how many bits of 64 the hashes of one picture and a copy may differ, at most
// 7: media.AlikeBits.
func (x *Index) Similar(ctx context.Context, alike int) ([]Group, error) {
	all, err := x.lookers(ctx)
	if err != nil {
		return nil, x.main.failed("read what photos look like", err)
	}
	groups, err := likeness(ctx, all, alike)
	if err != nil {
		return nil, err
	}
	bursts, err := x.bursts(ctx)
	if err != nil {
		return nil, x.main.failed("read the bursts", err)
	}
	groups = append(groups, bursts...)
	if err := x.bestFirst(ctx, groups); err != nil {
		return nil, x.main.failed("compare photos that look alike", err)
	}
	return groups, nil
}

// lookers reads all photos that are shown and have a hash, oldest first. Those of
// bursts are left to the bursts.
func (x *Index) lookers(ctx context.Context) ([]looker, error) {
	rows, err := x.main.read.QueryContext(ctx, `SELECT id, taken, looks FROM items INDEXED BY items_looks
		WHERE looks IS NOT NULL AND aside IS NULL AND trashed = 0 AND kind = 0 AND burst IS NULL ORDER BY taken`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []looker
	for rows.Next() {
		var l looker
		var looks int64
		if err := rows.Scan(&l.id, &l.taken, &looks); err != nil {
			return nil, err
		}
		l.looks = uint64(looks)
		all = append(all, l)
	}
	return all, rows.Err()
}

// bursts reads the bursts of at least two photos.
func (x *Index) bursts(ctx context.Context) ([]Group, error) {
	rows, err := x.main.read.QueryContext(ctx, `SELECT id, burst FROM items INDEXED BY items_burst
		WHERE burst IS NOT NULL AND aside IS NULL AND trashed = 0 ORDER BY burst, taken`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var groups []Group
	last := ""
	for rows.Next() {
		var id int64
		var burst string
		if err := rows.Scan(&id, &burst); err != nil {
			return nil, err
		}
		if len(groups) == 0 || burst != last {
			groups, last = append(groups, Group{Burst: true}), burst
		}
		g := &groups[len(groups)-1]
		g.IDs = append(g.IDs, id)
	}
	return slices.DeleteFunc(groups, func(g Group) bool { return len(g.IDs) < 2 }), rows.Err()
}

// likeness groups photos, given oldest first, by what they look like.
func likeness(ctx context.Context, all []looker, alike int) ([]Group, error) {
	s := newSets(all, alike+sceneMore)
	for i := range all {
		if i&0xfff == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for j := i + 1; j < len(all) && j <= i+sceneShots && all[j].taken-all[i].taken <= sceneTime; j++ {
			s.join(i, j, alike+sceneMore)
		}
	}
	// Of two hashes that differ in at most seven bits, one quarter at least differs
	// in no more than one.
	for quarter := range 4 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		q := quartered(all, quarter)
		for i := range all {
			key := q.key(i)
			q.join(s, i, alike, q.place[i]+1, q.start[key+1])
			for bit := range 16 {
				if other := key ^ 1<<bit; other > key { // each pair of keys once
					q.join(s, i, alike, q.start[other], q.start[other+1])
				}
			}
		}
	}
	return s.groups(), nil
}

// quarters are photos in the order of one quarter of their hash.
type quarters struct {
	all   []looker
	shift int
	order []int32  // of all
	looks []uint64 // in that order, side by side for speed
	place []int32  // in order, of each of all
	start []int32  // in order, of each value of the quarter, and an end
}

func quartered(all []looker, quarter int) *quarters {
	q := &quarters{all: all, shift: 16 * quarter, order: make([]int32, len(all)),
		looks: make([]uint64, len(all)), place: make([]int32, len(all)), start: make([]int32, 1<<16+1)}
	for i := range all {
		q.start[q.key(i)+1]++
	}
	for k := range 1 << 16 {
		q.start[k+1] += q.start[k]
	}
	next := slices.Clone(q.start)
	for i := range all {
		k := q.key(i)
		q.order[next[k]], q.looks[next[k]], q.place[i] = int32(i), all[i].looks, next[k]
		next[k]++
	}
	return q
}

func (q *quarters) key(i int) int { return int(q.all[i].looks >> q.shift & 0xffff) }

// join joins a photo with those in a part of the order that it looks like.
func (q *quarters) join(s *sets, i, alike int, from, to int32) {
	looks := q.all[i].looks
	for k := from; k < min(to, from+copyTries); k++ {
		if bits.OnesCount64(looks^q.looks[k]) <= alike {
			s.join(i, int(q.order[k]), alike)
		}
	}
}

// sets are the groups while they are found. Each has a leader, its oldest photo
// mostly; two become one only if their leaders look alike too, so that a group
// does not wander from one picture to quite another.
type sets struct {
	all  []looker
	lead []int
	most int // bits that the leaders may differ
}

func newSets(all []looker, most int) *sets {
	s := &sets{all: all, lead: make([]int, len(all)), most: most}
	for i := range s.lead {
		s.lead[i] = i
	}
	return s
}

func (s *sets) leader(i int) int {
	for s.lead[i] != i {
		s.lead[i] = s.lead[s.lead[i]]
		i = s.lead[i]
	}
	return i
}

// join makes one group of two photos if their hashes differ by at most so many
// bits.
func (s *sets) join(i, j, most int) {
	if bits.OnesCount64(s.all[i].looks^s.all[j].looks) > most {
		return
	}
	a, b := s.leader(i), s.leader(j)
	if a != b && bits.OnesCount64(s.all[a].looks^s.all[b].looks) <= s.most {
		s.lead[max(a, b)] = min(a, b)
	}
}

// groups returns the groups of at least two, the one with the newest photo first.
func (s *sets) groups() []Group {
	of := make(map[int][]int64)
	var leaders []int // in the order of their newest photo, newest first
	for i := len(s.all) - 1; i >= 0; i-- {
		l := s.leader(i)
		if of[l] == nil {
			leaders = append(leaders, l)
		}
		of[l] = append(of[l], s.all[i].id)
	}
	var groups []Group
	for _, l := range leaders {
		if len(of[l]) > 1 {
			groups = append(groups, Group{IDs: of[l]})
		}
	}
	return groups
}

// bestFirst orders the photos of each group.
func (x *Index) bestFirst(ctx context.Context, groups []Group) error {
	var ids []int64
	for _, g := range groups {
		ids = append(ids, g.IDs...)
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	rows, err := x.main.read.QueryContext(ctx, `SELECT i.id, i.favorite, i.width * i.height, i.size
		FROM json_each(?) w CROSS JOIN items i ON i.id = w.value`, string(list))
	if err != nil {
		return err
	}
	defer rows.Close()
	type worth struct{ favorite, pixels, size int64 }
	of := make(map[int64]worth, len(ids))
	for rows.Next() {
		var id int64
		var w worth
		if err := rows.Scan(&id, &w.favorite, &w.pixels, &w.size); err != nil {
			return err
		}
		of[id] = w
	}
	for _, g := range groups {
		slices.SortStableFunc(g.IDs, func(a, b int64) int {
			x, y := of[a], of[b]
			return cmp.Or(cmp.Compare(y.favorite, x.favorite), cmp.Compare(y.pixels, x.pixels), cmp.Compare(y.size, x.size))
		})
	}
	return rows.Err()
}
