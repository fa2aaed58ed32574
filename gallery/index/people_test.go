package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"keepsake/gallery/records"
)

func TestFaces(t *testing.T) {
	x := open(t, t.TempDir())
	long := strings.Repeat("很", 200)
	putRecords(t, x, "p1", records.Contacts, "Contacts.vcf",
		records.Contact{Name: records.Name{Display: "Zoë"}, Starred: true, Phones: []records.Labelled{{Value: "+49 170 1234567"}, {Value: "112"}}},
		records.Contact{Name: records.Name{Display: long}, Photo: []byte("a picture"), Phones: []records.Labelled{{Value: "01701234567"}}},
		records.Contact{Notes: []string{"plumber"}})
	putRecords(t, x, "p2", records.Contacts, "Contacts.vcf", records.Contact{Name: records.Name{Display: "Adam"}})
	all, err := x.Faces(t.Context(), RecordQuery{})
	if err != nil || len(all) != 4 {
		t.Fatalf("%+v %v", all, err)
	}
	if all[0].Name != "" || all[1].Name != "Adam" || all[1].Phone != "p2" || all[2].Name != "Zoë" || !all[2].Starred || all[2].Photo || !all[3].Photo {
		t.Errorf("%+v", all)
	}
	if n := all[3].Name; len(n) > maxName || !strings.HasPrefix(long, n) || n == "" {
		t.Errorf("a long name is cut to %q", n)
	}
	if found, err := x.Faces(t.Context(), RecordQuery{Search: "zoe 1701"}); err != nil || len(found) != 1 || found[0].ID != all[2].ID {
		t.Errorf("found %+v %v", found, err)
	}
	people, err := x.People(t.Context())
	if err != nil || people["112"].Name != "Zoë" || people["701234567"].ID != all[2].ID {
		t.Errorf("%+v %v: the first of two with one number", people, err)
	}
}

func TestLinesOfMessages(t *testing.T) {
	x := open(t, t.TempDir())
	putRecords(t, x, "p1", records.Messages, "m.xml",
		message("0170 1234567", "one", 1000), message("+491701234567", "two 图书馆", 2000), message("XIAOMI", "three", 3001), message("112", "four", 4000))
	tests := []struct {
		q    RecordQuery
		want []int64
	}{
		{RecordQuery{Oldest: true}, []int64{1000, 2000, 3001, 4000}},
		{RecordQuery{}, []int64{4000, 3001, 2000, 1000}},
		{RecordQuery{Thread: "701234567", Limit: 1}, []int64{2000, 1000}},
		{RecordQuery{Threads: []string{"xiaomi", "112"}, Oldest: true}, []int64{3001, 4000}},
		{RecordQuery{Search: "书"}, []int64{2000}}, // a part of a word, of one letter
		{RecordQuery{Search: "o", From: 1500, Phone: "p1"}, []int64{4000, 3001, 2000}},
		{RecordQuery{Search: "two", Thread: "701234567"}, []int64{2000}},
		{RecordQuery{Search: "two", Phone: "p2"}, nil},
	}
	for _, tt := range tests {
		tt.q.Category = records.Messages
		l, err := x.Line(t.Context(), tt.q)
		if err != nil || !slices.Equal(l.Dates, tt.want) || len(l.IDs) != len(l.Dates) {
			t.Errorf("%+v: %v %v, want %v", tt.q, l, err, tt.want)
		}
		rows, err := List[records.Message](t.Context(), x, RecordQuery{IDs: append([]int64{}, l.IDs...), Oldest: tt.q.Oldest})
		if err != nil || len(rows) != len(l.IDs) {
			t.Errorf("%+v: rows %v %v", tt.q, rows, err)
		}
	}
	one := message("XIAOMI", "three", 3001).Identity()
	if l, err := x.Line(t.Context(), RecordQuery{Category: records.Messages, Identities: []string{one, "unknown"}}); err != nil || !slices.Equal(l.Dates, []int64{3001}) {
		t.Errorf("by identity %v %v", l, err)
	}
	if rows, err := List[records.Message](t.Context(), x, RecordQuery{IDs: []int64{}}); err != nil || len(rows) != 0 {
		t.Errorf("none wanted, got %v %v", rows, err)
	}
}

func TestCallsByKindAndTraffic(t *testing.T) {
	x := open(t, t.TempDir())
	putRecords(t, x, "p1", records.Calls, "c.xml",
		records.Call{Number: "0170 1234567", Date: 1, Type: records.Missed}, records.Call{Number: "0170 1234567", Date: 2, Type: records.Incoming}, records.Call{Number: "5", Date: 3, Type: records.Rejected})
	putRecords(t, x, "p1", records.Messages, "m.xml", message("+491701234567", "two", 2000))
	l, err := x.Line(t.Context(), RecordQuery{Category: records.Calls, Kinds: []string{records.Missed.String(), records.Rejected.String()}})
	if err != nil || !slices.Equal(l.Dates, []int64{3, 1}) {
		t.Errorf("%v %v", l, err)
	}
	counts, err := x.Traffic(t.Context(), []string{"701234567", "nobody"})
	if err != nil || counts[records.Messages] != 1 || counts[records.Calls] != 2 {
		t.Errorf("%v %v", counts, err)
	}
}

// One conversation of 50,000 messages, among 100,000: its order, and a page of it.
func BenchmarkConversation50k(b *testing.B) {
	x := open(b, b.TempDir())
	all := make([]records.Record, 100_000)
	for i := range all {
		number := "+491701234567"
		if i%2 == 1 {
			number = fmt.Sprintf("+49170%07d", i%300)
		}
		all[i] = message(number, fmt.Sprintf("message %d about the weather and the dinner, see you there", i), 1_600_000_000_000+int64(i)*1000)
	}
	putRecords(b, x, "p1", records.Messages, "m.xml", all...)
	q := RecordQuery{Category: records.Messages, Threads: []string{"701234567"}, Oldest: true}
	l, err := x.Line(b.Context(), q)
	if err != nil || len(l.IDs) != 50_000 {
		b.Fatal(len(l.IDs), err)
	}
	b.Run("line", func(b *testing.B) {
		for b.Loop() {
			if _, err := x.Line(b.Context(), q); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			if _, err := List[records.Message](b.Context(), x, RecordQuery{IDs: l.IDs[25_000:25_100], Oldest: true}); err != nil {
				b.Fatal(err)
			}
		}
	})
	q.Search = "message 7777"
	b.Run("search within", func(b *testing.B) {
		for b.Loop() {
			if _, err := x.Line(b.Context(), q); err != nil {
				b.Fatal(err)
			}
		}
	})
	people := make([]records.Record, 2000)
	for i := range people {
		people[i] = records.Contact{Name: records.Name{Display: fmt.Sprintf("Person %d", i)}, Photo: make([]byte, 20_000), Phones: []records.Labelled{{Value: fmt.Sprintf("+49170%07d", i)}}}
	}
	putRecords(b, x, "p1", records.Contacts, "Contacts.vcf", people...)
	b.Run("2000 faces with photos", func(b *testing.B) {
		for b.Loop() {
			if _, err := x.Faces(b.Context(), RecordQuery{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
