package android

import (
	"bytes"
	"context"
	"encoding/base64"
	"flag"
	"image/jpeg"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"keepsake/device/demo/disk"
	"keepsake/device/demo/shell"
)

var update = flag.Bool("update", false, "write the golden files anew")

var now = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// shot is a picture that knows what a scanner would read in it.
type shot struct {
	disk.Bytes
	meta Meta
}

func (s shot) Meta() Meta { return s.meta }

func newSystem(t testing.TB) (*System, *shell.Machine) {
	t.Helper()
	d := disk.New(100<<30, func() time.Time { return now })
	media := disk.Attr{Mode: 0660, UID: 10123, GID: 1023, MTime: time.Unix(1_700_000_000, 0)}
	taken := shot{disk.Bytes("jpeg"), Meta{Taken: time.UnixMilli(1_699_999_999_123), Width: 4000, Height: 3000, Degrees: 90, Owner: "com.android.camera", Favorite: true}}
	for _, p := range []string{"DCIM/Camera/IMG_1.jpg", "DCIM/Camera/VID_1.mp4", "DCIM/Camera/a=b, c.PNG", "Music/song.mp3", "Download/list.pdf",
		"DCIM/.globalTrash/.IMG_0.jpg", "WhatsApp/Sent/IMG-WA.jpg", "WhatsApp/Sent/.nomedia", "Android/data/x.jpg",
		"Pictures/.trashed-1800000000-old.jpg", "Pictures/.pending-1800000000-new.jpg", "Pictures/.hidden.jpg"} {
		var c disk.Content = disk.Bytes(p)
		if strings.HasSuffix(p, "IMG_1.jpg") {
			c = disk.Failing(taken, 2, disk.EIO) // a trouble does not hide what the file is
		}
		must(t, d.Put(Storage+"/"+p, c, media))
	}
	s, err := New(d, "serial1", func() time.Time { return now })
	must(t, err)
	m := shell.New(d, s.Now)
	s.Install(m)
	return s, m
}

func run(t testing.TB, m *shell.Machine, script string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = m.Run(t.Context(), script, strings.NewReader(""), &o, &e)
	return o.String(), e.String(), code
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		must(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s", name, got)
	}
}

// What the phone says of itself.
func TestCommands(t *testing.T) {
	s, m := newSystem(t)
	for _, c := range []struct {
		script, out, err string
		code             int
	}{
		{script: "getprop ro.product.marketname; getprop ro.serialno; getprop persist.sys.timezone; getprop ro.product.product.marketname", out: "Xiaomi 14\nserial1\nUTC\n\n"},
		{script: "getprop nothing fallback; getprop nothing", out: "fallback\n\n"},
		{script: "getprop | grep -F 'ro.mi.os.version.name'", out: "[ro.mi.os.version.name]: [OS2.0]\n"},
		{script: "setprop a b", err: "failed to set property\n", code: 1},
		{script: "dumpsys battery | grep level; dumpsys battery | grep status", out: "  level: 76\n  status: 2\n"},
		{script: "dumpsys wifi", err: "Can't find service: wifi\n", code: 1},
		{script: "pm list users; cmd package list users", out: "Users:\n\tUserInfo{0:Owner:4c13} running\nUsers:\n\tUserInfo{0:Owner:4c13} running\n"},
		{script: "pm list packages -3 | grep -c .", out: "8\n"},
		{script: "pm list packages | grep miui.notes; pm path com.miui.gallery | grep -c apk", out: "package:com.miui.notes\n1\n"},
		{script: "pm frob", err: "Error: unknown command 'frob'\n", code: 255},
		{script: "settings get global device_name; settings get global nothing", out: "Xiaomi 14\nnull\n"},
		{script: "settings list system | head -1", out: "screen_brightness=112\n"},
		{script: "settings", err: "usage: settings list NAMESPACE | settings get NAMESPACE KEY\n", code: 255},
		{script: "sm list-volumes public", out: ""},
		{script: "sm list-volumes", out: "private mounted null\nemulated;0 mounted null\n"},
		{script: "am broadcast -a x -d file:///sdcard/y", out: "Broadcasting: Intent { -a x -d file:///sdcard/y }\nBroadcast completed: result=0\n"},
		{script: "am start -a VIEW", out: "Starting: Intent { -a VIEW }\n"},
		{script: "cmd wifi status", err: "Wi-Fi (wifi) commands: list-networks\n", code: 255},
		{script: "cmd wifi list-networks | grep -c sae", out: "3\n"},
		{script: "cmd batterystats x", err: "cmd: Can't find service: batterystats\n", code: 20},
		{script: "wm size", out: "Physical size: 1200x2670\n"},
	} {
		out, errs, code := run(t, m, c.script)
		if out != c.out || errs != c.err || code != c.code {
			t.Errorf("%s\ngot  %q %q %d\nwant %q %q %d", c.script, out, errs, code, c.out, c.err, c.code)
		}
	}
	s.SetBattery(100, true)
	if out, _, _ := run(t, m, "dumpsys battery"); !strings.Contains(out, "level: 100\n") || !strings.Contains(out, "status: 5\n") {
		t.Errorf("a full battery: %s", out)
	}
}

