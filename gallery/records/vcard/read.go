package vcard

import (
	"errors"
	"strings"

	"keepsake/gallery/records"
	"keepsake/gallery/records/contentline"
)

// The properties that are messengers' names.
var messengers = map[string]string{
	"X-AIM": "aim", "X-MSN": "msn", "X-YAHOO": "yahoo", "X-SKYPE-USERNAME": "skype", "X-SKYPE": "skype", "X-QQ": "qq",
	"X-GOOGLE-TALK": "google talk", "X-GTALK": "google talk", "X-ICQ": "icq", "X-JABBER": "jabber", "X-NETMEETING": "netmeeting",
}

// contact makes a contact of a card's lines.
func (c *card) contact(p *records.Problems, where string) records.Contact {
	var k records.Contact
	orgs := map[string]int{} // by group
	for i := range c.lines {
		l := &c.lines[i]
		v, err := decode(l)
		if err != nil {
			p.Add(where, "%s: %w", l.Name, err)
			continue
		}
		if !c.name(&k, l, v) && !c.reach(&k, l, v) && !c.org(&k, l, v, orgs) {
			c.rest(&k, l, v, p, where)
		}
	}
	return k.Canonical()
}

func (c *card) name(k *records.Contact, l *contentline.Line, v string) bool {
	n := &k.Name
	switch l.Name {
	case "FN":
		if n.Display == "" {
			n.Display = c.text(v)
		}
	case "N":
		if n.Family+n.Given+n.Middle+n.Prefix+n.Suffix == "" {
			f := c.fields(v, 5)
			n.Family, n.Given, n.Middle, n.Prefix, n.Suffix = f[0], f[1], f[2], f[3], f[4]
		}
	case "X-PHONETIC-FIRST-NAME":
		n.PhoneticGiven = c.text(v)
	case "X-PHONETIC-MIDDLE-NAME":
		n.PhoneticMiddle = c.text(v)
	case "X-PHONETIC-LAST-NAME":
		n.PhoneticFamily = c.text(v)
	case "NICKNAME":
		k.Nicknames = append(k.Nicknames, c.list(v)...)
	default:
		return false
	}
	return true
}

func (c *card) reach(k *records.Contact, l *contentline.Line, v string) bool {
	labelled := func(words map[string]string) records.Labelled {
		kind, label := c.kindAndLabel(l, words)
		return records.Labelled{Value: telURI(c.text(v)), Kind: kind, Label: label}
	}
	switch l.Name {
	case "TEL":
		k.Phones = append(k.Phones, labelled(phoneTypes))
	case "EMAIL":
		k.Mails = append(k.Mails, labelled(placeTypes))
	case "URL":
		k.Websites = append(k.Websites, labelled(placeTypes))
	case "X-SIP":
		k.SIPs = append(k.SIPs, labelled(placeTypes))
	case "ADR":
		kind, label := c.kindAndLabel(l, placeTypes)
		f := c.fields(v, 7)
		k.Addresses = append(k.Addresses, records.Address{Kind: kind, Label: label, POBox: f[0], Neighborhood: f[1], Street: f[2],
			City: f[3], Region: f[4], Postcode: f[5], Country: f[6]})
	case "IMPP":
		protocol, name, ok := strings.Cut(c.text(v), ":")
		if !ok {
			protocol, name = "", c.text(v)
		}
		im := records.IM{Value: name, Protocol: records.Custom, Label: protocol}
		switch protocol = strings.ToLower(protocol); protocol {
		case "xmpp":
			im.Protocol, im.Label = "jabber", ""
		case "sip", "sips":
			k.SIPs = append(k.SIPs, records.Labelled{Value: name, Kind: "other"})
			return true
		default:
			if records.ProtocolType(protocol) >= 0 {
				im.Protocol, im.Label = protocol, ""
			}
		}
		k.IMs = append(k.IMs, im)
	default:
		protocol, ok := messengers[l.Name]
		if !ok {
			return false
		}
		k.IMs = append(k.IMs, records.IM{Value: c.text(v), Protocol: protocol})
	}
	return true
}

// org joins ORG and TITLE: of one group they are one employment; without groups a
// title belongs to the firm before it.
func (c *card) org(k *records.Contact, l *contentline.Line, v string, groups map[string]int) bool {
	if l.Name != "ORG" && l.Name != "TITLE" {
		return false
	}
	group := strings.ToLower(l.Group)
	at, ok := groups[group]
	if ok {
		o := &k.Orgs[at]
		ok = l.Name == "ORG" && o.Company == "" && o.Department == "" || l.Name == "TITLE" && o.Title == ""
	}
	if !ok {
		k.Orgs = append(k.Orgs, records.Org{})
		at = len(k.Orgs) - 1
		groups[group] = at
	}
	o := &k.Orgs[at]
	if l.Name == "TITLE" {
		o.Title = c.text(v)
		return true
	}
	f := c.fields(v, 2)
	o.Company, o.Department = f[0], strings.Join(f[1:], ";")
	return true
}

func (c *card) rest(k *records.Contact, l *contentline.Line, v string, p *records.Problems, where string) {
	dated := func(kind string) {
		k.Dates = append(k.Dates, records.Labelled{Value: date(c.text(v), l.First("X-APPLE-OMIT-YEAR")), Kind: kind})
	}
	switch l.Name {
	case "BDAY":
		dated(records.Birthday)
	case "ANNIVERSARY", "X-ANNIVERSARY":
		dated("anniversary")
	case "X-ABDATE":
		kind, label := c.kindAndLabel(l, nil)
		k.Dates = append(k.Dates, records.Labelled{Value: date(c.text(v), ""), Kind: kind, Label: label})
	case "X-ABRELATEDNAMES", "RELATED":
		kind, label := c.kindAndLabel(l, nil)
		if low := strings.ToLower(label); records.RelationType(low) > 0 {
			kind, label = low, ""
		}
		k.Relations = append(k.Relations, records.Labelled{Value: c.text(v), Kind: kind, Label: label})
	case "NOTE":
		k.Notes = append(k.Notes, c.text(v))
	case "CATEGORIES":
		k.Groups = append(k.Groups, c.list(v)...)
	case starredName:
		k.Starred = strings.TrimSpace(v) == "1"
	case idName:
		k.ID = c.text(v)
	case accountName:
		k.Account = c.text(v)
	case "PHOTO":
		b, mime, err := picture(l)
		switch {
		case errors.Is(err, errNoPicture):
			k.Properties = append(k.Properties, l.Raw)
		case err != nil:
			p.Add(where, "%w", err)
		case k.Photo == nil:
			k.Photo, k.PhotoMIME = b, mime
		}
	case "X-ANDROID-CUSTOM":
		c.android(k, c.fields(v, 16))
	case "PRODID", "REV", "X-ABLABEL", "BEGIN", "END":
	default:
		if e := l.Encoding(); e == "QUOTED-PRINTABLE" { // kept readable, and valid in 3.0
			k.Properties = append(k.Properties, l.Name+":"+contentline.Escape(c.text(v)))
			return
		}
		k.Properties = append(k.Properties, l.Raw)
	}
}
