package library

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path"
	"strings"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/store"
)

// Choice says which files of the library are to be restored.
type Choice struct {
	// Snapshot is the id of one, or Latest: the phone's own newest, or else the newest
	// of all. Empty: everything the library shows, or what Items and Search choose.
	Snapshot string
	Items    []int64  // of the index
	Albums   []string // names, or folders on a phone
	Search   string
	What     []string // job.Photos, job.Recordings; empty: both
	Sample   int      // so many of them, chosen by chance; 0: all
}

// Latest is the newest snapshot, in Choice.Snapshot.
const Latest = "latest"

// ErrNothing: there is nothing in the library that fits.
var ErrNothing = errors.New("nothing in the library fits what was asked for")

// wants makes a list of files of a choice, for a phone by its id ("" for a
// folder), and says in words what was chosen. thrown is how many were in a phone's
// trash, and are left out.
func (l *Library) wants(ctx context.Context, c Choice, phone string) (all []restore.Want, from string, thrown int, err error) {
	if c.Snapshot != "" {
		all, from, thrown, err = l.snapshotWants(ctx, c, phone)
	} else {
		all, from, err = l.itemWants(ctx, c, phone)
	}
	if err != nil {
		return nil, "", 0, err
	}
	if len(c.What) > 0 {
		kept := all[:0]
		for _, w := range all {
			for _, what := range c.What {
				if w.Category == what {
					kept = append(kept, w)
				}
			}
		}
		all = kept
	}
	if len(all) == 0 {
		return nil, "", 0, ErrNothing
	}
	if c.Sample > 0 && c.Sample < len(all) {
		rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		all = all[:c.Sample]
		from = fmt.Sprintf("%d chosen by chance of %s", c.Sample, from)
	}
	return all, from, thrown, nil
}

// thrownSaid says that what was in the phone's trash does not come back.
func thrownSaid(n int) string {
	if n == 1 {
		return "In the phone's trash was one more file. It stays where it is, in the library: what was thrown away does not come back with the rest."
	}
	return fmt.Sprintf("In the phone's trash were %d more files. They stay where they are, in the library: what was thrown away does not come back with the rest.", n)
}

func (l *Library) snapshotWants(ctx context.Context, c Choice, phone string) (all []restore.Want, from string, thrown int, err error) {
	id := c.Snapshot
	if id == Latest {
		if id, err = l.latest(ctx, phone); err != nil {
			return nil, "", 0, err
		}
	}
	s, err := l.Store.Snapshot(id)
	if err != nil {
		return nil, "", 0, err
	}
	only, err := l.chosen(ctx, c)
	if err != nil {
		return nil, "", 0, err
	}
	for _, si := range s.Items {
		it, err := l.Index.ItemByHash(ctx, si.Hash)
		if err != nil {
			all = append(all, restore.Want{Hash: si.Hash, Size: si.Size, Path: si.Path, Title: path.Base(si.Path), Category: job.Photos, MTime: si.MTime,
				Cannot: "it is not in the library any more"})
			continue
		}
		if only != nil && !only[it.Hash] {
			continue
		}
		o := gallery.Origin{Phone: s.Phone, Path: si.Path, Album: si.Album, MTime: si.MTime}
		if wasTrashed(it, o) {
			thrown++
			continue
		}
		all = append(all, want(it, o))
	}
	return all, fmt.Sprintf("the backup of %s, %s", s.Name, s.Taken.Local().Format("2 January 2006 15:04")), thrown, nil
}

// wasTrashed reports whether a place of an item is one in the phone's trash: what
// its owner threw away does not come back with the rest.
func wasTrashed(it gallery.Item, place gallery.Origin) bool {
	for _, o := range it.Origins {
		if o.Phone == place.Phone && o.Path == place.Path {
			return o.Trashed
		}
	}
	return false
}

// latest is the newest snapshot of the phone, or of any.
func (l *Library) latest(ctx context.Context, phone string) (string, error) {
	list, err := l.Store.Snapshots(ctx)
	if err != nil {
		return "", err
	}
	if len(list) == 0 {
		return "", fmt.Errorf("%w: it has no snapshot yet; back up a phone first", ErrNothing)
	}
	for _, s := range list {
		if s.Phone == phone {
			return s.ID, nil
		}
	}
	return list[0].ID, nil
}

// chosen are the contents that narrow a snapshot; nil: nothing does.
func (l *Library) chosen(ctx context.Context, c Choice) (map[gallery.Hash]bool, error) {
	if c.Items == nil && c.Search == "" && c.Albums == nil {
		return nil, nil
	}
	items, err := l.items(ctx, c)
	if err != nil {
		return nil, err
	}
	only := make(map[gallery.Hash]bool, len(items))
	for _, it := range items {
		only[it.Hash] = true
	}
	return only, nil
}