const files = "content query --uri content://media/external/file --projection _id:_data --sort '_id ASC'"

// Which files the media database has, and how each is described.
func TestMediaStore(t *testing.T) {
	s, m := newSystem(t)
	names := func(script string) string {
		out, errs, _ := run(t, m, script)
		var all []string
		for _, match := range regexp.MustCompile(`(?m)_data=.*/(.*)$`).FindAllStringSubmatch(out, -1) {
			all = append(all, match[1])
		}
		return strings.Join(all, "|") + errs
	}
	for script, want := range map[string]string{
		files:                                    "IMG_1.jpg|VID_1.mp4|a=b, c.PNG|song.mp3|list.pdf",
		files + " --where 'media_type IN (1,3)'": "IMG_1.jpg|VID_1.mp4|a=b, c.PNG",
		files + " --extra 'android\\:query-arg-match-trashed:i:1' --where 'is_trashed=1'": ".trashed-1800000000-old.jpg",
		files + " --extra 'android\\:query-arg-match-trashed:i:3'":                        ".trashed-1800000000-old.jpg",
		files + " --extra 'android\\:query-arg-match-pending:i:3'":                        ".pending-1800000000-new.jpg",
		strings.Replace(files, "external/file", "external/images/media", 1):               "IMG_1.jpg|a=b, c.PNG",
		strings.Replace(files, "external/file", "external_primary/video/media", 1):        "VID_1.mp4",
		strings.Replace(files, "external/file", "external/audio/media", 1):                "song.mp3",
		files + " --where 'is_download=1'":                                                "list.pdf",
	} {
		if got := names(script); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", script, got, want)
		}
	}
	out, _, _ := run(t, m, "content query --uri content://media/external/file --projection datetaken:date_added:_size:width:height:orientation:duration:is_favorite:"+
		"is_trashed:mime_type:relative_path:bucket_display_name:owner_package_name:_display_name:volume_name:title --where \"_display_name LIKE '%1.%'\" --sort _id")
	golden(t, "media.txt", out)

	s.SetFavorite(Storage+"/DCIM/Camera/IMG_1.jpg", false)
	s.SetFavorite(Storage+"/DCIM/Camera/VID_1.mp4", true)
	if got := names(files + " --where is_favorite=1"); got != "VID_1.mp4" {
		t.Errorf("favourites: %s", got)
	}
	// Paging, as a client does it.
	out, _, _ = run(t, m, files)
	first := regexp.MustCompile(`_id=(\d+)`).FindStringSubmatch(out)[1]
	if got := names(strings.Replace(files, "--sort", "--where '_id>"+first+"' --sort", 1)); got != "VID_1.mp4|a=b, c.PNG|song.mp3|list.pdf" {
		t.Errorf("after the first: %s", got)
	}
	if out, _, _ := run(t, m, "content read --uri content://media/external/video/media/$(("); out != "" {
		t.Errorf("%q", out)
	}
	id := regexp.MustCompile(`_id=(\d+), _data=\S*VID_1`).FindStringSubmatch(out)[1]
	if out, errs, _ := run(t, m, "content read --uri content://media/external/file/"+id); out != "DCIM/Camera/VID_1.mp4" {
		t.Errorf("%q %q", out, errs)
	}
	if out, _, _ := run(t, m, "content gettype --uri content://media/external/file/"+id+"; content gettype --uri content://media/external/images/media"); out != "Result: null\nResult: vnd.android.cursor.dir/image\n" {
		t.Errorf("%q", out)
	}
	if out, _, _ := run(t, m, "content call --uri content://media --method scan_file --arg "+Storage+"/DCIM/Camera/VID_1.mp4"); out != "Result: Bundle[{uri=content://media/external_primary/video/media/"+id+"}]\n" {
		t.Errorf("%q", out)
	}
	for script, want := range map[string]string{
		"content query --uri content://media/external/file --projection _id:date_taken": "java.lang.IllegalArgumentException: Invalid column date_taken\n",
		"content query --uri content://media/1234-5678/file":                            "java.lang.IllegalArgumentException: Volume 1234-5678 not found\n",
		"content query --uri content://media/external/nothing":                          "java.lang.IllegalArgumentException: Unknown URL content://media/external/nothing\n",
		"content read --uri content://media/external/file/999":                          "java.io.FileNotFoundException: No item at",
		"content call --uri content://media --method frob":                              "java.lang.UnsupportedOperationException",
	} {
		if out, errs, _ := run(t, m, script); !strings.Contains(errs, want) || out != "" {
			t.Errorf("%s: %q %q", script, out, errs)
		}
	}
}

