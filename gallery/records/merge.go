package records

import (
	"slices"
	"strings"
)

// SamePerson reports whether two entries are most likely of one person: they show
// the same name, however it is written, and share a number or a mail address, or one
// of them has neither.
func (c Contact) SamePerson(o Contact) bool {
	if foldName(c.Shown()) != foldName(o.Shown()) {
		return false
	}
	a, b := c.reach(), o.reach()
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(k string) bool { return slices.Contains(b, k) })
}

// NameKey is equal for all spellings of the name a contact shows.
func (c Contact) NameKey() string { return foldName(c.Shown()) }

// reach is how a person is reached, comparable.
func (c Contact) reach() []string {
	var keys []string
	for _, p := range c.Phones {
		if t := Tail(p.Value); t != "" {
			keys = append(keys, t)
		}
	}
	for _, m := range c.Mails {
		if s := strings.ToLower(strings.TrimSpace(m.Value)); s != "" {
			keys = append(keys, s)
		}
	}
	return keys
}

// Lacks returns the details of c that have does not have: what must be added for have
// to say all that c does. A value counts as there whatever it is labelled; name,
// picture, star and groups are have's own affair. empty reports that nothing is
// missing.
func (c Contact) Lacks(have Contact) (missing Contact, empty bool) {
	c, have = c.Canonical(), have.Canonical()
	missing.Phones = lacking(c.Phones, have.Phones, func(l Labelled) string { return Tail(l.Value) })
	missing.Mails = lacking(c.Mails, have.Mails, func(l Labelled) string { return strings.ToLower(l.Value) })
	value := func(l Labelled) string { return l.Value }
	missing.Dates = lacking(c.Dates, have.Dates, func(l Labelled) string { return l.Kind + "\x00" + l.Value })
	missing.Websites = lacking(c.Websites, have.Websites, value)
	missing.Relations = lacking(c.Relations, have.Relations, value)
	missing.SIPs = lacking(c.SIPs, have.SIPs, value)
	missing.Addresses = lacking(c.Addresses, have.Addresses, func(a Address) string {
		return foldName(strings.Join([]string{a.Street, a.POBox, a.City, a.Postcode, a.Country}, " "))
	})
	missing.Orgs = lacking(c.Orgs, have.Orgs, func(o Org) string { return o.Company + "\x00" + o.Title })
	missing.IMs = lacking(c.IMs, have.IMs, func(m IM) string { return m.Value })
	same := func(s string) string { return s }
	missing.Nicknames = lacking(c.Nicknames, have.Nicknames, same)
	missing.Notes = lacking(c.Notes, have.Notes, same)
	if len(missing.Notes) > 0 && len(have.Notes) > 0 { // a contact has one note: what is in it already is not missing
		missing.Notes = slices.DeleteFunc(missing.Notes, func(n string) bool { return strings.Contains(strings.Join(have.Notes, "\n"), n) })
	}
	empty = len(missing.Phones)+len(missing.Mails)+len(missing.Dates)+len(missing.Websites)+len(missing.Relations)+len(missing.SIPs)+
		len(missing.Addresses)+len(missing.Orgs)+len(missing.IMs)+len(missing.Nicknames)+len(missing.Notes) == 0
	return missing, empty
}

// lacking are the values of want whose key no value of have has.
func lacking[T any](want, have []T, key func(T) string) []T {
	var out []T
	for _, w := range want {
		if !slices.ContainsFunc(have, func(h T) bool { return key(h) == key(w) }) {
			out = append(out, w)
		}
	}
	return out
}

// Joined is c with what other says beyond it, when both are of one person.
func (c Contact) Joined(other Contact) Contact {
	missing, empty := other.Lacks(c)
	if len(c.Photo) == 0 {
		c.Photo, c.PhotoMIME = other.Photo, other.PhotoMIME
	}
	c.Starred = c.Starred || other.Starred
	for _, g := range other.Groups {
		if !slices.Contains(c.Groups, g) {
			c.Groups = append(slices.Clip(c.Groups), g)
		}
	}
	if empty {
		return c
	}
	c.Phones = slices.Concat(c.Phones, missing.Phones)
	c.Mails = slices.Concat(c.Mails, missing.Mails)
	c.Dates = slices.Concat(c.Dates, missing.Dates)
	c.Websites = slices.Concat(c.Websites, missing.Websites)
	c.Relations = slices.Concat(c.Relations, missing.Relations)
	c.SIPs = slices.Concat(c.SIPs, missing.SIPs)
	c.Addresses = slices.Concat(c.Addresses, missing.Addresses)
	c.Orgs = slices.Concat(c.Orgs, missing.Orgs)
	c.IMs = slices.Concat(c.IMs, missing.IMs)
	c.Nicknames = slices.Concat(c.Nicknames, missing.Nicknames)
	c.Notes = slices.Concat(c.Notes, missing.Notes)
	return c
}
