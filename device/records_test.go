package device_test

import (
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/demo"
	"keepsake/gallery/records"
)

// gather reads a category of a phone.
func gather[R records.Record](t testing.TB, p *device.Phone) []R {
	t.Helper()
	var zero R
	var all []R
	var problems records.Problems
	if err := p.Records(t.Context(), zero.Category(), &problems, func(r records.Record) error { all = append(all, r.(R)); return nil }); err != nil {
		t.Fatal(err)
	}
	for _, x := range problems.List {
		t.Error(x)
	}
	return all
}

func TestRecordsOfTheDemoPhone(t *testing.T) {
	_, p := found(t, demo.Options{Items: 1, Small: true})
	t.Run("contacts", func(t *testing.T) {
		all := gather[records.Contact](t, p)
		i := slices.IndexFunc(all, func(c records.Contact) bool { return c.Name.Display == "Mara Ellison" })
		if len(all) < 10 || i < 0 {
			t.Fatalf("%d contacts", len(all))
		}
		m := all[i]
		if !m.Starred || m.Name.Given != "Mara" || len(m.Phones) != 3 || m.Phones[2] != (records.Labelled{Value: "+44 20 7946 0143", Kind: records.Custom, Label: "Shop"}) || m.Phones[0].Kind != "mobile" || len(m.Photo) < 500 || m.PhotoMIME != "image/jpeg" ||
			m.Orgs[0].Company != "Harbour Books" || m.Dates[0].Kind != records.Birthday || len(m.Groups) == 0 || m.Account != "com.google" {
			t.Errorf("%+v", m)
		}
	})
	t.Run("messages", func(t *testing.T) {
		all := gather[records.Message](t, p)
		var sms, mms, files int
		for _, m := range all {
			if !m.MMS {
				sms++
				continue
			}
			mms++
			for _, part := range m.Parts {
				if len(part.Data) > 0 && part.SHA256 != "" {
					files++
				}
			}
			if len(m.Addrs) < 2 {
				t.Errorf("MMS without addresses: %+v", m)
			}
		}
		if sms < 30 || mms != 4 || files != 3 {
			t.Errorf("%d SMS, %d MMS, %d files", sms, mms, files)
		}
		if !slices.ContainsFunc(all, func(m records.Message) bool {
			return strings.Contains(m.Body, "lighthouse came out beautifully.\nCan you")
		}) {
			t.Error("the message of two lines is not there")
		}
		if !slices.ContainsFunc(all, func(m records.Message) bool { return m.MMS && m.Subject == "Günaydın" }) {
			t.Error("an MMS's subject is not in its own letters")
		}
		if !slices.ContainsFunc(all, func(m records.Message) bool {
			return m.Text() == "New date:\nRow: 0 _id=1, mid=1, ct=text/plain\n, text=the 3rd"
		}) {
			t.Error("the part that imitates a row was not read as it is")
		}
	})
	t.Run("calls", func(t *testing.T) {
		if all := gather[records.Call](t, p); len(all) < 20 || all[0].Number != "+447700900142" || all[0].Duration != 65 || all[0].Contact != "Mara Ellison" {
			t.Errorf("%d %+v", len(all), all)
		}
	})
	t.Run("events", func(t *testing.T) {
		all := gather[records.Event](t, p)
		if len(all) < 15 {
			t.Fatal(len(all))
		}
		if e := all[9]; e.Title != "Swimming" || len(e.RRule) != 1 || e.Duration != "P1800S" || len(e.Reminders) != 1 || e.Reminders[0].Minutes != 15 || e.Calendar == "" {
			t.Errorf("%+v", e)
		}
		guests := slices.IndexFunc(all, func(e records.Event) bool { return e.Title == "Konzert" })
		if guests < 0 || len(all[guests].Attendees) != 2 || all[guests].Attendees[1] != (records.Attendee{Name: "Ana Lucía Ferreira", Mail: "ana.lucia@example.net", Status: "declined", Role: "required"}) {
			t.Errorf("%+v", all)
		}
	})
	t.Run("wifi", func(t *testing.T) {
		all := gather[records.WifiNetwork](t, p)
		if !slices.Contains(all, records.WifiNetwork{SSID: "Grandma's, upstairs", Security: "SAE"}) {
			t.Errorf("%+v", all)
		}
	})
	t.Run("settings", func(t *testing.T) {
		all := gather[records.Setting](t, p)
		if !slices.Contains(all, records.Setting{Table: "system", Key: "screen_brightness", Value: "112"}) {
			t.Errorf("%+v", all)
		}
	})
	t.Run("apps", func(t *testing.T) {
		all := gather[records.App](t, p)
		splits := 0
		for _, a := range all {
			if !a.System && (a.Version == "" || a.Code == 0 || a.Installed == 0 || len(a.Paths) == 0) {
				t.Errorf("%+v", a)
			}
			if len(a.Paths) == 3 {
				splits++
			}
		}
		if len(all) < 12 || splits == 0 {
			t.Errorf("%d apps, %d of them split", len(all), splits)
		}
	})
	t.Run("notes", func(t *testing.T) {
		var no *device.NotGivenError
		err := p.Records(t.Context(), records.Notes, &records.Problems{}, nil)
		if !errors.As(err, &no) || !strings.Contains(no.Next, "Back up and restore") {
			t.Error(err)
		}
	})
}

