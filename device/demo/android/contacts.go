package android

import (
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"keepsake/device/demo/content"
)

// people is the contacts provider, com.android.contacts.
type people struct{ list []*person }

const mimeItem = "vnd.android.cursor.item/"

var (
	contactColumns = []string{"_id", "lookup", "display_name", "starred", "has_phone_number", "photo_id", "in_visible_group", "times_contacted",
		"send_to_voicemail", "custom_ringtone", "name_raw_contact_id", "contact_last_updated_timestamp"}
	rawColumns = []string{"_id", "contact_id", "display_name", "account_type", "account_name", "data_set", "sourceid", "version", "dirty",
		"deleted", "starred"}
	dataColumns = []string{"_id", "raw_contact_id", "contact_id", "lookup", "mimetype", "data1", "data2", "data3", "data4", "data5", "data6",
		"data7", "data8", "data9", "data10", "data11", "data12", "data13", "data14", "data15", "display_name", "account_type", "account_name",
		"starred", "photo_id", "is_primary", "is_super_primary", "data_version", "hash_id"}
	groupColumns = []string{"_id", "title", "account_type", "account_name", "system_id", "deleted", "group_visible"}
)

// Table implements content.Provider.
func (p *people) Table(u content.URI, _ []content.Extra) (content.Table, error) {
	switch where := strings.Join(u.Path, "/"); where {
	case "contacts":
		return content.Table{Name: "view_contacts", Columns: contactColumns, Rows: p.contacts()}, nil
	case "raw_contacts":
		return content.Table{Name: "view_raw_contacts", Columns: rawColumns, Rows: p.raw()}, nil
	case "data", "data/phones", "data/emails":
		t := content.Table{Name: "view_data", Columns: dataColumns}
		only := map[string]string{"data/phones": mimeItem + "phone_v2", "data/emails": mimeItem + "email_v2"}[where]
		for _, r := range p.data() {
			if only == "" || r.At(4) == only {
				t.Rows = append(t.Rows, r)
			}
		}
		return t, nil
	case "groups":
		return content.Table{Name: "view_groups", Columns: groupColumns, Rows: []content.Row{
			content.Values{int64(1), "My Contacts", "com.google", "owner@example.com", "Contacts", int64(0), int64(1)},
			content.Values{int64(2), "Friends", "com.google", "owner@example.com", "Friends", int64(0), int64(1)},
			content.Values{int64(3), "Book club", "com.xiaomi", "1000000001", nil, int64(0), int64(1)},
		}}, nil
	}
	return content.Table{}, badURI(u)
}

// lookup is the key that survives a change of ids.
func (p *person) lookup() string {
	return fmt.Sprintf("0r%d-%X", p.contact, sha1.Sum([]byte(p.display)))
}

func (p *people) of(contact int64) []*person {
	var all []*person
	for _, x := range p.list {
		if x.contact == contact {
			all = append(all, x)
		}
	}
	return all
}

func (p *people) contacts() []content.Row {
	var rows []content.Row
	for _, first := range p.list {
		parts := p.of(first.contact)
		if parts[0] != first {
			continue
		}
		var starred, phone bool
		var photo any
		for _, x := range parts {
			starred = starred || x.starred
			phone = phone || len(x.phones) > 0
			if photo == nil && x.picture > 0 {
				photo = photoID(x)
			}
		}
		rows = append(rows, content.Values{first.contact, first.lookup(), first.display, oneIf(starred), oneIf(phone), photo, int64(1), int64(0),
			int64(0), nil, first.id, int64(1700000000000)})
	}
	return rows
}

