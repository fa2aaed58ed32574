package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"keepsake/app/advice"
	"keepsake/app/desk"
	"keepsake/app/job"
	"keepsake/app/job/takein"
	"keepsake/app/library"
	"keepsake/app/ui/importing"
	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/archive"
)

// importRun is the id of the import among the runs.
const importRun = gallery.ImportedFiles

// imports is what can be imported, and the import under way, in the window's
// words (importing.Imports).
type imports struct {
	runs    *runs
	current *current
	key     library.KeyFor // of the passwords of Wi-Fi networks; nil: they are left out

	mu  sync.Mutex
	src *archive.Source // guarded by mu: what was recognised last and not begun; nil: nothing

	paths []string        // guarded by mu: what src is of
	own   []takein.Backup // guarded by mu: the phones' backups of themselves in it
}

// Look recognises what the paths are, in place of what was recognised before.
func (i *imports) Look(ctx context.Context, paths []string, found func(n int)) ([]importing.Part, error) {
	return i.look(ctx, paths, takein.Newest, found)
}

// look is Look with a choice among the backups that a phone made of itself.
func (i *imports) look(ctx context.Context, paths []string, which string, found func(n int)) ([]importing.Part, error) {
	src, err := archive.Open(ctx, paths, found, takein.Lock{})
	if err != nil {
		return nil, err
	}
	own := takein.Backups(src)
	if err := takein.Choose(src, which); err != nil {
		return nil, errors.Join(err, src.Close())
	}
	if ctx.Err() != nil { // nobody waits for it any more
		return nil, errors.Join(ctx.Err(), src.Close())
	}
	i.mu.Lock()
	i.paths, i.own = slices.Clone(paths), own
	i.mu.Unlock()
	return parts(src), i.hold(src)
}

// Backups are those that a phone made of itself, in what was recognised last.
func (i *imports) Backups() []importing.Backup {
	i.mu.Lock()
	defer i.mu.Unlock()
	out := make([]importing.Backup, len(i.own))
	for n, b := range i.own {
		out[n] = importing.Backup{Name: b.Name, Made: b.Made}
	}
	return out
}

// UseBackup leaves out all of them but one, or none.
func (i *imports) UseBackup(ctx context.Context, name string) ([]importing.Part, error) {
	i.mu.Lock()
	paths := i.paths
	i.mu.Unlock()
	return i.look(ctx, paths, name, nil)
}

// hold keeps a source, or none, in place of the one before.
func (i *imports) hold(src *archive.Source) error {
	i.mu.Lock()
	old := i.src
	i.src = src
	i.mu.Unlock()
	if old == nil {
		return nil
	}
	return old.Close()
}

// take gives away what was recognised.
func (i *imports) take() (*archive.Source, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	src := i.src
	i.src = nil
	if src == nil {
		return nil, errors.New("there is nothing to import")
	}
	return src, nil
}

// Unlock tries a password on the archives that need one.
func (i *imports) Unlock(ctx context.Context, password string) ([]importing.Part, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.src == nil {
		return nil, errors.New("there is no archive to open")
	}
	err := i.src.Unlock(ctx, password)
	return parts(i.src), err
}

// Forget lets go of what was recognised.
func (i *imports) Forget() { _ = i.hold(nil) } // it was only read

func parts(src *archive.Source) []importing.Part {
	kinds := map[archive.Kind]importing.Kind{
		archive.Folder: importing.Folder, archive.ZIP: importing.Archive, archive.Takeout: importing.Takeout, archive.Library: importing.Library,
	}
	var out []importing.Part
	for _, p := range src.Parts() {
		out = append(out, importing.Part{Kind: kinds[p.Kind], Title: p.Title, Files: p.Files, Bytes: p.Bytes, Pieces: p.Pieces, Locked: p.Locked})
	}
	return out
}

// Phones are those that pictures can be said to come from.
func (i *imports) Phones() []importing.Phone {
	var out []importing.Phone
	for _, k := range i.current.known() {
		if !gallery.Imported(k.ID) {
			out = append(out, importing.Phone{ID: k.ID, Name: k.Name})
		}
	}
	return out
}

// Into is the library that an import goes to.
func (i *imports) Into() string { return i.current.dir() }

// Start begins the import of what was recognised, into the library that is open.
func (i *imports) Start(as string) error {
	src, err := i.take()
	if err != nil {
		return err
	}
	stays := func(shown string) (string, error) { return shown, nil }
	info := device.Info{ID: importRun}
	err = i.runs.launch(importRun, info, errImporting, stays, func(ctx context.Context, t *job.Tracker, dir string) job.Receipt {
		defer src.Close()
		return i.run(ctx, t, dir, src, as)
	})
	if err != nil {
		return errors.Join(err, i.hold(src))
	}
	i.runs.changed()
	return nil
}

// run is one import, from the opening of the library to the receipt.
func (i *imports) run(ctx context.Context, t *job.Tracker, dir string, src *archive.Source, as string) job.Receipt {
	receipt := job.Receipt{Job: job.ImportName, Started: time.Now(), Status: job.Failed}
	if err := i.current.open(dir); err != nil {
		t.Fail(err)
		receipt.Message = advice.For(err).String()
		return receipt
	}
	i.current.rest() // the import makes thumbnails itself
	err := i.current.use(func(lib *library.Library) error {
		got, err := lib.Import(ctx, src, library.ImportOptions{Tracker: t, As: as, Key: i.key})
		if got.Job != "" { // else it could not even begin
			receipt = got
		}
		return err
	})
	if err != nil && (receipt.Message == "" || receipt.Status == job.Failed) {
		receipt.Message = advice.For(err).String()
	}
	return receipt
}

// Progress is the import under way.
func (i *imports) Progress() (job.Snapshot, bool) {
	r, ok := i.runs.get(importRun)
	if !ok || r.done {
		return job.Snapshot{}, false
	}
	return r.tracker.Snapshot(), true
}

// Receipt is that of the last import of this session.
func (i *imports) Receipt() (job.Receipt, bool) {
	r, ok := i.runs.get(importRun)
	return r.receipt, ok && r.done
}

// Hold pauses the import, or lets it go on.
func (i *imports) Hold(on bool) { i.runs.pause(importRun, on) }

// Cancel asks it to stop.
func (i *imports) Cancel() { i.runs.cancel(importRun) }

// PickFiles asks for files, with the desktop's own dialog where it has one; else
// with the window's, which gives one.
func (h *house) PickFiles(ctx context.Context, title string) ([]string, error) {
	files, err := desk.PickFiles(ctx, title)
	if !errors.Is(err, desk.ErrNoDialog) {
		return files, err
	}
	name, err := asked(ctx, func(give func(string, error)) *dialog.FileDialog {
		d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
			if f == nil {
				give("", err)
				return
			}
			give(f.URI().Path(), f.Close())
		}, h.window)
		d.SetTitleText(title)
		return d
	})
	if err != nil {
		return nil, fmt.Errorf("pick files: %w", err)
	}
	if name == "" {
		return nil, nil
	}
	return []string{name}, nil
}