func TestWhatOlderAndroidsRefuse(t *testing.T) {
	for _, c := range []struct {
		sdk      int
		category records.Category
		why      string // "" means: given
	}{
		{30, records.Calls, "Android 11 does not let a computer read the call log"}, {30, records.Messages, ""},
		{26, records.Messages, "Android 8.0.0 does not let a computer read messages"}, {26, records.Contacts, ""}, {33, records.Calls, ""},
	} {
		_, p := found(t, demo.Options{Items: 1, Small: true, SDK: c.sdk})
		err := p.Records(t.Context(), c.category, &records.Problems{}, func(records.Record) error { return nil })
		var no *device.NotGivenError
		switch {
		case c.why == "" && err != nil:
			t.Errorf("API level %d, %s: %v", c.sdk, c.category, err)
		case c.why != "" && (!errors.As(err, &no) || !strings.HasPrefix(no.Why, c.why)):
			t.Errorf("API level %d, %s: %v", c.sdk, c.category, err)
		}
	}
	sim, p := found(t, demo.Options{Items: 1, Small: true})
	if err := sim.Inject(demo.Fault{Kind: demo.FaultRefuse, Name: "content"}); err != nil {
		t.Fatal(err)
	}
	err := p.Records(t.Context(), records.Contacts, &records.Problems{}, nil)
	var no *device.NotGivenError
	if !errors.As(err, &no) {
		t.Error(err)
	}
	sim.Unplug()
	if err := p.Records(t.Context(), records.Calls, &records.Problems{}, nil); !errors.Is(err, device.ErrGone) {
		t.Errorf("an unplugged phone: %v", err)
	}
}

func TestManyMessagesInBoundedMemory(t *testing.T) {
	const n = 12_000
	_, p := found(t, demo.Options{Items: 1, Small: true, Messages: n})
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	sms, peak := 0, uint64(0)
	last := ""
	if err := p.Records(t.Context(), records.Messages, &records.Problems{}, func(r records.Record) error {
		m := r.(records.Message)
		if !m.MMS {
			sms++
		}
		if sms%2000 == 0 {
			runtime.ReadMemStats(&after)
			peak = max(peak, after.HeapAlloc)
		}
		if m.Body != "" && m.Body == last {
			t.Fatalf("twice: %q", m.Body)
		}
		last = m.Body
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if sms != n {
		t.Errorf("%d messages of %d", sms, n)
	}
	if grown := int64(peak) - int64(before.HeapAlloc); grown > 96<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
}

func BenchmarkMessages50000(b *testing.B) {
	_, p := found(b, demo.Options{Items: 1, Messages: 50_000})
	for b.Loop() {
		n := 0
		var m runtime.MemStats
		peak := uint64(0)
		start := time.Now()
		if err := p.Records(b.Context(), records.Messages, &records.Problems{}, func(records.Record) error {
			if n++; n%5000 == 0 {
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse)
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(n)/time.Since(start).Seconds(), "messages/s")
		b.ReportMetric(float64(peak)/(1<<20), "heap-MB")
	}
}
