package provider

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"keepsake/gallery/records"
	"keepsake/gallery/records/vcard"
)

const (
	contactsURI = "content://com.android.contacts/"
	vcardBatch  = 40 // lookups of one call: a command line has a limit
)

// Contacts calls each with every contact: the rows of the address book, which
// hold groups, accounts and labels of one's own, with the pictures from the vCards
// the phone makes. Where the rows cannot be read, the vCards are taken alone.
func Contacts(ctx context.Context, sh Shell, p *records.Problems, each func(records.Contact) error) error {
	people, err := aggregates(ctx, sh)
	if err != nil {
		return err
	}
	all, err := raw(ctx, sh, 0, p)
	if err != nil {
		if isWire(err) || ctx.Err() != nil || len(people) == 0 {
			return err
		}
		p.Add("address book", "%w", err)
		return cards(ctx, sh, people, p, func(c records.Contact, _ int) error { return each(c) })
	}
	photos := slices.DeleteFunc(slices.Clone(people), func(a aggregate) bool { return !a.photo })
	pictures := map[int64]records.Contact{}
	err = cards(ctx, sh, photos, p, func(c records.Contact, i int) error {
		if i >= 0 && len(c.Photo) > 0 {
			pictures[photos[i].id] = records.Contact{Photo: c.Photo, PhotoMIME: c.PhotoMIME}
		}
		return nil
	})
	if err := aside(err, p, "pictures of contacts"); err != nil {
		return err
	}
	for _, r := range all {
		if c, ok := pictures[r.contact]; ok && (r.photo || !slices.ContainsFunc(all, func(o *rawContact) bool { return o.contact == r.contact && o.photo })) {
			r.Photo, r.PhotoMIME = c.Photo, c.PhotoMIME
		}
		if err := each(r.Contact); err != nil {
			return err
		}
	}
	return nil
}

// aggregate is a person as the phone shows it, joined of one or more raw contacts.
type aggregate struct {
	id           int64
	lookup, name string
	photo        bool
}

func aggregates(ctx context.Context, sh Shell) ([]aggregate, error) {
	var all []aggregate
	t := table{uri: contactsURI + "contacts", numbers: []string{"photo_id"}, texts: []string{"lookup", "display_name"}}
	err := t.read(ctx, sh, func(r row) error {
		all = append(all, aggregate{r.id, r.s("lookup"), r.s("display_name"), r.n("photo_id") != 0})
		return nil
	})
	return all, err
}

