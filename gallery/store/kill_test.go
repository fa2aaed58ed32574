package store

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
)

// helperEnv makes this test binary a backup that is there to be killed.
const helperEnv = "KEEPSAKE_STORE_TEST_LIBRARY"

// emptyingEnv makes the helper's owner delete things while it backs up.
const emptyingEnv = "KEEPSAKE_STORE_TEST_EMPTYING"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperEnv); dir != "" {
		if err := helper(dir, os.Getenv(emptyingEnv) != ""); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

const killFiles = 600

// killFile is the i-th file of the helper's phone: every tenth is large.
func killFile(i int) (name string, data []byte) {
	size := 2 << 10
	if i%10 == 0 {
		size = inMemory + 50_000
	}
	data = bytes.Repeat([]byte{byte(i)}, size)
	binary.LittleEndian.PutUint64(data, uint64(i))
	return fmt.Sprintf("DCIM/Album %d/IMG_%04d.jpg", i%7, i), data
}

// helper backs up its phone and prints each file once it is told that it is kept.
// When emptying, some of them go to the trash and out of it every now and then.
func helper(dir string, emptying bool) error {
	l, err := Create(dir)
	if err != nil {
		return err
	}
	ctx := context.Background()
	w, err := l.Begin(ctx)
	if err != nil {
		return err
	}
	fmt.Println("begun")
	for i := range killFiles {
		if emptying && i%killBlock == 0 && i > 0 {
			if err := emptyBlock(ctx, w, i/killBlock-1); err != nil {
				return err
			}
		}
		name, data := killFile(i)
		in := incoming(name)
		if _, ok := w.Known(in.Origin.Phone, in.Origin.Path); ok {
			continue
		}
		s, err := w.Stage(int64(len(data)))
		if err != nil {
			return err
		}
		if _, err := s.Write(data); err != nil {
			return err
		}
		err = w.Add(ctx, s, in, func(_ Added, err error) {
			if err == nil {
				fmt.Println("kept", i)
			}
		})
		if err != nil {
			return err
		}
		if i%97 == 0 { // groups of many sizes
			if err := w.Flush(ctx); err != nil {
				return err
			}
		}
	}
	if emptying {
		if err := emptyBlock(ctx, w, killFiles/killBlock-1); err != nil {
			return err
		}
	}
	return w.Close()
}

// TestKilled kills backups at random moments and looks at what they leave.
func TestKilled(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	dir := filepath.Join(t.TempDir(), "0")
	killed := 0
	for round := range 20 {
		kept, ended := runAndKill(t, exe, dir, time.Duration(rng.IntN(60_000))*time.Microsecond)
		if !ended {
			killed++
		}
		r, err := Check(t.Context(), dir, CheckOptions{Read: "all"})
		switch {
		case errors.Is(err, ErrNotLibrary) && len(kept) == 0:
			continue // killed before there was one
		case err != nil:
			t.Fatal(err)
		case r.Exit() != 0 && r.Exit() != 3:
			t.Fatalf("round %d: %v", round, r.Problems)
		case r.Items < len(kept):
			t.Fatalf("round %d: %d items, %d were kept in this round alone", round, r.Items, len(kept))
		}
		wantKept(t, dir, kept)
		if ended {
			wantComplete(t, dir)
			dir = filepath.Join(t.TempDir(), fmt.Sprint(round+1))
		}
	}
	if killed == 0 {
		t.Error("no kill hit a running backup")
	}
	if _, ended := runAndKill(t, exe, dir, time.Hour); !ended {
		t.Error("the last run did not end")
	}
	wantComplete(t, dir)
	t.Logf("%d of 20 backups were killed", killed)
}

// runAndKill starts a helper and kills it after a while from its beginning. It
// returns what the helper said was kept, and whether it ended by itself.
func runAndKill(t *testing.T, exe, dir string, after time.Duration, more ...string) (kept []int, ended bool) {
	t.Helper()
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), helperEnv+"="+dir)
	cmd.Stderr = os.Stderr
	cmd.Env = append(cmd.Env, more...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	var timer *time.Timer
	for lines.Scan() {
		if timer == nil { // from "begun" on
			timer = time.AfterFunc(after, func() { cmd.Process.Kill() })
		}
		var i int
		if n, _ := fmt.Sscanf(lines.Text(), "kept %d", &i); n == 1 {
			kept = append(kept, i)
		}
	}
	if timer != nil {
		timer.Stop()
	}
	return kept, cmd.Wait() == nil
}

