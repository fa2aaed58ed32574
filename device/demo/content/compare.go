package content

import (
	"strconv"
	"strings"
)

func constant(v any) operand { return func(Row) any { return v } }

func number(word string) (any, bool) {
	if word == "" || word[0] < '0' || word[0] > '9' {
		return nil, false
	}
	if n, err := strconv.ParseInt(word, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(word, 64)
	return f, err == nil
}

// affinity makes a text that reads as a number one, when it meets a number.
func affinity(a, b any) (any, any) {
	if s, ok := a.(string); ok && rank(b) == 1 {
		a = numeric(s)
	}
	if s, ok := b.(string); ok && rank(a) == 1 {
		b = numeric(s)
	}
	return a, b
}

func numeric(s string) any {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return f
	}
	return s
}

func comparison(left, right operand, op string) test {
	return func(r Row) truth {
		a, b := affinity(left(r), right(r))
		if a == nil || b == nil {
			return unknown
		}
		c := compare(a, b)
		switch op {
		case "<":
			return truthOf(c < 0)
		case "<=":
			return truthOf(c <= 0)
		case ">":
			return truthOf(c > 0)
		case ">=":
			return truthOf(c >= 0)
		case "<>", "!=":
			return truthOf(c != 0)
		}
		return truthOf(c == 0)
	}
}

func like(left, pattern operand) test {
	return func(r Row) truth {
		a, b := left(r), pattern(r)
		if a == nil || b == nil {
			return unknown
		}
		text, pat := strings.ToLower(string(AppendText(nil, a))), strings.ToLower(string(AppendText(nil, b)))
		return truthOf(likeMatch(text, pat))
	}
}

// likeMatch matches with % and _, in time proportional to the product of the lengths.
func likeMatch(s, pat string) bool {
	star, mark := -1, 0
	i, j := 0, 0
	for i < len(s) {
		switch {
		case j < len(pat) && pat[j] == '%':
			star, mark = j, i
			j++
		case j < len(pat) && (pat[j] == '_' || pat[j] == s[i]):
			i++
			j++
		case star >= 0:
			mark++
			i, j = mark, star+1
		default:
			return false
		}
	}
	for j < len(pat) && pat[j] == '%' {
		j++
	}
	return j == len(pat)
}
