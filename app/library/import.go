package library

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"keepsake/app/job"
	"keepsake/app/job/takein"
	"keepsake/gallery"
	"keepsake/gallery/archive"
	"keepsake/gallery/index"
	"keepsake/gallery/store"
)

// ImportOptions say what an import shall do beyond the usual.
type ImportOptions struct {
	Tracker *job.Tracker
	As      string // id or name of a phone that the library knows: everything is said to come from it
	Key     KeyFor // encrypts the passwords of Wi-Fi networks; nil: they are left out
}

// Import copies what a source holds into the library, under the library's lock.
// The receipt is right also beside an error, unless the import could not begin.
// Errors: NoPhoneError, those of the library's lock, and job.Import's.
func (l *Library) Import(ctx context.Context, src *archive.Source, o ImportOptions) (r job.Receipt, err error) {
	phone, folder, err := l.attribute(ctx, o.As)
	if err != nil {
		o.Tracker.Fail(err)
		return job.Receipt{}, err
	}
	w, err := l.pen.take(ctx, l.Store)
	if err != nil {
		o.Tracker.Fail(err)
		return job.Receipt{}, err
	}
	records := takein.New(&incoming{l: l, key: o.Key}, func(device string) takein.From { return l.from(ctx, phone, device) })
	m := job.Import{
		Source: src, Shelf: w, Catalog: l, Thumbs: l.Previews(), Tracker: o.Tracker, Maker: l.Maker, Takers: []job.Taker{records},
		More:    func(ctx context.Context, tell job.Tell) error { return l.recordsOf(ctx, src.Stores(), tell) },
		Library: l.Dir(), Title: title(src.Parts()), Phone: phone, Folder: folder,
	}
	r, err = m.Run(ctx)
	if err == nil {
		err = l.albumsAsIn(ctx, src, w)
	}
	r.Warnings = w.Warnings()
	if cerr := l.pen.put(ctx, l.Store); cerr != nil {
		err = errors.Join(err, fmt.Errorf("close the library: %w", cerr))
	}
	if len(src.Libraries()) > 0 {
		err = errors.Join(err, l.Refresh(context.WithoutCancel(ctx))) // of the albums' titles
	}
	for _, dir := range src.Libraries() {
		err = errors.Join(err, l.nameAsIn(context.WithoutCancel(ctx), dir))
	}
	if serr := l.SaveReceipt(r); serr != nil {
		err = errors.Join(err, serr)
	}
	return r, err
}

// title names what is imported, for people.
func title(parts []archive.Part) string {
	if len(parts) == 0 {
		return ""
	}
	if n := len(parts) - 1; n > 0 {
		return fmt.Sprintf("%s + %d", parts[0].Title, n)
	}
	return parts[0].Title
}

// NoPhoneError says that the library knows no such phone.
type NoPhoneError struct {
	Phone string
	Known []string // their names
}

func (e *NoPhoneError) Error() string {
	return fmt.Sprintf("the library has nothing from a phone called %q", e.Phone)
}

// Advice says what to do (see advice.For).
func (e *NoPhoneError) Advice() (what, next string) {
	next = "Back it up once first, or leave the phone out."
	if len(e.Known) > 0 {
		next = "It knows: " + strings.Join(e.Known, ", ") + "."
	}
	return fmt.Sprintf("This library has nothing from a phone called “%s”.", e.Phone), next
}

// attribute finds the phone that is meant, by its id or its name, and its folder
// below Photos/. Without a name there is none.
func (l *Library) attribute(ctx context.Context, as string) (id, folder string, err error) {
	if as == "" {
		return "", "", nil
	}
	phones, err := l.Phones(ctx)
	if err != nil {
		return "", "", err
	}
	var names []string
	for _, p := range phones {
		if gallery.Imported(p.ID) {
			continue
		}
		if p.ID == as || strings.EqualFold(p.Name, as) {
			folder, err = l.folderOf(ctx, p)
			return p.ID, folder, err
		}
		names = append(names, p.Name)
	}
	return "", "", &NoPhoneError{Phone: as, Known: names}
}

// folderOf is the folder a phone's pictures are in: that of most of a few of
// them, since some may lie where another phone brought them.
func (l *Library) folderOf(ctx context.Context, p Phone) (string, error) {
	tl, err := l.Index.Timeline(ctx, index.Filter{Phone: p.ID, IncludeTrashed: true})
	if err != nil {
		return "", err
	}
	votes := map[string]int{}
	for _, id := range tl.IDs[:min(len(tl.IDs), 50)] {
		it, err := l.Index.Item(ctx, id)
		if err != nil {
			return "", err
		}
		if _, rest, ok := strings.Cut(it.Path, "/"); ok {
			folder, _, _ := strings.Cut(rest, "/")
			votes[folder]++
		}
	}
	best := store.SafeName(p.Name + " " + p.ID[:min(4, len(p.ID))])
	for folder, n := range votes {
		if n > votes[best] {
			best = folder
		}
	}
	return best, nil
}

// albumsAsIn takes over what was said about albums in other libraries, where
// nothing was said here.
func (l *Library) albumsAsIn(ctx context.Context, src *archive.Source, w *store.Writer) error {
	theirs, err := src.Albums(ctx)
	if err != nil || len(theirs) == 0 {
		return err
	}
	mine, err := l.Store.AlbumEdits(ctx)
	if err != nil {
		return fmt.Errorf("read this library's albums: %w", err)
	}
	for _, a := range theirs {
		said := slices.ContainsFunc(mine, func(b gallery.AlbumEdit) bool { return a.Phone == b.Phone && a.Path == b.Path })
		if said || a.Gone {
			continue
		}
		if err := w.EditAlbum(a); err != nil {
			return fmt.Errorf("take over the album %q: %w", a.Title, err)
		}
	}
	return nil
}

// nameAsIn takes over what another library calls its phones, where this one has
// no name for them.
func (l *Library) nameAsIn(ctx context.Context, dir string) error {
	fail := func(err error) error { return fmt.Errorf("take over the phones' names of %s: %w", dir, err) }
	receipts, err := receiptsAt(dir, 0)
	if err != nil {
		return fail(err)
	}
	chosen, err := namesAt(dir)
	if err != nil {
		return fail(err)
	}
	phones, err := l.Phones(ctx)
	if err != nil {
		return fail(err)
	}
	for _, p := range phones {
		if p.Name != p.ID {
			continue
		}
		if name := nameOf(p.ID, chosen, receipts); name != p.ID {
			if err := l.Rename(p.ID, name); err != nil {
				return fail(err)
			}
		}
	}
	return nil
}
