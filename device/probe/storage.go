package probe

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"keepsake/device/adb"
)

// storage asks how the phone's storage is made and which parts the shell sees.
func storage() []probe {
	return []probe{
		{
			id: "storage.fuse", question: "Is the shared storage behind FUSE, and does it pass reads through?", source: "Cost per file of the phone's storage",
			tells: []string{"file system", "fuse", "passthrough", "bpf"}, ask: askFuse,
		},
		{
			id: "storage.space", question: "Do both ways to ask for free space work and agree?", source: "Free space: df and stat -f",
			tells: []string{"df", "stat", "agree", "total gb"}, ask: askSpace,
		},
		{
			id: "storage.appdata", question: "May the shell read Android/data?", source: "Private folders of apps", tells: folderKeys,
			ask: folderProbe(primary + "/Android/data"),
		},
		{
			id: "storage.obb", question: "May the shell read Android/obb?", source: "Private folders of apps", tells: folderKeys,
			ask: folderProbe(primary + "/Android/obb"),
		},
		{
			id: "storage.media", question: "May the shell read Android/media?", source: "Private folders of apps", tells: folderKeys,
			ask: folderProbe(primary + "/Android/media"),
		},
		{
			id: "storage.unread", question: "Are there pictures' folders or files the shell may not look into?", source: "Unreadable files",
			tells: []string{"files", "unreadable"}, ask: askUnread,
		},
		{
			id: "storage.miui", question: "May the shell write into the folder of local backups?", source: "Writing /sdcard/MIUI",
			tells: []string{"MIUI", "backup folder"}, ask: askMIUI,
		},
		{
			id: "storage.card", question: "Is a memory card seen, and can it be listed?", source: "Memory cards",
			tells: []string{"cards", "listed", "entries", "file system", "even seconds", "files"}, ask: askCard,
		},
		{
			id: "battery.format", question: "Does the phone describe its battery in the known form?", source: "Form of the battery's state",
			tells: []string{"level", "scale", "status", "powered", "level in range"}, ask: askBattery,
		},
	}
}

func askFuse(ctx context.Context, v *visit) (result, error) {
	found := facts{}
	for key, name := range map[string]string{
		"fuse": "persist.sys.fuse", "passthrough": "persist.sys.fuse.passthrough.enable", "bpf": "ro.fuse.bpf.is_running",
	} {
		state, err := v.toggle(ctx, name)
		if err != nil {
			return result{found: found}, err
		}
		found[key] = state
	}
	kind, err := v.fileSystem(ctx)
	if err != nil {
		return result{found: found}, err
	}
	found["file system"] = kind
	verdict := Unclear
	switch kind {
	case "fuse", "sdcardfs", "esdfs", "f2fs", "ext4":
		if verdict = No; kind == "fuse" {
			verdict = Yes
		}
	case anything:
		if found["fuse"] == on {
			verdict = Yes
		}
	}
	return result{verdict: verdict, found: found}, nil
}

// fileSystem is the kind of the shared storage: what the mounts say, else what
// stat calls it.
func (v *visit) fileSystem(ctx context.Context) (word, error) {
	a, err := v.say(ctx, run("grep", "-F", " /storage/emulated ", "/proc/mounts"))
	if err != nil {
		return "", err
	}
	if f := strings.Fields(a.out); len(f) > 2 && known(f[2]) != anything {
		return known(f[2]), nil
	}
	out, err := v.must(ctx, run("stat", "-f", "-c", "%T", primary))
	return known(out), err
}

var dfLine = regexp.MustCompile(`(?m)\s([0-9]+)\s+([0-9]+)\s+([0-9]+)\s+[0-9]+%\s`)

func askSpace(ctx context.Context, v *visit) (result, error) {
	df, err := v.say(ctx, run("df", "-k", primary))
	if err != nil {
		return result{}, err
	}
	var kb int64
	if m := dfLine.FindStringSubmatch(df.out); m != nil {
		kb, _ = strconv.ParseInt(m[1], 10, 64) // 0 is no answer either way
	}
	st, err := v.say(ctx, run("stat", "-f", "-c", "%S %b %a", primary))
	if err != nil {
		return result{found: facts{"df": kb > 0}}, err
	}
	var blocks []int64
	for _, f := range strings.Fields(st.out) {
		n, err := strconv.ParseInt(f, 10, 64)
		if err == nil && n >= 0 {
			blocks = append(blocks, n)
		}
	}
	ok := len(blocks) == 3 && blocks[0] > 0 && blocks[0] < 1<<24 && blocks[1] < 1<<38
	found := facts{"df": kb > 0, "stat": ok}
	if kb > 0 {
		found["total gb"] = float64(kb) / 1e6
	}
	if kb <= 0 || !ok {
		return result{verdict: No, found: found}, nil
	}
	other := float64(blocks[0]) * float64(blocks[1]) / 1024
	agree := other > 0.98*float64(kb) && other < 1.02*float64(kb)
	found["agree"] = agree
	if !agree {
		return result{verdict: No, found: found}, nil
	}
	return result{verdict: Yes, found: found}, nil
}

var folderKeys = []string{"entries", "empty"}

