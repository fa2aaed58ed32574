package device

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/device/adb"
)

// rowsOf prints rows as the content tool does, for a projection of its own.
func rowsOf(list ...string) func(context.Context, string) (adb.Result, error) {
	return func(_ context.Context, command string) (adb.Result, error) {
		if !strings.HasPrefix(command, "content query") {
			return adb.Result{Exit: 127}, nil
		}
		after := -1
		if i := strings.Index(command, "_id>"); i >= 0 {
			fmt.Sscanf(command[i:], "_id>%d", &after)
		}
		_, projection, _ := strings.Cut(command, "--projection ")
		projection, _, _ = strings.Cut(projection, " ")
		var out strings.Builder
		n := 0
		for i, r := range list {
			if i+1 <= after {
				continue
			}
			given := map[string]string{"_id": fmt.Sprint(i + 1)}
			for _, kv := range strings.Split(r, ";") {
				k, v, _ := strings.Cut(kv, "=")
				given[k] = v
			}
			fmt.Fprintf(&out, "Row: %d", n)
			for k, c := range strings.Split(projection, ":") {
				v, ok := given[c]
				if !ok {
					v = "NULL"
				}
				if k > 0 {
					out.WriteString(",")
				}
				out.WriteString(" " + c + "=" + v)
			}
			out.WriteString("\n")
			n++
		}
		if n == 0 {
			out.WriteString("No result found.\n")
		}
		return adb.Result{Stdout: []byte(out.String())}, nil
	}
}

