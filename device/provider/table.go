package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"keepsake/device/adb"
)

// table is what is asked of one provider. The numbers are read apart from the
// texts: a line of numbers cannot be imitated, so it says what a line of texts
// must begin with.
type table struct {
	uri     string
	where   string   // "" for all rows
	numbers []string // integer columns beside _id
	texts   []string // columns that may hold anything
	window  int      // rows of one call; 0: windowRows
}

const (
	windowRows = 2500 // of one call: few calls, and a window is a few megabytes
	tableRows  = 1_000_000
)

// row is one row of a table. What is NULL, and what this Android does not have,
// is 0 or "".
type row struct {
	id      int64
	first   string // the first number as it is printed
	numbers map[string]int64
	texts   map[string]string
}

func (r row) n(name string) int64  { return r.numbers[name] }
func (r row) s(name string) string { return r.texts[name] }

// read calls each with every row, in the order of the ids. Rows that appear while
// it reads are left for the next time, rows that disappear are left out. When it
// fails in the middle, each was called with the rows before.
func (t table) read(ctx context.Context, sh Shell, each func(row) error) error {
	ids, err := t.ids(ctx, sh)
	if err != nil {
		return err
	}
	size := t.window
	if size == 0 {
		size = windowRows
	}
	for at := 0; at < len(ids); {
		part := ids[at:min(at+size, len(ids))]
		rows, err := t.part(ctx, sh, part)
		if errors.Is(err, adb.ErrTooMuch) && size > 1 {
			size = max(1, size/8)
			continue
		}
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := each(r); err != nil {
				return err
			}
		}
		at += len(part)
	}
	return nil
}

// ids asks for nothing but the ids, which is the count everything else is held
// against.
func (t table) ids(ctx context.Context, sh Shell) ([]int64, error) {
	q := query{uri: t.uri, columns: []column{{"_id", number}}, where: t.where}
	out, err := q.run(ctx, sh)
	if err != nil {
		return nil, err
	}
	var ids []int64
	_, odd, err := scanRows(out, q.columns, nil, func(v []string) error {
		if len(ids) == tableRows {
			return fmt.Errorf("reading %s: more than %d rows", t.uri, tableRows)
		}
		ids = append(ids, integer(v[0]))
		return nil
	})
	if err == nil && odd {
		err = &QueryError{URI: t.uri, Text: "the phone's list of ids makes no sense: " + reason(out, "")}
	}
	slices.Sort(ids)
	return slices.Compact(ids), err
}

// part reads the rows of a run of ids.
func (t *table) part(ctx context.Context, sh Shell, ids []int64) ([]row, error) {
	rows, err := t.readNumbers(ctx, sh, ids)
	if err != nil || len(t.texts) == 0 || len(rows) == 0 {
		return rows, err
	}
	for try := 0; ; try++ {
		err := t.readTexts(ctx, sh, rows)
		if err == nil {
			return rows, nil
		}
		if !errors.Is(err, errMoved) || try == 2 {
			return nil, err
		}
		// The table changed between the two calls: once more from the numbers.
		if rows, err = t.readNumbers(ctx, sh, ids); err != nil || len(rows) == 0 {
			return rows, err
		}
	}
}

// errMoved: numbers and texts are of different moments.
var errMoved = errors.New("the rows changed while they were read")

func (t *table) between(lo, hi int64) string {
	where := fmt.Sprintf("_id>=%d AND _id<=%d", lo, hi)
	if t.where != "" {
		where = "(" + t.where + ") AND " + where
	}
	return where
}

// ask runs a query, leaving out one after another what this Android does not have.
func (t *table) ask(ctx context.Context, sh Shell, make func() query) (query, string, error) {
	for {
		q := make()
		out, err := q.run(ctx, sh)
		var column *columnError
		if errors.As(err, &column) && column.name != "_id" {
			n := len(t.numbers) + len(t.texts)
			t.numbers = without(t.numbers, column.name)
			t.texts = without(t.texts, column.name)
			if len(t.numbers)+len(t.texts) < n {
				continue
			}
		}
		return q, out, err
	}
}

func without(list []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == name })
}

