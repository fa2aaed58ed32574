package content

import (
	"slices"
	"strings"
	"sync"
)

// Sheet is a table whose rows can change. The first column is _id. It is safe for
// concurrent use; its fields are set before the first.
type Sheet struct {
	Name    string
	Columns []string
	Strict  bool

	mu   sync.Mutex
	rows []Values // guarded by mu; a Values in it is never changed, only replaced
	next int64    // the last _id given
}

// Add appends rows that have their _id.
func (s *Sheet) Add(rows ...Values) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range rows {
		if id, ok := r.At(0).(int64); ok {
			s.next = max(s.next, id)
		}
	}
	s.rows = append(s.rows, rows...)
}

// Rows returns the rows as they are now.
func (s *Sheet) Rows() []Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.rows)
}

// Table is the sheet as it is now.
func (s *Sheet) Table() Table {
	t := Table{Name: s.Name, Columns: s.Columns, Strict: s.Strict}
	for _, r := range s.Rows() {
		t.Rows = append(t.Rows, r)
	}
	return t
}

// Column is the place of a column; -1: there is none.
func (s *Sheet) Column(name string) int {
	return slices.IndexFunc(s.Columns, func(c string) bool { return strings.EqualFold(c, name) })
}

// Insert adds a row, with an _id of its own, and returns that.
func (s *Sheet) Insert(v Bound) (int64, error) {
	row := make(Values, len(s.Columns))
	if err := s.set(row, v); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	row[0] = s.next
	s.rows = append(s.rows, row)
	return s.next, nil
}

func (s *Sheet) set(row Values, v Bound) error {
	for _, b := range v {
		i := s.Column(b.Column)
		if i < 0 {
			return &ProviderError{"android.database.sqlite.SQLiteException",
				"table " + s.Name + " has no column named " + b.Column + " (code 1 SQLITE_ERROR): , while compiling: INSERT INTO " + s.Name}
		}
		row[i] = b.Value
	}
	return nil
}

// Update changes the rows that a clause picks and that also pass.
func (s *Sheet) Update(where string, also func(Values) bool, v Bound) error {
	if err := s.set(make(Values, len(s.Columns)), v); err != nil {
		return err
	}
	return s.each(where, also, func(r Values) Values {
		r = append(slices.Clone(r), make(Values, max(0, len(s.Columns)-len(r)))...)
		_ = s.set(r, v) // tried above
		return r
	})
}

// Delete removes the rows that a clause picks and that also pass.
func (s *Sheet) Delete(where string, also func(Values) bool) error {
	return s.each(where, also, func(Values) Values { return nil })
}

// each replaces rows; by nil, they are gone.
func (s *Sheet) each(where string, also func(Values) bool, by func(Values) Values) error {
	q := Query{Where: where}
	keep, err := Table{Name: s.Name, Columns: s.Columns, Strict: s.Strict}.where(q)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var rows []Values
	for _, r := range s.rows {
		if keep(r) == yes && (also == nil || also(r)) {
			if r = by(r); r == nil {
				continue
			}
		}
		rows = append(rows, r)
	}
	s.rows = rows
	return nil
}
