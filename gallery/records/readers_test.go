package records_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/gallery/records"
	"keepsake/gallery/records/callsxml"
	"keepsake/gallery/records/ical"
	"keepsake/gallery/records/markdown"
	"keepsake/gallery/records/minote"
	"keepsake/gallery/records/smsxml"
	"keepsake/gallery/records/vcard"
)

// Debian's own Python has the readers that apt installs; another one in PATH has not.

// other finds somebody else's reader of a format. With KEEPSAKE_PEERS=1 it has to
// be there; otherwise what is missing is left out.
func other(t *testing.T, check ...string) bool {
	t.Helper()
	err := exec.CommandContext(t.Context(), check[0], check[1:]...).Run()
	if err == nil {
		return true
	}
	if os.Getenv("KEEPSAKE_PEERS") == "1" {
		t.Fatalf("%s: %v, and KEEPSAKE_PEERS=1 demands it", strings.Join(check, " "), err)
	}
	t.Logf("%s takes part with KEEPSAKE_PEERS=1", check[0])
	return false
}

func readBy(t *testing.T, name string, content []byte, program ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), program[0], append(program[1:], file)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s refuses %s: %v\n%s\n%s", program[0], name, err, out, content)
	}
	return string(out)
}

const odd = "a;b,c:d\\e \"f\" 王样本 😀\nsecond line <&>"

func TestVObjectReadsOurCards(t *testing.T) {
	if !other(t, "/usr/bin/python3", "-c", "import vobject") {
		return
	}
	c := records.Contact{
		Name: records.Name{Display: "Alice, B; Sample", Given: "Alice", Family: "Sämple"}, Nicknames: []string{"Ali"}, Notes: []string{odd},
		Phones: []records.Labelled{{Value: "+10005550101", Kind: "work fax"}, {Value: "2", Kind: records.Custom, Label: "My, \"cabin\""}},
		Mails:  []records.Labelled{{Value: "alice@example.com", Kind: "home"}}, Orgs: []records.Org{{Company: "Example; Ltd", Department: "R&D"}},
		Dates: []records.Labelled{{Value: "1990-04-01", Kind: records.Birthday}}, Photo: []byte("\xff\xd8\xff photo"), PhotoMIME: "image/jpeg",
		Addresses: []records.Address{{Street: "1 Main; St", City: "Town", Kind: "home"}},
	}
	var b bytes.Buffer
	if err := vcard.Write(&b, records.Each([]records.Contact{c, c}), vcard.Options{}); err != nil {
		t.Fatal(err)
	}
	out := readBy(t, "c.vcf", b.Bytes(), "/usr/bin/python3", "-c", `
import sys, vobject
all = list(vobject.readComponents(open(sys.argv[1], encoding="utf-8", newline="")))
c = all[0]
print(len(all), repr(c.fn.value), repr(c.n.value.family), repr(c.note.value), [t.value for t in c.tel_list], c.tel_list[1].type_paramlist if len(c.tel_list) > 1 else "",
	c.org.value, c.photo.value, c.adr.value.street, c.bday.value)`)
	for _, want := range []string{"2 'Alice, B; Sample' 'Sämple'", "王样本 😀\\nsecond", "'+10005550101'", "['Example; Ltd', 'R&D']", `b'\xff\xd8\xff photo'`, "1 Main; St", "1990-04-01"} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is not in %s", want, out)
		}
	}
}

func TestICalendarReadsOurEvents(t *testing.T) {
	if !other(t, "/usr/bin/python3", "-c", "import icalendar") {
		return
	}
	e := records.Event{UID: "u", Title: odd, Start: 1711353600000, Duration: "PT1H", Zone: "Europe/Berlin", RRule: []string{"FREQ=WEEKLY;COUNT=4"},
		ExDate: []string{"Europe/Berlin;20240401T090000"}, Reminders: []records.Reminder{{Minutes: 10}}, Attendees: []records.Attendee{{Name: "Doe, \"J\"", Mail: "j@example.com"}}}
	day := records.Event{UID: "d", Title: "day", AllDay: true, Start: 1703462400000, End: 1703548800000}
	var b bytes.Buffer
	if err := ical.Write(&b, []records.Event{e, day}, ical.Options{}); err != nil {
		t.Fatal(err)
	}
	out := readBy(t, "c.ics", b.Bytes(), "/usr/bin/python3", "-c", `
import sys, icalendar
c = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
for e in c.walk("VEVENT"):
	assert not e.errors, e.errors
	print(repr(str(e["SUMMARY"])), e["DTSTART"].dt.isoformat(), e.get("RRULE"), len(e.walk("VALARM")))
print(len(c.walk("VTIMEZONE")), c.walk("VTIMEZONE")[0].to_tz())`)
	for _, want := range []string{"王样本 😀\\nsecond line <&>", "2024-03-25T09:00:00+01:00", "2023-12-25 None 0", "'WEEKLY'", "1 Europe/Berlin"} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is not in %s", want, out)
		}
	}
}

