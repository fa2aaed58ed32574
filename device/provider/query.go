package provider

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"keepsake/device/adb"
)

// What a caller may want to tell apart; both arrive wrapped.
var (
	// ErrNoTool: the phone has no content tool; it is no Android, or very old.
	ErrNoTool = errors.New("the phone has no content tool")
	// ErrDenied: the phone does not let the shell read this provider.
	ErrDenied = errors.New("the phone does not allow reading this")
)

// QueryError is a provider's refusal of a query, in the phone's words.
type QueryError struct {
	URI    string
	Text   string
	denied bool
}

func (e *QueryError) Error() string { return fmt.Sprintf("reading %s: %s", e.URI, e.Text) }

// Is makes a QueryError equal ErrDenied where it is that.
func (e *QueryError) Is(target error) bool { return target == ErrDenied && e.denied }

// Shell runs a command on the phone; an *adb.Device does.
type Shell interface {
	Shell(ctx context.Context, command string) (adb.Result, error)
}

// query is one call of the content tool.
type query struct {
	uri     string
	columns []column
	where   string
	extras  []string // key:type:value, colons in the key escaped; Android 11 and later
}

func (q query) command() string {
	names := make([]string, len(q.columns))
	for i, c := range q.columns {
		names[i] = c.name
	}
	args := []string{"content", "query", "--uri", adb.Quote(q.uri), "--projection", strings.Join(names, ":")}
	if q.where != "" {
		args = append(args, "--where", adb.Quote(q.where))
	}
	args = append(args, "--sort", adb.Quote("_id ASC"))
	for _, x := range q.extras {
		args = append(args, "--extra", adb.Quote(x))
	}
	return strings.Join(args, " ")
}

// without returns the query less one column.
func (q query) without(name string) (query, bool) {
	var kept []column
	for _, c := range q.columns {
		if c.name != name {
			kept = append(kept, c)
		}
	}
	ok := len(kept) < len(q.columns)
	q.columns = kept
	return q, ok
}

// errUsage: this version of the tool does not know one of the arguments.
var errUsage = errors.New("the content tool does not know an argument")

// columnError: the provider has no such column.
type columnError struct{ name string }

func (e *columnError) Error() string { return "no column " + e.name }

var badColumn = regexp.MustCompile(`(?:Invalid column|no such column:) ([A-Za-z_][A-Za-z0-9_]*)`)

// run asks the phone and returns what the tool printed. A provider's error comes
// on stderr with any exit code, on old phones on stdout, where it follows the
// rows that were read before it.
func (q query) run(ctx context.Context, sh Shell) (string, error) {
	res, err := sh.Shell(ctx, q.command())
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", q.uri, err)
	}
	out, trouble := unixLines(string(res.Stdout)), string(res.Stderr)
	if !strings.HasPrefix(out, "Row: ") {
		trouble += "\n" + out
	}
	switch {
	case res.Exit == 127 || strings.Contains(trouble, "content: not found") || strings.Contains(trouble, "content: inaccessible or not found"):
		return "", fmt.Errorf("reading %s: %w", q.uri, ErrNoTool)
	case strings.Contains(trouble, "[ERROR] "):
		return "", fmt.Errorf("reading %s: %w: %s", q.uri, errUsage, reason(trouble, "[ERROR] "))
	case strings.Contains(trouble, "Error while accessing provider"), strings.Contains(trouble, "Could not find provider"):
		if m := badColumn.FindStringSubmatch(trouble); m != nil {
			return "", fmt.Errorf("reading %s: %w", q.uri, &columnError{name: m[1]})
		}
		return out, &QueryError{URI: q.uri, Text: reason(trouble, "Exception: "), denied: strings.Contains(trouble, "SecurityException")}
	case out == "" && res.Exit != 0:
		return "", &QueryError{URI: q.uri, Text: reason(trouble, "")}
	}
	return out, nil
}

// unixLines undoes the line ends of shells before Android 7, which all have a
// carriage return.
func unixLines(out string) string {
	if n := strings.Count(out, "\n"); n > 0 && n == strings.Count(out, "\r\n") {
		return strings.ReplaceAll(out, "\r\n", "\n")
	}
	return out
}

// reason is the line of a message that holds mark, else the first one, cut to a
// length that fits a report.
func reason(message, mark string) string {
	lines := strings.Split(strings.TrimSpace(message), "\n")
	line := lines[0]
	for _, l := range lines {
		if mark != "" && strings.Contains(l, mark) {
			line = l
			break
		}
	}
	if line = strings.TrimSpace(strings.ToValidUTF8(line, "?")); len(line) > 300 {
		line = strings.ToValidUTF8(line[:300], "")
	}
	if line == "" {
		return "the content tool failed and said nothing"
	}
	return line
}
