package android

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"keepsake/device/demo/content"
	"keepsake/gallery/records"
	"keepsake/gallery/records/ical"
	"keepsake/gallery/records/vcard"
)

// ErrNothingShown: no activity on the screen asks for anything.
var ErrNothingShown = errors.New("nothing on the screen can be confirmed")

// AcceptImport is the owner's tap on OK in what is on the screen: the importer of
// contacts or of calendars takes its file in. It returns how many it took.
//
// Since Android 11 these apps may not look into shared storage: they need a content
// address, and the leave to read it.
func (s *System) AcceptImport() (int, error) {
	shown := s.Shown()
	if len(shown) == 0 {
		return 0, ErrNothingShown
	}
	in := shown[len(shown)-1]
	if in.Action != "android.intent.action.VIEW" {
		return 0, ErrNothingShown
	}
	b, err := s.openIntent(in)
	if err != nil {
		return 0, fmt.Errorf("open %s: %w", in.Data, err)
	}
	switch in.Type {
	case "text/x-vcard", "text/vcard":
		return s.importContacts(b)
	case "text/calendar":
		return s.importEvents(b)
	}
	return 0, fmt.Errorf("nothing on the phone opens %q", in.Type)
}

func (s *System) openIntent(in Intent) (io.Reader, error) {
	if path, ok := strings.CutPrefix(in.Data, "file://"); ok {
		if s.sdk() >= 30 {
			return nil, errors.New("open failed: EACCES (Permission denied)")
		}
		return s.Disk.Open(path)
	}
	u, err := content.ParseURI(in.Data)
	if err != nil {
		return nil, err
	}
	if !in.Grant || s.providers[u.Authority] == nil {
		return nil, errors.New("java.lang.SecurityException: Permission Denial: reading " + in.Data)
	}
	return s.providers[u.Authority].Read(u)
}

func (s *System) importContacts(r io.Reader) (n int, err error) {
	p, ok := s.providers["com.android.contacts"].(*people)
	if !ok {
		return 0, errors.New("no contacts on this phone")
	}
	var problems records.Problems
	for c, err := range vcard.Read(r, &problems) {
		if err != nil {
			return n, err
		}
		if err := p.importOne(c); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// importOne enters a vCard as the phone's importer does: into no account, without
// groups and without the star.
func (p *people) importOne(c records.Contact) error {
	raw, err := p.raw.Insert(content.Bound{{Column: "version", Value: int64(1)}, {Column: "deleted", Value: int64(0)}, {Column: "starred", Value: int64(0)},
		{Column: "contact_id", Value: p.lastContact() + 1}})
	if err != nil {
		return err
	}
	u := content.URI{Path: []string{"data"}}
	add := func(mime string, values map[int]string) {
		v := content.Bound{{Column: "raw_contact_id", Value: raw}, {Column: "mimetype", Value: mimeItem + mime}}
		for n, s := range values {
			if s != "" {
				v = v.With("data"+strconv.Itoa(n), s)
			}
		}
		err = errors.Join(err, p.Insert(u, v))
	}
	n := c.Name
	add("name", map[int]string{1: n.Display, 2: n.Given, 3: n.Family, 4: n.Prefix, 5: n.Middle, 6: n.Suffix, 7: n.PhoneticGiven, 8: n.PhoneticMiddle, 9: n.PhoneticFamily})
	labelled := func(mime string, list []records.Labelled, number func(string) int) {
		for _, l := range list {
			add(mime, map[int]string{1: l.Value, 2: strconv.Itoa(number(l.Kind)), 3: l.Label})
		}
	}
	labelled("phone_v2", c.Phones, records.PhoneType)
	labelled("email_v2", c.Mails, records.MailType)
	labelled("website", c.Websites, records.WebsiteType)
	labelled("contact_event", c.Dates, records.DateType)
	labelled("relation", c.Relations, records.RelationType)
	labelled("sip_address", c.SIPs, records.MailType)
	for _, a := range c.Addresses {
		add("postal-address_v2", map[int]string{1: a.Formatted, 2: strconv.Itoa(records.AddressType(a.Kind)), 3: a.Label, 4: a.Street, 5: a.POBox,
			6: a.Neighborhood, 7: a.City, 8: a.Region, 9: a.Postcode, 10: a.Country})
	}
	for _, o := range c.Orgs {
		add("organization", map[int]string{1: o.Company, 2: "1", 4: o.Title, 5: o.Department})
	}
	for _, m := range c.IMs {
		add("im", map[int]string{1: m.Value, 5: strconv.Itoa(records.ProtocolType(m.Protocol)), 6: m.Label})
	}
	for _, s := range c.Nicknames {
		add("nickname", map[int]string{1: s, 2: "1"})
	}
	for _, s := range c.Notes {
		add("note", map[int]string{1: s})
	}
	if len(c.Photo) > 0 {
		u.Path = []string{"raw_contacts", strconv.FormatInt(raw, 10), "display_photo"}
		err = errors.Join(err, p.Write(u, bytes.NewReader(c.Photo)))
	}
	return err
}

func (s *System) importEvents(r io.Reader) (n int, err error) {
	c, ok := s.providers["com.android.calendar"].(*calendar)
	if !ok {
		return 0, errors.New("no calendar on this phone")
	}
	var problems records.Problems
	calendars := c.calendars.Rows()
	if len(calendars) == 0 {
		return 0, errors.New("no calendar on this phone")
	}
	for e, err := range ical.Read(r, &problems) {
		if err != nil {
			return n, err
		}
		v := content.Bound{{Column: "calendar_id", Value: calendars[0][0]}, {Column: "title", Value: e.Title}, {Column: "dtstart", Value: e.Start},
			{Column: "eventTimezone", Value: "UTC"}, {Column: "allDay", Value: oneIf(e.AllDay)}, {Column: "eventLocation", Value: null(e.Location)},
			{Column: "description", Value: null(e.Description)}, {Column: "uid2445", Value: null(e.UID)}}
		if e.Zone != "" {
			v = v.With("eventTimezone", e.Zone)
		}
		if len(e.RRule) > 0 {
			v = v.With("rrule", strings.Join(e.RRule, "\n"))
		}
		if e.Duration != "" {
			v = v.With("duration", e.Duration)
		} else {
			v = v.With("dtend", e.End)
		}
		if err := c.Insert(content.URI{Path: []string{"events"}}, v); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
