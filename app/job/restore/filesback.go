package restore

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"keepsake/device"
)

// ReadBack implements Part: size and date of each file as the phone lists it, and
// what its media database makes of it. A phone's gallery sorts by that database;
// a restored picture must not be one of today.
func (f *Files) ReadBack(ctx context.Context, done []Entry, log *Log) error {
	files, err := unpack(done)
	if err != nil {
		return err
	}
	r := readBack{phone: f.Line.Phone(), log: log, now: time.Now()}
	listed, err := r.list(ctx, files)
	if err != nil {
		return err
	}
	if err := r.dates(ctx, listed); err != nil {
		return err
	}
	doubts, err := r.index(ctx, listed)
	if err != nil {
		return err
	}
	if err := r.hearts(ctx, listed); err != nil {
		return err
	}
	for _, one := range listed {
		if err := log.Verify(one.Entry); err != nil {
			return err
		}
		if d := doubts[one]; d != "" {
			if err := log.Doubt(one.Entry, d); err != nil {
				return err
			}
		}
		log.Count.Step()
	}
	return nil
}

type readBack struct {
	phone Phone
	log   *Log
	now   time.Time

	listing map[string]device.Name
	quiet   map[string]bool // folders that the media database does not list
}

// list looks the files up in their folders, and returns those that are there whole.
func (r *readBack) list(ctx context.Context, files []*file) (whole []*file, err error) {
	r.listing, r.quiet = map[string]device.Name{}, map[string]bool{}
	var dirs []string
	seen := map[string]bool{}
	for _, f := range files {
		if dir := path.Dir(f.final); !seen[dir] {
			seen[dir] = true
			dirs = append(dirs, dir)
		}
	}
	err = r.phone.Folders(ctx, dirs, func(i int, names []device.Name, _ bool, _ error) {
		for _, n := range names {
			r.listing[path.Join(dirs[i], n.Name)] = n
			if n.Name == ".nomedia" {
				r.quiet[dirs[i]] = true
			}
		}
	})
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		n, there := r.listing[f.final]
		switch {
		case !there:
			err = r.log.Doubt(f.Entry, f.name()+" was written and is not there any more")
		case uint32(n.Size) != uint32(f.Size): // modulo 4 GiB on old phones
			err = r.log.Doubt(f.Entry, fmt.Sprintf("%s was written and has %d bytes by now instead of %d", f.name(), n.Size, f.Size))
		default:
			whole = append(whole, f)
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	return whole, nil
}

// rounding is how far a card's file system may round a time.
const rounding = 2 * time.Second

// dates sets the modification times that did not survive.
func (r *readBack) dates(ctx context.Context, files []*file) error {
	var stamps []device.Stamp
	for _, f := range files {
		if far(r.listing[f.final].MTime, f.when(), rounding) {
			stamps = append(stamps, device.Stamp{Path: f.final, MTime: f.when()})
		}
	}
	if len(stamps) == 0 {
		return nil
	}
	return r.phone.SetTimes(ctx, stamps, func(int, error) {}) // index says what came of it
}

func far(a, b time.Time, by time.Duration) bool { return a.Sub(b) > by || b.Sub(a) > by }

// index has the files scanned and compares the dates the phone then has for them.
// Those that are wrong are scanned once more.
func (r *readBack) index(ctx context.Context, files []*file) (doubts map[*file]string, err error) {
	doubts = map[*file]string{}
	due := files
	for range 2 {
		if len(due) == 0 {
			break
		}
		list := paths(due, (*file).finalPath)
		rows := map[string]device.Indexed{}
		err := r.phone.Scan(ctx, list)
		if err == nil {
			err = r.phone.Indexed(ctx, list, func(x device.Indexed) { rows[x.Path] = x })
		}
		if errors.Is(err, device.ErrNoIndex) {
			r.log.Remark("The phone's media database could not be asked, so its gallery may show what was restored late or with a wrong date: " + err.Error())
			return doubts, nil
		}
		if err != nil {
			return nil, err
		}
		var again []*file
		for _, f := range due {
			if doubts[f] = r.wrong(f, rows); doubts[f] != "" {
				again = append(again, f)
			}
		}
		due = again
	}
	return doubts, nil
}

// wrong says what is wrong with the date the phone's gallery will sort a file by.
func (r *readBack) wrong(f *file, rows map[string]device.Indexed) string {
	row, there := rows[f.final]
	if !there {
		if r.hidden(f.final) {
			return "" // as its folder wants it
		}
		return f.name() + " is on the phone, and its gallery may show it only after a restart: its media database does not list it yet"
	}
	taken := f.when()
	if f.Taken != 0 {
		taken = time.UnixMilli(f.Taken)
	}
	shown := row.Taken
	if shown.IsZero() {
		shown = row.Modified
		taken = f.when()
	}
	const zone = 26 * time.Hour // a clock's time read in another zone is no error
	if far(shown, taken, zone) && far(shown, f.when(), zone) {
		return fmt.Sprintf("%s is whole, but the phone's gallery sorts it under %s instead of %s", f.name(), shown.Format("2 January 2006"), taken.Format("2 January 2006"))
	}
	return ""
}

// hidden reports whether galleries leave the folder of a path out.
func (r *readBack) hidden(p string) bool {
	for dir := path.Dir(p); len(dir) > 1; dir = path.Dir(dir) {
		if r.quiet[dir] || strings.HasPrefix(path.Base(dir), ".") {
			return true
		}
	}
	return strings.Contains(p, "/Android/media/")
}
