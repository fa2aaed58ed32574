package device

import (
	"cmp"
	"slices"
	"strings"
)

// Phones returns the connected phones, sorted by name and serial. A phone that
// is connected by cable and by Wi-Fi is listed once, by the one that can be read,
// best the cable, and its Via has both; two phones that claim to be the same one
// are listed with different IDs.
func (h *Hub) Phones() []Info {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := make([]Info, 0, len(h.phones))
	for _, c := range h.listed() {
		list = append(list, c.info)
	}
	return list
}

// Phone returns the phone with this ID or serial, or the only one whose name,
// model or codename begins like id; with an empty id the only one there is. The
// error is ErrNoPhone, ErrGone, ErrSeveral, or a *StateError for a phone that is
// there but cannot be read.
func (h *Hub) Phone(id string) (*Phone, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	listed := h.listed()
	for _, c := range h.phones { // also one that is listed by its other connection
		if c.phone != nil && id != "" && c.entry.Serial == id && !slices.ContainsFunc(listed, func(l listing) bool { return l.info.Serial == id }) {
			return c.phone, nil
		}
	}
	infos := make([]Info, len(listed))
	for n, c := range listed {
		infos[n] = c.info
	}
	info, err := choose(infos, id)
	if err != nil {
		if trouble := h.server.Trouble(); trouble != nil {
			return nil, trouble
		}
		return nil, err
	}
	c := listed[slices.IndexFunc(infos, func(i Info) bool {
		return i.ID == info.ID && i.Serial == info.Serial && i.TransportID == info.TransportID
	})]
	if c.phone == nil {
		return nil, &StateError{Name: info.Name, State: info.State}
	}
	if info.ID != c.phone.Info().ID {
		return &Phone{link: c.phone.link, life: c.phone.life, info: info}, nil
	}
	return c.phone, nil
}

// listing is a connection as it is shown to others.
type listing struct {
	info  Info
	phone *Phone
}

// listed resolves what claims to be the same phone. h.mu is held.
func (h *Hub) listed() []listing {
	all := make([]*connected, 0, len(h.phones))
	for _, c := range h.phones {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *connected) int {
		return cmp.Or(
			cmp.Compare(rank(a), rank(b)),
			cmp.Compare(a.entry.TransportID, b.entry.TransportID),
			strings.Compare(a.entry.Serial, b.entry.Serial))
	})
	var list []listing
	taken := map[string]int{} // ID → where in the list
	for _, c := range all {
		l := listing{c.info, c.phone}
		if at, ok := taken[l.info.ID]; ok {
			if list[at].info.Serial != l.info.Serial {
				list[at].info.Via |= l.info.Via // the same phone over another way
				continue
			}
			l.info.ID += "-" + SerialID(c.entry.Path + "/" + c.entry.Model)[:4]
			if _, again := taken[l.info.ID]; again {
				continue
			}
		}
		taken[l.info.ID] = len(list)
		list = append(list, l)
	}
	slices.SortFunc(list, func(a, b listing) int {
		return cmp.Or(
			strings.Compare(a.info.Name, b.info.Name),
			strings.Compare(a.info.Serial, b.info.Serial),
			cmp.Compare(a.info.TransportID, b.info.TransportID))
	})
	return list
}

// rank orders connections by how well they serve: what can be read first, and
// cables before networks.
func rank(c *connected) int {
	r := 0
	if c.phone == nil {
		r += 2
	}
	if c.entry.Path == "" {
		r++
	}
	return r
}
