package contacts

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"keepsake/app/ui/shelf"
)

// Section is a run of contacts under one letter. Those whose names begin with
// anything else are under "#", at the end.
type Section struct {
	Letter string
	Faces  []shelf.Face
}

// starred is the section of favourites, before all letters.
const starred = "★"

// other is the section of what begins with no letter.
const other = "#"

// sorter compares names as people look them up: Chinese ones by their sound, among
// the Latin letters.
type sorter struct {
	by     *collate.Collator
	bounds []bound
}

// bound is the first character, by sound, of those under a letter.
type bound struct {
	key    []byte
	letter string
}

// firsts are the first characters of each letter in the order by sound, as every
// Chinese address book has them. No sound begins with I, U or V.
const firsts = "A阿 B八 C嚓 D咑 E妸 F发 G旮 H哈 J丌 K咔 L垃 M妈 N拏 O噢 P妑 Q七 R呥 S仨 T他 W屲 X夕 Y丫 Z帀"

func newSorter() *sorter {
	s := &sorter{by: collate.New(language.Chinese, collate.IgnoreCase, collate.Numeric)}
	for f := range strings.FieldsSeq(firsts) {
		s.bounds = append(s.bounds, bound{s.key(f[1:]), f[:1]})
	}
	return s
}

func (s *sorter) key(name string) []byte {
	var b collate.Buffer
	return slices.Clone(s.by.KeyFromString(&b, name))
}

// letter is the section a name belongs to.
func (s *sorter) letter(name string) string {
	for _, r := range norm.NFC.String(name) {
		if !unicode.Is(unicode.Hangul, r) {
			r, _ = utf8.DecodeRuneInString(norm.NFKC.String(string(r))) // written wide, narrow or ornate
		}
		switch {
		case unicode.Is(unicode.Han, r):
			k := s.key(string(r))
			at, found := slices.BinarySearchFunc(s.bounds, k, func(b bound, k []byte) int { return bytes.Compare(b.key, k) })
			if !found {
				at--
			}
			return s.bounds[max(at, 0)].letter
		case unicode.Is(unicode.Latin, r):
			base := []rune(norm.NFKD.String(string(r)))[0] // without its accents
			if up := unicode.ToUpper(base); up >= 'A' && up <= 'Z' {
				return string(up)
			}
			if l, ok := latin[unicode.ToUpper(r)]; ok {
				return l
			}
			return string(unicode.ToUpper(r))
		case unicode.Is(unicode.Hangul, r):
			return consonant(r)
		case unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r):
			return row50(r)
		case unicode.IsLetter(r):
			return string(unicode.ToUpper(r))
		case unicode.IsPunct(r) || unicode.IsSpace(r) || unicode.IsMark(r):
			continue
		}
		break
	}
	return other
}

// latin letters that Unicode does not take apart.
var latin = map[rune]string{'Ø': "O", 'Đ': "D", 'Ł': "L", 'Æ': "A", 'Œ': "O", 'ẞ': "S", 'Þ': "T", 'Ð': "D", 'Ħ': "H"}

// consonants are the first sounds of Hangul's syllables, in their order; the doubled
// ones stand with the plain ones, as in every Korean address book.
var consonants = []rune("ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ")

// consonant is the first sound of a syllable.
func consonant(r rune) string {
	const first, each = 0xac00, 588 // so many syllables begin alike
	if at := int(r-first) / each; r >= first && at < len(consonants) {
		return string(consonants[at])
	}
	return string(r)
}

// kana are the rows of the Japanese syllables, each with its last one.
var kana = []struct{ last, row rune }{
	{'お', 'あ'}, {'ご', 'か'}, {'ぞ', 'さ'}, {'ど', 'た'}, {'の', 'な'}, {'ぽ', 'は'}, {'も', 'ま'}, {'よ', 'や'}, {'ろ', 'ら'}, {'ん', 'わ'},
}

// row50 is the row of the table of fifty sounds that a syllable is in.
func row50(r rune) string {
	if r >= 'ァ' && r <= 'ン' {
		r -= 'ァ' - 'ぁ'
	}
	for _, k := range kana {
		if r <= k.last {
			return string(k.row)
		}
	}
	return string(r)
}

// gather puts those under letters that no font here can draw under "#", with the rest.
func gather(all []Section, drawn func(letter string) bool) []Section {
	out := all[:0:0]
	var rest []shelf.Face
	for _, s := range all {
		if s.Letter == other || s.Letter != starred && !drawn(s.Letter) {
			rest = append(rest, s.Faces...)
		} else {
			out = append(out, s)
		}
	}
	if len(rest) > 0 {
		out = append(out, Section{other, rest})
	}
	return out
}

// sections puts faces into their order. Favourites come a second time, first of all.
func (s *sorter) sections(faces []shelf.Face) []Section {
	type keyed struct {
		letter string
		key    []byte
		face   shelf.Face
	}
	all := make([]keyed, len(faces))
	var buf collate.Buffer
	for i, f := range faces {
		buf.Reset()
		all[i] = keyed{s.letter(f.Name), slices.Clone(s.by.KeyFromString(&buf, f.Name)), f}
	}
	slices.SortStableFunc(all, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(rank(a.letter), rank(b.letter)), cmp.Compare(a.letter, b.letter), bytes.Compare(a.key, b.key))
	})
	var out []Section
	var stars []shelf.Face
	for _, k := range all {
		if k.face.Starred {
			stars = append(stars, k.face)
		}
		if len(out) == 0 || out[len(out)-1].Letter != k.letter {
			out = append(out, Section{Letter: k.letter})
		}
		last := &out[len(out)-1]
		last.Faces = append(last.Faces, k.face)
	}
	if len(stars) > 0 {
		out = slices.Insert(out, 0, Section{starred, stars})
	}
	return out
}

// rank orders the scripts' letters: Latin, the others, what is no letter.
func rank(letter string) int {
	switch {
	case letter == other:
		return 2
	case letter >= "A" && letter <= "Z":
		return 0
	}
	return 1
}
