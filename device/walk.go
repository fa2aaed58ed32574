package device

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"keepsake/device/adb"
)

// Bounds of a walk, far above any phone.
const (
	maxDepth   = 32
	maxFolders = 200_000
	maxEntries = 5_000_000
	maxName    = 255 // bytes, of every file system phones and computers use
)

// sight is what is known of a folder.
type sight int

const (
	unasked sight = iota
	absent
	closed // it is there, but the phone does not show it
	listed
)

// walk collects the gallery from folders, wave by wave: all folders of one depth
// are asked for on one session with many requests in flight.
type walk struct {
	session session
	found   func(n int)

	files    []File
	at       map[string]int      // exact path → index in files
	folders  map[string]sight    // by exact path
	shown    map[string]bool     // listed folders in lower case
	others   map[string]adb.Stat // plain files that are no media by their names
	private  Private             // what the private album holds
	volumes  []string            // to be walked; the phone's own is the first
	titles   map[string]string   // volume → what its albums begin with
	pending  map[string]bool     // files the media database calls unfinished
	empty    []folder            // listed with nothing in them, not even to see
	problems []Problem
	entries  int // read so far
	most     int // of them
}

func newWalk(s session, found func(n int)) *walk {
	if found == nil {
		found = func(int) {}
	}
	return &walk{session: s, found: found, most: maxEntries, volumes: []string{primary, dualApps}, titles: map[string]string{dualApps: DualApps.Title()}, at: map[string]int{}, folders: map[string]sight{}, shown: map[string]bool{},
		others: map[string]adb.Stat{}, pending: map[string]bool{}}
}

// all walks the usual folders of every volume.
func (w *walk) all(ctx context.Context) error {
	mounted, err := mountedVolumes(ctx, w.session)
	if err != nil {
		return err
	}
	for _, id := range mounted {
		w.volume("/storage/"+id, Card)
	}
	var wave []folder
	for _, v := range w.volumes {
		wave = append(wave, folder{volume: v, shallow: true, optional: v != primary})
		for _, root := range roots {
			f, _ := at(v, root)
			f.optional = v == dualApps || root == oldTrash
			wave = append(wave, f)
		}
	}
	for len(wave) > 0 {
		if wave, err = w.list(ctx, wave); err != nil {
			return err
		}
	}
	return nil
}

// list looks into the folders of a wave and returns the next wave: those below.
func (w *walk) list(ctx context.Context, wave []folder) (next []folder, err error) {
	var asked []folder
	var dirs []string
	for _, f := range wave {
		dir := f.path()
		if w.folders[dir] != unasked {
			continue
		}
		if len(w.folders) >= maxFolders {
			w.problems = append(w.problems, Problem{Path: dir, Err: ErrTooMany})
			break
		}
		w.folders[dir] = absent
		asked, dirs = append(asked, f), append(dirs, dir)
	}
	err = w.session.Lists(ctx, dirs, func(i int, entries []adb.DirEntry, err error) {
		if err != nil {
			w.refuse(asked[i], err)
			return
		}
		if len(entries) == 0 {
			w.empty = append(w.empty, asked[i])
		}
		w.folders[dirs[i]] = listed
		w.shown[strings.ToLower(dirs[i])] = true
		next = append(next, w.enter(asked[i], entries)...)
		w.found(len(w.files))
	})
	return next, err
}

// refuse notes a folder that cannot be looked into. One that is not there, or
// not any more, hides nothing.
func (w *walk) refuse(f folder, err error) {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, adb.ENOTDIR) {
		return
	}
	w.folders[f.path()] = closed
	delete(w.shown, strings.ToLower(f.path()))
	if f.optional {
		return
	}
	w.problems = append(w.problems, Problem{Path: f.path(), Err: err})
}

// doubt asks about the folders that were listed as empty: the file service
// shows one that may not be read just so. A phone that cannot tell is believed.
func (w *walk) doubt(ctx context.Context, l link) error {
	at := map[string]folder{}
	var dirs []string
	for _, f := range w.empty {
		at[f.path()] = f
		dirs = append(dirs, f.path())
	}
	w.empty = nil
	for _, batch := range batches(dirs) {
		err := askEach(ctx, l, "ls >/dev/null ", batch, func(i int, a answer) error {
			if a.exit != "" && a.exit != "0" && a.exit != "127" {
				w.refuse(at[batch[i]], a.refusal(batch[i]))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// locked reports whether the phone's own storage shows nothing at all.
func (w *walk) locked() bool {
	return w.folders[primary] != listed &&
		!slices.ContainsFunc(roots[:], func(r string) bool { return w.folders[path.Join(primary, r)] == listed })
}

// enter takes the files of a folder and returns the folders below it.
func (w *walk) enter(f folder, entries []adb.DirEntry) (below []folder) {
	if w.entries += len(entries); w.entries > w.most {
		if w.entries-len(entries) <= w.most {
			w.problems = append(w.problems, Problem{Path: f.path(), Err: ErrTooMany})
		}
		return nil
	}
	f.hidden = f.hidden || slices.ContainsFunc(entries, func(e adb.DirEntry) bool { return e.Name == ".nomedia" })
	for _, e := range entries {
		switch {
		case e.Errno == 0 && e.IsDir():
			if sub, ok := f.into(e.Name); ok && !f.shallow && !ofNotes(sub.rel) {
				below = append(below, sub)
			}
		case e.Errno != 0 || e.IsRegular():
			w.take(f, e)
		}
	}
	if len(below) > 0 && f.depth >= maxDepth {
		w.problems = append(w.problems, Problem{Path: f.path(), Err: ErrTooDeep})
		return nil
	}
	return below
}

// take sorts one file of a folder: into the files, the problems, or neither.
func (w *walk) take(f folder, e adb.DirEntry) {
	p := path.Join(f.path(), e.Name)
	if f.private != "" {
		w.hide(f, e)
		return
	}
	name, trashed, pending := realName(e.Name)
	mime := mimeOf(name)
	k := kindOf(mime)
	switch {
	case k == notMedia:
		if e.Errno == 0 {
			w.others[p] = e.Stat
		}
		return
	case k == audio && !f.trash && !holdsRecordings(f.rel):
		return
	case len(e.Name) > maxName || path.Join("/", e.Name) != "/"+e.Name:
		w.problem(p, ErrName)
		return
	case e.Errno != 0:
		w.problem(p, e.Errno)
		return
	case pending:
		w.problem(p, ErrPending)
		return
	}
	w.add(File{
		Path: p, Size: e.Size, MTime: e.MTime, Album: w.album(f), MIME: mime,
		Trashed: f.trash || trashed,
		Hidden:  f.hidden || strings.HasPrefix(e.Name, ".") && !trashed && !f.trash,
	})
}

// add takes a file in, once.
func (w *walk) add(f File) {
	if _, again := w.at[f.Path]; !again {
		w.at[f.Path] = len(w.files)
		w.files = append(w.files, f)
	}
}

// problem notes one file that is not taken.
func (w *walk) problem(p string, err error) {
	w.problems = append(w.problems, Problem{Path: p, Err: err, Files: 1})
}

// isSkip reports whether an error is the reason of something left out on purpose.
func isSkip(err error) bool {
	return errors.Is(err, ErrPending)
}
