package index

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"keepsake/gallery"
)

// Item returns everything known about an item, for the info panel; ErrNotFound
// when there is none with this id.
func (x *Index) Item(ctx context.Context, id int64) (gallery.Item, error) {
	return x.item(ctx, fmt.Sprintf("item %d", id), `i.id = ?`, id)
}

// ItemByHash is Item for a content.
func (x *Index) ItemByHash(ctx context.Context, h gallery.Hash) (gallery.Item, error) {
	return x.item(ctx, "item "+h.String(), `i.hash = ?`, h[:])
}

func (x *Index) item(ctx context.Context, name, where string, arg any) (gallery.Item, error) {
	var (
		it    gallery.Item
		id    int64
		added sql.NullInt64

		hash, info, edit []byte
	)
	err := x.main.read.QueryRowContext(ctx, `SELECT i.id, i.hash, i.path, i.size, d.added, d.info, d.edit
		FROM items i JOIN details d ON d.item = i.id WHERE `+where, arg).Scan(&id, &hash, &it.Path, &it.Size, &added, &info, &edit)
	if errors.Is(err, sql.ErrNoRows) {
		return gallery.Item{}, fmt.Errorf("%s: %w", name, ErrNotFound)
	}
	if err == nil {
		copy(it.Hash[:], hash)
		it.Added = fromMicros(added)
		err = json.Unmarshal(info, &it.Info)
	}
	if err == nil && edit != nil {
		err = json.Unmarshal(edit, &it.Edit)
	}
	if err == nil {
		it.Origins, err = x.origins(ctx, id)
	}
	if err != nil {
		return gallery.Item{}, x.main.failed("read "+name, err)
	}
	return it, nil
}

// origins returns where an item was seen, in the order it was applied with.
func (x *Index) origins(ctx context.Context, id int64) ([]gallery.Origin, error) {
	rows, err := x.main.read.QueryContext(ctx, `SELECT a.phone, a.path, o.path, o.mtime, o.seen, o.verified, o.favorite, o.trashed
		FROM origins o JOIN albums a ON a.id = o.album WHERE o.item = ? ORDER BY o.n`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []gallery.Origin
	for rows.Next() {
		var o gallery.Origin
		var mtime, seen, verified sql.NullInt64
		if err := rows.Scan(&o.Phone, &o.Album, &o.Path, &mtime, &seen, &verified, &o.Favorite, &o.Trashed); err != nil {
			return nil, err
		}
		o.MTime, o.FirstSeen, o.Verified = fromMicros(mtime), fromMicros(seen), fromMicros(verified)
		found = append(found, o)
	}
	return found, rows.Err()
}

// fromMicros is the inverse of micros, in UTC.
func fromMicros(us sql.NullInt64) time.Time {
	if !us.Valid {
		return time.Time{}
	}
	return time.UnixMicro(us.Int64).UTC()
}

// IDs are the ids of contents, of those that are there.
func (x *Index) IDs(ctx context.Context, hashes []gallery.Hash) (map[gallery.Hash]int64, error) {
	ids := make(map[gallery.Hash]int64, len(hashes))
	for _, h := range hashes {
		var id int64
		err := x.main.read.QueryRowContext(ctx, `SELECT id FROM items WHERE hash = ?`, h[:]).Scan(&id)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return nil, x.main.failed("find items", err)
		default:
			ids[h] = id
		}
	}
	return ids, nil
}
