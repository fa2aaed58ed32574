package device

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"keepsake/device/adb"
)

// keeper is a bag with beginnings.
type keeper struct {
	*bag
	kept map[string]string // by path
}

func (k *keeper) Resume(f File) (io.Writer, int64) {
	begun, ok := k.kept[f.Path]
	if !ok {
		return nil, 0
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.open[f.Path] = true
	return bytes.NewBufferString(begun), int64(len(begun))
}

func TestPullReadsOn(t *testing.T) {
	const whole = "0123456789abcdefghij the whole recording"
	name := primary + "/DCIM/VID.mp4"
	broken := errors.New("disk full")
	tests := []struct {
		name   string
		begun  string
		before func(*tree, []File)
		want   string
		again  int
		err    error
		from   int64 // -1: not read on
	}{
		{name: "at the offset", begun: whole[:25], want: whole, from: 25},
		{name: "nothing is missing", begun: whole, want: whole, from: int64(len(whole))},
		{name: "another size", begun: "other", before: func(_ *tree, f []File) { f[0].Size = 7 }, want: whole, again: 2, from: -1},
		{name: "another time", begun: "other", before: func(tr *tree, f []File) { tr.nodes[name].mtime = f[0].MTime.Add(time.Hour) }, want: whole, again: 2, from: -1},
		{name: "no program", begun: whole[:25], before: func(tr *tree, _ []File) { tr.noDD = true }, want: whole, again: 1, from: 25},
		{name: "gone", begun: "other", before: func(tr *tree, _ []File) { delete(tr.nodes, name) }, again: 1, err: adb.ENOENT, from: -1},
		{name: "it grows meanwhile", begun: whole[:25], before: func(tr *tree, _ []File) {
			tr.onRead = func(string) {
				tr.mu.Lock()
				defer tr.mu.Unlock()
				tr.nodes[name].mtime = time.Unix(1_800_000_000, 0)
			}
		}, again: 1, want: whole, from: 25},
		{name: "unplugged", begun: whole[:9], before: func(tr *tree, _ []File) { tr.onRead = func(string) { tr.unplug() } }, want: whole[:17], err: ErrGone, from: 9},
		{name: "unplugged before", begun: whole[:9], before: func(tr *tree, _ []File) { tr.onPull = func(string) { tr.unplug() } }, want: whole[:9], err: ErrGone, from: -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tr := newTree()
			tr.file("DCIM/VID.mp4", whole)
			tr.file("DCIM/small.jpg", "small")
			files := tr.files("VID.mp4")
			if tt.name == "unplugged before" {
				files = append(tr.files("small.jpg"), files...)
				tr.unplug()
			}
			if tt.before != nil {
				tt.before(tr, files)
			}
			k := &keeper{newBag(t), map[string]string{name: tt.begun}}
			next, given := giver(t, files)
			err := phoneOf(tr).Pull(t.Context(), next, k)
			if errors.Is(tt.err, ErrGone) != errors.Is(err, ErrGone) {
				t.Fatal(err)
			}
			if given() == 0 {
				return // nothing was taken, the sink still has it
			}
			if !errors.Is(k.errs[name], tt.err) || k.got[name] != tt.want || k.again[name] != tt.again {
				t.Errorf("ended with %q, %v, begun again %d times; want %q, %v, %d", k.got[name], k.errs[name], k.again[name], tt.want, tt.err, tt.again)
			}
			if tt.from >= 0 != (len(tr.readOn) == 1 && tr.readOn[0] == tt.from) {
				t.Errorf("read on from %v, want %d", tr.readOn, tt.from)
			}
			if len(k.open) > 0 || tr.opened != tr.closed {
				t.Errorf("%d open, sessions %d/%d", len(k.open), tr.opened, tr.closed)
			}
		})
	}
	t.Run("its writer fails", func(t *testing.T) {
		tr := newTree()
		tr.file("DCIM/VID.mp4", whole)
		k := &failingKeeper{newBag(t), broken}
		next, _ := giver(t, tr.files("VID.mp4"))
		if err := phoneOf(tr).Pull(t.Context(), next, k); err != nil || !errors.Is(k.errs[name], broken) {
			t.Errorf("%v, %v", err, k.errs[name])
		}
	})
}

type failingKeeper struct {
	*bag
	err error
}

func (k *failingKeeper) Resume(File) (io.Writer, int64) { return k, 3 }
func (k *failingKeeper) Write([]byte) (int, error)      { return 0, k.err }

