package records

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNumbersMeet(t *testing.T) {
	for _, c := range []struct{ in, number, tail string }{
		{"+49 170 1234567", "+491701234567", "701234567"},
		{"0049 (170) 1234567", "+491701234567", "701234567"},
		{"0170-1234567", "01701234567", "701234567"},
		{"112", "112", "112"},
		{"00", "00", "00"},
		{" XiaoMi ", "xiaomi", "xiaomi"},
		{"٠١٢٣", "0123", "0123"},
		{"*100#", "*100#", "*100#"},
		{"", "", ""},
	} {
		if n, tail := Number(c.in), Tail(c.in); n != c.number || tail != c.tail {
			t.Errorf("%q: number %q, tail %q; want %q, %q", c.in, n, tail, c.number, c.tail)
		}
	}
	if !SameNumber("+49 170 1234567", "0170 1234567") || SameNumber("0170 1234567", "0170 1234568") || SameNumber("", "") {
		t.Error("SameNumber tells numbers apart wrongly")
	}
}

func TestContactIdentityIsThePersonNotTheRow(t *testing.T) {
	a := Contact{ID: "7", Name: Name{Display: "Alice B. Sample"}, Phones: []Labelled{{Value: "+1 000 555 0101", Kind: "mobile"}, {Value: "alt", Kind: Custom}}}
	b := Contact{ID: "9", Account: "com.xiaomi", Name: Name{Display: "alice b sample"}, Phones: []Labelled{{Value: "alt"}, {Value: "0005550101"}}}
	if a.Identity() != b.Identity() {
		t.Error("one person, two identities")
	}
	c := b
	c.Phones = c.Phones[:1]
	if a.Identity() == c.Identity() {
		t.Error("two persons, one identity")
	}
	moved := a
	moved.ID = "8"
	if a.Digest() != moved.Digest() {
		t.Error("another row number is no change")
	}
	moved.Starred = true
	if a.Digest() == moved.Digest() {
		t.Error("a star is a change")
	}
}

func TestOrderOfListsChangesNothing(t *testing.T) {
	a := Contact{Name: Name{Display: "A"}, Phones: []Labelled{{Value: "1", Kind: "home"}, {Value: "2", Kind: "work"}}, Groups: []string{"x", "y"}}
	b := Contact{Name: Name{Display: "A"}, Phones: []Labelled{{Value: "2", Kind: "work"}, {Value: "1", Kind: "home"}, {Value: "1", Kind: "home"}}, Groups: []string{"y", "x", " "}}
	if a.Digest() != b.Digest() {
		t.Error("the same data has two digests")
	}
	if len(b.Phones) != 3 {
		t.Error("Canonical changed what it was given")
	}
	one, two := []Contact{a, {Name: Name{Display: "B"}}}, []Contact{{Name: Name{Display: "B"}}, a}
	SortContacts(one)
	SortContacts(two)
	if one[0].Shown() != "A" || two[0].Shown() != "A" {
		t.Error("contacts are not in order")
	}
}

func TestThreads(t *testing.T) {
	in := Message{MMS: true, Box: Received, Addrs: []Addr{{"+10005550102", From}, {Self, To}}}
	out := Message{MMS: true, Box: SentBox, Addrs: []Addr{{Self, From}, {"0005550102", To}}}
	sms := Message{Box: Received, Address: "+1 000-555-0102"}
	if in.Thread() != "005550102" || out.Thread() != in.Thread() || sms.Thread() != in.Thread() {
		t.Errorf("threads %q, %q, %q", in.Thread(), out.Thread(), sms.Thread())
	}
	own := Message{MMS: true, Box: Received, Addrs: []Addr{{"+10005550102", From}, {"+10005550199", To}}}
	if own.Thread() != in.Thread() {
		t.Errorf("the phone's own number is in the thread: %q", own.Thread())
	}
	group := Message{MMS: true, Box: Received, Addrs: []Addr{{"+10005550102", From}, {"+10005550103", To}, {"+10005550199", To}}}
	if got := group.Others("0005550199"); !slices.Equal(got, []string{"+10005550102", "+10005550103"}) {
		t.Errorf("others %q", got)
	}
}

func TestMessageIdentity(t *testing.T) {
	m := Message{ID: "1", Box: Received, Address: "+1 000 555 0101", Date: 1700000000123, Body: "x"}
	same := m
	same.ID, same.Address, same.Read, same.Sub = "2", "0005550101", true, 4
	if m.Identity() != same.Identity() {
		t.Error("one message, two identities")
	}
	for name, change := range map[string]func(*Message){
		"body": func(m *Message) { m.Body = "y" }, "date": func(m *Message) { m.Date++ },
		"box": func(m *Message) { m.Box = SentBox }, "address": func(m *Message) { m.Address = "1" },
	} {
		o := m
		change(&o)
		if o.Identity() == m.Identity() {
			t.Errorf("another %s, the same identity", name)
		}
	}
}

