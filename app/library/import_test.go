package library

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/gallery"
	"keepsake/gallery/archive"
	"keepsake/gallery/index"
	"keepsake/gallery/store"
)

// imported imports paths into a library.
func imported(t *testing.T, l *Library, as string, paths ...string) (job.Receipt, error) {
	t.Helper()
	src, err := archive.Open(t.Context(), paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	return l.Import(t.Context(), src, ImportOptions{Tracker: job.NewTracker(time.Now), As: as})
}

const samples = "../../gallery/archive/testdata/"

// TestImportOfAnotherLibrary: a backup of a phone that was made elsewhere comes
// with the phone's name, its albums and what they are called; nothing counts as
// verified that was not proven here.
func TestImportOfAnotherLibrary(t *testing.T) {
	there, backup := backedUp(t)
	phones, err := there.Phones(t.Context())
	if err != nil || len(phones) != 1 {
		t.Fatal(phones, err)
	}
	phone := phones[0].ID
	if err := there.Rename(phone, "Mum's phone"); err != nil {
		t.Fatal(err)
	}
	albums, err := there.Index.Albums(t.Context())
	if err != nil || len(albums) == 0 {
		t.Fatal(err)
	}
	if err := there.RenameAlbum(t.Context(), albums[0].Key, "By the sea"); err != nil {
		t.Fatal(err)
	}

	here, err := Open(t.Context(), filepath.Join(t.TempDir(), "library"))
	if err != nil {
		t.Fatal(err)
	}
	defer here.Close()
	r, err := imported(t, here, "", there.Dir())
	if err != nil || r.Failed != 0 || r.Skipped != 0 || r.Copied == 0 || r.Verified != 0 {
		t.Fatalf("%+v, %+v, %v", r.Counts, r.Problems, err)
	}
	phones, err = here.Phones(t.Context())
	if err != nil || len(phones) != 1 || phones[0].Name != "Mum's phone" || !phones[0].LastBackup.IsZero() || phones[0].Stats.Verified != 0 {
		t.Errorf("phones %+v, %v", phones, err)
	}
	if a, b := timeline(t, there), timeline(t, here); len(a) != len(b) {
		t.Errorf("%d pictures of %d", len(b), len(a))
	}
	mine, err := here.Index.Albums(t.Context())
	if err != nil || len(mine) != len(albums) {
		t.Fatalf("%d albums of %d, %v", len(mine), len(albums), err)
	}
	for _, a := range mine {
		if a.Key == albums[0].Key && a.Name != "By the sea" {
			t.Errorf("album %+v", a)
		}
	}
	if r, err := imported(t, here, "", there.Dir()); err != nil || r.Copied != 0 || r.Already != backup.Copied && r.Already == 0 {
		t.Errorf("again: %+v, %v", r.Counts, err)
	}

	// What is said to come from that phone lies in its folder and its albums.
	if r, err := imported(t, here, "mum's PHONE", samples+"split/split.zip"); err != nil || r.Copied != 3 || r.Phone != phone {
		t.Fatalf("%+v, %v", r, err)
	}
	tl, err := here.Index.Timeline(t.Context(), index.Filter{Album: index.AlbumKey{Phone: phone, Path: "Camera"}})
	if err != nil || len(tl.IDs) != 3 {
		t.Fatalf("album of the phone: %d, %v", len(tl.IDs), err)
	}
	it, err := here.Index.Item(t.Context(), tl.IDs[0])
	if err != nil || filepath.Dir(it.Path) != "Photos/"+store.SafeName(backup.Name+" "+phone[:4])+"/Camera" {
		t.Errorf("%s, %v", it.Path, err)
	}
	var no *NoPhoneError
	if _, err := imported(t, here, "nobody", samples+"split/split.zip"); !errors.As(err, &no) || len(no.Known) != 1 {
		t.Errorf("as nobody: %v", err)
	}
	if _, err := imported(t, here, gallery.ImportedFiles, samples+"split/split.zip"); !errors.As(err, &no) {
		t.Errorf("as an import: %v", err)
	}
}