func TestARendererReadsOurMarkdown(t *testing.T) {
	if !other(t, "cmark-gfm", "--version") {
		return
	}
	raw, err := os.ReadFile("minote/testdata/markup_all_tags.txt")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := minote.Markdown(string(raw), minote.Options{Link: func(id string) string { return "attachments/" + id[:4] + ".jpg" }})
	var b bytes.Buffer
	if err := markdown.Write(&b, records.Note{ID: "1", Title: odd, Body: body, Created: 1700000000000}); err != nil {
		t.Fatal(err)
	}
	_, text, ok := strings.Cut(strings.TrimPrefix(b.String(), "---\n"), "\n---\n") // what is before are its dates and so on
	if !ok {
		t.Fatalf("no front matter: %s", b.String())
	}
	out := readBy(t, "note.md", []byte(text), "cmark-gfm", "--unsafe", "-e", "tasklist", "-e", "strikethrough")
	for _, want := range []string{"<h1>Title line</h1>", "<strong>bold</strong> <em>it</em>", "<del>gone</del>", "<h2>H2</h2>", "<h3>H3</h3>", "<li>first bullet", "<li>nested bullet</li>",
		`<input type="checkbox" disabled="" /> open item`, `<input type="checkbox" checked="" disabled="" /> done item`, "<hr />", "<blockquote>", "&amp; y</p>", `<img src="attachments/0123.jpg"`, "<ol"} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is not in\n%s", want, out)
		}
	}
	if strings.Contains(out, "<new-format") || strings.Contains(out, "fileid") {
		t.Errorf("markup of the phone is left:\n%s", out)
	}
}

func TestXMLLintReadsOurXML(t *testing.T) {
	if !other(t, "xmllint", "--version") {
		return
	}
	var sms, calls bytes.Buffer
	m := records.Message{Box: records.SentBox, Date: 1700000000000, Address: "+10005550101", Body: odd, Contact: odd, Sub: -1, Status: -1}
	mms := records.Message{MMS: true, Box: records.Received, Date: 1700000000000, Subject: odd, Sub: -1, Status: -1,
		Parts: []records.Part{{Attachment: records.Attachment{Name: odd, MIME: "image/png", Data: []byte("PNG")}}}}
	if err := smsxml.Write(&sms, records.Each([]records.Message{m, mms}), smsxml.Options{Count: 2}); err != nil {
		t.Fatal(err)
	}
	if err := callsxml.Write(&calls, records.Each([]records.Call{{Number: "1", Contact: odd}}), callsxml.Options{Count: 1}); err != nil {
		t.Fatal(err)
	}
	// What an outside parser makes of the text is what was written.
	if got := strings.TrimSuffix(readBy(t, "sms.xml", sms.Bytes(), "xmllint", "--xpath", "string(/smses/sms/@body)"), "\n"); got != odd {
		t.Errorf("body is %q", got)
	}
	if got := readBy(t, "sms.xml", sms.Bytes(), "xmllint", "--xpath", "string(//part/@data)"); strings.TrimSpace(got) != "UE5H" {
		t.Errorf("data is %q", got)
	}
	if got := strings.TrimSuffix(readBy(t, "calls.xml", calls.Bytes(), "xmllint", "--xpath", "string(/calls/call/@contact_name)"), "\n"); got != odd {
		t.Errorf("name is %q", got)
	}
	file := filepath.Join(t.TempDir(), "broken.xml")
	if err := os.WriteFile(file, sms.Bytes()[:len(sms.Bytes())-5], 0o600); err != nil {
		t.Fatal(err)
	}
	if exec.CommandContext(t.Context(), "xmllint", "--noout", file).Run() == nil {
		t.Error("xmllint takes anything, so it proves nothing")
	}
}
