// Package records holds what a phone knows beside its files: contacts, messages,
// calls, events, notes, Wi-Fi networks, settings, apps and recordings. The types
// carry Android's own field names and units (milliseconds since 1970 in UTC,
// seconds where said), so that whoever reads a phone, a backup or an open format
// fills the same struct.
//
// Begin with Contact and Message; the formats are in the packages below
// (vcard.Read, smsxml.Write and so on). It imports nothing of the house.
//
// Every record has a Canonical form: equal data written twice is equal bytes.
package records

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// Category is one sort of record; it is backed up, kept and shown by itself.
type Category string

// The categories.
const (
	Contacts   Category = "contacts"
	Messages   Category = "messages"
	Calls      Category = "calls"
	Events     Category = "events"
	Notes      Category = "notes"
	Wifi       Category = "wifi"
	Settings   Category = "settings"
	Apps       Category = "apps"
	Recordings Category = "recordings"
	Archives   Category = "archives" // backups of apps, kept whole
)

// Categories are all of them, in the order people look for them.
func Categories() []Category {
	return []Category{Contacts, Messages, Calls, Events, Notes, Wifi, Apps, Recordings, Settings, Archives}
}

// Record is one of the types of this package.
type Record interface {
	Category() Category

	// Identity says which thing this is: two records of one phone, or of two,
	// with the same identity are the same contact, message, call …, and restoring
	// one where the other is makes no second. It is 32 hex digits.
	Identity() string

	// Digest is a hash of everything in the canonical form except the phone's own
	// row number. Same identity and other digest: the thing was changed.
	Digest() string
}

// Problem is one record, or a part of one, that could not be read; the rest was.
type Problem struct {
	Where string // "card 3", "line 120", a file's name
	Err   error
}

func (p Problem) Error() string { return p.Where + ": " + p.Err.Error() }

// Unwrap returns what was wrong.
func (p Problem) Unwrap() error { return p.Err }

// Problems collects what could not be read. Past a thousand only the count grows,
// so that a hostile file does not fill the memory with complaints.
type Problems struct {
	List  []Problem
	Count int
}

const maxProblems = 1000

// Add notes one problem.
func (p *Problems) Add(where string, format string, args ...any) {
	p.Count++
	if len(p.List) < maxProblems {
		p.List = append(p.List, Problem{Where: where, Err: fmt.Errorf(format, args...)})
	}
}

// Sequence is a stream of records: the error, if any, comes last. Sources with
// tens of thousands of messages are read and written through it, never as a slice.
type Sequence[R any] = iter.Seq2[R, error]

// Each makes a Sequence of a slice.
func Each[R any](all []R) Sequence[R] {
	return func(yield func(R, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Collect reads a Sequence to its end, or to its first error.
func Collect[R any](s Sequence[R]) ([]R, error) {
	var all []R
	for r, err := range s {
		if err != nil {
			return all, err
		}
		all = append(all, r)
	}
	return all, nil
}

// Attachment is a file that belongs to a record. Its bytes are in Data, or where
// Open reads them, or kept elsewhere under SHA256.
type Attachment struct {
	Name   string `json:"name,omitempty"` // as the phone calls it; untrusted
	MIME   string `json:"mime,omitempty"`
	SHA256 string `json:"sha256,omitempty"` // 64 hex digits
	Size   int64  `json:"size,omitempty"`
	Data   []byte `json:"-"`

	// Open reads the bytes of a file that is too large for the memory; nil: there
	// are none to be had here.
	Open func(context.Context) (io.ReadCloser, error) `json:"-"`
}

// AtHand reports whether the bytes can be read.
func (a Attachment) AtHand() bool { return a.Data != nil || a.Open != nil }

// Reader reads the bytes that are AtHand.
func (a Attachment) Reader(ctx context.Context) (io.ReadCloser, error) {
	if a.Data == nil && a.Open != nil {
		return a.Open(ctx)
	}
	return io.NopCloser(bytes.NewReader(a.Data)), nil
}

// Seal fills SHA256 and Size from Data, if there is any.
func (a *Attachment) Seal() {
	if len(a.Data) > 0 {
		sum := sha256.Sum256(a.Data)
		a.SHA256, a.Size = hex.EncodeToString(sum[:]), int64(len(a.Data))
	}
}

func (a Attachment) canonical() Attachment {
	a.Seal()
	a.Data, a.Open = nil, nil
	return a
}

// identity makes an identity of what tells a thing from others of its category.
func identity(c Category, parts ...string) string {
	h := sha256.New()
	h.Write([]byte(c))
	for _, p := range parts {
		fmt.Fprintf(h, "\x00%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// digest hashes a canonical record by way of its JSON, whose key order is fixed.
func digest(canonical any) string {
	b, err := json.Marshal(canonical)
	if err != nil { // only channels, functions and infinite numbers fail
		panic(fmt.Sprintf("records: %T cannot be written as JSON: %v", canonical, err))
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// Text makes a text of a phone safe to keep in any format: valid UTF-8, one kind of
// line end, and U+FFFD for the control characters that XML cannot hold.
func Text(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(s, "\r\n", "\n")
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	if !strings.ContainsFunc(s, unfit) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unfit(r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

func unfit(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF }

// sorted returns a copy in order and without what is said twice.
func sorted(in []string) []string {
	out := make([]string, 0, len(in))
	for _, s := range in {
		if s = strings.TrimSpace(Text(s)); s != "" {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) == 0 {
		return nil
	}
	return out
}

func texts(fields ...*string) {
	for _, f := range fields {
		*f = Text(*f)
	}
}
