package index

import (
	"context"
	"database/sql"

	"keepsake/gallery"
)

// PruneThumbs removes the thumbnails of contents that are not in the index and
// returns how many contents that were. Call it when the index is up to date; an
// index without a position knows too little to judge, and nothing is removed.
func (x *Index) PruneThumbs(ctx context.Context) (int, error) {
	if p, err := x.Position(ctx); p == "" || err != nil {
		return 0, err
	}
	unlock, err := x.thumbs.lock(ctx)
	if err != nil {
		return 0, x.thumbs.failed("remove thumbnails", err)
	}
	defer unlock()
	removed := 0
	for after := []byte{}; ; {
		hashes, err := x.thumbs.some(ctx, after)
		if err != nil {
			return removed, x.thumbs.failed("list thumbnails", err)
		}
		if len(hashes) == 0 {
			return removed, nil
		}
		after = hashes[len(hashes)-1][:]
		orphans, err := x.unknown(ctx, hashes)
		if err != nil {
			return removed, x.main.failed("look for items of thumbnails", err)
		}
		if err := x.thumbs.remove(ctx, orphans); err != nil {
			return removed, x.thumbs.failed("remove thumbnails", err)
		}
		removed += len(orphans)
	}
}

// some returns the next marked hashes, in order.
func (t *thumbs) some(ctx context.Context, after []byte) ([]gallery.Hash, error) {
	rows, err := t.read.QueryContext(ctx, `SELECT hash FROM marks WHERE hash > ? ORDER BY hash LIMIT ?`, after, probeSize)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var hashes []gallery.Hash
	var raw sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&raw); err != nil {
			return nil, err
		}
		var h gallery.Hash
		copy(h[:], raw)
		hashes = append(hashes, h)
	}
	return hashes, rows.Err()
}

// unknown returns those of up to probeSize hashes that no item has.
func (x *Index) unknown(ctx context.Context, hashes []gallery.Hash) ([]gallery.Hash, error) {
	known, err := probe(ctx, x.main.read, itemsOf, hashes, scanID)
	if err != nil {
		return nil, err
	}
	var none []gallery.Hash
	for _, h := range hashes {
		if _, ok := known[h]; !ok {
			none = append(none, h)
		}
	}
	return none, nil
}

// remove removes the thumbnails and findings of contents.
func (t *thumbs) remove(ctx context.Context, hashes []gallery.Hash) error {
	if len(hashes) == 0 {
		return nil
	}
	return t.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, h := range hashes {
			for _, q := range []string{`DELETE FROM thumbs WHERE hash = ?`, `DELETE FROM marks WHERE hash = ?`} {
				if _, err := tx.ExecContext(ctx, q, h[:]); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