// Many beginnings and many other files, all at once.
func TestPullReadsOnBesideOthers(t *testing.T) {
	tr := newTree()
	k := &keeper{newBag(t), map[string]string{}}
	var names []string
	for i := range 60 {
		name := strings.Repeat("x", i+1)
		data := strings.Repeat(name+" ", 9)
		tr.file("DCIM/"+name, data)
		if i%4 == 0 {
			k.kept[primary+"/DCIM/"+name] = data[:i+3]
		}
		names = append(names, name)
	}
	next, _ := giver(t, tr.files(names...))
	if err := phoneOf(tr).Pull(t.Context(), next, k); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		p := primary + "/DCIM/" + name
		if k.got[p] != string(tr.nodes[p].data) || k.errs[p] != nil {
			t.Errorf("%s: %d bytes, %v", name, len(k.got[p]), k.errs[p])
		}
	}
	if len(tr.readOn) != len(k.kept) {
		t.Errorf("%d read on, want %d", len(tr.readOn), len(k.kept))
	}
}

// A phone that leaves the list ends the calls that wait for it, as gone. What is
// on its way still has a moment to arrive.
func TestLifeEnds(t *testing.T) {
	for pace, want := range map[time.Duration]error{time.Millisecond: nil, time.Minute: ErrGone} {
		synctest.Test(t, func(t *testing.T) {
			life, end := context.WithCancel(t.Context())
			tr := newTree()
			tr.file("DCIM/a.jpg", strings.Repeat("a", 100))
			tr.onRead = func(string) {
				end()
				time.Sleep(pace)
			}
			p := phoneOf(alive{tr, life, 0})
			p.life = life
			b := newBag(t)
			next, _ := giver(t, tr.files("a.jpg"))
			err := p.Pull(t.Context(), next, b)
			if !errors.Is(err, want) || !errors.Is(b.errs[primary+"/DCIM/a.jpg"], want) {
				t.Errorf("at a pace of %v: %v, %v", pace, err, b.errs)
			}
		})
	}
	life, end := context.WithCancel(t.Context())
	tr := newTree()
	tr.shell = func(ctx context.Context, _ string) (adb.Result, error) {
		end()
		<-ctx.Done()
		return adb.Result{}, ctx.Err()
	}
	l := alive{tr, life, 0}
	if _, err := l.Shell(t.Context(), "sleep"); !errors.Is(err, ErrGone) {
		t.Errorf("Shell: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Shell(cancelled, "sleep"); !errors.Is(err, context.Canceled) || errors.Is(err, ErrGone) {
		t.Errorf("a cancelled Shell: %v", err)
	}
}

// A command that is quiet is waited for while its phone answers otherwise, and
// no longer.
func TestQuietCommands(t *testing.T) {
	tr := newTree()
	answers := 3
	tr.shell = func(ctx context.Context, command string) (adb.Result, error) {
		if command != "echo" {
			<-ctx.Done()
			return adb.Result{}, ctx.Err()
		}
		if answers--; answers < 0 {
			<-ctx.Done()
			return adb.Result{}, ctx.Err()
		}
		return adb.Result{}, nil
	}
	_, err := alive{tr, t.Context(), time.Millisecond}.Shell(t.Context(), "sha256sum")
	if !errors.Is(err, ErrGone) || !errors.Is(err, adb.ErrSilent) || answers != -1 {
		t.Errorf("%v with %d answers left", err, answers)
	}
}

// Every beginning that was handed out comes back when the wire breaks.
func TestBeginningsComeBack(t *testing.T) {
	tr := newTree()
	k := &keeper{newBag(t), map[string]string{}}
	var names []string
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		tr.file("DCIM/"+name, strings.Repeat(name, 100))
		k.kept[primary+"/DCIM/"+name] = name
		names = append(names, name)
	}
	tr.onRead = func(string) { tr.unplug() }
	next, given := giver(t, tr.files(names...))
	if err := phoneOf(tr).Pull(t.Context(), next, k); !errors.Is(err, ErrGone) {
		t.Fatal(err)
	}
	if len(k.ended) != given() || len(k.open) > 0 || len(k.ended) < 4 {
		t.Errorf("%d of %d ended, %d open", len(k.ended), given(), len(k.open))
	}
	for p, err := range k.errs {
		if !errors.Is(err, ErrGone) || k.got[p] == "" {
			t.Errorf("%s: %q, %v", p, k.got[p], err)
		}
	}
}

// A phone that was read and now asks whether to allow this computer was away.
func TestLostBecauseOfANewStart(t *testing.T) {
	if err := lost(fmt.Errorf("opening: %w", adb.ErrUnauthorized)); !errors.Is(err, ErrGone) || !errors.Is(err, ErrUnauthorized) {
		t.Error(err)
	}
}
