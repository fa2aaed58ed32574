package markdown

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"keepsake/gallery/records"
)

func written(t testing.TB, n records.Note) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, n); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestForm(t *testing.T) {
	n := records.Note{ID: "21", Folder: "Work", Title: `A "title": yes`, Body: "# x\n\n- [ ] y\n\n", Created: 1700000000000, Modified: 1700000500123,
		Pinned: 1700000600000, Attachments: []records.Attachment{{Name: "a.jpg", MIME: "image/jpeg", Data: []byte("x")}}}
	want := `---
id: "21"
folder: "Work"
title: "A \"title\": yes"
created: 2023-11-14T22:13:20Z
modified: 2023-11-14T22:21:40.123Z
pinned: 2023-11-14T22:23:20Z
attachments:
  - {"name":"a.jpg","mime":"image/jpeg","sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881","size":1}
---
# x

- [ ] y
`
	if got := written(t, n); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAnyMarkdown(t *testing.T) {
	for text, want := range map[string]records.Note{
		"just text\n":                      {Body: "just text"},
		"---\nno end":                      {Body: "---\nno end"},
		"---\ntitle: Plain: words\n---\nx": {Title: "Plain: words", Body: "x"},
		"---\n---\n":                       {},
		"\ufeff---\r\nid: \"1\"\r\n---\r\na\r\nb": {ID: "1", Body: "a\nb"},
	} {
		var p records.Problems
		if n, err := Read(strings.NewReader(text), &p); err != nil || p.Count != 0 || !reflect.DeepEqual(n, want) {
			t.Errorf("%q: %+v %v %v", text, n, err, p.List)
		}
	}
	var p records.Problems
	if n, err := Read(strings.NewReader("---\nodd: x\ncreated: soon\nnothing\n---\ny"), &p); err != nil || p.Count != 3 || n.Body != "y" {
		t.Errorf("%+v %v %v", n, err, p.List)
	}
	if _, err := Read(strings.NewReader(strings.Repeat("x", maxNote+1)), &p); !errors.Is(err, ErrLong) {
		t.Errorf("a file without end: %v", err)
	}
}

func TestRoundTrip(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	alphabet := []string{"a", "---", "\n", ":", `"`, "<b>", "王", "😀", " ", "#", "\\", "\r\n", "- ", "\u2028"}
	word := func() string {
		var b strings.Builder
		for range rnd.IntN(15) {
			b.WriteString(alphabet[rnd.IntN(len(alphabet))])
		}
		return b.String()
	}
	for range 3000 {
		n := records.Note{ID: word(), Folder: word(), Title: word(), Body: word(), Created: rnd.Int64N(2e12), Modified: rnd.Int64N(2e12),
			Pinned: rnd.Int64N(2) * 1e12, Alert: rnd.Int64N(2) * 1e12, Color: rnd.IntN(9), Hidden: rnd.IntN(2) == 0, Source: word()}
		for range rnd.IntN(3) {
			n.Attachments = append(n.Attachments, records.Attachment{Name: word() + "x", MIME: word(), SHA256: strings.Repeat("0", 64), Size: 3})
		}
		var p records.Problems
		out := written(t, n)
		got, err := Read(strings.NewReader(out), &p)
		if err != nil || p.Count != 0 || !reflect.DeepEqual(got, n.Canonical()) {
			t.Fatalf("%s\n got %+v\nwant %+v\n%v %v", out, got, n.Canonical(), err, p.List)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("---\nid: \"1\"\ncreated: 2023-11-14T22:13:20Z\nattachments:\n  - {\"name\":\"a\"}\n---\n# x\n")
	f.Fuzz(func(t *testing.T, text string) {
		var p records.Problems
		n, err := Read(strings.NewReader(text), &p)
		if err != nil {
			return
		}
		once := written(t, n)
		var q records.Problems
		again, err := Read(strings.NewReader(once), &q)
		if err != nil || q.Count != 0 {
			t.Fatalf("what was written has problems: %v %v\n%s", err, q.List, once)
		}
		if twice := written(t, again); twice != once {
			t.Fatalf("written twice:\n%s\n%s", once, twice)
		}
	})
}