func (p *people) raw() []content.Row {
	var rows []content.Row
	for _, x := range p.list {
		rows = append(rows, content.Values{x.id, x.contact, x.display, null(x.account.kind), null(x.account.name), nil,
			fmt.Sprintf("%x", 1000+x.id), int64(2), int64(0), int64(0), oneIf(x.starred)})
	}
	return rows
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// photoID is the _id of the data row that holds a person's portrait: the
// first of that person's rows.
func photoID(x *person) any {
	if x.picture == 0 {
		return nil
	}
	return x.id*100 + 1
}

// data makes the rows of all details. Row ids leave room for a hundred per person.
func (p *people) data() []content.Row {
	var rows []content.Row
	for _, x := range p.list {
		next := x.id * 100
		add := func(mime string, values ...any) {
			next++
			row := make(content.Values, len(dataColumns))
			copy(row, []any{next, x.id, x.contact, x.lookup(), mimeItem + mime})
			copy(row[5:20], values)
			sum := sha1.Sum(fmt.Append(nil, mime, values, x.account))
			hash := base64.StdEncoding.EncodeToString(sum[:]) + "\n" // Xiaomi's column ends in a newline, always
			copy(row[20:], []any{x.display, null(x.account.kind), null(x.account.name), oneIf(x.starred), photoID(x), int64(0), int64(0), int64(0), hash})
			rows = append(rows, row)
		}
		x.details(add)
	}
	return rows
}

// details calls add with the MIME type and data1, data2 … of each detail.
func (x *person) details(add func(mime string, values ...any)) {
	if x.picture > 0 {
		blob := make([]any, 15)
		blob[14] = Portrait(x.picture)
		add("photo", blob...)
	}
	add("name", x.display, null(x.given), null(x.family), null(x.prefix), null(x.middle), nil, null(x.phonetic[0]), nil, null(x.phonetic[1]), int64(1))
	for _, t := range x.phones {
		add("phone_v2", t.value, t.kind, nil, "+"+strings.Map(digits, t.value))
	}
	for _, t := range x.emails {
		add("email_v2", t.value, t.kind)
	}
	for _, t := range x.addresses {
		f := fields(t.value, 5)
		lines := strings.Join(strings.FieldsFunc(t.value, func(r rune) bool { return r == '|' }), "\n")
		add("postal-address_v2", strings.ReplaceAll(strings.ReplaceAll(lines, " \n", "\n"), "\n ", "\n"), t.kind, nil,
			null(f[0]), nil, nil, null(f[1]), null(f[2]), null(f[3]), null(f[4]))
	}
	if x.org != "" {
		add("organization", x.org, int64(1), nil, null(x.title))
	}
	if x.nickname != "" {
		add("nickname", x.nickname, int64(1))
	}
	if x.website != "" {
		add("website", x.website, int64(1))
	}
	if x.birthday != "" {
		add("contact_event", x.birthday, int64(3))
	}
	if x.note != "" {
		add("note", x.note)
	}
	if x.account.kind == "com.google" {
		add("group_membership", int64(1))
	}
}

func digits(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// Read implements content.Provider: contacts/as_vcard/<lookup> and
// contacts/as_multi_vcard/<lookup>:<lookup>…
func (p *people) Read(u content.URI) (io.Reader, error) {
	if len(u.Path) != 3 || u.Path[0] != "contacts" || u.Path[1] != "as_vcard" && u.Path[1] != "as_multi_vcard" {
		return nil, noFile(u)
	}
	lookups := []string{u.Path[2]}
	if u.Path[1] == "as_multi_vcard" {
		lookups = strings.Split(u.Path[2], ":")
	}
	var b strings.Builder
	for _, l := range lookups {
		var parts []*person
		for _, x := range p.list {
			if x.lookup() == l {
				parts = append(parts, x)
			}
		}
		if len(parts) > 0 {
			writeVCard(&b, parts)
		}
	}
	if b.Len() == 0 && u.Path[1] == "as_vcard" {
		return nil, &content.ProviderError{Class: "java.io.FileNotFoundException", Text: "No contact for " + u.Text}
	}
	return strings.NewReader(b.String()), nil
}

// Call implements content.Provider.
func (p *people) Call(method, _ string) (string, error) {
	return "", &content.ProviderError{Class: "java.lang.UnsupportedOperationException", Text: "Unsupported call: " + method}
}

// Type implements content.Provider.
func (p *people) Type(u content.URI) string {
	return map[string]string{"contacts": "vnd.android.cursor.dir/contact", "raw_contacts": "vnd.android.cursor.dir/raw_contact",
		"data": "vnd.android.cursor.dir/data", "groups": "vnd.android.cursor.dir/group"}[strings.Join(u.Path, "/")]
}