// cards reads the vCards of people and calls each with them and the index of
// whom a card is of, -1 where several have that name.
func cards(ctx context.Context, sh Shell, people []aggregate, p *records.Problems, each func(records.Contact, int) error) error {
	for at := 0; at < len(people); at += vcardBatch {
		some := people[at:min(at+vcardBatch, len(people))]
		lookups := make([]string, len(some))
		names := map[string]int{}
		for i, a := range some {
			lookups[i] = url.PathEscape(a.lookup)
			if _, twice := names[a.name]; twice {
				names[a.name] = -1
			} else {
				names[a.name] = at + i
			}
		}
		b, err := readBytes(ctx, sh, contactsURI+"contacts/as_multi_vcard/"+strings.Join(lookups, "%3A"), 64<<20)
		if err != nil {
			return err
		}
		n := 0
		for c, err := range vcard.Read(bytes.NewReader(b), p) {
			if err != nil {
				return fmt.Errorf("reading vCards: %w", err)
			}
			n++
			i, ok := names[c.Name.Display]
			if !ok {
				i = -1
			}
			if err := each(c, i); err != nil {
				return err
			}
		}
		if n != len(some) {
			p.Add("vCards", "the phone gave %d of %d", n, len(some))
		}
		for i, a := range some { // those of one name, each by itself
			if names[a.name] >= 0 || !a.photo {
				continue
			}
			b, err := readBytes(ctx, sh, contactsURI+"contacts/as_vcard/"+url.PathEscape(a.lookup), 64<<20)
			if err != nil {
				return err
			}
			for c, err := range vcard.Read(bytes.NewReader(b), p) {
				if err == nil && len(c.Photo) > 0 {
					if err := each(c, at+i); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// rawContact is one entry of one account.
type rawContact struct {
	records.Contact
	contact int64 // the aggregate
	photo   bool
}

// ContactsSince calls each with every contact whose raw contact's id is above last,
// without pictures.
func ContactsSince(ctx context.Context, sh Shell, last int64, p *records.Problems, each func(records.Contact) error) error {
	all, err := raw(ctx, sh, last, p)
	if err != nil {
		return err
	}
	for _, r := range all {
		if err := each(r.Contact); err != nil {
			return err
		}
	}
	return nil
}

// raw reads the raw contacts above an id with all their details.
func raw(ctx context.Context, sh Shell, last int64, p *records.Problems) ([]*rawContact, error) {
	groups := map[int64]string{}
	t := table{uri: contactsURI + "groups", numbers: []string{"deleted"}, texts: []string{"title"}}
	if err := aside(t.read(ctx, sh, func(r row) error {
		if r.n("deleted") == 0 {
			groups[r.id] = r.s("title")
		}
		return nil
	}), p, "groups"); err != nil {
		return nil, err
	}
	byID := map[int64]*rawContact{}
	var all []*rawContact
	t = table{uri: contactsURI + "raw_contacts", where: above("_id", last), numbers: []string{"contact_id", "deleted", "starred"}, texts: []string{"account_type", "display_name"}}
	if err := t.read(ctx, sh, func(r row) error {
		if r.n("deleted") != 0 {
			return nil
		}
		c := &rawContact{contact: r.n("contact_id"), Contact: records.Contact{ID: id(r.id), Account: r.s("account_type"), Starred: r.n("starred") != 0,
			Name: records.Name{Display: r.s("display_name")}}}
		byID[r.id], all = c, append(all, c)
		return nil
	}); err != nil {
		return nil, err
	}
	// The numbers of types are among the texts: a row of another kind has words there.
	t = table{uri: contactsURI + "data", where: above("raw_contact_id", last), window: 1500, numbers: []string{"raw_contact_id"}, texts: append([]string{"mimetype"}, dataColumns...)}
	err := t.read(ctx, sh, func(r row) error {
		if c := byID[r.n("raw_contact_id")]; c != nil {
			d := make([]string, len(dataColumns)+1)
			for i, name := range dataColumns {
				d[i+1] = r.s(name)
			}
			c.detail(r.s("mimetype"), d, groups)
		}
		return nil
	})
	var refused *QueryError
	if err != nil && len(all) > 0 && errors.As(err, &refused) {
		return nil, err
	}
	return all, err
}

// above is a clause for the rows whose column is higher than last; 0: all.
func above(column string, last int64) string {
	if last <= 0 {
		return ""
	}
	return column + ">" + id(last)
}

// dataColumns are data1 … data14; data15 is the picture's bytes, which the tool
// does not print.
var dataColumns = []string{"data1", "data2", "data3", "data4", "data5", "data6", "data7", "data8", "data9", "data10", "data11", "data12", "data13", "data14"}

// detail takes over one data row (ContactsContract.CommonDataKinds); d[1] is data1.
func (c *rawContact) detail(mime string, d []string, groups map[int64]string) {
	labelled := func(kind func(int) string) records.Labelled {
		return records.Labelled{Value: d[1], Kind: kind(small(d[2])), Label: d[3]}
	}
	kind, known := strings.CutPrefix(mime, "vnd.android.cursor.item/")
	if !known {
		kind = ""
	}
	switch kind {
	case "name":
		c.Name = records.Name{Display: cmp.Or(d[1], c.Name.Display), Given: d[2], Family: d[3], Prefix: d[4], Middle: d[5], Suffix: d[6],
			PhoneticGiven: d[7], PhoneticMiddle: d[8], PhoneticFamily: d[9]}
	case "phone_v2":
		c.Phones = append(c.Phones, labelled(records.PhoneKind))
	case "email_v2":
		c.Mails = append(c.Mails, labelled(records.MailKind))
	case "postal-address_v2":
		c.Addresses = append(c.Addresses, records.Address{Formatted: d[1], Kind: records.AddressKind(small(d[2])), Label: d[3], Street: d[4], POBox: d[5],
			Neighborhood: d[6], City: d[7], Region: d[8], Postcode: d[9], Country: d[10]})
	case "organization":
		c.Orgs = append(c.Orgs, records.Org{Company: d[1], Title: d[4], Department: d[5]})
	case "contact_event":
		c.Dates = append(c.Dates, labelled(records.DateKind))
	case "im":
		protocol := -1
		if d[5] != "" {
			protocol = int(integer(d[5]))
		}
		c.IMs = append(c.IMs, records.IM{Value: d[1], Protocol: records.Protocol(protocol), Label: d[6]})
	case "nickname":
		c.Nicknames = append(c.Nicknames, d[1])
	case "note":
		c.Notes = append(c.Notes, d[1])
	case "website":
		c.Websites = append(c.Websites, labelled(records.WebsiteKind))
	case "relation":
		c.Relations = append(c.Relations, labelled(records.RelationKind))
	case "sip_address":
		c.SIPs = append(c.SIPs, labelled(records.MailKind))
	case "group_membership":
		if t := groups[integer(d[1])]; t != "" {
			c.Groups = append(c.Groups, t)
		}
	case "photo":
		c.photo = true
	default:
		c.Custom = append(c.Custom, records.CustomData{MIME: mime, Data: d[1:]})
	}
}
