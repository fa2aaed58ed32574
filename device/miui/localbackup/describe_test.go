package localbackup

import (
	"bytes"
	"testing"
	"testing/fstest"
	"time"
)

// What is described is read again as what it was.
func TestDescript(t *testing.T) {
	made := time.UnixMilli(1_767_323_045_000)
	var b bytes.Buffer
	files := []Described{{File: "Recipes & more(com.example.recipes).bak", Package: "com.example.recipes", Feature: 102, Size: 3}, {File: "Notes(com.miui.notes).bak", Package: "com.miui.notes", Feature: -1, System: true, Size: 4}}
	if err := WriteDescript(&b, made, "houji", "OS2.0", files); err != nil {
		t.Fatal(err)
	}
	dir := fstest.MapFS{Describe: {Data: b.Bytes()}, files[0].File: {Data: []byte("one")}, files[1].File: {Data: []byte("four")}}
	got, err := ReadFolder(dir)
	if err != nil || !got.Made.Equal(made) || got.Device != "houji" || got.MIUI != "OS2.0" || len(got.Items) != 2 || len(got.Missing) > 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, i := range got.Items {
		for _, f := range files {
			if i.Name == f.File && (i.Package != f.Package || i.Feature != f.Feature || i.Failed || i.Size != f.Size) {
				t.Errorf("%+v for %+v", i, f)
			}
		}
	}
}
