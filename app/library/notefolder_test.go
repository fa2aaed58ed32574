package library

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"keepsake/gallery/records"
	"keepsake/gallery/records/markdown"
	"keepsake/gallery/store"
)

// Every link of an exported note leads to its own picture, whatever other notes
// call theirs; and each file reads back as the note it was.
func TestNoteFolder(t *testing.T) {
	picture := func(name, hash string) records.Attachment {
		return records.Attachment{Name: name, MIME: "image/png", SHA256: strings.Repeat(hash, 64), Size: 1}
	}
	notes := []records.Note{
		{ID: "1", Folder: "Work", Title: "Plan", Body: "![](attachments/p.png)", Attachments: []records.Attachment{picture("p.png", "a")}},
		{ID: "2", Folder: "Work", Title: "plan", Body: "the same picture ![](attachments/p.png)", Attachments: []records.Attachment{picture("p.png", "a")}},
		{ID: "3", Folder: "Work", Title: "Plan", Body: "another ![](attachments/P.png)", Attachments: []records.Attachment{picture("P.png", "b")}},
		{ID: "4", Folder: "Work", Title: "Plan", Body: "a third ![](attachments/p.png)", Attachments: []records.Attachment{picture("p.png", "c")}},
		{ID: "5", Folder: "../..", Title: "../evil", Body: "out"},
		{ID: "6", Body: "![](attachments/x/../../../y.png)", Attachments: []records.Attachment{picture("../../y.png", "d")}},
		{ID: "7", Title: "Lost", Body: "![](attachments/lost.png)", Attachments: []records.Attachment{picture("lost.png", "e")}},
		{ID: "8", Title: "买东西", Body: "- [ ] 牛奶"},
	}
	parent := t.TempDir()
	if err := os.Mkdir(filepath.Join(parent, "out"), 0o700); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(filepath.Join(parent, "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	f := noteFolder{dir: root, taken: map[string]string{}, open: func(a records.Attachment) (io.ReadCloser, error) {
		if a.Name == "lost.png" {
			return nil, store.ErrMissing
		}
		return io.NopCloser(strings.NewReader(a.SHA256)), nil
	}}
	for _, n := range notes {
		if err := f.put(n); err != nil {
			t.Fatal(err)
		}
	}
	var read []string
	err = filepath.WalkDir(parent, func(path string, d os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n, err := markdown.Read(bytes.NewReader(b), &records.Problems{})
		read = append(read, n.ID)
		for _, a := range n.Attachments {
			got, err := os.ReadFile(filepath.Join(filepath.Dir(path), "attachments", store.SafeName(a.Name)))
			if a.Name != "lost.png" && (err != nil || string(got) != a.SHA256) {
				t.Errorf("note %s links to %.5q, %v", n.ID, got, err)
			}
		}
		return err
	})
	slices.Sort(read)
	if err != nil || strings.Join(read, "") != "12345678" {
		t.Errorf("notes %v, %v", read, err)
	}
	if all, err := os.ReadDir(parent); err != nil || len(all) != 1 {
		t.Errorf("written outside: %v %v", all, err)
	}
	f.open = func(records.Attachment) (io.ReadCloser, error) { return nil, errors.New("the disk is gone") }
	if err := f.put(records.Note{Title: "z", Attachments: []records.Attachment{picture("z.png", "f")}}); err == nil {
		t.Error("a picture that cannot be read is no error")
	}
}
