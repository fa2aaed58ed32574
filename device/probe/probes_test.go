package probe

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// The answers a question can get, each on a phone that says just that.
func TestVerdicts(t *testing.T) {
	rows := func(n int, more string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "Row: %d _id=%d%s\n", i, i+10, more)
		}
		return b.String()
	}
	const none = "No result found.\n"
	const noWay = "stderr: Error while accessing provider:x\njava.lang.SecurityException: Permission Denial: opening provider for Ann requires READ\n"
	const usage = "usage: adb shell content [subcommand]\n[ERROR] Unsupported argument: --extra\n"
	owner := "Users:\n\tUserInfo{0:Ann Secret:4c13} running\n"
	for _, c := range []struct {
		id      string
		answers map[string]string
		verdict Verdict
		found   string
	}{
		{"read.calls", map[string]string{"content query": rows(3, "")}, Yes, "map[rows:3]"},
		{"read.calls", map[string]string{"content query": none}, Unclear, "map[rows:0]"},
		{"read.calls", map[string]string{"content query": noWay}, Refused, "map[reason:permission denied]"},
		{"read.notes", map[string]string{"content query": "stderr: java.lang.IllegalStateException: Could not find provider: notes"}, Absent, "map[reason:no such provider]"},
		{"read.calls", map[string]string{"content query": "\n"}, Unclear, "map[reason:other]"},
		{"read.calls", nil, Absent, "map[reason:not found]"},
		{"limit.calls", map[string]string{"content query": rows(1, "")}, Yes, "map[rows:1]"},
		{"limit.calls", map[string]string{"content query": rows(9, "")}, No, "map[rows:9]"},
		{"limit.calls", map[string]string{"content query": "stderr: java.lang.IllegalArgumentException: Invalid token LIMIT"}, No, "map[reason:other]"},
		{"limit.calls", map[string]string{"content query": noWay}, Refused, "map[reason:permission denied]"},
		{"content.parser", map[string]string{"content query": usage}, No, "map[accepted:false colon in a key:false]"},
		{"media.trash", map[string]string{"content query": usage}, Absent, "map[reason:argument not known]"},
		{"media.trash", map[string]string{"content query": rows(2, ", is_trashed=1")}, Yes, "map[rows:2 trashed:2]"},
		{"media.trash", map[string]string{"content query": rows(2, ", is_trashed=0")}, No, "map[rows:2 trashed:0]"},
		{"media.dates", map[string]string{"content query": rows(2, ", datetaken=1700000000000, date_modified=1700000000")}, Yes, "map[file time:2 no date:0 other date:0 pictures:2]"},
		{"media.dates", map[string]string{"content query": rows(2, ", datetaken=NULL, date_modified=1700000000")}, No, "map[file time:0 no date:2 other date:0 pictures:2]"},
		{"messages.block", map[string]string{"content query": "stderr: SQLiteException: no such column: block_type"}, Absent, "map[reason:no such column]"},
		{"users.list", map[string]string{"pm list": owner + "\tUserInfo{999:XSpace:800010} running\n\tUserInfo{10:Second:400} running\n"}, Yes, "map[dual apps:true others:0 second space:1 users:3]"},
		{"users.dual.files", map[string]string{"pm list": owner}, Absent, "map[]"},
		{"users.dual.files", map[string]string{"pm list": owner + "UserInfo{999:X:1}"}, Refused, "map[hidden from asking:true reason:permission denied]"},
		{"users.dual.records", map[string]string{"pm list": owner + "UserInfo{999:X:1}", "content query": rows(2, "")}, Yes, "map[rows:2]"},
		{"rights.switches", map[string]string{"getprop": "\n"}, Absent, "map[install via usb:absent security settings:absent]"},
		{"rights.switches", map[string]string{"getprop": "0\n"}, Yes, "map[install via usb:off security settings:off]"},
		{"rights.sms", map[string]string{"cmd appops": "WRITE_SMS: allow; time=+1d\n"}, Yes, "map[mode:allow]"},
		{"rights.sms", map[string]string{"cmd appops": "No operations.\nDefault mode: ignore\n"}, No, "map[mode:default mode by default:ignore]"},
		{"rights.shell", map[string]string{"dumpsys": "Unable to find package"}, Unclear, "map[]"},
		{"settings.lines", map[string]string{"settings": "4\n"}, Yes, "map[global:4 secure:4 system:4]"},
		{"wifi.add", map[string]string{"cmd wifi": "2\n"}, Yes, "map[lines:2]"},
		{"wifi.add", map[string]string{"cmd wifi": "0\n"}, No, "map[lines:0]"},
		{"open.vcard", map[string]string{"cmd package": "0\n"}, No, "map[apps:0]"},
		{"battery.format", map[string]string{"dumpsys battery": "  level: 50\n  scale: 100\n  status: 2\n  USB powered: true\n"}, Yes, "map[level:true level in range:true powered:true scale:true status:true]"},
		{"battery.format", map[string]string{"dumpsys battery": "nothing\n"}, No, "map[level:false level in range:false powered:false scale:false status:false]"},
		{"storage.space", map[string]string{"df": "Filesystem 1K-blocks Used Available Use% Mounted on\n/dev/fuse 1000 10 990 1% /storage/emulated\n", "stat": "1024 1000 990\n"}, Yes, "map[agree:true df:true stat:true total gb:0.001]"},
		{"storage.space", map[string]string{"df": "what", "stat": "1024 1000 990\n"}, No, "map[df:false stat:true]"},
		{"storage.fuse", map[string]string{"getprop": "", "grep": "/dev/fuse /storage/emulated fuse rw 0 0\n"}, Yes, "map[bpf:absent file system:fuse fuse:absent passthrough:absent]"},
		{"storage.fuse", map[string]string{"getprop": "", "grep": "/data/media /storage/emulated sdcardfs rw 0 0\n"}, No, "map[bpf:absent file system:sdcardfs fuse:absent passthrough:absent]"},
	} {
		f := &fake{shell: says(c.answers)}
		got := settleOne(t, f, c.id)
		if found := fmt.Sprint(got.Found); got.Verdict != c.verdict || found != c.found {
			t.Errorf("%s with %q: %s %s, want %s %s", c.id, c.answers, got.Verdict, found, c.verdict, c.found)
		}
	}
}