// folderProbe asks whether a folder can be listed and one of the folders in it
// opened: an empty answer alone proves nothing.
func folderProbe(dir string) func(ctx context.Context, v *visit) (result, error) {
	return func(ctx context.Context, v *visit) (result, error) {
		entries, err := v.list(ctx, dir)
		if err != nil {
			return result{}, err
		}
		found := facts{"entries": len(entries), "empty": len(entries) == 0}
		if len(entries) == 0 {
			return result{verdict: Unclear, found: found, note: noteEmptyAnswer}, nil
		}
		for _, e := range entries {
			if e.IsDir() {
				_, err := v.list(ctx, dir+"/"+e.Name)
				return result{verdict: Yes, found: found}, err
			}
		}
		return result{verdict: Yes, found: found}, nil
	}
}

// list lists one folder. That a folder is empty is only believed if the shell
// says nothing else.
func (v *visit) list(ctx context.Context, dir string) ([]adb.DirEntry, error) {
	s, err := v.phone.Files(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	var entries []adb.DirEntry
	var refused error
	err = s.Lists(ctx, []string{dir}, func(_ int, got []adb.DirEntry, err error) { entries, refused = got, err })
	if err == nil {
		err = refused
	}
	if err == nil && len(entries) == 0 {
		// The file service shows a folder it may not read as an empty one.
		a, serr := v.say(ctx, run("ls", dir))
		if serr == nil && a.exit != 0 && classify(a.err+a.out) == denied {
			err = refusal{denied}
		}
	}
	return entries, err
}

func askUnread(ctx context.Context, v *visit) (result, error) {
	t, err := v.gather(ctx)
	if err != nil {
		return result{}, err
	}
	found := facts{"files": len(t.files), "unreadable": t.unread}
	if t.unread > 0 {
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: No, found: found}, nil
}

func askMIUI(ctx context.Context, v *visit) (result, error) {
	found := facts{}
	for key, dir := range map[string]string{"MIUI": primary + "/MIUI", "backup folder": primary + "/MIUI/backup"} {
		there, err := v.say(ctx, run("test", "-d", dir))
		if err == nil && there.exit > 1 { // it answers 0 or 1
			err = refusal{classify(there.err + there.out)}
		}
		if err != nil {
			return result{found: found}, err
		}
		open, err := v.say(ctx, run("test", "-w", dir))
		if err != nil {
			return result{found: found}, err
		}
		switch {
		case there.exit != 0:
			found[key] = missing
		case open.exit == 0:
			found[key] = on
		default:
			found[key] = off
		}
	}
	verdict := No
	switch found["MIUI"] {
	case missing:
		verdict = Absent
	case on:
		verdict = Yes
	}
	return result{verdict: verdict, found: found, note: noteNotTried}, nil
}

var cardName = regexp.MustCompile(`^[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}$`)

func askCard(ctx context.Context, v *visit) (result, error) {
	volumes, err := v.list(ctx, "/storage")
	var cards []string
	for _, e := range volumes {
		if cardName.MatchString(e.Name) {
			cards = append(cards, e.Name)
		}
	}
	if out, serr := v.must(ctx, run("sm", "list-volumes", "public")); serr == nil {
		for line := range strings.Lines(out) {
			if f := strings.Fields(line); len(f) == 3 && f[1] == "mounted" && cardName.MatchString(f[2]) && !slices.Contains(cards, f[2]) {
				cards = append(cards, f[2])
			}
		}
		err = nil // one of the two ways is enough
	}
	found := facts{"cards": len(cards)}
	if err != nil {
		return result{}, err
	}
	if len(cards) == 0 {
		return result{verdict: Absent, found: found, note: noteNoCard}, nil
	}
	root := "/storage/" + cards[0]
	entries, err := v.list(ctx, root)
	if err != nil {
		return result{found: found}, err
	}
	files, even := 0, 0
	below, _ := v.list(ctx, root+"/DCIM/Camera") // many cards have none
	for _, e := range append(entries, below...) {
		if e.IsRegular() {
			files++
			if e.MTime.Unix()%2 == 0 {
				even++
			}
		}
	}
	found["listed"], found["entries"], found["files"], found["even seconds"] = true, len(entries), files, even
	if out, err := v.must(ctx, run("stat", "-f", "-c", "%T", root)); err == nil {
		found["file system"] = known(out)
	}
	return result{verdict: Yes, found: found}, nil
}

func askBattery(ctx context.Context, v *visit) (result, error) {
	out, err := v.must(ctx, run("dumpsys", "battery"))
	if err != nil {
		return result{}, err
	}
	seen := map[string]string{}
	for line := range strings.Lines(out) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			seen[key] = value
		}
	}
	level, lerr := strconv.Atoi(seen["level"])
	scale, serr := strconv.Atoi(seen["scale"])
	found := facts{
		"level": lerr == nil, "scale": serr == nil, "status": seen["status"] != "", "powered": seen["USB powered"] != "",
		"level in range": lerr == nil && serr == nil && level >= 0 && level <= scale,
	}
	if found["level in range"] == true && found["status"] == true {
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: No, found: found}, nil
}
