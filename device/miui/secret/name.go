package secret

import (
	"encoding/base64"
	"path"
	"strings"
	"unicode/utf8"
)

// Form is how a file of the album was hidden.
type Form int

// The forms.
const (
	Encrypted Form = iota // with the Gallery's key
	InCloud               // with a key that only Mi Cloud has
	Renamed               // its bytes are as they were
)

// Name is what the name of a file in the album tells.
type Name struct {
	Form  Form
	Video bool
	// Title is what the picture was called. The encrypted forms have dropped its
	// extension: see Extension. It is one element of a path, never empty, and
	// otherwise the phone's claim.
	Title string
	// Fingerprint is that of the key, lower-case; "" where the name has none.
	Fingerprint string
}

// maxName bounds the names that are taken apart, in bytes.
const maxName = 255

// Parse takes the name of a file apart (the last element of its path); ok is
// false for one that hides nothing.
//
//	IMG_1.3e751332435bfad27569ca4efed1b602.lsa    encrypted picture, .lsav video
//	IMG_1.<32 hex digits>.sa                      the same in Mi Cloud, .sav video
//	{-sec-}<base64url of "account#IMG_1.jpg">.img renamed picture, .vid video
func Parse(name string) (n Name, ok bool) {
	if len(name) > maxName || strings.ContainsAny(name, "/\x00") {
		return Name{}, false
	}
	ext := path.Ext(name)
	rest := name[:len(name)-len(ext)]
	ext = strings.ToLower(ext)
	switch ext {
	case ".lsa", ".lsav":
		n.Form, n.Video = Encrypted, ext == ".lsav"
	case ".sa", ".sav":
		n.Form, n.Video = InCloud, ext == ".sav"
	case ".img", ".vid":
		code, hidden := strings.CutPrefix(rest, "{-sec-}")
		if !hidden {
			return Name{}, false
		}
		return Name{Form: Renamed, Video: ext == ".vid", Title: renamed(code, name)}, true
	default:
		return Name{}, false
	}
	n.Title = rest
	if at := strings.LastIndexByte(rest, '.'); at >= 0 && isFingerprint(rest[at+1:]) {
		n.Title, n.Fingerprint = rest[:at], strings.ToLower(rest[at+1:])
	}
	if n.Title == "" || n.Title == "." || n.Title == ".." {
		n.Title = name
	}
	return n, true
}

// Opens reports whether the key is the one of a file with this name. A name
// that does not say takes the Gallery's.
func (n Name) Opens(k Key) bool {
	return n.Form == Encrypted && (n.Fingerprint == k.Fingerprint() || n.Fingerprint == "" && k == Gallery())
}

func isFingerprint(s string) bool {
	if len(s) != 32 {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i] | 0x20
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// renamed decodes "account#original name". The account is nobody's business
// here, and of the name only the last element counts: it comes from outside.
func renamed(code, otherwise string) string {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(code, "="))
	if err != nil || !utf8.Valid(b) {
		return otherwise
	}
	s := string(b)
	s = s[strings.IndexByte(s, '#')+1:]
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	if s == "" || s == "." || s == ".." || len(s) > maxName || strings.ContainsRune(s, 0) {
		return otherwise
	}
	return s
}
