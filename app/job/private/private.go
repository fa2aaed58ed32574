// Package private reads what a library keeps of a phone's private album. The
// files lie there as on the phone, encrypted, so that they can be proven against
// it; what they hold is opened in memory, when it is asked for, and nowhere else.
//
// Begin with Probe, when a file arrives, and Open, when its owner wants to see it.
package private

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"

	"keepsake/device/miui/secret"
	"keepsake/gallery"
	"keepsake/gallery/media"
)

// ErrLocked: a file whose key is not known.
var ErrLocked = secret.ErrLocked

// Probe is media.Probe for a file of the private album: it says what is behind
// the file, what that was called, and how to open it again. keys are those of
// the phone beside the well-known one.
func Probe(ctx context.Context, r io.ReaderAt, size int64, h media.Hint, keys ...secret.Key) gallery.Info {
	n, hidden := secret.Parse(h.Name)
	if hidden {
		h.Name = n.Title
	}
	if !hidden || n.Form == secret.Renamed {
		info := media.Probe(ctx, r, size, h)
		info.Private = gallery.PrivateOpen
		if hidden {
			info.Name = n.Title
		}
		return info
	}
	for _, k := range append([]secret.Key{secret.Gallery()}, keys...) {
		if !n.Opens(k) {
			continue
		}
		f, err := secret.Open(r, size, n, k)
		if err != nil {
			continue
		}
		head := make([]byte, secret.HeadSize)
		got, _ := f.ReadAt(head, 0)
		ext := secret.Extension(head[:got])
		if ext == "" {
			continue
		}
		h.Name = n.Title + ext
		info := media.Probe(ctx, f, size, h)
		info.Private, info.Name = gallery.PrivateOpen, h.Name
		if k != secret.Gallery() {
			info.Key = k.String()
		}
		return info
	}
	return locked(ctx, n, h)
}

// locked is what can be told of a file that cannot be opened: its kind and, from
// its name, when it was taken.
func locked(ctx context.Context, n secret.Name, h media.Hint) gallery.Info {
	h.Name, h.MIME = n.Title+".jpg", ""
	if n.Video {
		h.Name = n.Title + ".mp4"
	}
	info := media.Probe(ctx, bytes.NewReader(nil), 0, h)
	info.MIME, info.Broken = "", ""
	info.Private, info.Name = gallery.PrivateLocked, n.Title
	if n.Form != secret.InCloud {
		info.Broken = "it is encrypted with a key that is not known"
	}
	return info
}

// Open returns what the size bytes of r hold in the open, r itself where they
// are no secret. name is that of the file in the library, info what Probe said
// of it. Reads decrypt what is read, no more.
func Open(r io.ReaderAt, size int64, name string, info gallery.Info) (io.ReaderAt, error) {
	if info.Private == "" {
		return r, nil
	}
	n, hidden := secret.Parse(path.Base(name))
	if info.Private == gallery.PrivateLocked {
		return nil, fmt.Errorf("%s: %w", info.Name, ErrLocked)
	}
	if !hidden || n.Form == secret.Renamed {
		return r, nil
	}
	k := secret.Gallery()
	if info.Key != "" {
		var err error
		if k, err = secret.ParseKey(info.Key); err != nil {
			return nil, err
		}
	}
	n.Fingerprint = k.Fingerprint() // the library may have changed the name a little
	return secret.Open(r, size, n, k)
}

// Sealed reports whether an item's file is of no use without this package: it is
// encrypted, whoever has the key.
func Sealed(it gallery.Item) bool {
	n, hidden := secret.Parse(path.Base(it.Path))
	return it.Info.Private != "" && hidden && n.Form != secret.Renamed
}
