package index

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenKeepsWhatWasApplied(t *testing.T) {
	// A name in which everything means something to a URI.
	dir := filepath.Join(t.TempDir(), "a?b #1 100%41 ümläut;&=+'")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	x := open(t, dir)
	if p, err := x.Position(t.Context()); p != "" || err != nil || !x.Fresh() || x.ReadOnly() || x.Cause() != nil {
		t.Fatalf("new: position %q, %v, fresh %v, read-only %v, cause %v", p, err, x.Fresh(), x.ReadOnly(), x.Cause())
	}
	apply(t, x, "00000001:120", photo("a.jpg", "2023-05-14"))
	apply(t, x, "", photo("b.jpg", "2023-05-15")) // a batch in the middle of a replay
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}

	y := open(t, dir)
	if p, err := y.Position(t.Context()); p != "00000001:120" || err != nil {
		t.Errorf("position %q, %v", p, err)
	}
	if y.Fresh() {
		t.Error("made anew for no reason")
	}
	if got := names(t, y, Filter{}); got != "b.jpg a.jpg" {
		t.Errorf("timeline %s", got)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if st, err := e.Info(); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want a file for the owner alone", e.Name(), st.Mode(), err)
		}
		if !strings.HasPrefix(e.Name(), "index.db") && !strings.HasPrefix(e.Name(), "thumbs.db") {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

func TestOpenWantsAFolder(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(t.Context(), filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing folder: %v", err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), file); err == nil {
		t.Error("a file was taken for a folder")
	}
}

func TestReset(t *testing.T) {
	x := filled(t, photo("a.jpg", "2023-05-14"), photo("b.jpg", "2023-05-15"))
	before := timeline(t, x, Filter{})
	if err := x.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p, err := x.Position(t.Context()); p != "" || err != nil {
		t.Errorf("position %q, %v", p, err)
	}
	if got := names(t, x, Filter{}); got != "" {
		t.Errorf("timeline %s", got)
	}
	if a, err := x.Albums(t.Context()); len(a) != 0 || err != nil {
		t.Errorf("albums %v, %v", a, err)
	}
	apply(t, x, "2", photo("c.jpg", "2023-05-16"))
	if rows, err := x.Rows(t.Context(), before.IDs); len(rows) != 0 || err != nil {
		t.Errorf("old ids find %v, %v", rows, err)
	}
	// Twice in a row: the ids given before the first time still count.
	for range 2 {
		if err := x.Reset(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	apply(t, x, "3", photo("d.jpg", "2023-05-16"))
	if got := timeline(t, x, Filter{}); len(got.IDs) != 1 || got.IDs[0] != 4 {
		t.Errorf("ids %v, want 4", got.IDs)
	}
}

func TestCloseTwice(t *testing.T) {
	x := open(t, t.TempDir()) // closed again at the end
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Timeline(t.Context(), Filter{}); err == nil {
		t.Error("a closed index answers")
	}
}

// timeline is Timeline, checked for what always holds.
func timeline(t testing.TB, x *Index, f Filter) *Timeline {
	t.Helper()
	tl, err := x.Timeline(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	if len(tl.IDs) != len(tl.Taken) {
		t.Fatalf("%d ids, %d times", len(tl.IDs), len(tl.Taken))
	}
	next := 0
	for i, m := range tl.Months {
		if m.Start != next || m.Count < 1 {
			t.Fatalf("month %d is %+v, want a start of %d", i, m, next)
		}
		next += m.Count
	}
	if next != len(tl.IDs) {
		t.Fatalf("months hold %d of %d items", next, len(tl.IDs))
	}
	return tl
}

// names lists the names of a timeline.
func names(t testing.TB, x *Index, f Filter) string {
	t.Helper()
	rows, err := x.Rows(t.Context(), timeline(t, x, f).IDs)
	if err != nil {
		t.Fatal(err)
	}
	var ns []string
	for _, r := range rows {
		ns = append(ns, r.Name)
	}
	return strings.Join(ns, " ")
}
