package restore

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/device/demo"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

// shelf is a library on disk that a demo phone was backed up into.
type shelf struct {
	*bench
	dir string
	w   *store.Writer
	at  map[gallery.Hash]string // the library's file of a content
}

// backedUp makes a phone with its backup.
func backedUp(t *testing.T, o demo.Options) *shelf {
	t.Helper()
	s := &shelf{bench: newBench(t, o), dir: filepath.Join(t.TempDir(), "library"), at: map[gallery.Hash]string{}}
	lib, err := store.Create(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	if s.w, err = lib.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(s.w.Close(), lib.Close()); err != nil {
			t.Error(err)
		}
	})
	b := job.Backup{Source: s.line.Phone().(*device.Phone), Shelf: s.w, Tracker: job.NewTracker(time.Now), Library: s.dir, Folder: "Phone", Verify: true, Local: time.UTC}
	if _, err := b.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, _, err = lib.Replay(t.Context(), "", func(it gallery.Item) { s.at[it.Hash] = filepath.Join(s.dir, filepath.FromSlash(it.Path)) }, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shelf) open(src Source) (io.ReadCloser, error) {
	f, err := os.Open(s.at[src.Hash])
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (s *shelf) free() *Free {
	return &Free{Line: s.line, Prover: s.w, Open: s.open, KeepFavorites: true, Now: time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)}
}

