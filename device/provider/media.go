package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Kind is MediaStore's media_type.
type Kind int

// The kinds of media in MediaStore.
const (
	Image Kind = 1
	Audio Kind = 2
	Video Kind = 3
)

// MediaFile is one row of MediaStore. What the phone does not know is zero.
type MediaFile struct {
	ID                         int64
	Path                       string // the phone's bytes, as the database spells the path
	Kind                       Kind
	MIME                       string
	Size                       int64
	Taken                      time.Time // datetaken
	Added                      time.Time
	Modified                   time.Time
	Width, Height, Orientation int
	Duration                   time.Duration
	Favorite, Trashed, Pending bool
}

const (
	filesURI  = "content://media/external/file"
	pageRows  = 10_000    // of one call: few calls, and one page is only a few megabytes
	maxRows   = 2_000_000 // of all calls
	extrasSDK = 30        // Android 11: the tool knows --extra and MediaStore has a trash
)

var mediaColumns = []column{
	{"_id", number}, {"media_type", number}, {"datetaken", number}, {"date_added", number}, {"date_modified", number},
	{"_size", number}, {"width", number}, {"height", number}, {"orientation", number}, {"duration", number},
	{"is_favorite", number}, {"is_trashed", number}, {"is_pending", number}, {"mime_type", word}, {"_data", text},
}

// MediaFiles calls each with every picture, video and audio file in the phone's
// media database, in the order of their ids; trashed ones too where the phone
// lists them. sdk is the phone's API level, or 0 if it is not known. Columns
// this Android does not have are left out, and their fields stay zero.
//
// When it fails in the middle, each was called with the rows before.
func MediaFiles(ctx context.Context, sh Shell, sdk int, each func(MediaFile) error) error {
	m := mediaQuery{sh: sh, columns: mediaColumns, extras: sdk >= extrasSDK, limit: sdk > 0 && sdk < extrasSDK}
	var after int64 = -1
	for total := 0; total < maxRows; {
		n, last, err := m.page(ctx, after, each)
		if err != nil {
			return err
		}
		total += n
		if n < pageRows || last <= after || !m.extras && !m.limit {
			return nil
		}
		after = last
	}
	return fmt.Errorf("reading %s: more than %d rows", filesURI, maxRows)
}

// MediaFilesAt is MediaFiles for the files at these paths, as the database spells
// them. Those it does not know are not among the rows.
func MediaFilesAt(ctx context.Context, sh Shell, sdk int, paths []string, each func(MediaFile) error) error {
	const together = 50 // paths in one question, which must fit a command line
	for len(paths) > 0 {
		some := paths[:min(together, len(paths))]
		paths = paths[len(some):]
		list := make([]string, 0, len(some))
		for _, p := range some {
			if !strings.ContainsRune(p, 0) {
				list = append(list, "'"+strings.ReplaceAll(p, "'", "''")+"'")
			}
		}
		m := mediaQuery{sh: sh, columns: mediaColumns, extras: sdk >= extrasSDK, where: "_data IN (" + strings.Join(list, ",") + ")"}
		if _, _, err := m.page(ctx, -1, each); err != nil {
			return err
		}
	}
	return nil
}

// mediaQuery remembers between pages what this phone's tool can do.
type mediaQuery struct {
	sh      Shell
	columns []column
	where   string // which files; empty: all pictures, videos and audio
	extras  bool   // --extra is understood: it bounds a page and shows the trash
	limit   bool   // older providers take the bound of a page from the address
}

// query builds the call for the rows behind an id.
func (m *mediaQuery) query(after int64) query {
	q := query{uri: filesURI, columns: m.columns, where: cmp.Or(m.where, "media_type IN (1,2,3)")}
	if after >= 0 {
		q.where += " AND _id>" + strconv.FormatInt(after, 10)
	}
	if m.limit {
		q.uri += "?limit=" + strconv.Itoa(pageRows)
	}
	if m.extras {
		q.extras = []string{`android\:query-arg-match-trashed:i:1`, `android\:query-arg-limit:i:` + strconv.Itoa(pageRows)}
	}
	return q
}

