package rows

import (
	"fmt"
	"os"
	"testing"
	"time"

	"keepsake/device/demo"
	"keepsake/gallery/records"
)

func manyContacts(n int) []records.Record {
	all := make([]records.Record, n)
	for i := range all {
		all[i] = records.Contact{Name: records.Name{Display: fmt.Sprintf("Person %04d", i), Given: "Person", Family: fmt.Sprintf("%04d", i)},
			Phones: []records.Labelled{{Value: fmt.Sprintf("+44770%07d", i), Kind: "mobile"}}, Mails: []records.Labelled{{Value: fmt.Sprintf("p%04d@example.com", i), Kind: "home"}}}
	}
	return all
}

func manyMessages(n int) []records.Record {
	all := make([]records.Record, n)
	for i := range all {
		all[i] = records.Message{Box: records.Box(1 + i%2), Date: 1700000000000 + int64(i)*1000, Address: fmt.Sprintf("+44770%07d", i%40), Body: fmt.Sprintf("message no. %d", i), Read: true, Sub: -1, Status: -1}
	}
	return all
}

// restored measures one restore to an empty phone. KEEPSAKE_TOOL is how long a
// program of the phone takes to start, such as 250ms; none is this computer's own
// share of the time.
func restored(b *testing.B, all []records.Record, kind func(*Part) *Part) {
	start, _ := time.ParseDuration(os.Getenv("KEEPSAKE_TOOL"))
	for b.Loop() {
		b.StopTimer()
		p := newPhone(b, demo.Options{Bare: true, ToolStart: start})
		part := kind(New(p.line, all[0].Category(), given(all), nil))
		if part.importer {
			accept(p)
		}
		b.StartTimer()
		r := p.restore(part)
		b.StopTimer()
		if r.receipt.Verified != len(all) {
			b.Fatalf("%+v", r.receipt)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(len(all))*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkContacts(b *testing.B) {
	for _, n := range []int{100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) { restored(b, manyContacts(n), func(p *Part) *Part { return p }) })
		b.Run(fmt.Sprintf("%d by the importer", n), func(b *testing.B) { restored(b, manyContacts(n), hasty) })
	}
}

func BenchmarkMessages(b *testing.B) {
	restored(b, manyMessages(1000), func(p *Part) *Part { return p })
}
