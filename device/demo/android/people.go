package android

import (
	"fmt"
	"strconv"
	"strings"
)

// person is one raw contact: a block of contacts.txt.
type person struct {
	id        int64 // of the raw contact
	contact   int64 // of the contact it is joined into
	display   string
	account   account
	given     string
	family    string
	middle    string
	prefix    string
	phonetic  [2]string // given, family
	phones    []typed
	emails    []typed
	addresses []typed // value: "street | city | region | postcode | country"
	org       string
	title     string
	nickname  string
	website   string
	birthday  string
	note      string
	picture   int // which drawn portrait; 0 none
	starred   bool
}

// typed is a value with Android's type number.
type typed struct {
	kind         int64 // 0: its label says it
	value, label string
}

// account is where a raw contact is kept; both empty is the phone itself.
type account struct{ kind, name string }

// typeNumber gives Android's numbers: home 1, mobile 2, work 3 for phones;
// home 1, work 2 for the others.
func typeNumber(what, word string) int64 {
	if what == "phone" {
		return map[string]int64{"home": 1, "mobile": 2, "work": 3, "other": 7}[word]
	}
	return map[string]int64{"home": 1, "work": 2, "other": 3}[word]
}

// entry is a value with its kind, or with a label of the owner's own: "label:Cabin".
func entry(what, kind, value string) typed {
	if label, ok := strings.CutPrefix(kind, "label:"); ok {
		return typed{value: value, label: label}
	}
	return typed{kind: typeNumber(what, kind), value: value}
}

// readPeople parses contacts.txt.
func readPeople() ([]*person, error) {
	text, err := lines("contacts.txt")
	if err != nil {
		return nil, err
	}
	var all []*person
	contacts := map[string]int64{}
	var p *person
	for _, line := range text {
		if strings.HasPrefix(line, "[") {
			name := strings.Trim(line, "[]")
			p = &person{id: int64(len(all) + 1), display: name}
			if contacts[name] == 0 {
				contacts[name] = int64(len(contacts) + 1)
			}
			p.contact = contacts[name]
			all = append(all, p)
			continue
		}
		key, value, _ := strings.Cut(line, " ")
		if p == nil {
			return nil, fmt.Errorf("contact line %q before the first name", line)
		}
		if err := p.set(key, strings.ReplaceAll(value, `\n`, "\n")); err != nil {
			return nil, fmt.Errorf("contact %s: %w", p.display, err)
		}
	}
	return all, nil
}

func (p *person) set(key, value string) error {
	kind, rest, _ := strings.Cut(value, " ")
	switch key {
	case "account":
		accounts := map[string]account{"google": {"com.google", "owner@example.com"}, "xiaomi": {"com.xiaomi", "1000000001"},
			"sim": {"com.android.sim", "SIM"}, "local": {}}
		a, ok := accounts[value]
		if !ok {
			return fmt.Errorf("no account %q", value)
		}
		p.account = a
	case "name":
		f := fields(value, 4)
		p.given, p.family, p.middle, p.prefix = f[0], f[1], f[2], f[3]
	case "phonetic":
		f := fields(value, 2)
		p.phonetic = [2]string{f[0], f[1]}
	case "phone":
		p.phones = append(p.phones, entry(key, kind, rest))
	case "email":
		p.emails = append(p.emails, entry(key, kind, rest))
	case "address":
		p.addresses = append(p.addresses, entry(key, kind, rest))
	case "org":
		f := fields(value, 2)
		p.org, p.title = f[0], f[1]
	case "nickname":
		p.nickname = value
	case "website":
		p.website = value
	case "birthday":
		p.birthday = value
	case "note":
		p.note = value
	case "photo":
		n, err := strconv.Atoi(value)
		p.picture = n
		return err
	case "starred":
		p.starred = true
	default:
		return fmt.Errorf("unknown line %q", key)
	}
	return nil
}

// fields cuts "a | b | c" into n trimmed texts.
func fields(s string, n int) []string {
	out := make([]string, n)
	for i, f := range strings.SplitN(s, "|", n) {
		out[i] = strings.TrimSpace(f)
	}
	return out
}
