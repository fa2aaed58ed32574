package restore

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path"
	"strings"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/demo"
)

// unsteady is a phone that dies after a number of calls that change something:
// before the call is made, or when it was made and the answer is lost.
type unsteady struct {
	Phone
	left  *int
	after bool
	dead  error
}

func (u unsteady) change(f func() error) error {
	*u.left--
	if *u.left < 0 || *u.left == 0 && !u.after {
		*u.left = -1
		return u.dead
	}
	err := f()
	if *u.left == 0 {
		*u.left = -1
		return u.dead
	}
	return err
}

var errDead = errors.New("the program was killed")

func (u unsteady) Push(ctx context.Context, next func() (device.Upload, bool), s device.Supply) error {
	return u.change(func() error { return u.Phone.Push(ctx, next, s) })
}

func (u unsteady) Moves(ctx context.Context, moves []device.Move, each func(int, error)) error {
	return u.change(func() error { return u.Phone.Moves(ctx, moves, each) })
}

func (u unsteady) Deletes(ctx context.Context, files []device.Deletion, each func(int, error)) error {
	return u.change(func() error { return u.Phone.Deletes(ctx, files, each) })
}

func (u unsteady) Discard(ctx context.Context, paths []string) error {
	return u.change(func() error { return u.Phone.Discard(ctx, paths) })
}

func (u unsteady) SetTimes(ctx context.Context, stamps []device.Stamp, each func(int, error)) error {
	return u.change(func() error { return u.Phone.SetTimes(ctx, stamps, each) })
}

func (u unsteady) Scan(ctx context.Context, paths []string) error {
	return u.change(func() error { return u.Phone.Scan(ctx, paths) })
}

// scene puts files of every sort on a phone and into a backup of it.
func scene(t *testing.T) *bench {
	b := newBench(t, demo.Options{})
	b.add("DCIM/Camera/differs.jpg", "theirs", new2025)
	b.add("DCIM/Camera/same.jpg", "same", old2020)
	for _, n := range []string{"differs", "same", "new"} {
		b.want("DCIM/Camera/"+n+".jpg", n)
	}
	b.want("DCIM/Trip/Day 1/other.jpg", "other")
	return b
}

// TestKilledBetweenSteps kills a restore of files around every call that changes
// the phone and after every line of its journal. Whoever comes later either
// finishes it or takes it back, and either way the phone is as if nothing had been.
func TestKilledBetweenSteps(t *testing.T) {
	b := scene(t)
	before := b.state()
	p := b.plan(Override)
	calls, lines := 1<<30, 0
	whole := b.begin(NewBook(t.TempDir()), p)
	whole.Journal.trip = func(line) error { lines++; return nil }
	steady := b.line.Phone()
	b.line.Set(unsteady{steady, &calls, false, errDead})
	if _, err := whole.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	calls = 1<<30 - calls
	whole.Journal.trip = nil
	b.line.Set(steady)
	finished := trim(b.state())
	if _, err := b.undo(whole); err != nil {
		t.Fatal(err)
	}
	same(t, "undone", b.state(), before)
	if calls < 4 || lines < 10 {
		t.Fatalf("%d calls and %d lines are too few", calls, lines)
	}
	type kill struct {
		call, line int
		after      bool
	}
	var kills []kill
	for n := 1; n <= calls; n++ {
		kills = append(kills, kill{call: n}, kill{call: n, after: true})
	}
	for n := 1; n <= lines; n++ {
		kills = append(kills, kill{line: n})
	}
	for _, k := range kills {
		for _, then := range []string{"finish", "undo"} {
			name := fmt.Sprintf("call %d (after %t), line %d, %s", k.call, k.after, k.line, then)
			book := NewBook(t.TempDir())
			p := b.plan(Override)
			w := b.begin(book, p)
			w.Again = nil
			left := k.call
			if k.call > 0 {
				b.line.Set(unsteady{steady, &left, k.after, fmt.Errorf("%w: %w", device.ErrGone, errDead)}) // nothing is tidied
			}
			if lines := k.line; lines > 0 {
				w.Journal.trip = func(line) error {
					if lines--; lines == 0 {
						return fmt.Errorf("%w: %w", device.ErrGone, errDead)
					}
					return nil
				}
			}
			_, err := w.Run(t.Context())
			if !errors.Is(err, errDead) && k.line != lines {
				t.Fatalf("%s: not killed: %v", name, err)
			}
			w.Journal.Close()
			b.line.Set(steady)
			again := b.reopen(book, p.ID)
			if then == "finish" {
				r, err := again.Run(t.Context())
				if err != nil || r.Copied != 3 || r.Already != 1 || r.Verified != 3 {
					t.Errorf("%s: %+v, %v: %+v", name, r.Counts, err, r.Problems)
				}
				same(t, name, trim(b.state()), finished)
			}
			// An undo that is killed too is finished by the next one.
			left = 1 + k.call%3
			b.line.Set(unsteady{steady, &left, k.after, fmt.Errorf("%w: %w", device.ErrGone, errDead)})
			again.Again = nil
			_, _ = b.undo(again)
			again.Journal.Close()
			b.line.Set(steady)
			if u, err := b.undo(b.reopen(book, p.ID)); err != nil || u.Skipped+u.Failed > 0 {
				t.Errorf("%s: undo: %+v, %v: %+v", name, u.Counts, err, u.Problems)
			}
			same(t, name+", undone", b.state(), before)
			if t.Failed() {
				return
			}
		}
	}
}