func wantKept(t *testing.T, dir string, kept []int) {
	t.Helper()
	for _, i := range kept {
		name, data := killFile(i)
		got, err := os.ReadFile(filepath.Join(dir, photosDir, incoming(name).PhoneFolder, name))
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%s was kept and is %d bytes (%v)", name, len(got), err)
		}
	}
}

// wantComplete fails unless the library has every file once and nothing besides.
func wantComplete(t *testing.T, dir string) {
	t.Helper()
	r, err := Check(t.Context(), dir, CheckOptions{Read: "all"})
	if err != nil {
		t.Fatal(err)
	}
	if r.Exit() != 0 || r.Items != killFiles || len(r.Problems) > 0 {
		t.Fatalf("%d items, %v", r.Items, r.Problems)
	}
	n := 0
	filepath.WalkDir(filepath.Join(dir, photosDir), func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			n++
			if strings.Contains(path, "(2)") {
				t.Errorf("%s is there twice", path)
			}
		}
		return err
	})
	if n != killFiles {
		t.Errorf("%d files, want %d", n, killFiles)
	}
}

// What the owner deletes goes by blocks of files: every third of them.
const killBlock = 60

func doomed(i int) bool { return i%3 == 0 }

// emptyBlock deletes what is doomed in a block, as far as it is there.
func emptyBlock(ctx context.Context, w *Writer, block int) error {
	if err := w.Flush(ctx); err != nil {
		return err
	}
	var hashes []gallery.Hash
	for i := block * killBlock; i < (block+1)*killBlock; i++ {
		if _, data := killFile(i); doomed(i) {
			hashes = append(hashes, hashOf(data))
		}
	}
	for _, h := range hashes {
		if err := w.Edit(h, gallery.Edit{Trashed: phoneTime}); err != nil && !errors.Is(err, ErrUnknown) {
			return err
		}
	}
	if err := w.Flush(ctx); err != nil {
		return err
	}
	_, err := w.Remove(ctx, hashes)
	if err == nil {
		fmt.Println("emptied", block)
	}
	return err
}

// TestKilledWhileEmptyingTheTrash kills backups whose owner deletes things, and
// looks whether all that was deleted is gone for good, and nothing else.
func TestKilledWhileEmptyingTheTrash(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	dir := filepath.Join(t.TempDir(), "0")
	const emptying = emptyingEnv + "=1"
	for round := range 12 {
		kept, ended := runAndKill(t, exe, dir, time.Duration(rng.IntN(300_000))*time.Microsecond, emptying)
		if _, err := os.Stat(filepath.Join(dir, libraryName)); errors.Is(err, fs.ErrNotExist) {
			continue // killed before there was one
		}
		kept = slices.DeleteFunc(kept, doomed)
		wantKept(t, dir, kept)
		if r, err := Check(t.Context(), dir, CheckOptions{Read: "all"}); err != nil || r.Exit() != 0 && r.Exit() != 3 {
			t.Fatalf("round %d: %v, %v", round, r.Problems, err)
		}
		if ended {
			break
		}
	}
	if _, ended := runAndKill(t, exe, dir, time.Hour, emptying); !ended {
		t.Fatal("the last run did not end")
	}
	r, err := Check(t.Context(), dir, CheckOptions{Read: "all"})
	if err != nil || r.Exit() != 0 || len(r.Problems) > 0 || r.Items != killFiles-killFiles/3 {
		t.Fatalf("%d items, want %d; %v, %v", r.Items, killFiles-killFiles/3, r.Problems, err)
	}
	for i := range killFiles {
		name, _ := killFile(i)
		_, err := os.Stat(filepath.Join(dir, photosDir, incoming(name).PhoneFolder, name))
		if doomed(i) != errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s, deleted %v: %v", name, doomed(i), err)
		}
	}
}
