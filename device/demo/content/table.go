// Package content is Android's `content` tool and the little database behind
// it: tables of typed rows, a where clause, a sort order, and the texts the real
// tool prints for rows and for errors.
//
// Begin with Tool.Run (the command) and Table (what a provider answers with).
package content

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Row is one row of a table. At returns the value of a column: nil, int64,
// float64, string or []byte.
type Row interface {
	At(column int) any
}

// Values is a Row held in memory. Missing values at the end are nil.
type Values []any

// At implements Row.
func (v Values) At(i int) any {
	if i >= len(v) {
		return nil
	}
	return v[i]
}

// Table is what a provider has at one URI.
type Table struct {
	Name    string // as SQLite's messages call it
	Columns []string
	Rows    []Row
	Strict  bool // the media provider's grammar: only known columns and plain operators
}

// Query is what is asked of a table.
type Query struct {
	Projection []string // nil: all columns
	Where      string
	Sort       string
}

// Result is the answer: the rows that match, and which of their values were asked for.
type Result struct {
	Columns []string
	index   []int
	Rows    []Row
}

// ProviderError is an exception of the provider, printed as Java prints it.
type ProviderError struct {
	Class string // "java.lang.IllegalArgumentException"
	Text  string
}

// Error implements error.
func (e *ProviderError) Error() string { return e.Class + ": " + e.Text }

func illegal(format string, args ...any) error {
	return &ProviderError{"java.lang.IllegalArgumentException", fmt.Sprintf(format, args...)}
}

// Query selects and sorts.
func (t Table) Query(q Query) (*Result, error) {
	res := &Result{Columns: q.Projection}
	if q.Projection == nil {
		res.Columns = t.Columns
	}
	for _, c := range res.Columns {
		i := t.column(c)
		if i < 0 {
			return nil, t.unknownColumn(c, q)
		}
		res.index = append(res.index, i)
	}
	keep, err := t.where(q)
	if err != nil {
		return nil, err
	}
	order, err := t.order(q)
	if err != nil {
		return nil, err
	}
	for _, r := range t.Rows {
		if keep(r) == yes {
			res.Rows = append(res.Rows, r)
		}
	}
	if order != nil {
		slices.SortStableFunc(res.Rows, order)
	}
	return res, nil
}

func (t Table) column(name string) int {
	return slices.IndexFunc(t.Columns, func(c string) bool { return strings.EqualFold(c, name) })
}

// unknownColumn is what the provider says about a column of a projection: the
// media and telephony providers name it, others let SQLite complain.
func (t Table) unknownColumn(name string, q Query) error {
	if t.Strict {
		return illegal("Invalid column %s", name)
	}
	return t.sqlite(q, "no such column: %s", name)
}

func (t Table) sqlite(q Query, format string, args ...any) error {
	columns := "*"
	if q.Projection != nil {
		columns = strings.Join(q.Projection, ", ")
	}
	sql := "SELECT " + columns + " FROM " + t.Name
	if q.Where != "" {
		sql += " WHERE (" + q.Where + ")"
	}
	if q.Sort != "" {
		sql += " ORDER BY " + q.Sort
	}
	return &ProviderError{"android.database.sqlite.SQLiteException",
		fmt.Sprintf(format, args...) + " (code 1 SQLITE_ERROR): , while compiling: " + sql}
}

// order compiles "a ASC, b DESC"; nil when nothing is to be sorted.
func (t Table) order(q Query) (func(a, b Row) int, error) {
	if strings.TrimSpace(q.Sort) == "" {
		return nil, nil
	}
	type key struct {
		column int
		sign   int
		fold   bool
	}
	var keys []key
	for _, term := range strings.Split(q.Sort, ",") {
		words := strings.Fields(term)
		if len(words) == 0 {
			return nil, t.sqlite(q, `near ",": syntax error`)
		}
		k := key{column: t.column(words[0]), sign: 1}
		if k.column < 0 {
			return nil, t.badToken(words[0], q)
		}
		for i := 1; i < len(words); i++ {
			switch w := strings.ToUpper(words[i]); {
			case w == "ASC":
			case w == "DESC":
				k.sign = -1
			case w == "COLLATE" && i+1 < len(words):
				i++
				k.fold = strings.EqualFold(words[i], "NOCASE")
			default:
				return nil, t.badToken(words[i], q)
			}
		}
		keys = append(keys, k)
	}
	return func(a, b Row) int {
		for _, k := range keys {
			x, y := a.At(k.column), b.At(k.column)
			if k.fold {
				x, y = fold(x), fold(y)
			}
			if c := compare(x, y); c != 0 {
				return c * k.sign
			}
		}
		return 0
	}, nil
}

// badToken is the complaint about a word in a where clause or sort order.
func (t Table) badToken(word string, q Query) error {
	if t.Strict {
		return illegal("Invalid token %s", word)
	}
	if t.column(word) < 0 && identifier(word) && !keyword(word) {
		return t.sqlite(q, "no such column: %s", word)
	}
	return t.sqlite(q, "near \"%s\": syntax error", word)
}

func fold(v any) any {
	if s, ok := v.(string); ok {
		return strings.ToLower(s)
	}
	return v
}

// rank is SQLite's order of types: NULL, numbers, text, blobs.
func rank(v any) int {
	switch v.(type) {
	case nil:
		return 0
	case int64, float64:
		return 1
	case string:
		return 2
	}
	return 3
}

// compare orders two values as SQLite sorts them.
func compare(a, b any) int {
	if c := cmp.Compare(rank(a), rank(b)); c != 0 {
		return c
	}
	switch x := a.(type) {
	case int64:
		if y, ok := b.(int64); ok {
			return cmp.Compare(x, y)
		}
		return cmp.Compare(float64(x), b.(float64))
	case float64:
		if y, ok := b.(int64); ok {
			return cmp.Compare(x, float64(y))
		}
		return cmp.Compare(x, b.(float64))
	case string:
		return strings.Compare(x, b.(string))
	case []byte:
		return slices.Compare(x, b.([]byte))
	}
	return 0
}

// AppendText appends a value as the tool prints it: raw, without quoting.
func AppendText(to []byte, v any) []byte {
	switch x := v.(type) {
	case nil:
		return append(to, "NULL"...)
	case int64:
		return strconv.AppendInt(to, x, 10)
	case float64:
		return strconv.AppendFloat(to, x, 'g', -1, 32)
	case string:
		return append(to, x...)
	}
	return append(to, "BLOB"...)
}
