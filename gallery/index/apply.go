package index

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"keepsake/gallery"
)

// Apply brings items into the index, new or known by their hash, in one
// transaction: a whole item replaces what was known of it, origins included.
// The position is stored with them; "" leaves the stored one, for the batches
// of a long replay that are not its last. Batches of some thousand items are
// quickest; their order, and the order within them, make no difference.
func (x *Index) Apply(ctx context.Context, items []gallery.Item, position string) error {
	records := make([]record, len(items))
	for i := range items {
		records[i] = flatten(&items[i])
	}
	// Neighbours in time become neighbours on disk, which is what the grid reads.
	slices.SortStableFunc(records, func(a, b record) int {
		return cmp.Or(cmp.Compare(a.taken, b.taken), cmp.Compare(a.seq, b.seq))
	})
	err := x.main.update(ctx, func(quiet context.Context, tx *sql.Tx) error {
		a, err := x.newApplier(quiet, tx)
		if err != nil {
			return err
		}
		defer a.close()
		for chunk := range slices.Chunk(records, probeSize) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := a.apply(quiet, chunk); err != nil {
				return err
			}
		}
		if position == "" {
			return nil
		}
		_, err = tx.ExecContext(quiet, `INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)`, keyPosition, position)
		return err
	})
	return x.main.failed("bring items into the index", err)
}

// lastID selects the highest id ever given.
const lastID = `SELECT max(ifnull((SELECT max(id) FROM items), 0), ifnull((SELECT value FROM meta WHERE key = '` + keyLastID + `'), 0))`

// told are the columns of items that an item tells.
const (
	told = `path, kind, taken, zone, source, added, seq, ym, width, height, turn, duration, size, mime,
		motion, favorite, verified, broken, trashed, aside, private, title, screen, burst, lat, lon, words`
	toldCount = 27
)

// marks are n question marks.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// applier is one transaction of Apply with its statements.
type applier struct {
	tx     *sql.Tx
	thumbs *thumbs
	last   int64 // highest id given
	albums map[AlbumKey]int64
	words  wordCache
	places func(lat, lon float64) string // names a place; nil: places have no names

	insertItem, updateItem, putDetail *sql.Stmt
	clearOrigins, insertOrigin        *sql.Stmt
	clearMembers, insertMember        *sql.Stmt
	findAlbum, insertAlbum            *sql.Stmt
	prepared                          []*sql.Stmt
}

func (x *Index) newApplier(ctx context.Context, tx *sql.Tx) (*applier, error) {
	a := &applier{tx: tx, thumbs: x.thumbs, albums: map[AlbumKey]int64{}, words: wordCache{}, places: x.places}
	if err := tx.QueryRowContext(ctx, lastID).Scan(&a.last); err != nil {
		return nil, err
	}
	for _, s := range []struct {
		to    **sql.Stmt
		query string
	}{
		{&a.insertItem, `INSERT INTO items (` + told + `, id, hash, tint, looks)
			VALUES (` + marks(toldCount+4) + `)`},
		{&a.updateItem, `UPDATE items SET (` + told + `) = (` + marks(toldCount) + `) WHERE id = ?`},
		{&a.putDetail, `INSERT OR REPLACE INTO details (item, added, info, edit) VALUES (?, ?, ?, ?)`},
		{&a.clearMembers, `DELETE FROM members WHERE item = ?`},
		{&a.insertMember, `INSERT OR IGNORE INTO members (album, item) VALUES (?, ?)`},
		{&a.clearOrigins, `DELETE FROM origins WHERE item = ?`},
		{&a.insertOrigin, `INSERT INTO origins (item, n, album, path, mtime, seen, verified, favorite, trashed,
			aside, pictured, taken, zone, size) VALUES (` + marks(14) + `)`},
		{&a.findAlbum, `SELECT id FROM albums WHERE phone = ? AND path = ?`},
		{&a.insertAlbum, `INSERT INTO albums (phone, path) VALUES (?, ?)`},
	} {
		stmt, err := tx.PrepareContext(ctx, s.query)
		if err != nil {
			a.close()
			return nil, err
		}
		*s.to = stmt
		a.prepared = append(a.prepared, stmt)
	}
	return a, nil
}

func (a *applier) close() {
	for _, s := range a.prepared {
		s.Close()
	}
}

