package content

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// command is one parsed call of the tool.
type command struct {
	verb   string
	uri    URI
	query  Query
	user   int
	method string
	arg    string
	extras []Extra
	binds  Bound
}

// Extra is a typed value given with --extra.
type Extra struct {
	Key, Type, Value string
}

// URI is a parsed content:// address.
type URI struct {
	Text      string
	Authority string
	Path      []string // decoded segments
	Query     map[string]string
}

// ParseURI reads content://authority/path?key=value. Percent escapes are
// decoded; broken ones stay as they are, as Android's Uri does.
func ParseURI(s string) (URI, error) {
	rest, ok := strings.CutPrefix(s, "content://")
	if !ok || rest == "" {
		return URI{}, fmt.Errorf("not a content URI: %q", s)
	}
	u := URI{Text: s, Query: map[string]string{}}
	rest, query, _ := strings.Cut(rest, "?")
	for _, kv := range strings.Split(query, "&") {
		if k, v, ok := strings.Cut(kv, "="); ok {
			u.Query[unescape(k)] = unescape(v)
		}
	}
	segments := strings.Split(rest, "/")
	u.Authority = unescape(segments[0])
	for _, s := range segments[1:] {
		if s != "" {
			u.Path = append(u.Path, unescape(s))
		}
	}
	return u, nil
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

var colons = regexp.MustCompile(`\s*:\s*`)

// badArgs is a complaint about the arguments, in the tool's own words.
type badArgs string

// Error implements error.
func (b badArgs) Error() string { return string(b) }

// parse reads the arguments after the word `content`, as Android 11 and later do,
// or as the versions before.
func parse(args []string, old bool) (command, error) {
	if len(args) == 0 {
		return command{}, badArgs("Missing subcommand")
	}
	c := command{verb: args[0]}
	takes, ok := verbs[c.verb]
	if !ok {
		return command{}, badArgs("Unsupported operation: " + c.verb)
	}
	for args = args[1:]; len(args) > 0; {
		name := args[0]
		if !strings.Contains(takes, name+" ") || old && name == "--extra" {
			return command{}, badArgs("Unsupported argument: " + name)
		}
		if len(args) < 2 || args[1] == "" || strings.HasPrefix(args[1], "--") {
			return command{}, badArgs("No value specified for: " + name)
		}
		if err := c.set(name, args[1], old); err != nil {
			return command{}, err
		}
		args = args[2:]
	}
	switch {
	case c.uri.Text == "":
		return command{}, badArgs("Resource URI not specified. Did you specify --uri argument?")
	case c.verb == "call" && c.method == "":
		return command{}, badArgs("Content provider method not specified.")
	case (c.verb == "insert" || c.verb == "update") && len(c.binds) == 0:
		return command{}, badArgs("Bindings not specified. Did you specify --bind argument(s)?")
	}
	return c, nil
}

// verbs are the subcommands with the arguments they take, each followed by a space.
var verbs = map[string]string{
	"query":   "--uri --user --projection --where --sort --extra ",
	"insert":  "--uri --user --bind --extra ",
	"update":  "--uri --user --bind --where --extra ",
	"delete":  "--uri --user --where --extra ",
	"write":   "--uri --user ",
	"read":    "--uri --user ",
	"call":    "--uri --user --method --arg --extra ",
	"gettype": "--uri --user ",
}

func (c *command) set(name, value string, old bool) (err error) {
	switch name {
	case "--uri":
		c.uri, err = ParseURI(value)
	case "--user":
		if c.user, err = strconv.Atoi(value); err != nil {
			err = badArgs("Invalid user ID: " + value)
		}
	case "--projection":
		c.query.Projection = colons.Split(value, -1)
	case "--where":
		c.query.Where = value
	case "--sort":
		c.query.Sort = value
	case "--method":
		c.method = value
	case "--arg":
		c.arg = value
	case "--bind":
		var b Binding
		b, err = parseBinding(value, old)
		c.binds = append(c.binds, b)
	case "--extra":
		var e Extra
		e, err = parseExtra(value)
		c.extras = append(c.extras, e)
	}
	return err
}

// parseExtra reads key:type:value.
func parseExtra(s string) (Extra, error) {
	parts := splitEscaped(s)
	if len(parts) != 3 {
		return Extra{}, badArgs("Binding not well formed: " + s)
	}
	switch e := (Extra{parts[0], parts[1], parts[2]}); e.Type {
	case "b", "s", "i", "l", "f", "d", "n":
		return e, nil
	}
	return Extra{}, badArgs("Unsupported type: " + parts[1])
}

// splitEscaped splits at colons that have no backslash before them.
func splitEscaped(s string) []string {
	parts := []string{""}
	for i := 0; i < len(s); i++ {
		last := &parts[len(parts)-1]
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			*last += s[i : i+1]
		case s[i] == ':':
			parts = append(parts, "")
		default:
			*last += s[i : i+1]
		}
	}
	return parts
}
