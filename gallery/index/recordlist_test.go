package index

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/records"
)

func putRecords(t testing.TB, x *Index, phone string, c records.Category, path string, all ...records.Record) {
	t.Helper()
	p := RecordPart{Path: path, Hash: gallery.Hash{byte(len(all))}}
	if err := x.PutRecords(t.Context(), phone, c, p, records.Each(all)); err != nil {
		t.Fatal(err)
	}
}

func message(number, body string, date int64) records.Record {
	return records.Message{Box: records.Received, Address: number, Body: body, Date: date, Sub: -1, Status: -1, Read: date%2 == 0}
}

func texts(t testing.TB, x *Index, q RecordQuery) []string {
	t.Helper()
	rows, err := List[records.Message](t.Context(), x, q)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		all = append(all, r.Record.Body)
	}
	return all
}

func TestRecordLists(t *testing.T) {
	x := open(t, t.TempDir())
	putRecords(t, x, "p1", records.Contacts, "Contacts.vcf",
		records.Contact{Name: records.Name{Display: "Zoë"}, Phones: []records.Labelled{{Value: "+49 170 1234567"}}},
		records.Contact{Name: records.Name{Display: "Ägnes"}, Notes: []string{"plumber"}})
	putRecords(t, x, "p1", records.Messages, "Messages/2023-11.xml",
		message("0170 1234567", "Straße one", 1000), message("+491701234567", "two", 2000), message("XIAOMI", "three", 3001))
	putRecords(t, x, "p2", records.Messages, "Messages/2023-12.xml", message("0170-1234567", "four", 4000))
	for _, c := range []struct {
		q    RecordQuery
		want string
	}{
		{RecordQuery{}, "four three two Straße one"},
		{RecordQuery{Oldest: true}, "Straße one two three four"},
		{RecordQuery{Phone: "p2"}, "four"},
		{RecordQuery{Search: "STRASSE"}, "Straße one"},
		{RecordQuery{Search: "1234567 two"}, "two"},
		{RecordQuery{Search: `"two three"`}, ""},
		{RecordQuery{Thread: "701234567"}, "four two Straße one"},
		{RecordQuery{From: 2000, To: 4000}, "three two"},
		{RecordQuery{Limit: 2}, "four three"},
	} {
		if got := strings.Join(texts(t, x, c.q), " "); got != c.want {
			t.Errorf("%+v: %q, want %q", c.q, got, c.want)
		}
		n, err := x.CountRecords(t.Context(), RecordQuery{Category: records.Messages, Search: c.q.Search, Phone: c.q.Phone, Thread: c.q.Thread, From: c.q.From, To: c.q.To})
		if err != nil || c.q.Limit == 0 && n != len(texts(t, x, c.q)) {
			t.Errorf("%+v: counted %d, %v", c.q, n, err)
		}
	}
	// Page by page it is the same list.
	for _, q := range []RecordQuery{{Limit: 1}, {Limit: 1, Oldest: true}} {
		var got []string
		for {
			rows, err := List[records.Message](t.Context(), x, q)
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) == 0 {
				break
			}
			got, q.After = append(got, rows[0].Record.Body), rows[0].Cursor
		}
		if want := texts(t, x, RecordQuery{Oldest: q.Oldest}); !slices.Equal(got, want) {
			t.Errorf("page by page %q, want %q", got, want)
		}
	}
	all, err := x.Conversations(t.Context(), RecordQuery{})
	if err != nil || len(all) != 2 || all[0].Name != "Zoë" || all[0].Count != 3 || all[0].Last.Record.Body != "four" || all[1].Name != "" || all[1].Unread != 1 {
		t.Errorf("conversations %+v, %v", all, err)
	}
	next, err := x.Conversations(t.Context(), RecordQuery{After: all[0].Last.Cursor, Limit: 5})
	if err != nil || len(next) != 1 || next[0].Thread != all[1].Thread {
		t.Errorf("the next page %+v, %v", next, err)
	}
	people, err := List[records.Contact](t.Context(), x, RecordQuery{ByName: true})
	if err != nil || len(people) != 2 || people[0].Record.Shown() != "Ägnes" {
		t.Errorf("contacts %+v, %v", people, err)
	}
	counts, err := x.RecordCounts(t.Context(), "p1")
	if err != nil || counts[records.Messages] != 3 || counts[records.Contacts] != 2 {
		t.Errorf("counts %v, %v", counts, err)
	}
}

