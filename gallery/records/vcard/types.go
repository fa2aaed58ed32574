package vcard

import (
	"slices"
	"strings"

	"keepsake/gallery/records"
	"keepsake/gallery/records/contentline"
)

// The words of TYPE for the kinds of a number, as Android writes and reads them.
var phoneTypes = map[string]string{
	"home": "HOME", "mobile": "CELL", "work": "WORK", "work fax": "WORK,FAX", "home fax": "HOME,FAX", "pager": "PAGER",
	"other": "VOICE", "callback": "CALLBACK", "car": "CAR", "company": "COMPANY-MAIN", "isdn": "ISDN", "main": "MAIN",
	"fax": "FAX", "radio": "RADIO", "telex": "TELEX", "tty": "TTY-TDD", "work mobile": "WORK,CELL", "work pager": "WORK,PAGER",
	"assistant": "ASSISTANT", "mms": "MSG",
}

// The same of everything else that has kinds.
var placeTypes = map[string]string{
	"home": "HOME", "work": "WORK", "other": "OTHER", "mobile": "CELL",
	"homepage": "HOMEPAGE", "blog": "BLOG", "profile": "PROFILE", "ftp": "FTP",
}

// technical words of TYPE say how, not whose; they are no labels.
var technical = []string{"PREF", "VOICE", "INTERNET", "X400", "DOM", "INTL", "POSTAL", "PARCEL", "TEXT", "TEXTPHONE", "VIDEO", "MODEM", "BBS", "URI", "IPHONE",
	"QUOTED-PRINTABLE", "BASE64", "B"}

// typeParam is what TYPE has to say for a kind. A label that looks like one of the
// words is marked with X-, which reading takes away again.
func typeParam(words map[string]string, kind, label string) string {
	if kind != records.Custom {
		if w := words[kind]; w != "" {
			return w
		}
		label = kind
	}
	if reserved(label) || len(label) >= 2 && strings.EqualFold(label[:2], "X-") || strings.Contains(label, ",") {
		return "X-" + label
	}
	return label
}

func reserved(label string) bool {
	up := strings.ToUpper(label)
	if slices.Contains(technical, up) {
		return true
	}
	for _, words := range []map[string]string{phoneTypes, placeTypes} {
		for _, w := range words {
			if slices.Contains(strings.Split(w, ","), up) {
				return true
			}
		}
	}
	return false
}

// kindAndLabel reads TYPE, bare parameters and Apple's label of a line.
func (c *card) kindAndLabel(l *contentline.Line, words map[string]string) (kind, label string) {
	if a := c.appleLabel(l); a != "" {
		return appleKind(a)
	}
	var said []string
	custom := ""
	for _, p := range l.Params {
		if p.Name != "TYPE" && p.Name != "" {
			continue
		}
		for _, v := range p.Values {
			list := []string{v}
			if len(v) < 2 || !strings.EqualFold(v[:2], "X-") {
				list = strings.Split(v, ",") // "WORK,FAX" in quotes
			}
			for _, w := range list {
				up := strings.ToUpper(strings.TrimSpace(w))
				switch {
				case strings.HasPrefix(up, "X-") && len(up) > 2:
					custom = w[2:]
				case reserved(up):
					said = append(said, up)
				case up != "":
					custom = w
				}
			}
		}
	}
	if custom != "" {
		return records.Custom, custom
	}
	best, words2 := "", 0
	for kind, w := range words {
		need := strings.Split(w, ",")
		all := w != "MSG" || len(said) == 1 // beside CELL it only says that texts arrive
		for _, n := range need {
			all = all && slices.Contains(said, n)
		}
		// The kind that says the most; VOICE beside HOME says nothing.
		if all && (len(need) > words2 || len(need) == words2 && (best == "other" || kind != "other" && kind < best)) {
			best, words2 = kind, len(need)
		}
	}
	if best == "" {
		best = "other"
	}
	return best, ""
}

// appleLabel is the X-ABLABEL of a line's group.
func (c *card) appleLabel(l *contentline.Line) string {
	if l.Group == "" {
		return ""
	}
	for i := range c.lines {
		o := &c.lines[i]
		if o.Name == "X-ABLABEL" && strings.EqualFold(o.Group, l.Group) {
			return c.text(o.Value)
		}
	}
	return ""
}

// appleKind reads _$!<Home>!$_ as a kind, and anything else as a label.
func appleKind(a string) (kind, label string) {
	inner, ok := strings.CutPrefix(a, "_$!<")
	if !ok {
		return records.Custom, a
	}
	inner = strings.ToLower(strings.TrimSuffix(inner, ">!$_"))
	switch inner {
	case "home", "work", "mobile", "main", "pager", "other", "anniversary", "homepage",
		"assistant", "brother", "child", "father", "friend", "manager", "mother", "parent", "partner", "sister", "spouse":
		return inner, ""
	case "homefax":
		return "home fax", ""
	case "workfax":
		return "work fax", ""
	}
	return records.Custom, inner
}