// A switch that is off is the one thing that settles whether it matters.
func TestReadingWithSwitchOff(t *testing.T) {
	for _, c := range []struct {
		state   string
		folder  bool
		verdict Verdict
	}{{"0", true, Yes}, {"", true, Yes}, {"1", true, Unclear}, {"0", false, No}} {
		f := &fake{shell: says(map[string]string{"getprop": c.state + "\n", "content query": "No result found.\n"})}
		if c.folder {
			f.put(primary+"/DCIM/a.jpg", "a", time.Time{})
		}
		if got := settleOne(t, f, "rights.reading"); got.Verdict != c.verdict {
			t.Errorf("%+v: %s %v", c, got.Verdict, got.Found)
		}
	}
}

func TestCard(t *testing.T) {
	f := &fake{shell: says(map[string]string{"sm": "public:179,1 mounted 1A2B-3C4D\n", "stat": "vfat\n"})}
	f.put("/storage/1A2B-3C4D/DCIM/Camera/a.jpg", "a", time.Unix(1000, 0))
	f.put("/storage/1A2B-3C4D/DCIM/Camera/b.jpg", "b", time.Unix(1001, 0))
	got := settleOne(t, f, "storage.card")
	if found := fmt.Sprint(got.Found); got.Verdict != Yes || found != "map[cards:1 entries:1 even seconds:1 file system:vfat files:2 listed:true]" {
		t.Errorf("%s %s", got.Verdict, found)
	}
}

func TestOtherUsersFiles(t *testing.T) {
	f := &fake{shell: says(map[string]string{"pm": "UserInfo{999:X:1}"})}
	f.put("/storage/emulated/999/DCIM/a.jpg", "a", time.Time{})
	if got := settleOne(t, f, "users.dual.files"); got.Verdict != Yes || got.Found["entries"] != 1 {
		t.Errorf("%s %v", got.Verdict, got.Found)
	}
}

func TestNames(t *testing.T) {
	f := &fake{}
	for _, name := range []string{
		"IMG_20250102_030405.jpg", "IMG_20250102_030405_BURST001.jpg", "MVIMG_20250102_030405.jpg", "VID_20250102_030405_12.mp4",
		"IMG_20250102_030405_HDR.jpg", "Ann's wedding.jpg",
	} {
		f.put(primary+"/DCIM/Camera/"+name, "x", time.Time{})
	}
	f.put(primary+"/DCIM/Screenshots/Screenshot_2025-01-02-03-04-05-006_com.example.jpg", "x", time.Time{})
	got := settleOne(t, f, "names.camera")
	if found := fmt.Sprint(got.Found); got.Verdict != No || found != "map[burst:1 files:6 motion:1 numbered:1 other:1 plain:2]" {
		t.Errorf("%s %s", got.Verdict, found)
	}
	if got := settleOne(t, f, "names.screenshots"); got.Verdict != Yes || got.Found["with app"] != 1 {
		t.Errorf("%s %v", got.Verdict, got.Found)
	}
}
