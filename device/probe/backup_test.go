package probe

import (
	"archive/tar"
	"bytes"
	"fmt"
	"testing"
	"time"
)

const androidHead = "ANDROID BACKUP\n5\n0\nnone\n"

func tarOf(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, n := range names {
		if err := w.WriteHeader(&tar.Header{Name: n, Mode: 0o600, Size: 700, Format: tar.FormatUSTAR}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(make([]byte, 700)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestParseHead(t *testing.T) {
	for _, c := range []struct {
		text string
		want head
	}{
		{"MIUI BACKUP\n2\ncom.android.mms SMS messages\n1\n0\n" + androidHead, head{known: true, version: 2, app: "com.android.mms", feature: 1, android: 5, inner: "none"}},
		{"MIUI BACKUP\n2\ncom.x\n-1\n1\nabcdef\nANDROID BACKUP\n5\n1\nAES-256\n", head{known: true, version: 2, app: "com.x", feature: -1, enc: 1, android: 5, compressed: true, inner: "AES-256"}},
		{"MIUI BACKUP\n2\ncom.x\n-1\n20\n999\n" + androidHead, head{known: true, version: 2, app: "com.x", feature: -1, enc: 20, user: true, android: 5, inner: "none"}},
		{"MIUI BACKUP\n2\ncom.x\n-1\n21\npwd\n999\n" + androidHead, head{known: true, version: 2, app: "com.x", feature: -1, enc: 21, user: true, android: 5, inner: "none"}},
		{"MIUI BACKUP\n2\ncom.x\nwhat\n7\n", head{version: 2, app: "com.x", feature: -2, enc: 7}},
		{"MIUI BACKUP", head{version: -2, feature: -2, enc: -2}},
		{"something else\n", head{}},
		{"", head{}},
	} {
		if got := parseHead(c.text); got != c.want {
			t.Errorf("%q: %+v, want %+v", c.text, got, c.want)
		}
	}
}

func TestMembers(t *testing.T) {
	whole := "MIUI BACKUP\n2\ncom.miui.gallery\n-1\n0\n" + androidHead +
		tarOf(t, "apps/com.miui.gallery/_manifest", "apps/com.miui.gallery/db/gallery.db", "apps/com.miui.gallery/db/other.db")
	if n, databases, gallery := members([]byte(whole)); n != 3 || databases != 2 || !gallery {
		t.Error(n, databases, gallery)
	}
	if n, _, gallery := members([]byte(whole[:len(whole)-4000])); n == 0 || n > 2 || gallery && n == 1 {
		t.Error(n, gallery)
	}
}

func TestBackups(t *testing.T) {
	texts := map[string]string{}
	f := &fake{}
	add := func(name, text string) {
		f.put(allBackup+"/20260102_030405/"+name, text, time.Time{})
		texts["head -c 2048 '"+allBackup+"/20260102_030405/"+name+"'"] = text
		texts["head -c 4194304 '"+allBackup+"/20260102_030405/"+name+"'"] = text
	}
	add("Gallery(com.miui.gallery).bak", "MIUI BACKUP\n2\ncom.miui.gallery Gallery\n-1\n0\n"+androidHead+tarOf(t, "apps/com.miui.gallery/db/gallery.db"))
	add("Mail(org.example.mail).bak", "MIUI BACKUP\n2\norg.example.mail Mail\n-1\n1\nx\nANDROID BACKUP\n5\n1\nAES-256\n")
	add("Notes(com.miui.notes).bak", "MIUI BACKUP\n2\ncom.miui.notes Notes\n-1\n0\n"+androidHead)
	add("descript.xml", "<x/>")
	f.put(allBackup+"/20260203_040506.zip", "PK", time.Time{})
	texts["grep -c -F -e '&quot;'"] = "3\n"
	texts["grep"] = "0\n"
	f.shell = says(texts)
	for id, want := range map[string]string{
		"backup.folder":   "yes map[backups:1 bak files:3 dated:1 descriptions:1 largest mb:0.00263 other files:0 zip files:1]",
		"backup.heads":    "yes map[android version:5 compressed:1 files:3 gallery:1 inner lock:none known heads:3 notes:1 other apps:1 plain:2 version 2:3 with password:1]",
		"backup.password": "yes map[inner lock:AES-256 with password:1]",
		"backup.gallery":  "yes map[databases:1 gallery database:true members:1]",
		"backup.notes":    "no map[amp:0 apos:0 gt:0 lt:0 marked up:0 numbered:0 quot:3]",
		"backup.wifi":     "absent map[]",
	} {
		got := settleOne(t, f, id)
		if text := fmt.Sprint(got.Verdict, " ", got.Found); text != want {
			t.Errorf("%s: %s, want %s", id, text, want)
		}
	}
}

func FuzzHead(f *testing.F) {
	f.Add("MIUI BACKUP\n2\ncom.x\n-1\n21\npwd\n999\n" + androidHead)
	f.Add(androidHead)
	f.Fuzz(func(t *testing.T, text string) {
		h := parseHead(text)
		if h.known && !words[h.inner] {
			t.Fatalf("inner lock %q", h.inner)
		}
		if n, databases, _ := members([]byte(text)); databases > n {
			t.Fatal(n, databases)
		}
	})
}
