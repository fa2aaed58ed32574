package shell

import (
	"fmt"
	"strings"
)

// SyntaxError is a script the shell cannot read.
type SyntaxError struct{ Near string }

// Error returns mksh's text.
func (e *SyntaxError) Error() string { return fmt.Sprintf("syntax error: unexpected '%s'", e.Near) }

// maxDepth bounds how deep groups and substitutions nest.
const maxDepth = 50

type parser struct {
	s     string
	pos   int
	depth int
}

// parseScript reads a whole script.
func parseScript(s string) (list, error) {
	p := &parser{s: s}
	l, err := p.list()
	if err == nil && p.pos < len(p.s) {
		err = p.unexpected()
	}
	return l, err
}

func (p *parser) unexpected() error {
	if p.pos >= len(p.s) {
		return &SyntaxError{"EOF"}
	}
	return &SyntaxError{p.s[p.pos : p.pos+1]}
}

// blank skips spaces, comments and escaped newlines; newlines too when asked.
func (p *parser) blank(newlines bool) {
	for p.pos < len(p.s) {
		switch c := p.s[p.pos]; {
		case c == ' ' || c == '\t' || c == '\r' || newlines && c == '\n':
			p.pos++
		case c == '\\' && strings.HasPrefix(p.s[p.pos:], "\\\n"):
			p.pos += 2
		case c == '#':
			end := strings.IndexByte(p.s[p.pos:], '\n')
			if end < 0 {
				end = len(p.s) - p.pos
			}
			p.pos += end
		default:
			return
		}
	}
}

func (p *parser) at(op string) bool { return strings.HasPrefix(p.s[p.pos:], op) }

func (p *parser) take(op string) bool {
	if !p.at(op) {
		return false
	}
	p.pos += len(op)
	return true
}

// list reads commands up to the end, or up to ")" or "}", which it leaves.
func (p *parser) list() (list, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, &SyntaxError{"too many nested commands"}
	}
	defer func() { p.depth-- }()
	var l list
	for {
		p.blank(true)
		if p.pos >= len(p.s) || p.at(")") || p.closesBrace() {
			return l, nil
		}
		ao, err := p.andOr()
		if err != nil {
			return nil, err
		}
		p.blank(false)
		ao.background = p.at("&") && !p.at("&&")
		l = append(l, ao)
		switch {
		case p.pos >= len(p.s) || p.at(")") || p.at("\n"):
		case p.at(";;") || p.at("&&"):
			return nil, p.unexpected()
		case p.take(";") || p.take("&"):
		default:
			if !p.closesBrace() {
				return nil, p.unexpected()
			}
		}
	}
}

func (p *parser) closesBrace() bool {
	return p.at("}") && (p.pos+1 >= len(p.s) || !wordByte(p.s[p.pos+1]))
}

func (p *parser) andOr() (andOr, error) {
	first, err := p.pipeline()
	ao := andOr{first: first}
	for err == nil {
		p.blank(false)
		or := p.at("||")
		if !p.take("&&") && !p.take("||") {
			break
		}
		p.blank(true)
		var next pipeline
		next, err = p.pipeline()
		ao.rest = append(ao.rest, joined{or, next})
	}
	return ao, err
}

func (p *parser) pipeline() (pipeline, error) {
	var pl pipeline
	for p.at("! ") {
		p.pos++
		p.blank(false)
		pl.negate = !pl.negate
	}
	for {
		c, err := p.command()
		if err != nil {
			return pl, err
		}
		pl.stages = append(pl.stages, c)
		p.blank(false)
		if p.at("||") || !p.take("|") {
			return pl, nil
		}
		p.blank(true)
	}
}

func (p *parser) command() (c command, err error) {
	p.blank(false)
	closing := ""
	switch {
	case p.take("("):
		closing, c.sub = ")", true
	case p.at("{ ") || p.at("{\n"):
		p.pos++
		closing = "}"
	}
	if c.isGroup = closing != ""; c.isGroup {
		if c.group, err = p.list(); err != nil {
			return c, err
		}
		if len(c.group) == 0 || !p.take(closing) {
			return c, p.unexpected()
		}
	}
	for {
		p.blank(false)
		r, ok, err := p.redirect()
		if err != nil {
			return c, err
		}
		if ok {
			c.redirs = append(c.redirs, r)
			continue
		}
		if p.pos >= len(p.s) || !wordByte(p.s[p.pos]) {
			break
		}
		if c.isGroup {
			return c, p.unexpected()
		}
		name := ""
		if len(c.words) == 0 {
			name = p.assignmentName()
		}
		if name != "" {
			value, err := p.word()
			if err != nil {
				return c, err
			}
			c.assign = append(c.assign, assignment{name, value})
			continue
		}
		w, err := p.word()
		if err != nil {
			return c, err
		}
		c.words = append(c.words, w)
	}
	if !c.isGroup && len(c.words)+len(c.assign)+len(c.redirs) == 0 {
		return c, p.unexpected()
	}
	return c, nil
}

// assignmentName takes "name=" when it comes next, and returns "" otherwise.
func (p *parser) assignmentName() string {
	n := nameLength(p.s[p.pos:])
	if n == 0 || p.pos+n >= len(p.s) || p.s[p.pos+n] != '=' {
		return ""
	}
	name := p.s[p.pos : p.pos+n]
	p.pos += n + 1
	return name
}

func nameLength(s string) int {
	n := 0
	for n < len(s) && (s[n] == '_' || 'a' <= s[n]|0x20 && s[n]|0x20 <= 'z' || n > 0 && '0' <= s[n] && s[n] <= '9') {
		n++
	}
	return n
}

func (p *parser) redirect() (r redirect, ok bool, err error) {
	rest := p.s[p.pos:]
	r.fd = -2
	if len(rest) > 1 && '0' <= rest[0] && rest[0] <= '2' && (rest[1] == '<' || rest[1] == '>') {
		r.fd = int(rest[0] - '0')
		rest = rest[1:]
	}
	for _, op := range [...]string{"&>", "<&", ">&", ">>", ">", "<"} {
		if strings.HasPrefix(rest, op) {
			r.op = op
			break
		}
	}
	if r.op == "" {
		return r, false, nil
	}
	p.pos = len(p.s) - len(rest) + len(r.op)
	switch {
	case r.op == "&>":
		r.fd, r.op = -1, ">"
	case r.fd == -2 && r.op[0] == '<':
		r.fd = 0
	case r.fd == -2:
		r.fd = 1
	}
	p.blank(false)
	if p.pos >= len(p.s) || !wordByte(p.s[p.pos]) {
		return r, false, p.unexpected()
	}
	r.target, err = p.word()
	return r, true, err
}

// wordByte reports whether c may stand in a word outside quotes.
func wordByte(c byte) bool { return strings.IndexByte(" \t\r\n;&|<>()", c) < 0 }
