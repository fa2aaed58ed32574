package smsxml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"keepsake/gallery/records"
)

func read(t testing.TB, text string) ([]records.Message, *records.Problems) {
	t.Helper()
	var p records.Problems
	all, err := records.Collect(Read(strings.NewReader(text), &p))
	if err != nil {
		t.Fatal(err)
	}
	return all, &p
}

func written(t testing.TB, all []records.Message, o Options) string {
	t.Helper()
	var b bytes.Buffer
	o.Count = len(all)
	if err := Write(&b, records.Each(all), o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func sample(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("testdata/smses.xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSample(t *testing.T) {
	all, p := read(t, sample(t))
	if p.Count != 0 || len(all) != 3 {
		t.Fatalf("%d messages, problems %v", len(all), p.List)
	}
	if got, want := all[0], (records.Message{
		Box: records.Received, Date: 1700000000123, Sent: 1700000000000, Address: "+10005550101", Body: "Hello, world",
		Contact: "Alice Sample", Read: true, Sub: -1, Status: -1, Center: "+10005550000",
	}); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := all[1]; got.Body != "two\nlines 😀" || got.Box != records.SentBox || got.Contact != "" {
		t.Errorf("the emoji in two halves: %+v", got)
	}
	m := all[2]
	if !m.MMS || m.Subject != "Pic" || m.Sent != 1700000299000 || m.Date != 1700000300000 || m.Text() != "see picture" ||
		len(m.Parts) != 2 || !bytes.HasPrefix(m.Parts[1].Data, []byte("\x89PNG")) || m.Parts[1].SHA256 == "" || len(m.Addrs) != 2 {
		t.Errorf("MMS: %+v", m)
	}
	if !reflect.DeepEqual(m.Extra, []string{"m_id=mid-1"}) {
		t.Errorf("extra: %q", m.Extra)
	}
	out := written(t, all, Options{})
	again, p := read(t, out)
	if p.Count != 0 || !reflect.DeepEqual(again, all) {
		t.Errorf("written and read again: %+v %v", again, p.List)
	}
	for _, want := range []string{`body="two&#10;lines 😀"`, `rr="null"`, `readable_date="Nov 14, 2023 10:13:20 PM"`, `cid="&lt;t&gt;"`, `date_sent="1700000299"`} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is not in\n%s", want, out)
		}
	}
}

func TestDamage(t *testing.T) {
	const head = `<?xml version='1.0'?><smses count="3"><sms address="1" date="1" type="1" body="one" />`
	for _, c := range []struct {
		name, text string
		bodies     []string
		problems   int
	}{
		{"cut off", head + `<sms address="2" date="2" bo`, []string{"one"}, 1},
		{"no end", head, []string{"one"}, 1},
		{"broken in the middle", head + `<sms address="2" <<< body="two /><sms address="3" date="3" body="three" /></smses>`, []string{"one", "three"}, 1},
		{"lone half of an emoji, control character, bad UTF-8", head + "<sms address=\"1\" date=\"2\" body=\"a&#55357;b&#1;c\x01d\xffe&#xD83D;&#xDE00;\" /></smses>", []string{"one", "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe😀"}, 0},
		{"entity bomb", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><smses><sms body="&b;" date="1" /></smses>`, []string{"&b;"}, 0},
		{"bad base64", head + `<mms date="1700000300000" msg_box="1"><parts><part ct="image/png" data="!!" /></parts></mms></smses>`, []string{"one", ""}, 1},
		{"nested deep", head + strings.Repeat("<x>", 100_000) + "</smses>", []string{"one"}, 0},
	} {
		all, p := read(t, c.text)
		var bodies []string
		for _, m := range all {
			bodies = append(bodies, m.Body)
		}
		if !reflect.DeepEqual(bodies, c.bodies) || p.Count != c.problems {
			t.Errorf("%s: %q, problems %v", c.name, bodies, p.List)
		}
	}
	for _, text := range []string{"", "no xml at all", "<calls><call /></calls>"} {
		if _, err := records.Collect(Read(strings.NewReader(text), &records.Problems{})); !errors.Is(err, ErrOther) {
			t.Errorf("%q: %v", text, err)
		}
	}
	broken := errors.New("unplugged")
	if _, err := records.Collect(Read(io.MultiReader(strings.NewReader(head), failing{broken}), &records.Problems{})); !errors.Is(err, broken) {
		t.Errorf("a reader's error is lost: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func odd(rnd *rand.Rand) records.Message {
	alphabet := []string{"a", "&", "<", ">", `"`, "'", "\n", "\t", " ", "王", "😀", ";", "#", "]]>", "nul", "\r\n", "\x01", "\u202e"}
	word := func() string {
		var b strings.Builder
		for range rnd.IntN(10) {
			b.WriteString(alphabet[rnd.IntN(len(alphabet))])
		}
		return b.String()
	}
	m := records.Message{
		ID: fmt.Sprint(rnd.IntN(1000)), MMS: rnd.IntN(2) == 0, Box: records.Box(1 + rnd.IntN(6)), Date: 1_700_000_000_000 + rnd.Int64N(1e9),
		Sent: 1_700_000_000_000 + rnd.Int64N(1e9), Address: word(), Subject: word(), Body: word(), Contact: word(), Read: rnd.IntN(2) == 0,
		Locked: rnd.IntN(2) == 0, Sub: rnd.IntN(4) - 1, Status: rnd.IntN(65) - 1, Center: word(), Blocked: rnd.IntN(9) == 0,
		Extra: []string{"favorite_date=" + fmt.Sprint(1+rnd.IntN(100)), "x.y=" + word() + "z"},
	}
	if m.MMS {
		for i := range rnd.IntN(3) {
			m.Addrs = append(m.Addrs, records.Addr{Number: fmt.Sprint(100 + rnd.IntN(900)), Role: []int{records.From, records.To}[i%2]})
			p := records.Part{Seq: i, Charset: "106", CID: word(), Location: word()}
			p.MIME, p.Name = "image/png", word()
			if p.Data = []byte(word()); len(p.Data) == 0 {
				p.Data = nil
				p.MIME, p.Text = "text/plain", word()
			}
			m.Parts = append(m.Parts, p)
		}
	}
	return m
}

// TestNullIsAWordToo: who writes "null" meant it, though the format says so of
// what is not there.
func TestNullIsAWordToo(t *testing.T) {
	all := []records.Message{{Box: 1, Date: 1_700_000_000_000, Body: "null", Sub: -1}, {MMS: true, Box: 1, Date: 1_700_000_000_000,
		Parts: []records.Part{{Attachment: records.Attachment{MIME: "text/plain"}, Text: "null"}}}}
	again, _ := read(t, written(t, all, Options{}))
	if again[0].Body != "null" || again[1].Text() != "null" || again[1].Address != "" {
		t.Errorf("%+v", again)
	}
}

func TestRoundTrip(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var all []records.Message
	for range 3000 {
		all = append(all, odd(rnd).Canonical())
	}
	again, p := read(t, written(t, all, Options{}))
	if p.Count != 0 || len(again) != len(all) {
		t.Fatalf("%d of %d messages, problems %v", len(again), len(all), p.List)
	}
	for i := range all {
		if !reflect.DeepEqual(again[i], all[i]) {
			t.Fatalf("\n got %+v\nwant %+v", again[i], all[i])
		}
	}
}

// TestAttachmentsBesideTheFile: with Src the bytes stay out, and Open brings them back.
func TestAttachmentsBesideTheFile(t *testing.T) {
	all, _ := read(t, sample(t))
	kept := map[string][]byte{}
	out := written(t, all, Options{Src: func(a records.Attachment) string { return "attachments/" + a.SHA256[:8] }})
	if strings.Contains(out, "data=") || !strings.Contains(out, `src="attachments/`) {
		t.Fatalf("bytes in the file:\n%s", out)
	}
	for _, p := range all[2].Parts {
		kept[p.SHA256] = p.Data
	}
	light, _ := read(t, out)
	if light[2].Digest() != all[2].Digest() {
		t.Error("where the bytes are kept changed the message")
	}
	open := func(a records.Attachment) (io.ReadCloser, error) {
		b, ok := kept[a.SHA256]
		if !ok {
			return nil, os.ErrNotExist
		}
		return io.NopCloser(bytes.NewReader(b)), nil
	}
	if full := written(t, light, Options{Open: open}); full != written(t, all, Options{}) {
		t.Errorf("put together again:\n%s", full)
	}
	kept = nil
	if err := Write(io.Discard, records.Each(light), Options{Open: open}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a lost attachment: %v", err)
	}
}

// TestManyInLittleMemory: fifty thousand messages pass through without being held.
func TestManyInLittleMemory(t *testing.T) {
	const n = 50_000
	source := func(yield func(records.Message, error) bool) {
		for i := range n {
			if !yield(records.Message{Box: 1, Address: "+10005550101", Date: 1_700_000_000_000 + int64(i), Body: strings.Repeat("text ", 30), Sub: -1, Status: -1}, nil) {
				return
			}
		}
	}
	r, w := io.Pipe()
	go func() { w.CloseWithError(Write(w, source, Options{Count: n})) }()
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	count, peak := 0, uint64(0)
	var p records.Problems
	for m, err := range Read(r, &p) {
		if err != nil {
			t.Fatal(err)
		}
		if m.Date != 1_700_000_000_000+int64(count) {
			t.Fatalf("message %d has date %d", count, m.Date)
		}
		if count++; count%10_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc)
		}
	}
	if count != n || p.Count != 0 {
		t.Errorf("%d messages, problems %v", count, p.List)
	}
	if peak > before.HeapAlloc+4<<20 {
		t.Errorf("%d bytes held", peak-before.HeapAlloc)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f))
	f.Add(`<smses><sms body="a&#55357;&#56832;&#xD83D;" date="1"/><mms date="5" date_sent="1"><parts><part text="null" ct="text/x" data="QQ=="/></parts></mms>`)
	f.Add(`<sms <<<<sms a="<sms body='x'/>`)
	f.Fuzz(func(t *testing.T, text string) {
		var p records.Problems
		all, err := records.Collect(Read(strings.NewReader(text), &p))
		if err != nil {
			return
		}
		once := written(t, all, Options{})
		again, q := read(t, once)
		if q.Count != 0 {
			t.Fatalf("what was written has problems: %v\n%s", q.List, once)
		}
		if twice := written(t, again, Options{}); twice != once {
			t.Fatalf("written twice:\n%s\n%s", once, twice)
		}
	})
}
