package device_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/device/provider"
)

// connect serves a demo phone for the time of the test.
func connect(t testing.TB, o demo.Options) (*demo.Phone, *adb.Server) {
	t.Helper()
	o.Small = true
	o.Now = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	if o.Items == 0 {
		o.Items = 20
	}
	p, err := demo.New(o)
	if err != nil {
		t.Fatal(err)
	}
	addr, stop, err := p.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return p, adb.NewServer(adb.Options{Addr: addr, NoStart: true})
}

// sums is a Sink that keeps the hash of what it gets.
type sums struct {
	mu   sync.Mutex
	got  map[string][32]byte
	last map[string]device.File
	errs map[string]error
	end  func(n int)
}

func newSums() *sums {
	return &sums{got: map[string][32]byte{}, last: map[string]device.File{}, errs: map[string]error{}}
}

func (s *sums) Begin(device.File) (io.Writer, error) { return sha256.New(), nil }

func (s *sums) End(f device.File, w io.Writer, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if errors.Is(err, device.ErrAgain) {
		return
	}
	if _, twice := s.errs[f.Path]; twice {
		s.errs[f.Path] = errors.New("ended twice")
		return
	}
	s.errs[f.Path], s.last[f.Path] = err, f
	if err == nil {
		s.got[f.Path] = [32]byte(w.(hash.Hash).Sum(nil))
	}
	if s.end != nil {
		s.end(len(s.errs))
	}
}

func each(files []device.File) func() (device.File, bool) {
	return func() (device.File, bool) {
		if len(files) == 0 {
			return device.File{}, false
		}
		f := files[0]
		files = files[1:]
		return f, true
	}
}

func TestDemoPhone(t *testing.T) {
	sim, server := connect(t, demo.Options{Items: 20})
	sim.SetBattery(64, true)
	odd := "Pictures/an odd \\ name,\nRow: 0 _id=1 é.jpg"
	mtime := time.Date(2020, 2, 29, 1, 2, 3, 0, time.UTC)
	for _, err := range []error{
		sim.AddFile(odd, []byte("odd"), mtime),
		sim.AddFile("DCIM/.thumbnails/1.jpg", []byte("cache"), mtime),
		sim.AddFile("DCIM/Camera/.pending-1790000000-VID_1.mp4", []byte("half"), mtime),
		sim.AddFile("MIUI/Gallery/cloud/secretAlbum/x.3e75.lsa", []byte("secret"), mtime),
		sim.AddFile("Documents/Keepsake notes/Travel/attachments/p.jpg", []byte("of a note"), mtime),
		sim.AddFile("Documents/Keepsake notes, old/p.jpg", []byte("a picture"), mtime),
		sim.AddFile("Documents/paper.pdf", []byte("pdf"), mtime),
		sim.AddFile("Pictures/closed/p.jpg", []byte("p"), mtime),
		sim.AddZeros("Movies/large.mp4", 65<<20, mtime),
		sim.Chmod("Pictures/closed", 0),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	all, err := sim.Media()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		sim.SetFavorite(e.Path, strings.HasPrefix(e.Path, demo.Storage+"/DCIM/Camera/"))
	}
	p, err := device.Find(t.Context(), server, "")
	if err != nil {
		t.Fatal(err)
	}
	i := p.Info()
	if !i.Xiaomi() || i.State != device.Ready || !strings.HasPrefix(i.OS, "HyperOS ") || i.Name != demo.Name || i.Model != demo.Model ||
		i.Battery != (device.Battery{Level: 64, Charging: true}) || i.Storage.Total <= i.Storage.Free || i.Storage.Free <= 0 || i.SDK < 30 {
		t.Errorf("info %+v", i)
	}

	m, err := p.Media(t.Context(), nil)
	if err != nil || m.NoIndex != nil {
		t.Fatalf("media: %v, index: %v", err, m.NoIndex)
	}
	byPath := map[string]device.File{}
	favorites, trashed, dated := 0, 0, 0
	for _, f := range m.Files {
		byPath[f.Path] = f
		if f.Favorite {
			favorites++
			if f.Album != "DCIM/Camera" {
				t.Errorf("%q is a favourite", f.Path)
			}
		}
		if f.Trashed {
			trashed++
		}
		if !f.Taken.IsZero() {
			dated++
		}
	}
	if favorites == 0 || trashed == 0 || dated == 0 {
		t.Errorf("%d favourites, %d trashed, %d dated of %d", favorites, trashed, dated, len(m.Files))
	}
	there, err := sim.Media()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range there {
		f, ok := byPath[e.Path]
		out := strings.Contains(e.Path, "/.thumbnails/") || strings.Contains(e.Path, "/.pending-") ||
			strings.HasSuffix(e.Path, ".pdf") || strings.Contains(e.Path, "/Keepsake notes/") || strings.Contains(e.Path, "/closed/")
		if ok == out {
			t.Errorf("%q listed: %v", e.Path, ok)
		}
		if ok && (f.Size != e.Size || !f.MTime.Equal(e.MTime)) {
			t.Errorf("%q is %+v, listed %+v", e.Path, e, f)
		}
		delete(byPath, e.Path)
	}
	for path := range byPath {
		t.Errorf("%q is listed and not there", path)
	}
	var reasons []string
	for _, p := range m.Problems {
		reasons = append(reasons, fmt.Sprintf("%s: %v", strings.TrimPrefix(p.Path, demo.Storage+"/"), p.Err))
	}
	if got := strings.Join(reasons, "\n"); !strings.Contains(got, "VID_1.mp4: "+device.ErrPending.Error()) ||
		!strings.Contains(got, "Pictures/closed: permission denied") || len(reasons) != 2 || len(m.Private.Files) != 1 {
		t.Errorf("problems:\n%s", got)
	}

	s := newSums()
	if err := p.Pull(t.Context(), each(m.Files), s); err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, f := range m.Files {
		paths = append(paths, f.Path)
		want, err := sim.Sum(f.Path)
		if err != nil || s.errs[f.Path] != nil || s.got[f.Path] != want {
			t.Errorf("%q: %x, %v; want %x, %v", f.Path, s.got[f.Path], s.errs[f.Path], want, err)
		}
	}
	hashed := 0
	missing := demo.Storage + "/DCIM/missing.jpg"
	err = p.Hashes(t.Context(), append(paths, missing), func(path string, sum [32]byte, err error) {
		hashed++
		if path == missing {
			if err == nil {
				t.Error("a missing file has a hash")
			}
			return
		}
		if err != nil || sum != s.got[path] {
			t.Errorf("%q: the phone says %x, %v; read was %x", path, sum, err, s.got[path])
		}
	})
	if err != nil || hashed != len(paths)+1 {
		t.Errorf("%d of %d hashed, %v", hashed, len(paths)+1, err)
	}
}

