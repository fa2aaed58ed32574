package index

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
)

// pair sees to it that the tints in the index speak of this file of thumbnails.
// They do not when one of the two files was made anew without the other.
func (x *Index) pair(ctx context.Context) error {
	id, err := x.thumbs.id(ctx, x.thumbs.read)
	if err != nil {
		return x.thumbs.failed("look at the thumbnails", err)
	}
	paired, err := x.pairedWith(ctx, x.main.read)
	if err == nil && !bytes.Equal(id, paired) {
		err = x.main.update(ctx, func(quiet context.Context, tx *sql.Tx) error {
			return x.repaint(ctx, quiet, tx, id)
		})
	}
	return x.main.failed("match the index with the thumbnails", err)
}

// pairedWith returns the id of the thumbnails' file the tints speak of.
func (x *Index) pairedWith(ctx context.Context, q querier) (id []byte, err error) {
	err = q.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, keyThumbs).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return id, err
}

// repaint takes all tints and looks from the marks.
func (x *Index) repaint(ctx, quiet context.Context, tx *sql.Tx, id []byte) error {
	if _, err := tx.ExecContext(quiet, `UPDATE items SET tint = NULL, looks = NULL WHERE tint IS NOT NULL`); err != nil {
		return err
	}
	if _, err := tx.ExecContext(quiet, `INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)`, keyThumbs, id); err != nil {
		return err
	}
	var items int64
	if err := tx.QueryRowContext(quiet, `SELECT count(*) FROM items`).Scan(&items); err != nil || items == 0 {
		return err
	}
	paint, err := tx.PrepareContext(quiet, `UPDATE items SET tint = ?, looks = ? WHERE hash = ?`)
	if err != nil {
		return err
	}
	defer paint.Close()
	return x.thumbs.marks(ctx, func(hash []byte, m mark) error {
		_, err := paint.ExecContext(quiet, m.tint, telling(m.looks), hash)
		return err
	})
}

// marks calls each with every mark. It keeps a connection all the while, so each
// must not use the thumbnails, and not keep hash.
func (t *thumbs) marks(ctx context.Context, each func(hash []byte, m mark) error) error {
	rows, err := t.read.QueryContext(ctx, `SELECT hash, tint, looks FROM marks`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var hash sql.RawBytes
	for rows.Next() {
		m, err := scanMark(rows, &hash)
		if err != nil {
			return err
		}
		if err := each(hash, m); err != nil {
			return err
		}
	}
	return rows.Err()
}
