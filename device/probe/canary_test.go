package probe

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
)

// canary stands wherever a phone keeps something personal.
const canary = "cAnArY7700900123"

// written is all a report gives away: as JSON and as text.
func written(t *testing.T, r Report) string {
	t.Helper()
	b, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + r.Text() + fmt.Sprintf("%+v", r)
}

func (c canaries) check(t *testing.T, text string) {
	t.Helper()
	lower, ours := strings.ToLower(text), ownWords()
	known := 0
	for personal := range c {
		if strings.Contains(ours, personal) {
			known++
		} else if strings.Contains(lower, personal) {
			t.Errorf("%q is in the report", personal)
		}
	}
	if known > 3 {
		t.Errorf("%d of the canaries are words of every report", known)
	}
}

// ownWords is what stands in every report.
func ownWords() string {
	var b strings.Builder
	for _, p := range catalogue() {
		fmt.Fprintln(&b, p.id, p.question, p.source, p.keys())
	}
	for w := range words {
		fmt.Fprintln(&b, w)
	}
	return strings.ToLower(b.String())
}

// canaries are texts no report may hold.
type canaries map[string]bool

func (c canaries) add(s string) {
	if s = strings.ToLower(strings.TrimSpace(s)); len(s) >= 5 && s != "null" {
		c[s] = true
	}
}

// rows adds what a provider holds in a column.
func (c canaries) rows(t *testing.T, p *device.Phone, uri, name string) {
	t.Helper()
	res, err := p.Probing().Shell(t.Context(), "content query --uri "+uri+" --projection "+name, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(res.Stdout)) {
		if _, value, ok := strings.Cut(line, name+"="); ok {
			c.add(value)
			n++
		}
	}
	if n == 0 {
		t.Fatalf("no %s in %s: %s", name, uri, res.Stderr)
	}
}

// Nothing of a whole life on a phone gets into the report.
func TestNothingPersonal(t *testing.T) {
	sim, p := connect(t, demo.Options{Items: 60, Serial: canary})
	long := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	bak := "MIUI BACKUP\n2\ncom." + canary + " " + canary + "\n-1\n1\n" + canary + "\nANDROID BACKUP\n5\n0\n" + canary + "\n"
	wlan := "MIUI BACKUP\n2\ncom.android.settings WLAN\n2\n0\nANDROID BACKUP\n5\n0\nnone\nnetwork={\nSSID=\"" + canary + "\"\nPreSharedKey=\"\\" + canary + "\"\n}\n"
	notes := "MIUI BACKUP\n2\ncom.miui.notes Notes\n-1\n0\nANDROID BACKUP\n5\n0\nnone\n<new-format/>" + canary + " &lt;\n"
	for name, data := range map[string]string{
		"DCIM/Camera/IMG_" + canary + ".jpg":                                                    canary,
		"DCIM/Screenshots/" + canary + ".png":                                                   canary,
		"DCIM/" + canary + "/VID_20240101_000000.mp4":                                           canary,
		"Android/data/com." + canary + "/files/x":                                               canary,
		"Android/media/" + canary + "/x.jpg":                                                    canary,
		"Pictures/.trashed-1790000000-" + canary + ".jpg":                                       canary,
		"MIUI/backup/AllBackup/20260102_030405/" + canary + "(com." + canary + ").bak":          bak,
		"MIUI/backup/AllBackup/20260102_030405/WLAN(com.android.settings).bak":                  wlan,
		"MIUI/backup/AllBackup/" + canary + "/Notes(com.miui.notes).bak":                        notes,
		"MIUI/backup/AllBackup/" + canary + "/descript.xml":                                     canary,
		"MIUI/sound_recorder/call_rec/rec@" + canary + "(" + canary + ")_20250101000000.mp3":    canary,
		"/storage/" + canary[:4] + "/x":                                                         canary,
		"Android/media/com.whatsapp/WhatsApp/Media/WhatsApp Images/IMG-20240101-" + canary[6:8]: canary,
	} {
		if err := sim.AddFile(name, []byte(data), long); err != nil {
			t.Fatal(err)
		}
	}
	c := canaries{}
	c.add(canary)
	files, err := sim.Files("/")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		c.add(path.Base(f.Path))
	}
	c.rows(t, p, "content://com.android.contacts/raw_contacts", "display_name")
	c.rows(t, p, "content://com.android.contacts/contacts", "lookup")
	c.rows(t, p, "content://com.android.contacts/data", "data1")
	c.rows(t, p, "content://sms", "address")
	c.rows(t, p, "content://sms", "body")
	c.rows(t, p, "content://call_log/calls", "number")
	c.rows(t, p, "content://com.android.calendar/events", "title")
	c.rows(t, p, "content://com.android.calendar/calendars", "account_name")
	for _, name := range []string{"ro.serialno", "gsm.operator.alpha", "persist.sys.timezone", "ro.build.fingerprint", "persist.sys.locale"} {
		res, err := p.Probing().Shell(t.Context(), "getprop "+name, 4096)
		if err != nil {
			t.Fatal(err)
		}
		c.add(string(res.Stdout))
	}
	if len(c) < 150 {
		t.Fatalf("only %d canaries", len(c))
	}
	r := ask(t, reach(p))
	c.check(t, written(t, r))
	for id, want := range map[string]Verdict{"backup.folder": Yes, "backup.heads": Yes, "backup.password": No, "backup.notes": Yes, "backup.wifi": Yes, "media.trashnames": Yes} {
		for _, point := range r.Points {
			if point.ID == id && point.Verdict != want {
				t.Errorf("%s %s %v", id, point.Verdict, point.Found)
			}
		}
	}
}

