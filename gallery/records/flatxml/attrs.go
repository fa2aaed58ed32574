package flatxml

import (
	"slices"
	"strconv"
	"strings"
)

// Text returns an attribute; "" where it is not there or says so.
func (e Element) Text(name string) string {
	v := e.Attrs[name]
	if v == Null {
		return ""
	}
	return v
}

// Int returns a number, or other where there is none.
func (e Element) Int(name string, other int64) int64 {
	v, err := strconv.ParseInt(strings.TrimSpace(e.Attrs[name]), 10, 64)
	if err != nil {
		return other
	}
	return v
}

// Flag returns a yes or no: 1 or true is yes.
func (e Element) Flag(name string) bool {
	v := e.Attrs[name]
	return v == "1" || strings.EqualFold(v, "true")
}

// Extra returns "name=value" of every attribute that is not among known, has a
// value, and is not what defaults says anyway; in order.
func (e Element) Extra(known []string, defaults map[string]string) []string {
	var out []string
	for name, v := range e.Attrs {
		if v == "" || v == Null || slices.Contains(known, name) || defaults[name] == v || !NameOK(name) {
			continue
		}
		out = append(out, name+"="+v)
	}
	slices.Sort(out)
	return out
}

// Extra writes such a list again, and the defaults of what is not in it, in the
// order given.
func (x *Writer) Extra(extra []string, known []string, order []string, defaults map[string]string) {
	have := make(map[string]string, len(extra))
	var rest []string
	for _, e := range extra {
		name, v, _ := strings.Cut(e, "=")
		if _, twice := have[name]; twice || v == "" || !NameOK(name) || slices.Contains(known, name) {
			continue
		}
		have[name] = v
		if !slices.Contains(order, name) {
			rest = append(rest, name)
		}
	}
	for _, name := range order {
		v, ok := have[name]
		if !ok {
			v = defaults[name]
		}
		x.Known(name, v)
	}
	for _, name := range rest {
		x.Attr(name, have[name])
	}
}
