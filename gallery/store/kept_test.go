package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
)

// state is the files of one category at one time.
type state map[string]string

func states() []state {
	return []state{
		{"Contacts.vcf": "one", "Notes/Work/a.md": "a", "Notes/Work/A.md": "other a"},
		{"Contacts.vcf": "one and two", "Notes/Work/a.md": "a", "Messages/attachments/x.png": strings.Repeat("picture", 100)},
		{"Contacts.vcf": "one", "Notes/Work/a.md": "edited", "Messages/attachments/x.png": strings.Repeat("picture", 100)},
	}
}

func keep(w *Writer, s state) (Kept, bool, error) {
	ctx := context.Background()
	k, err := w.Keep(ctx, "p1", "Redmi", "contacts", "Redmi p1")
	if err != nil {
		return Kept{}, false, err
	}
	defer k.Discard()
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if _, err := k.Put(ctx, name, func(w io.Writer) error { _, err := io.WriteString(w, s[name]); return err }); err != nil {
			return Kept{}, false, err
		}
	}
	return k.Commit(ctx, len(s), phoneTime)
}

// same reports an error unless a state is kept with exactly these bytes.
func (s state) same(l *Library, k Kept) error {
	if len(k.Parts) != len(s) {
		return fmt.Errorf("%d parts, want %d", len(k.Parts), len(s))
	}
	left := maps.Clone(s)
	for _, p := range k.Parts {
		f, err := l.OpenPart(k, p)
		if err != nil {
			return err
		}
		b, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			return err
		}
		name := p.Path
		if name == "Notes/Work/a (2).md" { // one of two names that Windows cannot tell apart
			name = "Notes/Work/a.md"
		}
		if left[name] != string(b) {
			return fmt.Errorf("%s has %.20q, want %.20q", name, b, left[name])
		}
		delete(left, name)
	}
	return nil
}

// flip changes one bit of a file, on the medium too.
func flip(t *testing.T, d *memDisk, name string, at int) {
	t.Helper()
	data, ok := d.files()[name]
	if !ok {
		t.Fatalf("no %s", name)
	}
	b := []byte(data)
	b[at] ^= 1
	if err := d.remove(name); err != nil {
		t.Fatal(err)
	}
	d.put(t, name, b)
}

