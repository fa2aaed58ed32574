package provider

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"keepsake/gallery/records"
)

// NewContact is a contact to be entered. Key is the writer's own word for it, of
// letters, digits and dashes; the phone keeps it with the contact, so that after an
// interruption it is known again.
type NewContact struct {
	records.Contact
	Key string
}

// keyMark begins what the phone keeps in the column sync1 of what was entered here.
const keyMark = "keepsake-"

// Feeder runs a command that reads something; an *adb.Device does.
type Feeder interface {
	Run(ctx context.Context, cmd string, stdin io.Reader, stdout, stderr io.Writer) (exit int, err error)
}

// PutContacts enters contacts that belong to no account, and returns what the phone
// said against each. Each is one row and one more for every detail; all rows of all
// contacts are made side by side. A contact whose details were refused is taken out
// again, and so are all of them when ctx ends in the middle. The pictures need a
// Feeder; one that the phone does not take costs nothing but itself.
func PutContacts(ctx context.Context, sh Shell, all []NewContact) (errs []error, err error) {
	x, err := newInserter(ctx, sh)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil && ctx.Err() != nil {
			x.clear(ctx, all)
		}
	}()
	heads := make([]insertion, len(all))
	for i, c := range all {
		heads[i] = insertion{uri: contactsURI + "raw_contacts"}
		heads[i].text("sync1", keyMark+c.Key)
		heads[i].flag("starred", c.Starred)
	}
	errs, err = x.insert(ctx, heads)
	if err != nil {
		return errs, err
	}
	ids, err := KeyedContacts(ctx, sh, keysOf(all))
	if err != nil {
		return errs, err
	}
	groups, err := x.groups(ctx, all)
	if err != nil {
		return errs, err
	}
	var rows []insertion
	var of []int // whose row
	for i, c := range all {
		id := ids[c.Key]
		if id == 0 {
			errs[i] = cmpErr(errs[i], errNotThere)
			continue
		}
		errs[i] = nil
		for _, r := range details(id, c.Contact, groups) {
			rows, of = append(rows, r), append(of, i)
		}
	}
	said, err := x.insert(ctx, rows)
	if err != nil {
		return errs, err
	}
	var halves []int64
	for j, e := range said {
		if i := of[j]; e != nil && errs[i] == nil {
			errs[i] = fmt.Errorf("%s: %w", strings.TrimPrefix(rows[j].kind(), mimePrefix), e)
			halves = append(halves, ids[all[i].Key])
		}
	}
	if err := x.remove(ctx, contactsURI+"raw_contacts", halves); err != nil {
		return errs, err
	}
	for i, c := range all {
		if errs[i] == nil && len(c.Photo) > 0 {
			if err := putPhoto(ctx, sh, ids[c.Key], c.Photo); err != nil {
				return errs, err
			}
		}
	}
	return errs, nil
}

// clear takes out what an end in the middle would leave: contacts without a name. ctx
// has ended; what is not cleared now is known by its key later.
func (x *inserter) clear(ctx context.Context, all []NewContact) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	found, err := KeyedContacts(ctx, x.sh, keysOf(all))
	if err != nil {
		return
	}
	_ = x.remove(ctx, contactsURI+"raw_contacts", slices.Collect(maps.Values(found)))
}

var errNotThere = errors.New("the phone said nothing against it, and does not have it")

func cmpErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func keysOf(all []NewContact) []string {
	keys := make([]string, len(all))
	for i, c := range all {
		keys[i] = c.Key
	}
	return keys
}

// KeyedContacts finds what PutContacts made: the raw contacts by their keys. Of two
// with one key, as an interruption may leave them, it is the later one.
func KeyedContacts(ctx context.Context, sh Shell, keys []string) (map[string]int64, error) {
	wanted := make(map[string]bool, len(keys))
	for _, k := range keys {
		wanted[k] = true
	}
	ids := map[string]int64{}
	t := table{uri: contactsURI + "raw_contacts", where: "deleted=0 AND sync1 LIKE '" + keyMark + "%'", texts: []string{"sync1"}}
	err := t.read(ctx, sh, func(r row) error {
		if k := strings.TrimPrefix(r.s("sync1"), keyMark); wanted[k] {
			ids[k] = r.id
		}
		return nil
	})
	return ids, err
}

