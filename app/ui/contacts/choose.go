package contacts

import "keepsake/app/ui/shelf"

// order are the ids listed, each once, from the top.
func (m *Model) order() []int64 {
	var all []int64
	for _, s := range m.Sections {
		if s.Letter == starred {
			continue
		}
		for _, f := range s.Faces {
			if f.ID > 0 { // who came later is not in what is looked at
				all = append(all, f.ID)
			}
		}
	}
	return all
}

// Toggle chooses somebody beside the others, or no more.
func (m *Model) Toggle(id int64) {
	if id <= 0 {
		return
	}
	if len(m.Chosen) == 0 && m.OpenID > 0 && m.OpenID != id {
		m.Chosen[m.OpenID] = true // who is open is the first of them
	}
	if m.Chosen[id] {
		delete(m.Chosen, id)
	} else {
		m.Chosen[id] = true
	}
	m.lastPick = id
	m.OnChange()
}

// Range chooses everybody from who was picked last.
func (m *Model) Range(id int64) {
	from, to := -1, -1
	order := m.order()
	for i, x := range order {
		if x == m.lastPick || m.lastPick == 0 && x == m.OpenID {
			from = i
		}
		if x == id {
			to = i
		}
	}
	if from < 0 || to < 0 {
		m.Toggle(id)
		return
	}
	for i := min(from, to); i <= max(from, to); i++ {
		m.Chosen[order[i]] = true
	}
	m.OnChange()
}

// ChooseAll chooses everybody listed.
func (m *Model) ChooseAll() {
	for _, id := range m.order() {
		m.Chosen[id] = true
	}
	m.OnChange()
}

// ChooseNone lets go of everybody.
func (m *Model) ChooseNone() {
	clear(m.Chosen)
	m.OnChange()
}

// Wanted is what an export of everybody listed asks for, or of who is chosen.
func (m *Model) Wanted() (q shelf.RecordQuery, count int) {
	q = m.query()
	ids := m.order()
	if len(m.Chosen) > 0 {
		picked := ids[:0:0]
		for _, id := range ids {
			if m.Chosen[id] {
				picked = append(picked, id)
			}
		}
		ids = picked
	}
	q.IDs, q.Search, q.Phone = ids, "", ""
	return q, len(ids)
}
