package device

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/device/adb"
)

const spacesSaid = "Users:\n\tUserInfo{0:Owner:4c13} running\n\tUserInfo{10:Second space:410} running\n\tUserInfo{12:Work:1030}\n"

// spacious is a phone with a card, a stick that is empty, one that is shut, a
// card that is broken, and three more users of whom only the first can be read.
func spacious() *tree {
	tr := newTree()
	tr.file("DCIM/Camera/IMG_1.jpg", "phone")
	tr.file("/storage/1A2B-3C4D/DCIM/Camera/IMG_1.jpg", "card")
	tr.dir("/storage/00AA-11BB")
	tr.dir("/storage/00AA-22CC").looks = true
	tr.file("/storage/emulated/10/DCIM/Camera/IMG_2.jpg", "second")
	tr.dir("/storage/emulated/12").errno = adb.EACCES
	tr.dir(dualApps).looks = true
	tr.shell = func(_ context.Context, command string) (adb.Result, error) {
		switch command {
		case "sm list-volumes public":
			return adb.Result{Stdout: []byte("public:179,1 mounted 1A2B-3C4D\npublic:8,1 mounted 00AA-11BB\npublic:8,2 mounted 00AA-22CC\npublic:179,2 unmountable null\n")}, nil
		case "pm list users":
			return adb.Result{Stdout: []byte(spacesSaid)}, nil
		}
		return adb.Result{Stdout: []byte(eachAnswer(command, func(program, path string) (string, int) {
			n := tr.nodes[path]
			switch {
			case program == "df -k ":
				return "Filesystem 1K-blocks Used Available Use% Mounted on\n/dev/fuse 1000 400 600 40% " + path, 0
			case program == "ls >/dev/null " && n != nil && n.looks:
				return "ls: " + path + ": Permission denied", 1
			}
			return "", 0
		}))}, nil
	}
	return tr
}

