package takein

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"keepsake/gallery/archive"
)

func TestKindOf(t *testing.T) {
	for head, want := range map[string]kind{
		"MIUI BACKUP\n2\n":             backup,
		"ANDROID BACKUP\n5\n0\nnone\n": backup,
		"BEGIN:VCARD\r\nVERSION:2.1":   vcards,
		"\ufeff\r\n begin:vcard\r\n":   vcards,
		"BEGIN:VCALENDAR\r\n":          calendar,
		`<smses count="3">`:            messages,
		"<?xml version='1.0'?><calls>": calls,
		"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!--File Created By SMS Backup & Restore v10 on 1/1/2026\n\nTo view this file: <smses>-->\n<?xml-stylesheet type=\"text/xsl\" href=\"sms.xsl\"?>\n<smses count=\"1\" backup_set=\"x\">": messages,
		"<?xml version='1.0'?><MIUI-backup><jsonMsg/>": description,
		"<?xml version='1.0'?><html><smses>":           unknown,
		"<!DOCTYPE smses [<!ENTITY a \"b\">]><smses>":  unknown,
		"<!-- never ends <smses>":                      unknown,
		"BEGIN:VCAR":                                   unknown,
		"smses":                                        unknown,
		"":                                             unknown,
		"<":                                            unknown,
		"PK\x03\x04":                                   unknown,
	} {
		if got := kindOf([]byte(head)); got != want {
			t.Errorf("%.60q is %d, want %d", head, got, want)
		}
	}
}

func TestLock(t *testing.T) {
	ab, err := os.ReadFile("../../../device/miui/androidbackup/testdata/v5-aes256-zlib.ab")
	if err != nil {
		t.Fatal(err)
	}
	open, err := os.ReadFile("../../../device/miui/androidbackup/testdata/v5-zlib.ab")
	if err != nil {
		t.Fatal(err)
	}
	bak := append([]byte("MIUI BACKUP\n2\na.b x\n-1\n1\nhash\n"), ab...)
	for _, c := range []struct {
		name, password string
		data           []byte
		locked         bool
	}{
		{"a.ab without", "", ab, true}, {"wrong", "x", ab, true}, {"right", "sample-password", ab, false}, {"bak", "", bak, true},
		{"bak, right", "sample-password", bak, false}, {"open", "", open, false}, {"text", "", []byte("hello"), false},
		{"cut in its head", "", ab[:120], false}, {"empty", "", nil, false},
	} {
		if err := (Lock{}).Try(bytes.NewReader(c.data), c.password); errors.Is(err, archive.ErrPassword) != c.locked {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	for name, want := range map[string]bool{"Notes(com.miui.notes).bak": true, "old.ab": true, "backup": true, "IMG_1.jpg": false, "clip.mp4": false} {
		if (Lock{}).Knows(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// Whatever a file begins with: its kind is told, and the lock tried, in no time.
func FuzzKind(f *testing.F) {
	for _, s := range []string{"BEGIN:VCARD", "<?xml?><!-- a --><smses x", "MIUI BACKUP\n2\na.b\n-1\n1\nx\nANDROID BACKUP\n5\n1\nAES-256\n00\n00\n1\n00\n00\n", "<MIUI-backup><device>x"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if k := kindOf(b); k == messages && !bytes.Contains(b, []byte("<smses")) {
			t.Errorf("%d", k)
		}
		if bytes.Contains(b, []byte("AES-256")) && strings.Count(string(b), "\n") > 6 {
			return // burning time is what its rounds are for
		}
		if err := (Lock{}).Try(bytes.NewReader(b), "x"); err != nil && !errors.Is(err, archive.ErrPassword) {
			t.Error(err)
		}
	})
}
