package probe

import (
	"context"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"keepsake/device/adb"
)

// backups asks what the local backups of a Xiaomi look like: their folders,
// their heads, and the kinds of things in them. What is in the things stays on
// the phone.
func backups() []probe {
	return []probe{
		{
			id: "backup.folder", question: "Are there local backups, and are they folders or archives?", source: "A real AllBackup folder",
			tells: []string{"backups", "dated", "descriptions", "bak files", "zip files", "other files", "largest mb"}, limit: 20 * time.Second, ask: askBackupFolder,
		},
		{
			id: "backup.heads", question: "Do the backups' files begin as expected?", source: "A real AllBackup folder", limit: 30 * time.Second,
			tells: []string{
				"files", "known heads", "version 2", "plain", "with password", "of another user", "android version", "compressed", "inner lock",
				"messages", "contacts", "settings", "wlan", "notes", "gallery", "other apps", "odd features",
			}, ask: askBackupHeads,
		},
		{
			id: "backup.password", question: "Is a backup with a password locked inside as Android's are?", source: "Backups with a password",
			tells: []string{"with password", "inner lock"}, limit: 30 * time.Second, ask: askBackupPassword,
		},
		{
			id: "backup.gallery", question: "Does the gallery's backup hold its database in clear?", source: "The gallery in a local backup",
			tells: []string{"members", "databases", "gallery database"}, limit: 30 * time.Second, ask: askBackupGallery,
		},
		{
			id: "backup.notes", question: "Which escapes do notes in a backup hold?", source: "Escapes in notes", limit: 30 * time.Second,
			tells: []string{"marked up", "lt", "gt", "amp", "quot", "apos", "numbered"}, ask: askBackupNotes,
		},
		{
			id: "backup.wifi", question: "How are Wi-Fi networks written in a backup, and do quotes occur in their values?", source: "Quotes in Wi-Fi values",
			tells: []string{"layout", "backslashes", "quotes within"}, limit: 30 * time.Second, ask: askBackupWiFi,
		},
	}
}

const allBackup = primary + "/MIUI/backup/AllBackup"

// saved is what was seen of the backups.
type saved struct {
	backups, dated, descriptions, baks, zips, others int
	largest                                          int64
	heads                                            []head
}

// head is the beginning of one .bak file.
type head struct {
	path       string // only ever sent back to the phone
	known      bool
	version    int
	app        string
	feature    int
	enc        int
	user       bool
	android    int
	compressed bool
	inner      word
}

const (
	maxBackups = 20
	maxHeads   = 60
	headBytes  = 2048
)

var backupDate = regexp.MustCompile(`^[0-9]{8}_[0-9]{6}$`)

// backup looks at the backups once.
func (v *visit) backup(ctx context.Context) (*saved, error) {
	return v.saved.get(func() (*saved, error) { return v.readBackups(ctx) })
}

func (v *visit) readBackups(ctx context.Context) (*saved, error) {
	top, err := v.list(ctx, allBackup)
	if err != nil {
		return nil, err
	}
	s := &saved{}
	var baks []string
	take := func(dir string, e adb.DirEntry) {
		s.largest = max(s.largest, e.Size)
		switch ext := strings.ToLower(path.Ext(e.Name)); {
		case e.Name == "descript.xml":
			s.descriptions++
		case ext == ".bak":
			s.baks++
			baks = append(baks, dir+"/"+e.Name)
		case ext == ".zip":
			s.zips++
		default:
			s.others++
		}
	}
	for _, e := range top {
		if !e.IsDir() {
			take(allBackup, e)
			continue
		}
		s.backups++
		if backupDate.MatchString(e.Name) {
			s.dated++
		}
		if s.backups > maxBackups {
			continue
		}
		entries, err := v.list(ctx, allBackup+"/"+e.Name)
		if err != nil {
			return nil, err
		}
		for _, below := range entries {
			take(allBackup+"/"+e.Name, below)
		}
	}
	for _, p := range baks[:min(maxHeads, len(baks))] {
		a, err := v.say(ctx, run("head", "-c", strconv.Itoa(headBytes), p))
		if err != nil {
			return nil, err
		}
		h := parseHead(a.out)
		h.path = p
		s.heads = append(s.heads, h)
	}
	return s, nil
}

