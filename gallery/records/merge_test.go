package records

import "testing"

func TestSamePerson(t *testing.T) {
	c := func(name string, phones ...string) Contact {
		c := Contact{Name: Name{Display: name}}
		for _, p := range phones {
			c.Phones = append(c.Phones, Labelled{Value: p})
		}
		return c
	}
	for _, x := range []struct {
		a, b Contact
		want bool
	}{
		{c("Mara Ellison", "+44 7700 900142"), c("MARA  ELLISON", "07700 900142"), true},
		{c("Mara Ellison", "+44 7700 900142"), c("Mara Ellison", "+44 7700 900143"), false},
		{c("Mara Ellison", "+44 7700 900142", "1"), c("Mara Ellison", "1"), true},
		{c("Mara Ellison"), c("Mara Ellison", "1"), true},
		{c("Mara", "1"), c("Mona", "1"), false},
	} {
		if got := x.a.SamePerson(x.b); got != x.want || x.b.SamePerson(x.a) != x.want {
			t.Errorf("%v and %v: %v", x.a, x.b, got)
		}
	}
}

// What is lacking, added, leaves nothing lacking; what is there is not added twice.
func TestLacks(t *testing.T) {
	have := Contact{Name: Name{Display: "Mara"}, Phones: []Labelled{{Value: "+44 7700 900142", Kind: "home"}}, Notes: []string{"likes tea\nand rope"}}
	want := Contact{Name: Name{Display: "Mara"}, Phones: []Labelled{{Value: "07700900142", Kind: "mobile"}, {Value: "5", Kind: "work"}}, Mails: []Labelled{{Value: "M@example.com"}},
		Notes: []string{"likes tea"}, Addresses: []Address{{Street: "12 Quay Lane", City: "Port Wick"}}, Starred: true, Photo: []byte{1}}
	missing, empty := want.Lacks(have)
	if empty || len(missing.Phones) != 1 || missing.Phones[0].Value != "5" || len(missing.Mails) != 1 || len(missing.Notes) != 0 || len(missing.Addresses) != 1 || missing.Photo != nil {
		t.Errorf("%+v", missing)
	}
	both := have.Joined(want)
	if missing, empty := want.Lacks(both); !empty || !both.Starred || len(both.Photo) != 1 || len(both.Phones) != 2 {
		t.Errorf("%+v lacks %+v", both, missing)
	}
	if missing, empty := have.Lacks(have); !empty {
		t.Errorf("%+v", missing)
	}
}
