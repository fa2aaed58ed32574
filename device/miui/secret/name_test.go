package secret

import (
	"encoding/base64"
	"strings"
	"testing"
)

func code(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) }

func TestParse(t *testing.T) {
	const md5 = "3e751332435bfad27569ca4efed1b602"
	for _, c := range []struct {
		name string
		want Name
	}{
		{"IMG_1." + md5 + ".lsa", Name{Encrypted, false, "IMG_1", md5}},
		{"IMG_1." + strings.ToUpper(md5) + ".LSAV", Name{Encrypted, true, "IMG_1", md5}},
		{"a.b.c." + md5 + ".sa", Name{InCloud, false, "a.b.c", md5}},
		{"VID." + md5 + ".sav", Name{InCloud, true, "VID", md5}},
		{"IMG_1.lsa", Name{Encrypted, false, "IMG_1", ""}},
		{"IMG_1.tooshort.lsa", Name{Encrypted, false, "IMG_1.tooshort", ""}},
		{"." + md5 + ".lsa", Name{Encrypted, false, "." + md5 + ".lsa", md5}},
		{".." + ".lsa", Name{Encrypted, false, ".", ""}},
		{"{-sec-}" + code("12345#IMG_2.jpg") + ".img", Name{Renamed, false, "IMG_2.jpg", ""}},
		{"{-sec-}" + strings.TrimRight(code("12345#海边.mp4"), "=") + ".vid", Name{Renamed, true, "海边.mp4", ""}},
		{"{-sec-}" + code("no account.jpg") + ".img", Name{Renamed, false, "no account.jpg", ""}},
		{"{-sec-}" + code("1#../../etc/passwd") + ".img", Name{Renamed, false, "passwd", ""}},
		{"{-sec-}" + code(`1#..\..\boot.ini`) + ".img", Name{Renamed, false, "boot.ini", ""}},
	} {
		if c.want.Title == "." {
			c.want.Title = c.name
		}
		if got, ok := Parse(c.name); !ok || got != c.want {
			t.Errorf("%s: %+v %v, want %+v", c.name, got, ok, c.want)
		}
	}
	for _, bad := range []string{"", "1#..", "1#a/", "1#", "#", "1#a\x00b", "1#" + strings.Repeat("x", 300), "\xff\xfe"} {
		name := "{-sec-}" + code(bad) + ".img"
		if n, ok := Parse(name); ok && n.Title != name {
			t.Errorf("%q became the name %q", bad, n.Title)
		}
	}
	for _, no := range []string{"", ".nomedia", "IMG_1.jpg", "scan.img", "movie.vid", "a/b.lsa", "a\x00.lsa", strings.Repeat("a", 260) + ".lsa", "lsa"} {
		if n, ok := Parse(no); ok {
			t.Errorf("%q hides %+v", no, n)
		}
	}
}

func TestExtension(t *testing.T) {
	for head, want := range map[string]string{
		"\xff\xd8\xff\xe0": ".jpg", "\x89PNG\r\n\x1a\n": ".png", "GIF89a": ".gif", "RIFF\x10\x00\x00\x00WEBPVP8 ": ".webp",
		"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00": ".heic", "\x00\x00\x00\x18ftypavif": ".avif", "\x00\x00\x00\x18ftypisom": ".mp4",
		"\x00\x00\x00\x18ftypqt  ": ".mov", "\x00\x00\x00\x183gp": "", "\x00\x00\x00\x18ftyp3gp4": ".3gp", "II*\x00": ".dng",
		"": "", "plain text": "", "\xff\xd8": "", "\x00\x00\x00\x18ftyp": "",
	} {
		if got := Extension([]byte(head)); got != want {
			t.Errorf("%q: %q, want %q", head, got, want)
		}
	}
}
