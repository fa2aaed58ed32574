package callsxml

import (
	"bytes"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"keepsake/gallery/records"
)

func read(t testing.TB, text string) ([]records.Call, *records.Problems) {
	t.Helper()
	var p records.Problems
	all, err := records.Collect(Read(strings.NewReader(text), &p))
	if err != nil {
		t.Fatal(err)
	}
	return all, &p
}

func written(t testing.TB, all []records.Call) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, records.Each(all), Options{Count: len(all)}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func sample(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("testdata/calls.xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSample(t *testing.T) {
	all, p := read(t, sample(t))
	want := []records.Call{{
		Number: "+10005550101", Date: 1700000100000, Duration: 65, Type: records.Incoming, Presentation: records.PresentAllowed,
		Contact: "Alice Sample", Subscription: "1", Component: "com.android.phone/com.android.services.telephony.TelephonyConnectionService",
	}, {Date: 1700000200000, Type: records.Missed, Presentation: records.PresentRestricted}}
	if p.Count != 0 || !reflect.DeepEqual(all, want) {
		t.Fatalf("got  %+v\nwant %+v\n%v", all, want, p.List)
	}
	again, p := read(t, written(t, all))
	if p.Count != 0 || !reflect.DeepEqual(again, all) {
		t.Errorf("written and read again: %+v %v", again, p.List)
	}
}

func TestDamage(t *testing.T) {
	all, p := read(t, `<calls count="3"><call number="1" date="1" type="1" /><call number="2 <<<><call number="3" date="3" /></calls>`)
	if len(all) != 2 || all[1].Number != "3" || p.Count != 1 {
		t.Errorf("%+v %v", all, p.List)
	}
	if _, err := records.Collect(Read(strings.NewReader("<smses/>"), &records.Problems{})); !errors.Is(err, ErrOther) {
		t.Errorf("messages read as calls: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f))
	f.Add(`<calls><call number="null" date="x" type="99999999999" odd="1" _id="3"/>`)
	f.Fuzz(func(t *testing.T, text string) {
		var p records.Problems
		all, err := records.Collect(Read(strings.NewReader(text), &p))
		if err != nil {
			return
		}
		once := written(t, all)
		again, q := read(t, once)
		if q.Count != 0 {
			t.Fatalf("what was written has problems: %v\n%s", q.List, once)
		}
		if twice := written(t, again); twice != once {
			t.Fatalf("written twice:\n%s\n%s", once, twice)
		}
	})
}
