package vcard

import (
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"

	"keepsake/gallery/records"
	"keepsake/gallery/records/contentline"
)

// What no standard and no Android has a property for.
const (
	starredName = "X-STARRED"
	idName      = "X-KEEPSAKE-ID"
	accountName = "X-KEEPSAKE-ACCOUNT"
)

// Options say for whom to write.
type Options struct {
	// Plain leaves out what only Keepsake reads: for a file that is given away.
	Plain bool
}

// Write writes contacts as version 3.0. Equal contacts in equal order give equal
// bytes.
func Write(w io.Writer, all records.Sequence[records.Contact], o Options) error {
	cw := contentline.NewWriter(w)
	for c, err := range all {
		if err != nil {
			return err
		}
		write(cw, c.Canonical(), o)
	}
	if err := cw.Flush(); err != nil {
		return fmt.Errorf("write vCards: %w", err)
	}
	return nil
}

func write(w *contentline.Writer, c records.Contact, o Options) {
	w.Raw("BEGIN:VCARD")
	w.Raw("VERSION:3.0")
	n := c.Name
	w.Line("N", structured(n.Family, n.Given, n.Middle, n.Prefix, n.Suffix))
	w.Text("FN", n.Display)
	text(w, "X-PHONETIC-FIRST-NAME", n.PhoneticGiven)
	text(w, "X-PHONETIC-MIDDLE-NAME", n.PhoneticMiddle)
	text(w, "X-PHONETIC-LAST-NAME", n.PhoneticFamily)
	labelled(w, "TEL", phoneTypes, c.Phones)
	labelled(w, "EMAIL", placeTypes, c.Mails)
	for i, org := range c.Orgs {
		group := ""
		if len(c.Orgs) > 1 {
			group = "org" + strconv.Itoa(i+1) + "."
		}
		if org.Company != "" || org.Department != "" {
			v := contentline.Escape(org.Company)
			if org.Department != "" {
				v += ";" + contentline.Escape(org.Department)
			}
			w.Line(group+"ORG", v)
		}
		text(w, group+"TITLE", org.Title)
	}
	dates(w, c.Dates)
	if len(c.Nicknames) > 0 {
		w.Line("NICKNAME", listed(c.Nicknames))
	}
	for _, note := range c.Notes {
		w.Text("NOTE", note)
	}
	labelled(w, "URL", placeTypes, c.Websites)
	labelled(w, "X-SIP", placeTypes, c.SIPs)
	for _, a := range c.Addresses {
		w.Line(typed("ADR", typeParam(placeTypes, a.Kind, a.Label)),
			structured(a.POBox, a.Neighborhood, a.Street, a.City, a.Region, a.Postcode, a.Country))
	}
	ims(w, c.IMs)
	for _, r := range c.Relations {
		androidLine(w, relationMIME, r.Value, strconv.Itoa(records.RelationType(r.Kind)), r.Label)
	}
	if len(c.Groups) > 0 {
		w.Line("CATEGORIES", listed(c.Groups))
	}
	for _, d := range c.Custom {
		androidLine(w, d.MIME, d.Data...)
	}
	if c.Starred {
		w.Line(starredName, "1")
	}
	if !o.Plain {
		text(w, idName, c.ID)
		text(w, accountName, c.Account)
	}
	for _, raw := range c.Properties {
		if l, err := contentline.Parse(raw); err == nil && l.Name != "BEGIN" && l.Name != "END" && !strings.ContainsAny(raw, "\r\n") {
			w.Raw(raw)
		}
	}
	if len(c.Photo) > 0 {
		w.Line("PHOTO;ENCODING=B;TYPE="+strings.ToUpper(strings.TrimPrefix(c.PhotoMIME, "image/")), base64.StdEncoding.EncodeToString(c.Photo))
	}
	w.Raw("END:VCARD")
}

func text(w *contentline.Writer, name, v string) {
	if v != "" {
		w.Text(name, v)
	}
}

func structured(parts ...string) string {
	for i := range parts {
		parts[i] = contentline.Escape(parts[i])
	}
	return strings.Join(parts, ";")
}

func listed(all []string) string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = contentline.Escape(s)
	}
	return strings.Join(out, ",")
}

func labelled(w *contentline.Writer, name string, words map[string]string, all []records.Labelled) {
	for _, l := range all {
		head := name
		if l.Kind != "other" || name == "TEL" {
			head = typed(name, typeParam(words, l.Kind, l.Label))
		}
		w.Line(head, contentline.Escape(l.Value))
	}
}

// typed puts TYPE behind a name. Two words, as in WORK,FAX, are two values; a
// label is one, whatever is in it.
func typed(name, t string) string {
	if a, b, ok := strings.Cut(t, ","); ok && reserved(a) && reserved(b) && strings.ToUpper(t) == t {
		return name + ";TYPE=" + t
	}
	return contentline.Join(name, "TYPE", t)
}

func dates(w *contentline.Writer, all []records.Labelled) {
	for _, d := range all {
		switch {
		case d.Kind == records.Birthday:
			w.Text("BDAY", d.Value)
		case d.Kind == "anniversary":
			w.Text("ANNIVERSARY", d.Value)
		default:
			androidLine(w, eventMIME, d.Value, strconv.Itoa(records.DateType(d.Kind)), d.Label)
		}
	}
}

func ims(w *contentline.Writer, all []records.IM) {
	names := map[string]string{
		"aim": "X-AIM", "msn": "X-MSN", "yahoo": "X-YAHOO", "skype": "X-SKYPE-USERNAME", "qq": "X-QQ",
		"google talk": "X-GOOGLE-TALK", "icq": "X-ICQ", "jabber": "X-JABBER", "netmeeting": "X-NETMEETING",
	}
	for _, m := range all {
		if name := names[m.Protocol]; name != "" {
			w.Text(name, m.Value)
		} else {
			androidLine(w, imMIME, m.Value, "3", "", "", "-1", m.Label)
		}
	}
}
