package job

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/archive"
	"keepsake/gallery/store"
)

const samples = "../../gallery/archive/testdata/"

// importer is a library to import into.
type importer struct {
	t       *testing.T
	dir     string
	phone   string
	takers  []Taker
	tracker *Tracker
	shelf   func(*store.Writer) Deposit
}

func newImporter(t *testing.T) *importer {
	return &importer{t: t, dir: filepath.Join(t.TempDir(), "library")}
}

// run imports paths, with the samples' password.
func (i *importer) run(ctx context.Context, paths ...string) (Receipt, error) {
	i.t.Helper()
	src, err := archive.Open(context.Background(), paths, nil)
	if err != nil {
		i.t.Fatal(err)
	}
	defer src.Close()
	if err := src.Unlock(context.Background(), "sample-password"); err != nil {
		i.t.Fatal(err)
	}
	return i.from(ctx, src)
}

func (i *importer) from(ctx context.Context, src Goods) (Receipt, error) {
	i.t.Helper()
	lib, err := store.Create(i.dir)
	if err != nil {
		i.t.Fatal(err)
	}
	defer lib.Close()
	w, err := lib.Begin(context.Background())
	if err != nil {
		i.t.Fatal(err)
	}
	i.tracker = NewTracker(time.Now)
	m := Import{Source: src, Shelf: w, Tracker: i.tracker, Library: i.dir, Takers: i.takers, Local: time.UTC}
	if i.shelf != nil {
		m.Shelf = i.shelf(w)
	}
	if i.phone != "" {
		m.Phone, m.Folder = i.phone, "Mum's phone"
	}
	r, err := m.Run(ctx)
	if cerr := w.Close(); cerr != nil {
		i.t.Error(cerr)
	}
	if cerr := r.Check(); cerr != nil {
		i.t.Error(cerr)
	}
	if s := i.tracker.Snapshot(); !s.Status.Ended() {
		i.t.Errorf("the import ended and its status is %s", s.Status)
	}
	report, cerr := store.Check(context.Background(), i.dir, store.CheckOptions{Read: "all"})
	if cerr != nil || len(report.Problems) > 0 {
		i.t.Errorf("check: %v, %v", report.Problems, cerr)
	}
	return r, err
}

// items is the library by path.
func (i *importer) items() map[string]gallery.Item {
	i.t.Helper()
	lib, err := store.Open(i.dir)
	if err != nil {
		i.t.Fatal(err)
	}
	defer lib.Close()
	out := map[string]gallery.Item{}
	if _, _, err := lib.Replay(context.Background(), "", func(it gallery.Item) { out[it.Path] = it }, nil); err != nil {
		i.t.Fatal(err)
	}
	return out
}

// write makes files below a new folder and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "Pictures")
	for name, data := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const soi = "\xff\xd8\xff\xe0" // what a JPEG begins with

// TestImportTwice: the second import of the same things copies nothing, also when
// they lie elsewhere by then.
func TestImportTwice(t *testing.T) {
	i := newImporter(t)
	files := map[string]string{"a.jpg": soi + "a", "2023/b.jpg": soi + "b", "2023/copy of b.jpg": soi + "b", "notes.txt": "text"}
	dir := write(t, files)
	r, err := i.run(t.Context(), dir)
	if err != nil || r.Counts != counts(4, 2, 1, 1, 0, 0) || r.Status != Done || r.Bytes != 10 {
		t.Fatalf("first: %+v, %v", r, err)
	}
	if len(r.Problems) != 1 || !strings.HasSuffix(r.Problems[0].Path, "notes.txt") {
		t.Errorf("problems %+v", r.Problems)
	}
	for name, from := range map[string]string{"the same place": dir, "another place": write(t, files)} {
		r, err := i.run(t.Context(), from)
		if err != nil || r.Copied != 0 || r.Already != 3 || r.Bytes != 0 {
			t.Errorf("again, from %s: %+v, %v", name, r.Counts, err)
		}
	}
	if all := i.items(); len(all) != 2 {
		t.Errorf("%d contents: %v", len(all), all)
	}
}

