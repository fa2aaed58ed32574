package library

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/app/settings"
	"keepsake/gallery"
	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/queue"
	"keepsake/gallery/index"
)

// CloudFilter says what goes to a cloud; the zero value is everything.
type CloudFilter struct {
	Search     string // words, as in a search
	Albums     []string
	Kinds      []gallery.Kind
	Since      time.Time // taken then or later
	Favourites bool
}

// IsZero reports whether everything is meant.
func (f CloudFilter) IsZero() bool {
	return f.Search == "" && len(f.Albums) == 0 && len(f.Kinds) == 0 && f.Since.IsZero() && !f.Favourites
}

// FilterOf is what the owner chose for a cloud.
func FilterOf(s settings.Selection) CloudFilter {
	f := CloudFilter{Albums: s.Albums, Since: s.Since, Favourites: s.Favourites}
	for _, k := range s.Kinds {
		f.Kinds = append(f.Kinds, gallery.Kind(k))
	}
	return f
}

// UploadOptions are those of an upload.
type UploadOptions struct {
	ID, Name string // of the cloud
	Filter   CloudFilter
	IDs      []int64 // only these items; nil: what Filter says
	Tracker  *job.Tracker
	Workers  int // at once; 0: as the target likes it
}

// queueFile is where a cloud's queue is.
func (l *Library) queueFile(id string) string {
	return filepath.Join(l.Dir(), ".keepsake", "cloud", id+".ndjson")
}

// CloudQueue returns what became of the contents that are to go to a cloud.
func (l *Library) CloudQueue(id string) ([]queue.Entry, error) {
	all, err := queue.Read(l.queueFile(id))
	return slices.DeleteFunc(all, func(e queue.Entry) bool { return !job.IsContent(e) }), err
}

// DropCloudQueue takes what waits or failed out of a cloud's queue. No upload to it
// may be under way.
func (l *Library) DropCloudQueue(id string) error {
	q, err := queue.Open(l.queueFile(id))
	if err != nil {
		return err
	}
	return errors.Join(q.Drop(), q.Close())
}

// Upload sends what a target lacks, and keeps the receipt. See job.Upload.
func (l *Library) Upload(ctx context.Context, target cloud.Target, o UploadOptions) (job.Receipt, error) {
	fail := func(err error) (job.Receipt, error) {
		o.Tracker.Fail(err)
		return job.Receipt{}, err
	}
	items, err := l.uploadItems(ctx, target, o)
	if err != nil {
		return fail(fmt.Errorf("upload to %s: %w", o.Name, err))
	}
	q, err := queue.Open(l.queueFile(o.ID))
	if err != nil {
		return fail(err)
	}
	u := job.Upload{Target: target, Name: o.Name, Items: items, Queue: q, Tracker: o.Tracker, Library: l.Dir(), Own: l.Store.ID(), Worker: o.Workers}
	if _, ok := target.(cloud.Files); ok {
		u.Papers = l.papers
	}
	r, err := u.Run(ctx)
	return r, errors.Join(err, q.Close(), l.SaveReceipt(r))
}

// CheckCloud asks a target whether it still has what was uploaded; read is the
// share of it that is read back. See job.CloudCheck.
func (l *Library) CheckCloud(ctx context.Context, target cloud.Target, o UploadOptions, read float64) (job.CloudReport, error) {
	items, err := l.uploadItems(ctx, target, o)
	if err != nil {
		o.Tracker.Fail(err)
		return job.CloudReport{}, fmt.Errorf("check %s: %w", o.Name, err)
	}
	all, err := l.CloudQueue(o.ID)
	if err != nil {
		o.Tracker.Fail(err)
		return job.CloudReport{}, err
	}
	if files, ok := target.(cloud.Files); ok {
		id, err := job.LibraryAt(ctx, files)
		if err == nil && id != l.Store.ID() {
			err = cloud.ErrOther
		}
		if err != nil && !errors.Is(err, cloud.ErrEmpty) {
			o.Tracker.Fail(err)
			return job.CloudReport{}, fmt.Errorf("check %s: %w", o.Name, err)
		}
	}
	c := job.CloudCheck{Target: target, Name: o.Name, Items: items, Queue: all, Read: read, Tracker: o.Tracker}
	r, err := c.Run(ctx)
	if err != nil {
		return r, err
	}
	return r, l.keepCheck(o.ID, CloudChecked{At: time.Now().UTC().Truncate(time.Second), Files: r.Files, Bad: r.Damaged, Missing: r.Missing, Unread: r.Unread})
}

// uploadItems are the contents that a target is to have. A target of files has all
// of them, as they lie here; a photo service has what the timeline shows.
func (l *Library) uploadItems(ctx context.Context, target cloud.Target, o UploadOptions) ([]job.UploadItem, error) {
	traits := target.Traits()
	_, files := target.(cloud.Files)
	titles, err := l.albumTitles(ctx)
	if err != nil {
		return nil, err
	}
	var items []job.UploadItem
	take := func(it gallery.Item) {
		if !o.Filter.Since.IsZero() && it.Taken().Time.Before(o.Filter.Since) {
			return
		}
		items = append(items, l.uploadItem(it, traits, titles))
	}
	if files && o.Filter.IsZero() && o.IDs == nil {
		if _, _, err := l.Store.Replay(ctx, "", take, nil); err != nil {
			return nil, err
		}
		slices.SortFunc(items, func(a, b job.UploadItem) int { return strings.Compare(a.Path, b.Path) })
		return items, nil
	}
	ids := o.IDs
	if ids == nil {
		if ids, err = l.filtered(ctx, o.Filter); err != nil {
			return nil, err
		}
	}
	for _, id := range ids {
		it, err := l.Index.Item(ctx, id)
		if err != nil {
			return nil, err
		}
		take(it)
	}
	return items, nil
}