// parseHead reads the lines a .bak file begins with, and those of the Android
// backup within.
func parseHead(text string) head {
	var h head
	lines := strings.SplitN(text, "\n", 16)
	at := 0
	next := func() string {
		if at >= len(lines) {
			return ""
		}
		at++
		return lines[at-1]
	}
	small := func() int {
		n, err := strconv.Atoi(next())
		if err != nil || n < -1 || n > 9999 {
			return -2
		}
		return n
	}
	if next() != "MIUI BACKUP" {
		return h
	}
	h.version = small()
	h.app, _, _ = strings.Cut(next(), " ")
	h.feature, h.enc = small(), small()
	switch h.enc {
	case 0:
	case 1:
		next()
	case 20:
		h.user = true
		next()
	case 21:
		h.user = true
		next()
		next()
	default:
		return h
	}
	if next() != "ANDROID BACKUP" {
		return h
	}
	h.android = small()
	h.compressed = small() == 1
	h.inner = known(next())
	h.known = true
	return h
}

func (h head) password() bool { return h.enc == 1 || h.enc == 21 }

// of returns the heads of an app's backups with a feature, any if it is 0.
func (s *saved) of(app string, feature int) []head {
	var list []head
	for _, h := range s.heads {
		if h.app == app && (feature == 0 || h.feature == feature) && !h.password() {
			list = append(list, h)
		}
	}
	return list
}

// withBackup asks only where there are backups.
func (v *visit) withBackup(ctx context.Context) (*saved, result, error) {
	s, err := v.backup(ctx)
	if err != nil && reasonOf(err) == noFile {
		return nil, result{verdict: Absent, note: noteNoBackup}, nil
	}
	if err == nil && s.baks+s.zips == 0 {
		return nil, result{verdict: Absent, note: noteNoBackup}, nil
	}
	return s, result{}, err
}

func askBackupFolder(ctx context.Context, v *visit) (result, error) {
	s, none, err := v.withBackup(ctx)
	if s == nil || err != nil {
		return none, err
	}
	return result{verdict: Yes, found: facts{
		"backups": s.backups, "dated": s.dated, "descriptions": s.descriptions, "bak files": s.baks, "zip files": s.zips,
		"other files": s.others, "largest mb": float64(s.largest) / 1e6,
	}}, nil
}

func askBackupHeads(ctx context.Context, v *visit) (result, error) {
	s, none, err := v.withBackup(ctx)
	if s == nil || err != nil {
		return none, err
	}
	count := map[string]int{}
	found := facts{"files": len(s.heads)}
	for _, h := range s.heads {
		switch key, ok := backupItems[item{h.app, h.feature}]; {
		case ok:
			count[key]++
		case h.app != "":
			count["other apps"]++
		}
		for key, yes := range map[string]bool{
			"known heads": h.known, "version 2": h.version == 2, "plain": h.enc == 0 && h.known, "with password": h.password(),
			"of another user": h.user, "compressed": h.compressed, "odd features": h.feature == -2,
		} {
			if yes {
				count[key]++
			}
		}
		if h.known {
			found["android version"], found["inner lock"] = h.android, h.inner
		}
	}
	for key, n := range count {
		found[key] = n
	}
	if len(s.heads) > 0 && count["known heads"] == len(s.heads) {
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: No, found: found}, nil
}

type item struct {
	app     string
	feature int
}

// backupItems are the ones looked for; the names of other apps are nobody's
// business.
var backupItems = map[item]string{
	{"com.android.mms", 1}: "messages", {"com.android.mms", 2}: "messages", {"com.android.contacts", 2}: "contacts",
	{"com.android.settings", 1}: "settings", {"com.android.settings", 2}: "wlan", {"com.miui.notes", -1}: "notes", {"com.miui.gallery", -1}: "gallery",
}

func askBackupPassword(ctx context.Context, v *visit) (result, error) {
	s, none, err := v.withBackup(ctx)
	if s == nil || err != nil {
		return none, err
	}
	found, n := facts{}, 0
	verdict := Yes
	for _, h := range s.heads {
		if h.password() {
			n++
			found["inner lock"] = h.inner
			if h.inner != "AES-256" {
				verdict = No
			}
		}
	}
	found["with password"] = n
	if n == 0 {
		return result{verdict: Absent, found: found, note: noteNoSuchItem}, nil
	}
	return result{verdict: verdict, found: found}, nil
}
