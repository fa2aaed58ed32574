package index

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"keepsake/gallery"
)

// Thumb is one thumbnail to keep, or with Broken the finding that none can be
// made of a content, so that it is not tried at each start.
type Thumb struct {
	Hash   gallery.Hash
	Pixels int // the named size, media.Size.Pixels
	JPEG   []byte
	Color  [3]uint8 // average, for the tile before its picture is there
	Looks  int64    // perceptual hash, the same for all sizes; 0: none
	Broken bool
}

// The tint of an item, in the tables: a colour, or unpaintable.
const unpaintable = -1

func (t Thumb) tint() int64 {
	if t.Broken {
		return unpaintable
	}
	return int64(t.Color[0])<<16 | int64(t.Color[1])<<8 | int64(t.Color[2])
}

// telling is what items.looks holds for a perceptual hash.
func telling(looks int64) any {
	if looks == 0 {
		return nil
	}
	return looks
}

// thumbBatch is how many thumbnails go into one transaction.
const thumbBatch = 64

// PutThumbs keeps thumbnails. Cheapest in groups of some dozens; any number goes,
// in transactions of 64. Thumbnails may come before their items. When ErrReplaced
// comes back, what was put is not kept.
func (x *Index) PutThumbs(ctx context.Context, ts []Thumb) error {
	for _, t := range ts {
		if !t.Broken && (len(t.JPEG) == 0 || t.Pixels <= 0) {
			return fmt.Errorf("keep a thumbnail of %s: no picture or no size", t.Hash)
		}
	}
	unlock, err := x.thumbs.lock(ctx)
	if err != nil {
		return x.thumbs.failed("keep thumbnails", err)
	}
	defer unlock()
	for batch := range slices.Chunk(ts, thumbBatch) {
		if err := x.putThumbs(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// putThumbs keeps one batch: the pictures first, then the tints that speak of
// them. Stopped in between, some thumbnails are made once more, and none is missed.
func (x *Index) putThumbs(ctx context.Context, ts []Thumb) error {
	var file []byte
	err := x.thumbs.update(ctx, func(ctx context.Context, tx *sql.Tx) (err error) {
		if file, err = x.thumbs.id(ctx, tx); err != nil {
			return err
		}
		for _, t := range ts {
			if err := putThumb(ctx, tx, t); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return x.thumbs.failed("keep thumbnails", err)
	}
	err = x.main.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		paired, err := x.pairedWith(ctx, tx)
		if err != nil {
			return err
		}
		if !slices.Equal(paired, file) {
			return ErrReplaced
		}
		for _, t := range ts {
			if _, err := tx.ExecContext(ctx, `UPDATE items SET tint = ?, looks = ? WHERE hash = ?`, t.tint(), telling(t.Looks), t.Hash[:]); err != nil {
				return err
			}
		}
		return nil
	})
	return x.main.failed("note thumbnails in the index", err)
}

func putThumb(ctx context.Context, tx *sql.Tx, t Thumb) error {
	if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO marks (hash, tint, looks) VALUES (?, ?, ?)`, t.Hash[:], t.tint(), t.Looks); err != nil {
		return err
	}
	if t.Broken {
		_, err := tx.ExecContext(ctx, `DELETE FROM thumbs WHERE hash = ?`, t.Hash[:])
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO thumbs (hash, pixels, jpeg) VALUES (?, ?, ?)`, t.Hash[:], t.Pixels, t.JPEG)
	return err
}

// Thumb returns the thumbnail of exactly this size, ErrNoThumb when there is none.
func (x *Index) Thumb(ctx context.Context, h gallery.Hash, pixels int) ([]byte, error) {
	b, err := x.thumbs.jpeg(ctx, h, pixels)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("%w of %s in %d pixels", ErrNoThumb, h, pixels)
	}
	return b, x.thumbs.failed("read a thumbnail", err)
}

const bareQuery = `SELECT ` + rowColumns + ` FROM items i WHERE i.tint IS NULL AND i.kind <= 1 AND ifnull(i.aside, 0) < 3 ORDER BY i.taken DESC LIMIT ?`

// WithoutThumbs returns up to limit photos and videos that have no thumbnail and
// of which none was found to be impossible, newest first. Private ones are not
// among them: of those no thumbnail is kept.
func (x *Index) WithoutThumbs(ctx context.Context, limit int) ([]Row, error) {
	rows, err := x.main.read.QueryContext(ctx, bareQuery, limit)
	if err != nil {
		return nil, x.main.failed("list items without thumbnails", err)
	}
	found, err := scanRows(rows)
	return found, x.main.failed("list items without thumbnails", err)
}

// DropThumbs throws all thumbnails and findings away and gives their space back.
func (x *Index) DropThumbs(ctx context.Context) error {
	unlock, err := x.thumbs.lock(ctx)
	if err != nil {
		return x.thumbs.failed("drop the thumbnails", err)
	}
	defer unlock()
	err = x.thumbs.update(ctx, func(_ context.Context, tx *sql.Tx) error {
		// Gigabytes take a while, so here the caller's context does stop a statement.
		// A new id: whoever is about to note a tint must see that it is too late.
		for _, q := range []string{`DELETE FROM thumbs`, `DELETE FROM marks`, `UPDATE meta SET id = randomblob(16)`} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return x.thumbs.failed("drop the thumbnails", err)
	}
	if err := x.pair(ctx); err != nil {
		return err
	}
	return x.thumbs.failed("give the thumbnails' space back", x.thumbs.shrink(ctx))
}

// shrink gives unused space back to the file system.
func (d *database) shrink(ctx context.Context) error {
	if _, err := d.write.ExecContext(ctx, `VACUUM`); err != nil || d.private() {
		return err
	}
	// Held up by a reader it does nothing, and the next one gives the space back.
	_, err := d.write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}