// The records, as later rooms will read them.
func TestRecords(t *testing.T) {
	_, m := newSystem(t)
	for name, script := range map[string]string{
		"contacts.txt":  "content query --uri content://com.android.contacts/contacts --projection _id:lookup:starred:has_phone_number:display_name",
		"phones.txt":    "content query --uri content://com.android.contacts/data/phones --projection _id:raw_contact_id:contact_id:account_type:data2:hash_id:data1",
		"photos.txt":    "content query --uri content://com.android.contacts/data --projection _id:data15 --where \"mimetype='vnd.android.cursor.item/photo'\"",
		"raw.txt":       "content query --uri content://com.android.contacts/raw_contacts --projection _id:contact_id:account_type:account_name",
		"groups.txt":    "content query --uri content://com.android.contacts/groups",
		"messages.txt":  "content query --uri content://sms --projection _id:thread_id:type:read:date:address:body --sort '_id ASC'",
		"threads.txt":   "content query --uri content://mms-sms/conversations?simple=true --projection _id:message_count:recipient_ids; content query --uri content://mms-sms/canonical-addresses",
		"calls.txt":     "content query --uri content://call_log/calls --projection _id:number:date:duration:type:new:presentation:name",
		"calendars.txt": "content query --uri content://com.android.calendar/calendars --projection _id:account_name:account_type:calendar_displayName",
		"events.txt":    "content query --uri content://com.android.calendar/events --projection _id:calendar_id:dtstart:dtend:duration:rrule:allDay:eventTimezone:title",
		"reminders.txt": "content query --uri content://com.android.calendar/reminders --where event_id=2; content query --uri content://com.android.calendar/attendees",
		"system.txt":    "content query --uri content://settings/system --where \"name='font_scale'\"",
		"draft.txt":     "content query --uri content://sms/draft --projection _id:body",
	} {
		out, errs, code := run(t, m, script)
		if errs != "" || code != 0 {
			t.Errorf("%s: %s %d", name, errs, code)
		}
		golden(t, name, out)
	}
	out, _, _ := run(t, m, "content query --uri content://sms --where _id=1")
	if n := strings.Count(out, "="); n != 38 {
		t.Errorf("%d columns of a message: %.2000s", n, out)
	}
	for _, script := range []string{"content read --uri content://sms/1", "content query --uri content://sms/nothing", "content query --uri content://call_log/x",
		"content query --uri content://com.android.calendar/x", "content query --uri content://com.android.contacts/x", "content query --uri content://settings",
		"content read --uri content://com.android.contacts/contacts/as_vcard/nobody", "content query --uri content://mms-sms/x"} {
		if out, errs, _ := run(t, m, script); out != "" || !strings.HasPrefix(errs, "Error while accessing provider:") {
			t.Errorf("%s: %q %q", script, out, errs)
		}
	}
}

