package uitest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"keepsake/app/ui/shelf"
)

// said is what the owner said in the window: the fake's photos.Editor. It is safe
// for concurrent use.
type said struct {
	mu     sync.Mutex
	items  map[int64]edit
	titles map[shelf.AlbumKey]string
	own    []string // albums, by name
}

// edit is what was said of one item; turn and favourite lie over its row.
type edit struct {
	trash, hide bool
	favorite    *bool
	turn        int
	taken       *shelf.Change
	shift       time.Duration
	albums      []string
}

func (e edit) in(v shelf.View) bool {
	switch v {
	case shelf.Trash:
		return e.trash
	case shelf.Hidden:
		return e.hide && !e.trash
	case shelf.Private:
		return false
	}
	return !e.trash && !e.hide
}

// row is a row with what was said of it.
func (s *said) row(r shelf.Row) (shelf.Row, edit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.items[r.ID]
	if e.favorite != nil {
		r.Favorite = *e.favorite
	}
	if e.turn&1 != 0 {
		r.Width, r.Height = r.Height, r.Width
	}
	r.Turn = e.turn
	if e.taken != nil {
		r.Taken = e.taken.Taken.Time
	}
	r.Taken = r.Taken.Add(e.shift)
	return r, e
}

func (s *said) title(k shelf.AlbumKey, otherwise string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.titles[k]; t != "" {
		return t
	}
	return otherwise
}