func (t *table) readNumbers(ctx context.Context, sh Shell, ids []int64) ([]row, error) {
	q, out, err := t.ask(ctx, sh, func() query {
		q := query{uri: t.uri, columns: []column{{"_id", number}}, where: t.between(ids[0], ids[len(ids)-1])}
		for _, n := range t.numbers {
			q.columns = append(q.columns, column{n, number})
		}
		return q
	})
	if err != nil {
		return nil, err
	}
	var rows []row
	_, odd, err := scanRows(out, q.columns, nil, func(v []string) error {
		r := row{id: integer(v[0]), numbers: make(map[string]int64, len(v)), texts: map[string]string{}}
		if r.first = "NULL"; len(v) > 1 && v[1] != "" {
			r.first = strings.Clone(v[1])
		}
		for i, c := range q.columns[1:] {
			r.numbers[c.name] = integer(v[i+1])
		}
		rows = append(rows, r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if odd && len(t.numbers) > 0 {
		// This phone keeps text in a column of numbers: read them all as texts.
		t.texts = append(slices.Clone(t.numbers), t.texts...)
		t.numbers = nil
		return t.readNumbers(ctx, sh, ids)
	}
	return rows, nil
}

// readTexts fills in the texts of rows.
func (t *table) readTexts(ctx context.Context, sh Shell, rows []row) error {
	lo, hi := rows[0].id, rows[len(rows)-1].id
	_, out, err := t.ask(ctx, sh, func() query { return t.textQuery(t.between(lo, hi), t.texts) })
	if err != nil {
		return err
	}
	if len(t.texts) == 0 {
		return nil
	}
	values, doubt, err := splitTexts(out, t.heads(rows), t.texts)
	if err != nil {
		return fmt.Errorf("reading %s: %w", t.uri, err)
	}
	var again []*row
	for i := range rows {
		if doubt[i] {
			again = append(again, &rows[i])
			continue
		}
		t.fill(&rows[i], t.texts, values[i])
	}
	return t.readDoubted(ctx, sh, again)
}

// readDoubted reads the texts of rows once more, one column at a time: then only a
// text that holds a whole head is still in doubt, and such a row is read alone.
func (t *table) readDoubted(ctx context.Context, sh Shell, rows []*row) error {
	const perCall = 500 // ids on a command line
	for at := 0; at < len(rows); at += perCall {
		some := rows[at:min(at+perCall, len(rows))]
		ids := make([]string, len(some))
		heads := make([]string, len(some))
		for i, r := range some {
			ids[i], heads[i] = strconv.FormatInt(r.id, 10), "Row: "+strconv.Itoa(i)+t.key(*r)
		}
		where := t.between(some[0].id, some[len(some)-1].id) + " AND _id IN (" + strings.Join(ids, ",") + ")"
		for _, name := range t.texts {
			out, err := t.textQuery(where, []string{name}).run(ctx, sh)
			if err != nil {
				return err
			}
			values, doubt, err := splitTexts(out, heads, []string{name})
			if err != nil {
				return fmt.Errorf("reading %s: %w", t.uri, err)
			}
			for i, r := range some {
				v := values[i]
				if doubt[i] {
					if v, err = t.readAlone(ctx, sh, r, name); err != nil {
						return err
					}
				}
				t.fill(r, []string{name}, v)
			}
		}
	}
	return nil
}

// fill takes over texts; a number that came as text becomes one.
func (t *table) fill(r *row, names, values []string) {
	for i, name := range names {
		v := values[i]
		if v == "NULL" { // the tool prints NULL and the text "NULL" alike
			v = ""
		}
		r.texts[name] = strings.Clone(v)
		if _, ok := r.numbers[name]; !ok {
			r.numbers[name] = integer(v)
		}
	}
}

func (t *table) textQuery(where string, texts []string) query {
	q := query{uri: t.uri, columns: []column{{"_id", number}}, where: where}
	if len(t.numbers) > 0 {
		q.columns = append(q.columns, column{t.numbers[0], number})
	}
	for _, n := range texts {
		q.columns = append(q.columns, column{n, text})
	}
	return q
}

// heads are what the lines of rows begin with, exactly, up to the first text.
func (t *table) heads(rows []row) []string {
	heads := make([]string, len(rows))
	for i, r := range rows {
		heads[i] = "Row: " + strconv.Itoa(i) + t.key(r)
	}
	return heads
}

func (t *table) key(r row) string {
	key := " _id=" + strconv.FormatInt(r.id, 10)
	if len(t.numbers) > 0 {
		key += ", " + t.numbers[0] + "=" + r.first
	}
	return key
}

// readAlone asks for one text of one row: then whatever comes is the text.
func (t *table) readAlone(ctx context.Context, sh Shell, r *row, name string) ([]string, error) {
	out, err := t.textQuery(t.between(r.id, r.id), []string{name}).run(ctx, sh)
	if err != nil {
		return nil, err
	}
	v, ok := strings.CutPrefix(out, "Row: 0"+t.key(*r)+", "+name+"=")
	if !ok {
		return nil, errMoved
	}
	return []string{strings.TrimSuffix(v, "\n")}, nil
}
