package look_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"keepsake/app/ui/look"
)

func face(t *testing.T, r fyne.Resource) *font.Face {
	t.Helper()
	f, err := font.ParseTTF(bytes.NewReader(r.Content()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// lacks are the characters of s that none of the faces draws.
func lacks(s string, faces ...*font.Face) []rune {
	var all []rune
	for _, r := range s {
		has := r == '\n' // breaks a line, and is not drawn
		for _, f := range faces {
			_, ok := f.NominalGlyph(r)
			has = has || ok
		}
		if !has {
			all = append(all, r)
		}
	}
	return all
}

// Each character of each translation has a glyph in a font that Keepsake brings,
// regular and bold, so no language needs a font of the system.
func TestFontsHaveEveryCharacterOfEveryLanguage(t *testing.T) {
	test.NewTempApp(t)
	files, err := filepath.Glob("../words/translations/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no translations", err)
	}
	th := look.New(look.Light, 1)
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Italic: true}, {Monospace: true}} {
		faces := []*font.Face{face(t, th.Font(style)), face(t, theme.DefaultTheme().Font(style)), face(t, theme.DefaultSymbolFont())}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var raw map[string]any
			if err := json.Unmarshal(data, &raw); err != nil {
				t.Fatal(err)
			}
			text := ""
			for _, v := range raw {
				switch v := v.(type) {
				case string:
					text += v
				case map[string]any:
					for _, s := range v {
						text += s.(string)
					}
				}
			}
			if missing := lacks(text, faces...); len(missing) > 0 {
				t.Errorf("%s, %+v: no glyph for %q; run fonts/make.py", filepath.Base(file), style, string(missing))
			}
		}
		if missing := lacks("English Español Türkçe Русский 简体中文 हिन्दी, ，。३", faces...); len(missing) > 0 {
			t.Errorf("%+v lacks %q", style, string(missing))
		}
		if len(lacks("\U00020000", faces...)) != 1 {
			t.Errorf("%+v is said to have what it has not", style)
		}
	}
}

// A space is set in the font of the word before it, and the line is as high as that
// of Fyne's font, so that text in two scripts keeps one baseline.
func TestFontsGoTogether(t *testing.T) {
	test.NewTempApp(t)
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		mine, theirs := face(t, look.New(look.Light, 1).Font(style)), face(t, theme.DefaultTheme().Font(style))
		a, _ := mine.FontHExtents()
		b, _ := theirs.FontHExtents()
		if a.Ascender*float32(theirs.Upem()) != b.Ascender*float32(mine.Upem()) || a.Descender*float32(theirs.Upem()) != b.Descender*float32(mine.Upem()) {
			t.Errorf("%+v: lines of %v and %v", style, a, b)
		}
		for _, space := range "\u0020\u00a0" {
			g, ok := mine.NominalGlyph(space)
			h, _ := theirs.NominalGlyph(space)
			if !ok || mine.HorizontalAdvance(g)/float32(mine.Upem()) != theirs.HorizontalAdvance(h)/float32(theirs.Upem()) {
				t.Errorf("%+v: %U is as wide as %v and %v", style, space, mine.HorizontalAdvance(g), theirs.HorizontalAdvance(h))
			}
		}
		if _, ok := mine.NominalGlyph('A'); ok {
			t.Errorf("%+v: the font takes Latin away from Fyne's", style)
		}
	}
}

// Devanagari is shaped: conjuncts become one glyph, the short i stands before its
// consonant.
func TestDevanagariIsShaped(t *testing.T) {
	test.NewTempApp(t)
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		f := face(t, look.New(look.Light, 1).Font(style))
		shape := func(s string) []shaping.Glyph {
			runes := []rune(s)
			return (&shaping.HarfbuzzShaper{}).Shape(shaping.Input{Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR,
				Face: f, Size: fixed.I(14), Script: language.Devanagari, Language: language.NewLanguage("hi")}).Glyphs
		}
		for word, most := range map[string]int{"क्ष": 1, "त्र": 1, "श्री": 2, "हिन्दी": 5, "क्लाउड": 5} {
			glyphs := shape(word)
			if len(glyphs) > most {
				t.Errorf("%+v: %s is set with %d glyphs, want at most %d", style, word, len(glyphs), most)
			}
			for _, g := range glyphs {
				if g.GlyphID == 0 {
					t.Errorf("%+v: %s has a glyph that is missing", style, word)
				}
			}
		}
		alone, _ := f.NominalGlyph('क')
		if got := shape("कि"); len(got) != 2 || got[1].GlyphID != alone {
			t.Errorf("%+v: the short i does not stand before its consonant: %v", style, got)
		}
	}
}
