package part

import (
	"slices"
	"testing"
	"unicode/utf8"
)

// wide counts characters: every character is one wide.
func wide(s string) float32 { return float32(utf8.RuneCountInString(s)) }

func TestMiddleEllipsis(t *testing.T) {
	tests := []struct {
		s     string
		width float32
		want  string
	}{
		{"short.jpg", 20, "short.jpg"},
		{"IMG_20261122_184512.jpg", 12, "IMG_202….jpg"},
		{"IMG_20261122_184512.jpg", 1, "…"},
		{"", 5, ""},
		{"妈妈的手机放在厨房里", 6, "妈妈的…房里"},
		{"a b c d e f g h", 7, "a b c…h"},
		{"anything", 0, "anything"}, // not laid out yet
	}
	for _, tt := range tests {
		if got := MiddleEllipsis(tt.s, tt.width, wide); got != tt.want {
			t.Errorf("%q in %v: %q, want %q", tt.s, tt.width, got, tt.want)
		}
	}
}

// A base character and the marks that follow it are never parted.
func TestMiddleEllipsisKeepsClusters(t *testing.T) {
	s := "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"
	for w := float32(2); w < 16; w++ {
		got := []rune(MiddleEllipsis(s, w, wide))
		for i, r := range got {
			if r == '\u0301' && (i == 0 || got[i-1] != 'e') {
				t.Errorf("in %v: %q begins with a mark", w, string(got))
			}
		}
	}
}

func TestWrapLines(t *testing.T) {
	tests := []struct {
		s     string
		width float32
		want  []string
	}{
		{"one two three", 7, []string{"one two", "three"}},
		{"one two three", 100, []string{"one two three"}},
		{"", 10, []string{""}},
		{"two\nlines", 10, []string{"two", "lines"}},
		{"unbreakable", 4, []string{"unbr", "eaka", "ble"}},
		{"an unbreakable", 6, []string{"an", "unbrea", "kable"}},
		{"Photos/Mum/DCIM/Camera", 12, []string{"Photos/Mum/", "DCIM/Camera"}},
		{"把手机插上电脑，然后等一会儿。", 6, []string{"把手机插上电", "脑，然后等一", "会儿。"}},
		{"x", 0.5, []string{"x"}},
	}
	for _, tt := range tests {
		if got := wrapLines(tt.s, tt.width, wide); !slices.Equal(got, tt.want) {
			t.Errorf("%q in %v: %q, want %q", tt.s, tt.width, got, tt.want)
		}
	}
}
