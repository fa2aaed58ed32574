package catalogue_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/app/ui/catalogue"
	"keepsake/app/ui/look"
	"keepsake/app/ui/uitest"
)

type thing struct{ phone, name string }

func TestModel(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	all := []thing{{"a", "pear"}, {"b", "apple"}, {"a", "fig"}, {"b", "pear"}}
	var fail error
	asked, short := 0, false
	m := catalogue.NewModel(catalogue.Source[thing]{
		List: func(_ context.Context, search string) ([]thing, error) {
			asked++
			var out []thing
			for _, x := range all {
				if strings.Contains(x.name, search) {
					out = append(out, x)
				}
			}
			return out, fail
		},
		Phone:   func(x thing) catalogue.Phone { return catalogue.Phone{ID: x.phone, Name: "phone " + x.phone} },
		Key:     func(x thing) string { return x.phone + x.name },
		Keep:    func(x thing) bool { return !short || len(x.name) < 4 },
		Compare: func(x, y thing) int { return strings.Compare(x.name, y.name) },
	}, b.Hop, b.Clock.After)
	names := func() string {
		var out []string
		for _, x := range m.Shown {
			out = append(out, x.phone+" "+x.name)
		}
		return strings.Join(out, ", ")
	}
	m.Load()
	b.Settle()
	if names() != "b apple, a fig, a pear, b pear" || len(m.Phones) != 2 {
		t.Errorf("shown are %s, of %v", names(), m.Phones)
	}
	m.Step(1)
	m.Step(1)
	if x, ok := m.Open(); !ok || x.name != "fig" || m.Step(-5) {
		t.Errorf("open is %+v", x)
	}
	m.SetPhone("b")
	if names() != "b apple, b pear" || m.At() != -1 {
		t.Errorf("of b: %s", names())
	}
	m.SetPhone("")
	short = true
	m.Arrange()
	if names() != "a fig" {
		t.Errorf("short ones: %s", names())
	}
	short = false
	was := asked
	for _, s := range []string{"p", "pe", "pea"} {
		m.SetSearch(s)
	}
	b.Clock.Advance(time.Second)
	b.Settle()
	if asked != was+1 || names() != "a pear, b pear" || len(m.Phones) != 2 {
		t.Errorf("%d searches found %s", asked-was, names())
	}
	m.SetSearch("zebra")
	b.Clock.Advance(time.Second)
	b.Settle()
	if m.Nothing() || names() != "" {
		t.Error("a search that finds nothing is not a library that has nothing")
	}
	m.SetSearch("")
	fail = errors.New("no disk")
	b.Clock.Advance(time.Second)
	b.Settle()
	if !m.Nothing() || m.Err == nil || slices.Equal(m.All, all) {
		t.Errorf("after an error: %v, %v", m.Nothing(), m.Err)
	}
}
