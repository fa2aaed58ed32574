package content

import (
	"strings"
)

// truth is SQL's: a comparison with NULL is neither true nor false.
type truth int8

const (
	no      truth = -1
	unknown truth = 0
	yes     truth = 1
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// test is a compiled where clause or a part of one.
type test func(Row) truth

// operand is a compiled value: a column or a constant.
type operand func(Row) any

// maxNesting bounds parentheses and NOTs, so that no clause exhausts the stack.
const maxNesting = 200

// where compiles q.Where; an empty clause keeps every row.
func (t Table) where(q Query) (test, error) {
	if strings.TrimSpace(q.Where) == "" {
		return func(Row) truth { return yes }, nil
	}
	tokens, bad := lex(q.Where)
	if bad != "" {
		return nil, t.badToken(bad, q)
	}
	p := &parser{table: t, query: q, tokens: tokens}
	clause, err := p.or()
	if err == nil && p.peek() != "" {
		err = p.complain()
	}
	if err != nil {
		return nil, err
	}
	return clause, nil
}

// parser is a recursive descent over the tokens of one clause.
type parser struct {
	table  Table
	query  Query
	tokens []string
	depth  int
}

func (p *parser) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

// take consumes the next token when it is the given word or sign.
func (p *parser) take(word string) bool {
	if !strings.EqualFold(p.peek(), word) {
		return false
	}
	p.tokens = p.tokens[1:]
	return true
}

func (p *parser) complain() error {
	if p.peek() == "" {
		return p.table.sqlite(p.query, "incomplete input")
	}
	return p.table.badToken(p.peek(), p.query)
}

func (p *parser) or() (test, error) {
	if p.depth++; p.depth > maxNesting {
		return nil, p.table.sqlite(p.query, "parser stack overflow")
	}
	defer func() { p.depth-- }()
	left, err := p.and()
	for err == nil && p.take("OR") {
		var right test
		a := left
		right, err = p.and()
		left = func(r Row) truth { return max(a(r), right(r)) }
	}
	return left, err
}

func (p *parser) and() (test, error) {
	left, err := p.not()
	for err == nil && p.take("AND") {
		var right test
		a := left
		right, err = p.not()
		left = func(r Row) truth {
			x := a(r)
			if x == no {
				return no
			}
			return min(x, right(r))
		}
	}
	return left, err
}

func (p *parser) not() (test, error) {
	negate := false
	for p.take("NOT") {
		negate = !negate
	}
	var inner test
	var err error
	if p.take("(") {
		if inner, err = p.or(); err == nil && !p.take(")") {
			err = p.complain()
		}
	} else {
		inner, err = p.predicate()
	}
	if err != nil || !negate {
		return inner, err
	}
	return func(r Row) truth { return -inner(r) }, nil
}

func (p *parser) predicate() (test, error) {
	left, err := p.operand()
	if err != nil {
		return nil, err
	}
	for _, op := range [...]string{"<=", ">=", "<>", "!=", "==", "=", "<", ">"} {
		if p.take(op) {
			right, err := p.operand()
			return comparison(left, right, op), err
		}
	}
	if p.take("IS") {
		negate := p.take("NOT")
		right, err := p.operand()
		return func(r Row) truth {
			a, b := affinity(left(r), right(r))
			return truthOf((compare(a, b) == 0) != negate)
		}, err
	}
	negate := p.take("NOT")
	var inner test
	switch {
	case p.take("IN"):
		inner, err = p.in(left)
	case p.take("LIKE"):
		var pattern operand
		pattern, err = p.operand()
		inner = like(left, pattern)
	case p.take("BETWEEN"):
		inner, err = p.between(left)
	case negate:
		return nil, p.complain()
	default: // a bare value: true when it is a number other than 0
		return func(r Row) truth {
			v, _ := affinity(left(r), int64(0))
			if v == nil {
				return unknown
			}
			return truthOf(rank(v) == 1 && compare(v, int64(0)) != 0)
		}, nil
	}
	if err != nil || !negate {
		return inner, err
	}
	return func(r Row) truth { return -inner(r) }, nil
}

func (p *parser) in(left operand) (test, error) {
	if !p.take("(") {
		return nil, p.complain()
	}
	var tests []test
	for !p.take(")") {
		if len(tests) > 0 && !p.take(",") {
			return nil, p.complain()
		}
		v, err := p.operand()
		if err != nil {
			return nil, err
		}
		tests = append(tests, comparison(left, v, "="))
	}
	return func(r Row) truth {
		result := no
		for _, t := range tests {
			result = max(result, t(r))
		}
		return result
	}, nil
}

func (p *parser) between(left operand) (test, error) {
	low, err := p.operand()
	if err != nil {
		return nil, err
	}
	if !p.take("AND") {
		return nil, p.complain()
	}
	high, err := p.operand()
	a, b := comparison(left, low, ">="), comparison(left, high, "<=")
	return func(r Row) truth { return min(a(r), b(r)) }, err
}

func (p *parser) operand() (operand, error) {
	word := p.peek()
	switch {
	case word == "":
		return nil, p.complain()
	case word == "-" && len(p.tokens) > 1:
		if v, ok := number(p.tokens[1]); ok {
			p.tokens = p.tokens[2:]
			switch n := v.(type) {
			case int64:
				v = -n
			case float64:
				v = -n
			}
			return constant(v), nil
		}
		return nil, p.complain()
	case word[0] == '\'':
		p.tokens = p.tokens[1:]
		return constant(strings.ReplaceAll(word[1:len(word)-1], "''", "'")), nil
	}
	if v, ok := number(word); ok {
		p.tokens = p.tokens[1:]
		return constant(v), nil
	}
	if strings.EqualFold(word, "NULL") {
		p.tokens = p.tokens[1:]
		return constant(nil), nil
	}
	name := strings.Trim(word, `"`)
	if i := p.table.column(name); i >= 0 {
		p.tokens = p.tokens[1:]
		return func(r Row) any { return r.At(i) }, nil
	}
	return nil, p.complain()
}
