package rows

import (
	"slices"

	"keepsake/app/job/restore"
	"keepsake/gallery/records"
)

// planContacts compares contacts person by person. Entries of one person, from
// several accounts of the backup or of the phone, count as one.
func planContacts(d *restore.Draft, wanted, have []records.Record, add func(records.Record, restore.Step, int64) error) error {
	there := map[string][]records.Contact{}
	for _, r := range have {
		if c, ok := r.(records.Contact); ok {
			there[c.NameKey()] = append(there[c.NameKey()], c)
		}
	}
	type person struct {
		records.Contact
		others []records.Contact // further entries of the same
	}
	var people []*person
	byName := map[string][]*person{}
	for _, r := range wanted {
		c, ok := r.(records.Contact)
		if !ok {
			continue
		}
		key := c.NameKey()
		at := slices.IndexFunc(byName[key], func(p *person) bool { return p.SamePerson(c) })
		if at >= 0 {
			p := byName[key][at]
			p.Contact, p.others = p.Joined(c), append(p.others, c)
			continue
		}
		p := &person{Contact: c}
		byName[key], people = append(byName[key], p), append(people, p)
	}
	for _, p := range people {
		if err := planContact(d, p.Contact, there[p.NameKey()], add); err != nil {
			return err
		}
		for _, o := range p.others {
			if err := add(o, restore.Step{State: restore.Same, Reason: "it is of the same person as another entry, and is joined with that"}, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

func planContact(d *restore.Draft, c records.Contact, named []records.Contact, add func(records.Record, restore.Step, int64) error) error {
	var onto records.Contact // the entry of the phone that gets what is missing
	var all records.Contact
	found := false
	for _, h := range named {
		switch {
		case !c.SamePerson(h):
		case !found:
			onto, all, found = h, h, true
		default:
			all = all.Joined(h)
		}
	}
	if !found {
		return add(c, restore.Step{State: restore.New, Do: restore.Add}, 0)
	}
	missing, empty := c.Lacks(all)
	if empty {
		return add(c, restore.Step{State: restore.Same}, 0)
	}
	missing.Name = records.Name{Display: c.Shown()} // for the list; it is not written
	s := restore.Step{State: restore.Differs, Do: restore.Add, Reason: "it is there, and gets the details it lacks"}
	if d.Conflict == restore.Skip {
		s.Do, s.Reason = d.Conflict.Choose(false)
	}
	return add(missing, s, rowID(onto))
}