func (s *shelf) planFree(f *Free) *Plan {
	s.t.Helper()
	p, err := Make(s.t.Context(), job.NewTracker(time.Now), Options{Job: job.FreeName}, f)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func (s *shelf) runFree(f *Free, p *Plan) (*Work, job.Receipt) {
	s.t.Helper()
	j, err := NewBook(s.t.TempDir()).Begin(p)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { j.Close() })
	w := work(p, j, f)
	r, err := w.Run(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return w, r
}

// some is a file of a plan that would be freed, the nth.
func some(t *testing.T, p *Plan, n int) Step {
	t.Helper()
	for _, s := range p.Steps {
		if s.Change() && strings.HasSuffix(string(s.Target), ".jpg") {
			if n--; n < 0 {
				return s
			}
		}
	}
	t.Fatal("too few pictures")
	return Step{}
}

// TestFreeOnlyProven: what may not be taken is not, whatever is wrong with its proof.
func TestFreeOnlyProven(t *testing.T) {
	for _, erase := range []bool{false, true} {
		s := backedUp(t, demo.Options{Items: 24})
		f := s.free()
		f.Erase = erase
		planned := s.planFree(f)
		flipped, changed, grown, lost := some(t, planned, 0), some(t, planned, 1), some(t, planned, 2), some(t, planned, 3)
		before := s.state()
		// One flipped bit in the library's copy.
		h, err := gallery.ParseHash(flipped.Source)
		if err != nil {
			t.Fatal(err)
		}
		flip(t, s.at[h])
		// One changed on the phone without a trace in size and date.
		s.turn(string(changed.Target))
		// One replaced on the phone after the preview.
		s.add(string(grown.Target), "edited", new2025)
		// One that the library has lost.
		if h, err = gallery.ParseHash(lost.Source); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(s.at[h]); err != nil {
			t.Fatal(err)
		}
		stranger := root + "/DCIM/Camera/IMG_new.jpg"
		s.add(stranger, "taken after the backup", new2025)
		edited := s.state()

		// As it was previewed, and as it would be previewed now.
		now := s.planFree(f)
		for _, st := range now.Steps {
			if string(st.Target) == stranger && (st.Change() || st.State != Cannot || !strings.Contains(st.Reason, "not in the library")) {
				t.Errorf("a file that is not in the library: %+v", st)
			}
			if st.Target == grown.Target && (st.Change() || !strings.Contains(st.Reason, "changed on the phone")) {
				t.Errorf("a file that was changed: %+v", st)
			}
		}
		w, r := s.runFree(f, planned)
		after := s.state()
		for _, keep := range []string{string(flipped.Target), string(changed.Target), string(grown.Target), string(lost.Target), stranger} {
			if after[keep] != edited[keep] {
				t.Errorf("erase %t: %s was taken from the phone: %+v", erase, keep, r.Problems)
			}
		}
		if r.Copied != planned.Totals().Change-4 || r.Skipped < 4 || r.Failed != 0 {
			t.Errorf("erase %t: %+v, the preview said %+v: %+v", erase, r.Counts, planned.Totals(), r.Problems)
		}
		for _, e := range w.Journal.Entries() {
			if e.Outcome != job.Copied {
				continue
			}
			if _, there := after[string(e.Target)]; there {
				t.Errorf("erase %t: %s is still there", erase, e.Target)
			}
		}
		// Undo: everything that was there is there again, to the byte and the second.
		u, err := s.undo(w)
		if err != nil || u.Copied != r.Copied {
			t.Errorf("erase %t: undo: %+v, %v: %+v", erase, u.Counts, err, u.Problems)
		}
		same(t, "undone", s.state(), edited)
		if len(before)+1 != len(edited) {
			t.Error("the test lost files itself")
		}
	}
}

func flip(t *testing.T, name string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// turn flips a bit of a file on the phone, which keeps size and date.
func (s *shelf) turn(p string) {
	s.t.Helper()
	data, err := s.sim.ReadFile(p)
	if err != nil {
		s.t.Fatal(err)
	}
	files, err := s.sim.Files("")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, f := range files {
		if f.Path == p {
			data[len(data)/2] ^= 1
			s.add(p, string(data), f.MTime)
		}
	}
}

// forger proves what it likes: the zero Proof, and proofs about other files.
type forger struct {
	*store.Writer
	give store.Proof
}

func (f forger) Prove(context.Context, gallery.Hash, gallery.Hash, gallery.Origin) (store.Proof, error) {
	return f.give, nil
}

// TestFreeRefusesForgedProofs: a proof that is none, or about another file, takes nothing.
func TestFreeRefusesForgedProofs(t *testing.T) {
	s := backedUp(t, demo.Options{Items: 12})
	f := s.free()
	p := s.planFree(f)
	one := some(t, p, 0)
	h, err := gallery.ParseHash(one.Source)
	if err != nil {
		t.Fatal(err)
	}
	real, err := s.w.Prove(t.Context(), h, h, gallery.Origin{Phone: s.line.Phone().Info().ID, Path: "/storage/emulated/0/DCIM/another.jpg"})
	if err != nil {
		t.Fatal(err)
	}
	before := s.state()
	for _, proof := range []store.Proof{{}, real} {
		f.Prover = forger{s.w, proof}
		_, r := s.runFree(f, p)
		if r.Copied != 0 || r.Skipped == 0 {
			t.Errorf("%+v", r.Counts)
		}
		same(t, "after a forged proof", s.state(), before)
	}
}

func TestFreeSpares(t *testing.T) {
	s := backedUp(t, demo.Options{Items: 60})
	media, err := s.line.Phone().Media(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	f := s.free()
	f.Before = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	f.KeepAlbums = []string{"screenshots"}
	p := s.planFree(f)
	by := map[string]device.File{}
	favourites := 0
	for _, m := range media.Files {
		by[m.Path] = m
		if m.Favorite {
			favourites++
		}
	}
	if favourites == 0 {
		t.Fatal("no favourites to spare")
	}
	for _, st := range p.Steps {
		m := by[string(st.Target)]
		when := m.Taken
		if when.IsZero() {
			when = m.MTime
		}
		if m.Favorite || m.Trashed || !when.Before(f.Before) || strings.HasSuffix(m.Album, "/Screenshots") {
			t.Errorf("would take %+v", m)
		}
	}
	if p.Totals().Change == 0 {
		t.Error("would take nothing")
	}
	w, r := s.runFree(f, p)
	if r.Copied != p.Totals().Change || r.Verified != r.Copied || r.Bytes != p.Totals().Bytes {
		t.Errorf("%+v, the preview said %+v", r.Counts, p.Totals())
	}
	// They are in the phone's trash, as it sees it.
	media, err = s.line.Phone().Media(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	trashed := map[string]bool{}
	for _, m := range media.Files {
		if m.Trashed {
			trashed[m.Name()] = true
		}
	}
	for _, e := range w.Journal.Entries() {
		if e.Outcome == job.Copied && !trashed[e.Title] {
			t.Errorf("%s is not in the phone's trash", e.Title)
		}
	}
}

// TestFreeKeepsToTheLibrary: what the owner loves in the library stays on the phone,
// unless told otherwise, and what lies in the library's trash stays always.
func TestFreeKeepsToTheLibrary(t *testing.T) {
	s := backedUp(t, demo.Options{Items: 24})
	whole := s.planFree(s.free())
	loved, thrown := some(t, whole, 0), some(t, whole, 1)
	taken := func(p *Plan, s Step) bool {
		return slices.ContainsFunc(p.Steps, func(x Step) bool { return x.Target == s.Target && x.Change() })
	}
	for _, keep := range []bool{true, false} {
		f := s.free()
		f.KeepFavorites = keep
		f.Look = func(_ context.Context, h gallery.Hash) (Mark, error) {
			return Mark{Favorite: h.String() == loved.Source, Trashed: h.String() == thrown.Source}, nil
		}
		p := s.planFree(f)
		if taken(p, loved) == keep || taken(p, thrown) {
			t.Errorf("favourites kept %v: takes the loved one %v, the one in the library's trash %v", keep, taken(p, loved), taken(p, thrown))
		}
	}
	f := s.free()
	f.Look = func(context.Context, gallery.Hash) (Mark, error) { return Mark{}, errors.New("the index is broken") }
	if _, err := Make(t.Context(), job.NewTracker(time.Now), Options{Job: job.FreeName}, f); err == nil {
		t.Error("it is planned without knowing what the library says")
	}
}

// TestFreeTrashEmptied: undo brings back from the library what the phone's trash
// has no more.
func TestFreeTrashEmptied(t *testing.T) {
	s := backedUp(t, demo.Options{Items: 12})
	before := s.state()
	f := s.free()
	w, r := s.runFree(f, s.planFree(f))
	if r.Copied == 0 {
		t.Fatalf("%+v", r.Counts)
	}
	emptied := 0
	for p := range s.state() {
		if strings.Contains(p, "/.trashed-") && before[p] == "" {
			if err := s.sim.Remove(p); err != nil {
				t.Fatal(err)
			}
			emptied++
		}
	}
	u, err := s.undo(w)
	if err != nil || u.Copied != r.Copied || emptied != r.Copied {
		t.Errorf("%d emptied; %+v, %v: %+v", emptied, u.Counts, err, u.Problems)
	}
	same(t, "undone", s.state(), before)
}

// meddler is a phone whose owner edits a picture in the moment between its hash
// and its deletion.
type meddler struct {
	Phone
	edit func()
}

func (m meddler) Hashes(ctx context.Context, paths []string, each func(string, [32]byte, error)) error {
	err := m.Phone.Hashes(ctx, paths, each)
	m.edit()
	return err
}

// TestFreeLastMoment: the phone hashes each file once more right before it is taken.
func TestFreeLastMoment(t *testing.T) {
	for _, erase := range []bool{false, true} {
		s := backedUp(t, demo.Options{Items: 12})
		f := s.free()
		f.Erase = erase
		p := s.planFree(f)
		victim := string(some(t, p, 0).Target)
		phone := s.line.Phone()
		edited := ""
		s.line.Set(meddler{phone, func() {
			if edited == "" {
				s.turn(victim)
				edited = s.read(victim)
			}
		}})
		_, r := s.runFree(f, p)
		if s.read(victim) != edited || r.Copied != p.Totals().Change-1 || r.Skipped != 1 {
			t.Errorf("erase %t: %+v: %+v", erase, r.Counts, r.Problems)
		}
	}
}

// TestFreeKilled kills the freeing of space around its calls that change the phone:
// it is finished or taken back as if nothing had been.
func TestFreeKilled(t *testing.T) {
	s := backedUp(t, demo.Options{Items: 12})
	before := s.state()
	steady := s.line.Phone()
	for _, erase := range []bool{false, true} {
		for n := 1; n <= 3; n++ {
			for _, after := range []bool{false, true} {
				f := s.free()
				f.Erase = erase
				p := s.planFree(f)
				book := NewBook(t.TempDir())
				j, err := book.Begin(p)
				if err != nil {
					t.Fatal(err)
				}
				left := n
				s.line.Set(unsteady{steady, &left, after, errDead})
				_, err = work(p, j, f).Run(t.Context())
				j.Close()
				s.line.Set(steady)
				if !errors.Is(err, errDead) {
					t.Fatalf("erase %t, call %d: not killed: %v", erase, n, err)
				}
				p, j, err = book.Open(p.ID)
				if err != nil {
					t.Fatal(err)
				}
				w := work(p, j, f)
				if r, err := w.Run(t.Context()); err != nil || r.Copied != p.Totals().Change || r.Skipped+r.Failed > 0 {
					t.Errorf("erase %t, call %d (after %t): %+v, %v: %+v", erase, n, after, r.Counts, err, r.Problems)
				}
				if u, err := s.undo(w); err != nil || u.Copied != p.Totals().Change {
					t.Errorf("erase %t, call %d (after %t): undo %+v, %v: %+v", erase, n, after, u.Counts, err, u.Problems)
				}
				same(t, "undone", s.state(), before)
				j.Close()
				if t.Failed() {
					return
				}
			}
		}
	}
}
