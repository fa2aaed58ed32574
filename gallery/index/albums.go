package index

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// AlbumKey names an album: a folder of one phone, below its storage volume, in
// the phone's bytes; or without a phone one of the owner's own.
type AlbumKey struct{ Phone, Path string }

// Own reports whether the album is one of the owner's own.
func (k AlbumKey) Own() bool { return k.Phone == "" && k.Path != "" }

// Album is an album with what is shown of it: what is in the trash, hidden or
// private does not count.
type Album struct {
	Key    AlbumKey
	Name   string // what the owner calls it, else see AlbumName
	Count  int
	Bytes  int64
	Newest time.Time // of its photos and videos; of the rest when there are none
	Cover  int64     // id of that newest one; 0: none
}

// The cover is the row of the greatest time, which SQLite takes the other columns
// from. What is in an album twice counts once. The first query is read from
// origins_album alone, in its order.
const (
	albumsHead = `SELECT a.phone, a.path, s.n, s.bytes, s.taken, s.zone, s.item, s.newest FROM albums a JOIN (
			SELECT album, count(*) AS n, sum(size) AS bytes, taken, zone, item, max(pictured) AS newest FROM (`
	albumsTail  = `) GROUP BY album) s ON s.album = a.id WHERE a.phone `
	phoneAlbums = albumsHead + `SELECT album, item, pictured, taken, zone, size FROM origins
		WHERE trashed = 0 AND aside IS NULL GROUP BY album, item` + albumsTail + `<> ''`
	ownAlbums = albumsHead + `SELECT m.album, m.item, CASE WHEN i.kind <= 1 THEN i.taken ELSE i.taken - 1000000000000000 END AS pictured,
			i.taken, i.zone, i.size FROM (SELECT album, item FROM members UNION
			SELECT o.album, o.item FROM origins o WHERE o.trashed = 0 AND o.album IN (SELECT id FROM albums WHERE phone = '')) m
			CROSS JOIN items i ON i.id = m.item AND i.aside IS NULL` + albumsTail + `= ''`
)

// Albums returns the albums that hold something, and the owner's own also when
// they are empty: newest first, the empty ones last.
func (x *Index) Albums(ctx context.Context) ([]Album, error) {
	edits, err := x.albumEdits(ctx)
	if err != nil {
		return nil, x.main.failed("list albums", err)
	}
	var albums []dated
	for _, query := range []string{phoneAlbums, ownAlbums} {
		some, err := x.someAlbums(ctx, query)
		if err != nil {
			return nil, x.main.failed("list albums", err)
		}
		albums = append(albums, some...)
	}
	at := make(map[AlbumKey]int, len(albums))
	for i, a := range albums {
		at[a.Key] = i
	}
	gone := make(map[AlbumKey]bool)
	for _, e := range edits {
		k := AlbumKey{Phone: e.Phone, Path: e.Path}
		i, there := at[k]
		switch {
		case e.Gone:
			gone[k] = k.Own()
		case there && e.Title != "":
			albums[i].Name = e.Title
		case !there && k.Own():
			albums = append(albums, dated{Album: Album{Key: k, Name: cmp.Or(e.Title, k.Path)}, newest: -1 << 62})
		}
	}
	slices.SortStableFunc(albums, func(a, b dated) int {
		return cmp.Or(cmp.Compare(b.newest, a.newest), cmp.Compare(a.Key.Phone, b.Key.Phone), cmp.Compare(a.Key.Path, b.Key.Path))
	})
	var out []Album
	for _, a := range albums {
		if !gone[a.Key] {
			out = append(out, a.Album)
		}
	}
	return out, nil
}

// dated is an album with what it is ordered by.
type dated struct {
	Album
	newest int64
}

func (x *Index) someAlbums(ctx context.Context, query string) ([]dated, error) {
	rows, err := x.main.read.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var albums []dated
	for rows.Next() {
		var a dated
		var taken int64
		var zone int
		if err := rows.Scan(&a.Key.Phone, &a.Key.Path, &a.Count, &a.Bytes, &taken, &zone, &a.Cover, &a.newest); err != nil {
			return nil, err
		}
		a.Name = a.Key.Path
		if !a.Key.Own() {
			a.Name = AlbumName(a.Key.Path)
		}
		a.Newest = unwall(taken, zone)
		albums = append(albums, a)
	}
	return albums, rows.Err()
}
