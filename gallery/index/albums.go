package index

import (
	"context"
	"time"
)

// AlbumKey names an album: a folder of one phone, below its storage volume, in
// the phone's bytes.
type AlbumKey struct{ Phone, Path string }

// Album is an album with what is not in the trash there.
type Album struct {
	Key    AlbumKey
	Name   string // for people, see AlbumName
	Count  int
	Bytes  int64
	Newest time.Time // of its photos and videos; of the rest when there are none
	Cover  int64     // id of that newest one
}

// Albums returns the albums that hold something, newest first.
func (x *Index) Albums(ctx context.Context) ([]Album, error) {
	// The cover is the row of the greatest taken, which SQLite takes the other
	// columns from; what has no picture counts as long past.
	const query = `SELECT a.phone, a.path, s.n, s.bytes, s.taken, s.zone, s.cover FROM albums a JOIN (
			SELECT m.album, count(*) AS n, sum(i.size) AS bytes, i.taken AS taken, i.zone AS zone, i.id AS cover,
				max(CASE WHEN i.kind <= 1 THEN i.taken ELSE i.taken - 1000000000000000 END) AS newest
			FROM (SELECT DISTINCT album, item FROM origins WHERE trashed = 0) m CROSS JOIN items i ON i.id = m.item
			GROUP BY m.album
		) s ON s.album = a.id ORDER BY s.newest DESC, a.phone, a.path`
	rows, err := x.main.read.QueryContext(ctx, query)
	if err != nil {
		return nil, x.main.failed("list albums", err)
	}
	defer rows.Close()
	var albums []Album
	for rows.Next() {
		var a Album
		var taken int64
		var zone int
		if err := rows.Scan(&a.Key.Phone, &a.Key.Path, &a.Count, &a.Bytes, &taken, &zone, &a.Cover); err != nil {
			return nil, x.main.failed("list albums", err)
		}
		a.Name = AlbumName(a.Key.Path)
		a.Newest = unwall(taken, zone)
		albums = append(albums, a)
	}
	return albums, x.main.failed("list albums", rows.Err())
}
