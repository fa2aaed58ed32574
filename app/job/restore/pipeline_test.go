package restore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device"
)

// table is a phone with rows, such as contacts; it can be unplugged.
type table struct {
	rows  map[string]string
	reach int // calls until it is unplugged; negative: never
}

func (t *table) touch() error {
	if t.reach == 0 {
		t.reach = -1
		return fmt.Errorf("%w: in the middle", device.ErrGone)
	}
	t.reach--
	return nil
}

// rowsPart restores rows: the least that a Part must do.
type rowsPart struct {
	line *Line[*table]
	want map[string]string
}

type rowNote struct {
	Key string
	Had *string // what was there before
}

func (p rowsPart) Name() string { return "rows" }

func (p rowsPart) Plan(_ context.Context, d *Draft) error {
	for _, k := range slices.Sorted(maps.Keys(p.want)) {
		v := p.want[k]
		s := Step{Category: "rows", Title: k, Source: k, Target: Name(k), State: New, Do: Add, Bytes: int64(len(v))}
		switch had, there := p.line.Phone().rows[k]; {
		case strings.HasPrefix(k, "!"):
			s.State, s.Do, s.Reason = Cannot, Leave, "the phone does not take it"
		case there && had == v:
			s.State, s.Do = Same, Leave
		case there:
			s.State = Differs
			s.Do, s.Reason = d.Conflict.Choose(false)
			if s.Do == Add {
				s.Target += " (1)"
			}
		}
		if err := d.Add(s, v); err != nil {
			return err
		}
	}
	return nil
}

func (p rowsPart) Save(_ context.Context, _ []Step, v Vault) error {
	b, err := json.Marshal(p.line.Phone().rows)
	if err != nil {
		return err
	}
	return v.Put("rows", strings.NewReader(string(b)))
}

func (p rowsPart) Do(_ context.Context, due []Entry, log *Log) error {
	for _, e := range due {
		t := p.line.Phone()
		if err := t.touch(); err != nil {
			return err
		}
		var v string
		if err := json.Unmarshal(e.Detail, &v); err != nil {
			return err
		}
		if !e.Begun { // what was there is known only before the first change
			n := rowNote{Key: string(e.Target)}
			if had, there := t.rows[n.Key]; there {
				n.Had = &had
			}
			if err := log.Intend(Note{e.ID, n}); err != nil {
				return err
			}
		}
		t.rows[string(e.Target)] = v
		if err := log.Settle(e, job.Copied, "", nil); err != nil {
			return err
		}
	}
	return nil
}

func (p rowsPart) ReadBack(_ context.Context, done []Entry, log *Log) error {
	for _, e := range done {
		var v string
		if err := json.Unmarshal(e.Detail, &v); err != nil {
			return err
		}
		if p.line.Phone().rows[string(e.Target)] == v {
			if err := log.Verify(e); err != nil {
				return err
			}
		} else if err := log.Doubt(e, "it is not there"); err != nil {
			return err
		}
	}
	return nil
}

func (p rowsPart) Undo(_ context.Context, done []Entry, v Vault, log *Log) error {
	saved, err := v.Get("rows")
	if err != nil {
		return err
	}
	b, err := io.ReadAll(saved)
	if err = errors.Join(err, saved.Close()); err != nil {
		return err
	}
	var before map[string]string
	if err := json.Unmarshal(b, &before); err != nil {
		return err
	}
	for _, e := range done {
		t := p.line.Phone()
		if err := t.touch(); err != nil {
			return err
		}
		var n rowNote
		if ok, err := e.Read(&n); !ok || err != nil {
			return fmt.Errorf("no note of %s: %w", e.Title, err)
		}
		if had, there := before[n.Key]; there != (n.Had != nil) || there && had != *n.Had {
			return fmt.Errorf("the safety snapshot has %q, the journal %v", had, n.Had)
		}
		if n.Had != nil {
			t.rows[n.Key] = *n.Had
		} else {
			delete(t.rows, n.Key)
		}
		if err := log.Settle(e, job.Copied, "", nil); err != nil {
			return err
		}
	}
	return nil
}

