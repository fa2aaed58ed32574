package store

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"keepsake/gallery"
)

func TestProve(t *testing.T) {
	d, l, hashes := libraryOf(t, 3)
	w := begin(t, l)
	ctx := context.Background()
	o := incoming("DCIM/Camera/0.jpg").Origin
	began := time.Now()
	p, err := w.Prove(ctx, hashes[0], hashes[0], o)
	if err != nil {
		t.Fatal(err)
	}
	if !p.Valid() || p.Hash() != hashes[0] || p.Size() != 9 || p.Path() != camera+"0.jpg" || p.At().Before(began) ||
		!p.Covers(o.Phone, o.Path) || p.Covers("p2", o.Path) || p.Covers(o.Phone, o.Path+"x") || p.Origin().Path != o.Path {
		t.Errorf("%+v", p)
	}
	if len(d.freshened) != 1 || d.freshened[0] != camera+"0.jpg" {
		t.Errorf("read from the medium: %v", d.freshened)
	}
	if k, _ := w.Known(o.Phone, o.Path); !k.Verified.IsZero() {
		t.Error("verified before it is durable")
	}
	flush(t, w)
	if k, _ := w.Known(o.Phone, o.Path); k.Verified.IsZero() {
		t.Error("not verified after a flush")
	}
	closeWriter(t, w)
	w = begin(t, reopened(t, d))
	defer closeWriter(t, w)
	if k, _ := w.Known(o.Phone, o.Path); time.Since(k.Verified) > time.Minute {
		t.Errorf("verified at %v", k.Verified)
	}
}

// Whatever is wrong, there is no proof. The library's damage and the phone's
// change are told apart.
func TestNoProof(t *testing.T) {
	d, l, hashes := libraryOf(t, 6)
	w := begin(t, l)
	defer closeWriter(t, w)
	in := d.root.names["Photos"].names["Redmi Note 13"].names["DCIM"].names["Camera"]
	in.names["1.jpg"].data[0] ^= 1
	in.names["2.jpg"].data = append(in.names["2.jpg"].data, 'x')
	delete(in.names, "3.jpg")
	prove := func(i int, phone gallery.Hash) error {
		t.Helper()
		p, err := w.Prove(context.Background(), hashes[i], phone, incoming("DCIM/Camera/x.jpg").Origin)
		if p.Valid() || err == nil {
			t.Errorf("%d was proven", i)
		}
		return err
	}
	for i, want := range []struct {
		phone   gallery.Hash
		err     error
		library bool
	}{
		{hashOf([]byte("changed on the phone")), ErrMismatch, false},
		{hashes[1], ErrMismatch, true},
		{hashes[2], ErrMismatch, true},
		{hashes[3], ErrMissing, false},
	} {
		err := prove(i, want.phone)
		var mismatch *MismatchError
		if !errors.Is(err, want.err) || errors.As(err, &mismatch) && mismatch.Library != want.library {
			t.Errorf("%d: %v", i, err)
		}
	}
	unknown := hashOf([]byte("never seen"))
	if p, err := w.Prove(context.Background(), unknown, unknown, gallery.Origin{}); !errors.Is(err, ErrUnknown) || p.Valid() {
		t.Errorf("unknown: %v", err)
	}
	d.mu.Lock()
	d.trace = func(at int, op, name string) {
		if op == "read" && strings.HasSuffix(name, "4.jpg") {
			d.failAt, d.failWith = at, syscall.EIO
		}
	}
	d.mu.Unlock()
	if err := prove(4, hashes[4]); !errors.Is(err, syscall.EIO) {
		t.Errorf("unreadable: %v", err)
	}
	d.mu.Lock()
	d.trace = nil
	d.mu.Unlock()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if p, err := w.Prove(ctx, hashes[5], hashes[5], gallery.Origin{}); !errors.Is(err, context.Canceled) || p.Valid() {
		t.Errorf("cancelled: %v", err)
	}
	flush(t, w)
	for h, it := range replayAll(t, l) {
		for _, o := range it.Origins {
			if !o.Verified.IsZero() {
				t.Errorf("%s is called verified", h)
			}
		}
	}
	if (Proof{}).Valid() || (Proof{}).Covers("", "") {
		t.Error("the zero Proof proves something")
	}
}