// TestImportZIPSamples: encrypted archives, whole and split, come in as expected.
func TestImportZIPSamples(t *testing.T) {
	var want struct {
		Sums map[string]string `json:"plain_sha256"`
	}
	data, err := os.ReadFile(samples + "zip/expected.json")
	if err == nil {
		err = json.Unmarshal(data, &want)
	}
	if err != nil {
		t.Fatal(err)
	}
	i := newImporter(t)
	r, err := i.run(t.Context(), samples+"zip/zipcrypto.zip", samples+"zip/aes256.zip", samples+"zip/aes128.zip", samples+"split/split.z01")
	if err != nil || r.Counts != counts(8, 5, 3, 0, 0, 0) {
		t.Fatalf("%+v, %+v, %v", r.Counts, r.Problems, err)
	}
	all := i.items()
	for name, sum := range want.Sums {
		it, ok := all["Photos/Imported/"+name]
		if !ok || it.Hash.String() != sum {
			t.Errorf("%s: %+v", name, it)
		}
	}
	it := all["Photos/Imported/Camera/IMG_20231114_221320.jpg"]
	if len(it.Origins) != 3 || it.Origins[0].Phone != gallery.ImportedFiles || it.Origins[0].Album != "Camera" {
		t.Errorf("origins %+v", it.Origins)
	}
}

// TestImportTakeout: one content in several albums is kept once, with all of them
// and with what the sidecars say.
func TestImportTakeout(t *testing.T) {
	i := newImporter(t)
	r, err := i.run(t.Context(), samples+"takeout")
	if err != nil || r.Found != 6 || r.Skipped != 0 || r.Failed != 0 || r.Copied == 0 {
		t.Fatalf("%+v, %+v, %v", r.Counts, r.Problems, err)
	}
	all := i.items()
	if len(all) != r.Copied {
		t.Errorf("%d contents after %d were copied", len(all), r.Copied)
	}
	for _, it := range all {
		var albums []string
		for _, o := range it.Origins {
			if o.Phone != gallery.ImportedTakeout {
				t.Errorf("%s: origin %+v", it.Path, o)
			}
			albums = append(albums, o.Album)
		}
		if strings.HasSuffix(it.Path, "/IMG_20231114_221320.jpg") {
			if !slices.Contains(albums, "Holiday") || !slices.Contains(albums, "Photos from 2023") || !it.Favorite() {
				t.Errorf("%s: albums %q, favourite %v", it.Path, albums, it.Favorite())
			}
		}
		if y := it.Info.Taken.Time.Year(); y != 2023 {
			t.Errorf("%s: taken %+v", it.Path, it.Info.Taken)
		}
	}
}

// TestImportAs: everything is said to come from a phone.
func TestImportAs(t *testing.T) {
	i := newImporter(t)
	i.phone = "abcd1234"
	if r, err := i.run(t.Context(), write(t, map[string]string{"DCIM/a.jpg": soi})); err != nil || r.Copied != 1 || r.Phone != i.phone {
		t.Fatalf("%+v, %v", r, err)
	}
	it, ok := i.items()["Photos/Mum's phone/Pictures/DCIM/a.jpg"]
	if !ok || it.Origins[0].Phone != i.phone {
		t.Errorf("%+v", i.items())
	}
}

// TestImportLibrary: another library's items come with their phones, albums,
// dates and what its owner said; what was said here counts more.
func TestImportLibrary(t *testing.T) {
	there := newImporter(t)
	there.phone = "abcd1234"
	if _, err := there.run(t.Context(), write(t, map[string]string{"DCIM/a.jpg": soi + "a", "DCIM/b.jpg": soi + "b"})); err != nil {
		t.Fatal(err)
	}
	yes := true
	taken := gallery.Taken{Time: time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC), Source: gallery.TakenOwner}
	for path, it := range there.items() {
		e := gallery.Edit{Favorite: &yes, Taken: &taken, Hidden: strings.HasSuffix(path, "b.jpg")}
		edit(t, there.dir, it.Hash, e)
	}
	here := newImporter(t)
	if _, err := here.run(t.Context(), write(t, map[string]string{"b.jpg": soi + "b"})); err != nil {
		t.Fatal(err)
	}
	r, err := here.run(t.Context(), there.dir)
	if err != nil || r.Counts != counts(2, 1, 1, 0, 0, 0) {
		t.Fatalf("%+v, %+v, %v", r.Counts, r.Problems, err)
	}
	for _, name := range []string{"Photos/Mum's phone/Pictures/DCIM/a.jpg", "Photos/Imported/Pictures/b.jpg"} {
		it, ok := here.items()[name]
		if !ok || !it.Favorite() || !it.Taken().Time.Equal(taken.Time) || it.Edit.Hidden {
			t.Errorf("%s: %+v", name, it)
		}
		if !slices.ContainsFunc(it.Origins, func(o gallery.Origin) bool { return o.Phone == "abcd1234" && o.Album == "Pictures/DCIM" }) {
			t.Errorf("%s: origins %+v", name, it.Origins)
		}
	}
	for _, it := range here.items() { // said here: it stays
		no := false
		edit(t, here.dir, it.Hash, gallery.Edit{Favorite: &no})
	}
	if r, err := here.run(t.Context(), there.dir); err != nil || r.Counts != counts(2, 0, 2, 0, 0, 0) {
		t.Errorf("again: %+v, %v", r.Counts, err)
	}
	for _, it := range here.items() {
		if it.Favorite() {
			t.Errorf("%s: what was said here is lost", it.Path)
		}
	}
}

