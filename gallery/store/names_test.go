package store

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestSafeName(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"IMG_20240517_180321.jpg", "IMG_20240517_180321.jpg"},
		{"微信图片_20231011.jpg", "微信图片_20231011.jpg"},
		{"Zoe\u0308.jpg", "Zoë.jpg"},
		{`a<b>c:d"e/f\g|h?i*j.jpg`, "a_b_c_d_e_f_g_h_i_j.jpg"},
		{"tab\tnewline\nnul\x00.jpg", "tab_newline_nul_.jpg"},
		{"trailing. .", "trailing___"},
		{"", "_"},
		{".", "_"},
		{"..", "__"},
		{" ", "_"},
		{".nomedia", ".nomedia"},
		{"aux", "_aux"},
		{"AUX.png", "_AUX.png"},
		{"con .txt", "_con .txt"},
		{"com1.tar.gz", "_com1.tar.gz"},
		{"LPT².txt", "_LPT².txt"},
		{"com10.txt", "com10.txt"},
		{"console.log", "console.log"},
		{"gpj\u202eexe.jpg", "gpj_exe.jpg"},
		{"family 👨‍👩‍👧.jpg", "family 👨‍👩‍👧.jpg"},
		{"\xff\xfe.jpg", "_~" + shortHash("\xff\xfe.jpg") + ".jpg"},
		{"caf\xe9.jpg", "caf_~" + shortHash("caf\xe9.jpg") + ".jpg"},
	} {
		if got := SafeName(c.in); got != c.want {
			t.Errorf("SafeName(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	long := strings.Repeat("é", 200) + ".jpg"
	got := SafeName(long)
	if len(got) > 255 || len(got) < 250 || !strings.HasSuffix(got, ".jpg") || !strings.HasPrefix(got, "éé") {
		t.Errorf("SafeName of %d bytes = %q", len(long), got)
	}
	if other := SafeName(strings.Repeat("é", 200) + "x.jpg"); other == got {
		t.Error("two long names became one")
	}
}

// legal reports what is wrong with a name, on any system.
func legal(name string) string {
	switch {
	case name == "" || name == "." || name == "..":
		return "not a name"
	case !utf8.ValidString(name):
		return "not UTF-8"
	case !norm.NFC.IsNormalString(name):
		return "not NFC"
	case len(name) > 255:
		return "too long"
	case strings.ContainsAny(name, "<>:\"/\\|?*\x00\x1f\x7f"):
		return "a character Windows does not allow"
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return "a dot or space at the end"
	}
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch stem = strings.TrimRight(stem, " "); stem {
	case "con", "prn", "aux", "nul", "com1", "lpt9", "conin$":
		return "a Windows device"
	}
	return ""
}

func FuzzSafeName(f *testing.F) {
	for _, s := range []string{"a.jpg", "", "..", "aux", "\xff.jpg", "CON .", strings.Repeat("x", 300), "e\u0301\u0301.", "\u1100\u1161\u11a8", "<\u0338", "a\u202e", "ﬀ.JPG", "\ufeff", "x." + strings.Repeat("y", 400)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := SafeName(s)
		if why := legal(got); why != "" {
			t.Errorf("SafeName(%q) = %q: %s", s, got, why)
		}
		if again := SafeName(got); again != got {
			t.Errorf("SafeName(%q) = %q, then %q", s, got, again)
		}
		for _, elem := range safeFolder(s, s+"/"+s) {
			if why := legal(elem); why != "" {
				t.Errorf("safeFolder(%q): %q: %s", s, elem, why)
			}
		}
		if two := withSuffix(got, " (2)", fileLimit("Photos")); legal(two) != "" || foldName(two) == foldName(got) {
			t.Errorf("numbered %q: %q", got, two)
		}
	})
}

func TestSafeFolder(t *testing.T) {
	for _, c := range []struct{ phone, album, want string }{
		{"Redmi", "DCIM/Camera", "Photos/Redmi/DCIM/Camera"},
		{"Redmi", "", "Photos/Redmi"},
		{"Redmi", "/DCIM//./x", "Photos/Redmi/DCIM/x"},
		{"a/../b", "../../etc", "Photos/a_.._b/__/__/etc"},
		{"Nul", "con/aux.", "Photos/_Nul/_con/aux_"},
	} {
		if got := strings.Join(safeFolder(c.phone, c.album), "/"); got != c.want {
			t.Errorf("safeFolder(%q, %q) = %q, want %q", c.phone, c.album, got, c.want)
		}
	}
	deep := strings.Repeat("folder of some length/", 40)
	a, b := strings.Join(safeFolder("p", deep+"a"), "/"), strings.Join(safeFolder("p", deep+"b"), "/")
	if a == b || units(a) > maxFolder+minElem || strings.Join(safeFolder("p", deep+"a"), "/") != a {
		t.Errorf("deep albums: %q and %q", a, b)
	}
}

func TestFoldName(t *testing.T) {
	same := [][2]string{{"a.jpg", "A.JPG"}, {"Straße.jpg", "STRAßE.JPG"}, {"ÉTÉ", "été"}, {"e\u0301", "É"}, {"Σ", "ς"}, {"K.jpg", "\u212a.jpg"}, {"ſ", "S"}}
	for _, p := range same {
		if foldName(p[0]) != foldName(p[1]) {
			t.Errorf("%q and %q do not collide", p[0], p[1])
		}
	}
	if foldName("a.jpg") == foldName("b.jpg") || foldName("é") == foldName("e") {
		t.Error("different names collide")
	}
}

func TestTakeNumbers(t *testing.T) {
	d := newMemDisk()
	d.put(t, "Photos/IMG.jpg", []byte("x"))
	d.put(t, "Photos/img (2).JPG", []byte("x"))
	f := newFolders(d)
	never := func(string) bool { return false }
	for _, want := range []string{"Photos/Img (3).jpg", "Photos/Img (4).jpg"} {
		if got, _, err := f.take("Photos", "Img.jpg", never); got != want || err != nil {
			t.Errorf("took %q, want %q (%v)", got, want, err)
		}
	}
	// The very file that is there already.
	got, same, err := f.take("Photos", "IMG.JPG", func(p string) bool { return p == "Photos/img (2).JPG" })
	if err != nil || same {
		t.Errorf("a name past those already tried was looked at again: %q", got)
	}
	f = newFolders(d)
	if got, same, err := f.take("Photos", "IMG.JPG", func(p string) bool { return p == "Photos/img (2).JPG" }); !same || got != "Photos/img (2).JPG" || err != nil {
		t.Errorf("took %q, %v, %v", got, same, err)
	}
	// A name at its longest still gets its number.
	long := strings.Repeat("x", 251) + ".jpg"
	first, _, _ := f.take("Photos", long, never)
	second, _, _ := f.take("Photos", long, never)
	if first == second || units(second) > maxPath || !strings.HasSuffix(second, " (2).jpg") {
		t.Errorf("%q and %q", first, second)
	}
}

// A folder is entered whatever its case; a file of that name is gone round.
func TestMakeFolders(t *testing.T) {
	d := newMemDisk()
	d.put(t, "Photos/p/DCIM/x.jpg", []byte("x"))
	d.put(t, "Photos/p/DCIM/100", []byte("a file"))
	f := newFolders(d)
	for _, c := range [][2]string{
		{"Photos/P/dcim", "Photos/p/DCIM"},
		{"Photos/p/DCIM/100", "Photos/p/DCIM/100 (2)"},
		{"Photos/p/DCIM/100", "Photos/p/DCIM/100 (2)"},
		{"Photos/p/New/Deep", "Photos/p/New/Deep"},
	} {
		if got, _, err := f.make(strings.Split(c[0], "/")); got != c[1] || err != nil {
			t.Errorf("make %s: %s (%v), want %s", c[0], got, err, c[1])
		}
	}
	if !f.has("Photos/p/DCIM/x.jpg") || f.has("Photos/p/DCIM/y.jpg") || f.has("Photos/nowhere/x.jpg") {
		t.Error("has")
	}
}
