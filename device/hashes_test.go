package device

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"

	"keepsake/device/adb"
)

// hasher plays a phone's shell with sha256sum: it takes the two kinds of
// commands apart and answers as toybox does.
type hasher struct {
	files map[string]string // content by path; "!" before it: not readable
	lose  string            // a name whose line is lost

	mu       sync.Mutex
	commands []string
	running  int
	most     int
}

func (h *hasher) shell(_ context.Context, command string) (adb.Result, error) {
	h.mu.Lock()
	h.commands = append(h.commands, command)
	h.running++
	h.most = max(h.most, h.running)
	h.mu.Unlock()
	defer func() { h.mu.Lock(); h.running--; h.mu.Unlock() }()

	if !strings.HasPrefix(command, "sha256sum ") {
		return adb.Result{Stdout: []byte(eachAnswer(command, func(_, name string) (string, int) {
			sum, problem := h.sum(name)
			if problem != "" {
				return "/system/bin/sh: can't open " + name + ": " + problem, 1
			}
			return sum + "  -", 0
		}))}, nil
	}
	var out, trouble strings.Builder
	exit := 0
	for _, q := range quoted.FindAllString(command, -1) {
		name := unquote(q)
		sum, problem := h.sum(name)
		switch {
		case problem != "":
			exit = 1
			fmt.Fprintf(&trouble, "sha256sum: %s: %s\n", name, problem)
		case name != h.lose:
			fmt.Fprintf(&out, "%s  %s\n", sum, name)
		}
	}
	return adb.Result{Stdout: []byte(out.String()), Stderr: []byte(trouble.String()), Exit: exit}, nil
}

func (h *hasher) sum(name string) (sum, problem string) {
	content, ok := h.files[name]
	switch {
	case !ok:
		return "", "No such file or directory"
	case strings.HasPrefix(content, "!"):
		return "", "Permission denied"
	}
	b := sha256.Sum256([]byte(content))
	return hex.EncodeToString(b[:]), ""
}

// hashed runs Hashes and collects what it tells, once for each path.
func hashed(t *testing.T, shell func(context.Context, string) (adb.Result, error), paths []string) (sums map[string][32]byte, errs map[string]error, err error) {
	t.Helper()
	tr := newTree()
	tr.shell = shell
	sums, errs = map[string][32]byte{}, map[string]error{}
	told := map[string]int{}
	var mu sync.Mutex
	err = phoneOf(tr).Hashes(t.Context(), paths, func(p string, sum [32]byte, err error) {
		if !mu.TryLock() {
			t.Error("each was called by two goroutines at once")
			return
		}
		defer mu.Unlock()
		told[p]++
		if err != nil {
			errs[p] = err
			return
		}
		sums[p] = sum
	})
	for _, p := range paths {
		want := 0
		for _, q := range paths {
			if p == q {
				want++
			}
		}
		if err == nil && told[p] != want {
			t.Errorf("%q told %d times, want %d", p, told[p], want)
		}
	}
	return sums, errs, err
}

var oddNames = []string{
	"/d/plain.jpg", "/d/with space and 'quote' \" $HOME `id` ; rm.jpg", "/d/new\nline.jpg", `/d/back\slash.jpg`, "/d/bad\xff\xfe.jpg", "/d/红米😀.jpg",
	"/d/-n", "/d/tab\t.jpg", "/d/ ends with space ", "/d/*?[x].jpg", "/d/\\n.jpg", "/d/cr\r.jpg", "/d/" + strings.Repeat("长", 80),
	"/d/x\n0000000000000000000000000000000000000000000000000000000000000000  -\n.jpg",
}

func TestHashes(t *testing.T) {
	h := &hasher{files: map[string]string{}}
	var paths []string
	for _, p := range oddNames {
		h.files[p] = "content of " + p
		paths = append(paths, p)
	}
	for i := range 450 {
		p := fmt.Sprintf("/storage/emulated/0/DCIM/Camera/IMG_%d_%s.jpg", i, strings.Repeat("n", i%200))
		h.files[p] = p
		paths = append(paths, p)
	}
	h.files["/d/secret.jpg"] = "!"
	h.lose = paths[20]
	paths = append(paths, "/d/secret.jpg", "/d/missing.jpg", "/d/missing\n.jpg", "relative.jpg", "/d/nul\x00.jpg", "", paths[3], paths[20])
	sums, errs, err := hashed(t, h.shell, paths)
	if err != nil {
		t.Fatal(err)
	}
	for p, content := range h.files {
		if content == "!" {
			continue
		}
		if sums[p] != sha256.Sum256([]byte(content)) || errs[p] != nil {
			t.Errorf("%q: %x, %v", p, sums[p], errs[p])
		}
	}
	for p, want := range map[string]error{"/d/secret.jpg": fs.ErrPermission, "/d/missing.jpg": fs.ErrNotExist, "/d/missing\n.jpg": fs.ErrNotExist,
		"relative.jpg": ErrName, "/d/nul\x00.jpg": ErrName, "": ErrName} {
		if !errors.Is(errs[p], want) {
			t.Errorf("%q: %v, want %v", p, errs[p], want)
		}
		if _, ok := sums[p]; ok {
			t.Errorf("%q has a hash", p)
		}
	}
	if h.most > hashShells {
		t.Errorf("%d shells at once", h.most)
	}
	for _, c := range h.commands {
		if len(c) > commandLength+4096 {
			t.Errorf("a command of %d bytes", len(c))
		}
	}
}

