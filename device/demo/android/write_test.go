package android

import (
	"fmt"
	"strings"
	"testing"

	"keepsake/device/demo/disk"
)

const shellContent = "content insert --uri content://"

// What the shell may change of the records, and what the providers demand.
func TestWriting(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"call": {shellContent + "call_log/calls --bind number:s:+4477 --bind type:i:2 --bind date:l:1700000000000 --bind duration:i:61" +
			"; content query --uri content://call_log/calls --projection number:type:date:duration --where 'date=1700000000000'",
			"Row: 0 number=+4477, type=2, date=1700000000000, duration=61\n"},
		"voicemail": {shellContent + "call_log/calls --bind number:s:1 --bind type:i:4 --bind date:l:5", "cannot be used for voicemail record"},
		"no column": {shellContent + "call_log/calls --bind nothing:s:1", "has no column named nothing"},
		"deleted call": {shellContent + "call_log/calls --bind number:s:1 --bind type:i:1 --bind date:l:5; content delete --uri content://call_log/calls --where 'date=5'" +
			"; content query --uri content://call_log/calls --where 'date=5'", "No result found.\n"},
		"no leave for messages": {shellContent + "sms/inbox --bind address:s:1 --bind body:s:x --bind date:l:5; content query --uri content://sms --where 'date=5'", "No result found.\n"},
		"message": {"cmd appops set com.android.shell WRITE_SMS allow; cmd appops get com.android.shell WRITE_SMS; " + shellContent + "sms/sent --bind address:s:1 --bind 'body:s:a\\:b\n$(c)' --bind date:l:5 --bind read:i:0" +
			"; content query --uri content://sms --projection type:read:sub_id:body --where 'date=5'", "WRITE_SMS: allow\nRow: 0 type=2, read=1, sub_id=-1, body=a:b\n$(c)\n"},
		"a draft takes another's place": {"cmd appops set com.android.shell WRITE_SMS allow; " + shellContent + "sms/draft --bind address:s:7 --bind body:s:one --bind date:l:5; " +
			shellContent + "sms/draft --bind address:s:7 --bind body:s:two --bind date:l:6; content query --uri content://sms/draft --projection body --where \"address='7'\"", "Row: 0 body=two\n"},
		"contact": {shellContent + "com.android.contacts/raw_contacts --bind sync1:s:k1; content query --uri content://com.android.contacts/raw_contacts --projection _id:account_type --where \"sync1='k1'\"; " +
			shellContent + "com.android.contacts/data --bind raw_contact_id:i:26 --bind mimetype:s:vnd.android.cursor.item/name --bind data2:s:Ada --bind data3:s:Finch; " +
			"content query --uri content://com.android.contacts/contacts --projection display_name --where \"display_name LIKE 'Ada%'\"; " +
			"content delete --uri content://com.android.contacts/raw_contacts/26; content query --uri content://com.android.contacts/data --projection data1 --where raw_contact_id=26",
			"Row: 0 _id=26, account_type=NULL\nRow: 0 display_name=Ada Finch\nNo result found.\n"},
		"event": {shellContent + "com.android.calendar/events --bind calendar_id:i:2 --bind title:s:Tea --bind dtstart:l:5 --bind dtend:l:6 --bind eventTimezone:s:UTC" +
			"; content query --uri content://com.android.calendar/events --projection title:dirty --where 'dtstart=5'", "Row: 0 title=Tea, dirty=1\n"},
		"event without end": {shellContent + "com.android.calendar/events --bind calendar_id:i:2 --bind dtstart:l:5 --bind eventTimezone:s:UTC", "DTEND and DURATION cannot both be null"},
		"calendar":          {shellContent + "com.android.calendar/calendars --bind calendar_displayName:s:x", "Only sync adapters may write"},
		"settings": {"settings put system font_scale 1.3; settings get system font_scale; settings delete system font_scale; settings get system font_scale",
			"1.3\nDeleted 1 rows\nnull\n"},
		"wifi": {"cmd wifi add-network \"it's\" wpa2 'pass \"word\" 1' -h; cmd wifi list-networks | grep -c \"it's\"; cmd wifi forget-network 4; cmd wifi list-networks | grep -c \"it's\"",
			"Save successful\n2\nForget successful\n0\n"},
		"wifi password too short": {"cmd wifi add-network a wpa2 short", "Save failed\n"},
		"not well formed":         {shellContent + "sms --bind address", "[ERROR] Binding not well formed: address"},
		"colon not escaped":       {shellContent + "sms --bind body:s:a:b", "[ERROR] Binding not well formed: body:s:a:b"},
	} {
		_, m := newSystem(t)
		out, errs, _ := run(t, m, c.script)
		if got := out + errs; got != c.want && (strings.HasSuffix(c.want, "\n") || !strings.Contains(got, c.want)) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// Before Android 11 a value is taken as it is, and Xiaomi's switch holds back what
// changes settings and ops.
func TestWritingOfOtherPhones(t *testing.T) {
	s, m := newSystem(t)
	s.SetVersion(29, "10")
	out, errs, _ := run(t, m, shellContent+"call_log/calls --bind 'number:s:a:b\\' --bind type:i:1 --bind date:l:5; content query --uri content://call_log/calls --projection number --where date=5")
	if out+errs != "Row: 0 number=a:b\\\n" {
		t.Errorf("%q %q", out, errs)
	}
	if out, _, _ := run(t, m, "content query --uri content://settings/system --extra x:s:1"); !strings.Contains(out, "[ERROR] Unsupported argument: --extra") {
		t.Errorf("%q", out)
	}
	s.SetProp("persist.security.adbinput", "0")
	s.SetProp("persist.security.adbinstall", "0")
	for script, want := range map[string]string{
		"settings put system font_scale 1.3":               "WRITE_SECURE_SETTINGS",
		"cmd appops set com.android.shell WRITE_SMS allow": "MANAGE_APP_OPS_MODES",
		"pm install-create -r":                             "INSTALL_FAILED_USER_RESTRICTED",
		"cmd wifi add-network a open":                      "Wi-Fi (wifi) commands",
	} {
		if out, errs, code := run(t, m, script); !strings.Contains(out+errs, want) || code == 0 {
			t.Errorf("%s: %q %q %d", script, out, errs, code)
		}
	}
}

// An app in two files, streamed; and what is none.
func TestInstalling(t *testing.T) {
	s, m := newSystem(t)
	install := func(files ...[]byte) string {
		out, _, _ := run(t, m, "pm install-create -r")
		id := out[strings.IndexByte(out, '[')+1 : strings.IndexByte(out, ']')]
		for i, f := range files {
			must(t, s.Disk.Put("/sdcard/x", disk.Bytes(f), disk.Attr{Mode: 0o660, UID: 10123, GID: 1023}))
			out, errs, _ := run(t, m, fmt.Sprintf("cat /sdcard/x | pm install-write -S %d %s f%d.apk -", len(f), id, i))
			if errs != "" || out != fmt.Sprintf("Success: streamed %d bytes\n", len(f)) {
				t.Errorf("%q %q", out, errs)
			}
		}
		out, _, _ = run(t, m, "pm install-commit "+id)
		return out
	}
	if got := install(APK("com.example.tea", 12, ""), APK("com.example.tea", 12, "config.en")); got != "Success\n" {
		t.Error(got)
	}
	if out, _, _ := run(t, m, "dumpsys package com.example.tea | grep versionCode"); !strings.Contains(out, "versionCode=12 ") {
		t.Error(out)
	}
	for want, files := range map[string][][]byte{
		"INSTALL_FAILED_VERSION_DOWNGRADE": {APK("com.example.tea", 11, "")},
		"INSTALL_PARSE_FAILED_NOT_APK":     {[]byte("no zip")},
		"INSTALL_FAILED_INVALID_APK":       {APK("com.example.tea", 12, ""), APK("com.example.other", 12, "x")},
	} {
		if got := install(files...); !strings.HasPrefix(got, "Failure ["+want) {
			t.Errorf("%s: %s", want, got)
		}
	}
	if n := s.Sessions(); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
	if out, _, _ := run(t, m, "pm uninstall com.example.tea; pm path com.example.tea"); out != "Success\n" {
		t.Error(out)
	}
}

// The importer takes a file the shell put there, once it may read it and the owner agrees.
func TestImporter(t *testing.T) {
	s, m := newSystem(t)
	card := "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Finch;Ada;;;\r\nFN:Ada Finch\r\nTEL;TYPE=CELL:+44 7700 900321\r\nEND:VCARD\r\n"
	must(t, s.Disk.Put(Storage+"/Download/x.vcf", disk.Bytes(card), disk.Attr{Mode: 0o660, UID: 10123, GID: 1023}))
	if _, err := s.AcceptImport(); err == nil {
		t.Error("something was on the screen")
	}
	id := func() string {
		out, _, _ := run(t, m, "content query --uri content://media/external/file --projection _id --where \"_display_name='x.vcf'\"")
		return strings.TrimSpace(strings.TrimPrefix(out, "Row: 0 _id="))
	}()
	view := "am start -a android.intent.action.VIEW -t text/x-vcard -d "
	for script, want := range map[string]int{
		view + "file:///sdcard/Download/x.vcf":                                        0,
		view + "content://media/external/file/" + id:                                  0,
		view + "content://media/external/file/" + id + " --grant-read-uri-permission": 1,
	} {
		run(t, m, script)
		if n, err := s.AcceptImport(); n != want || (err == nil) != (want > 0) {
			t.Errorf("%s: %d, %v", script, n, err)
		}
	}
	if out, _, _ := run(t, m, "content query --uri content://com.android.contacts/data/phones --projection display_name:data2:data1 --where \"display_name='Ada Finch'\""); out != "Row: 0 display_name=Ada Finch, data2=2, data1=+44 7700 900321\n" {
		t.Errorf("%q", out)
	}
}