func (l *Library) itemWants(ctx context.Context, c Choice, phone string) (all []restore.Want, from string, err error) {
	items, err := l.items(ctx, c)
	if err != nil {
		return nil, "", err
	}
	for _, it := range items {
		for _, o := range places(it, phone) {
			if !o.Trashed || c.Items != nil {
				all = append(all, want(it, o))
			}
		}
	}
	switch {
	case c.Items != nil:
		from = fmt.Sprintf("%d chosen pictures", len(items))
	case c.Search != "":
		from = "what “" + c.Search + "” finds"
	case c.Albums != nil:
		from = fmt.Sprintf("albums: %d pictures", len(items))
	default:
		from = "everything in the library"
	}
	return all, from, nil
}

// items are those of a choice, as the index knows them.
func (l *Library) items(ctx context.Context, c Choice) ([]gallery.Item, error) {
	ids := c.Items
	if ids == nil {
		filters, err := l.filters(ctx, c)
		if err != nil {
			return nil, err
		}
		seen := map[int64]bool{}
		for _, f := range filters {
			tl, err := l.Index.Timeline(ctx, f)
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
	}
	items := make([]gallery.Item, 0, len(ids))
	for _, id := range ids {
		it, err := l.Index.Item(ctx, id)
		if err != nil {
			return nil, err
		}
		items = append(items, it)
	}
	return items, nil
}

func (l *Library) filters(ctx context.Context, c Choice) ([]index.Filter, error) {
	if c.Albums == nil {
		return []index.Filter{{Search: c.Search}}, nil
	}
	keys, err := l.albums(ctx, c.Albums)
	if err != nil {
		return nil, err
	}
	var all []index.Filter
	for _, k := range keys {
		all = append(all, index.Filter{Search: c.Search, Album: k})
	}
	return all, nil
}

// places are where an item goes on a phone: where it was on that phone, else where
// it was on the first phone that had it, else where a phone's trash had it.
func places(it gallery.Item, phone string) []gallery.Origin {
	var own, others, imported, trashed []gallery.Origin
	for _, o := range it.Origins {
		switch {
		case o.Trashed:
			trashed = append(trashed, o)
		case gallery.Imported(o.Phone):
			imported = append(imported, o)
		case o.Phone == phone && phone != "":
			own = append(own, o)
		case len(others) == 0 || others[0].Phone == o.Phone:
			others = append(others, o)
		}
	}
	for _, list := range [][]gallery.Origin{own, others, imported, trashed} {
		if len(list) > 0 {
			return list[:max(1, onPhones(list))]
		}
	}
	return nil
}

// onPhones is how many of a list are all to be restored: every place on a phone,
// but one of an import.
func onPhones(list []gallery.Origin) int {
	if gallery.Imported(list[0].Phone) || list[0].Trashed {
		return 1
	}
	return len(list)
}

// want is one place of an item, to be restored.
func want(it gallery.Item, o gallery.Origin) restore.Want {
	w := restore.Want{Hash: it.Hash, Size: it.Size, Path: o.Path, Title: it.Title(), Category: job.Photos, MTime: o.MTime, Taken: it.Info.Taken.Time, Favorite: it.Favorite()}
	if it.Info.Kind == gallery.Audio {
		w.Category = job.Recordings
	}
	if gallery.Imported(o.Phone) {
		w.Path = path.Join("/storage/emulated/0/Pictures", store.SafeName(index.AlbumName(o.Album)), path.Base(it.Path))
	}
	if w.MTime.IsZero() {
		w.MTime = it.Info.Taken.Time
	}
	if it.Info.Private != "" || gallery.InPrivateAlbum(o.Album) {
		w.Cannot = "it is of the private album, which only the phone's own gallery can fill; export it, then hide it on the phone"
	}
	return w
}

// albums finds albums by what people call them, or by their folders on phones.
func (l *Library) albums(ctx context.Context, names []string) ([]index.AlbumKey, error) {
	all, err := l.Index.Albums(ctx)
	if err != nil {
		return nil, err
	}
	var keys []index.AlbumKey
	for _, name := range names {
		found := false
		for _, a := range all {
			if strings.EqualFold(a.Name, name) || strings.EqualFold(a.Key.Path, name) {
				keys, found = append(keys, a.Key), true
			}
		}
		if !found {
			return nil, fmt.Errorf("there is no album %q: %w", name, ErrNothing)
		}
	}
	return keys, nil
}
