package content

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
)

// Provider answers for one authority.
type Provider interface {
	// Table returns the rows at a URI. extras are those of the query.
	Table(u URI, extras []Extra) (Table, error)
	// Read opens the bytes behind a URI.
	Read(u URI) (io.Reader, error)
	// Call runs a method and returns the text of the Bundle, "" for none.
	Call(method, arg string) (string, error)
	// Type returns the MIME type of a URI, "" when there is none.
	Type(u URI) string
}

// Tool is the content command of one phone. Denied returns the error of an
// authority that refuses the shell user, nil otherwise.
type Tool struct {
	Providers map[string]Provider
	Denied    func(authority string) error
	Old       bool      // the tool of Android 10 and before
	In        io.Reader // what "content write" writes
}

const usage = `usage: adb shell content [subcommand] [options]

usage: adb shell content query --uri <URI> [--user <USER_ID>] [--projection <PROJECTION>] [--where <WHERE>] [--sort <SORT_ORDER>] [--extra <BINDING>...]
  <PROJECTION> is a list of colon separated column names and is formatted:
  <COLUMN_NAME>[:<COLUMN_NAME>...]
  <SORT_ORDER> is the order in which rows in the result should be sorted.

usage: adb shell content insert --uri <URI> [--user <USER_ID>] --bind <BINDING> [--bind <BINDING>...] [--extra <BINDING>...]
  <BINDING> binds a typed value to a column and is formatted:
  <COLUMN_NAME>:<TYPE>:<COLUMN_VALUE> where:
  <TYPE> specifies data type such as: b - boolean, s - string, i - integer, l - long, f - float, d - double, n - null

usage: adb shell content update --uri <URI> [--user <USER_ID>] [--where <WHERE>] [--extra <BINDING>...]

usage: adb shell content delete --uri <URI> [--user <USER_ID>] [--bind <BINDING>] [--bind <BINDING>...] [--where <WHERE>]

usage: adb shell content call --uri <URI> --method <METHOD> [--arg <ARG>] [--extra <BINDING> ...]

usage: adb shell content read --uri <URI> [--user <USER_ID>]

usage: adb shell content write --uri <URI> [--user <USER_ID>]

usage: adb shell content gettype --uri <URI> [--user <USER_ID>]

`

// Run is the command: args are the words after `content`. The exit code is 0
// even when a provider throws, as on a phone.
func (t Tool) Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c, err := parse(args, t.Old)
	if err != nil {
		fmt.Fprintf(stdout, "%s[ERROR] %s\n", usage, err)
		return 0
	}
	out := bufio.NewWriterSize(stdout, 64<<10)
	if err := t.run(ctx, c, out); err != nil {
		fmt.Fprintf(stderr, "Error while accessing provider:%s\n%s\n%s", c.uri.Authority, err, trace)
		return 0
	}
	if out.Flush() != nil {
		return 1 // the reader went away
	}
	return 0
}

// trace stands where Java prints where it happened.
const trace = `	at android.database.DatabaseUtils.readExceptionFromParcel(DatabaseUtils.java:172)
	at android.content.ContentProviderProxy.query(ContentProviderNative.java:497)
	at com.android.commands.content.Content$QueryCommand.onExecute(Content.java:661)
`

func (t Tool) run(ctx context.Context, c command, out *bufio.Writer) error {
	p, ok := t.Providers[c.uri.Authority]
	if !ok {
		return &ProviderError{"java.lang.IllegalStateException", "Could not find provider: " + c.uri.Authority}
	}
	if t.Denied != nil {
		if err := t.Denied(c.uri.Authority); err != nil {
			return err
		}
	}
	if c.user != 0 {
		return &ProviderError{"java.lang.IllegalStateException", "Could not find provider: " + c.uri.Authority}
	}
	switch c.verb {
	case "insert", "update", "delete", "write":
		return t.write(p, c)
	case "read":
		r, err := p.Read(c.uri)
		if err != nil {
			return err
		}
		_, err = io.Copy(out, r)
		return err
	case "call":
		bundle, err := p.Call(c.method, c.arg)
		if err != nil {
			return err
		}
		if bundle == "" {
			bundle = "null"
		}
		_, err = fmt.Fprintf(out, "Result: %s\n", bundle)
		return err
	case "gettype":
		mime := p.Type(c.uri)
		if mime == "" {
			mime = "null"
		}
		_, err := fmt.Fprintf(out, "Result: %s\n", mime)
		return err
	}
	table, err := p.Table(c.uri, c.extras)
	if err != nil {
		return err
	}
	res, err := table.Query(c.query)
	if err != nil {
		return err
	}
	return res.print(ctx, out)
}

// print writes the rows as the tool does: "Row: 0 _id=1, name=x".
func (r *Result) print(ctx context.Context, out *bufio.Writer) error {
	if len(r.Rows) == 0 {
		_, err := out.WriteString("No result found.\n")
		return err
	}
	var line []byte
	for n, row := range r.Rows {
		line = strconv.AppendInt(append(line[:0], "Row: "...), int64(n), 10)
		for i, column := range r.index {
			if i > 0 {
				line = append(line, ',')
			}
			line = append(line, ' ')
			line = append(append(line, r.Columns[i]...), '=')
			line = AppendText(line, row.At(column))
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}