// Change implements photos.Editor.
func (l *Library) Change(_ context.Context, ids []int64, c shelf.Change) (func(context.Context) error, error) {
	if l.Err != nil {
		return nil, l.Err
	}
	s := &l.said
	s.mu.Lock()
	defer s.mu.Unlock()
	before, own := maps.Clone(s.items), slices.Clone(s.own)
	if s.items == nil {
		s.items = map[int64]edit{}
	}
	if c.AddTo != "" && !slices.Contains(s.own, c.AddTo) {
		s.own = append(s.own, c.AddTo)
	}
	for _, id := range ids {
		e := s.items[id]
		if c.Trash != nil {
			e.trash = *c.Trash
		}
		if c.Hide != nil {
			e.hide = *c.Hide
		}
		if c.Favorite != nil {
			e.favorite = c.Favorite
		}
		if c.Taken != nil {
			e.taken = &c
		}
		e.shift += c.Shift
		e.turn = (e.turn + c.Turn) & 3
		e.albums = slices.DeleteFunc(slices.Clone(e.albums), func(a string) bool { return a == c.TakeFrom || a == c.AddTo })
		if c.AddTo != "" {
			e.albums = append(e.albums, c.AddTo)
		}
		s.items[id] = e
	}
	return func(context.Context) error {
		if l.Err != nil {
			return l.Err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.items, s.own = before, own
		return nil
	}, nil
}

// EmptyTrash implements photos.Editor: the items are not seen any more.
func (l *Library) EmptyTrash(_ context.Context, of []int64) (int, error) {
	if l.Err != nil {
		return 0, l.Err
	}
	s := &l.said
	s.mu.Lock()
	defer s.mu.Unlock()
	gone := map[int64]bool{}
	for id, e := range s.items {
		if e.trash && (of == nil || slices.Contains(of, id)) {
			gone[id] = true
		}
	}
	l.order = slices.DeleteFunc(slices.Clone(l.order), func(i int) bool { return gone[l.rows[i].ID] })
	return len(gone), nil
}

// RenameAlbum implements photos.Editor.
func (l *Library) RenameAlbum(_ context.Context, key shelf.AlbumKey, title string) error {
	if l.Err != nil {
		return l.Err
	}
	l.said.mu.Lock()
	defer l.said.mu.Unlock()
	if l.said.titles == nil {
		l.said.titles = map[shelf.AlbumKey]string{}
	}
	l.said.titles[key] = title
	return nil
}

// NewAlbum implements photos.Editor.
func (l *Library) NewAlbum(_ context.Context, title string) (shelf.AlbumKey, error) {
	if l.Err != nil {
		return shelf.AlbumKey{}, l.Err
	}
	l.said.mu.Lock()
	defer l.said.mu.Unlock()
	if slices.Contains(l.said.own, title) {
		return shelf.AlbumKey{}, errors.New("there is an album of that name already")
	}
	l.said.own = append(l.said.own, title)
	return shelf.AlbumKey{Path: title}, nil
}

// DissolveAlbum implements photos.Editor.
func (l *Library) DissolveAlbum(_ context.Context, key shelf.AlbumKey) (func(context.Context) error, error) {
	if l.Err != nil {
		return nil, l.Err
	}
	l.said.mu.Lock()
	defer l.said.mu.Unlock()
	before := slices.Clone(l.said.own)
	l.said.own = slices.DeleteFunc(slices.Clone(l.said.own), func(a string) bool { return a == key.Path })
	return func(context.Context) error {
		l.said.mu.Lock()
		defer l.said.mu.Unlock()
		l.said.own = before
		return nil
	}, nil
}

func (l *Library) inAlbum(id int64, k shelf.AlbumKey) bool {
	if k.Phone != "" {
		return l.albums[id] == k.Path
	}
	l.said.mu.Lock()
	defer l.said.mu.Unlock()
	return slices.Contains(l.said.items[id].albums, k.Path)
}

func (l *Library) ownAlbums() []shelf.Album {
	l.said.mu.Lock()
	names := slices.Clone(l.said.own)
	l.said.mu.Unlock()
	var out []shelf.Album
	for _, name := range names {
		key := shelf.AlbumKey{Path: name}
		a := shelf.Album{Own: true, Key: key, Name: l.said.title(key, name)}
		for _, r := range l.rows {
			r, e := l.said.row(r)
			if !e.in(shelf.Everything) || !slices.Contains(e.albums, name) {
				continue
			}
			if a.Count++; r.Taken.After(a.Newest) {
				a.Newest, a.Cover, a.Color = r.Taken, r.Hash, r.Color
			}
		}
		out = append(out, a)
	}
	return out
}

// spotOf is where the fake's pictures were taken: in a few towns, with some way
// about them.
func spotOf(id int64) shelf.Spot {
	towns := [...][2]float64{{50.0875, 14.4213}, {48.1374, 11.5755}, {41.8902, 12.4922}, {35.6595, 139.7005}, {-33.8568, 151.2153}, {-17.7134, 178.065}}
	t := towns[(id/40)%int64(len(towns))]
	return shelf.Spot{ID: id, Lat: t[0] + float64(id%13)*0.004, Lon: t[1] + float64(id%17)*0.005}
}

func within(b shelf.Box, s shelf.Spot) bool {
	if s.Lat < b.South || s.Lat > b.North {
		return false
	}
	if b.West <= b.East {
		return s.Lon >= b.West && s.Lon <= b.East
	}
	return s.Lon >= b.West || s.Lon <= b.East
}

// Places implements photos.Library: every third picture has a place.
func (l *Library) Places(ctx context.Context, f shelf.Filter) ([]shelf.Spot, error) {
	t, err := l.Timeline(ctx, f)
	if err != nil {
		return nil, err
	}
	var out []shelf.Spot
	for _, id := range t.IDs {
		if id%3 == 0 {
			out = append(out, spotOf(id))
		}
	}
	return out, nil
}

// Similar implements photos.Library: a few groups, one of them a burst.
func (l *Library) Similar(ctx context.Context) ([]shelf.Group, error) {
	t, err := l.Timeline(ctx, shelf.Filter{})
	if err != nil {
		return nil, err
	}
	var out []shelf.Group
	for i := 0; i+40 < len(t.IDs) && len(out) < 5; i += 40 {
		g := shelf.Group{IDs: slices.Clone(t.IDs[i : i+2+len(out)]), Reason: shelf.Similar}
		if len(out) == 1 {
			g.Reason = shelf.Burst
		}
		out = append(out, g)
	}
	return out, nil
}
