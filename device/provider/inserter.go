package provider

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// RefusedError is what the phone says against a row, or a change of one.
type RefusedError struct {
	Text   string
	denied bool
}

func (e *RefusedError) Error() string { return "the phone refused it: " + e.Text }

// Is makes a RefusedError equal ErrDenied where it is that.
func (e *RefusedError) Is(target error) bool { return target == ErrDenied && e.denied }

var (
	// ErrTooLong: a record is longer than a command line of the phone.
	ErrTooLong = errors.New("it is longer than what can be handed to the phone")
	// errCut: the phone did not tell what became of a row.
	errCut = errors.New("the phone did not tell what became of it")
)

const (
	// Every row costs the start of a program on the phone, which is work for a core;
	// the phone has one database. It tells how many cores it has, or gets as many as
	// the least do.
	fewWorkers   = 4
	mostWorkers  = 8
	scriptRows   = 120    // often enough news for whoever waits
	scriptLength = 56_000 // a request to the adb server has four digits for its length
)

// inserter makes rows, many with one command.
type inserter struct {
	sh      Shell
	escaped bool   // how this phone's tool reads a binding
	guard   string // commands before the rows
	workers int    // commands at a time
}

// newInserter finds out how this phone's tool reads a binding: the versions that
// split it have --extra, too.
func newInserter(ctx context.Context, sh Shell) (*inserter, error) {
	res, err := sh.Shell(ctx, "nproc 2>/dev/null; content query --uri content://settings/system --projection _id --where '_id<0' --extra 'x:s:1'")
	if err != nil {
		return nil, fmt.Errorf("asking for the content tool: %w", err)
	}
	said := string(res.Stdout) + string(res.Stderr)
	if res.Exit == 127 || strings.Contains(said, "not found\n") && strings.Contains(said, "content:") {
		return nil, ErrNoTool
	}
	line, _, _ := strings.Cut(string(res.Stdout), "\n")
	cores, _ := strconv.Atoi(strings.TrimSpace(line)) // none: an old phone does not tell
	return &inserter{sh: sh, escaped: !strings.Contains(said, "[ERROR]"), workers: min(max(cores, fewWorkers), mostWorkers)}, nil
}

// insert makes rows, in no particular order, and returns what the phone said against
// each; nil for nothing. Only reading them shows that they are there. The error is
// the connection's, and then some may be there and some not.
func (x *inserter) insert(ctx context.Context, rows []insertion) ([]error, error) {
	errs := make([]error, len(rows))
	var at []int // the rows of the script at hand
	var commands []string
	length := 0
	flush := func() error {
		if len(at) == 0 {
			return nil
		}
		said, err := x.run(ctx, commands)
		if err != nil {
			return err
		}
		for i, row := range at {
			errs[row] = said[i]
		}
		at, commands, length = nil, nil, 0
		return nil
	}
	for i, r := range rows {
		command := r.command(x.escaped)
		if len(command)+len(x.guard)+500 > scriptLength {
			errs[i] = ErrTooLong
			continue
		}
		if length+len(command)+100 > scriptLength-len(x.guard)-500 || len(at) == scriptRows {
			if err := flush(); err != nil {
				return errs, err
			}
		}
		at, commands, length = append(at, i), append(commands, command), length+len(command)+100
	}
	return errs, flush()
}

// run carries out commands, several at a time. Each tells its end in one piece, so
// that what runs beside it does not come between.
func (x *inserter) run(ctx context.Context, commands []string) ([]error, error) {
	mark := rand.Text()
	res, err := x.sh.Shell(ctx, x.guard+script(commands, mark, x.workers))
	if err != nil {
		return nil, err
	}
	return answers(unixLines(string(res.Stdout)), mark, len(commands)), nil
}

// script shares commands out among workers.
func script(commands []string, mark string, workers int) string {
	workers = min(workers, len(commands))
	shares := make([]strings.Builder, workers)
	for i, c := range commands {
		fmt.Fprintf(&shares[i%workers], "o=$(%s 2>&1 </dev/null); echo \"%s %d $o\"\n", c, mark, i)
	}
	var b strings.Builder
	for i := range shares {
		b.WriteString("(\n" + shares[i].String() + ") &\n")
	}
	b.WriteString("wait\n")
	return b.String()
}

// answers takes apart what a script printed. The mark is in no record.
func answers(out, mark string, n int) []error {
	errs := make([]error, n)
	for i := range errs {
		errs[i] = errCut
	}
	for _, piece := range strings.Split(out, mark+" ")[1:] {
		digits, said, _ := strings.Cut(piece, " ")
		if i, err := strconv.Atoi(strings.TrimSpace(digits)); err == nil && i >= 0 && i < n {
			errs[i] = complaint(said)
		}
	}
	return errs
}

// complaint reads what a tool printed; nil where that is no refusal. Some phones'
// linkers warn about this and that on every start.
func complaint(said string) error {
	for _, sign := range []string{"[ERROR] ", "Exception", "Error while accessing provider", "not found", "Killed", "Aborted", "Segmentation fault"} {
		if strings.Contains(said, sign) {
			mark := "Exception: "
			if sign == "[ERROR] " {
				mark = sign
			}
			return &RefusedError{Text: reason(said, mark), denied: strings.Contains(said, "SecurityException")}
		}
	}
	return nil
}

// remove deletes rows by their ids, a few hundred with one command.
func (x *inserter) remove(ctx context.Context, uri string, ids []int64) error {
	const perCall = 400
	for at := 0; at < len(ids); at += perCall {
		some := make([]string, 0, perCall)
		for _, id := range ids[at:min(at+perCall, len(ids))] {
			some = append(some, strconv.FormatInt(id, 10))
		}
		errs, err := x.run(ctx, []string{"content delete --uri '" + uri + "' --where '_id IN (" + strings.Join(some, ",") + ")'"})
		if err != nil {
			return err
		}
		if errs[0] != nil {
			return errs[0]
		}
	}
	return nil
}
