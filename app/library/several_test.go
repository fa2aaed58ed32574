package library

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/gallery/store"
)

// plugged is an adb server with these phones.
func plugged(t *testing.T, phones ...*demo.Phone) *adb.Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- demo.ServeADB(ctx, l, phones...) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return adb.NewServer(adb.Options{Addr: l.Addr().String(), NoStart: true})
}

func phone(t *testing.T, serial string) *demo.Phone {
	t.Helper()
	p, err := demo.New(demo.Options{Items: 30, Small: true, Serial: serial, Rate: 2 << 20})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestSeveralPhonesAtOnce: three phones with the same pictures are backed up at
// the same time, each by its own job. Each receipt adds up, contents are kept
// once, and every phone's paths are remembered.
func TestSeveralPhonesAtOnce(t *testing.T) {
	serials := []string{"one", "two", "three"}
	var all []*demo.Phone
	for _, s := range serials {
		all = append(all, phone(t, s))
	}
	server := plugged(t, all...)
	lib, err := Open(t.Context(), filepath.Join(t.TempDir(), "library"))
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()

	receipts := make([]job.Receipt, len(serials))
	var jobs sync.WaitGroup
	for i, s := range serials {
		jobs.Go(func() {
			p, err := device.Find(t.Context(), server, s)
			if err != nil {
				t.Error(err)
				return
			}
			if receipts[i], err = lib.Backup(t.Context(), p, BackupOptions{Records: filesOnly, Tracker: job.NewTracker(time.Now)}); err != nil {
				t.Errorf("%s: %v", s, err)
			}
		})
	}
	jobs.Wait()
	for i, r := range receipts {
		if err := r.Check(); err != nil || r.Copied == 0 || r.Failed != 0 || r.Verified != r.Copied || r.Counts != receipts[0].Counts {
			t.Errorf("%s: %+v, %v", serials[i], r.Counts, err)
		}
	}
	report, err := store.Check(t.Context(), lib.Dir(), store.CheckOptions{Read: "all"})
	if err != nil || len(report.Problems) != 0 {
		t.Errorf("check: %+v, %v", report, err)
	}
	phones, err := lib.Phones(t.Context())
	if err != nil || len(phones) != len(serials) {
		t.Fatalf("phones %+v, %v", phones, err)
	}
	// Two jobs never make the same thumbnails, and none is left.
	if missing, err := lib.Previews().Missing(t.Context(), 10); err != nil || len(missing) != 0 {
		t.Errorf("%d items without thumbnails, %v", len(missing), err)
	}
	// The lock was given back by the last one.
	w, err := lib.Store.Begin(t.Context())
	if err != nil {
		t.Fatalf("the library is still locked: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

// TestOneOfSeveralIsCancelled: the others go on to their end.
func TestOneOfSeveralIsCancelled(t *testing.T) {
	server := plugged(t, phone(t, "stays"), phone(t, "goes"))
	lib, err := Open(t.Context(), filepath.Join(t.TempDir(), "library"))
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	find := func(s string) *device.Phone {
		p, err := device.Find(t.Context(), server, s)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	stays, goes := find("stays"), find("goes")
	ctx, cancel := context.WithCancel(t.Context())
	tracker := job.NewTracker(time.Now)
	var jobs sync.WaitGroup
	jobs.Go(func() {
		r, err := lib.Backup(t.Context(), stays, BackupOptions{Records: filesOnly, Tracker: job.NewTracker(time.Now)})
		if err != nil || r.Failed != 0 || r.Verified != r.Copied+r.Already {
			t.Errorf("the one that stays: %+v, %v", r.Counts, err)
		}
	})
	jobs.Go(func() {
		r, err := lib.Backup(ctx, goes, BackupOptions{Records: filesOnly, Tracker: tracker})
		if !errors.Is(err, context.Canceled) || r.Check() != nil {
			t.Errorf("the one that was cancelled: %+v, %v", r.Counts, err)
		}
	})
	for tracker.Snapshot().Phase == job.Listing {
		time.Sleep(time.Millisecond)
	}
	cancel()
	jobs.Wait()
}

func TestRename(t *testing.T) {
	lib, r := backedUp(t)
	called := func() string {
		phones, err := lib.Phones(t.Context())
		if err != nil || len(phones) != 1 {
			t.Fatalf("phones %+v, %v", phones, err)
		}
		return phones[0].Name
	}
	for _, c := range []struct{ typed, want string }{
		{"Mum’s phone", "Mum’s phone"},
		{"  妈妈的\n手机 ", "妈妈的 手机"},
		{"", demo.Name},
	} {
		if err := lib.Rename(r.Phone, c.typed); err != nil {
			t.Fatal(err)
		}
		if got := called(); got != c.want {
			t.Errorf("after Rename(%q): %q, want %q", c.typed, got, c.want)
		}
	}
}