const mimePrefix = "vnd.android.cursor.item/"

// kind is the mime type a row of details is bound to.
func (i insertion) kind() string {
	for _, b := range i.binds {
		if b.column == "mimetype" {
			return b.value
		}
	}
	return ""
}

// details are the rows of a contact (ContactsContract.CommonDataKinds).
func details(raw int64, c records.Contact, groups map[string]int64) []insertion {
	var rows []insertion
	add := func(mime string, values map[int]string) {
		r := insertion{uri: contactsURI + "data"}
		r.number("raw_contact_id", raw)
		r.text("mimetype", mime)
		bare := len(r.binds)
		for n := 1; n <= 14; n++ {
			r.text("data"+strconv.Itoa(n), values[n])
		}
		if len(r.binds) > bare {
			rows = append(rows, r)
		}
	}
	labelled := func(mime string, list []records.Labelled, number func(string) int) {
		for _, l := range list {
			add(mimePrefix+mime, map[int]string{1: l.Value, 2: strconv.Itoa(number(l.Kind)), 3: l.Label})
		}
	}
	if n := c.Name; n != (records.Name{}) {
		add(mimePrefix+"name", map[int]string{1: n.Display, 2: n.Given, 3: n.Family, 4: n.Prefix, 5: n.Middle, 6: n.Suffix,
			7: n.PhoneticGiven, 8: n.PhoneticMiddle, 9: n.PhoneticFamily})
	}
	labelled("phone_v2", c.Phones, records.PhoneType)
	labelled("email_v2", c.Mails, records.MailType)
	labelled("contact_event", c.Dates, records.DateType)
	labelled("website", c.Websites, records.WebsiteType)
	labelled("relation", c.Relations, records.RelationType)
	labelled("sip_address", c.SIPs, records.MailType)
	for _, a := range c.Addresses {
		add(mimePrefix+"postal-address_v2", map[int]string{1: a.Formatted, 2: strconv.Itoa(records.AddressType(a.Kind)), 3: a.Label, 4: a.Street,
			5: a.POBox, 6: a.Neighborhood, 7: a.City, 8: a.Region, 9: a.Postcode, 10: a.Country})
	}
	for _, o := range c.Orgs {
		add(mimePrefix+"organization", map[int]string{1: o.Company, 2: strconv.Itoa(records.OrgType("work")), 4: o.Title, 5: o.Department})
	}
	for _, m := range c.IMs {
		add(mimePrefix+"im", map[int]string{1: m.Value, 2: "3", 5: strconv.Itoa(records.ProtocolType(m.Protocol)), 6: m.Label})
	}
	for _, s := range c.Nicknames {
		add(mimePrefix+"nickname", map[int]string{1: s, 2: "1"})
	}
	for _, s := range c.Notes {
		add(mimePrefix+"note", map[int]string{1: s})
	}
	for _, g := range c.Groups {
		if id := groups[g]; id != 0 {
			add(mimePrefix+"group_membership", map[int]string{1: strconv.FormatInt(id, 10)})
		}
	}
	for _, d := range c.Custom {
		values := map[int]string{}
		if !strings.HasPrefix(d.MIME, mimePrefix) {
			continue // an app's own: it makes it anew when it comes
		}
		for i, s := range d.Data {
			values[i+1] = s
		}
		add(d.MIME, values)
	}
	return rows
}

