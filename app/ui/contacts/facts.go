package contacts

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/history"
	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// Fact is one thing known of somebody.
type Fact struct {
	Icon  look.Icon
	Kind  string // "Mobile", "Birthday", or a label of the owner's
	Value string
	Copy  string // what is put on the clipboard; "" is not offered
	Long  bool   // a text of several lines
	Mark  history.Mark
}

// Facts are the things known of a contact, in the order people look for them.
func Facts(c records.Contact) []Fact {
	var all []Fact
	add := func(icon look.Icon, kind, value, copied string) {
		if value = strings.TrimSpace(value); value != "" {
			all = append(all, Fact{Icon: icon, Kind: kind, Value: value, Copy: copied, Long: strings.Contains(value, "\n")})
		}
	}
	labelled := func(icon look.Icon, in []records.Labelled) {
		for _, l := range in {
			add(icon, kindName(l.Kind, l.Label), words.Name(l.Value), l.Value)
		}
	}
	labelled(look.IconCall, c.Phones)
	labelled(look.IconMail, c.Mails)
	for _, a := range c.Addresses {
		s := postal(a)
		add(look.IconPlace, kindName(a.Kind, a.Label), s, s)
	}
	for _, d := range c.Dates {
		add(look.IconCalendar, kindName(d.Kind, d.Label), dateOf(d.Value), "")
	}
	for _, m := range c.IMs {
		add(look.IconMessage, kindName(m.Protocol, m.Label), words.Name(m.Value), m.Value)
	}
	labelled(look.IconGlobe, c.Websites)
	labelled(look.IconCall, c.SIPs)
	for _, r := range c.Relations {
		add(look.IconPerson, kindName(r.Kind, r.Label), words.Name(r.Value), "")
	}
	for _, n := range c.Nicknames {
		add(look.IconTag, words.T("Nickname"), words.Name(n), "")
	}
	for _, g := range c.Groups {
		add(look.IconPeople, words.T("Group"), words.Name(g), "")
	}
	for _, n := range c.Notes {
		add(look.IconPencil, words.T("Note"), n, "")
	}
	return all
}

// Compared are the facts then, with what is not so any more marked, and below them
// what came since.
func Compared(then, now records.Contact) []Fact {
	old, young := Facts(then), Facts(now)
	has := func(all []Fact, f Fact) bool {
		for _, x := range all {
			if x.Kind == f.Kind && x.Value == f.Value && x.Icon == f.Icon {
				return true
			}
		}
		return false
	}
	var out []Fact
	for _, f := range old {
		if !has(young, f) {
			f.Mark = history.Gone
		}
		out = append(out, f)
	}
	for _, f := range young {
		if !has(old, f) {
			f.Mark = history.Added
			out = append(out, f)
		}
	}
	return out
}

// Work is a contact's firms and posts, one a line.
func Work(c records.Contact) string {
	var lines []string
	for _, o := range c.Orgs {
		var parts []string
		for _, s := range []string{o.Title, o.Department, o.Company} {
			if s != "" {
				parts = append(parts, words.Name(s))
			}
		}
		lines = append(lines, strings.Join(parts, " · "))
	}
	return strings.Join(lines, "\n")
}

// kindName is a kind in the window's words; a label of the owner's stays.
func kindName(kind, label string) string {
	if label != "" {
		return words.Name(label)
	}
	if kind == "" || kind == records.Custom {
		kind = "other"
	}
	if s, ok := kindWords()[kind]; ok {
		return s
	}
	return words.Name(kind)
}

func kindWords() map[string]string {
	return map[string]string{
		"home": words.As("of a contact", "Home"), "mobile": words.T("Mobile"), "work": words.T("Work"), "work fax": words.T("Work fax"), "home fax": words.T("Home fax"),
		"pager": words.T("Pager"), "other": words.T("Other"), "callback": words.T("Callback"), "car": words.T("Car"), "company": words.T("Company"),
		"isdn": "ISDN", "main": words.T("Main"), "fax": words.T("Fax"), "radio": words.T("Radio"), "telex": "Telex", "tty": "TTY",
		"work mobile": words.T("Work mobile"), "work pager": words.T("Work pager"), "assistant": words.T("Assistant"), "mms": "MMS",
		"anniversary": words.T("Anniversary"), records.Birthday: words.T("Birthday"), "homepage": words.T("Homepage"), "blog": words.T("Blog"),
		"profile": words.T("Profile"), "ftp": "FTP", "brother": words.T("Brother"), "child": words.T("Child"), "partner (domestic)": words.T("Domestic partner"),
		"father": words.T("Father"), "friend": words.T("Friend"), "manager": words.T("Manager"), "mother": words.T("Mother"), "parent": words.T("Parent"),
		"partner": words.T("Partner"), "referred by": words.T("Referred by"), "relative": words.T("Relative"), "sister": words.T("Sister"), "spouse": words.T("Spouse"),
		"aim": "AIM", "msn": "MSN", "yahoo": "Yahoo", "skype": "Skype", "qq": "QQ", "google talk": "Google Talk", "icq": "ICQ", "jabber": "Jabber", "netmeeting": "NetMeeting",
	}
}

// postal is an address in lines, in the order most countries write it.
func postal(a records.Address) string {
	if a.Formatted != "" {
		return clean(a.Formatted)
	}
	join := func(sep string, parts ...string) string {
		var have []string
		for _, p := range parts {
			if p != "" {
				have = append(have, words.Name(p))
			}
		}
		return strings.Join(have, sep)
	}
	var lines []string
	for _, l := range []string{join("\n", a.POBox), clean(a.Street), join("\n", a.Neighborhood), join(" ", a.Postcode, a.City), join(", ", a.Region, a.Country)} {
		if l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

// clean is words.Name of each line.
func clean(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = words.Name(l)
	}
	return strings.Join(lines, "\n")
}

// dateOf says "1990-04-01" and "--04-01" as people do; what is neither stays.
func dateOf(s string) string {
	if t, err := time.Parse("2006-01-02", s); err == nil {
		return words.Date(t)
	}
	if t, err := time.Parse("--01-02", s); err == nil {
		return words.DayMonth(t)
	}
	return words.Name(s)
}

// accountName is the address book a contact is of.
func accountName(account string) string {
	switch {
	case account == "":
		return words.T("On the phone itself")
	case strings.Contains(account, "google"):
		return "Google"
	case strings.Contains(account, "xiaomi"):
		return "Xiaomi"
	case strings.Contains(account, "whatsapp"):
		return "WhatsApp"
	case strings.Contains(strings.ToLower(account), "sim"):
		return words.T("SIM card")
	}
	return words.Name(account)
}

func markColor(m history.Mark) fyne.ThemeColorName {
	_, color := history.Says(m)
	return color
}
