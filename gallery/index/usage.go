package index

import (
	"context"

	"keepsake/gallery"
)

// Pile is how much there is of one kind, from one album and year. Each content
// counts once, where it was seen first.
type Pile struct {
	Album AlbumKey // zero: of none
	Name  string   // the album's, as Albums has it
	Kind  gallery.Kind
	Year  int // of the capture
	View  View
	Count int
	Bytes int64
}

// Piles sorts everything the library holds, whatever view it is in, into piles that
// add up to the whole. Their order is not set.
func (x *Index) Piles(ctx context.Context) ([]Pile, error) {
	edits, err := x.albumEdits(ctx)
	if err != nil {
		return nil, x.main.failed("measure the library", err)
	}
	titles := make(map[AlbumKey]string, len(edits))
	for _, e := range edits {
		titles[AlbumKey{e.Phone, e.Path}] = e.Title
	}
	rows, err := x.main.read.QueryContext(ctx, `SELECT ifnull(a.phone, ''), ifnull(a.path, x''), s.kind, s.ym / 100, ifnull(s.aside, 0), count(*), sum(s.size)
		FROM (SELECT i.kind, i.ym, i.aside, i.size, (SELECT o.album FROM origins o WHERE o.item = i.id ORDER BY o.n LIMIT 1) AS album FROM items i) s
		LEFT JOIN albums a ON a.id = s.album GROUP BY 1, 2, 3, 4, 5`)
	if err != nil {
		return nil, x.main.failed("measure the library", err)
	}
	defer rows.Close()
	var all []Pile
	for rows.Next() {
		var p Pile
		var path []byte
		var kind, aside int
		if err := rows.Scan(&p.Album.Phone, &path, &kind, &p.Year, &aside, &p.Count, &p.Bytes); err != nil {
			return nil, x.main.failed("measure the library", err)
		}
		p.Album.Path, p.Kind, p.View = string(path), kindOf(kind), viewOf(aside)
		if p.Album != (AlbumKey{}) {
			if p.Name = titles[p.Album]; p.Name == "" {
				p.Name = AlbumName(p.Album.Path)
			}
		}
		all = append(all, p)
	}
	return all, x.main.failed("measure the library", rows.Err())
}

// viewOf is the view of items.aside.
func viewOf(aside int) View {
	switch aside {
	case trashCode, privateTrashCode:
		return Trash
	case hiddenCode:
		return Hidden
	case privateCode:
		return Private
	}
	return Everything
}

// Largest returns the ids of the n largest contents that are in no view of their
// own, the largest first.
func (x *Index) Largest(ctx context.Context, n int) ([]int64, error) {
	rows, err := x.main.read.QueryContext(ctx, `SELECT id FROM items WHERE aside IS NULL ORDER BY size DESC, id LIMIT ?`, n)
	if err != nil {
		return nil, x.main.failed("look for the largest", err)
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, x.main.failed("look for the largest", err)
		}
		ids = append(ids, id)
	}
	return ids, x.main.failed("look for the largest", rows.Err())
}