var fresh = map[string]string{"a": "1", "b": "2", "c": "3", "d": "4", "!e": "5"}

func old() map[string]string { return map[string]string{"a": "1", "b": "other", "z": "9"} }

// stage is a plan over a table, with its journal in a folder of the test's.
func stage(t *testing.T, rows map[string]string, c Conflict) (Book, *Plan, rowsPart) {
	t.Helper()
	part := rowsPart{NewLine(&table{rows: rows, reach: -1}), fresh}
	p, err := Make(t.Context(), job.NewTracker(time.Now), Options{Conflict: c, From: "test"}, part)
	if err != nil {
		t.Fatal(err)
	}
	return NewBook(t.TempDir()), p, part
}

func work(p *Plan, j *Journal, part Part) *Work {
	return &Work{Plan: p, Parts: []Part{part}, Journal: j, Tracker: job.NewTracker(time.Now)}
}

func TestConflicts(t *testing.T) {
	for _, c := range []struct {
		choice               Conflict
		want                 map[string]string
		copied, same, passed int
	}{
		{KeepBoth, map[string]string{"a": "1", "b": "other", "b (1)": "2", "c": "3", "d": "4", "z": "9"}, 3, 1, 1},
		{Skip, map[string]string{"a": "1", "b": "other", "c": "3", "d": "4", "z": "9"}, 2, 1, 2},
		{Newest, map[string]string{"a": "1", "b": "other", "c": "3", "d": "4", "z": "9"}, 2, 1, 2},
		{Override, map[string]string{"a": "1", "b": "2", "c": "3", "d": "4", "z": "9"}, 3, 1, 1},
	} {
		t.Run(string(c.choice), func(t *testing.T) {
			rows := old()
			book, p, part := stage(t, rows, c.choice)
			if !maps.Equal(rows, old()) {
				t.Fatal("planning changed the phone")
			}
			j, err := book.Begin(p)
			if err != nil {
				t.Fatal(err)
			}
			defer j.Close()
			r, err := work(p, j, part).Run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !maps.Equal(rows, c.want) {
				t.Errorf("the phone has %v, want %v", rows, c.want)
			}
			if r.Copied != c.copied || r.Already != c.same || r.Skipped != c.passed || r.Failed != 0 || r.Verified != c.copied {
				t.Errorf("receipt %+v", r.Counts)
			}
			totals := p.Totals()
			if totals.Change != r.Copied || totals.Same != r.Already {
				t.Errorf("the preview said %+v, the receipt says %+v", totals, r.Counts)
			}
			u, err := work(p, j, part).Undo(t.Context())
			if err != nil || u.Copied != c.copied || !maps.Equal(rows, old()) {
				t.Errorf("after undo: %v, %+v, %v", rows, u.Counts, err)
			}
		})
	}
}

// TestKilledAnywhere ends a run after each line of its journal, reads it back as
// another process would, and either finishes it or takes it back. Both end as if
// nothing had happened in between.
func TestKilledAnywhere(t *testing.T) {
	power := errors.New("the power went")
	lines := 0
	whole := old()
	{
		book, p, part := stage(t, whole, Override)
		j, err := book.Begin(p)
		if err != nil {
			t.Fatal(err)
		}
		j.trip = func(line) error { lines++; return nil }
		if _, err := work(p, j, part).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		j.Close()
	}
	if lines < 10 {
		t.Fatalf("only %d lines in the journal", lines)
	}
	for n := 1; n <= lines; n++ {
		for _, then := range []string{"finish", "undo"} {
			rows := old()
			book, p, part := stage(t, rows, Override)
			j, err := book.Begin(p)
			if err != nil {
				t.Fatal(err)
			}
			left := n
			j.trip = func(line) error {
				if left--; left == 0 {
					return power
				}
				return nil
			}
			if _, err := work(p, j, part).Run(t.Context()); n < lines && !errors.Is(err, power) {
				t.Fatalf("line %d: %v", n, err)
			}
			j.Close()
			p, j, err = book.Open(p.ID)
			if err != nil {
				t.Fatal(err)
			}
			w := work(p, j, part)
			if then == "finish" {
				r, err := w.Run(t.Context())
				if err != nil || !maps.Equal(rows, whole) || r.Copied != 3 || r.Found != len(fresh) || r.Verified != 3 {
					t.Errorf("finished after line %d: %v, %+v, %v", n, rows, r, err)
				}
			} else {
				if _, err := w.Undo(t.Context()); err != nil || !maps.Equal(rows, old()) {
					t.Errorf("taken back after line %d: %v, %v", n, rows, err)
				}
			}
			j.Close()
		}
	}
}

