package vcard

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"keepsake/gallery/records"
)

var update = flag.Bool("update", false, "write the golden files")

func read(t testing.TB, text string) ([]records.Contact, *records.Problems) {
	t.Helper()
	var p records.Problems
	all, err := records.Collect(Read(strings.NewReader(text), &p))
	if err != nil {
		t.Fatal(err)
	}
	return all, &p
}

func sample(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write30(t testing.TB, all []records.Contact) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, records.Each(all), Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAndroidStream(t *testing.T) {
	all, p := read(t, sample(t, "android_as_multi_vcard_v21.vcf"))
	if p.Count != 0 || len(all) != 2 {
		t.Fatalf("%d contacts, problems %v", len(all), p.List)
	}
	want := []records.Contact{{
		Name:      records.Name{Display: "Alice B. Sample", Given: "Alice", Middle: "B.", Family: "Sample"},
		Nicknames: []string{"Ali"},
		Phones:    []records.Labelled{{Value: "000-555-0199", Kind: records.Custom, Label: "Cabin"}, {Value: "+1-000-555-0101", Kind: "mobile"}},
		Mails:     []records.Labelled{{Value: "alice@example.com", Kind: "home"}},
		Orgs:      []records.Org{{Company: "Example Ltd", Department: "R&D", Title: "Engineer"}},
		Dates:     []records.Labelled{{Value: "1990-04-01", Kind: records.Birthday}},
	}, {
		Name:   records.Name{Display: "王 样本", Given: "样本", Family: "王"},
		Phones: []records.Labelled{{Value: "+10005550102", Kind: "home"}},
		Notes:  []string{"一\n二"},
	}}
	for i := range want {
		if !reflect.DeepEqual(all[i], want[i]) {
			t.Errorf("contact %d:\n got %+v\nwant %+v", i, all[i], want[i])
		}
	}
}

// TestWritesTheSample: every line of the sample is written, but for their order.
func TestWritesTheSample(t *testing.T) {
	text := sample(t, "to_write_v30.vcf")
	all, p := read(t, text)
	if p.Count != 0 || len(all) != 1 || all[0].PhotoMIME != "image/png" || len(all[0].Photo) == 0 {
		t.Fatalf("%d contacts, problems %v", len(all), p.List)
	}
	got := strings.ReplaceAll(write30(t, all), "\r\n ", "")
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n ", ""), "\r\n") {
		if !strings.Contains(got, line+"\r\n") && line != "" {
			t.Errorf("not written: %s", line)
		}
	}
	if a, b := strings.Count(got, "\r\n"), strings.Count(strings.ReplaceAll(text, "\r\n ", ""), "\r\n"); a != b {
		t.Errorf("%d lines written, the sample has %d:\n%s", a, b, got)
	}
}

