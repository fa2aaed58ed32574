package index

import (
	"fmt"
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

// many messages: the lists and the search have to be there at once.
func BenchmarkMessages100k(b *testing.B) {
	const n = 100_000
	x := open(b, b.TempDir())
	start := time.Now()
	all := func(yield func(records.Record, error) bool) {
		for i := range n {
			if !yield(message(fmt.Sprintf("+49170%07d", i%300), fmt.Sprintf("message %d about the weather and the dinner on %d, see you there", i, i*7), 1_600_000_000_000+int64(i)*1000), nil) {
				return
			}
		}
	}
	if err := x.PutRecords(b.Context(), "p1", records.Messages, RecordPart{Path: "m.xml"}, all); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d messages indexed in %v", n, time.Since(start))
	for name, run := range map[string]func() error{
		"page": func() error {
			_, err := List[records.Message](b.Context(), x, RecordQuery{Limit: 100, After: Cursor{ID: 50_000, Date: 1_600_050_000_000}})
			return err
		},
		"thread": func() error {
			_, err := List[records.Message](b.Context(), x, RecordQuery{Limit: 100, Thread: "700000007"})
			return err
		},
		"search rare": func() error {
			_, err := List[records.Message](b.Context(), x, RecordQuery{Limit: 100, Search: "message 77777"})
			return err
		},
		"search none": func() error {
			_, err := List[records.Message](b.Context(), x, RecordQuery{Limit: 100, Search: "zebra"})
			return err
		},
		"search common": func() error {
			_, err := List[records.Message](b.Context(), x, RecordQuery{Limit: 100, Search: "dinner"})
			return err
		},
		"count search": func() error {
			_, err := x.CountRecords(b.Context(), RecordQuery{Category: records.Messages, Search: "dinner"})
			return err
		},
		"conversations": func() error { _, err := x.Conversations(b.Context(), RecordQuery{}); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