// page reads the rows behind an id and returns how many there were and the last
// one's id. Each refusal takes away one thing this phone does not know, so the
// loop ends.
func (m *mediaQuery) page(ctx context.Context, after int64, each func(MediaFile) error) (n int, last int64, err error) {
	for {
		q := m.query(after)
		out, err := q.run(ctx, m.sh)
		var column *columnError
		var refused *QueryError
		switch {
		case err == nil:
			return m.deliver(ctx, q, out, after, each)
		case errors.As(err, &column) && column.name != "_id" && column.name != "_data":
			if less, ok := q.without(column.name); ok {
				m.columns = less.columns
				continue
			}
		case errors.Is(err, errUsage) && m.extras:
			m.extras = false
			continue
		case errors.As(err, &refused) && !refused.denied && out == "" && (m.extras || m.limit):
			m.extras, m.limit = false, false
			continue
		}
		// What was read before the provider failed is better than nothing.
		if _, e := m.parse(q, out, nil, each); e != nil {
			err = e
		}
		return 0, after, err
	}
}

// deliver gives one page's rows. A name with a newline in it can imitate a row;
// that leaves a line that fits nowhere, or a last row the database does not have.
// In either case the page is read again against the ids it really has.
func (m *mediaQuery) deliver(ctx context.Context, q query, out string, after int64, each func(MediaFile) error) (n int, last int64, err error) {
	last = after
	n, odd, err := scanRows(out, q.columns, nil, func(values []string) error {
		last = integer(values[0])
		return nil
	})
	if n == 0 && !odd || err != nil {
		return 0, after, err
	}
	var ids []int64
	if !odd {
		tail, err := m.ids(ctx, m.query(last-1))
		if err != nil {
			return 0, after, err
		}
		odd = len(tail) == 0 || tail[0] != last
	}
	if odd {
		if ids, err = m.ids(ctx, q); err != nil {
			return 0, after, err
		}
	}
	last, err = m.parse(q, out, ids, each)
	if ids != nil {
		n = len(ids)
	}
	return n, max(last, after), err
}

// parse calls each with a page's rows and returns the highest id.
func (m *mediaQuery) parse(q query, out string, ids []int64, each func(MediaFile) error) (last int64, err error) {
	_, _, err = scanRows(out, q.columns, ids, func(values []string) error {
		f := mediaFile(q.columns, values)
		last = max(last, f.ID)
		if f.Path == "" {
			return nil
		}
		return each(f)
	})
	return last, err
}

// ids asks for nothing but the ids of a query's rows.
func (m *mediaQuery) ids(ctx context.Context, q query) ([]int64, error) {
	q.columns = []column{{"_id", number}}
	out, err := q.run(ctx, m.sh)
	if err != nil {
		return nil, err
	}
	ids := []int64{}
	_, _, err = scanRows(out, q.columns, nil, func(values []string) error {
		ids = append(ids, integer(values[0]))
		return nil
	})
	return ids, err
}

func mediaFile(cols []column, values []string) MediaFile {
	var f MediaFile
	for i, c := range cols {
		v := values[i]
		switch c.name {
		case "_id":
			f.ID = integer(v)
		case "_data":
			f.Path = strings.Clone(v) // not to keep the whole page
		case "media_type":
			f.Kind = Kind(integer(v))
		case "mime_type":
			f.MIME = strings.Clone(v)
		case "_size":
			f.Size = max(0, integer(v))
		case "datetaken":
			f.Taken = moment(integer(v))
		case "date_added":
			f.Added = moment(scaled(integer(v), 1000))
		case "date_modified":
			f.Modified = moment(scaled(integer(v), 1000))
		case "width":
			f.Width = small(v)
		case "height":
			f.Height = small(v)
		case "orientation":
			f.Orientation = small(v)
		case "duration":
			f.Duration = time.Duration(scaled(max(0, integer(v)), int64(time.Millisecond)))
		case "is_favorite":
			f.Favorite = integer(v) == 1
		case "is_trashed":
			f.Trashed = integer(v) == 1
		case "is_pending":
			f.Pending = integer(v) == 1
		}
	}
	return f
}

// integer reads a number column; NULL and what does not fit are 0.
func integer(v string) int64 {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func small(v string) int {
	n := integer(v)
	if n < 0 || n > 1<<24 {
		return 0
	}
	return int(n)
}

// scaled multiplies; what would overflow is 0.
func scaled(n, by int64) int64 {
	if p := n * by; p/by == n {
		return p
	}
	return 0
}

// moment reads milliseconds since 1970; what is no time of a photo is zero.
func moment(ms int64) time.Time {
	const year2200 = 7_258_118_400_000
	if ms <= 0 || ms > year2200 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