// TestImportTakesNoPathAway: where this library knows another content at a
// phone's path, the other library's does not take its place.
func TestImportTakesNoPathAway(t *testing.T) {
	dir := write(t, map[string]string{"a.jpg": soi + "older"})
	there, here := newImporter(t), newImporter(t)
	there.phone, here.phone = "abcd1234", "abcd1234"
	if _, err := there.run(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.jpg"), []byte(soi+"edited since"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := here.run(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	here.phone = ""
	if r, err := here.run(t.Context(), there.dir); err != nil || r.Copied != 1 {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	for path, it := range here.items() {
		if len(it.Origins) != 1 {
			t.Fatalf("%s: origins %+v", path, it.Origins)
		}
		if newer := it.Size == int64(len(soi+"edited since")); newer != (it.Origins[0].Phone == "abcd1234") {
			t.Errorf("%s: origin %+v", path, it.Origins[0])
		}
	}
}

func edit(t *testing.T, dir string, h gallery.Hash, e gallery.Edit) {
	t.Helper()
	lib, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	w, err := lib.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Edit(h, e); err != nil {
		t.Error(err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

// TestImportDamagedLibrary: an item whose bytes changed there is not taken for
// what it was.
func TestImportDamagedLibrary(t *testing.T) {
	there := newImporter(t)
	if _, err := there.run(t.Context(), write(t, map[string]string{"a.jpg": soi + "a", "b.jpg": soi + "b"})); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(there.dir, "Photos/Imported/Pictures/a.jpg"), []byte(soi+"x"), 0o600); err != nil {
		t.Fatal(err)
	}
	here := newImporter(t)
	r, err := here.run(t.Context(), there.dir)
	if err != nil || r.Counts != counts(2, 1, 0, 0, 1, 0) {
		t.Fatalf("%+v, %+v, %v", r.Counts, r.Problems, err)
	}
}

// TestImportHostile: what leads out, lies or breaks is told; the rest is kept,
// and nothing is written but below the library.
func TestImportHostile(t *testing.T) {
	root := t.TempDir()
	i := &importer{t: t, dir: filepath.Join(root, "a", "b", "library")}
	if err := os.MkdirAll(filepath.Dir(i.dir), 0o700); err != nil {
		t.Fatal(err)
	}
	hostile := filepath.Join(t.TempDir(), "x.zip")
	if err := os.WriteFile(hostile, hostileZIP(t), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := i.run(t.Context(), hostile)
	if err != nil || r.Copied != 1 || r.Failed != 4 || r.Skipped != 1 {
		t.Fatalf("%+v, %+v, %v", r.Counts, r.Problems, err)
	}
	onlyBelow(t, root, i.dir)
}

// TestImportNames is the negative control: an entry whose album and name were
// not confined by the source is confined by the library.
func TestImportNames(t *testing.T) {
	root := t.TempDir()
	i := &importer{t: t, dir: filepath.Join(root, "a", "b", "library")}
	if err := os.MkdirAll(filepath.Dir(i.dir), 0o700); err != nil {
		t.Fatal(err)
	}
	good := write(t, map[string]string{"a.jpg": soi})
	src, err := archive.Open(t.Context(), []string{good}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	all, err := src.Entries(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	all[0].Album, all[0].Name = "../../../..", "../../evil.jpg"
	if r, err := i.from(t.Context(), goodsOf(all...)); err != nil || r.Copied != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	onlyBelow(t, root, i.dir)
}

// hostileZIP has one good picture and five other things.
func hostileZIP(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"../../evil.jpg", "/evil.jpg", `..\..\evil.jpg`, `C:\evil.jpg`, "link.jpg", "Camera/good.jpg"} {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if name == "link.jpg" {
			h.SetMode(os.ModeSymlink | 0o777)
		}
		out, err := w.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(out, soi)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// onlyBelow makes sure that root holds files below dir alone.
func onlyBelow(t *testing.T, root, dir string) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasPrefix(name, dir+string(filepath.Separator)) {
			t.Errorf("%s was written", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

type fixed []archive.Entry

func goodsOf(e ...archive.Entry) Goods { return fixed(e) }

func (f fixed) Entries(context.Context, func(int)) ([]archive.Entry, error) { return f, nil }

// TestImportCancelled: the receipt adds up, and a second import goes on.
func TestImportCancelled(t *testing.T) {
	i := newImporter(t)
	files := map[string]string{}
	for n := range 40 {
		files["d/"+string(rune('a'+n%26))+strings.Repeat("x", n)+".jpg"] = soi + strings.Repeat("y", n)
	}
	dir := write(t, files)
	ctx, cancel := context.WithCancel(t.Context())
	i.shelf = func(w *store.Writer) Deposit {
		s := &stopping{Writer: w, stop: cancel}
		s.after.Store(5)
		return s
	}
	r, err := i.run(ctx, dir)
	if !errors.Is(err, context.Canceled) || r.Status != Cancelled || r.Found != 40 || r.Copied < 5 || r.Skipped == 0 || r.Failed != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	i.shelf = nil
	if again, err := i.run(t.Context(), dir); err != nil || again.Copied+r.Copied != 40 || again.Already != r.Copied {
		t.Errorf("again: %+v, %v", again.Counts, err)
	}
}

// stopping is a shelf that calls stop after so many files.
type stopping struct {
	*store.Writer
	after atomic.Int32
	stop  func()
}

func (s *stopping) Add(ctx context.Context, st *store.Staged, in store.Incoming, done func(store.Added, error)) error {
	if s.after.Add(-1) == 0 {
		defer s.stop()
	}
	return s.Writer.Add(ctx, st, in, done)
}

// TestImportDiskFull: the import ends with the reason, and the receipt adds up.
func TestImportDiskFull(t *testing.T) {
	i := newImporter(t)
	i.shelf = func(w *store.Writer) Deposit { return full{w} }
	r, err := i.run(t.Context(), write(t, map[string]string{"a.jpg": soi, "b.jpg": soi + "b"}))
	if !errors.Is(err, store.ErrNoSpace) || r.Status != Failed || r.Counts != counts(2, 0, 0, 0, 2, 0) {
		t.Errorf("%+v, %v", r, err)
	}
}

type full struct{ *store.Writer }

func (full) Stage(int64) (*store.Staged, error) { return nil, store.ErrNoSpace }

// TestImportTakers: a file that is no picture goes to who knows it, and what was
// in it is told by category.
func TestImportTakers(t *testing.T) {
	i := newImporter(t)
	i.takers = []Taker{cards{}}
	r, err := i.run(t.Context(), write(t, map[string]string{"a.vcf": "BEGIN:VCARD END", "b.vcf": "BEGIN:VCARD", "c.xyz": "?"}))
	if err != nil || r.Categories["contacts"] != counts(4, 3, 0, 0, 1, 0) || r.Counts != counts(6, 3, 0, 1, 2, 0) || r.Bytes != 7 || len(r.Problems) != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

// cards knows files that begin like a vCard, and says that there are three in each.
type cards struct{}

func (cards) Knows(_ string, head []byte) bool { return strings.HasPrefix(string(head), "BEGIN:VCARD") }

func (cards) Take(ctx context.Context, files []Offer, tell Tell) error {
	for _, f := range files {
		rc, err := f.Open(ctx)
		if err != nil {
			return err
		}
		b, err := io.ReadAll(rc)
		rc.Close()
		if err != nil || !strings.Contains(string(b), "END") {
			tell(f.Entry, Taken{}, errors.New("half a card"))
			continue
		}
		tell(f.Entry, Taken{Categories: map[string]Counts{"contacts": {Copied: 2, Failed: 1}}, Problems: []Problem{{Path: f.Path, Outcome: Lost, Reason: "card 4"}}, Bytes: 7}, nil)
	}
	tell(nil, Taken{Categories: map[string]Counts{"contacts": {Copied: 1}}}, nil)
	return nil
}

// TestImportTakersCancelled: a file that a Taker did not come to is told as such.
func TestImportTakersCancelled(t *testing.T) {
	i := newImporter(t)
	ctx, cancel := context.WithCancel(t.Context())
	i.takers = []Taker{quitter{stop: cancel}}
	r, err := i.run(ctx, write(t, map[string]string{"a.vcf": "BEGIN:VCARD END"}))
	if !errors.Is(err, context.Canceled) || r.Status != Cancelled || r.Counts != counts(1, 0, 0, 1, 0, 0) {
		t.Errorf("%+v, %v", r, err)
	}
}

type quitter struct {
	cards
	stop func()
}

func (q quitter) Take(ctx context.Context, _ []Offer, _ Tell) error {
	q.stop()
	return ctx.Err()
}