// The hub follows a phone from its first question to the pulled cable.
func TestDemoHub(t *testing.T) {
	sim, server := connect(t, demo.Options{Unauthorized: true})
	h := device.NewHub(server)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- h.Run(ctx) }()
	changed := h.Changed(ctx)
	until := func(what string, ok func([]device.Info) bool) {
		t.Helper()
		patience := time.After(30 * time.Second)
		for !ok(h.Phones()) {
			select {
			case <-changed:
			case <-patience:
				t.Fatalf("%s: %+v", what, h.Phones())
			}
		}
	}
	state := func(s device.State) func([]device.Info) bool {
		return func(list []device.Info) bool { return len(list) == 1 && list[0].State == s }
	}
	until("unauthorized", state(device.Unauthorized))
	if _, err := h.Phone(""); !errors.Is(err, device.ErrUnauthorized) {
		t.Errorf("unauthorized: %v", err)
	}
	sim.Authorize()
	until("ready", state(device.Ready))
	p, err := h.Phone(h.Phones()[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	sim.SetBattery(7, false)
	if i, err := p.Refresh(ctx); err != nil || i.Battery.Level != 7 {
		t.Errorf("refreshed: %+v, %v", i.Battery, err)
	}
	id := p.Info().ID
	sim.Unplug()
	until("unplugged", func(list []device.Info) bool { return len(list) == 0 })
	if _, err := p.Media(ctx, nil); !errors.Is(err, device.ErrGone) {
		t.Errorf("media of an unplugged phone: %v", err)
	}
	sim.Plug()
	until("plugged in again", state(device.Ready))
	if p, err = h.Phone(id); err != nil {
		t.Fatal(err)
	}
	if m, err := p.Media(ctx, nil); err != nil || len(m.Files) == 0 {
		t.Errorf("%d files, %v", len(m.Files), err)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Run: %v", err)
	}
}

// A cable that is pulled in the middle ends every file that was asked for, once.
func TestDemoPullUnplugged(t *testing.T) {
	sim, server := connect(t, demo.Options{})
	p, err := device.Find(t.Context(), server, "")
	if err != nil {
		t.Fatal(err)
	}
	var list []device.File
	for n := range 120 {
		f := device.File{Path: fmt.Sprintf("%s/Movies/%d.mp4", demo.Storage, n), Size: 5000, MTime: time.Unix(1_700_000_000, 0)}
		if n%40 == 3 {
			f.Size = 70 << 20
		}
		if err := sim.AddZeros(f.Path, f.Size, f.MTime); err != nil {
			t.Fatal(err)
		}
		list = append(list, f)
	}
	s := newSums()
	s.end = func(n int) {
		if n == 10 {
			sim.CutAfter(100_000, 0)
		}
	}
	given := 0
	files := each(list)
	err = p.Pull(t.Context(), func() (device.File, bool) {
		f, ok := files()
		if ok {
			given++
		}
		return f, ok
	}, s)
	if !errors.Is(err, device.ErrGone) || len(s.errs) != given {
		t.Errorf("%d given, %d ended, %v", given, len(s.errs), err)
	}
	for path, err := range s.errs {
		if err != nil && !errors.Is(err, device.ErrGone) {
			t.Errorf("%q: %v", path, err)
		}
	}
}

// faulty connects a phone with trouble and some files of its own making, which
// are quicker to read than its pictures, and lists those.
func faulty(t *testing.T, spec string, names ...string) (*device.Phone, device.Media, []device.File) {
	t.Helper()
	faults, err := demo.ParseFaults(spec)
	if err != nil {
		t.Fatal(err)
	}
	sim, server := connect(t, demo.Options{})
	for _, name := range names {
		if err := sim.AddFile("Pictures/mine/"+name, []byte(strings.Repeat(name, 1000)), time.Unix(1_700_000_000, 0)); err != nil {
			t.Fatal(err)
		}
	}
	if err := sim.Inject(faults...); err != nil {
		t.Fatal(err)
	}
	p, err := device.Find(t.Context(), server, "")
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Media(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var mine []device.File
	for _, f := range m.Files {
		if f.Album == "Pictures/mine" {
			mine = append(mine, f)
		}
	}
	if len(mine) != len(names) {
		t.Fatalf("%d of %d files listed", len(mine), len(names))
	}
	return p, m, mine
}

// Bad files never cost a good one.
func TestDemoFaultyFiles(t *testing.T) {
	want := map[string]error{
		"a.jpg": nil, "error.jpg": adb.EIO, "b.jpg": nil, "deny.jpg": fs.ErrPermission, "vanish.jpg": fs.ErrNotExist, "c.jpg": nil,
		"change.jpg": device.ErrChanged, "changeonce.jpg": nil, "d.jpg": nil,
	}
	var spec, names []string
	for name := range want {
		names = append(names, name)
		if kind := strings.TrimSuffix(name, ".jpg"); len(kind) > 1 {
			spec = append(spec, kind+"=Pictures/mine/"+name)
		}
	}
	p, _, mine := faulty(t, strings.Join(spec, ","), names...)
	s := newSums()
	if err := p.Pull(t.Context(), each(mine), s); err != nil || len(s.errs) != len(mine) {
		t.Fatalf("%d of %d ended, %v", len(s.errs), len(mine), err)
	}
	for path, err := range s.errs {
		name := path[strings.LastIndexByte(path, '/')+1:]
		if !errors.Is(err, want[name]) || err != nil && want[name] == nil {
			t.Errorf("%q: %v, want %v", name, err, want[name])
		}
		if _, ok := s.got[path]; ok != (err == nil) {
			t.Errorf("%q was read: %v", name, ok)
		}
		if name == "changeonce.jpg" && s.last[path].Size == int64(1000*len(name)) {
			t.Error("the size is that of before the change")
		}
	}
}

func TestDemoRefusals(t *testing.T) {
	t.Run("no sha256sum", func(t *testing.T) {
		p, _, mine := faulty(t, "refuse=sha256sum", "a.jpg")
		if err := p.Hashes(t.Context(), []string{mine[0].Path}, func(string, [32]byte, error) {}); !errors.Is(err, device.ErrNoHash) {
			t.Error(err)
		}
	})
	t.Run("no content tool", func(t *testing.T) {
		_, m, _ := faulty(t, "refuse=content")
		if !errors.Is(m.NoIndex, provider.ErrNoTool) || len(m.Files) < 10 {
			t.Errorf("%d files, %v", len(m.Files), m.NoIndex)
		}
	})
	t.Run("no media database", func(t *testing.T) {
		_, m, _ := faulty(t, "refuse=media")
		if m.NoIndex == nil || errors.Is(m.NoIndex, provider.ErrNoTool) || len(m.Files) < 10 {
			t.Errorf("%d files, %v", len(m.Files), m.NoIndex)
		}
	})
	t.Run("an old phone", func(t *testing.T) {
		p, m, mine := faulty(t, "old", "a.jpg", "b \"'.jpg", "c.jpg")
		s := newSums()
		if err := p.Pull(t.Context(), each(mine), s); err != nil || len(s.got) != len(mine) || len(m.Files) < 10 {
			t.Fatalf("%d of %d, %v", len(s.got), len(mine), err)
		}
		var paths []string
		for path := range s.got {
			paths = append(paths, path)
		}
		err := p.Hashes(t.Context(), paths, func(path string, sum [32]byte, err error) {
			if err != nil || sum != s.got[path] {
				t.Errorf("%q: %v", path, err)
			}
		})
		if err != nil {
			t.Error(err)
		}
	})
}
