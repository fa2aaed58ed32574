package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRetention(t *testing.T) {
	berlin := time.FixedZone("", 3600)
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, berlin)
	taken := func(texts ...string) (all []time.Time) {
		for _, s := range texts {
			at, err := time.ParseInLocation("2006-01-02 15:04", s, berlin)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, at)
		}
		return all
	}
	usual := Retention{Days: 31, Months: 12, Years: Forever}
	tests := []struct {
		name  string
		r     Retention
		taken []time.Time
		want  string // + stays
	}{
		{"nothing", usual, nil, ""},
		{"only the newest", Retention{}, taken("2026-11-22 10:00", "2026-11-22 09:00"), "+-"},
		{"an old one alone", usual, taken("2019-01-01 10:00"), "+"},
		{"all of the last days", usual, taken("2026-11-22 10:00", "2026-11-22 09:00", "2026-10-22 00:00"), "+++"},
		{"the last of each month", usual, taken("2026-11-22 10:00", "2026-09-30 23:59", "2026-09-30 01:00", "2026-08-02 10:00", "2026-08-01 10:00"), "++-+-"},
		{"the last of a month that is partly within the days", usual, taken("2026-11-22 10:00", "2026-10-30 10:00", "2026-10-02 10:00"), "++-"},
		{"the last of each year", usual, taken("2026-11-22 10:00", "2025-10-30 10:00", "2025-10-02 10:00", "2024-12-02 10:00", "2024-01-02 10:00"), "++-+-"},
		{"years that are over", Retention{Years: 1}, taken("2026-11-22 10:00", "2025-10-30 10:00", "2024-10-02 10:00"), "++-"},
		{"of a clock ahead", Retention{}, taken("2030-01-01 10:00", "2029-01-01 10:00", "2026-11-22 10:00", "2026-11-21 10:00"), "++--"},
	}
	for _, tt := range tests {
		got := ""
		for _, keep := range tt.r.Keeps(now, tt.taken) {
			got += map[bool]string{true: "+", false: "-"}[keep]
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// aged is a library with three states and two snapshots of a phone.
func aged(tb testing.TB) (*memDisk, []Kept) {
	d, l := newLibrary(tb)
	w := begin(tb, l)
	h := add(tb, w, "DCIM/Camera/a.jpg", []byte("one"))
	var kept []Kept
	for i, s := range states() {
		k, _, err := keep(w, s)
		if err != nil {
			tb.Fatal(err)
		}
		kept = append(kept, k)
		if i > 0 {
			if err := w.Snapshot(context.Background(), Snapshot{Phone: "p1", Taken: phoneTime.Add(time.Duration(i) * time.Hour), Items: []SnapshotItem{{Hash: h, Path: "a.jpg"}}}); err != nil {
				tb.Fatal(err)
			}
		}
	}
	closeWriter(tb, w)
	return d, kept
}

func prune(d *memDisk, p Pruning) error {
	l, err := openLibrary(d, "lib")
	if err != nil {
		return err
	}
	w, err := l.Begin(context.Background())
	if err != nil {
		return err
	}
	return errors.Join(w.Prune(context.Background(), p), w.Close())
}

func sizes(d *memDisk) (total int64) {
	for name, data := range d.files() {
		if !strings.HasPrefix(name, lockName) {
			total += int64(len(data))
		}
	}
	return total
}

func TestPrune(t *testing.T) {
	d, kept := aged(t)
	l := reopened(t, d)
	now := phoneTime.AddDate(3, 0, 0)
	for _, r := range []Retention{{Years: 4}, {Days: 4000}, {Months: 40, Years: 0}} {
		if p, err := l.PlanPruning(t.Context(), r, phoneTime); err != nil || r.Days > 0 && !p.Empty() {
			t.Errorf("%+v: %+v, %v", r, p, err)
		}
	}
	p, err := l.PlanPruning(t.Context(), Retention{}, now)
	if err != nil || len(p.States) != 2 || len(p.Snapshots) != 1 || p.Stay != 2 {
		t.Fatalf("%+v, %v", p, err)
	}
	before := sizes(d)
	if err := prune(d, p); err != nil {
		t.Fatal(err)
	}
	if freed := before - sizes(d); freed != p.Freed || freed == 0 {
		t.Errorf("%d bytes are free now, %d were announced", freed, p.Freed)
	}
	if err := states()[2].same(l, kept[2]); err != nil {
		t.Error(err)
	}
	all, err := l.Kept(t.Context())
	if err != nil || len(all) != 1 || all[0].ID != kept[2].ID {
		t.Errorf("%+v, %v", all, err)
	}
	if s, err := l.Snapshots(t.Context()); err != nil || len(s) != 1 || !s[0].Taken.Equal(phoneTime.Add(2*time.Hour).Truncate(time.Second)) {
		t.Errorf("%+v, %v", s, err)
	}
	wantClean(t, d, 1)
	// What one state of two needed is there for the next backup to find it anew.
	w := begin(t, l)
	again, _, err := keep(w, states()[1])
	if err != nil {
		t.Fatal(err)
	}
	closeWriter(t, w)
	if err := states()[1].same(l, again); err != nil {
		t.Error(err)
	}
	wantClean(t, d, 1)
}

// TestTheNewestIsNeverPruned, whatever is asked for, nor what another state needs,
// nor a version that the owner made.
func TestTheNewestIsNeverPruned(t *testing.T) {
	d, kept := aged(t)
	l := reopened(t, d)
	d.put(t, historyName(hashOf([]byte("mine"))), []byte("mine"))
	snapshots, err := l.Snapshots(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := Pruning{States: []string{kept[1].ID, kept[2].ID, "p1/none", "../../library"}, Snapshots: []string{snapshots[0].ID, "../library", "none"}}
	if err := prune(d, all); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(states()[0].same(l, kept[0]), states()[2].same(l, kept[2])); err != nil {
		t.Error(err)
	}
	if s, err := l.Snapshots(t.Context()); err != nil || len(s) != 2 {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := readKept(d, kept[1].ID); err == nil {
		t.Error("the one in the middle is there still")
	}
	files := d.files()
	if files[historyName(hashOf([]byte("mine")))] != "mine" || files[libraryName] == "" {
		t.Error("more went than was asked for")
	}
	if _, there := files[historyName(hashOf([]byte("one and two")))]; there {
		t.Error("what nobody needs any more is there still")
	}
	wantClean(t, d, 1)
}

// TestWhatCannotBeReadMayNeedIt: with one state that cannot be read, nothing goes.
func TestWhatCannotBeReadMayNeedIt(t *testing.T) {
	d, kept := aged(t)
	flip(t, d, keptDir+"/"+kept[0].ID+snapshotExt, 30)
	before := sizes(d)
	if _, err := reopened(t, d).PlanPruning(t.Context(), Retention{}, time.Now()); !errors.Is(err, ErrUnclear) {
		t.Error(err)
	}
	if err := prune(d, Pruning{States: []string{kept[1].ID}}); !errors.Is(err, ErrUnclear) {
		t.Error(err)
	}
	if sizes(d) != before {
		t.Error("something went")
	}
}

// TestPruningStoppedAtEveryCall: stopped anywhere, each state is there whole or is
// gone, the newest is there, and the next session leaves nothing to be said.
func TestPruningStoppedAtEveryCall(t *testing.T) {
	d, kept := aged(t)
	plan, err := reopened(t, d).PlanPruning(t.Context(), Retention{}, phoneTime.AddDate(3, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	first := d.calls
	if err := prune(d, plan); err != nil {
		t.Fatal(err)
	}
	calls, least := d.calls-first, sizes(d)
	whole := func(d *memDisk) error {
		l, err := openLibrary(d, "lib")
		if err != nil {
			return err
		}
		for i, k := range kept {
			k, err := readKept(d, k.ID)
			if err == nil {
				err = states()[i].same(l, k)
			} else if i < 2 {
				err = nil // gone
			}
			if err != nil {
				return fmt.Errorf("state %d: %w", i, err)
			}
		}
		return nil
	}
	for name, after := range map[string]func(d *memDisk, n int) *memDisk{
		"kill -9":   func(d *memDisk, _ int) *memDisk { return d.killed() },
		"power cut": func(d *memDisk, n int) *memDisk { return d.cut(0, rand.New(rand.NewPCG(uint64(n), 3))) },
		"power cut, some written": func(d *memDisk, n int) *memDisk {
			return d.cut(0.5, rand.New(rand.NewPCG(uint64(n), 3)))
		},
	} {
		left := 0
		for n := 1; n <= calls; n++ {
			d, _ := aged(t)
			d.dieAt = d.calls + n
			prune(d, plan) // its error is the point
			d = after(d, n)
			if err := whole(d); err != nil {
				t.Fatalf("%s at call %d of %d: %v", name, n, calls, err)
			}
			if err := putRight(d); err != nil {
				t.Fatalf("%s at call %d of %d: %v", name, n, calls, err)
			}
			if err := errors.Join(whole(d), prune(d, plan), whole(d)); err != nil {
				t.Fatalf("%s at call %d of %d, again: %v", name, n, calls, err)
			}
			wantClean(t, d, 1)
			if sizes(d) > least {
				left++
			}
		}
		if name == "kill -9" && left > 0 {
			t.Errorf("%s: %d of %d times bytes were left that nobody needs", name, left, calls)
		}
	}
	if !slices.IsSorted(plan.States) {
		t.Error("the plan is in no order")
	}
}