// Contacts as vCard, one and many, with what is not ASCII quoted-printable.
func TestVCards(t *testing.T) {
	_, m := newSystem(t)
	out, _, _ := run(t, m, "content query --uri content://com.android.contacts/contacts --projection _id:lookup --where \"display_name LIKE 'Zo%' OR display_name LIKE '李%' OR display_name LIKE 'Mara%'\"")
	var lookups []string
	for _, l := range regexp.MustCompile(`lookup=(\S+)`).FindAllStringSubmatch(out, -1) {
		lookups = append(lookups, l[1])
	}
	if len(lookups) != 3 {
		t.Fatalf("%q", lookups)
	}
	cards, errs, _ := run(t, m, "content read --uri content://com.android.contacts/contacts/as_multi_vcard/"+strings.Join(lookups, "%3A"))
	if strings.Count(cards, "BEGIN:VCARD\r\n") != 3 || errs != "" {
		t.Fatalf("%q %s", cards, errs)
	}
	photo := regexp.MustCompile(`(?s)(JPEG:)(.*?)\r\n\r\n`)
	picture, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(photo.FindStringSubmatch(cards)[2], "\r\n ", ""))
	must(t, err)
	if c, err := jpeg.DecodeConfig(bytes.NewReader(picture)); err != nil || c.Width != 96 {
		t.Errorf("portrait: %+v, %v", c, err)
	}
	golden(t, "cards.vcf", photo.ReplaceAllString(cards, "$1...\r\n\r\n"))
	for _, line := range strings.Split(cards, "\r\n") {
		if len(line) > 76 || strings.IndexFunc(line, func(r rune) bool { return r > unicode.MaxASCII }) >= 0 {
			t.Errorf("line %q", line)
		}
	}
	one, _, _ := run(t, m, "content read --uri content://com.android.contacts/contacts/as_vcard/"+lookups[1])
	if strings.Count(one, "BEGIN:VCARD") != 1 || !strings.Contains(cards, one) {
		t.Errorf("%q", one)
	}
}

func TestRefused(t *testing.T) {
	s, m := newSystem(t)
	s.Refused = func(name string) bool { return name == "call_log" || name == "media" || name == "dumpsys" }
	s.Install(m)
	_, errs, code := run(t, m, "content query --uri content://call_log/calls")
	if want := "Error while accessing provider:call_log\njava.lang.SecurityException: Permission Denial: opening provider com.android.providers.contacts.CallLogProvider " +
		"from (null) (pid=12345, uid=2000) requires android.permission.READ_CALL_LOG or android.permission.WRITE_CALL_LOG\n"; !strings.HasPrefix(errs, want) || code != 0 {
		t.Errorf("%q %d", errs, code)
	}
	if _, errs, code := run(t, m, "dumpsys battery"); code != 127 {
		t.Errorf("%q %d", errs, code)
	}
}

// A query gives up when nobody waits for it any more.
func TestQueryEndsWithContext(t *testing.T) {
	_, m := newSystem(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	if code := m.Run(ctx, files, strings.NewReader(""), &out, &out); code != 130 {
		t.Errorf("%d %s", code, out.String())
	}
}