func TestRecordingNames(t *testing.T) {
	zone := time.FixedZone("here", 2*3600)
	at := time.Date(2024, 1, 2, 3, 4, 5, 0, zone).UnixMilli()
	for _, c := range []struct {
		path    string
		kind    RecordingKind
		name    string
		callers []Party
		date    int64
	}{
		{"/sdcard/MIUI/sound_recorder/call_rec/通话录音@Alice Sample(0010005550101)_20240102030405.mp3", CallAudio, "Alice Sample", []Party{{"Alice Sample", "+10005550101"}}, at},
		{"/sdcard/MIUI/sound_recorder/call_rec/Call@0010005550101_20240102030405.mp3", CallAudio, "+10005550101", []Party{{"", "+10005550101"}}, at},
		{"/sdcard/MIUI/sound_recorder/call_rec/Call@Bob_X(123)_45p6_20240102030405.mp3", CallAudio, "Bob_X, 45,6", []Party{{"Bob_X", "123"}, {"", "45,6"}}, at},
		{"/sdcard/MIUI/sound_recorder/call_rec/Call@A very long name that was cut off somew_20240102030405.mp3", CallAudio, "A very long name that was cut off somew", []Party{{Name: "A very long name that was cut off somew"}}, at},
		{"/sdcard/MIUI/sound_recorder/fm_rec/FM@98.5_20240102030405.mp3", Radio, "98.5", nil, at},
		{"/sdcard/MIUI/sound_recorder/Idea.mp3", Memo, "Idea", nil, 0},
		{"/sdcard/Recordings/Recording 2024-01-02-03-04-05.m4a", Memo, "Recording 2024-01-02-03-04-05", nil, at},
	} {
		r, ok := ParseRecording(c.path, zone)
		if !ok || r.Kind != c.kind || r.Name != c.name || !slices.Equal(r.Callers, c.callers) || r.Date != c.date {
			t.Errorf("%s: %v %+v", c.path, ok, r)
		}
	}
	for _, path := range []string{"/sdcard/Music/Song@x_20240102030405.mp3", "/sdcard/MIUI/sound_recorder/x.txt", ""} {
		if r, ok := ParseRecording(path, zone); ok {
			t.Errorf("%s is no recording: %+v", path, r)
		}
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	w := WifiNetwork{SSID: "Home;Net", Security: "WPA_PSK", Password: `pa"ss`, Hidden: true}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if s := fmt.Sprintf(verb, w); strings.Contains(s, `pa`) || strings.Contains(s, "7061") {
			t.Errorf("%s prints the password: %s", verb, s)
		}
	}
	if b, err := json.Marshal(w); err != nil || strings.Contains(string(b), "pa") && strings.Contains(string(b), "ss\\") {
		t.Errorf("JSON has the password: %s %v", b, err)
	}
	if w.Password.Reveal() != `pa"ss` {
		t.Error("the password is lost")
	}
	if got, want := w.Join().Reveal(), `WIFI:T:WPA;S:Home\;Net;P:pa\"ss;H:true;;`; got != want {
		t.Errorf("QR text %s, want %s", got, want)
	}
	other := w
	other.Password = "x"
	if other.Digest() == w.Digest() || other.Identity() != w.Identity() {
		t.Error("a new password is a change of the same network")
	}
}

func TestKindsGoThereAndBack(t *testing.T) {
	for name, p := range map[string]struct {
		kind func(int) string
		back func(string) int
		n    int
	}{
		"phone": {PhoneKind, PhoneType, 21}, "mail": {MailKind, MailType, 5}, "address": {AddressKind, AddressType, 4},
		"date": {DateKind, DateType, 4}, "org": {OrgKind, OrgType, 3}, "website": {WebsiteKind, WebsiteType, 8},
		"relation": {RelationKind, RelationType, 15}, "protocol": {Protocol, ProtocolType, 9},
	} {
		for i := range p.n {
			if got := p.back(p.kind(i)); got != i {
				t.Errorf("%s %d is %q is %d", name, i, p.kind(i), got)
			}
		}
		if p.kind(p.n+5) == "" || p.kind(-1) == "" {
			t.Errorf("%s: an unknown number has no word", name)
		}
	}
}

func TestNoteShown(t *testing.T) {
	for body, want := range map[string]string{"# Title\nx": "Title", "- [x] done": "done", "![](a)\n**bold**": "bold", "": "", "\n\n> q": "q"} {
		if got := (Note{Body: body}).Shown(); got != want {
			t.Errorf("%q shows %q, want %q", body, got, want)
		}
	}
}

func FuzzRecordingName(f *testing.F) {
	f.Add("/MIUI/sound_recorder/call_rec/x@a(1)_b_20240102030405.mp3")
	f.Fuzz(func(t *testing.T, p string) {
		r, ok := ParseRecording(p, time.UTC)
		if ok && r.Path != p {
			t.Errorf("path %q became %q", p, r.Path)
		}
	})
}
