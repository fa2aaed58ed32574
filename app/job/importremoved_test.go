package job

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/store"
)

// Whoever imports a file wants it, also one whose trash they emptied before: not
// so a backup, which takes what it finds.
func TestImportBringsBackWhatWasRemoved(t *testing.T) {
	i := newImporter(t)
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "IMG_20240517_100000.jpg"), append([]byte("\xff\xd8\xff\xe0"), make([]byte, 500)...), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err := i.run(t.Context(), folder); err != nil || r.Copied != 1 {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	lib, err := store.Open(i.dir)
	if err != nil {
		t.Fatal(err)
	}
	w, err := lib.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range i.items() {
		if err := w.Edit(it.Hash, gallery.Edit{Trashed: time.Now()}); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n, err := w.Remove(t.Context(), []gallery.Hash{it.Hash}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := lib.Close(); err != nil {
		t.Fatal(err)
	}
	if n := len(i.items()); n != 0 {
		t.Fatalf("%d items after the trash was emptied", n)
	}
	if r, err := i.run(t.Context(), folder); err != nil || r.Copied != 1 {
		t.Errorf("imported again: %+v, %v", r.Counts, err)
	}
	if n := len(i.items()); n != 1 {
		t.Errorf("%d items after the import", n)
	}
}