func TestRecordFilesComeAndGo(t *testing.T) {
	x := open(t, t.TempDir())
	putRecords(t, x, "p1", records.Messages, "a.xml", message("1", "a", 1))
	putRecords(t, x, "p1", records.Messages, "b.xml", message("1", "b", 2))
	if err := x.SealRecords(t.Context(), "p1", records.Messages, "s1", []string{"a.xml", "b.xml"}); err != nil {
		t.Fatal(err)
	}
	putRecords(t, x, "p1", records.Messages, "b.xml", message("1", "b2", 2), message("1", "b3", 3))
	state, parts, err := x.RecordParts(t.Context(), "p1", records.Messages)
	if err != nil || len(parts) != 2 {
		t.Errorf("%q %v %v", state, parts, err)
	}
	if err := x.SealRecords(t.Context(), "p1", records.Messages, "s2", []string{"b.xml"}); err != nil {
		t.Fatal(err)
	}
	state, parts, err = x.RecordParts(t.Context(), "p1", records.Messages)
	if got := texts(t, x, RecordQuery{Oldest: true}); err != nil || state != "s2" || len(parts) != 1 || !slices.Equal(got, []string{"b2", "b3"}) {
		t.Errorf("%q %v %v: %q", state, parts, err, got)
	}
}

// talk is what people write each other: few words often, many seldom, a quarter in
// Chinese.
func talk(n int) []records.Record {
	r := rand.New(rand.NewSource(1))
	words := strings.Fields("the of and to in is you that it he was for on are as with his they at be this have from or one had by not what all were we when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more write go see number no way could people my than first water been call who its now find long down day did get come made may part dinner weather train station tomorrow tonight birthday holiday meeting doctor school kids picture thanks great love sorry late morning evening weekend ticket hotel flight Straße schön Grüße über müssen Käse café")
	chinese := []rune("我你他的是在有这中大来上国个到说们为子和地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目图")
	all := make([]records.Record, n)
	for i := range all {
		var b strings.Builder
		for range 4 + r.Intn(25) {
			if i%4 == 0 {
				b.WriteString(string(chinese[int(r.ExpFloat64()*40)%len(chinese)]))
			} else {
				b.WriteString(words[int(r.ExpFloat64()*30)%len(words)] + " ")
			}
		}
		if i%1000 == 7 {
			fmt.Fprintf(&b, "code %06d", r.Intn(1e6))
		}
		all[i] = message(fmt.Sprintf("+49170%07d", i%300), b.String(), 1_600_000_000_000+int64(i)*1000)
	}
	return all
}

// many messages, in the files of five years: the lists and the search have to be
// there at once.
func BenchmarkMessages100k(b *testing.B) {
	const n, files = 100_000, 60
	all := talk(n)
	dir := b.TempDir()
	x := open(b, dir)
	start := time.Now()
	for i := range files {
		putRecords(b, x, "p1", records.Messages, fmt.Sprint(i, ".xml"), all[i*n/files:(i+1)*n/files]...)
	}
	st, _ := os.Stat(filepath.Join(dir, indexFile))
	b.Logf("%d messages indexed in %v, %d MB", n, time.Since(start), st.Size()>>20)
	bench := func(name string, run func() (int, error)) {
		b.Run(name, func(b *testing.B) {
			found := 0
			for b.Loop() {
				var err error
				if found, err = run(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(found), "found")
		})
	}
	list := func(q RecordQuery) func() (int, error) {
		return func() (int, error) {
			rows, err := List[records.Message](b.Context(), x, q)
			return len(rows), err
		}
	}
	bench("page", list(RecordQuery{Limit: 100, After: Cursor{ID: 50_000, Date: 1_600_050_000_000}}))
	bench("thread", list(RecordQuery{Limit: 100, Thread: "700000007"}))
	bench("conversations", func() (int, error) {
		all, err := x.Conversations(b.Context(), RecordQuery{})
		return len(all), err
	})
	for _, s := range []string{"zebra", "birthday", "birth", "code 12", "ode 7", "the", "to", "café schön", "图", "图书", "我们", "没有这", "strasse"} {
		bench("list/"+s, list(RecordQuery{Limit: 100, Search: s}))
		bench("count/"+s, func() (int, error) {
			return x.CountRecords(b.Context(), RecordQuery{Category: records.Messages, Search: s})
		})
		bench("conversations/"+s, func() (int, error) {
			all, err := x.Conversations(b.Context(), RecordQuery{Search: s})
			return len(all), err
		})
	}
}
