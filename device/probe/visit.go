package probe

import (
	"context"
	"strconv"
	"strings"

	"keepsake/device/adb"
)

// visit is one Run. What several probes need is asked once and kept here.
type visit struct {
	phone phone

	props map[string]string
	tree  memo[*tree]
	look  memo[*looked]
	saved memo[*saved]
}

// memo keeps an answer that several probes need. A refusal is kept too: what
// took too long once must not take it again.
type memo[T any] struct {
	asked bool
	value T
	err   error
}

func (m *memo[T]) get(ask func() (T, error)) (T, error) {
	if !m.asked {
		m.value, m.err = ask()
		m.asked = true
	}
	return m.value, m.err
}

// most is how much one answer may be; the longest are lists of row numbers.
const most = 8 << 20

// answer is what a command said.
type answer struct {
	out, err string
	exit     int
}

// say asks the shell. A program that is missing or refused is an error only
// where the answer is nothing else: see refused.
func (v *visit) say(ctx context.Context, c command) (answer, error) {
	res, err := v.raw(ctx, c)
	if err != nil {
		return answer{}, err
	}
	return answer{out: strings.ReplaceAll(string(res.Stdout), "\r\n", "\n"), err: string(res.Stderr), exit: res.Exit}, nil
}

// raw is say for an answer that is no text. All commands go through here.
func (v *visit) raw(ctx context.Context, c command) (adb.Result, error) {
	if err := c.check(); err != nil {
		return adb.Result{}, err
	}
	return v.phone.Shell(ctx, c.String(), most)
}

// must is say for a command whose every failure is the phone's refusal.
func (v *visit) must(ctx context.Context, c command) (string, error) {
	a, err := v.say(ctx, c)
	if err == nil && a.exit != 0 {
		err = refusal{classify(a.err + "\n" + a.out)}
	}
	return a.out, err
}

// property returns one of the phone's system properties.
func (v *visit) property(ctx context.Context, name string) (string, error) {
	if value, ok := v.props[name]; ok {
		return value, nil
	}
	out, err := v.must(ctx, run("getprop", name))
	if err != nil {
		return "", err
	}
	value := strings.TrimSpace(out)
	v.props[name] = value
	return value, nil
}

// toggle reads a property that is a switch.
func (v *visit) toggle(ctx context.Context, name string) (word, error) {
	value, err := v.property(ctx, name)
	switch value {
	case "1", "true":
		return on, err
	case "0", "false":
		return off, err
	case "":
		return missing, err
	}
	return anything, err
}

// query asks a content provider for rows of the columns given.
func query(uri string, columns string, more ...string) []string {
	return append([]string{"content", "query", "--uri", uri, "--projection", columns}, more...)
}

// rows runs a query and returns what was printed of rows, line by line. No rows
// is no error.
func (v *visit) rows(ctx context.Context, words []string) ([]string, error) {
	a, err := v.say(ctx, run(words...))
	if err != nil {
		return nil, err
	}
	var rows []string
	for line := range strings.Lines(a.out) {
		if strings.HasPrefix(line, "Row: ") {
			rows = append(rows, strings.TrimRight(line, "\n"))
		}
	}
	if len(rows) > 0 || strings.HasPrefix(strings.TrimSpace(a.out), "No result found.") && strings.TrimSpace(a.err) == "" {
		return rows, nil
	}
	if a.exit == 0 && strings.TrimSpace(a.err+a.out) == "" {
		return nil, refusal{otherwise}
	}
	return nil, refusal{classify(a.err + "\n" + a.out)}
}

// count is the number of rows a query has.
func (v *visit) count(ctx context.Context, words []string) (int, error) {
	rows, err := v.rows(ctx, words)
	return len(rows), err
}

// column takes the value of a column out of a row of numbers and plain words.
func column(row, name string) (string, bool) {
	_, row, _ = strings.Cut(row, " ")
	_, row, _ = strings.Cut(row, " ") // "Row:" and its number
	for _, field := range strings.Split(row, ", ") {
		if value, ok := strings.CutPrefix(field, name+"="); ok {
			return value, value != "NULL"
		}
	}
	return "", false
}

// number reads the first line of a count, as grep -c and wc -l print it.
func number(out string) (int, bool) {
	line, _, _ := strings.Cut(strings.TrimSpace(out), "\n")
	n, err := strconv.Atoi(strings.TrimSpace(line))
	return n, err == nil && n >= 0
}

// counted runs a pipeline that ends in a count. grep's exit code says only
// whether it found something.
func (v *visit) counted(ctx context.Context, c command) (int, error) {
	a, err := v.say(ctx, c)
	if err != nil {
		return 0, err
	}
	n, ok := number(a.out)
	if !ok || n == 0 && strings.TrimSpace(a.err) != "" {
		return 0, refusal{classify(a.err + "\n" + a.out)}
	}
	return n, nil
}