// A line with a name nobody asked for, or twice the same, is no answer.
func TestHashesTrustsNoOtherNames(t *testing.T) {
	good := sha256.Sum256([]byte("a"))
	bad := strings.Repeat("00", 32)
	shell := func(_ context.Context, command string) (adb.Result, error) {
		if strings.HasPrefix(command, "sha256sum ") {
			return adb.Result{Stdout: []byte(hex.EncodeToString(good[:]) + "  /d/a.jpg\n" + bad + "  /d/other.jpg\n" + bad + "  /d/a.jpg\n\\" + bad + "  /d/b.jpg\nnonsense\n")}, nil
		}
		return adb.Result{Stdout: []byte("garbage without a mark")}, nil
	}
	sums, errs, err := hashed(t, shell, []string{"/d/a.jpg", "/d/b.jpg"})
	if err != nil || sums["/d/a.jpg"] != good || len(sums) != 1 || errs["/d/b.jpg"] == nil {
		t.Errorf("%x %v %v", sums, errs, err)
	}
}

func TestHashesFails(t *testing.T) {
	for name, said := range map[string]adb.Result{
		"Android":    {Exit: 127, Stderr: []byte("/system/bin/sh: sha256sum: inaccessible or not found\n")},
		"older":      {Exit: 127, Stdout: []byte("/system/bin/sh: sha256sum: not found\r\n")},
		"no streams": {Exit: 127},
	} {
		_, _, err := hashed(t, func(context.Context, string) (adb.Result, error) { return said, nil }, []string{"/d/a", "/d/b"})
		if !errors.Is(err, ErrNoHash) {
			t.Errorf("%s: %v", name, err)
		}
	}
	noTool := func(context.Context, string) (adb.Result, error) {
		return adb.Result{Stdout: []byte("/system/bin/sh: sha256sum: inaccessible or not found\n")}, nil
	}
	if _, _, err := hashed(t, noTool, []string{"/d/a"}); !errors.Is(err, ErrNoHash) {
		t.Errorf("merged streams: %v", err)
	}
	cutOff := func(context.Context, string) (adb.Result, error) { return adb.Result{}, adb.ErrDeviceGone }
	if _, _, err := hashed(t, cutOff, []string{"/d/a", "/d/\n"}); !errors.Is(err, ErrGone) {
		t.Errorf("unplugged: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := phoneOf(newTree()).Hashes(ctx, []string{"/d/a"}, func(string, [32]byte, error) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, _, err := hashed(t, cutOff, nil); err != nil {
		t.Errorf("nothing to hash: %v", err)
	}
}

func TestBatches(t *testing.T) {
	var paths []string
	for i := range 1000 {
		paths = append(paths, "/d/"+strings.Repeat("'", i*2))
	}
	var back []string
	for _, b := range batches(paths) {
		length := 0
		for _, p := range b {
			length += len(adb.Quote(p))
		}
		if len(b) == 0 || len(b) > commandFiles || length > commandLength && len(b) > 1 {
			t.Errorf("a batch of %d files and %d bytes", len(b), length)
		}
		back = append(back, b...)
	}
	if !slices.Equal(back, paths) {
		t.Error("files got lost")
	}
}

func FuzzSumLine(f *testing.F) {
	sum := sha256.Sum256(nil)
	f.Add(hex.EncodeToString(sum[:]) + "  /d/a.jpg")
	f.Add(hex.EncodeToString(sum[:]) + " *-")
	f.Add("sha256sum: x: Permission denied")
	f.Fuzz(func(t *testing.T, line string) {
		sum, name, ok := sumLine(line)
		if !ok {
			if sum != [32]byte{} {
				t.Fatal("a hash without an answer")
			}
			return
		}
		if !strings.EqualFold(hex.EncodeToString(sum[:]), line[:64]) || line[66:] != name {
			t.Fatalf("%q: %x %q", line, sum, name)
		}
	})
}
