package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
)

func TestSnapshot(t *testing.T) {
	d, l, hashes := libraryOf(t, 3)
	w := begin(t, l)
	ctx := context.Background()
	s := Snapshot{
		Taken: phoneTime, Phone: "p1", Name: `Anna's "Redmi"`, Model: "23124RA7EO", OS: "HyperOS 2.0", Android: "15", Missing: 2,
		Items: []SnapshotItem{
			{Hash: hashes[0], Path: "/sdcard/a \n\"b\".jpg", Album: "DCIM", Size: 9, MTime: phoneTime},
			{Hash: hashes[1], Path: "/sdcard/\xff.jpg", Album: "x\xff", Size: 9, MTime: time.Unix(0, 0).UTC()},
			{Hash: hashes[1], Path: `/sdcard/","items":[.jpg`},
		},
	}
	for range 3 { // in one second
		if err := w.Snapshot(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	// What was only just handed over is waited for.
	later := Snapshot{Taken: phoneTime.Add(time.Hour), Phone: "p/2",
		Items: []SnapshotItem{{Hash: add(t, w, "DCIM/Camera/new.jpg", []byte("new"))}}}
	if err := w.Snapshot(ctx, later); err != nil {
		t.Fatal(err)
	}
	if err := w.Snapshot(ctx, Snapshot{Phone: "p1", Items: []SnapshotItem{{Hash: hashOf([]byte("unknown"))}}}); !errors.Is(err, ErrUnknown) {
		t.Errorf("of a content that is not here: %v", err)
	}
	closeWriter(t, w)

	all, err := l.Snapshots(ctx)
	if err != nil || len(all) != 4 || all[0].ID != "20240517T190321Z-p_2" {
		t.Fatalf("%+v, %v", all, err)
	}
	for i, want := range []string{"20240517T180321Z-p1-3", "20240517T180321Z-p1-2", "20240517T180321Z-p1"} {
		got, err := l.Snapshot(want)
		if err != nil || all[i+1].ID != want || all[i+1].Count != 3 {
			t.Errorf("%s: %+v, %v", want, all[i+1], err)
		}
		got.ID, got.Count = "", 0
		if !reflect.DeepEqual(got, s) {
			t.Errorf("came back as %+v\nwant %+v", got, s)
		}
	}
	for _, id := range []string{"../library", "none", "", "a/b"} {
		if _, err := l.Snapshot(id); err == nil {
			t.Errorf("snapshot %q was read", id)
		}
	}
	wantClean(t, d, 4)

	// Any byte that changes is noticed.
	name := snapshotsDir + "/20240517T180321Z-p1" + snapshotExt
	whole := []byte(d.files()[name])
	for i := range whole {
		b := append([]byte{}, whole...)
		b[i] ^= 0x20
		if got, err := decodeSnapshot(b, true); err == nil && !strings.EqualFold(string(b), string(whole)) {
			t.Fatalf("byte %d changed, and nobody noticed: %+v", i, got)
		}
	}
	d.put(t, name, whole[:len(whole)/2])
	if r := checkAll(t, d); r.Exit() != 1 || r.Problems[0].Path != name || r.Snapshots != 3 {
		t.Errorf("check of half a snapshot: %v", r.Problems)
	}
}

func FuzzSnapshot(f *testing.F) {
	b, err := encodeSnapshot(Snapshot{Phone: "p1", Count: 1, Items: []SnapshotItem{{Path: "/a\xff", Album: "x"}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"items":[` + "\n{}\n]" + sumTail + `00000000"}` + "\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		decodeSnapshot(b, false)
		s, err := decodeSnapshot(b, true)
		if err != nil {
			return
		}
		again, err := encodeSnapshot(s)
		if err != nil {
			return // a time that JSON cannot say
		}
		if _, err := decodeSnapshot(again, true); err != nil {
			t.Errorf("%q was written as %q: %v", b, again, err)
		}
	})
}

// The files of format 1, as the first version wrote them, are read for ever.
func TestGoldenLibrary(t *testing.T) {
	l, err := Open(filepath.Join("testdata", "format1"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if l.ID() != "00112233445566778899aabbccddeeff" {
		t.Errorf("id %s", l.ID())
	}
	var got strings.Builder
	_, damage, err := l.Replay(context.Background(), "", func(it gallery.Item) {
		fmt.Fprintf(&got, "%.8s %d %s %s %s %dx%d %s\n", it.Hash, it.Size, it.Path, it.Added.Format(time.RFC3339), it.Info.Kind, it.Info.Width, it.Info.Height, it.Info.Taken.Time.Format(time.RFC3339))
		for _, o := range it.Origins {
			fmt.Fprintf(&got, "  %s %q %q %s %v %v %s\n", o.Phone, o.Path, o.Album, o.MTime.Format(time.RFC3339), o.Favorite, o.Trashed, o.Verified.Format(time.RFC3339))
		}
	}, nil)
	if err != nil || len(damage) > 0 {
		t.Fatal(err, damage)
	}
	snaps, err := l.Snapshots(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range snaps {
		full, err := l.Snapshot(s.ID)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&got, "%s %s %s %d of %d\n", s.ID, s.Phone, s.Model, len(full.Items), s.Count)
	}
	want, err := os.ReadFile(filepath.Join("testdata", "format1.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}
