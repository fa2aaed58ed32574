package restoring

import (
	"context"
	"slices"
	"strings"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/shelf"
)

// Model is the page without its drawing: what, and where. It belongs to the
// window's goroutine.
type Model struct {
	Loaded   bool
	Err      error // why the backups cannot be listed
	Backups  []Backup
	Unfinish []restore.Brief // interrupted, to be finished or taken back
	Phones   []phone.Phone   // that it can go to

	Chosen string          // the backup's id
	Left   map[string]bool // categories left out
	Items  []int64         // handed over instead of a backup
	Record *shelf.RecordQuery
	Where  string // a phone's id; "" with Folder set
	Folder string
	Volume string // of the phone; see Order

	Flow     *Flow
	OnChange func()

	restores Restores
	hop      *hop.Hop
	loading  hop.Latest
}

// NewModel returns a model; Show fills it.
func NewModel(r Restores, kit *part.Kit) *Model {
	m := &Model{restores: r, hop: kit.Hop, Left: map[string]bool{}, Flow: NewFlow(r, kit), OnChange: func() {}}
	m.Flow.OnChange = func() { m.OnChange() }
	return m
}

// Show reads what there is to restore, and joins the restore under way.
func (m *Model) Show() {
	m.look()
	m.Flow.Join()
	m.Load()
}

// Look asks how phones, and the restore under way, are.
func (m *Model) Look() {
	m.Flow.Look()
	if m.look() {
		m.OnChange()
	}
}

func (m *Model) look() (changed bool) {
	var now []phone.Phone
	for _, p := range m.restores.Phones() {
		if p.Present() {
			now = append(now, p)
		}
	}
	changed = !slices.EqualFunc(now, m.Phones, same)
	m.Phones = now
	if m.Where == "" && m.Folder == "" || m.Where != "" && !m.present(m.Where) {
		where := ""
		for _, p := range now {
			if p.Ready() && !p.Locked {
				where = p.ID
				break
			}
		}
		changed = changed || where != m.Where
		m.Where = where
	}
	return changed
}

func same(a, b phone.Phone) bool {
	return a.ID == b.ID && a.State == b.State && a.Name == b.Name && a.Free == b.Free && a.Locked == b.Locked
}

func (m *Model) present(id string) bool {
	return slices.ContainsFunc(m.Phones, func(p phone.Phone) bool { return p.ID == id })
}

// Load reads the backups anew.
func (m *Model) Load() {
	m.loading.Go(m.hop, func(ctx context.Context) func() {
		all, err := m.restores.Backups(ctx)
		var runs []restore.Brief
		if err == nil {
			runs, err = m.restores.Runs(ctx)
		}
		return func() {
			m.Loaded, m.Err = true, err
			if err == nil {
				m.Backups = all
				m.Unfinish = slices.DeleteFunc(runs, func(b restore.Brief) bool { return b.Ended || b.Undone || b.Left == 0 })
			}
			if !slices.ContainsFunc(m.Backups, func(b Backup) bool { return b.ID == m.Chosen }) {
				m.Chosen = ""
				if len(m.Backups) > 0 {
					m.Chosen = m.Backups[0].ID
				}
			}
			m.OnChange()
		}
	})
}

// Backup is the one that is chosen.
func (m *Model) Backup() (Backup, bool) {
	for _, b := range m.Backups {
		if b.ID == m.Chosen {
			return b, true
		}
	}
	return Backup{}, false
}

// Line is the backups of one phone, oldest first.
type Line struct {
	Phone, Name string
	Backups     []Backup
}

// Lines are the backups by phone, that with the newest first.
func (m *Model) Lines() []Line {
	var lines []Line
	for _, b := range m.Backups {
		i := slices.IndexFunc(lines, func(l Line) bool { return l.Phone == b.Phone })
		if i < 0 {
			i = len(lines)
			lines = append(lines, Line{Phone: b.Phone, Name: b.Name})
		}
		lines[i].Backups = append(lines[i].Backups, b)
	}
	for _, l := range lines {
		slices.Reverse(l.Backups)
	}
	return lines
}

// Choose takes a backup.
func (m *Model) Choose(id string) {
	if m.Chosen != id {
		m.Chosen = id
		m.OnChange()
	}
}

// Toggle leaves a category out, or takes it in again.
func (m *Model) Toggle(category string) {
	m.Left[category] = !m.Left[category]
	m.OnChange()
}

