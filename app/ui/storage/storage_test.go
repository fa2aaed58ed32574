package storage_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"keepsake/app/ui/look"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/storage"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/uitest"
)

// set is a page on a bench.
type set struct {
	*uitest.Bench
	keeper *uitest.Storage
	world  *uitest.World
	page   *storage.Screen
}

func newSet(t testing.TB, mode look.Mode) *set {
	b := uitest.NewBench(t, mode)
	lib := uitest.NewLibrary(60)
	rows, err := lib.Rows(context.Background(), []int64{1, 2, 3, 4, 5, 6, 7, 8, 9})
	if err != nil {
		t.Fatal(err)
	}
	loader := thumbs.New(b.Context(), lib, b.Queue.Post, thumbs.Budget)
	b.Watch(loader.Idle)
	s := &set{Bench: b, keeper: uitest.NewStorage(rows), world: uitest.NewWorld()}
	s.page = storage.New(b.Kit, s.keeper, s.world, loader)
	return s
}

func (s *set) show() { s.page.Show(); s.Settle() }

func TestSlicesAddUp(t *testing.T) {
	u := uitest.NewStorage(nil).Found
	var piles int64
	for _, p := range u.Piles {
		piles += p.Bytes
	}
	for by, want := range map[storage.By]int64{storage.ByKind: u.Library(), storage.ByPhone: piles, storage.ByAlbum: piles, storage.ByYear: piles} {
		var sum int64
		all := u.Slices(by)
		for _, s := range all {
			sum += s.Bytes
			if s.Name == "" {
				t.Errorf("order %d: a share of %d bytes has no name", by, s.Bytes)
			}
		}
		if sum != want {
			t.Errorf("order %d: %d bytes are shown, %d there", by, sum, want)
		}
		if by != storage.ByYear && !slices.IsSortedFunc(all, func(a, b storage.Slice) int { return int(b.Bytes - a.Bytes) }) {
			t.Errorf("order %d is not the largest first", by)
		}
	}
	for i := range 100 {
		u.Piles = append(u.Piles, storage.Pile{Album: shelf.AlbumKey{Phone: "x", Path: string(rune('a' + i))}, Name: "a", Bytes: 1, Count: 1})
	}
	var sum int64
	all := u.Slices(storage.ByAlbum)
	for _, s := range all {
		sum += s.Bytes
	}
	if len(all) != 24 || sum != piles+100 {
		t.Errorf("of many albums %d are shown, with %d of %d bytes", len(all), sum, piles+100)
	}
}

// TestTile: areas are as the sizes, lie in the frame and do not lie on each other.
func TestTile(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		sizes := make([]int64, 1+rng.IntN(30))
		var sum float64
		for i := range sizes {
			sizes[i] = 1 + rng.Int64N(1<<uint(1+rng.IntN(40)))
			sum += float64(sizes[i])
		}
		slices.SortFunc(sizes, func(a, b int64) int { return int(min(1, max(-1, b-a))) })
		w, h := float32(100+rng.IntN(900)), float32(100+rng.IntN(500))
		got := storage.Tile(sizes, w, h)
		if len(got) != len(sizes) {
			t.Fatalf("%d of %d", len(got), len(sizes))
		}
		for i, r := range got {
			if r[0] < -0.1 || r[1] < -0.1 || r[0]+r[2] > w+0.5 || r[1]+r[3] > h+0.5 {
				t.Fatalf("%v lies outside of %vx%v", r, w, h)
			}
			want := float64(sizes[i]) / sum * float64(w) * float64(h)
			if got := float64(r[2]) * float64(r[3]); want > 50 && (got < want*0.95-2 || got > want*1.05+2) {
				t.Fatalf("share %d has an area of %.0f, want %.0f", i, got, want)
			}
		}
		for i, a := range got {
			for _, b := range got[:i] {
				if min(a[0]+a[2], b[0]+b[2])-max(a[0], b[0]) > 0.5 && min(a[1]+a[3], b[1]+b[3])-max(a[1], b[1]) > 0.5 {
					t.Fatalf("%v and %v lie on each other", a, b)
				}
			}
		}
	}
	if got := storage.Tile([]int64{0, 0}, 10, 10); len(got) != 2 {
		t.Errorf("of nothing: %v", got)
	}
}

