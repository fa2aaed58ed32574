package index

import (
	"context"
	"database/sql"
	"encoding/json"
	"path"
	"time"

	"keepsake/gallery"
)

// Row is what a tile shows of an item.
type Row struct {
	ID          int64
	Hash        gallery.Hash
	Path, Name  string // below the library's folder; what it is called, mostly its last element
	Kind        gallery.Kind
	Taken       time.Time // in the zone where it was taken, whole milliseconds
	TakenSource gallery.TakenSource
	Width       int // as shown, after Turn
	Height      int
	Duration    time.Duration
	Thumb       ThumbState
	Color       [3]uint8 // average, when Thumb is ThumbReady
	Motion      bool
	Favorite    bool // on any phone
	Verified    bool // proven against a phone at least once
	Broken      bool // the bytes could not be understood
	Trashed     bool // in the trash wherever it was seen
	Turn        int  // quarter turns clockwise that the owner wants; the thumbnails are without
	Private     gallery.Privacy
	Size        int64
	MIME        string
}

// ThumbState says whether an item's thumbnails are kept.
type ThumbState int

// The states.
const (
	ThumbMissing    ThumbState = iota // not tried yet
	ThumbReady                        // Thumb has them
	ThumbImpossible                   // tried; draw the kind's icon
)

// rowColumns are the columns of a Row, in the order of scanRow.
const rowColumns = `i.id, i.hash, i.path, i.kind, i.taken, i.zone, i.source, i.width, i.height, i.duration, i.tint,
	i.motion, i.favorite, i.verified, i.broken, i.trashed, i.turn, i.private, i.title, i.size, i.mime`

// Rows returns the rows of items in the order asked. An id that is not there is
// left out: the library may have changed since the id was read.
func (x *Index) Rows(ctx context.Context, ids []int64) ([]Row, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(ids) // one parameter, whatever the number of ids
	if err != nil {
		return nil, err
	}
	rows, err := x.main.read.QueryContext(ctx, `SELECT `+rowColumns+`
		FROM json_each(?) w CROSS JOIN items i ON i.id = w.value ORDER BY w.key`, string(list))
	if err != nil {
		return nil, x.main.failed("read items", err)
	}
	found, err := scanRows(rows)
	return found, x.main.failed("read items", err)
}

// scanRows reads the rows of a query for rowColumns, and closes it.
func scanRows(rows *sql.Rows) ([]Row, error) {
	defer rows.Close()
	var found []Row
	zones := map[int]*time.Location{0: time.UTC}
	for rows.Next() {
		r, err := scanRow(rows, zones)
		if err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

func scanRow(rows *sql.Rows, zones map[int]*time.Location) (Row, error) {
	var (
		r        Row
		hash     sql.RawBytes
		kind     int
		taken    int64
		zone     int
		duration int64
		tint     sql.NullInt64
		private  sql.NullString
		title    sql.NullString
	)
	err := rows.Scan(&r.ID, &hash, &r.Path, &kind, &taken, &zone, &r.TakenSource, &r.Width, &r.Height, &duration, &tint,
		&r.Motion, &r.Favorite, &r.Verified, &r.Broken, &r.Trashed, &r.Turn, &private, &title, &r.Size, &r.MIME)
	if err != nil {
		return Row{}, err
	}
	copy(r.Hash[:], hash)
	r.Name, r.Private = path.Base(r.Path), gallery.Privacy(private.String)
	if title.Valid {
		r.Name = title.String
	}
	r.Kind = kindOf(kind)
	loc, ok := zones[zone]
	if !ok {
		loc = time.FixedZone("", zone)
		zones[zone] = loc
	}
	r.Taken = time.UnixMilli(taken - int64(zone)*1000).In(loc)
	r.Duration = time.Duration(duration) * time.Millisecond
	switch {
	case !tint.Valid:
	case tint.Int64 < 0:
		r.Thumb = ThumbImpossible
	default:
		r.Thumb = ThumbReady
		r.Color = [3]uint8{uint8(tint.Int64 >> 16), uint8(tint.Int64 >> 8), uint8(tint.Int64)}
	}
	return r, nil
}
