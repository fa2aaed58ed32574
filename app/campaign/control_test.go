package campaign

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/device/demo/trouble"
	"keepsake/gallery"
)

// The negative control: the judge must notice each loss that the campaign looks
// for, or its silence would say nothing.
func TestJudgeNotices(t *testing.T) {
	l := newLab(t)
	dir := filepath.Join(l.folder, "library")
	good, err := l.backup(t.Context(), dir, patience*40)
	if err != nil || good.err != nil {
		t.Fatal(err, good.err)
	}
	all := demand{whole: true}
	if p := judge(dir, good, l.truth, all); len(p) != 0 {
		t.Fatalf("a good library: %q", p)
	}
	var one string // some file of the phone
	for path, f := range l.truth {
		if f.size > 1000 {
			one = path
		}
	}
	other := func(change func(truth map[string]file)) map[string]file {
		truth := maps.Clone(l.truth)
		change(truth)
		return truth
	}
	receipt := func(change func(r *job.Receipt)) attempt {
		a := good
		change(&a.receipt)
		return a
	}
	for name, c := range map[string]struct {
		a     attempt
		truth map[string]file
		want  string
	}{
		"a file of the phone is not there": {good, other(func(m map[string]file) { m["/sdcard/new.jpg"] = file{gallery.Hash{1}, 5} }), "is lost"},
		"a file nobody had":                {good, other(func(m map[string]file) { delete(m, one) }), "no phone ever had"},
		"other bytes, called verified": {good, other(func(m map[string]file) {
			f := m[one]
			f.hash[0] ^= 1
			m[one] = f
		}), "called verified and is not the phone's"},
		"half a file, called verified": {good, other(func(m map[string]file) {
			f := m[one]
			f.size *= 2
			m[one] = f
		}), "called verified and is not the phone's"},
		"a receipt that does not add up": {receipt(func(r *job.Receipt) { r.Copied++ }), l.truth, "does not add up"},
		"a receipt that says too much": {receipt(func(r *job.Receipt) {
			r.Found, r.Already = r.Found+1, r.Already+1
			c := r.Categories[job.Photos]
			r.Categories = map[string]job.Counts{job.Photos: {Found: c.Found + 1, Copied: c.Copied, Already: 1}}
		}), l.truth, "the receipt speaks of"},
		"more verified than proven": {receipt(func(r *job.Receipt) { r.Verified = len(l.truth) + 1 }), l.truth, "verified"},
	} {
		if p := strings.Join(judge(dir, c.a, c.truth, all), "\n"); !strings.Contains(p, c.want) {
			t.Errorf("%s: the judge says %q", name, p)
		}
	}

	// Damage on the disk.
	victim := original(t, dir)
	data, err := os.ReadFile(victim)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(victim, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if p := strings.Join(judge(dir, good, l.truth, all), "\n"); !strings.Contains(p, "check says 1") {
		t.Errorf("a flipped bit: the judge says %q", p)
	}
	if err := os.Remove(victim); err != nil {
		t.Fatal(err)
	}
	if p := strings.Join(judge(dir, good, l.truth, all), "\n"); !strings.Contains(p, "check says 2") {
		t.Errorf("a missing original: the judge says %q", p)
	}
}

// careless is a phone that takes the end of a connection for the end of a file,
// as more than one program does.
type careless struct{ *device.Phone }

func (c careless) Pull(ctx context.Context, next func() (device.File, bool), sink device.Sink) error {
	return c.Phone.Pull(ctx, next, believing{sink})
}

type believing struct{ device.Sink }

// Begin does not tell how long the file is: the library would refuse half of it.
func (b believing) Begin(f device.File) (io.Writer, error) {
	f.Size = -1
	return b.Sink.Begin(f)
}

func (b believing) End(f device.File, w io.Writer, err error) {
	if w != nil && !errors.Is(err, device.ErrAgain) {
		err = nil
	}
	b.Sink.End(f, w, err)
}

// A backup that believes what it gets is found out by a packet cut short.
func TestCampaignFindsCarelessness(t *testing.T) {
	l := newLab(t)
	names := l.names(t)
	l.careless = true
	for i, name := range names {
		if name != "DATA" {
			continue
		}
		dir := fmt.Sprintf("%s/%d", l.folder, i)
		l.phone.Wire().Arm(trouble.Plan{At: i + 1, Kind: trouble.Short})
		a, err := l.backup(t.Context(), dir, patience)
		l.phone.Wire().Arm(trouble.Plan{})
		if err != nil {
			t.Fatal(err)
		}
		if p := strings.Join(judge(dir, a, l.truth, demand{}), "\n"); strings.Contains(p, "is not the phone's") {
			return
		}
	}
	t.Error("half files pass for whole ones")
}

// A connection that stays open is noticed.
func TestClosedNotices(t *testing.T) {
	l := newLab(t)
	near, far := net.Pipe()
	c := l.phone.Wire().Wrap(near, false)
	if l.phone.Wire().Open() != 1 {
		t.Error("an open connection is not counted")
	}
	c.Close()
	c.Close() // counts once
	far.Close()
	if err := l.closed(); err != nil {
		t.Error(err)
	}
}

// original returns a large original of the library.
func original(t *testing.T, dir string) (found string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(dir, "Photos"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if st, err := d.Info(); err == nil && st.Size() > 10_000 {
			found = path
			return fs.SkipAll
		}
		return nil
	})
	if err == nil && found == "" {
		err = errors.New("no original in the library")
	}
	if err != nil {
		t.Fatal(err)
	}
	return found
}
