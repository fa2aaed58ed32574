package minote

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func file(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSample(t *testing.T) {
	md, files := Markdown(file(t, "markup_all_tags.txt"), Options{})
	if want := strings.TrimRight(file(t, "markup_all_tags.expected.md"), "\n"); md != want {
		t.Errorf("got\n%s\nwant\n%s", md, want)
	}
	if want := []string{"0123456789abcdef0123456789abcdef01234567", "89abcdef0123456789abcdef0123456789abcdef"}; !slices.Equal(files, want) {
		t.Errorf("files %q", files)
	}
}

func TestMarkdown(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "old style plain text\nsecond line", "old style plain text\nsecond line"},
		{"spaces at the edges", `<new-format/><text>a<b> bold </b>c</text>`, "a **bold** c"},
		{"nested styles", `<new-format/><text><b>x<i>y</i></b></text>`, "**x*y***"},
		{"crossing styles", `<new-format/><text><b>x<i>y</b>z</i></text>`, "**x*y***z"},
		{"not closed", `<new-format/><text><b>x`, "**x**"},
		{"no markup meant", `<new-format/><text>2*3 a_b _c_ 1 &lt; 2 [x](y)</text>`, `2\*3 a_b \_c\_ 1 < 2 \[x](y)`},
		{"no block meant", "<new-format/><text># no heading</text>\n<text>1. no list</text>\n<text>- neither</text>", "\\# no heading\n\n1\\. no list\n\n\\- neither"},
		{"a smaller sign", `<new-format/><text>a < b <3</text>`, "a < b <3"},
		{"quote of two lines", "<new-format/><quote><text>a</text>\n<text>b</text></quote>\n<text>c</text>", "> a\n>\n> b\n\nc"},
		{"a path for a file", `<new-format/><img fileid="../../etc/passwd"/><img fileid=".."/>`, ""},
		{"empty lines", "<new-format/><text>a</text>\n<text></text>\n\n<text>b</text>", "a\n\nb"},
		{"picture with a name", `<new-format/><img fileid="x.jpg" imgdes="my [cat]"/>`, "![my [cat]](x.jpg)"},
	} {
		if got, _ := Markdown(c.in, Options{}); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
	got, _ := Markdown(`<new-format/><img fileid="x"/>`, Options{Link: func(id string) string { return "attachments/" + id + ".jpg" }})
	if got != "![](attachments/x.jpg)" {
		t.Errorf("link: %s", got)
	}
	if got := Mind("root\n\tone\n\t\ttwo\n    three"); got != "- root\n  - one\n    - two\n  - three" {
		t.Errorf("mind map:\n%s", got)
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add(file(f, "markup_all_tags.txt"))
	f.Add("<new-format/><b><i></b></i><order inputNumber=\"-1\"/><input checked=\"true\"")
	f.Fuzz(func(t *testing.T, s string) {
		md, files := Markdown(s, Options{})
		for _, id := range files {
			if strings.ContainsAny(id, `/\:`) || strings.Trim(id, ".") == "" {
				t.Errorf("a path for a file: %q", id)
			}
		}
		if len(md) > 8*len(s)+1000 && strings.Count(s, "indent") == 0 {
			t.Errorf("%d bytes became %d", len(s), len(md))
		}
	})
}
