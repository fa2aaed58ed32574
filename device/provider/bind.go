package provider

import (
	"strconv"
	"strings"

	"keepsake/device/adb"
	"keepsake/gallery/records"
)

// insertion is one row to be made by one call of the content tool.
type insertion struct {
	uri   string
	binds []binding
}

// binding is one --bind of the content tool. kind is the tool's letter for the type.
type binding struct{ column, kind, value string }

// text binds a text. An empty one is left out: the tools differ in what they make of
// it, and what a column has without it is nothing, too.
func (i *insertion) text(column, value string) {
	if value = clean(value); value != "" {
		i.binds = append(i.binds, binding{column, "s", value})
	}
}

// number binds a whole number.
func (i *insertion) number(column string, n int64) {
	i.binds = append(i.binds, binding{column, "l", strconv.FormatInt(n, 10)})
}

// flag binds 1 or 0.
func (i *insertion) flag(column string, on bool) {
	n := int64(0)
	if on {
		n = 1
	}
	i.number(column, n)
}

// clean makes a text fit for a command line: no NUL can be in one, and what is no
// UTF-8 the phone would take for something else.
func clean(s string) string {
	return strings.ReplaceAll(records.Text(s), "\x00", "\uFFFD")
}

// command is the call of the tool. The tools since Android 11 split a binding at its
// colons and take a backslash for an escape; those before take all behind the second
// colon as it is.
func (i insertion) command(escaped bool) string {
	var b strings.Builder
	b.WriteString("content insert --uri " + adb.Quote(i.uri))
	for _, x := range i.binds {
		value := x.value
		if escaped {
			value = escapeColons.Replace(value)
		}
		b.WriteString(" --bind " + adb.Quote(x.column+":"+x.kind+":"+value))
	}
	return b.String()
}

var escapeColons = strings.NewReplacer(`\`, `\\`, ":", `\:`)
