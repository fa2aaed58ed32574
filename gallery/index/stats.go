package index

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Stats are the numbers of a library, or of one phone in it, the trash included,
// what is private not.
type Stats struct {
	Items    int
	Photos   int
	Videos   int
	Trashed  int   // in the trash wherever they were seen
	Bytes    int64 // each content once
	Verified int   // library: contents proven against some phone; phone: contents proven at all their places there
	Oldest   time.Time
	Newest   time.Time // of the capture times, zero without items

	LastSeen     time.Time // when something was last seen first
	LastVerified time.Time // when something was last proven
}

// Phone is a phone that something came from.
type Phone struct {
	ID string
	Stats
}

// Stats returns the numbers of one phone, or with "" of the library.
func (x *Index) Stats(ctx context.Context, phone string) (Stats, error) {
	// Contents with what the origins in question say of them.
	scope, args := `SELECT i.kind, i.size, i.taken, i.verified, i.trashed FROM items i WHERE ifnull(i.aside, 0) < 3`, []any(nil)
	origins := `origins o`
	if phone != "" {
		origins = `(SELECT * FROM origins WHERE +album IN (SELECT id FROM albums WHERE phone = ?)) o`
		scope = `SELECT i.kind, i.size, i.taken, s.verified, s.trashed FROM (
				SELECT o.item, min(o.verified IS NOT NULL) AS verified, min(o.trashed) AS trashed FROM ` + origins + ` GROUP BY o.item
			) s CROSS JOIN items i ON i.id = s.item WHERE ifnull(i.aside, 0) < 3`
		args = []any{phone}
	}
	var s Stats
	var oldest, newest, seen, proven sql.NullInt64
	err := x.main.read.QueryRowContext(ctx, `SELECT count(*), ifnull(sum(kind = 0), 0), ifnull(sum(kind = 1), 0),
			ifnull(sum(trashed), 0), ifnull(sum(size), 0), ifnull(sum(verified), 0), min(taken), max(taken) FROM (`+scope+`)`, args...).
		Scan(&s.Items, &s.Photos, &s.Videos, &s.Trashed, &s.Bytes, &s.Verified, &oldest, &newest)
	if err == nil {
		err = x.main.read.QueryRowContext(ctx, `SELECT max(o.seen), max(o.verified) FROM `+origins, args...).Scan(&seen, &proven)
	}
	if err == nil {
		s.Oldest, err = x.zoned(ctx, oldest)
	}
	if err == nil {
		s.Newest, err = x.zoned(ctx, newest)
	}
	s.LastSeen, s.LastVerified = fromMicros(seen), fromMicros(proven)
	return s, x.main.failed("count the library", err)
}

// zoned gives a wall clock that some item has the zone of that item.
func (x *Index) zoned(ctx context.Context, taken sql.NullInt64) (time.Time, error) {
	if !taken.Valid {
		return time.Time{}, nil
	}
	var zone int
	err := x.main.read.QueryRowContext(ctx, `SELECT zone FROM items WHERE taken = ? LIMIT 1`, taken.Int64).Scan(&zone)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil // changed since; the wall clock is right all the same
	}
	return unwall(taken.Int64, zone), err
}

// Phones returns the phones that something came from, with their numbers.
func (x *Index) Phones(ctx context.Context) ([]Phone, error) {
	ids, err := x.phoneIDs(ctx)
	if err != nil {
		return nil, x.main.failed("list phones", err)
	}
	phones := make([]Phone, len(ids))
	for i, id := range ids {
		s, err := x.Stats(ctx, id)
		if err != nil {
			return nil, err
		}
		phones[i] = Phone{ID: id, Stats: s}
	}
	return phones, nil
}

func (x *Index) phoneIDs(ctx context.Context) ([]string, error) {
	rows, err := x.main.read.QueryContext(ctx, `SELECT DISTINCT phone FROM albums a
		WHERE EXISTS (SELECT 1 FROM origins o WHERE o.trashed IN (0, 1) AND o.album = a.id) ORDER BY phone`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
