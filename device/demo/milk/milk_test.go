package milk

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"keepsake/device/miui/androidbackup"
	"keepsake/device/miui/localbackup"
	"keepsake/gallery/records"
)

// What is written here and what was made by others from the same description must
// be the same bytes: else writer and reader agree with each other only.
func TestTheSampleIsWrittenAlike(t *testing.T) {
	b, err := os.ReadFile("../../miui/localbackup/testdata/AllBackup/20260102_030405/Call log(com.android.contacts).bak")
	if err != nil {
		t.Fatal(err)
	}
	i := bytes.Index(b, []byte("none\n")) + 5
	var want []byte
	for r := tar.NewReader(bytes.NewReader(b[i:])); ; {
		h, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(h.Name, "_tmp_bak") {
			want, err = io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	got := Calls([]Call{{"1", "+10005550101", 1700000100000, 65, 1, 0}, {"2", "+10005550102", 1700000200000, 0, 3, 1}})
	if !bytes.Equal(got, want) {
		t.Errorf("\n%q\n%q", got, want)
	}
	ours, err := Bak("com.android.contacts", "Call log", 1, time.UnixMilli(1767322800000))
	if err != nil || !bytes.HasPrefix(ours, b[:i]) {
		t.Errorf("%v: header %q, want %q", err, ours[:i], b[:i])
	}
}

func TestNotesAreReadBack(t *testing.T) {
	made := time.UnixMilli(1767322800000)
	in := Note{ID: "7", Title: "Bread", Folder: "Kitchen", Markup: "<new-format/><text indent=\"1\">flour</text>", Created: made, Modified: made, Pinned: made}
	b, err := Bak("com.miui.notes", "Notes", -1, made, Member{"miui_bak/_tmp_bak", Notes([]Note{in})})
	if err != nil {
		t.Fatal(err)
	}
	var p records.Problems
	c, err := localbackup.Read(bytes.NewReader(b), "", &p)
	if err != nil || p.Count > 0 || len(c.Notes) != 1 {
		t.Fatalf("%v %v %+v", err, p.List, c)
	}
	if n := c.Notes[0]; n.Title != "Bread" || n.Folder != "Kitchen" || n.Body != "flour" || n.Pinned == 0 || n.ID != "7" {
		t.Errorf("%+v", n)
	}
}

func TestALockedBackupOpensWithItsPassword(t *testing.T) {
	b, err := Bak("com.android.contacts", "Call log", 1, time.UnixMilli(1767322800000), Member{"miui_bak/_tmp_bak", Calls([]Call{{"1", "+10005550101", 1700000100000, 65, 1, 0}})})
	if err != nil {
		t.Fatal(err)
	}
	locked, err := Lock(b, "sample-password")
	if err != nil || bytes.Contains(locked, []byte("5550101")) {
		t.Fatalf("%v", err)
	}
	for password, want := range map[string]error{"sample-password": nil, "": androidbackup.ErrNeedsPassword, "other": androidbackup.ErrPassword} {
		c, err := localbackup.Read(bytes.NewReader(locked), password, &records.Problems{})
		if !errors.Is(err, want) || want == nil && (err != nil || len(c.Calls) != 1 || !c.Secret || c.Package != "com.android.contacts") {
			t.Errorf("%q: %v %+v", password, err, c)
		}
	}
	if _, err := Lock(locked, "x"); err == nil {
		t.Error("locked twice")
	}
}
