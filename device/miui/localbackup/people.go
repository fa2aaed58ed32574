package localbackup

import (
	"net/http"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"

	"keepsake/gallery/records"
)

// addressBook reads AddressBook: groups, then contacts.
func addressBook(b []byte, c *Contents, p *records.Problems) {
	book, err := parse(b)
	if err != nil {
		p.Add("address book", "%w", err)
		return
	}
	byGUID, byLUID := map[string]string{}, map[string]string{}
	book.each(1, "group", p, func(g message) {
		if g.int(4) == 0 {
			byGUID[g.str(1)], byLUID[g.str(2)] = g.str(5), g.str(5)
		}
	})
	book.each(2, "contact", p, func(m message) {
		if m.int(4) != 0 {
			return // deleted
		}
		x := contact(m, p)
		m.each(16, "group of a contact", p, func(g message) {
			title := g.str(3)
			if t := byGUID[g.str(1)]; title == "" && g.str(1) != "" {
				title = t
			}
			if title == "" {
				title = byLUID[g.str(2)]
			}
			if title != "" {
				x.Groups = append(x.Groups, title)
			}
		})
		c.Contacts = append(c.Contacts, x)
	})
}

func contact(m message, p *records.Problems) records.Contact {
	x := records.Contact{ID: m.str(2), Account: "com.xiaomi", Starred: m.bool(18)}
	m.each(5, "name", p, func(n message) {
		x.Name = records.Name{Display: n.str(1), Given: n.str(2), Middle: n.str(3), Family: n.str(4)}
	})
	labelled := func(n protowire.Number, what string, kind func(int) string) (list []records.Labelled) {
		m.each(n, what, p, func(l message) {
			list = append(list, records.Labelled{Value: l.str(1), Kind: kind(int(l.int(2))), Label: l.str(3)})
		})
		return list
	}
	x.Phones = labelled(6, "number", records.PhoneKind)
	x.Mails = labelled(7, "mail address", records.MailKind)
	x.Dates = labelled(8, "date", records.DateKind)
	x.Websites = labelled(15, "website", records.WebsiteKind)
	m.each(9, "messenger", p, func(l message) {
		x.IMs = append(x.IMs, records.IM{Value: l.str(1), Protocol: records.Protocol(int(l.int(4))), Label: l.str(5)})
	})
	m.each(10, "nickname", p, func(l message) { x.Nicknames = append(x.Nicknames, l.str(1)) })
	m.each(11, "note", p, func(l message) { x.Notes = append(x.Notes, l.str(1)) })
	m.each(12, "organisation", p, func(l message) {
		x.Orgs = append(x.Orgs, records.Org{Company: l.str(1), Title: l.str(4), Department: l.str(5)})
	})
	m.each(13, "picture", p, func(l message) {
		if b := l.last(1).b; len(b) > 0 {
			x.Photo, x.PhotoMIME = b, http.DetectContentType(b)
		}
	})
	m.each(14, "address", p, func(l message) {
		x.Addresses = append(x.Addresses, records.Address{Formatted: l.str(1), Kind: records.AddressKind(int(l.int(2))), Label: l.str(3), Street: l.str(4),
			POBox: l.str(5), Neighborhood: l.str(6), City: l.str(7), Region: l.str(8), Postcode: l.str(9), Country: l.str(10)})
	})
	return x
}

func callLog(b []byte, c *Contents, p *records.Problems) {
	log, err := parse(b)
	if err != nil {
		p.Add("call log", "%w", err)
		return
	}
	log.each(1, "call", p, func(m message) {
		c.Calls = append(c.Calls, records.Call{ID: m.str(2), Number: m.str(3), Date: m.int(4), Duration: m.int(5), Type: records.CallType(m.int(6)), New: m.int(7) != 0})
	})
}

func settings(b []byte, c *Contents, p *records.Problems) {
	s, err := parse(b)
	if err != nil {
		p.Add("settings", "%w", err)
		return
	}
	for n, table := range map[protowire.Number]string{1: "system", 2: "secure"} {
		s.each(n, "setting", p, func(m message) {
			c.Settings = append(c.Settings, records.Setting{Table: table, Key: m.str(3), Value: m.str(4)})
		})
	}
}

// wifiConfigs reads networks as the backups of 2012 have them.
func wifiConfigs(b []byte, c *Contents, p *records.Problems) {
	w, err := parse(b)
	if err != nil {
		p.Add("networks", "%w", err)
		return
	}
	w.each(1, "network", p, func(m message) {
		n := wifiText(map[string]string{"ssid": m.str(3), "psk": m.str(5), "key_mgmt": m.str(15), "scan_ssid": strconv.FormatInt(m.int(12), 10),
			"wep_key0": m.str(6), "identity": m.str(33), "password": m.str(35)})
		if strings.TrimSpace(n.SSID) != "" {
			c.Wifi = append(c.Wifi, n)
		}
	})
}
