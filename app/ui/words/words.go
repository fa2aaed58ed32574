// Package words is where the window's sentences come from: every string a
// person reads passes through T, F, N or As, and every number, size and date through
// the functions beside them, so that a translation is one more file in
// translations and nothing else.
//
// Begin with T, for a sentence, and Count, for a number.
//
// Fyne's own lang package is not used for our sentences: it carries some fifteen
// languages of its own, picks one of them by the desktop's locale, and then
// reports every sentence that only we know as an error.
package words

import "strings"

// T translates a sentence. The English sentence is its own key.
func T(sentence string) string { return speaking().catalog.plain(sentence) }

// F translates a sentence with {{.Name}} in it, filled from pairs of name and value.
func F(sentence string, pairs ...string) string {
	return fill(speaking().catalog.plain(sentence), pairs)
}

// N is F for a sentence that depends on a number: the translation holds its
// plural forms. {{.N}} is the number itself, with its digits grouped.
func N(sentence string, n int, pairs ...string) string {
	return fill(speaking().catalog.plural(sentence, n), append([]string{"N", Count(n)}, pairs...))
}

// As is T for a word that means two things in English and is two words elsewhere:
// what it is about tells them apart. Its key is the word with that in brackets,
// "Home (of a contact)", and English leaves the brackets out.
func As(about, word string) string {
	key := word + " (" + about + ")"
	if s := speaking().catalog.plain(key); s != key {
		return s
	}
	return word
}

func fill(s string, pairs []string) string {
	if len(pairs) < 2 {
		return s
	}
	with := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		with = append(with, "{{."+pairs[i]+"}}", pairs[i+1])
	}
	return strings.NewReplacer(with...).Replace(s)
}

// Name makes a phone's bytes fit to be shown on one line: bytes that are not
// UTF-8 become the replacement character, control characters a space. Marks
// that turn the direction of text are dropped: they can disguise a name's end.
func Name(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x20, r == 0x7f, r == '\u2028', r == '\u2029':
			return ' '
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
