package restore

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
	"keepsake/gallery"
	"keepsake/gallery/store"
)

// Folder restores into a folder of this computer: every byte is read from the
// library, written, read again from where it was written, and compared. It is a
// Part, and the drill that proves a backup.
type Folder struct {
	Dir   string // exists
	Wants []Want
	Open  func(Source) (io.ReadCloser, error)
	Free  func(dir string) int64 // free bytes of a disk, -1 while unknown; nil: unknown
}

// FolderName is the name of the Part Folder.
const FolderName = "folder"

// Name implements Part.
func (f *Folder) Name() string { return FolderName }

// placeInFolder is where a file of a phone goes: the folders it had there, with names that
// every computer takes.
func placeInFolder(p string) string {
	rel := strings.TrimPrefix(p, "/")
	for _, volume := range []string{"storage/emulated/", "storage/"} {
		if rest, ok := strings.CutPrefix(rel, volume); ok {
			if _, below, ok := strings.Cut(rest, "/"); ok {
				rel = below
			}
			break
		}
	}
	var parts []string
	for _, n := range strings.Split(rel, "/") {
		if n != "" && n != "." && n != ".." {
			parts = append(parts, store.SafeName(n))
		}
	}
	return path.Join(parts...)
}

// Plan implements Part.
func (f *Folder) Plan(ctx context.Context, d *Draft) error {
	dir, err := os.OpenRoot(f.Dir)
	if err != nil {
		return fmt.Errorf("open the folder to restore to: %w", err)
	}
	defer dir.Close()
	free := int64(-1)
	if f.Free != nil {
		free = f.Free(f.Dir)
	}
	d.Room(f.Dir, f.Dir, free)
	taken := map[string]bool{} // by this plan, in lower case
	for _, w := range f.Wants {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.decide(d, dir, w, taken); err != nil {
			return err
		}
	}
	return nil
}

func (f *Folder) decide(d *Draft, dir *os.Root, w Want, taken map[string]bool) error {
	target := placeInFolder(w.Path)
	s := Step{Category: w.Category, Title: w.Title, Source: w.Hash.String(), Target: Name(target), Group: Name(path.Dir(target)), Bytes: w.Size, State: New, Do: Add}
	if w.Cannot != "" || target == "" {
		s.State, s.Do, s.Reason = Cannot, Leave, w.Cannot
		if w.Cannot == "" {
			s.Reason = "it has no name"
		}
		return d.Add(s, nil)
	}
	detail := fileDetail{Hash: w.Hash, Size: w.Size, MTime: w.MTime.Unix(), Local: w.Local}
	st, err := dir.Lstat(filepath.FromSlash(target))
	switch {
	case taken[strings.ToLower(target)]:
		s.Target = Name(freeInFolder(dir, target, taken))
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		s.State, s.Do, s.Reason = Cannot, Leave, err.Error()
		return d.Add(s, nil)
	case st.Mode().IsRegular() && st.Size() == w.Size && holds(dir, target, w.Hash):
		s.State, s.Do = Same, Leave
	default:
		s.State = Differs
		s.Do, s.Reason = d.Conflict.Choose(w.MTime.After(st.ModTime()))
		if s.Do == Replace && !st.Mode().IsRegular() {
			s.Do = Add
		}
		if s.Do == Replace {
			detail.Old = Name(target)
			detail.Safe = Name(path.Join(".keepsake", d.plan.ID, fmt.Sprintf("%d-%s", len(d.plan.Steps), path.Base(target))))
		}
		if s.Do == Add {
			s.Target = Name(freeInFolder(dir, target, taken))
		}
	}
	taken[strings.ToLower(string(s.Target))] = true
	if s.Change() {
		d.Need(f.Dir, w.Size)
		detail.Temp = Name(path.Join(path.Dir(string(s.Target)), fmt.Sprintf(".keepsake-%s-%d.part", d.plan.ID, len(d.plan.Steps))))
		for up := path.Dir(string(s.Target)); up != "."; up = path.Dir(up) {
			if _, err := dir.Lstat(filepath.FromSlash(up)); errors.Is(err, fs.ErrNotExist) {
				detail.Made++
			}
		}
	}
	return d.Add(s, detail)
}