func TestOldAndNewVersions(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       func(records.Contact) bool
	}{
		{"charset", "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=CD=F5\nEND:VCARD\n", func(k records.Contact) bool { return k.Name.Display == "王" }},
		{"soft break in the middle of a character", "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE:=E7=8E=\r\n=8B\r\nEND:VCARD\r\n", func(k records.Contact) bool { return k.Name.Display == "王" }},
		{"bare encoding", "BEGIN:VCARD\nVERSION:2.1\nNOTE;QUOTED-PRINTABLE:a=3Db=\n\nFN:x\nEND:VCARD\n", func(k records.Contact) bool { return k.Notes[0] == "a=b" && k.Name.Display == "x" }},
		{"semicolon escaped in 2.1", "BEGIN:VCARD\nVERSION:2.1\nN:a\\;b;C:\\x\nEND:VCARD\n", func(k records.Contact) bool { return k.Name.Family == "a;b" && k.Name.Given == `C:\x` }},
		{"folded base64 photo of 2.1", "BEGIN:VCARD\nVERSION:2.1\nPHOTO;ENCODING=BASE64;JPEG:/9j/\n 4AAQ\n\nFN:x\nEND:VCARD\n", func(k records.Contact) bool { return len(k.Photo) == 6 && k.PhotoMIME == "image/jpeg" }},
		{"4.0", "BEGIN:VCARD\nVERSION:4.0\nFN:x\nTEL;VALUE=uri;TYPE=\"voice,home\":tel:+1-000-555;ext=5\nBDAY:--0401\nPHOTO:data:image/png;base64,iVBORw0K\nRELATED;TYPE=spouse;VALUE=text:Carol\nIMPP:xmpp:a@b\nEND:VCARD\n",
			func(k records.Contact) bool {
				return k.Phones[0] == records.Labelled{Value: "+1-000-555,5", Kind: "home"} && k.Dates[0].Value == "--04-01" &&
					k.PhotoMIME == "image/png" && k.Relations[0].Kind == "spouse" && k.IMs[0].Protocol == "jabber"
			}},
		{"Apple", "BEGIN:VCARD\nVERSION:3.0\nFN:x\nitem1.TEL:1\nitem1.X-ABLabel:Cabin\nitem2.EMAIL:a@b\nitem2.X-ABLabel:_$!<Work>!$_\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-04-01\nEND:VCARD\n",
			func(k records.Contact) bool {
				return k.Phones[0].Label == "Cabin" && k.Mails[0].Kind == "work" && k.Dates[0].Value == "--04-01"
			}},
		{"byte order mark and LF", "\ufeffBEGIN:VCARD\nVERSION:3.0\nFN:x\nEND:VCARD", func(k records.Contact) bool { return k.Name.Display == "x" }},
		{"unknown property kept", "BEGIN:VCARD\nVERSION:3.0\nFN:x\nX-THING;A=b:c\\,d\nEND:VCARD\n", func(k records.Contact) bool { return k.Properties[0] == `X-THING;A=b:c\,d` }},
		{"card in a card", "BEGIN:VCARD\nVERSION:2.1\nFN:x\nAGENT:\nBEGIN:VCARD\nFN:agent\nEND:VCARD\nEND:VCARD\n", func(k records.Contact) bool { return k.Name.Display == "x" }},
	} {
		all, p := read(t, c.text)
		if len(all) != 1 || !c.want(all[0]) {
			t.Errorf("%s: %+v (%v)", c.name, all, p.List)
			continue
		}
		again, _ := read(t, write30(t, all))
		if !reflect.DeepEqual(again, all) {
			t.Errorf("%s: written and read again:\n got %+v\nwant %+v", c.name, again, all)
		}
	}
}

func TestDamageIsReportedAndTheRestKept(t *testing.T) {
	text := "BEGIN:VCARD\nVERSION:3.0\nFN:one\nPHOTO;ENCODING=B:!!!\nno colon here\nEND:VCARD\n" +
		"BEGIN:VCARD\nVERSION:3.0\nFN:two\nNOTE:" + strings.Repeat("x", 25<<20) + "\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:three"
	all, p := read(t, text)
	var names []string
	for _, c := range all {
		names = append(names, c.Shown())
	}
	if strings.Join(names, " ") != "one two three" || p.Count != 4 {
		t.Errorf("names %q, problems %v", names, p.List)
	}
}

// TestRoundTrip: whatever is written is read back the same, for two thousand odd
// contacts.
func TestRoundTrip(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		c := odd(rnd)
		text := write30(t, []records.Contact{c})
		all, p := read(t, text)
		if len(all) != 1 || p.Count != 0 || !reflect.DeepEqual(all[0], c.Canonical()) {
			t.Fatalf("\nwritten %s\n   read %+v\n   want %+v\n%v", text, all, c.Canonical(), p.List)
		}
		for line := range strings.SplitSeq(text, "\r\n") {
			if len(line) > 75 {
				t.Fatalf("a line of %d octets: %s", len(line), line)
			}
		}
	}
}

