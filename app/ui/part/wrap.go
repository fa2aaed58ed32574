package part

import (
	"sort"
	"strings"
	"unicode"
)

// MiddleEllipsis shortens s to fit width by leaving out its middle: the
// beginning and the end of a file name tell most. Measure gives a text's width.
func MiddleEllipsis(s string, width float32, measure func(string) float32) string {
	if width <= 0 || measure(s) <= width {
		return s
	}
	rs := []rune(s)
	// The longest that fits, by bisection over how many characters stay.
	lo, hi, best := 0, len(rs)-1, "…"
	for lo <= hi {
		n := (lo + hi) / 2
		c := cut(rs, n)
		if measure(c) <= width {
			best, lo = c, n+1
		} else {
			hi = n - 1
		}
	}
	return best
}

// EndEllipsis shortens s to fit width by leaving out its end.
func EndEllipsis(s string, width float32, measure func(string) float32) string {
	if width <= 0 || measure(s) <= width {
		return s
	}
	rs := []rune(s)
	rs = rs[:min(len(rs), 400)] // what a line can hold, and more
	n := sort.Search(len(rs), func(n int) bool { return measure(string(rs[:n+1])+"…") > width })
	for n > 0 && n < len(rs) && joins(rs[n]) {
		n--
	}
	return strings.TrimRight(string(rs[:n]), " ") + "…"
}

// cut keeps n characters, a little more of the front than of the end, and never
// parts a base character from the marks that follow it.
func cut(rs []rune, n int) string {
	tail := n * 2 / 5
	head := n - tail
	for head > 0 && head < len(rs) && joins(rs[head]) {
		head--
	}
	from := len(rs) - tail
	for from < len(rs) && joins(rs[from]) {
		from++
	}
	return strings.TrimRight(string(rs[:head]), " ") + "…" + strings.TrimLeft(string(rs[from:]), " ")
}

func joins(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Mc, unicode.Me) || r == '\u200d' || r >= 0xfe00 && r <= 0xfe0f || r >= 0x1f3fb && r <= 0x1f3ff
}

// wrapLines breaks s at spaces, and words that are too long, or in a script
// written without spaces, between characters. Line breaks in s are kept. Widths
// are added up word by word, which is right to a fraction of a pixel and asks
// for each word once.
func wrapLines(s string, width float32, measure func(string) float32) []string {
	var lines []string
	for _, para := range strings.Split(s, "\n") {
		line, used := "", float32(0)
		for _, word := range Pieces(para) {
			w := measure(strings.TrimRight(word, " "))
			if line != "" && used+w > width {
				lines = append(lines, strings.TrimRight(line, " "))
				line, used = "", 0
			}
			for w > width && len([]rune(word)) > 1 {
				rs := []rune(word)
				n := BreakWord(rs, width, measure)
				lines = append(lines, string(rs[:n]))
				word = string(rs[n:])
				w = measure(strings.TrimRight(word, " "))
			}
			line += word
			used += measure(word)
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// BreakWord returns how many characters of a word fit a width: one at least.
func BreakWord(rs []rune, width float32, measure func(string) float32) int {
	n := 1
	for n < len(rs)-1 && (measure(string(rs[:n+1])) <= width || joins(rs[n])) {
		n++
	}
	return n
}

// Pieces splits a paragraph where a line may break: after spaces, and around
// characters of scripts that do not use them.
func Pieces(s string) []string {
	var out []string
	var cur []rune
	flush := func() {
		if len(cur) > 0 {
			out = append(out, string(cur))
			cur = nil
		}
	}
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
			flush()
			cur = append(cur, r)
		case r == ' ', r == '/':
			cur = append(cur, r)
			flush()
		default:
			if len(cur) > 0 && unicode.In(cur[0], unicode.Han, unicode.Hiragana, unicode.Katakana) && !unicode.IsPunct(r) {
				flush()
			}
			cur = append(cur, r)
		}
	}
	flush()
	return out
}
