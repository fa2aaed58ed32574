package page

import (
	"bytes"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"keepsake/gallery/records"
	"keepsake/gallery/records/sheet"
)

func conversation(t testing.TB, o Options, all ...records.Message) string {
	t.Helper()
	var b bytes.Buffer
	if err := Conversation(&b, records.Each(all), o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestConversation(t *testing.T) {
	png := records.Attachment{Name: "p.png", MIME: "image/png", SHA256: strings.Repeat("a", 64), Size: 3}
	o := Options{Title: `Alice <script>`, Zone: time.FixedZone("x", 3600), Name: func(n string) string { return map[string]string{"+491701": "Alice & Co"}[n] },
		Open: func(a records.Attachment) (io.ReadCloser, error) {
			if a.SHA256 != png.SHA256 {
				return nil, os.ErrNotExist
			}
			return io.NopCloser(strings.NewReader("PNG")), nil
		}}
	out := conversation(t, o,
		records.Message{Box: records.Received, Address: "+491701", Date: 1700000000000, Body: "hi <b>there</b>\nline"},
		records.Message{MMS: true, Box: records.SentBox, Date: 1700086400000, Parts: []records.Part{{Text: "look"}, {Attachment: png},
			{Attachment: records.Attachment{Name: "gone.jpg", MIME: "image/jpeg", SHA256: strings.Repeat("b", 64)}},
			{Attachment: records.Attachment{Name: "x.svg", MIME: "image/svg+xml", SHA256: png.SHA256}}}})
	for _, want := range []string{"Alice &lt;script&gt;", "Alice &amp; Co", "hi &lt;b&gt;there&lt;/b&gt;\nline", "Tuesday, 14 November 2023", "Wednesday, 15 November 2023",
		"23:13", `src="data:image/png;base64,UE5H"`, "[gone.jpg]", "[x.svg]", `class="m me"`} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is not in\n%s", want, out)
		}
	}
}

func TestNoteBody(t *testing.T) {
	n := records.Note{Body: "# T\n\n<u>x</u> <mark>y</mark> ~~z~~\n- [x] done\n- [ ] open\n\n![](attachments/p.png) ![](https://evil.example/x.png) [l](javascript:alert(1))\n\n<script>alert(1)</script>\n\n<x> & y",
		Attachments: []records.Attachment{{Name: "p.png", MIME: "image/png", Data: []byte("PNG")}}}
	out, err := Body(n, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<h1>T</h1>", "<u>x</u>", "<mark>y</mark>", "<del>z</del>", `type="checkbox"`, "data:image/png;base64,UE5H", `href="https://evil.example/x.png"`, "&lt;script&gt;", "&lt;x&gt;"} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is not in\n%s", want, out)
		}
	}
	harmful(t, out)
}

var loads = regexp.MustCompile(`(?i)<script|<iframe|<object|<svg|href="javascript:|src="https?:|<[a-z]+[^>"]* on[a-z]+=`)

func harmful(t *testing.T, out string) {
	t.Helper()
	if found := loads.FindString(out); found != "" {
		t.Errorf("%q in\n%s", found, out)
	}
}

func TestNotes(t *testing.T) {
	var b bytes.Buffer
	err := Notes(&b, records.Each([]records.Note{{Title: "One", Folder: "Work", Body: "x", Modified: 1700000000000}, {Body: "y"}}), Options{Title: "Notes"})
	if err != nil || strings.Count(b.String(), "<article") != 2 || !strings.Contains(b.String(), "Work · 14 November 2023, 22:13") {
		t.Errorf("%v\n%s", err, b.String())
	}
}

func TestCardsAndTable(t *testing.T) {
	people := records.Each([]records.Contact{
		{Name: records.Name{Display: "<Zoë> & Co"}, Phones: []records.Labelled{{Value: "+49 170", Kind: "mobile"}}, Notes: []string{"a\nb"}, Photo: []byte("PNG"), PhotoMIME: "image/png"},
		{Name: records.Name{Display: "No photo"}}})
	photo := func(c records.Contact) records.Attachment {
		return records.Attachment{MIME: c.PhotoMIME, Data: c.Photo}
	}
	var b bytes.Buffer
	if err := Cards(&b, people, sheet.Contacts(), "Name", photo, Options{Title: "People"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<h2 dir=\"auto\">&lt;Zoë&gt; &amp; Co</h2>", `class="face" alt="" src="data:image/png;base64,UE5H"`, "<dt>Phones</dt>", "a\nb</dd>", "No photo"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is not in\n%s", want, b.String())
		}
	}
	if strings.Count(b.String(), "<article") != 2 || strings.Count(b.String(), "<img") != 1 || strings.Contains(b.String(), "<dt>Mail</dt>") {
		t.Errorf("what nobody knows is shown:\n%s", b.String())
	}
	harmful(t, b.String())
	if err := Cards(io.Discard, people, sheet.Contacts(), "Nothing", photo, Options{}); err == nil {
		t.Error("a heading that no column has")
	}
	b.Reset()
	if err := Table(&b, records.Each([]records.Call{{Number: "+49170", Contact: "<A>", Date: 1700000000000, Duration: 5, Type: records.Incoming}}), sheet.Calls(time.UTC), Options{Title: "Calls"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<thead><tr><th>Date</th>", "2023-11-14 22:13:20</td>", "&lt;A&gt;", "incoming"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is not in\n%s", want, b.String())
		}
	}
	harmful(t, b.String())
}

func FuzzBody(f *testing.F) {
	f.Add("# x\n<u>y</u>\n\n<img src=x onerror=alert(1)>\n\n<a href=\"javascript:x\">z</a> <u onclick=\"x\">")
	f.Fuzz(func(t *testing.T, body string) {
		out, err := Body(records.Note{Body: body}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		harmful(t, out)
	})
}