func freeInFolder(dir *os.Root, target string, taken map[string]bool) string {
	for n := 1; ; n++ {
		try := beside(target, n)
		if _, err := dir.Lstat(filepath.FromSlash(try)); errors.Is(err, fs.ErrNotExist) && !taken[strings.ToLower(try)] {
			return try
		}
	}
}

// holds reports whether a file has these bytes.
func holds(dir *os.Root, name string, want gallery.Hash) bool {
	sum, err := sumOf(dir, name)
	return err == nil && sum == want
}

func sumOf(dir *os.Root, name string) (gallery.Hash, error) {
	r, err := dir.Open(filepath.FromSlash(name))
	if err != nil {
		return gallery.Hash{}, err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return gallery.Hash{}, err
	}
	return gallery.Hash(h.Sum(nil)), nil
}

// Save implements Part: what is replaced is moved aside in the folder itself.
func (f *Folder) Save(context.Context, []Step, Vault) error { return nil }

// Do implements Part.
func (f *Folder) Do(ctx context.Context, due []Entry, log *Log) error {
	dir, files, err := f.open(due)
	if err != nil {
		return err
	}
	defer dir.Close()
	for _, one := range files {
		if err := log.Hold(ctx); err != nil {
			return err
		}
		if err := f.one(ctx, dir, one, log); err != nil {
			return err
		}
	}
	return nil
}

func (f *Folder) open(entries []Entry) (*os.Root, []*file, error) {
	files, err := unpack(entries)
	if err != nil {
		return nil, nil, err
	}
	dir, err := os.OpenRoot(f.Dir)
	if err != nil {
		return nil, nil, fmt.Errorf("open the folder to restore to: %w", err)
	}
	return dir, files, nil
}

// one restores one file. An error ends the run.
func (f *Folder) one(ctx context.Context, dir *os.Root, one *file, log *Log) error {
	log.Count.At(path.Dir(one.final), one.name())
	note := fileNote{Name(one.final)}
	if one.Begun && holds(dir, one.final, one.Hash) {
		log.Count.Move(one.Size)
		return log.Settle(one.Entry, job.Copied, "", note)
	}
	if err := log.Intend(Note{one.ID, note}); err != nil {
		return err
	}
	err := f.write(ctx, dir, one, log)
	if err == nil {
		err = f.rename(dir, one, log)
	}
	if err == nil {
		return log.Settle(one.Entry, job.Copied, "", fileNote{Name(one.final)})
	}
	_ = dir.Remove(filepath.FromSlash(string(one.Temp))) // of no use, and said to be so by err
	if ctx.Err() != nil {
		return ctx.Err()
	}
	err = store.Explain(f.Dir, err)
	if serr := log.Settle(one.Entry, job.Lost, why(one, err), nil); serr != nil {
		return serr
	}
	if errors.Is(err, store.ErrNoSpace) || errors.Is(err, store.ErrReadOnly) {
		return err
	}
	return nil
}

// write writes the bytes under the temporary name, and reads them back.
func (f *Folder) write(ctx context.Context, dir *os.Root, one *file, log *Log) (err error) {
	if err := dir.MkdirAll(filepath.Dir(filepath.FromSlash(one.final)), 0o777); err != nil {
		return err
	}
	temp := filepath.FromSlash(string(one.Temp))
	r, err := f.Open(Source{Hash: one.Hash, Local: one.Local})
	if err != nil {
		return err
	}
	in := newChecked(r, one.Hash, log.Count.Move)
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := dir.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, stopping{ctx, in}); err == nil {
		err = synced(out.Sync())
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return err
	}
	sum, err := sumOf(dir, string(one.Temp))
	if err == nil && sum != one.Hash {
		err = fmt.Errorf("the disk gave back other bytes than were written (SHA-256 %.12s…, should be %.12s…)", sum, one.Hash)
	}
	if err != nil {
		return err
	}
	return dir.Chtimes(temp, one.when(), one.when())
}

