package shell

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// text expands a word to one string, as in assignments and redirections.
func (s *state) text(ctx context.Context, w word, f files) string {
	var b strings.Builder
	for _, p := range w {
		b.WriteString(s.value(ctx, p, f))
	}
	return b.String()
}

// fields expands a word to the arguments it makes: unquoted expansions are
// split at white space, unquoted patterns become the names they match.
func (s *state) fields(ctx context.Context, w word, f files) []string {
	type field struct {
		text, pattern strings.Builder // pattern: quoted characters are escaped
		magic         bool
	}
	var all []*field
	var cur *field
	need := func() *field {
		if cur == nil {
			cur = &field{}
			all = append(all, cur)
		}
		return cur
	}
	for _, p := range w {
		v := s.value(ctx, p, f)
		switch {
		case p.quoted:
			c := need()
			c.text.WriteString(v)
			c.pattern.WriteString(escapePattern(v))
		case p.kind == literal:
			c := need()
			c.text.WriteString(v)
			c.pattern.WriteString(v)
			c.magic = c.magic || strings.ContainsAny(v, "*?[")
		default:
			for i, piece := range strings.FieldsFunc(" "+v+" ", isSpace) {
				if i > 0 || v != "" && isSpace(rune(v[0])) {
					cur = nil
				}
				c := need()
				c.text.WriteString(piece)
				c.pattern.WriteString(piece)
				c.magic = c.magic || strings.ContainsAny(piece, "*?[")
			}
			if v != "" && isSpace(rune(v[len(v)-1])) {
				cur = nil
			}
		}
	}
	var out []string
	for _, c := range all {
		if c.magic {
			if names := s.glob(c.pattern.String()); len(names) > 0 {
				out = append(out, names...)
				continue
			}
		}
		out = append(out, c.text.String())
	}
	return out
}

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' }

func escapePattern(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte(`*?[]\`, s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func (s *state) value(ctx context.Context, p part, f files) string {
	switch p.kind {
	case variable:
		switch p.text {
		case "?":
			return strconv.Itoa(s.last)
		case "$":
			return "4242"
		case "0":
			return "/system/bin/sh"
		case "#":
			return "0"
		case "PWD":
			return s.dir
		}
		if v, ok := s.vars[p.text]; ok {
			return v
		}
		return s.m.Vars[p.text]
	case substitution:
		var out bytes.Buffer
		sub := s.copy()
		s.last = sub.list(ctx, p.sub, files{f.in, inTurn{&sync.Mutex{}, &out}, f.err})
		sub.jobs.Wait()
		return strings.TrimRight(out.String(), "\n")
	}
	return p.text
}

// glob returns the names that match a pattern, sorted; nil when there are none.
func (s *state) glob(pattern string) []string {
	bases := []string{""}
	if strings.HasPrefix(pattern, "/") {
		bases = []string{"/"}
	}
	for _, element := range strings.Split(strings.Trim(pattern, "/"), "/") {
		var next []string
		for _, b := range bases {
			if !strings.ContainsAny(element, "*?[") {
				p := b + unescapePattern(element)
				if _, err := s.m.Disk.Lstat(s.path(p)); err == nil {
					next = append(next, p+"/")
				}
				continue
			}
			dir := b
			if dir == "" {
				dir = "."
			}
			entries, err := s.m.Disk.List(s.path(dir))
			if err != nil {
				continue
			}
			for _, e := range entries {
				if strings.HasPrefix(e.Name, ".") && !strings.HasPrefix(element, ".") {
					continue
				}
				if match(element, e.Name) {
					next = append(next, b+e.Name+"/")
				}
			}
		}
		bases = next
	}
	for i, b := range bases {
		if bases[i] = strings.TrimSuffix(b, "/"); strings.HasSuffix(pattern, "/") {
			bases[i] = b
		}
	}
	slices.Sort(bases)
	return bases
}

func unescapePattern(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// match is path.Match on one element; a broken pattern matches nothing.
func match(pattern, name string) bool {
	ok, err := path.Match(strings.ReplaceAll(pattern, "[!", "[^"), name)
	return ok && err == nil
}
