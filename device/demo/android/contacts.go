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
type people struct{ raw, data, groups content.Sheet }

const mimeItem = "vnd.android.cursor.item/"

var (
	contactColumns = []string{"_id", "lookup", "display_name", "starred", "has_phone_number", "photo_id", "in_visible_group", "times_contacted",
		"send_to_voicemail", "custom_ringtone", "name_raw_contact_id", "contact_last_updated_timestamp"}
	rawColumns = []string{"_id", "contact_id", "display_name", "account_type", "account_name", "data_set", "sourceid", "version", "dirty",
		"deleted", "starred", "sync1", "sync2", "sync3", "sync4"}
	// What a row of details has itself; dataColumns are with those of its contact.
	storedColumns = []string{"_id", "raw_contact_id", "mimetype", "data1", "data2", "data3", "data4", "data5", "data6", "data7", "data8", "data9",
		"data10", "data11", "data12", "data13", "data14", "data15", "is_primary", "is_super_primary", "data_version"}
	dataColumns = []string{"_id", "raw_contact_id", "contact_id", "lookup", "mimetype", "data1", "data2", "data3", "data4", "data5", "data6",
		"data7", "data8", "data9", "data10", "data11", "data12", "data13", "data14", "data15", "display_name", "account_type", "account_name",
		"starred", "photo_id", "is_primary", "is_super_primary", "data_version", "hash_id"}
	groupColumns = []string{"_id", "title", "account_type", "account_name", "system_id", "deleted", "group_visible", "sync1"}
)

// The places of columns in rows of people.raw and people.data.
const (
	rawContact, rawDisplay, rawKind, rawAccount, rawDeleted, rawStarred = 1, 2, 3, 4, 9, 10

	dataRaw, dataMIME, dataFirst, dataBlob = 1, 2, 3, 17
)

func newPeople() *people {
	return &people{raw: content.Sheet{Name: "raw_contacts", Columns: rawColumns}, data: content.Sheet{Name: "data", Columns: storedColumns},
		groups: content.Sheet{Name: "groups", Columns: groupColumns}}
}

// fill enters invented people.
func (p *people) fill(list []*person) {
	for _, x := range list {
		p.raw.Add(content.Values{x.id, x.contact, x.display, null(x.account.kind), null(x.account.name), nil,
			fmt.Sprintf("%x", 1000+x.id), int64(2), int64(0), int64(0), oneIf(x.starred)})
		next := x.id * 100 // room for a hundred details each
		x.details(func(mime string, values ...any) {
			next++
			row := make(content.Values, len(storedColumns))
			copy(row, []any{next, x.id, mimeItem + mime})
			copy(row[dataFirst:dataBlob+1], values)
			copy(row[dataBlob+1:], []any{int64(0), int64(0), int64(0)})
			p.data.Add(row)
		})
	}
	p.groups.Add(content.Values{int64(1), "My Contacts", "com.google", "owner@example.com", "Contacts", int64(0), int64(1)},
		content.Values{int64(2), "Friends", "com.google", "owner@example.com", "Friends", int64(0), int64(1)},
		content.Values{int64(3), "Book club", "com.xiaomi", "1000000001", nil, int64(0), int64(1)})
}

// Table implements content.Provider.
func (p *people) Table(u content.URI, _ []content.Extra) (content.Table, error) {
	switch where := strings.Join(u.Path, "/"); where {
	case "contacts":
		return content.Table{Name: "view_contacts", Columns: contactColumns, Rows: p.contacts()}, nil
	case "raw_contacts":
		t := p.raw.Table()
		t.Name = "view_raw_contacts"
		return t, nil
	case "data", "data/phones", "data/emails":
		t := content.Table{Name: "view_data", Columns: dataColumns}
		only := map[string]string{"data/phones": mimeItem + "phone_v2", "data/emails": mimeItem + "email_v2"}[where]
		for _, r := range p.details() {
			if only == "" || r.At(4) == only {
				t.Rows = append(t.Rows, r)
			}
		}
		return t, nil
	case "groups":
		t := p.groups.Table()
		t.Name = "view_groups"
		return t, nil
	}
	return content.Table{}, badURI(u)
}