// trim takes the run's name off the safe places of what was replaced.
func trim(state map[string]string) map[string]string {
	m := map[string]string{}
	for p, s := range state {
		if strings.Contains(p, "/.keepsake/") {
			p = path.Base(p)
		}
		m[p] = s
	}
	return m
}

// TestUnplugged pulls the cable at some byte of a restore, again and again: it goes
// on by itself, and nothing is there twice or half.
func TestUnplugged(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	b := newBench(t, demo.Options{})
	var bytes int64
	for i := range 30 {
		data := strings.Repeat(fmt.Sprint(i, " "), 1+rng.IntN(20_000))
		bytes += int64(len(data))
		b.want(fmt.Sprintf("DCIM/Camera/IMG_%d.jpg", i), data)
	}
	before := b.state()
	p := b.plan(KeepBoth)
	for range 4 {
		b.sim.CutAfter(rng.Int64N(bytes), 50*time.Millisecond)
		w := b.begin(NewBook(t.TempDir()), p)
		r, err := w.Run(t.Context())
		if err != nil || r.Copied != 30 || r.Verified != 30 {
			t.Fatalf("%+v, %v: %+v", r.Counts, err, r.Problems)
		}
		after := b.state()
		for _, want := range b.files.Wants {
			if b.read(want.Path) != b.store[want.Hash] {
				t.Errorf("%s is not whole", want.Path)
			}
		}
		if len(after) != len(before)+30 {
			t.Errorf("%d files, want %d", len(after), len(before)+30)
		}
		if _, err := b.undo(w); err != nil {
			t.Fatal(err)
		}
		same(t, "undone", b.state(), before)
	}
}

// TestConflictMatrix throws random backups at random phones: nothing that was
// there is ever lost, everything wanted is there afterwards, the preview says what
// happens, a second restore does nothing, and undo is exact.
func TestConflictMatrix(t *testing.T) {
	b := newBench(t, demo.Options{})
	for seed := range uint64(25) {
		rng := rand.New(rand.NewPCG(seed, 1))
		b.files.Wants = nil
		var placed []string
		name := func() string {
			return fmt.Sprintf("DCIM/%s/%s.jpg", []string{"Camera", "Trip", "camera roll"}[rng.IntN(3)], []string{"a", "A", "b", "c (1)", "c"}[rng.IntN(5)])
		}
		data := func() string { return []string{"one", "two", "six", "three"}[rng.IntN(4)] }
		for range rng.IntN(6) {
			n := name()
			b.add(n, data(), old2020.AddDate(rng.IntN(3)-1, 0, 0))
			placed = append(placed, n)
		}
		wanted := map[string]bool{}
		for range 1 + rng.IntN(6) {
			if n := name(); !wanted[strings.ToLower(n)] {
				wanted[strings.ToLower(n)] = true
				b.want(n, data())
			}
		}
		conflict := Conflicts[rng.IntN(len(Conflicts))]
		before := b.state()
		p := b.plan(conflict)
		w := b.begin(NewBook(t.TempDir()), p)
		r, err := w.Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		totals := p.Totals()
		if r.Copied != totals.Change || r.Already != totals.Same || r.Failed != 0 || r.Verified != r.Copied {
			t.Errorf("seed %d, %s: the preview said %+v, the receipt %+v: %+v", seed, conflict, totals, r.Counts, r.Problems)
		}
		after := b.state()
		count := func(m map[string]string) map[string]int {
			n := map[string]int{}
			for _, s := range m {
				n[strings.Fields(s)[0]]++
			}
			return n
		}
		was, is := count(before), count(after)
		for content, n := range was {
			if is[content] < n {
				t.Errorf("seed %d, %s: %d of %d copies of %s are left", seed, conflict, is[content], n, content)
			}
		}
		if conflict == KeepBoth || conflict == Override {
			for _, want := range b.files.Wants {
				if is[fmt.Sprintf("%x", want.Hash[:6])] == 0 {
					t.Errorf("seed %d, %s: %s is not there", seed, conflict, want.Path)
				}
			}
		}
		if conflict == KeepBoth {
			if again := b.plan(conflict); again.Totals().Change != 0 {
				t.Errorf("seed %d: a second restore would change %d", seed, again.Totals().Change)
			}
		}
		if u, err := b.undo(w); err != nil || u.Failed+u.Skipped > 0 {
			t.Errorf("seed %d, %s: undo %+v, %v: %+v", seed, conflict, u.Counts, err, u.Problems)
		}
		same(t, fmt.Sprintf("seed %d, %s", seed, conflict), b.state(), before)
		for _, n := range placed {
			_ = b.sim.Remove(n) // one name may have been placed twice
		}
		if t.Failed() {
			return
		}
	}
}
