package index

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"keepsake/gallery"
)

// SetAlbumEdits keeps what the owner says about albums, all of it, in place of
// what was known. It costs next to nothing when nothing changed.
func (x *Index) SetAlbumEdits(ctx context.Context, all []gallery.AlbumEdit) error {
	known, err := x.albumEdits(ctx)
	if err != nil {
		return x.main.failed("read the albums' names", err)
	}
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b gallery.AlbumEdit) int {
		return slices.Compare([]string{a.Phone, a.Path}, []string{b.Phone, b.Path})
	})
	if slices.Equal(known, all) {
		return nil
	}
	err = x.main.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM titles`); err != nil {
			return err
		}
		for _, a := range all {
			if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO titles (phone, path, title, gone) VALUES (?, ?, ?, ?)`,
				a.Phone, []byte(a.Path), a.Title, a.Gone); err != nil {
				return err
			}
		}
		return nil
	})
	return x.main.failed("keep the albums' names", err)
}

// albumEdits returns what is kept, ordered by phone and path.
func (x *Index) albumEdits(ctx context.Context) ([]gallery.AlbumEdit, error) {
	rows, err := x.main.read.QueryContext(ctx, `SELECT phone, path, title, gone FROM titles ORDER BY phone, path`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []gallery.AlbumEdit
	for rows.Next() {
		var a gallery.AlbumEdit
		if err := rows.Scan(&a.Phone, &a.Path, &a.Title, &a.Gone); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

// named returns the albums whose name, given by the owner, has a folded word in it.
func named(all []gallery.AlbumEdit, word string) []AlbumKey {
	var keys []AlbumKey
	for _, a := range all {
		if !a.Gone && strings.Contains(fold(a.Title), word) {
			keys = append(keys, AlbumKey{Phone: a.Phone, Path: a.Path})
		}
	}
	return keys
}

// Drop takes contents out that the library has no more. Their ids are not used
// again.
func (x *Index) Drop(ctx context.Context, hashes []gallery.Hash) error {
	if len(hashes) == 0 {
		return nil
	}
	err := x.main.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO meta (key, value) SELECT '`+keyLastID+`', (`+lastID+`)`); err != nil {
			return err
		}
		for _, h := range hashes {
			for _, q := range []string{
				`DELETE FROM origins WHERE item = (SELECT id FROM items WHERE hash = ?)`,
				`DELETE FROM members WHERE item = (SELECT id FROM items WHERE hash = ?)`,
				`DELETE FROM details WHERE item = (SELECT id FROM items WHERE hash = ?)`,
				`DELETE FROM items WHERE hash = ?`,
			} {
				if _, err := tx.ExecContext(ctx, q, h[:]); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return x.main.failed("take items out of the index", err)
}
