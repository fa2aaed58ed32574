package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"keepsake/gallery"
)

// Proof is the evidence that a file on a phone is kept: the phone's own SHA-256
// agreed with the library's bytes, read back from the disk, at a moment. Only
// Writer.Prove makes one; whatever deletes on a phone asks for it. The zero Proof
// proves nothing.
type Proof struct {
	hash   gallery.Hash
	size   int64
	path   string
	origin gallery.Origin
	at     time.Time
}

// Valid reports whether there is evidence at all.
func (p Proof) Valid() bool { return !p.at.IsZero() }

// Hash is the SHA-256 both sides agreed on.
func (p Proof) Hash() gallery.Hash { return p.hash }

// Size is the length of the content in bytes.
func (p Proof) Size() int64 { return p.size }

// Path is where the library keeps the original, below its folder.
func (p Proof) Path() string { return p.path }

// Origin is the phone and path whose file was compared.
func (p Proof) Origin() gallery.Origin { return p.origin }

// At is when the bytes were read back.
func (p Proof) At() time.Time { return p.at }

// Covers reports whether the proof is about this file of this phone.
func (p Proof) Covers(phone, path string) bool {
	return p.Valid() && p.origin.Phone == phone && p.origin.Path == path
}

// Prove compares the hash that the phone computed of its file at o with the
// library's copy of h, whose bytes it reads back: from the medium where the
// system can do that (Linux, macOS). That they agreed is in the manifest by
// Flush. It may be called from several goroutines at once.
//
// It answers ErrMismatch when they differ (MismatchError tells whose bytes
// changed), ErrMissing when the original is not in its folder, ErrUnknown when
// the library never had h.
func (w *Writer) Prove(ctx context.Context, h, phoneHash gallery.Hash, o gallery.Origin) (Proof, error) {
	w.l.mu.RLock()
	var e entry
	if p := w.cat.find(h); p != nil {
		e = *p
	}
	w.l.mu.RUnlock()
	switch {
	case e.path == "":
		return Proof{}, fmt.Errorf("verify %s: %w: %.12s…", validText(o.Path), ErrUnknown, h)
	case e.lost:
		return Proof{}, fmt.Errorf("verify %s: %w: %s", validText(o.Path), ErrMissing, e.path)
	case phoneHash != h:
		return Proof{}, &MismatchError{Path: validText(o.Path), Want: h, Got: phoneHash}
	}
	got, _, err := hashFile(ctx, w.l.d, e.path, e.size, true)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = fmt.Errorf("%w: %w", ErrMissing, err)
		}
		return Proof{}, fmt.Errorf("verify %s: %w", e.path, err)
	}
	if got != h {
		return Proof{}, &MismatchError{Path: e.path, Library: true, Want: h, Got: got}
	}
	at := time.Now().UTC()
	if err := w.send(ctx, request{hash: h, in: Incoming{Origin: o}, verified: at}); err != nil {
		return Proof{}, fmt.Errorf("verify %s: %w", e.path, err)
	}
	return Proof{hash: h, size: e.size, path: e.path, origin: o, at: at}, nil
}
