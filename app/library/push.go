package library

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/media"
	"keepsake/gallery/store"
)

// PushOptions say which files of this computer go to a phone.
type PushOptions struct {
	Paths    []string // files and folders, with all that is in them
	Importer bool     // as RecordChoice.Importer
	Album    string   // its name, or its folder on the phone: "DCIM/Camera"
	Conflict restore.Conflict
	Tracker  *job.Tracker
}

// mostPushed bounds how many files one push looks at: a folder dropped by mistake may
// be a whole disk.
const mostPushed = 50_000

// ErrTooMany: a push would look at more files than it may.
var ErrTooMany = errors.New("there are too many files in it")

// PlanPush is PlanRestore for files of this computer, which the library need not
// have. Each is told by its content: pictures, videos and recordings go into one
// album, and what is in vCards, calendars, the XML of messages and calls, and phones'
// own backups is entered where it belongs.
func (l *Library) PlanPush(ctx context.Context, phone *device.Phone, o PushOptions) (*Restore, error) {
	dir, err := albumFolder(o.Album, phone.Info())
	if err != nil {
		return nil, err
	}
	wants, holding, err := localWants(ctx, o.Paths, dir, o.Tracker.Counter())
	if err != nil {
		return nil, err
	}
	if len(wants)+len(holding) == 0 {
		return nil, ErrNothing
	}
	got, err := gather(ctx, holding)
	if err != nil {
		return nil, err
	}
	wants = append(wants, got.left...)
	r := &Restore{l: l}
	r.parts = r.rowParts(ctx, phone, got.source, got.passwords, o.Importer)
	r.files(ctx, phone).Wants = wants
	from := fmt.Sprintf("%d files of this computer", len(wants)+len(holding)-len(got.left))
	r.Plan, err = restore.Make(ctx, o.Tracker, restore.Options{From: from, Conflict: o.Conflict, Target: targetOf(phone.Info())}, r.parts...)
	if err == nil {
		r.Plan.Notes = append(r.Plan.Notes, got.notes...)
	}
	return r, err
}

// albumFolder is the folder of an album on a phone; a name alone is one below
// Pictures. Its parts are made safe. An album on a card begins with the card's name,
// as the library lists it.
func albumFolder(album string, phone device.Info) (string, error) {
	parts := []string{device.OwnStorage}
	names := strings.Split(strings.Trim(album, "/"), "/")
	for _, s := range phone.Spaces {
		if len(names) > 1 && s.Path != "" && s.User == 0 && s.Readable && s.Kind != device.Shared && names[0] == s.Kind.Title() {
			parts, names = []string{s.Path}, names[1:]
			break
		}
	}
	if len(names) == 1 {
		parts = append(parts, "Pictures")
	}
	for _, n := range names {
		if n = strings.TrimSpace(n); n == "" || n == "." || n == ".." {
			return "", fmt.Errorf("%q is no name for an album", album)
		}
		parts = append(parts, store.SafeName(n))
	}
	return path.Join(parts...), nil
}

// localWants looks at files and folders. Links and hidden files are passed over.
// holding are the files that hold records.
func localWants(ctx context.Context, paths []string, dir string, count job.Counter) (all []restore.Want, holding []string, err error) {
	count.Phase(restore.Comparing, 0, 0)
	taken := map[string]bool{}
	for _, p := range paths {
		err := filepath.WalkDir(p, func(name string, d fs.DirEntry, err error) error {
			if cerr := ctx.Err(); cerr != nil {
				return cerr
			}
			switch {
			case err != nil && name == p:
				return err
			case err != nil:
				all = append(all, restore.Want{Title: filepath.Base(name), Path: name, Category: job.Photos, Cannot: "it cannot be read: " + err.Error()})
				return nil
			case name != p && strings.HasPrefix(d.Name(), "."):
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			case !d.Type().IsRegular() && (d.IsDir() || name != p):
				return nil
			case len(all)+len(holding) >= mostPushed:
				return fmt.Errorf("%s: %w", p, ErrTooMany)
			}
			if holdsRecords(name) {
				holding = append(holding, name)
				return nil
			}
			w := localWant(ctx, name, dir)
			for n, at := 1, w.Path; w.Cannot == "" && taken[strings.ToLower(w.Path)]; n++ {
				ext := path.Ext(at)
				w.Path = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(at, ext), n, ext)
			}
			taken[strings.ToLower(w.Path)] = true
			all = append(all, w)
			count.Seen(len(all))
			return nil
		})
		if err != nil {
			return nil, nil, fmt.Errorf("look at %s: %w", p, err)
		}
	}
	return all, holding, nil
}

// localWant says what a file is, by its content, and hashes it.
func localWant(ctx context.Context, name, dir string) restore.Want {
	w := restore.Want{Title: filepath.Base(name), Path: path.Join(dir, store.SafeName(filepath.Base(name))), Category: job.Photos, Local: name}
	if abs, err := filepath.Abs(name); err == nil {
		w.Local = abs
	}
	fail := func(err error) restore.Want {
		w.Cannot = "it cannot be read: " + err.Error()
		return w
	}
	f, err := os.Open(name)
	if err != nil {
		return fail(err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return fail(err)
	}
	if !st.Mode().IsRegular() {
		w.Cannot = "it is no file"
		return w
	}
	w.Size, w.MTime = st.Size(), st.ModTime()
	info := media.Probe(ctx, f, st.Size(), media.Hint{Name: w.Title, MTime: st.ModTime()})
	w.Taken = info.Taken.Time
	switch info.Kind {
	case gallery.Photo, gallery.Video:
	case gallery.Audio:
		w.Category = job.Recordings
	default:
		w.Cannot = notPushed(w.Title, f)
		return w
	}
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(f, 0, st.Size())); err != nil {
		return fail(err)
	}
	w.Hash = gallery.Hash(h.Sum(nil))
	return w
}

// notPushed says why a file that is no picture is left, and what to do instead.
func notPushed(name string, f io.ReaderAt) string {
	head := make([]byte, 64)
	n, _ := f.ReadAt(head, 0) // what is there is enough to tell
	switch zip := strings.HasPrefix(string(head[:n]), "PK\x03\x04"); {
	case zip && strings.EqualFold(path.Ext(name), ".apk"):
		return "it is an app; install it from the phone's app store, or with \"adb install\" if you trust where it comes from"
	case zip:
		return "it is an archive; drop it onto Photos to import it into the library, then send from there what was in it"
	}
	return "it is no picture, video or recording"
}
