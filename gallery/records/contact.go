package records

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Contact is one person or firm of an address book: an Android raw contact.
type Contact struct {
	ID      string `json:"id,omitempty"`      // the phone's raw contact id; changes when it is restored
	Account string `json:"account,omitempty"` // "com.xiaomi", "com.google" …; "" on the phone itself

	Name       Name         `json:"name"`
	Nicknames  []string     `json:"nicknames,omitempty"`
	Phones     []Labelled   `json:"phones,omitempty"`
	Mails      []Labelled   `json:"mails,omitempty"`
	Addresses  []Address    `json:"addresses,omitempty"`
	Orgs       []Org        `json:"orgs,omitempty"`
	Dates      []Labelled   `json:"dates,omitempty"` // value "1990-04-01", or "--04-01" without a year
	IMs        []IM         `json:"ims,omitempty"`
	Websites   []Labelled   `json:"websites,omitempty"`
	Relations  []Labelled   `json:"relations,omitempty"`
	SIPs       []Labelled   `json:"sips,omitempty"`
	Groups     []string     `json:"groups,omitempty"` // titles
	Notes      []string     `json:"notes,omitempty"`
	Starred    bool         `json:"starred,omitempty"`
	Photo      []byte       `json:"photo,omitempty"`      // JPEG or PNG, as the phone gives it
	PhotoMIME  string       `json:"photo_mime,omitempty"` // "" when there is no photo
	Properties []string     `json:"properties,omitempty"` // vCard lines that mean nothing here, kept word for word
	Custom     []CustomData `json:"custom,omitempty"`     // data rows of other mime types
}

// Name is a name in its parts. Display is what the phone shows.
type Name struct {
	Display        string `json:"display,omitempty"`
	Prefix         string `json:"prefix,omitempty"`
	Given          string `json:"given,omitempty"`
	Middle         string `json:"middle,omitempty"`
	Family         string `json:"family,omitempty"`
	Suffix         string `json:"suffix,omitempty"`
	PhoneticGiven  string `json:"phonetic_given,omitempty"`
	PhoneticMiddle string `json:"phonetic_middle,omitempty"`
	PhoneticFamily string `json:"phonetic_family,omitempty"`
}

// Labelled is a value with its kind ("home", "mobile" …, see PhoneKind). Label is
// set for the kind Custom only.
type Labelled struct {
	Value string `json:"value"`
	Kind  string `json:"kind,omitempty"`
	Label string `json:"label,omitempty"`
}

// Address is a postal address.
type Address struct {
	Kind         string `json:"kind,omitempty"`
	Label        string `json:"label,omitempty"`
	Formatted    string `json:"formatted,omitempty"` // as shown, when there are no parts
	POBox        string `json:"pobox,omitempty"`
	Neighborhood string `json:"neighborhood,omitempty"`
	Street       string `json:"street,omitempty"`
	City         string `json:"city,omitempty"`
	Region       string `json:"region,omitempty"`
	Postcode     string `json:"postcode,omitempty"`
	Country      string `json:"country,omitempty"`
}

// Org is an employer or association.
type Org struct {
	Company    string `json:"company,omitempty"`
	Department string `json:"department,omitempty"`
	Title      string `json:"title,omitempty"`
}

// IM is an instant messenger's name for a person. Protocol is a word of Protocol,
// or for Custom what Label says.
type IM struct {
	Value    string `json:"value"`
	Protocol string `json:"protocol,omitempty"`
	Label    string `json:"label,omitempty"`
}

// CustomData is a data row whose mime type is none of the above: data1 … data14.
type CustomData struct {
	MIME string   `json:"mime"`
	Data []string `json:"data"`
}

// Category implements Record.
func (Contact) Category() Category { return Contacts }