// odd makes a contact of the letters that formats trip over.
func odd(rnd *rand.Rand) records.Contact {
	alphabet := []string{"a", "B", " ", ";", ",", ":", `\`, `"`, "\n", "=", "王", "😀", "X-", "Home", "^", "'", "\t", ".", "n", "é"}
	word := func() string {
		var b strings.Builder
		for range rnd.IntN(12) {
			b.WriteString(alphabet[rnd.IntN(len(alphabet))])
		}
		if rnd.IntN(20) == 0 {
			b.WriteString(strings.Repeat("长", 60))
		}
		return b.String()
	}
	label := func() string { return strings.ReplaceAll(word(), "\t", "") }
	labelled := func(kind func(int) string, n int) []records.Labelled {
		var all []records.Labelled
		for range rnd.IntN(3) {
			all = append(all, records.Labelled{Value: word(), Kind: kind(rnd.IntN(n)), Label: label()})
		}
		return all
	}
	words := func() []string {
		var all []string
		for range rnd.IntN(3) {
			all = append(all, word())
		}
		return all
	}
	c := records.Contact{
		ID: word(), Account: word(),
		Name:      records.Name{Display: word(), Given: word(), Family: word(), Middle: word(), Prefix: word(), Suffix: word(), PhoneticGiven: word()},
		Nicknames: words(), Notes: words(), Groups: words(),
		Phones: labelled(records.PhoneKind, 21), Mails: labelled(records.MailKind, 5), Websites: labelled(records.WebsiteKind, 8),
		Relations: labelled(records.RelationKind, 15), SIPs: labelled(records.AddressKind, 4),
		Starred: rnd.IntN(2) == 0,
	}
	for range rnd.IntN(3) {
		c.Orgs = append(c.Orgs, records.Org{Company: word(), Department: word(), Title: word()})
		c.Addresses = append(c.Addresses, records.Address{Kind: records.AddressKind(rnd.IntN(4)), Label: label(), Street: word(), City: word(), Country: word(), Formatted: word()})
		c.IMs = append(c.IMs, records.IM{Value: word(), Protocol: records.Protocol(rnd.IntN(10) - 1), Label: word()})
		c.Custom = append(c.Custom, records.CustomData{MIME: "vnd.x/" + word(), Data: words()})
	}
	c.Dates = []records.Labelled{{Value: "1990-04-01", Kind: records.DateKind(rnd.IntN(4)), Label: word()}}
	if rnd.IntN(2) == 0 {
		c.Photo, c.PhotoMIME = []byte("\xff\xd8\xff"+word()), "image/jpeg"
	}
	return c
}

func TestGolden(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	all := []records.Contact{odd(rnd), odd(rnd), odd(rnd)}
	records.SortContacts(all)
	got := write30(t, all)
	name := filepath.Join("testdata", "golden.vcf")
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := sample(t, "golden.vcf"); got != want {
		t.Errorf("the written form changed; if that is meant, go test -update:\n%s", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f, "android_as_multi_vcard_v21.vcf"))
	f.Add(sample(f, "to_write_v30.vcf"))
	f.Add(sample(f, "golden.vcf"))
	f.Add("BEGIN:VCARD\nVERSION:4.0\nTEL;VALUE=uri:tel:1\nitem1.TEL:1\nitem1.X-ABLABEL:x\nEND:VCARD\n")
	f.Add("BEGIN:VCARD\n000000000.TEL;000:tel:TEL:0")
	f.Fuzz(func(t *testing.T, text string) {
		all, _ := read(t, text)
		once := write30(t, all)
		again, p := read(t, once)
		if p.Count != 0 {
			t.Fatalf("what was written has problems: %v\n%q", p.List, once)
		}
		if twice := write30(t, again); twice != once {
			t.Fatalf("written twice:\n%q\n%q", once, twice)
		}
	})
}