// groups finds the phone's own groups that contacts are in, and makes those that are
// missing.
func (x *inserter) groups(ctx context.Context, all []NewContact) (map[string]int64, error) {
	var wanted []string
	for _, c := range all {
		for _, g := range c.Groups {
			if !slices.Contains(wanted, g) {
				wanted = append(wanted, g)
			}
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	found, err := localGroups(ctx, x.sh)
	if err != nil {
		return nil, err
	}
	var rows []insertion
	for _, g := range wanted {
		if found[g] == 0 {
			r := insertion{uri: contactsURI + "groups"}
			r.text("title", g)
			r.text("sync1", keyMark+"group")
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 {
		return found, nil
	}
	if _, err := x.insert(ctx, rows); err != nil { // a group that is refused is a group that is missing
		return nil, err
	}
	return localGroups(ctx, x.sh)
}

// localGroups are the groups that belong to no account, by their titles.
func localGroups(ctx context.Context, sh Shell) (map[string]int64, error) {
	found := map[string]int64{}
	t := table{uri: contactsURI + "groups", where: "account_type IS NULL AND deleted=0", texts: []string{"title"}}
	err := t.read(ctx, sh, func(r row) error {
		found[r.s("title")] = r.id
		return nil
	})
	return found, err
}

// putPhoto gives a contact its picture. The phone keeps one of its own making.
func putPhoto(ctx context.Context, sh Shell, raw int64, photo []byte) error {
	feeder, ok := sh.(Feeder)
	if !ok {
		return nil
	}
	_, err := feeder.Run(ctx, fmt.Sprintf("content write --uri %sraw_contacts/%d/display_photo", contactsURI, raw), bytes.NewReader(photo), nil, nil)
	if err != nil && (isWire(err) || ctx.Err() != nil) {
		return err
	}
	return nil
}

// AddDetails gives a contact of the phone, by its raw contact id, the details of c,
// and returns the ids of the rows that were made.
func AddDetails(ctx context.Context, sh Shell, raw int64, c records.Contact) ([]int64, error) {
	x, err := newInserter(ctx, sh)
	if err != nil {
		return nil, err
	}
	before, err := detailIDs(ctx, sh, raw)
	if err != nil {
		return nil, err
	}
	c.Name, c.Groups = records.Name{}, nil // its account's groups are not ours to enter it in
	said, err := x.insert(ctx, details(raw, c, nil))
	if err != nil {
		return nil, err
	}
	after, err := detailIDs(ctx, sh, raw)
	if err != nil {
		return nil, err
	}
	made := slices.DeleteFunc(after, func(id int64) bool { return slices.Contains(before, id) })
	return made, errors.Join(said...)
}

func detailIDs(ctx context.Context, sh Shell, raw int64) ([]int64, error) {
	t := table{uri: contactsURI + "data", where: "raw_contact_id=" + id(raw)}
	return t.ids(ctx, sh)
}

// DeleteDetails removes rows that AddDetails made.
func DeleteDetails(ctx context.Context, sh Shell, ids []int64) error {
	x, err := newInserter(ctx, sh)
	if err != nil {
		return err
	}
	return x.remove(ctx, contactsURI+"data", ids)
}

// DeleteContacts removes raw contacts by their ids, and the groups made for them that
// nobody is in any more.
func DeleteContacts(ctx context.Context, sh Shell, ids []int64) error {
	x, err := newInserter(ctx, sh)
	if err != nil {
		return err
	}
	if err := x.remove(ctx, contactsURI+"raw_contacts", ids); err != nil {
		return err
	}
	made := table{uri: contactsURI + "groups", where: "account_type IS NULL AND sync1='" + keyMark + "group'"}
	groups, err := made.ids(ctx, sh)
	if err != nil || len(groups) == 0 {
		return err
	}
	used := map[int64]bool{}
	t := table{uri: contactsURI + "data", where: "mimetype='" + mimePrefix + "group_membership'", texts: []string{"data1"}}
	if err := t.read(ctx, sh, func(r row) error { used[integer(r.s("data1"))] = true; return nil }); err != nil {
		return err
	}
	return x.remove(ctx, contactsURI+"groups", slices.DeleteFunc(groups, func(id int64) bool { return used[id] }))
}