// A phone whose every word is personal, in whatever place a probe reads.
func TestHostilePhone(t *testing.T) {
	for name, say := range map[string]func(command string) (adb.Result, error){
		"plain":  func(string) (adb.Result, error) { return adb.Result{Stdout: []byte(canary + "\n")}, nil },
		"number": func(string) (adb.Result, error) { return adb.Result{Stdout: []byte("447700900123\n")}, nil },
		"rows": func(string) (adb.Result, error) {
			return adb.Result{Stdout: []byte("Row: 0 _id=" + canary + ", lookup=" + canary + ", datetaken=" + canary + ", is_trashed=" + canary + "\n")}, nil
		},
		"errors": func(string) (adb.Result, error) {
			return adb.Result{Exit: 1, Stderr: []byte("Permission denied for " + canary)}, nil
		},
		"refusals": func(string) (adb.Result, error) { return adb.Result{}, &adb.RefusedError{Path: canary, Text: canary} },
		"paths": func(string) (adb.Result, error) {
			return adb.Result{}, &fs.PathError{Op: canary, Path: canary, Err: fs.ErrPermission}
		},
		"users": func(string) (adb.Result, error) {
			return adb.Result{Stdout: []byte("UserInfo{999:" + canary + ":1}\nWRITE_SMS: canary; android.permission.CANARY: granted=true\npublic mounted " + canary + "\n")}, nil
		},
		"heads": func(string) (adb.Result, error) {
			return adb.Result{Stdout: []byte("MIUI BACKUP\n" + canary + "\n" + canary + "\n" + canary + "\n1\n" + canary + "\nANDROID BACKUP\n" + canary + "\n1\n" + canary + "\n")}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := &fake{
				info: device.Info{ID: canary, Serial: canary, Name: canary, Maker: canary, Brand: canary, Model: canary, Codename: canary,
					OS: canary, Android: canary, Region: canary},
				features: []string{canary, "abb_exec"},
				shell:    func(_ context.Context, command string) (adb.Result, error) { return say(command) },
				open:     func(string) (string, error) { return canary, nil },
			}
			for _, p := range []string{
				"/DCIM/Camera/" + canary + ".jpg", "/DCIM/Camera/VID_20240101_000000.mp4", "/DCIM/Screenshots/" + canary + ".png",
				"/Android/data/" + canary + "/x", "/Android/obb/" + canary + "/x", "/MIUI/backup/AllBackup/" + canary + "/" + canary + ".bak",
			} {
				f.put(primary+p, strings.Repeat(canary, 200), time.Time{})
			}
			f.put("/storage/emulated/999/"+canary, canary, time.Time{})
			f.put("/storage/1A2B-3C4D/"+canary, canary, time.Time{})
			r, err := visitPhone(t.Context(), f, catalogue(), Options{Version: canary})
			if err != nil {
				t.Fatal(err)
			}
			c := canaries{}
			for _, personal := range []string{canary, canary[:6], "447700900123", "7700900", "1a2b"} {
				c.add(personal)
			}
			c["1a2b"] = true
			c.check(t, written(t, r))
		})
	}
}

// The end of the connection tells no names either: only the phone's own, which
// the command's user knows.
func TestGoneSaysWhy(t *testing.T) {
	f := &fake{
		info: device.Info{Name: "Redmi"},
		shell: func(context.Context, string) (adb.Result, error) {
			return adb.Result{}, fmt.Errorf("x: %w", adb.ErrDeviceGone)
		},
	}
	_, err := visitPhone(t.Context(), goneFiles{f}, []probe{byID(t, "read.calls")}, Options{})
	if err == nil || !strings.Contains(err.Error(), "asking Redmi") {
		t.Error(err)
	}
}

type goneFiles struct{ *fake }

func (goneFiles) Files(context.Context) (files, error) {
	return nil, fmt.Errorf("opening: %w", io.ErrUnexpectedEOF)
}