// apply writes up to probeSize records.
func (a *applier) apply(ctx context.Context, records []record) error {
	hashes := make([]gallery.Hash, len(records))
	for i, r := range records {
		hashes[i] = r.item.Hash
	}
	known, err := probe(ctx, a.tx, itemsOf, hashes, scanID)
	if err != nil {
		return err
	}
	// Thumbnails outlive the index, so new items may have theirs already. Trouble
	// with them must not keep items out: at worst they are made once more.
	seen, err := a.thumbs.seen(ctx, hashes)
	if err != nil {
		seen = nil
	}
	for _, r := range records {
		id, old := known[r.item.Hash]
		if !old {
			a.last++
			id = a.last
			known[r.item.Hash] = id
		}
		var tint, looks any
		if m, ok := seen[r.item.Hash]; ok {
			tint, looks = m.tint, telling(m.looks)
		}
		if err := a.put(ctx, id, r, old, tint, looks); err != nil {
			return err
		}
	}
	return nil
}

// put writes one item with its details and origins.
func (a *applier) put(ctx context.Context, id int64, r record, old bool, tint, looks any) error {
	it := r.item
	width, height := it.Info.Width, it.Info.Height
	if it.Edit.Turn&1 != 0 {
		width, height = height, width
	}
	args := []any{it.Path, kindCode(it.Info.Kind), r.taken, r.zone, string(r.source), it.Added.UnixMilli(), r.seq, r.ym,
		width, height, it.Edit.Turn & 3, it.Info.Duration.Milliseconds(), it.Size, it.Info.MIME,
		it.Info.Motion != nil, r.favorite, r.verified, it.Info.Broken != "", r.trashed,
		r.aside, nullable(string(it.Private())), nullable(it.Info.Name), it.Info.Screen, r.burst, r.lat, r.lon, a.words.of(it, a.places), id}
	var err error
	if old {
		if _, err = a.updateItem.ExecContext(ctx, args...); err == nil {
			_, err = a.clearOrigins.ExecContext(ctx, id)
		}
		if err == nil {
			_, err = a.clearMembers.ExecContext(ctx, id)
		}
	} else {
		_, err = a.insertItem.ExecContext(ctx, append(args, it.Hash[:], tint, looks)...)
	}
	if err != nil {
		return err
	}
	info, err := encodeInfo(it.Info)
	if err != nil {
		return err
	}
	edit, err := encodeEdit(it.Edit)
	if err != nil {
		return err
	}
	if _, err := a.putDetail.ExecContext(ctx, id, micros(it.Added), info, edit); err != nil {
		return err
	}
	for _, own := range it.Edit.Albums {
		album, err := a.album(ctx, AlbumKey{Path: own})
		if err == nil {
			_, err = a.insertMember.ExecContext(ctx, album, id)
		}
		if err != nil {
			return err
		}
	}
	for n := range it.Origins {
		if err := a.putOrigin(ctx, id, n, &it.Origins[n], r); err != nil {
			return err
		}
	}
	return nil
}

// unpictured is taken off the time of what is no picture, to order it after all
// that is.
const unpictured = 1e15

func (a *applier) putOrigin(ctx context.Context, id int64, n int, o *gallery.Origin, r record) error {
	album, err := a.album(ctx, AlbumKey{Phone: o.Phone, Path: o.Album})
	if err != nil {
		return err
	}
	pictured := r.taken
	if kindCode(r.item.Info.Kind) > videoCode {
		pictured -= unpictured
	}
	_, err = a.insertOrigin.ExecContext(ctx, id, n, album, []byte(o.Path),
		micros(o.MTime), micros(o.FirstSeen), micros(o.Verified), o.Favorite, o.Trashed,
		r.aside, pictured, r.taken, r.zone, r.item.Size)
	return err
}

// album returns the number of an album, given at its first item.
func (a *applier) album(ctx context.Context, k AlbumKey) (int64, error) {
	if id, ok := a.albums[k]; ok {
		return id, nil
	}
	var id int64
	err := a.findAlbum.QueryRowContext(ctx, k.Phone, []byte(k.Path)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		var res sql.Result
		if res, err = a.insertAlbum.ExecContext(ctx, k.Phone, []byte(k.Path)); err == nil {
			id, err = res.LastInsertId()
		}
	}
	if err != nil {
		return 0, err
	}
	a.albums[k] = id
	return id, nil
}