// TestOnlyWhatWasShownGoes: a press removes the plan that is shown, of the rule that
// is chosen, once; with none, nothing.
func TestOnlyWhatWasShownGoes(t *testing.T) {
	s := newSet(t, look.Light)
	m := s.page.Model
	m.Prune()
	s.show()
	m.Prune() // all stays
	s.Settle()
	if len(s.keeper.Pruned) != 0 {
		t.Fatalf("removed %+v unasked", s.keeper.Pruned)
	}
	m.Keep(storage.KeepThin)
	m.Prune() // not counted yet
	s.Settle()
	if len(s.keeper.Pruned) != 0 || !m.Planned || m.Plan.Goes() != 40 {
		t.Fatalf("%+v, removed %+v", m.Plan, s.keeper.Pruned)
	}
	m.Prune()
	m.Prune()
	s.Settle()
	if len(s.keeper.Pruned) != 1 || s.keeper.Pruned[0].Goes() != 40 || m.Rule != storage.KeepAll {
		t.Fatalf("rule %d, removed %+v", m.Rule, s.keeper.Pruned)
	}
	if got := s.Toasts.Texts(); len(got) != 1 || got[0] != "41 MB are free again." {
		t.Errorf("said %q", got)
	}
	s.keeper.Fail = errors.New("a state cannot be read")
	m.Keep(storage.KeepNone)
	s.Settle()
	m.Prune()
	s.Settle()
	if len(s.keeper.Pruned) != 1 || m.PlanErr == nil {
		t.Errorf("removed %+v, %v", s.keeper.Pruned, m.PlanErr)
	}
}

func TestMove(t *testing.T) {
	s := newSet(t, look.Light)
	m := s.page.Model
	s.show()
	m.Move() // nowhere
	m.PickRoute("where to")
	s.Settle()
	if m.Route != nil || m.Moving {
		t.Fatalf("nothing was picked: %+v", m.Route)
	}
	s.world.Picked = "/media/disk"
	m.PickRoute("where to")
	s.Settle()
	if m.Route == nil || m.Route.To != "/media/disk/Keepsake" || s.keeper.MovedTo != "" {
		t.Fatalf("%+v", m.Route)
	}
	s.keeper.Hold = make(chan struct{})
	m.Move()
	m.Move()
	for m.Total == 0 || m.Done == 0 {
		s.Clock.Advance(time.Second)
	}
	if !m.Moving || m.Done != 30 {
		t.Fatalf("%d of %d", m.Done, m.Total)
	}
	m.Stop()
	s.Settle()
	if m.Moving || m.MoveErr != nil || m.Moved != nil || m.Route == nil {
		t.Fatalf("stopped: %+v", m)
	}
	m.Move()
	close(s.keeper.Hold)
	s.Settle()
	if m.Moving || m.Moved == nil || m.Route != nil || s.keeper.MovedTo != "/media/disk/Keepsake" {
		t.Fatalf("moved: %+v", m)
	}
	m.OpenOld()
	s.Settle()
	if !slices.Equal(s.world.Opened, []string{"/home/anna/Pictures/Keepsake"}) {
		t.Errorf("opened %q", s.world.Opened)
	}
	s.keeper.Fail = errors.New("not enough room there")
	m.PickRoute("again")
	s.Settle()
	if m.MoveErr == nil || m.Route != nil {
		t.Errorf("%+v, %v", m.Route, m.MoveErr)
	}
}

// TestLooks draws every state; with LOOKS set, to be looked at.
func TestLooks(t *testing.T) {
	for _, st := range []struct {
		name   string
		top    float32
		before func(s *set)
		then   func(m *storage.Model)
	}{
		{"kinds", 0, nil, nil},
		{"albums", 0, nil, func(m *storage.Model) { m.Sort(storage.ByAlbum) }},
		{"years", 0, nil, func(m *storage.Model) { m.Sort(storage.ByYear) }},
		{"prune", 900, nil, func(m *storage.Model) { m.Keep(storage.KeepThin) }},
		{"moving", 1100, nil, func(m *storage.Model) {
			m.Moving, m.Done, m.Total = true, 31e9, 86e9
			m.OnChange()
		}},
		{"moved", 1100, nil, func(m *storage.Model) {
			m.Moved = &storage.Moved{From: "/home/anna/Pictures/Keepsake", To: "/media/disk/Keepsake", Files: 5310, Bytes: 86e9}
			m.OnChange()
		}},
		{"full", 0, func(s *set) { s.keeper.Found.Free = 3e9 }, nil},
		{"empty", 0, func(s *set) {
			s.keeper.Found = storage.Usage{Dir: s.keeper.Found.Dir, Free: 412e9, Total: 1000e9, Papers: 4000}
			s.keeper.Plans = nil
		}, nil},
	} {
		for _, mode := range []look.Mode{look.Light, look.Dark} {
			s := newSet(t, mode)
			if st.before != nil {
				st.before(s)
			}
			s.Open(t, s.page.Content(), 1072, 800)
			s.show()
			if st.then != nil {
				st.then(s.page.Model)
				s.Settle()
			}
			s.page.ScrollTo(st.top)
			if dir := os.Getenv("LOOKS"); dir != "" {
				s.Save(t, dir, "storage_"+st.name+"_"+string(mode))
			}
		}
	}
}
