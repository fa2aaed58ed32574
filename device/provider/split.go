package provider

import "strings"

// splitTexts cuts what "content query" printed into rows of known heads ("Row: 0
// _id=7, date=170"), and each row into its texts. A row is in doubt where a text
// holds what could be a head or the name of a next column, so that there is more
// than one way to cut; its values are then not to be used.
//
// The error is errMoved when a row is missing or there is one too many.
func splitTexts(out string, heads, texts []string) (values [][]string, doubt []bool, err error) {
	values, doubt = make([][]string, len(heads)), make([]bool, len(heads))
	rest := strings.TrimSuffix(out, "\n")
	if len(heads) == 0 {
		return values, doubt, nil
	}
	names := make([]string, len(texts))
	for i, n := range texts {
		names[i] = ", " + n + "="
	}
	for i, h := range heads {
		var ok bool
		if rest, ok = strings.CutPrefix(rest, h+names[0]); !ok {
			return nil, nil, errMoved
		}
		body := rest
		rest = ""
		if i+1 < len(heads) {
			next := "\n" + heads[i+1] + names[0]
			end := strings.Index(body, next)
			if end < 0 {
				return nil, nil, errMoved
			}
			body, rest = body[:end], body[end+1:]
		}
		if strings.Contains(body, "\n"+h+names[0]) { // this head is there twice: which one was it?
			doubt[i] = true
			if i > 0 {
				doubt[i-1] = true
			}
		}
		values[i], ok = splitRow(body, names[1:])
		doubt[i] = doubt[i] || !ok
	}
	return values, doubt, nil
}

// splitRow cuts a row at the names of its columns; false if one is there twice.
func splitRow(body string, names []string) ([]string, bool) {
	values := make([]string, 0, len(names)+1)
	whole := body
	for _, n := range names {
		v, after, ok := strings.Cut(body, n)
		if !ok || strings.Count(whole, n) != 1 {
			return nil, false
		}
		values = append(values, v)
		body = after
	}
	return append(values, body), true
}