func TestUnpluggedAnywhere(t *testing.T) {
	for n := range 4 {
		rows := old()
		book, p, part := stage(t, rows, KeepBoth)
		j, err := book.Begin(p)
		if err != nil {
			t.Fatal(err)
		}
		part.line.Phone().reach = n
		w := work(p, j, part)
		waited := 0
		w.Again = func(context.Context) error {
			waited++
			part.line.Set(&table{rows: rows, reach: -1})
			return nil
		}
		r, err := w.Run(t.Context())
		if err != nil || r.Copied != 3 || r.Failed != 0 {
			t.Errorf("unplugged at call %d: %+v, %v", n, r.Counts, err)
		}
		if want := min(1, 3-min(n, 3)); waited != want {
			t.Errorf("unplugged at call %d: waited %d times", n, waited)
		}
		j.Close()
	}
	// Where nobody waits, the receipt says what was not reached.
	rows := old()
	book, p, part := stage(t, rows, KeepBoth)
	j, err := book.Begin(p)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	part.line.Phone().reach = 1
	r, err := work(p, j, part).Run(t.Context())
	if !errors.Is(err, device.ErrGone) || r.Copied != 1 || r.Skipped != 3 || !r.AddsUp() {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestTooLittleRoom(t *testing.T) {
	book, p, part := stage(t, old(), KeepBoth)
	p.Spaces = []Space{{Path: "/x", Name: "Phone storage", Free: 109, Need: 100}}
	j, err := book.Begin(p)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	r, err := work(p, j, part).Run(t.Context())
	if !errors.Is(err, ErrNoRoom) || r.Copied != 0 {
		t.Errorf("%+v, %v", r.Counts, err)
	}
	if p.Spaces[0].Free = 110; p.Spaces[0].Short() != 0 {
		t.Error("a tenth to spare is enough")
	}
}

func TestTornJournal(t *testing.T) {
	rows := old()
	book, p, part := stage(t, rows, KeepBoth)
	j, err := book.Begin(p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := work(p, j, part).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := j.file.WriteString(`{"e":"settle","s":1,"o":"fai`); err != nil {
		t.Fatal(err)
	}
	j.Close()
	p, j, err = book.Open(p.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	r, err := work(p, j, part).Run(t.Context())
	if err != nil || r.Copied != 3 || r.Failed != 0 {
		t.Errorf("%+v, %v", r.Counts, err)
	}
	all, err := book.List()
	if err != nil || len(all) != 1 || !all[0].Ended || all[0].Done != 3 || all[0].Left != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestNameIsExact(t *testing.T) {
	for _, n := range []Name{"", "DCIM/Camera/x.jpg", "bad\xff\xfe.jpg", "base64:xyz", "日本.jpg", "line\nbreak"} {
		b, err := json.Marshal(n)
		var back Name
		if err == nil {
			err = json.Unmarshal(b, &back)
		}
		if err != nil || back != n {
			t.Errorf("%q came back as %q (%v)", n, back, err)
		}
	}
}

func TestNoRun(t *testing.T) {
	book := NewBook(t.TempDir())
	for _, id := range []string{"", "restore-x", "../x", "a/b", ".hidden"} {
		if _, _, err := book.Open(id); !errors.Is(err, ErrNoRun) {
			t.Errorf("%q: %v", id, err)
		}
	}
}