// filtered finds the items a filter lets through.
func (l *Library) filtered(ctx context.Context, f CloudFilter) ([]int64, error) {
	base := index.Filter{Search: f.Search, Kinds: f.Kinds, Favorites: f.Favourites}
	filters := []index.Filter{base}
	if len(f.Albums) > 0 {
		filters = nil
		albums, err := l.Index.Albums(ctx)
		if err != nil {
			return nil, err
		}
		for _, name := range f.Albums {
			n := len(filters)
			for _, a := range albums {
				if strings.EqualFold(a.Name, name) || strings.EqualFold(a.Key.Path, name) {
					one := base
					one.Album = a.Key
					filters = append(filters, one)
				}
			}
			if len(filters) == n {
				return nil, fmt.Errorf("there is no album %q", name)
			}
		}
	}
	var ids []int64
	seen := map[int64]bool{}
	for _, filter := range filters {
		tl, err := l.Index.Timeline(ctx, filter)
		if err != nil {
			return nil, err
		}
		for _, id := range tl.IDs {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids, nil
}

func (l *Library) uploadItem(it gallery.Item, traits cloud.Traits, titles map[index.AlbumKey]string) job.UploadItem {
	o := cloud.Object{
		Path: it.Path, Hash: it.Hash, Size: it.Size, Taken: it.Taken().Time, Title: it.Title(), MIME: it.Info.MIME,
		Video: it.Info.Kind == gallery.Video, Favorite: it.Favorite(),
		Open: func() (io.ReadCloser, error) { return os.Open(l.File(it.Path)) },
	}
	for _, from := range it.Origins {
		if from.MTime.After(o.ModTime) {
			o.ModTime = from.MTime
		}
	}
	if o.ModTime.IsZero() {
		o.ModTime = o.Taken
	}
	u := job.UploadItem{Object: o, Albums: albumsOf(it, titles)}
	limit := traits.MaxPhoto
	if o.Video {
		limit = traits.MaxVideo
	}
	switch {
	case traits.MediaOnly && it.Info.Kind != gallery.Photo && it.Info.Kind != gallery.Video:
		u.Skip = "it is neither a picture nor a video, and this service takes nothing else"
	case traits.MediaOnly && it.Private() != "":
		u.Skip = "it is of the private album"
	case limit > 0 && it.Size > limit:
		u.Skip = fmt.Sprintf("it is larger than this service takes: %d MB", limit/1e6)
	}
	return u
}

// albumTitles are what the owner calls albums.
func (l *Library) albumTitles(ctx context.Context) (map[index.AlbumKey]string, error) {
	edits, err := l.Store.AlbumEdits(ctx)
	if err != nil {
		return nil, err
	}
	titles := map[index.AlbumKey]string{}
	for _, e := range edits {
		if e.Title != "" && !e.Gone {
			titles[index.AlbumKey{Phone: e.Phone, Path: e.Path}] = e.Title
		}
	}
	return titles, nil
}

// albumsOf are the titles of the albums an item is in, each once.
func albumsOf(it gallery.Item, titles map[index.AlbumKey]string) []string {
	var all []string
	add := func(title string) {
		if title != "" && !slices.Contains(all, title) {
			all = append(all, title)
		}
	}
	for _, own := range it.Edit.Albums {
		add(titles[index.AlbumKey{Path: own}])
	}
	for _, o := range it.Origins {
		if o.Trashed {
			continue
		}
		if title := titles[index.AlbumKey{Phone: o.Phone, Path: o.Album}]; title != "" {
			add(title)
		} else {
			add(index.AlbumName(o.Album))
		}
	}
	return all
}

// papers are the library's other files, as objects to send.
func (l *Library) papers(ctx context.Context) ([]cloud.Object, error) {
	all, err := l.Store.Papers(ctx)
	if err != nil {
		return nil, err
	}
	objects := make([]cloud.Object, 0, len(all))
	for _, p := range all {
		open := func() (io.ReadCloser, error) { return l.Store.OpenPaper(p) }
		in, err := open()
		if err != nil {
			return nil, err
		}
		sum := sha256.New()
		n, err := io.Copy(sum, in)
		if err = errors.Join(err, in.Close(), ctx.Err()); err != nil {
			return nil, fmt.Errorf("read %s: %w", p.Path, err)
		}
		objects = append(objects, cloud.Object{Path: p.Path, Hash: gallery.Hash(sum.Sum(nil)), Size: n, ModTime: p.ModTime, Title: filepath.Base(p.Path), Open: open})
	}
	return objects, nil
}

// Fetch makes a library again in an empty folder from what a target of files
// holds, and keeps the receipt in it. See job.Fetch.
func Fetch(ctx context.Context, target cloud.Target, name, dir string, t *job.Tracker) (job.Receipt, error) {
	files, ok := target.(cloud.Files)
	if !ok {
		err := fmt.Errorf("fetch from %s: %w: a photo service holds pictures, not a library", name, cloud.ErrEmpty)
		t.Fail(err)
		return job.Receipt{}, err
	}
	f := job.Fetch{Target: files, Name: name, Dir: dir, Tracker: t}
	r, err := f.Run(ctx)
	if err != nil {
		return r, err
	}
	lib, err := OpenExisting(ctx, dir)
	if err != nil {
		return r, fmt.Errorf("open the library that was fetched: %w", err)
	}
	return r, errors.Join(lib.SaveReceipt(r), lib.Close())
}
