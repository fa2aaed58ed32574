package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"keepsake/gallery/records"
)

func TestGrams(t *testing.T) {
	for _, c := range []struct {
		s, kept, asked string
	}{
		{"", "", ""},
		{"ab", "", ""},
		{"abc", "abc", "abc"},
		{"to be", "to |o b| be", "to |o b| be"},
		{"图书", "图书", "图书"},
		{"图书馆", "图书|图书馆|书馆", "图书馆"},
		{"a图", "a图", "a图"},
		{"图a", "图a", "图a"},
		{"图", "", ""},
		{"한국", "한국", "한국"},
	} {
		for all, want := range map[bool]string{true: c.kept, false: c.asked} {
			got := slices.Sorted(gramsOf(c.s, all))
			wants := strings.FieldsFunc(want, func(r rune) bool { return r == '|' })
			slices.Sort(wants)
			if !slices.Equal(got, wants) {
				t.Errorf("%q, all %v: %q, want %q", c.s, all, got, wants)
			}
		}
	}
}

// Whatever part of a message is searched for, it is found as by looking through all
// of them, and through the grams whenever they are few.
func TestSearchFindsWhatLookingThroughFinds(t *testing.T) {
	x := open(t, t.TempDir())
	all := talk(2000)
	for i := range 4 {
		putRecords(t, x, "p1", records.Messages, fmt.Sprint(i, ".xml"), all[i*500:(i+1)*500]...)
	}
	through := 0
	for i := 3; i < len(all); i += 37 {
		body := []rune(all[i].(records.Message).Body)
		for _, n := range []int{1, 2, 3, 5, 9} {
			from := i % max(len(body)-n, 1)
			search := strings.TrimSpace(strings.ReplaceAll(string(body[from:min(from+n, len(body))]), `"`, ""))
			q := RecordQuery{Category: records.Messages, Search: `"` + search + `"`}
			want := map[string]int{}
			for _, r := range all {
				m := r.(records.Message)
				if strings.Contains(fold(strings.Join(append(m.Others(), m.Body), "\n")), fold(search)) {
					want[m.Body]++
				}
			}
			got := map[string]int{}
			for _, s := range texts(t, x, q) {
				got[s]++
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%q: %d found, want %d", search, len(got), len(want))
			}
			if narrow, err := x.narrowed(t.Context(), q); err != nil {
				t.Fatal(err)
			} else if narrow.IDs != nil {
				through++
			} else if n >= 3 && len([]rune(search)) >= 3 && len(want) < 2000/oneByOne/10 {
				t.Errorf("%q, found %d times, is looked for in all", search, len(want))
			}
		}
	}
	if through < 50 {
		t.Errorf("only %d searches went through the grams", through)
	}
	// A file that is gone is found no more.
	if err := x.SealRecords(t.Context(), "p1", records.Messages, "s", []string{"0.xml"}); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := x.main.read.QueryRow(`SELECT count(DISTINCT part) FROM grams`).Scan(&left); err != nil || left != 1 {
		t.Errorf("the grams of %d files are left, %v", left, err)
	}
}