func TestKeepsEveryState(t *testing.T) {
	d, l := newLibrary(t)
	w := begin(t, l)
	var kept []Kept
	for i, s := range states() {
		k, changed, err := keep(w, s)
		if err != nil || !changed {
			t.Fatalf("state %d: changed %v, %v", i, changed, err)
		}
		kept = append(kept, k)
		calls := d.calls
		again, changed, err := keep(w, s)
		if err != nil || changed || again.ID != k.ID {
			t.Fatalf("the same again: changed %v, %v", changed, err)
		}
		t.Logf("state %d: %d calls for nothing new", i, d.calls-calls)
	}
	files := d.files()
	for i, s := range states() {
		if err := s.same(l, kept[i]); err != nil {
			t.Errorf("state %d: %v", i, err)
		}
	}
	for name, want := range states()[2] {
		if got := files["Records/Redmi p1/"+name]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	all, err := l.Kept(context.Background())
	if err != nil || len(all) != 3 || all[0].ID != kept[2].ID || all[2].Count != 3 {
		t.Errorf("listed %+v, %v", all, err)
	}
	closeWriter(t, w)
	r := checkAll(t, d)
	if len(r.Problems) > 0 || r.States != 3 || r.Parts != 6 || r.Exit() != 0 {
		t.Errorf("check: %+v", r)
	}
	if n := strings.Count(strings.Join(slices.Collect(maps.Keys(files)), "\n"), historyDir); n != 4 {
		t.Errorf("%d versions in the history, want 4: each content that was replaced or went, once", n)
	}
}

// TestEditedByTheOwner: what the owner did to a file is not lost by the next backup.
func TestEditedByTheOwner(t *testing.T) {
	d, l := newLibrary(t)
	w := begin(t, l)
	if _, _, err := keep(w, states()[0]); err != nil {
		t.Fatal(err)
	}
	d.remove("Records/Redmi p1/Contacts.vcf")
	d.put(t, "Records/Redmi p1/Contacts.vcf", []byte("mine"))
	if _, _, err := keep(w, states()[1]); err != nil {
		t.Fatal(err)
	}
	closeWriter(t, w)
	if got := d.files()[historyName(hashOf([]byte("mine")))]; got != "mine" {
		t.Errorf("the edited file is gone")
	}
}

func TestHostileNames(t *testing.T) {
	d, l := newLibrary(t)
	w := begin(t, l)
	s := state{"../../etc/passwd": "1", "/abs": "2", "CON/nul.txt": "3", strings.Repeat("long/", 100) + "x": "4", "a\x00b\u202e": "5", "": "6"}
	k, _, err := keep(w, s)
	if err != nil || len(k.Parts) != len(s) {
		t.Fatal(k, err)
	}
	for _, p := range k.Parts {
		if strings.Contains(p.Path, "..") && !strings.Contains(p.Path, "__") || len(p.Path) > 230 {
			t.Errorf("%q", p.Path)
		}
	}
	closeWriter(t, w)
	for name := range d.files() {
		if !strings.HasPrefix(name, "Records/Redmi p1/") && !strings.HasPrefix(name, insideDir) && name != readmeName {
			t.Errorf("written outside: %s", name)
		}
	}
	if r := checkAll(t, d); len(r.Problems) > 0 {
		t.Errorf("check: %v", r.Problems)
	}
}

func TestCheckAndRepairNameParts(t *testing.T) {
	const contacts = "Records/Redmi p1/Contacts.vcf"
	old := historyName(hashOf([]byte("one and two")))
	for _, c := range []struct {
		name string
		harm func(d *memDisk)
		kind ProblemKind
		path string
		exit int
		acts []ActionKind
	}{
		{"newest flipped", func(d *memDisk) { flip(t, d, contacts, 1) }, ProblemStray, contacts, 0, []ActionKind{ActionQuarantine, ActionFound}},
		{"newest flipped, no other copy", func(d *memDisk) { d.remove(historyName(hashOf([]byte("one")))); flip(t, d, contacts, 1) }, ProblemDamaged, contacts, 1, []ActionKind{ActionQuarantine, ActionMissing}},
		{"newest gone", func(d *memDisk) {
			d.remove(historyName(hashOf([]byte("edited"))))
			d.remove("Records/Redmi p1/Notes/Work/a.md")
		}, ProblemMissing, "Records/Redmi p1/Notes/Work/a.md", 2, []ActionKind{ActionMissing}},
		{"old one flipped", func(d *memDisk) { flip(t, d, old, 3) }, ProblemDamaged, old, 1, []ActionKind{ActionQuarantine, ActionMissing}},
		{"old one gone", func(d *memDisk) { d.remove(old) }, ProblemMissing, contacts, 2, []ActionKind{ActionMissing}},
		{"a state flipped", func(d *memDisk) { flip(t, d, keptDir+"/p1/20240517T180322Z-contacts.json", 30) }, ProblemManifest, keptDir + "/p1/20240517T180322Z-contacts.json", 1, []ActionKind{ActionQuarantine}},
	} {
		d, l := newLibrary(t)
		w := begin(t, l)
		for _, s := range states() {
			if _, _, err := keep(w, s); err != nil {
				t.Fatal(err)
			}
		}
		closeWriter(t, w)
		c.harm(d)
		r := checkAll(t, d)
		if len(r.Problems) != 1 || r.Problems[0].Kind != c.kind || r.Problems[0].Path != c.path || r.Exit() != c.exit {
			t.Errorf("%s: exit %d, %v", c.name, r.Exit(), r.Problems)
		}
		before := d.files()
		rep, err := repair(context.Background(), d, "lib", RepairOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var acts []ActionKind
		for _, a := range rep.Actions {
			acts = append(acts, a.Kind)
		}
		if !slices.Equal(acts, c.acts) {
			t.Errorf("%s: repair did %v", c.name, rep.Actions)
		}
		after := slices.Collect(maps.Values(d.files()))
		for name, data := range before {
			if !slices.Contains(after, data) && !strings.HasPrefix(name, insideDir+"/lock") {
				t.Errorf("%s: the repair lost the bytes of %s", c.name, name)
			}
		}
		w = begin(t, l)
		if _, _, err := keep(w, states()[2]); err != nil {
			t.Errorf("%s: the next backup: %v", c.name, err)
		}
		closeWriter(t, w)
	}
}

// TestKeepingStoppedAtEveryCall stops three states being kept at every call of the
// file system, in every way: what Commit reported stays readable to the last byte,
// and the next backup makes all good.
func TestKeepingStoppedAtEveryCall(t *testing.T) {
	run := func(d *memDisk) (kept []Kept, err error) {
		l, err := createLibrary(d, "lib")
		if err != nil {
			return nil, err
		}
		w, err := l.Begin(context.Background())
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, w.Close()) }()
		for _, s := range states() {
			k, _, err := keep(w, s)
			if err != nil {
				return kept, err
			}
			kept = append(kept, k)
		}
		return kept, nil
	}
	d := newMemDisk()
	if kept, err := run(d); err != nil || len(kept) != 3 {
		t.Fatal(kept, err)
	}
	calls := d.calls
	cut := func(luck float64) func(*memDisk, int) *memDisk {
		return func(d *memDisk, n int) *memDisk { return d.cut(luck, rand.New(rand.NewPCG(uint64(n), 9))) }
	}
	for name, after := range map[string]func(d *memDisk, n int) *memDisk{
		"kill -9": func(d *memDisk, _ int) *memDisk { return d.killed() }, "power cut": cut(0), "power cut, some written": cut(0.5), "power cut, most written": cut(0.9),
		"kill -9, the same again, a power cut": func(d *memDisk, n int) *memDisk {
			d = d.killed()
			run(d) // what it reports is looked at by those that ran before
			return d.cut(0, rand.New(rand.NewPCG(uint64(n), 9)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for n := 1; n <= calls; n++ {
				d := newMemDisk()
				d.dieAt = n
				kept, _ := run(d) // its error is the point
				d = after(d, n)
				if err := unharmed(d, kept); err != nil {
					t.Fatalf("stopped at call %d of %d: %v", n, calls, err)
				}
				l, err := createLibrary(d, "lib")
				if err != nil {
					t.Fatal(err)
				}
				w := begin(t, l)
				last, _, err := keep(w, states()[2])
				if err != nil {
					t.Fatalf("stopped at call %d of %d, the next backup: %v", n, calls, err)
				}
				closeWriter(t, w)
				if err := errors.Join(unharmed(d, kept), states()[2].same(l, last)); err != nil {
					t.Fatalf("stopped at call %d of %d, after the next backup: %v", n, calls, err)
				}
				if r := checkAll(t, d); len(r.Problems) > 0 {
					t.Fatalf("stopped at call %d of %d, check: %v", n, calls, r.Problems)
				}
			}
		})
	}
	t.Run("negative control", func(t *testing.T) {
		d := newMemDisk()
		d.lies = true
		kept, err := run(d)
		if err != nil {
			t.Fatal(err)
		}
		if unharmed(d.cut(0, rand.New(rand.NewPCG(1, 1))), kept) == nil {
			t.Error("everything was lost, and nobody noticed")
		}
	})
}

func unharmed(d *memDisk, kept []Kept) error {
	if len(kept) == 0 {
		return nil
	}
	l, err := openLibrary(d, "lib")
	if err != nil {
		return err
	}
	for i, k := range kept {
		again, err := readKept(d, k.ID)
		if err != nil {
			return fmt.Errorf("state %d: %w", i, err)
		}
		if err := states()[i].same(l, again); err != nil {
			return fmt.Errorf("state %d: %w", i, err)
		}
	}
	return nil
}

func FuzzDecodeKept(f *testing.F) {
	b, err := encodeKept(Kept{Taken: time.Unix(0, 0).UTC(), Phone: "p", Category: "c", Folder: "f", Parts: []Part{{Path: "a/b", Hash: gallery.Hash{1}, Size: 3}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		k, err := decodeKept(b)
		if err != nil {
			return
		}
		for _, p := range k.Parts {
			if strings.Contains(k.place(p), "..") && strings.Contains("/"+k.place(p)+"/", "/../") {
				t.Errorf("outside: %s", k.place(p))
			}
		}
	})
}