// lookup is the key that survives a change of ids.
func lookup(raw content.Values) string {
	return fmt.Sprintf("0r%d-%X", raw[rawContact], sha1.Sum([]byte(word(raw[rawDisplay]))))
}

// word is the text of a value, "" for NULL.
func word(v any) string {
	if v == nil {
		return ""
	}
	return string(content.AppendText(nil, v))
}

// joined are the raw contacts that are shown as one, in their order.
func (p *people) joined() [][]content.Values {
	var all [][]content.Values
	at := map[any]int{}
	for _, r := range p.raw.Rows() {
		if r.At(rawDeleted) != int64(0) {
			continue
		}
		i, ok := at[r[rawContact]]
		if !ok {
			i = len(all)
			at[r[rawContact]] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], r)
	}
	return all
}

// byRaw are the details, by their raw contact.
func (p *people) byRaw() map[any][]content.Values {
	all := map[any][]content.Values{}
	for _, d := range p.data.Rows() {
		all[d[dataRaw]] = append(all[d[dataRaw]], d)
	}
	return all
}

// photoID is the _id of the row that holds a picture, nil for none.
func photoID(details []content.Values) any {
	for _, d := range details {
		if d[dataMIME] == mimeItem+"photo" && d[dataBlob] != nil {
			return d[0]
		}
	}
	return nil
}

func (p *people) contacts() []content.Row {
	var rows []content.Row
	details := p.byRaw()
	for _, parts := range p.joined() {
		var starred, phone bool
		var photo any
		for _, x := range parts {
			starred = starred || x.At(rawStarred) == int64(1)
			for _, d := range details[x[0]] {
				phone = phone || d[dataMIME] == mimeItem+"phone_v2"
			}
			if photo == nil {
				photo = photoID(details[x[0]])
			}
		}
		first := parts[0]
		rows = append(rows, content.Values{first[rawContact], lookup(first), first[rawDisplay], oneIf(starred), oneIf(phone), photo, int64(1), int64(0),
			int64(0), nil, first[0], int64(1700000000000)})
	}
	return rows
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// details are the rows of details with what they show of their contact.
func (p *people) details() []content.Row {
	raw := map[any]content.Values{}
	for _, r := range p.raw.Rows() {
		raw[r[0]] = r
	}
	photos := map[any]any{}
	for id, list := range p.byRaw() {
		photos[id] = photoID(list)
	}
	var rows []content.Row
	for _, d := range p.data.Rows() {
		x := raw[d[dataRaw]]
		if x == nil || x.At(rawDeleted) != int64(0) {
			continue
		}
		row := make(content.Values, len(dataColumns))
		copy(row, []any{d[0], x[0], x[rawContact], lookup(x), d[dataMIME]})
		copy(row[5:20], d[dataFirst:dataBlob+1])
		mime, _ := d[dataMIME].(string)
		last := dataBlob
		for last >= dataFirst && d[last] == nil {
			last--
		}
		sum := sha1.Sum(fmt.Append(nil, strings.TrimPrefix(mime, mimeItem), d[dataFirst:last+1], account{word(x[rawKind]), word(x[rawAccount])}))
		hash := base64.StdEncoding.EncodeToString(sum[:]) + "\n" // Xiaomi's column ends in a newline, always
		copy(row[20:], []any{x[rawDisplay], x[rawKind], x[rawAccount], x[rawStarred], photos[x[0]], d.At(18), d.At(19), d.At(20), hash})
		rows = append(rows, row)
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
		add("phone_v2", t.value, t.kind, null(t.label), "+"+strings.Map(digits, t.value))
	}
	for _, t := range x.emails {
		add("email_v2", t.value, t.kind, null(t.label))
	}
	for _, t := range x.addresses {
		f := fields(t.value, 5)
		lines := strings.Join(strings.FieldsFunc(t.value, func(r rune) bool { return r == '|' }), "\n")
		add("postal-address_v2", strings.ReplaceAll(strings.ReplaceAll(lines, " \n", "\n"), "\n ", "\n"), t.kind, null(t.label),
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
	joined, details := p.joined(), p.byRaw()
	var b strings.Builder
	for _, l := range lookups {
		for _, parts := range joined {
			if lookup(parts[0]) == l {
				writeVCard(&b, parts, details)
			}
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