// Shown is the name to show: the display name, else the parts, the firm, the
// nickname, the first number or mail address. "" when there is nothing at all.
func (c Contact) Shown() string {
	n := c.Name
	try := []string{n.Display, joined(n.Given, n.Middle, n.Family)}
	for _, o := range c.Orgs {
		try = append(try, o.Company)
	}
	try = append(try, c.Nicknames...)
	for _, l := range c.Phones {
		try = append(try, l.Value)
	}
	for _, l := range c.Mails {
		try = append(try, l.Value)
	}
	for _, s := range try {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

func joined(parts ...string) string {
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// Identity is the shown name and every telephone number and mail address, however
// they are written: the same person of two accounts, or of two phones, meets here.
func (c Contact) Identity() string {
	var keys []string
	for _, p := range c.Phones {
		keys = append(keys, Tail(p.Value))
	}
	for _, m := range c.Mails {
		keys = append(keys, strings.ToLower(strings.TrimSpace(m.Value)))
	}
	return identity(Contacts, append([]string{foldName(c.Shown())}, sorted(keys)...)...)
}

// foldName leaves of a name what two spellings of it share.
func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// Canonical returns the contact with its lists in order, texts made safe and what
// says nothing left out.
func (c Contact) Canonical() Contact {
	n := &c.Name
	for _, f := range []*string{&n.Display, &n.Prefix, &n.Given, &n.Middle, &n.Family, &n.Suffix,
		&n.PhoneticGiven, &n.PhoneticMiddle, &n.PhoneticFamily, &c.ID, &c.Account} {
		*f = strings.TrimSpace(Text(*f))
	}
	c.Nicknames, c.Groups = sorted(c.Nicknames), sorted(c.Groups)
	c.Notes = sorted(c.Notes)
	c.Phones = labels(c.Phones)
	c.Mails = labels(c.Mails)
	c.Dates = labels(c.Dates)
	c.Websites = labels(c.Websites)
	c.Relations = labels(c.Relations)
	c.SIPs = labels(c.SIPs)
	c.Addresses = list(c.Addresses, Address.canonical, func(a Address) string {
		return strings.Join([]string{a.Kind, a.Label, a.Country, a.City, a.Street, a.Formatted, a.POBox, a.Neighborhood, a.Region, a.Postcode}, "\x00")
	})
	c.Orgs = list(c.Orgs, func(o Org) (Org, bool) {
		trims(&o.Company, &o.Department, &o.Title)
		return o, o != Org{}
	}, func(o Org) string { return o.Company + "\x00" + o.Department + "\x00" + o.Title })
	c.IMs = list(c.IMs, func(m IM) (IM, bool) {
		trims(&m.Value, &m.Protocol, &m.Label)
		m.Protocol, m.Label = kindAndLabel(m.Protocol, m.Label)
		return m, m.Value != ""
	}, func(m IM) string { return m.Protocol + "\x00" + m.Label + "\x00" + m.Value })
	c.Properties = sorted(c.Properties)
	c.Custom = list(c.Custom, CustomData.canonical, func(d CustomData) string { return d.MIME + "\x00" + strings.Join(d.Data, "\x00") })
	if len(c.Photo) == 0 {
		c.Photo, c.PhotoMIME = nil, ""
	}
	n.Display = cmp.Or(n.Display, c.Shown())
	return c
}

// Digest implements Record.
func (c Contact) Digest() string {
	c = c.Canonical()
	c.ID = ""
	return digest(c)
}

// SortContacts puts contacts into the order in which they are kept: by name as
// folded, then by everything else, so that the order in which a phone happens to
// give them changes no byte.
func SortContacts(all []Contact) {
	type keyed struct {
		name, shown, digest string
		c                   Contact
	}
	k := make([]keyed, len(all))
	for i, c := range all {
		s := c.Shown()
		k[i] = keyed{foldName(s), s, c.Digest(), c}
	}
	slices.SortFunc(k, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.shown, b.shown), cmp.Compare(a.digest, b.digest), compareIDs(a.c.ID, b.c.ID))
	})
	for i := range k {
		all[i] = k[i].c
	}
}

// compareIDs orders row numbers as numbers.
func compareIDs(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

func trims(fields ...*string) {
	for _, f := range fields {
		*f = strings.TrimSpace(Text(*f))
	}
}

// list brings a list into order, drops what is empty and what is said twice.
func list[T any](in []T, clean func(T) (T, bool), key func(T) string) []T {
	var out []T
	for _, v := range in {
		if v, ok := clean(v); ok {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	return slices.CompactFunc(out, func(a, b T) bool { return key(a) == key(b) })
}

func labels(in []Labelled) []Labelled {
	return list(in, func(l Labelled) (Labelled, bool) {
		trims(&l.Value, &l.Kind, &l.Label)
		l.Kind, l.Label = kindAndLabel(l.Kind, l.Label)
		return l, l.Value != ""
	}, func(l Labelled) string { return l.Kind + "\x00" + l.Label + "\x00" + l.Value })
}

// kindAndLabel: a label belongs to the kind Custom, which without one says no more
// than "other".
func kindAndLabel(kind, label string) (string, string) {
	switch {
	case kind != Custom && kind != "":
		return kind, ""
	case label != "":
		return Custom, label
	}
	return "other", ""
}

func (a Address) canonical() (Address, bool) {
	trims(&a.Kind, &a.Label, &a.Formatted, &a.POBox, &a.Neighborhood, &a.Street, &a.City, &a.Region, &a.Postcode, &a.Country)
	parts := a
	parts.Kind, parts.Label, parts.Formatted = "", "", ""
	a.Kind, a.Label = kindAndLabel(a.Kind, a.Label)
	if parts != (Address{}) {
		a.Formatted = "" // Android makes it of the parts
		return a, true
	}
	a.Street, a.Formatted = a.Formatted, "" // as Android does on import
	return a, a.Street != ""
}

func (d CustomData) canonical() (CustomData, bool) {
	out := make([]string, len(d.Data))
	for i, s := range d.Data {
		out[i] = Text(s)
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	d.MIME, d.Data = strings.TrimSpace(Text(d.MIME)), out
	return d, d.MIME != "" && len(out) > 0
}
