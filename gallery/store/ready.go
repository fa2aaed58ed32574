package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"
)

// ready makes the library ready for a session: it reads the manifest, cuts an
// unfinished last line, adopts the originals that a session cut short had named
// but not yet written down, and sweeps the staging folder.
func (w *Writer) ready(ctx context.Context) error {
	d, l := w.l.d, w.l
	for _, dir := range []string{photosDir, manifestDir, snapshotsDir, stagingDir, quarantineDir} {
		if _, err := mkdirAll(d, dir); err != nil {
			return err
		}
	}
	// Whoever made the library may not have lived to sync these.
	w.unsynced["."], w.unsynced[insideDir] = struct{}{}, struct{}{}
	if err := w.syncNames(); err != nil {
		return err
	}
	l.mu.Lock()
	damage, rest, err := l.follow(ctx)
	var end place
	if err == nil {
		w.cat, end = l.cat, l.cat.end
	}
	l.mu.Unlock()
	if err != nil {
		return err
	}
	if len(damage) > 0 {
		w.warn(fmt.Sprintf("Part of the manifest cannot be read (%s). What it said is passed over for now: repair the library.", damage[0]))
	}
	if err := w.settled(w.journal.start(end)); err != nil {
		return err
	}
	if rest.length > 0 {
		if err := w.journal.cut(rest, time.Now()); err != nil {
			return err
		}
		w.warn("The last line of the manifest was not finished: it was cut and put in the quarantine. The file it spoke of comes again with the next backup.")
	}
	if w.journal.f != nil {
		if w.journal.last, err = lastBytes(w.journal.f, end.offset); err != nil {
			return err
		}
	}
	return w.sweep(ctx)
}

func lastBytes(f file, end int64) ([]byte, error) {
	b := make([]byte, min(end, markSpan))
	if _, err := f.ReadAt(b, end-int64(len(b))); err != nil && err != io.EOF {
		return nil, err
	}
	return b, nil
}

// sweep clears the staging folder of what earlier sessions left there. What is
// not theirs stays.
func (w *Writer) sweep(ctx context.Context) error {
	entries, err := w.l.d.list(stagingDir)
	if err != nil {
		return err
	}
	var done []string
	for _, e := range entries {
		name := path.Join(stagingDir, e.Name())
		if !isOurTemp(e.Name()) || !e.Type().IsRegular() {
			continue
		}
		if strings.HasSuffix(name, intentExt) {
			if err := w.adopt(ctx, name); err != nil {
				return fmt.Errorf("finish what the last session began: %w", err)
			}
		}
		if strings.HasSuffix(name, goneExt) {
			if err := w.finishRemoval(ctx, name); err != nil {
				return fmt.Errorf("finish emptying the trash: %w", err)
			}
		}
		if strings.HasSuffix(name, prunedExt) {
			continue // below
		}
		done = append(done, name)
	}
	if err := w.finishPruning(ctx); err != nil {
		return fmt.Errorf("finish forgetting earlier states: %w", err)
	}
	for _, name := range done {
		if err := w.l.d.remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