// rename gives a file its name. What has it meanwhile keeps it.
func (f *Folder) rename(dir *os.Root, one *file, log *Log) error {
	if one.Old != "" {
		safe := filepath.FromSlash(string(one.Safe))
		if _, err := dir.Lstat(safe); errors.Is(err, fs.ErrNotExist) {
			if err := dir.MkdirAll(filepath.Dir(safe), 0o700); err != nil {
				return err
			}
			if err := dir.Rename(filepath.FromSlash(string(one.Old)), safe); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	for n := 1; ; n++ {
		if _, err := dir.Lstat(filepath.FromSlash(one.final)); errors.Is(err, fs.ErrNotExist) {
			return dir.Rename(filepath.FromSlash(string(one.Temp)), filepath.FromSlash(one.final))
		} else if err != nil {
			return err
		}
		one.final = beside(string(one.Target), n)
		if err := log.Intend(Note{one.ID, fileNote{Name(one.final)}}); err != nil {
			return err
		}
	}
}

// stopping ends with its context.
type stopping struct {
	ctx context.Context
	io.Reader
}

func (s stopping) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.Reader.Read(p)
}

// ReadBack implements Part: the bytes under the final names, read once more.
func (f *Folder) ReadBack(ctx context.Context, done []Entry, log *Log) error {
	dir, files, err := f.open(done)
	if err != nil {
		return err
	}
	defer dir.Close()
	for _, one := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		sum, err := sumOf(dir, one.final)
		switch {
		case err != nil:
			err = log.Doubt(one.Entry, one.name()+" was written and cannot be read again: "+err.Error())
		case sum != one.Hash:
			err = log.Doubt(one.Entry, one.name()+" was written, and reads as other bytes now")
		default:
			err = log.Verify(one.Entry)
		}
		if err != nil {
			return err
		}
		log.Count.Step()
	}
	return nil
}

// Undo implements Part.
func (f *Folder) Undo(ctx context.Context, done []Entry, _ Vault, log *Log) error {
	dir, files, err := f.open(done)
	if err != nil {
		return err
	}
	defer dir.Close()
	for _, one := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.takeBack(dir, one, log); err != nil {
			return err
		}
	}
	for _, d := range madeFolders(files) {
		_ = dir.Remove(filepath.FromSlash(d)) // one that is not empty stays
	}
	return nil
}

func (f *Folder) takeBack(dir *os.Root, one *file, log *Log) error {
	if err := dir.Remove(filepath.FromSlash(string(one.Temp))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return log.Settle(one.Entry, job.Lost, one.name()+": "+err.Error(), nil)
	}
	o, reason := job.Copied, ""
	sum, err := sumOf(dir, one.final)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		o = job.Already
	case err != nil:
		o, reason = job.Lost, one.name()+": "+err.Error()
	case sum != one.Hash && one.Outcome == job.Copied:
		o, reason = job.Skipped, one.name()+" was changed since, so it was left there"
	case sum != one.Hash:
		o = job.Already
	default:
		if err := dir.Remove(filepath.FromSlash(one.final)); err != nil {
			o, reason = job.Lost, one.name()+": "+err.Error()
		}
	}
	if one.Old != "" {
		if _, err := dir.Lstat(filepath.FromSlash(string(one.Safe))); errors.Is(err, fs.ErrNotExist) && o == job.Skipped {
			o, reason = job.Already, "" // given back by an undo that was interrupted
		}
		if _, err := dir.Lstat(filepath.FromSlash(string(one.Old))); errors.Is(err, fs.ErrNotExist) {
			if err := dir.Rename(filepath.FromSlash(string(one.Safe)), filepath.FromSlash(string(one.Old))); err == nil {
				o, reason = job.Copied, ""
			}
		}
	}
	return log.Settle(one.Entry, o, reason, nil)
}