func spaceLines(list []Space) []string {
	var lines []string
	for _, s := range list {
		line := string(s.Kind) + " " + s.Path
		if s.Readable {
			line += " readable"
		}
		if s.Total > 0 {
			line += " sized"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestReadSpaces(t *testing.T) {
	tr := spacious()
	list, err := readSpaces(t.Context(), tr, true)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"shared /storage/emulated/0 readable", "card ", "card /storage/1A2B-3C4D readable sized",
		"drive /storage/00AA-11BB readable sized", "drive /storage/00AA-22CC",
		"second-space /storage/emulated/10 readable", "work /storage/emulated/12",
	}
	if got := spaceLines(list); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for _, s := range list {
		if s.Readable != (s.Why == "") {
			t.Errorf("%+v", s)
		}
		if s.Path == "/storage/00AA-22CC" && !strings.Contains(s.Why, "USB drive (permission denied)") {
			t.Errorf("%q", s.Why)
		}
	}
	if tr.opened != tr.closed {
		t.Errorf("%d sessions opened, %d closed", tr.opened, tr.closed)
	}

	// Dual apps are spoken of when the phone counts them, or shows them.
	tr.nodes[dualApps].looks = false
	tr.file(dualApps+"/DCIM/a.jpg", "a")
	if list, err = readSpaces(t.Context(), tr, true); err != nil || !slices.Contains(spaceLines(list), "dual-apps "+dualApps+" readable") {
		t.Errorf("%v: %q", err, spaceLines(list))
	}

	// A phone that knows none of the programs still shows its card.
	tr.shell = said(nil)
	list, err = readSpaces(t.Context(), tr, true)
	if err != nil || !slices.Contains(spaceLines(list), "card /storage/1A2B-3C4D readable") {
		t.Errorf("%v: %q", err, spaceLines(list))
	}

	tr.unplug()
	if _, err := readSpaces(t.Context(), tr, true); !errors.Is(err, adb.ErrDeviceGone) {
		t.Errorf("unplugged: %v", err)
	}
}

// A phone whose storage is not open yet says so of its own storage too.
func TestSpacesOfALockedPhone(t *testing.T) {
	tr := newTree()
	tr.nodes[primary].errno = adb.ENOENT
	known := tr.shell
	tr.shell = func(ctx context.Context, command string) (adb.Result, error) {
		if command == "" {
			t.Error("a shell was opened without a command: a real one waits for ever")
		}
		return known(ctx, command)
	}
	list, err := readSpaces(t.Context(), tr, true)
	if err != nil || len(list) != 1 || list[0].Readable || !strings.Contains(list[0].Why, "Unlock") {
		t.Errorf("%v: %+v", err, list)
	}
}

// Whoever was told the spaces keeps them as they were.
func TestLayCopies(t *testing.T) {
	i := Info{Storage: Storage{100, 50}}
	i.lay([]Space{{Kind: Shared}, {Kind: Card, Total: 7}})
	before := i.Spaces
	i.merge(Battery{Level: -1}, Storage{100, 20})
	i.lay(nil)
	if before[0].Free != 50 || i.Spaces[0].Free != 20 || i.Spaces[0].Total != 100 || i.Spaces[1].Total != 7 {
		t.Errorf("%+v, then %+v", before, i.Spaces)
	}
}

func TestMediaOfSpaces(t *testing.T) {
	tr := spacious()
	tr.file("/storage/1A2B-3C4D/Movies/VID_1.mp4", "film")
	m := mediaOf(t, tr)
	albums := map[string]string{}
	for _, f := range m.Files {
		albums[f.Path] = f.Album
	}
	for path, album := range map[string]string{
		primary + "/DCIM/Camera/IMG_1.jpg":           "DCIM/Camera",
		"/storage/1A2B-3C4D/DCIM/Camera/IMG_1.jpg":   "SD card/DCIM/Camera",
		"/storage/1A2B-3C4D/Movies/VID_1.mp4":        "SD card/Movies",
		"/storage/emulated/10/DCIM/Camera/IMG_2.jpg": "Other user/DCIM/Camera",
	} {
		if albums[path] != album {
			t.Errorf("%s is in album %q, want %q", path, albums[path], album)
		}
	}
	if len(m.Files) != 4 {
		t.Errorf("%q", paths(m.Files))
	}
	equalSets(t, "unread", spaceLines(m.Unread), []string{"card ", "drive /storage/00AA-22CC", "work /storage/emulated/12"})
}

func TestUnchanged(t *testing.T) {
	odd, even := time.Unix(1_700_000_001, 0), time.Unix(1_700_000_000, 0)
	card := File{Path: "/storage/1A2B-3C4D/DCIM/a.jpg", Size: 5, MTime: even}
	own := File{Path: primary + "/DCIM/a.jpg", Size: 5, MTime: even}
	for _, c := range []struct {
		f     File
		size  int64
		mtime time.Time
		want  bool
	}{
		{card, 5, even, true},
		{card, 5, odd, true}, // the same two seconds
		{card, 5, even.Add(2 * time.Second), false},
		{card, 5, even.Add(-time.Second), false},
		{card, 6, even, false},
		{own, 5, even, true},
		{own, 5, odd, false},
		{own, 6, even, false},
	} {
		if got := c.f.Unchanged(c.size, c.mtime); got != c.want {
			t.Errorf("%s, then %d bytes of %v: %v", c.f.Path, c.size, c.mtime.Unix(), got)
		}
	}
}

// pullAll reads files and returns what became of each.
func pullAll(t *testing.T, tr *tree, files []File) map[string]error {
	t.Helper()
	b := newBag(t)
	next, _ := giver(t, files)
	if err := phoneOf(tr).Pull(t.Context(), next, b); err != nil {
		t.Fatal(err)
	}
	if len(b.errs) != len(files) {
		t.Errorf("%d of %d files ended", len(b.errs), len(files))
	}
	return b.errs
}

// A card that is pulled ends the files on it, each with the reason, and nothing else.
func TestPullWithoutTheCard(t *testing.T) {
	tr := newTree()
	var files []File
	for _, p := range []string{primary + "/DCIM/1.jpg", "/storage/1A2B-3C4D/DCIM/1.jpg", "/storage/1A2B-3C4D/DCIM/2.jpg", primary + "/DCIM/2.jpg", "/storage/1A2B-3C4D/DCIM/3.jpg", primary + "/DCIM/gone.jpg"} {
		n := tr.file(p, "data")
		files = append(files, File{Path: p, Size: 4, MTime: n.mtime})
	}
	delete(tr.nodes, primary+"/DCIM/gone.jpg")
	delete(tr.nodes, "/storage/1A2B-3C4D/DCIM/2.jpg")
	errs := pullAll(t, tr, files)
	if err := errs["/storage/1A2B-3C4D/DCIM/2.jpg"]; errors.Is(err, ErrTakenOut) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("deleted from a card that is there: %v", err)
	}

	for p := range tr.nodes {
		if strings.HasPrefix(p, "/storage/1A2B-3C4D/") {
			delete(tr.nodes, p) // its empty folder stays
		}
	}
	errs = pullAll(t, tr, files)
	for p, err := range errs {
		switch {
		case strings.HasPrefix(p, "/storage/1A2B-3C4D/"):
			if !errors.Is(err, ErrTakenOut) || errors.Is(err, ErrGone) {
				t.Errorf("%s: %v", p, err)
			}
		case strings.HasSuffix(p, "gone.jpg"):
			if errors.Is(err, ErrTakenOut) || !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: %v", p, err)
			}
		case err != nil:
			t.Errorf("%s: %v", p, err)
		}
	}
	if tr.opened != tr.closed {
		t.Errorf("%d sessions opened, %d closed", tr.opened, tr.closed)
	}
}
