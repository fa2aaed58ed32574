package records

import (
	"cmp"
	"slices"
)

// Union is a contact with everything that either of two says of the same person:
// lists are joined, and where both say something of which there can be but one,
// c is right.
func (c Contact) Union(o Contact) Contact {
	n, m := &c.Name, o.Name
	n.Display = cmp.Or(n.Display, m.Display)
	if *n == (Name{Display: n.Display}) {
		display := n.Display
		*n = m
		n.Display = display
	}
	c.Nicknames = slices.Concat(c.Nicknames, o.Nicknames)
	c.Phones = joinLabels(c.Phones, o.Phones, Tail)
	c.Mails = joinLabels(c.Mails, o.Mails, foldName)
	c.Addresses = slices.Concat(c.Addresses, o.Addresses)
	c.Orgs = slices.Concat(c.Orgs, o.Orgs)
	c.Dates = joinLabels(c.Dates, o.Dates, nil)
	c.IMs = slices.Concat(c.IMs, o.IMs)
	c.Websites = joinLabels(c.Websites, o.Websites, nil)
	c.Relations = joinLabels(c.Relations, o.Relations, nil)
	c.SIPs = joinLabels(c.SIPs, o.SIPs, nil)
	c.Groups = slices.Concat(c.Groups, o.Groups)
	c.Notes = slices.Concat(c.Notes, o.Notes)
	c.Properties = slices.Concat(c.Properties, o.Properties)
	c.Custom = slices.Concat(c.Custom, o.Custom)
	c.Starred = c.Starred || o.Starred
	if len(c.Photo) == 0 {
		c.Photo, c.PhotoMIME = o.Photo, o.PhotoMIME
	}
	return c.Canonical()
}

// joinLabels adds the values that are not there yet; same tells what two spellings
// of one value share.
func joinLabels(have, more []Labelled, same func(string) string) []Labelled {
	out := slices.Clone(have)
	for _, l := range more {
		if !slices.ContainsFunc(out, func(h Labelled) bool {
			return h.Value == l.Value || same != nil && same(h.Value) != "" && same(h.Value) == same(l.Value)
		}) {
			out = append(out, l)
		}
	}
	return out
}
