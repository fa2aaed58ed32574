package localbackup

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"keepsake/device/miui/androidbackup"
	"keepsake/gallery/records"
)

const plainHead = "MIUI BACKUP\n2\ncom.miui.notes Notes\n-1\n0\nANDROID BACKUP\n5\n0\nnone\n"

type entry struct {
	name string
	kind byte
	body string
}

func bak(t testing.TB, head string, entries ...entry) []byte {
	t.Helper()
	b := bytes.NewBufferString(head)
	w := tar.NewWriter(b)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Typeflag: e.kind, Size: int64(len(e.body)), Mode: 0o600}
		if e.kind == tar.TypeSymlink {
			h.Linkname, h.Size = e.body, 0
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := io.WriteString(w, e.body); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTarTricksAreRefused(t *testing.T) {
	const note = "apps/com.miui.notes/miui_bak/_tmp_bak"
	body := string(sample(t, "tmp_bak_configkey_style.txt"))
	var p records.Problems
	c, err := Read(bytes.NewReader(bak(t, plainHead,
		entry{"../../etc/passwd", tar.TypeReg, "x"}, entry{"/abs", tar.TypeReg, "x"}, entry{"apps/com.miui.notes/miui_att/../../up", tar.TypeReg, "x"},
		entry{"apps/com.miui.notes/miui_att/link", tar.TypeSymlink, "/etc/passwd"}, entry{`apps\evil`, tar.TypeReg, "x"},
		entry{note, tar.TypeReg, body})), "", &p)
	if err != nil || p.Count != 5 || len(c.Wifi) != 3 {
		t.Errorf("%v, %d problems %v, %+v", err, p.Count, p.List, c)
	}
}

func TestUnknownLayoutsAreSaidToBeUnknown(t *testing.T) {
	const place = "apps/com.miui.notes/miui_bak/_tmp_bak"
	for body, why := range map[string]string{
		"{\"packageName\":1}": "JSON", "\xff\xff\xff\xff": "layout", "\x52\x01a": "field 10", "hello world": "layout",
	} {
		c, err := Read(bytes.NewReader(bak(t, plainHead, entry{place, tar.TypeReg, body})), "", &records.Problems{})
		if err != nil || c.Layout != Unknown || !strings.Contains(c.Why, why) {
			t.Errorf("%q: %v %s %q", body, err, c.Layout, c.Why)
		}
	}
	c, err := Read(bytes.NewReader(bak(t, plainHead, entry{"strange/place", tar.TypeReg, "x"})), "", &records.Problems{})
	if err != nil || c.Layout != Unknown {
		t.Errorf("%v %+v", err, c)
	}
	if c, err = Read(bytes.NewReader(bak(t, plainHead)), "", &records.Problems{}); err != nil || c.Layout != Empty {
		t.Errorf("%v %+v", err, c)
	}
}

func TestHeadsOfEveryKind(t *testing.T) {
	rest := strings.TrimPrefix(string(bak(t, plainHead)), plainHead)
	const android = "ANDROID BACKUP\n5\n0\nnone\n"
	for head, user := range map[string]int{
		"MIUI BACKUP\n2\na.b\n-1\n0\n": 0, "MIUI BACKUP\n2\na.b x y\n-1\n1\nhash\n": 0, "MIUI BACKUP\n2\na.b x\n-1\n20\n999\n": 999, "MIUI BACKUP\n2\na.b x\n7\n21\nhash\n999\n": 999, "": 0,
	} {
		c, err := Read(strings.NewReader(head+android+rest), "", &records.Problems{})
		if err != nil || c.User != user || c.Secret != strings.Contains(head, "hash") {
			t.Errorf("%q: %v, %+v", head, err, c.Head)
		}
	}
	for _, head := range []string{"MIUI BACKUP\n3\na.b\n-1\n0\n", "MIUI BACKUP\n2\n../x y\n-1\n0\n", "MIUI BACKUP\n2\na.b\nx\n0\n", "MIUI BACKUP\n2\na.b\n1\n7\n", "MIUI BACKUP\n2\n" + strings.Repeat("a", 9000), "PK\x03\x04"} {
		if _, err := Read(strings.NewReader(head+android+rest), "", &records.Problems{}); !errors.Is(err, ErrFormat) {
			t.Errorf("%.30q: %v", head, err)
		}
	}
}

func TestWithAPassword(t *testing.T) {
	ab := sample(t, "../../androidbackup/testdata/v5-aes256-zlib.ab")
	head := "MIUI BACKUP\n2\norg.example.app Example\n-1\n1\n0123\n"
	c, err := Read(bytes.NewReader(append([]byte(head), ab...)), "sample-password", &records.Problems{})
	if err != nil || c.Layout != AppData || !c.Secret || c.Members != 7 {
		t.Errorf("%v %+v", err, c)
	}
	if _, err = Read(bytes.NewReader(append([]byte(head), ab...)), "wrong", &records.Problems{}); !errors.Is(err, androidbackup.ErrPassword) {
		t.Error(err)
	}
	if c, err = Read(bytes.NewReader(append([]byte(head), ab...)), "", &records.Problems{}); !errors.Is(err, androidbackup.ErrNeedsPassword) || c.Package != "org.example.app" {
		t.Error(err)
	}
}

func TestWhatCameBeforeTheDamageIsKept(t *testing.T) {
	whole := bak(t, plainHead, entry{"apps/com.miui.notes/miui_bak/_tmp_bak", tar.TypeReg, string(sample(t, "tmp_bak_configkey_style.txt"))},
		entry{"apps/com.miui.notes/miui_att/x", tar.TypeReg, strings.Repeat("x", 4000)})
	for cut := 1100; cut < len(whole)-len(plainHead)-1024; cut += 97 {
		c, err := Read(bytes.NewReader(whole[:len(whole)-cut]), "", &records.Problems{})
		if err == nil && cut > 5200 {
			t.Fatalf("cut by %d: no error", cut)
		}
		if len(whole)-cut > len(plainHead)+1024 && len(c.Wifi) != 3 {
			t.Fatalf("cut by %d of %d: %+v, %v", cut, len(whole), c, err)
		}
	}
}

func TestAFolderWithoutItsDescription(t *testing.T) {
	for _, text := range []string{"", "<MIUI-backup><packages><package><bakFile>../../x.bak</bakFile>", "<!DOCTYPE a [<!ENTITY b \"c\">]><MIUI-backup>&b;</MIUI-backup>"} {
		f, err := ReadFolder(fstest.MapFS{"descript.xml": {Data: []byte(text)}, "a(b.c).bak": {Data: []byte("x")}, "_image_1.zip": {}})
		if err != nil || len(f.Items) != 1 || len(f.Others) != 1 || len(f.Missing) != 0 {
			t.Errorf("%q: %v %+v", text, err, f)
		}
	}
	f, err := ReadFolder(fstest.MapFS{"descript.xml": {Data: []byte("<MIUI-backup><packages><package><packageName>x.y</packageName><bakFile>gone.bak</bakFile></package></packages></MIUI-backup>")}})
	if err != nil || len(f.Missing) != 1 {
		t.Errorf("%v %+v", err, f)
	}
}

// Whatever the file holds: reading it ends, with records that can be written.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"Notes(com.miui.notes).bak", "Contacts(com.android.contacts).bak", "MMS(com.android.mms).bak", "WLAN settings(com.android.settings).bak"} {
		f.Add(sample(f, sampleFolder+"/"+name))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if bytes.Contains(b, []byte("AES-256")) {
			return
		}
		c, _ := Read(bytes.NewReader(b), "", &records.Problems{}) // any error will do
		for _, r := range c.All() {
			if len(r.Identity()) != 32 || r.Digest() == "" {
				t.Fatalf("%+v", r)
			}
		}
	})
}

// Records alone, without the wrapping that a fuzzer seldom gets right.
func FuzzRecords(f *testing.F) {
	f.Add(sample(f, "tmp_bak_wpa_supplicant_style.txt"))
	f.Add(sample(f, "wifi_backup_data.xml"))
	f.Add([]byte("\x12@\n\x1e\x12\x011\x1a\x0c+10005550101 \xa0\xdd\x9b\xff\xbc1(A0\x018\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		m := members{data: b, files: map[string][]byte{"x": nil}}
		var c Contents
		m.understand(&c, &records.Problems{})
		for _, r := range c.All() {
			_ = r.Digest()
		}
	})
}

// The description of a folder, whatever is in it: the folder is listed all the same.
func FuzzFolder(f *testing.F) {
	f.Add(sample(f, sampleFolder+"/descript.xml"))
	f.Fuzz(func(t *testing.T, b []byte) {
		DeviceOf(bytes.NewReader(b))
		x, err := ReadFolder(fstest.MapFS{"descript.xml": {Data: b}, "a(b.c).bak": {Data: []byte("x")}})
		if err != nil || len(x.Items) != 1 {
			t.Fatalf("%v %+v", err, x)
		}
	})
}
