package keep

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"keepsake/gallery/records"
	"keepsake/gallery/records/callsxml"
	"keepsake/gallery/records/ical"
	"keepsake/gallery/records/markdown"
	"keepsake/gallery/records/ndjson"
	"keepsake/gallery/records/smsxml"
	"keepsake/gallery/records/vcard"
	"keepsake/gallery/store"
)

// Load yields the records of a state, part by part. What cannot be read, of a part
// or all of it, goes to p, and the rest is read all the same.
func Load(ctx context.Context, l *store.Library, k store.Kept, p *records.Problems) records.Sequence[records.Record] {
	return func(yield func(records.Record, error) bool) {
		for _, part := range k.Parts {
			for r, err := range LoadPart(ctx, l, k, part, p) {
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
	}
}

// LoadPart yields the records of one part; attachments have none. A part that is
// missing or damaged goes to p. The sequence ends with an error only when ctx does.
func LoadPart(ctx context.Context, l *store.Library, k store.Kept, part store.Part, p *records.Problems) records.Sequence[records.Record] {
	return func(yield func(records.Record, error) bool) {
		read := reader(k, part)
		if read == nil {
			return
		}
		f, err := l.OpenPart(k, part)
		if err != nil {
			p.Add(part.Path, "%w", err)
			return
		}
		defer f.Close()
		var in records.Problems
		for r, err := range read(ctx, l, cancellable{ctx, f}, &in) {
			if err != nil {
				if ctx.Err() != nil {
					yield(nil, ctx.Err())
					return
				}
				p.Add(part.Path, "%w", err)
				break
			}
			if !yield(r, nil) {
				return
			}
		}
		for _, problem := range in.List {
			p.Add(part.Path+", "+problem.Where, "%w", problem.Err)
		}
		p.Count += in.Count - len(in.List)
		// Whether the bytes are what was kept shows at the end only.
		if _, err := io.Copy(io.Discard, f); errors.Is(err, store.ErrMismatch) && in.Count == 0 {
			p.Add(part.Path, "%w", err)
		}
	}
}

// HoldsRecords reports whether a part has records in it, and is no attachment.
func HoldsRecords(k store.Kept, part store.Part) bool { return reader(k, part) != nil }

type format func(ctx context.Context, l *store.Library, r io.Reader, p *records.Problems) records.Sequence[records.Record]

// reader is how to read a part, or nil.
func reader(k store.Kept, part store.Part) format {
	dir, base := path.Split(part.Path)
	switch c := records.Category(k.Category); {
	case c == records.Contacts && base == "Contacts.vcf":
		return plain(vcard.Read)
	case c == records.Events && base == "Calendar.ics":
		return plain(ical.Read)
	case c == records.Calls && dir == "Calls/":
		return plain(callsxml.Read)
	case c == records.Messages && dir == "Messages/":
		return plain(smsxml.Read)
	case c == records.Wifi && base == "Wi-Fi.ndjson":
		return plain(ndjson.Read[records.WifiNetwork])
	case c == records.Settings && base == "Settings.ndjson":
		return plain(ndjson.Read[records.Setting])
	case c == records.Apps && dir == "" && base == "Apps.ndjson":
		return plain(ndjson.Read[records.App])
	case c == records.Archives && dir == "" && base == "Archives.ndjson":
		return plain(ndjson.Read[records.Archive])
	case c == records.Recordings && base == "Recordings.ndjson":
		return plain(ndjson.Read[records.Recording])
	case c == records.Notes && strings.HasSuffix(base, ".md") && !strings.HasSuffix(dir, "/attachments/"):
		return func(_ context.Context, l *store.Library, r io.Reader, p *records.Problems) records.Sequence[records.Record] {
			return note(l, k, part, r, p)
		}
	}
	return nil
}

// plain makes a format of a package's Read.
func plain[R records.Record](read func(io.Reader, *records.Problems) records.Sequence[R]) format {
	return func(_ context.Context, _ *store.Library, r io.Reader, p *records.Problems) records.Sequence[records.Record] {
		return func(yield func(records.Record, error) bool) {
			for v, err := range read(r, p) {
				if !yield(v, err) {
					return
				}
			}
		}
	}
}

// maxRaw is how long a note's markup may be, in bytes.
const maxRaw = 32 << 20

// note reads a note and the markup beside it.
func note(l *store.Library, k store.Kept, part store.Part, r io.Reader, p *records.Problems) records.Sequence[records.Record] {
	return func(yield func(records.Record, error) bool) {
		n, err := markdown.Read(r, p)
		if err != nil {
			yield(nil, err)
			return
		}
		want := rawName(part.Path)
		for _, other := range k.Parts {
			if other.Path != want {
				continue
			}
			f, err := l.OpenPart(k, other)
			if err != nil {
				p.Add("markup", "%w", err)
				break
			}
			b, err := io.ReadAll(io.LimitReader(f, maxRaw))
			f.Close()
			if err != nil {
				p.Add("markup", "%w", err)
				break
			}
			n.Raw = string(b)
		}
		yield(n.Canonical(), nil)
	}
}

// Attachment opens a file that a record of this state speaks of. store.ErrMissing:
// its bytes were never kept, or are gone.
func Attachment(l *store.Library, k store.Kept, a records.Attachment) (io.ReadCloser, error) {
	p, ok := AttachmentPart(k, a)
	if !ok {
		return nil, fmt.Errorf("open %q: %w", a.Name, store.ErrMissing)
	}
	return l.OpenPart(k, p)
}

// AttachmentPart finds an attachment's part by its bytes.
func AttachmentPart(k store.Kept, a records.Attachment) (store.Part, bool) {
	for _, p := range k.Parts {
		if a.SHA256 != "" && p.Hash.String() == a.SHA256 {
			return p, true
		}
	}
	return store.Part{}, false
}

type cancellable struct {
	ctx context.Context
	r   io.Reader
}

func (c cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
