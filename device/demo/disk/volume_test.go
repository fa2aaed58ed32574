package disk

import (
	"errors"
	"testing"
	"time"
)

func TestVolume(t *testing.T) {
	base := time.Unix(1_700_000_000, 0)
	f := New(1<<30, func() time.Time { return base.Add(time.Second) })
	a := Attr{Mode: 0770, UID: User, GID: User, MTime: base}
	for _, dir := range []string{"/storage", "/data"} {
		if err := f.MkdirAll(dir, a); err != nil {
			t.Fatal(err)
		}
	}
	_, free := f.Space()
	v := f.NewVolume("/storage/1A2B-3C4D", 1<<20, 2*time.Second, a)
	if _, err := f.Stat("/storage/1A2B-3C4D"); !errors.Is(err, ENOENT) {
		t.Fatalf("before it is in: %v", err)
	}
	for range 2 {
		if err := f.Insert(v); err != nil {
			t.Fatal(err)
		}
	}
	odd := a
	odd.MTime = base.Add(time.Second)
	mtime := func(p string) time.Time {
		t.Helper()
		in, err := f.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		return in.MTime
	}
	for _, p := range []string{"/storage/1A2B-3C4D/DCIM/a.jpg", "/data/a.jpg"} {
		if err := f.Put(p, Bytes("four"), odd); err != nil {
			t.Fatal(err)
		}
	}
	if got := mtime("/storage/1A2B-3C4D/DCIM/a.jpg"); !got.Equal(base) {
		t.Errorf("on the card: %v", got)
	}
	if got := mtime("/data/a.jpg"); !got.Equal(odd.MTime) {
		t.Errorf("on the phone: %v", got)
	}
	if err := f.Chtimes("/storage/1A2B-3C4D/DCIM/a.jpg", base.Add(3*time.Second)); err != nil {
		t.Fatal(err)
	}
	if got := mtime("/storage/1A2B-3C4D/DCIM/a.jpg"); !got.Equal(base.Add(2 * time.Second)) {
		t.Errorf("set on the card: %v", got)
	}
	if err := f.Rename("/data/a.jpg", "/storage/1A2B-3C4D/b.jpg"); err != nil {
		t.Fatal(err)
	}
	if got := mtime("/storage/1A2B-3C4D/b.jpg"); !got.Equal(base) {
		t.Errorf("moved to the card: %v", got)
	}
	if _, now := f.Space(); now != free {
		t.Errorf("the phone has %d free, %d before: cards have room of their own", now, free)
	}
	total, left, mount, err := f.SpaceAt("/storage/1A2B-3C4D/DCIM")
	if err != nil || total != 1<<20 || left >= total || left < total-20_000 || mount != "/storage/1A2B-3C4D" {
		t.Errorf("the card: %d, %d, %q, %v", total, left, mount, err)
	}
	if total, _, mount, err := f.SpaceAt("/data"); err != nil || total != 1<<30 || mount != "" {
		t.Errorf("the phone: %d, %q, %v", total, mount, err)
	}
	for range 2 {
		f.TakeOut(v)
		if _, err := f.Stat("/storage/1A2B-3C4D/b.jpg"); !errors.Is(err, ENOENT) {
			t.Errorf("taken out: %v", err)
		}
	}
	if err := f.Insert(v); err != nil {
		t.Fatal(err)
	}
	if got := mtime("/storage/1A2B-3C4D/b.jpg"); !got.Equal(base) {
		t.Errorf("back again: %v", got)
	}
	if _, now := f.Space(); now != free {
		t.Errorf("%d free after the card came and went, %d before", now, free)
	}
}