// Take hands pictures over to be restored, instead of a backup; none goes back to
// the backups.
func (m *Model) Take(ids []int64) { m.take(ids, nil) }

// TakeRecords hands single records over, such as a contact.
func (m *Model) TakeRecords(q shelf.RecordQuery) {
	m.Folder = ""
	m.look()
	m.take(nil, &q)
}

// Handed reports whether something was handed over.
func (m *Model) Handed() bool { return len(m.Items) > 0 || m.Record != nil }

func (m *Model) take(ids []int64, q *shelf.RecordQuery) {
	m.Items, m.Record = ids, q
	if m.Flow.Step != Running {
		m.Flow.Back()
	}
	m.OnChange()
}

// Volumes are the cards and drives of the phone that it goes to; none where no files
// go, or they go into a folder.
func (m *Model) Volumes() []phone.Space {
	p, _ := m.Target()
	if m.Record != nil || len(m.Items) == 0 && !slices.Contains(m.What(), job.Photos) && !slices.Contains(m.What(), job.Recordings) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Spaces), func(s phone.Space) bool { return s.Path == "" || !s.Readable })
}

// ToVolume says on which storage of the phone files go.
func (m *Model) ToVolume(path string) {
	m.Volume = path
	m.OnChange()
}

// volume is the choice, where the phone has it still.
func (m *Model) volume() string {
	all := m.Volumes()
	if m.Volume == OwnStorage && len(all) > 0 || slices.ContainsFunc(all, func(s phone.Space) bool { return s.Path == m.Volume }) {
		return m.Volume
	}
	return ""
}

// ToPhone says that it goes to a phone.
func (m *Model) ToPhone(id string) {
	if m.Where != id {
		m.Volume = ""
	}
	m.Where, m.Folder = id, ""
	m.OnChange()
}

// ToFolder says that it goes into a folder of this computer.
func (m *Model) ToFolder(dir string) {
	if dir != "" {
		m.Where, m.Folder = "", dir
		m.OnChange()
	}
}

// Target is the phone that it goes to.
func (m *Model) Target() (phone.Phone, bool) {
	for _, p := range m.Phones {
		if p.ID == m.Where {
			return p, true
		}
	}
	return phone.Phone{}, false
}

// What are the categories that are chosen, in their order.
func (m *Model) What() []string {
	b, _ := m.Backup()
	var all []string
	for _, c := range InOrder(b.Counts) {
		if !m.Left[c] && m.Goes(c) {
			all = append(all, c)
		}
	}
	return all
}

// Goes reports whether a category can go where it is to go: into a folder go files.
func (m *Model) Goes(c string) bool { return m.Folder == "" || c == job.Photos || c == job.Recordings }

// All reports whether a whole backup is chosen.
func (m *Model) All() bool {
	b, ok := m.Backup()
	return ok && m.Folder == "" && !m.Handed() && len(m.What()) == len(b.Counts)
}

// CanCompare reports whether there is enough to go by.
func (m *Model) CanCompare() bool {
	p, there := m.Target()
	where := m.Folder != "" || there && p.Ready() && !p.Locked
	return where && (m.Handed() || len(m.What()) > 0) && (m.Record == nil || m.Folder == "")
}

// Compare finds out what would happen.
func (m *Model) Compare() {
	if !m.CanCompare() {
		return
	}
	o := Order{Phone: m.Where, Folder: m.Folder, Volume: m.volume()}
	switch {
	case m.Record != nil:
		o.Records = m.Record
	case len(m.Items) > 0:
		o.Items = m.Items
	default:
		o.Backup = m.Chosen
		if !m.All() {
			o.What = m.What()
		}
	}
	m.Flow.Compare(o)
}

// Again begins anew: nothing is handed over any more.
func (m *Model) Again() {
	m.Items, m.Record = nil, nil
	m.Flow.Back()
	m.Load()
}

// order is that of the categories wherever they are listed.
var order = []string{"photos", "recordings", "contacts", "messages", "calls", "events", "notes", "wifi", "settings", "apps", "archives"}

// InOrder lists the categories of a map as people look for them.
func InOrder[T any](of map[string]T) []string {
	var all []string
	for c := range of {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b string) int {
		x, y := slices.Index(order, a), slices.Index(order, b)
		if x < 0 || y < 0 || x == y {
			return strings.Compare(a, b)
		}
		return x - y
	})
	return all
}
