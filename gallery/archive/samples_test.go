package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
)

// open opens paths, and closes them with the test.
func open(t *testing.T, paths ...string) *Source {
	t.Helper()
	s, err := Open(t.Context(), paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// entries lists a source by the path inside, without its base.
func entries(t *testing.T, s *Source) map[string]Entry {
	t.Helper()
	all, err := s.Entries(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]Entry{}
	for _, e := range all {
		key := e.Album + "/" + e.Name
		if _, ok := out[key]; ok {
			t.Errorf("%s is listed twice", key)
		}
		out[key] = e
	}
	return out
}

// content reads an entry to its end.
func content(e Entry) ([]byte, error) {
	rc, err := e.Open(context.Background())
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	return io.ReadAll(rc)
}

func sum(b []byte) string { h := sha256.Sum256(b); return hex.EncodeToString(h[:]) }

// TestEncryptedSamples: archives made by Info-ZIP and 7-Zip give the bytes that
// went in, and nothing with the wrong password.
func TestEncryptedSamples(t *testing.T) {
	var want struct {
		Password string            `json:"password"`
		Sums     map[string]string `json:"plain_sha256"`
	}
	data, err := os.ReadFile("testdata/zip/expected.json")
	if err == nil {
		err = json.Unmarshal(data, &want)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, files := range map[string]int{"zipcrypto.zip": 2, "aes256.zip": 2, "aes128.zip": 1} {
		t.Run(name, func(t *testing.T) {
			s := open(t, filepath.Join("testdata/zip", name))
			if l := s.Locked(); len(l) != 1 || l[0] != name {
				t.Fatalf("locked: %q", l)
			}
			for _, e := range entries(t, s) {
				if b, err := content(e); !errors.Is(err, ErrPassword) || len(b) > 0 {
					t.Errorf("without a password: %d bytes, %v", len(b), err)
				}
			}
			var wrong *PasswordError
			if err := s.Unlock(t.Context(), want.Password+"x"); !errors.As(err, &wrong) || !wrong.Wrong || wrong.Archive != name {
				t.Fatalf("wrong password: %v", err)
			}
			if len(s.Locked()) != 1 {
				t.Fatal("a wrong password unlocked it")
			}
			if err := s.Unlock(t.Context(), want.Password); err != nil || len(s.Locked()) != 0 {
				t.Fatalf("right password: %v", err)
			}
			all := entries(t, s)
			if len(all) != files {
				t.Fatalf("%d files", len(all))
			}
			for key, e := range all {
				b, err := content(e)
				if err != nil || sum(b) != want.Sums[key] || int64(len(b)) != e.Size {
					t.Errorf("%s: %s, %v", key, sum(b), err)
				}
				if e.Kind != ZIP || e.MTime.IsZero() {
					t.Errorf("%s: %+v", key, e)
				}
			}
		})
	}
}

// TestTakeoutSample: every picture has its own sidecar's facts.
func TestTakeoutSample(t *testing.T) {
	if p := open(t, "testdata/takeout").Parts(); len(p) != 1 || p[0].Kind != Takeout || p[0].Files != 6 {
		t.Fatalf("parts %+v", p)
	}
	s := open(t, "testdata/takeout/Takeout")
	year := "Photos from 2023/"
	for key, want := range map[string]struct {
		taken    int64
		favorite bool
		place    *gallery.Place
	}{
		"Holiday/IMG_20231114_221320.jpg":                        {1700000000, true, nil},
		year + "IMG_20231114_221320.jpg":                         {1700000000, true, &gallery.Place{Lat: 10.5, Lon: -20.25}},
		year + "DSC_0238.JPG":                                    {1700000200, false, nil},
		year + "DSC_0238(1).JPG":                                 {1700000100, false, nil},
		year + "DSC_0238-edited.JPG":                             {1700000200, false, nil},
		year + "Screenshot_2023-11-14-22-13-20-123_com.miui.jpg": {1700000300, false, nil},
	} {
		e, ok := entries(t, s)[key]
		if !ok || e.Sidecar == nil {
			t.Errorf("%s: %+v", key, e)
			continue
		}
		got := e.Sidecar
		if got.Taken.Unix() != want.taken || got.Favorite != want.favorite || e.Kind != Takeout {
			t.Errorf("%s: %+v", key, got)
		}
		if (got.Place == nil) != (want.place == nil) || got.Place != nil && *got.Place != *want.place {
			t.Errorf("%s: place %v, want %v", key, got.Place, want.place)
		}
	}
	if n := len(entries(t, s)); n != 6 {
		t.Errorf("%d entries, want the 6 pictures alone", n)
	}
}

// TestSplit: an archive that Info-ZIP split gives its files, whichever part is named.
func TestSplit(t *testing.T) {
	want := map[string]string{
		"Camera/IMG_20240101_120000.jpg": "10c1ba5e5ffa70962ebf6911885ef8217578a2fca414417280adb01db3eb86e6",
		"Camera/IMG_20240102_120000.jpg": "a49ceeedf9dae48a072e9e7fa4e5088da906f2ad60c26b98c5f526e5950ec078",
		"Camera/IMG_20240103_120000.jpg": "abf441161d85114075b4960e03334eeb460b03a7e10ec319df5571f981870c86",
	}
	for _, given := range [][]string{{"split.zip"}, {"split.z01"}, {"split.z02", "split.zip", "split.z01"}} {
		var paths []string
		for _, g := range given {
			paths = append(paths, filepath.Join("testdata/split", g))
		}
		s := open(t, paths...)
		if p := s.Parts(); len(p) != 1 || p[0].Pieces != 3 || p[0].Title != "split.zip" {
			t.Errorf("%v: parts %+v", given, p)
		}
		all := entries(t, s)
		if len(all) != len(want) {
			t.Errorf("%v: %d files", given, len(all))
		}
		for key, e := range all {
			if b, err := content(e); err != nil || sum(b) != want[key] {
				t.Errorf("%v, %s: %s, %v", given, key, sum(b), err)
			}
		}
	}
}

// TestSplitMissing: a part that is not there is named.
func TestSplitMissing(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"split.z01", "split.z02", "split.zip"} {
		data, err := os.ReadFile(filepath.Join("testdata/split", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, gone := range []string{"split.z02", "split.z01", "split.zip"} {
		if err := os.Remove(filepath.Join(dir, gone)); err != nil {
			t.Fatal(err)
		}
		given := "split.zip"
		if gone == given {
			given = "split.z01"
			if err := os.WriteFile(filepath.Join(dir, given), []byte("PK\x07\x08"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Open(t.Context(), []string{filepath.Join(dir, given)}, nil); !errors.Is(err, ErrPart) {
			t.Errorf("without %s: %v", gone, err)
		}
	}
}

func TestDate(t *testing.T) {
	east := time.FixedZone("", 2*3600)
	moment := time.Date(2023, 11, 14, 20, 13, 20, 0, time.UTC)
	clock := time.Date(2023, 11, 14, 22, 13, 20, 0, time.FixedZone("assumed", -5*3600))
	other := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	side := gallery.Taken{Time: moment, Source: gallery.TakenSidecar}
	for name, c := range map[string]struct{ read, want gallery.Taken }{
		"EXIF with a zone stays":                   {gallery.Taken{Time: other, Zoned: true, Source: gallery.TakenEXIF}, gallery.Taken{Time: other, Zoned: true, Source: gallery.TakenEXIF}},
		"EXIF without one gets it":                 {gallery.Taken{Time: clock, Source: gallery.TakenEXIF}, gallery.Taken{Time: clockIn(clock, east), Zoned: true, Source: gallery.TakenEXIF}},
		"EXIF without one, corrected by the owner": {gallery.Taken{Time: other.Add(7 * time.Second), Source: gallery.TakenEXIF}, side},
		"XMP is as EXIF":                           {gallery.Taken{Time: other, Zoned: true, Source: gallery.TakenXMP}, gallery.Taken{Time: other, Zoned: true, Source: gallery.TakenXMP}},
		"a name that agrees tells the zone":        {gallery.Taken{Time: clock, Source: gallery.TakenName}, gallery.Taken{Time: clockIn(clock, east), Zoned: true, Source: gallery.TakenName}},
		"a name that does not":                     {gallery.Taken{Time: other.Add(7 * time.Second), Source: gallery.TakenName}, side},
		"better than the file's time":              {gallery.Taken{Time: other, Source: gallery.TakenMTime}, side},
		"better than a video's index":              {gallery.Taken{Time: other, Source: gallery.TakenVideo}, side},
		"better than nothing":                      {gallery.Taken{}, side},
		"the owner's own word stays":               {gallery.Taken{Time: other, Source: gallery.TakenOwner}, gallery.Taken{Time: other, Source: gallery.TakenOwner}},
	} {
		got := Date(c.read, moment, time.UTC)
		if !got.Time.Equal(c.want.Time) || got.Zoned != c.want.Zoned || got.Source != c.want.Source ||
			got.Time.Format(time.DateTime) != c.want.Time.Format(time.DateTime) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
		if got := Date(c.read, time.Time{}, time.UTC); got != c.read {
			t.Errorf("%s: a silent sidecar made %+v", name, got)
		}
	}
}

func clockIn(t time.Time, zone *time.Location) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone)
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Pictures")
	outside := filepath.Join(t.TempDir(), "secret.jpg")
	for name, text := range map[string]string{
		filepath.Join(dir, "a.jpg"):                   "a",
		filepath.Join(dir, "2023", "Summer", "b.jpg"): "bb",
		filepath.Join(dir, ".thumbnails", "t.jpg"):    "t",
		filepath.Join(dir, "Old", libraryMark):        "{}",
		filepath.Join(dir, "Old", "Photos", "in.jpg"): "x",
		filepath.Join(dir, "Thumbs.db"):               "x",
		outside:                                       "outside",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link.jpg")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Dir(outside), filepath.Join(dir, "linked")); err != nil {
		t.Fatal(err)
	}
	all := entries(t, open(t, dir))
	for key, text := range map[string]string{"Pictures/a.jpg": "a", "Pictures/2023/Summer/b.jpg": "bb"} {
		if b, err := content(all[key]); err != nil || string(b) != text {
			t.Errorf("%s: %q, %v", key, b, err)
		}
	}
	for _, key := range []string{"Pictures/link.jpg", "Pictures/linked", "Pictures/.thumbnails", "Pictures/Old"} {
		e := all[key]
		if b, err := content(e); e.Skip == "" || err == nil || len(b) > 0 {
			t.Errorf("%s: %+v gave %q", key, e, b)
		}
		if strings.Contains(key, "link") && !strings.Contains(e.Skip, "links are not followed") {
			t.Errorf("%s is left out as %q", key, e.Skip)
		}
	}
	if len(all) != 6 {
		t.Errorf("%d entries: %v", len(all), all)
	}
}

// TestFolderCannotBeLeft: a name that became a link after it was listed is not
// followed out.
func TestFolderCannotBeLeft(t *testing.T) {
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret.jpg")
	name := filepath.Join(dir, "a.jpg")
	for _, n := range []string{name, outside} {
		if err := os.WriteFile(n, bytes.Repeat([]byte("x"), 7), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	all := entries(t, open(t, dir))
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, name); err != nil {
		t.Fatal(err)
	}
	if b, err := content(all[filepath.Base(dir)+"/a.jpg"]); err == nil || len(b) > 0 {
		t.Errorf("read %q through a link", b)
	}
}
