package android

import (
	"strings"
	"testing"
	"time"

	"keepsake/device/demo/disk"
)

// Users, cards and what the media database has of a card.
func TestSpaces(t *testing.T) {
	s, m := newSystem(t)
	a := disk.Attr{Mode: 0770, UID: 10123, GID: 1023, MTime: time.Unix(1_700_000_001, 0)}
	card := s.Disk.NewVolume("/storage/1A2B-3C4D", 1<<30, 2*time.Second, a)
	must(t, s.Disk.Insert(card))
	must(t, s.Disk.Put("/storage/1A2B-3C4D/DCIM/Camera/IMG_1.jpg", disk.Bytes("card"), a))
	must(t, s.Disk.Put("/storage/1A2B-3C4D/hidden/.nomedia", disk.Bytes(""), a))
	must(t, s.Disk.Put("/storage/1A2B-3C4D/hidden/h.jpg", disk.Bytes("h"), a))
	const query = "content query --projection relative_path:volume_name:date_modified --where \"_display_name LIKE 'IMG_1%'\" --uri content://media/"
	row := "relative_path=DCIM/Camera/, volume_name=1a2b-3c4d, date_modified=1700000000\n"
	if out, errs, _ := run(t, m, query+"1a2b-3c4d/file"); out != "" || !strings.Contains(errs, "Volume 1a2b-3c4d not found") {
		t.Errorf("before the card is known: %q %q", out, errs)
	}
	s.SetCards("1A2B-3C4D")
	s.SetUsers(User{10, "Second space", 0x410}, User{999, "XSpace", 0x801010})
	for script, want := range map[string]string{
		"sm list-volumes public": "public:179,1 mounted 1A2B-3C4D\n",
		"sm list-volumes":        "private mounted null\nemulated;0 mounted null\npublic:179,1 mounted 1A2B-3C4D\n",
		"pm list users": "Users:\n\tUserInfo{0:Owner:4c13} running\n\tUserInfo{10:Second space:410} running\n" +
			"\tUserInfo{999:XSpace:801010} running\n",
		query + "1a2b-3c4d/images/media": "Row: 0 " + row,
		query + "external_primary/file":  "Row: 0 relative_path=DCIM/Camera/, volume_name=external_primary, date_modified=1700000000\n",
		"ls /storage":                    "1A2B-3C4D\nemulated\n",
		"df -k /storage/1A2B-3C4D | tail -1 | grep ' 1048576 ' | grep -c '/storage/1A2B-3C4D'": "1\n",
		"df -k /storage/emulated/0 | tail -1 | grep -c '/storage/emulated'":                    "1\n",
	} {
		if out, errs, code := run(t, m, script); out != want || errs != "" || code != 0 {
			t.Errorf("%s: %q %q %d, want %q", script, out, errs, code, want)
		}
	}
	if out, _, _ := run(t, m, query+"external/file --sort _id"); strings.Count(out, "Row:") != 2 || !strings.HasSuffix(out, row) {
		t.Errorf("all volumes: %s", out)
	}
	if out, _, _ := run(t, m, "content call --uri content://media --method scan_file --arg /storage/1A2B-3C4D/DCIM/Camera/IMG_1.jpg"); !strings.Contains(out, "content://media/1a2b-3c4d/images/media/") {
		t.Errorf("scanned: %s", out)
	}
	s.Disk.TakeOut(card)
	if out, errs, code := run(t, m, "df -k /storage/1A2B-3C4D"); code != 1 || !strings.Contains(errs, "No such file or directory") {
		t.Errorf("df without the card: %q %q %d", out, errs, code)
	}
}