func mediaOf(t *testing.T, tr *tree) Media {
	t.Helper()
	m, err := phoneOf(tr).Media(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if tr.opened != tr.closed {
		t.Errorf("%d sessions opened, %d closed", tr.opened, tr.closed)
	}
	return m
}

func problems(m Media) []string {
	var list []string
	for _, p := range m.Problems {
		list = append(list, fmt.Sprintf("%s: %v %d %v", strings.TrimPrefix(p.Path, primary+"/"), p.Err, p.Files, p.Skipped()))
	}
	return list
}

// What belongs to a gallery, by its place and name alone: the phone has no
// content tool here.
func TestMediaFromFolders(t *testing.T) {
	legacy := "{-trash-}" + base64.URLEncoding.EncodeToString([]byte("IMG_9.jpg"))
	tests := []struct{ path, want string }{ // want: "", or the flags
		{"IMG_in_the_root.jpg", "file"},
		{"DCIM/Camera/IMG_1.jpg", "file"},
		{"DCIM/Camera/VID_1.MP4", "file"},
		{"DCIM/Camera/Raw/IMG_1.dng", "file"},
		{"DCIM/Camera/notes.txt", ""},
		{"DCIM/Camera/song.mp3", ""},
		{"DCIM/Camera/.hidden.jpg", "hidden"},
		{"DCIM/.thumbnails/1.jpg", ""},
		{"DCIM/.globalTrash/.IMG_2.jpg", "trashed"},
		{"DCIM/Camera/.trashed-1700000000-IMG_3.heic", "trashed"},
		{"DCIM/Camera/.trashed-x-IMG_3.heic", "hidden"},
		{"Movies/quotes ' and \" and \n.png", "file"},
		{"Movies/bad\xff\xfe.png", "file"},
		{"Pictures/.nomedia", ""},
		{"Pictures/IMG_4.jpg", "hidden"},
		{"Pictures/deep/er/IMG_5.jpg", "hidden"},
		{"Movies/m.mkv", "file"},
		{"Download/p.webp", "file"},
		{"Download/setup.apk", ""},
		{"Download/podcast.mp3", ""},
		{"Music/song.mp3", ""},
		{"Music/cover.jpg", ""}, // only if the media database mentions it
		{"MIUI/Gallery/cloud/owner/holiday/IMG_6.jpg", "file"},
		{"MIUI/Gallery/cloud/.microthumbnailFile/x.jpg", ""},
		{"MIUI/Gallery/cloud/.cache/.downloadThumbnail/x.jpg", ""},
		{"MIUI/Gallery/cloud/.cache/.downloadFile/x.jpg", ""},
		{"MIUI/Gallery/cloud/.trashBin/" + legacy, "trashed"},
		{"MIUI/sound_recorder/a.mp3", "file"},
		{"MIUI/sound_recorder/call_rec/b@0049_20230101120000.mp3", "file"},
		{"MIUI/backup/AllBackup/x.jpg", ""},
		{"Recordings/Call/c.m4a", "file"},
		{"WhatsApp/Media/WhatsApp Images/Sent/.nomedia", ""},
		{"WhatsApp/Media/WhatsApp Images/Sent/IMG-1.jpg", "hidden"},
		{"WhatsApp/Media/WhatsApp Images/IMG-2.jpg", "file"},
		{"WhatsApp/Media/.Statuses/s.jpg", ""},
		{"Android/media/com.whatsapp/WhatsApp/Media/WhatsApp Images/Private/IMG-3.jpg", "file"},
		{"Android/media/com.whatsapp/WhatsApp/Media/WhatsApp Voice Notes/202301/PTT-1.opus", "file"},
		{"Android/media/com.android.ring/tones/t.ogg", ""},
		{"Android/media/com.app/cache/c.jpg", ""},
		{"Android/data/com.app/files/d.jpg", ""},
		{"Android/data/com.miui.gallery/files/trashBin/e.jpg", "trashed"},
		{"Telegram/Telegram Video/v.mp4", "file"},
		{"/storage/1234-ABCD/DCIM/Camera/sd.jpg", "file"},
		{"/storage/self/DCIM/x.jpg", ""},
	}
	tr := newTree()
	var want []string
	for _, c := range tests {
		n := tr.file(c.path, c.path)
		p := c.path
		if !strings.HasPrefix(p, "/") {
			p = primary + "/" + p
		}
		n.mtime = time.Unix(1_600_000_000, 0)
		if c.want != "" {
			want = append(want, p+" "+c.want)
		}
	}
	tr.dir(primary + "/DCIM/empty")
	tr.nodes[primary+"/DCIM/link.jpg"] = &node{mode: linkMode}
	m := mediaOf(t, tr)
	var got []string
	for _, f := range m.Files {
		flags := "file"
		switch {
		case f.Trashed:
			flags = "trashed"
		case f.Hidden:
			flags = "hidden"
		}
		got = append(got, f.Path+" "+flags)
		if f.Size != int64(len(tr.nodes[f.Path].data)) || f.MTime.Unix() != 1_600_000_000 || f.MIME == "" {
			t.Errorf("%+v", f)
		}
	}
	equalSets(t, "files", got, want)
	equalSets(t, "problems", problems(m), nil)
	if m.NoIndex == nil || !strings.Contains(m.NoIndex.Error(), "no content tool") {
		t.Errorf("NoIndex: %v", m.NoIndex)
	}
	for _, f := range m.Files {
		if strings.HasSuffix(f.Path, "/sd.jpg") && f.Album != "SD card/DCIM/Camera" || strings.HasSuffix(f.Path, "IMG_6.jpg") && f.Album != "MIUI/Gallery/cloud/owner/holiday" {
			t.Errorf("album of %s: %q", f.Path, f.Album)
		}
	}
}

func TestMediaLeavesOutWithReason(t *testing.T) {
	tr := newTree()
	tr.file("DCIM/Camera/a.jpg", "a")
	tr.file("DCIM/Camera/.pending-1700000000-VID_1.mp4", "half")
	tr.file("MIUI/Gallery/cloud/secretAlbum/IMG_1.3e751332435bfad27569ca4efed1b602.lsa", "x")
	tr.file("MIUI/Gallery/cloud/secretAlbum/sub/IMG_2.jpg", "x")
	tr.file("MIUI/Gallery/cloud/secretAlbum/{-sec-}MSNhLm1wNA==.vid", "x")
	tr.file("MIUI/Gallery/cloud/secretAlbum/IMG_3.sa", "x").blind = adb.EACCES
	tr.file("MIUI/Gallery/cloud/secretAlbum/.nomedia", "")
	tr.file("MIUI/Gallery/cloud/secretAlbum/journal.db", "")
	tr.dir(primary + "/MIUI/Gallery/cloud/.secretAlbum")
	tr.file("Pictures/closed/p.jpg", "p")
	tr.nodes[primary+"/Pictures/closed"].errno = adb.EACCES
	tr.file("Pictures/blind.jpg", "p").blind = adb.EACCES
	tr.file("Pictures/"+strings.Repeat("n", 252)+".jpg", "p")
	deep := "Movies" + strings.Repeat("/d", maxDepth+3)
	tr.file(deep+"/v.mp4", "v")
	tr.dir(primary + "/" + oldTrash).errno = adb.EACCES
	tr.dir(dualApps).errno = adb.EACCES
	tr.file("DCIM/looks ' empty/p.jpg", "p")
	tr.nodes[primary+"/DCIM/looks ' empty"].looks = true
	tr.dir(primary + "/DCIM/is empty")
	tr.shell = func(_ context.Context, command string) (adb.Result, error) {
		return adb.Result{Stdout: []byte(eachAnswer(command, func(program, path string) (string, int) {
			if n := tr.nodes[path]; program == "ls >/dev/null " && n != nil && n.looks {
				return "ls: " + path + ": Permission denied", 1
			}
			return "", 0
		}))}, nil
	}
	m := mediaOf(t, tr)
	equalSets(t, "files", paths(m.Files), []string{primary + "/DCIM/Camera/a.jpg"})
	equalSets(t, "problems", problems(m), []string{
		"DCIM/Camera/.pending-1700000000-VID_1.mp4: an app on the phone is still writing this file 1 true",
		"Pictures/closed: permission denied 0 false",
		"DCIM/looks ' empty: permission denied 0 false",
		"Pictures/blind.jpg: permission denied 1 false",
		"Pictures/" + strings.Repeat("n", 252) + ".jpg: a name no file can have 1 false",
		"Movies" + strings.Repeat("/d", maxDepth) + ": folders nested too deep 0 false",
	})
	const secret = "MIUI/Gallery/cloud/secretAlbum"
	if m.Private.Dir != primary+"/"+secret {
		t.Errorf("the private album is %q", m.Private.Dir)
	}
	equalSets(t, "private files", paths(m.Private.Files), []string{primary + "/" + secret + "/IMG_1.3e751332435bfad27569ca4efed1b602.lsa",
		primary + "/" + secret + "/sub/IMG_2.jpg", primary + "/" + secret + "/{-sec-}MSNhLm1wNA==.vid"})
	for _, f := range m.Private.Files {
		if !f.Private || !strings.HasPrefix(f.Album, secret) || f.MIME != map[string]string{".lsa": "", ".jpg": "image/jpeg", ".vid": "video/mp4"}[path.Ext(f.Path)] {
			t.Errorf("%+v", f)
		}
	}
	if p := m.Private.Problems; len(p) != 1 || !errors.Is(p[0].Err, fs.ErrPermission) || !strings.HasSuffix(p[0].Path, "IMG_3.sa") {
		t.Errorf("private problems: %+v", p)
	}
	for _, p := range m.Problems {
		if (strings.HasSuffix(p.Path, "closed") || strings.HasSuffix(p.Path, "empty")) && !errors.Is(p.Err, fs.ErrPermission) {
			t.Errorf("%v is no fs.ErrPermission", p.Err)
		}
	}
}

func TestMediaMerges(t *testing.T) {
	tr := newTree()
	tr.file("DCIM/Camera/a.jpg", "aaa")
	tr.file("DCIM/Camera/v.mp4", "vvvv")
	tr.file("DCIM/Camera/unknown", "u")
	tr.file("DCIM/Camera/old.jpg", "o").mtime = time.Unix(1_500_000_000, 0)
	tr.file("DCIM/Camera/writing.mp4", "w")
	tr.file("DCIM/Camera/big.mp4", "b").size = 5<<30 - 4<<30
	tr.file("tencent/WeiXin/w.jpg", "w")
	tr.file("tencent/WeiXin/sub/not.jpg", "n")
	tr.file("Music/song.mp3", "m")
	tr.file("Music/cover.jpg", "c")
	tr.file("Pictures/shut/p.jpg", "p")
	tr.nodes[primary+"/Pictures/shut"].errno = adb.EACCES
	tr.file("/storage/1234-ABCD/trip/t.jpg", "t")
	tr.shell = rowsOf(
		"media_type=1;datetaken=1700000000123;is_favorite=1;mime_type=image/jpeg;_data=/storage/emulated/0/DCIM/Camera/a.jpg",
		"media_type=3;duration=1500;mime_type=video/mp4;_data=/sdcard/DCIM/Camera/v.mp4",
		"media_type=1;mime_type=image/heic;_data=/storage/emulated/0/DCIM/Camera/unknown",
		"media_type=1;is_trashed=1;_data=/storage/emulated/0/dcim/camera/OLD.jpg",
		"media_type=3;is_pending=1;_data=/storage/emulated/0/DCIM/Camera/writing.mp4",
		"media_type=3;_size=5368709120;_data=/storage/emulated/0/DCIM/Camera/big.mp4",
		"media_type=1;_data=/storage/emulated/0/DCIM/Camera/stale.jpg",
		"media_type=1;_data=/storage/emulated/0/gone/stale.jpg",
		"media_type=1;_data=/storage/emulated/0/tencent/WeiXin/w.jpg",
		"media_type=2;_data=/storage/emulated/0/Music/song.mp3",
		"media_type=1;_data=/storage/emulated/0/Music/cover.jpg",
		"media_type=1;_size=77;date_modified=1700000005;_data=/storage/emulated/0/Pictures/shut/p.jpg",
		"media_type=1;_data=/storage/1234-ABCD/trip/t.jpg",
		"media_type=1;_data=/storage/emulated/0/DCIM/.thumbnails/1.jpg",
		"media_type=1;_data=/storage/emulated/0/MIUI/Gallery/cloud/secretAlbum/x.jpg",
		"media_type=1;_data=/storage/emulated/0/DCIM/../../../data/x.jpg",
		"media_type=1;_data=/data/data/x.jpg",
		"media_type=0;_data=/storage/emulated/0/Documents/x.pdf",
	)
	m := mediaOf(t, tr)
	if m.NoIndex != nil {
		t.Errorf("NoIndex: %v", m.NoIndex)
	}
	p := func(s string) string { return primary + "/" + s }
	equalSets(t, "files", paths(m.Files), []string{p("DCIM/Camera/a.jpg"), p("DCIM/Camera/v.mp4"), p("DCIM/Camera/unknown"), p("DCIM/Camera/old.jpg"),
		p("DCIM/Camera/big.mp4"), p("tencent/WeiXin/w.jpg"), p("Music/cover.jpg"), p("Pictures/shut/p.jpg"), "/storage/1234-ABCD/trip/t.jpg"})
	equalSets(t, "problems", problems(m), []string{
		"DCIM/Camera/writing.mp4: an app on the phone is still writing this file 1 true",
		"Pictures/shut: permission denied 0 false",
	})
	by := map[string]File{}
	for _, f := range m.Files {
		by[f.Path] = f
	}
	if f := by[p("DCIM/Camera/a.jpg")]; !f.Favorite || !f.Taken.Equal(time.UnixMilli(1700000000123)) || f.Size != 3 || f.MTime.Unix() != 1_700_000_000 {
		t.Errorf("a.jpg: %+v", f)
	}
	if f := by[p("DCIM/Camera/v.mp4")]; f.Duration != 1500*time.Millisecond {
		t.Errorf("v.mp4: %+v", f)
	}
	if f := by[p("DCIM/Camera/unknown")]; f.MIME != "image/heic" || f.Size != 1 {
		t.Errorf("unknown: %+v", f)
	}
	if f := by[p("DCIM/Camera/old.jpg")]; !f.Trashed {
		t.Errorf("old.jpg: %+v", f)
	}
	if f := by[p("DCIM/Camera/big.mp4")]; f.Size != 5<<30 {
		t.Errorf("big.mp4: %+v", f)
	}
	if f := by[p("Pictures/shut/p.jpg")]; f.Size != 77 || f.MTime.Unix() != 1700000005 {
		t.Errorf("p.jpg: %+v", f)
	}
	if last := m.Files[len(m.Files)-1]; last.Path != p("DCIM/Camera/old.jpg") {
		t.Errorf("the oldest is %s", last.Path)
	}
	if slices.Contains(tr.asked, p("dcim/camera")) {
		t.Error("a folder was listed a second time in another spelling")
	}
	if slices.Contains(tr.asked, p("tencent/WeiXin/sub")) {
		t.Error("a mentioned folder was searched to its depth")
	}
}

// A phone that never ends to list files is listened to for a while.
func TestWalkEnds(t *testing.T) {
	tr := newTree()
	for i := range 100 {
		tr.file(fmt.Sprintf("DCIM/%d/a.jpg", i), "a")
	}
	s, _ := tr.Sync(t.Context())
	w := newWalk(s, nil)
	w.most = 150
	if err := w.all(t.Context()); err != nil {
		t.Fatal(err)
	}
	m := w.with(nil, nil)
	if len(m.Files) == 0 || len(m.Files) > 50 || len(m.Problems) != 1 || !errors.Is(m.Problems[0].Err, ErrTooMany) {
		t.Errorf("%d files, problems %v", len(m.Files), m.Problems)
	}
}

func TestMediaTells(t *testing.T) {
	tr := newTree()
	for i := range 10 {
		tr.file(fmt.Sprintf("DCIM/%d/a.jpg", i), "a")
	}
	var told []int
	m, err := phoneOf(tr).Media(t.Context(), func(n int) { told = append(told, n) })
	if err != nil || len(m.Files) != 10 || !slices.IsSorted(told) || told[len(told)-1] != 10 {
		t.Errorf("%d files, told %v, %v", len(m.Files), told, err)
	}
}

func TestMediaFails(t *testing.T) {
	locked := newTree()
	delete(locked.nodes, primary)
	if _, err := phoneOf(locked).Media(t.Context(), nil); !errors.Is(err, ErrLocked) {
		t.Errorf("locked: %v", err)
	}

	cutOff := newTree()
	cutOff.file("DCIM/a.jpg", "a")
	_, err := phoneOf(cutOff).Media(t.Context(), func(int) { cutOff.unplug() })
	if !errors.Is(err, ErrGone) || cutOff.opened != cutOff.closed {
		t.Errorf("unplugged: %v", err)
	}

	stopped := newTree()
	ctx, cancel := context.WithCancel(t.Context())
	stopped.shell = func(ctx context.Context, _ string) (adb.Result, error) {
		cancel()
		<-ctx.Done()
		return adb.Result{}, ctx.Err()
	}
	if _, err := phoneOf(stopped).Media(ctx, nil); !errors.Is(err, context.Canceled) || errors.Is(err, ErrGone) {
		t.Errorf("cancelled: %v", err)
	}

	shellCut := newTree()
	shellCut.shell = func(context.Context, string) (adb.Result, error) { return adb.Result{}, adb.ErrDeviceGone }
	if _, err := phoneOf(shellCut).Media(t.Context(), nil); !errors.Is(err, ErrGone) {
		t.Errorf("unplugged during the query: %v", err)
	}
}

func TestRealName(t *testing.T) {
	tests := []struct {
		in, want         string
		trashed, pending bool
	}{
		{"IMG.jpg", "IMG.jpg", false, false},
		{".trashed-1700000000-IMG-1.jpg", "IMG-1.jpg", true, false},
		{".pending-1700000000-VID.mp4", "VID.mp4", false, true},
		{".trashed-soon-IMG.jpg", ".trashed-soon-IMG.jpg", false, false},
		{".trashed--IMG.jpg", ".trashed--IMG.jpg", false, false},
		{"{-trash-}SU1HXzkuanBn", "IMG_9.jpg", true, false},
		{"{-trash-}" + base64.URLEncoding.EncodeToString([]byte("../../evil.jpg")), "evil.jpg", true, false},
		{"{-trash-}" + base64.URLEncoding.EncodeToString([]byte("dir/")), "{-trash-}" + base64.URLEncoding.EncodeToString([]byte("dir/")), false, false},
		{"{-trash-}%%%", "{-trash-}%%%", false, false},
	}
	for _, c := range tests {
		got, trashed, pending := realName(c.in)
		if got != c.want || trashed != c.trashed || pending != c.pending {
			t.Errorf("%q: %q %v %v", c.in, got, trashed, pending)
		}
	}
	for in, want := range map[string]string{
		primary + "/DCIM/.globalTrash/.IMG_1.jpg":            "IMG_1.jpg",
		primary + "/DCIM/Camera/.trashed-1700000000-IMG.jpg": "IMG.jpg",
		primary + "/DCIM/Camera/IMG.jpg":                     "IMG.jpg",
	} {
		if got := (File{Path: in, Trashed: true}).Name(); got != want {
			t.Errorf("name of %q: %q", in, got)
		}
	}
}

func TestNormal(t *testing.T) {
	tests := []struct{ in, volume, rel string }{
		{"/storage/emulated/0/DCIM/a.jpg", primary, "DCIM/a.jpg"},
		{"/sdcard/DCIM/a.jpg", primary, "DCIM/a.jpg"},
		{"/storage/self/primary/a.jpg", primary, "a.jpg"},
		{"/storage/emulated/999/DCIM/a.jpg", "/storage/emulated/999", "DCIM/a.jpg"},
		{"/storage/1234-ABCD/DCIM/a.jpg", "/storage/1234-ABCD", "DCIM/a.jpg"},
		{"/storage/emulated/0", "", ""},
		{"/storage/emulated/x/a", "", ""},
		{"/storage/emulated/0/../1/a", "", ""},
		{"/storage/emulated/0//a", "", ""},
		{"/storage/usb drive/a", "", ""},
		{"/data/a.jpg", "", ""},
		{"a.jpg", "", ""},
		{"", "", ""},
	}
	for _, c := range tests {
		volume, rel, ok := normal(c.in)
		if volume != c.volume || rel != c.rel || ok != (c.volume != "") {
			t.Errorf("%q: %q %q %v", c.in, volume, rel, ok)
		}
	}
}

func FuzzNormal(f *testing.F) {
	f.Add("/sdcard/DCIM/a.jpg")
	f.Add("/storage/emulated/0/../../a")
	f.Add("/storage/1234-ABCD/\x00/a")
	f.Fuzz(func(t *testing.T, in string) {
		volume, rel, ok := normal(in)
		if !ok {
			return
		}
		if rel == "" || strings.HasPrefix(rel, "/") || strings.Contains("/"+rel+"/", "/../") || !strings.HasPrefix(volume, "/storage/") {
			t.Fatalf("%q: %q %q", in, volume, rel)
		}
		again, rest, ok := normal(volume + "/" + rel)
		if !ok || again != volume || rest != rel {
			t.Fatalf("not stable: %q %q", again, rest)
		}
	})
}
