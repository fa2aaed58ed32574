package scene

import "keepsake/device/demo/scene/motif"

// Group is what sort of picture a kind is.
type Group string

// The groups.
const (
	Outdoors Group = "outdoors" // landscapes, towns, the sky
	Everyday Group = "everyday" // tables, windows, streets
	Card     Group = "card"     // drawn cards with a few words, as messengers carry them
)

// Group returns the group of a kind, "" for one that does not exist.
func (k Kind) Group() Group {
	m, ok := motif.Find(string(k))
	if !ok {
		return ""
	}
	return [...]Group{motif.Outdoors: Outdoors, motif.Everyday: Everyday, motif.Card: Card}[m.Group]
}

// Kinds returns all kinds, sorted.
func Kinds() []Kind {
	var ks []Kind
	for _, m := range motif.All() {
		ks = append(ks, Kind(m.Name))
	}
	return ks
}

// lightAt is the light of a local hour.
func lightAt(hour int) motif.Light {
	switch {
	case hour >= 5 && hour < 8:
		return motif.Dawn
	case hour >= 8 && hour < 17:
		return motif.Day
	case hour >= 17 && hour < 21:
		return motif.Dusk
	}
	return motif.Night
}

// subject settles what p shows: its kind or one that suits the time, chosen by
// the seed, in which light and which month.
func (p Photo) subject() (m motif.Motif, l motif.Light, month int) {
	r := newRand(p.Seed, "subject")
	dated := !p.Taken.IsZero()
	month = 1 + r.Int(12)
	if dated {
		l, month = lightAt(p.Taken.Hour()), int(p.Taken.Month())
	}
	m, ok := motif.Find(string(p.Kind))
	if !ok {
		var fit []motif.Motif
		for _, c := range motif.All() {
			if c.Group != motif.Card && (!dated || c.Suits(l) && c.InSeason(month)) {
				fit = append(fit, c)
			}
		}
		m = fit[r.Int(len(fit))]
	}
	if !dated {
		l = m.Lights[r.Int(len(m.Lights))]
	}
	return m, l, month
}

// Subject returns the kind p will show: Kind, or what the seed and the time choose.
func (p Photo) Subject() Kind {
	m, _, _ := p.subject()
	return Kind(m.Name)
}
