package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"keepsake/gallery"
)

// Removal is the one act that deletes originals, for good. The order is what
// makes it safe to stop anywhere: a list of what is about to go is made durable
// in the staging folder; the manifest says of each that the owner removed it, so
// that no backup and no repair brings it back; only then do the files go. The
// next session finishes what the list names and the manifest confirms.

// removal is a request to remove contents, and its answer.
type removal struct {
	hashes []gallery.Hash
	n      int // removed
	done   chan error
}

// Remove deletes the originals of contents in the library's trash, for good, and
// returns how many it removed. Contents that are not in the trash, or not known,
// are left alone: the trash is the owner's word that something may go. Whatever
// was handed over before is durable first.
func (w *Writer) Remove(ctx context.Context, hashes []gallery.Hash) (int, error) {
	r := &removal{hashes: hashes, done: make(chan error, 1)}
	if err := w.send(ctx, request{remove: r}); err != nil {
		return 0, err
	}
	// Not cut short by ctx: once begun, it is quick, and its number counts.
	if err := <-r.done; err != nil {
		return r.n, fmt.Errorf("empty the trash: %w", w.explain(err, 0))
	}
	return r.n, nil
}

// goer is an original about to be removed.
type goer struct {
	hash gallery.Hash
	path string
	size int64
}

// removeNow does a removal. It runs on the committer, between two groups.
func (w *Writer) removeNow(r *removal) error {
	if err := w.failure(); err != nil {
		return err
	}
	goers := w.trashed(r.hashes)
	if len(goers) == 0 {
		return nil
	}
	var lines line
	now := time.Now()
	for _, g := range goers {
		lines.removed(g, now)
	}
	list := w.tempName(goneExt)
	if err := w.writeList(list, lines.b); err != nil {
		w.l.d.remove(list) // the first error is the one to tell
		return err
	}
	if err := w.record(lines.b); err != nil {
		w.fail(err)
		return err
	}
	r.n = len(goers)
	if err := w.removeFiles(goers); err != nil {
		return fmt.Errorf("some files are still there, the next backup removes them: %w", err)
	}
	w.l.d.remove(list) // left over, it finds nothing to do
	return nil
}

// trashed returns those of the contents that are in the trash.
func (w *Writer) trashed(hashes []gallery.Hash) []goer {
	w.l.mu.RLock()
	defer w.l.mu.RUnlock()
	var goers []goer
	seen := make(map[gallery.Hash]bool, len(hashes))
	for _, h := range hashes {
		e := w.cat.find(h)
		if e == nil || !e.known() || seen[h] || w.cat.edit(h).Trashed.IsZero() {
			continue
		}
		seen[h] = true
		goers = append(goers, goer{h, e.path, e.size})
	}
	return goers
}

// writeList makes the list of what is about to go durable.
func (w *Writer) writeList(name string, lines []byte) error {
	f, err := w.l.d.create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(lines)
	if err == nil {
		err = w.settled(f.Sync())
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = w.settled(w.l.d.syncDir(stagingDir))
	}
	return err
}

// removeFiles deletes originals and makes that durable. A file that is not as
// long as the original was is somebody else's, and stays.
func (w *Writer) removeFiles(goers []goer) error {
	dirs := make(map[string]struct{})
	var failed error
	for _, g := range goers {
		st, err := w.l.d.stat(g.path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil && (!st.Mode().IsRegular() || st.Size() != g.size) {
			w.warn(fmt.Sprintf("%s is not the file that was in the trash any more: it was left where it is.", g.path))
			continue
		}
		if err == nil {
			err = w.l.d.remove(g.path)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = errors.Join(failed, err)
			continue
		}
		w.folders.removed(g.path)
		dirs[parent(g.path)] = struct{}{}
	}
	for dir := range dirs {
		if err := w.settled(w.l.d.syncDir(dir)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// finishRemoval removes what a session that was cut short listed, as far as the
// manifest confirms it.
func (w *Writer) finishRemoval(ctx context.Context, list string) error {
	b, err := readFile(w.l.d, list, maxIntent)
	if err != nil {
		return err
	}
	owned := make(map[string]struct{}, len(w.cat.entries))
	for i := range w.cat.entries {
		if e := &w.cat.entries[i]; e.known() {
			owned[e.path] = struct{}{}
		}
	}
	var goers []goer
	var r record
	for line := range bytes.SplitSeq(b, []byte("\n")) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if parseLine(line, &r) != nil || r.kind != recRemoved {
			continue
		}
		e := w.cat.find(r.hash)
		if e == nil || !e.removed {
			continue // cut short before the manifest said so, or kept again since
		}
		if _, ok := owned[string(r.path)]; !ok {
			goers = append(goers, goer{r.hash, string(r.path), r.size})
		}
	}
	return w.removeFiles(goers)
}

// wasRemoved reports whether the owner removed a content.
func (w *Writer) wasRemoved(h gallery.Hash) bool {
	w.l.mu.RLock()
	defer w.l.mu.RUnlock()
	e := w.cat.find(h)
	return e != nil && e.removed
}

func (l *line) removed(g goer, at time.Time) {
	l.begin(recRemoved)
	l.hash(g.hash)
	l.number("size", g.size)
	l.text("path", g.path)
	l.time("at", stampOf(at))
	l.seal()
}
