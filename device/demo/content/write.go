package content

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Writer is a Provider whose rows can be changed.
type Writer interface {
	Insert(u URI, v Bound) error
	Update(u URI, v Bound, where string) error
	Delete(u URI, where string) error
}

// FileWriter is a Provider that takes files.
type FileWriter interface {
	Write(u URI, r io.Reader) error
}

// Binding is a value given with --bind: nil, int64, float64 or string.
type Binding struct {
	Column string
	Value  any
}

// Bound are the values of one row.
type Bound []Binding

// Get returns the value bound to a column.
func (b Bound) Get(column string) (any, bool) {
	for i := len(b) - 1; i >= 0; i-- { // the last one counts, as in a ContentValues
		if b[i].Column == column {
			return b[i].Value, true
		}
	}
	return nil, false
}

// Text returns the text bound to a column, "" for none.
func (b Bound) Text(column string) string {
	v, _ := b.Get(column)
	if v == nil {
		return ""
	}
	return string(AppendText(nil, v))
}

// Number returns the number bound to a column, 0 for none.
func (b Bound) Number(column string) int64 {
	v, _ := b.Get(column)
	if s, ok := v.(string); ok {
		v = numeric(s)
	}
	n, _ := v.(int64)
	return n
}

// With returns the bindings with one more, which replaces another of its name.
func (b Bound) With(column string, v any) Bound {
	return append(slices.Clip(b), Binding{column, v})
}

// parseBinding reads column:type:value. The versions before Android 11 take all
// behind the second colon as it is.
func parseBinding(s string, old bool) (Binding, error) {
	parts := splitEscaped(s)
	if old {
		parts = strings.SplitN(s, ":", 3)
	}
	if len(parts) != 3 {
		return Binding{}, badArgs("Binding not well formed: " + s)
	}
	b := Binding{Column: parts[0]}
	value := parts[2]
	var err error
	switch parts[1] {
	case "s":
		b.Value = value
	case "b":
		b.Value = oneIf(strings.EqualFold(value, "true"))
	case "i":
		var n int64
		n, err = strconv.ParseInt(value, 10, 32)
		b.Value = n
	case "l":
		var n int64
		n, err = strconv.ParseInt(value, 10, 64)
		b.Value = n
	case "f", "d":
		var f float64
		f, err = strconv.ParseFloat(value, 64)
		b.Value = f
	case "n":
		if old {
			return Binding{}, badArgs("Unsupported type: " + parts[1])
		}
	default:
		return Binding{}, badArgs("Unsupported type: " + parts[1])
	}
	if err != nil {
		return Binding{}, badArgs(fmt.Sprintf("For input string: %q", value))
	}
	return b, nil
}

func oneIf(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// write runs what changes something. It prints nothing, as the tool does not.
func (t Tool) write(p Provider, c command) error {
	if c.verb == "write" {
		f, ok := p.(FileWriter)
		if !ok {
			return &ProviderError{"java.io.FileNotFoundException", "No files supported by provider at " + c.uri.Text}
		}
		in := t.In
		if in == nil {
			in = strings.NewReader("")
		}
		return f.Write(c.uri, in)
	}
	w, ok := p.(Writer)
	if !ok {
		return &ProviderError{"java.lang.UnsupportedOperationException", "No external " + c.verb + "s"}
	}
	switch c.verb {
	case "insert":
		return w.Insert(c.uri, c.binds)
	case "update":
		return w.Update(c.uri, c.binds, c.query.Where)
	}
	return w.Delete(c.uri, c.query.Where)
}
