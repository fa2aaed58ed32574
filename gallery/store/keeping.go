package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"keepsake/gallery"
)

// Keeping takes in the records of one category of a phone: Put each part, then
// Commit, or Discard. What is the same as last time is found by its hash and costs
// nothing. Until Commit returns, the last state stands; a Keeping that is cut short
// leaves at most files that the next one overwrites.
//
// The way of a part: its bytes go to the staging folder and are made durable; the
// version that is in its place is copied to the history, durably, unless it is
// there; then the new one takes the place. The Kept that names them all is written
// last.
//
// One Keeping a category of a phone at a time; it belongs to one goroutine.
type Keeping struct {
	w     *Writer
	k     Kept
	last  Kept            // zero at the first time
	had   map[string]Part // of last, by path
	names map[string]bool // taken, folded
	made  map[string]bool // folders whose names are durable
	fresh []freshPart
	open  []file // staged, not yet durable
	ended bool
}

// freshPart is a part that is not in its place yet.
type freshPart struct {
	temp string
	part Part
}

// maxParts is how many elements a part's path has at the most.
const maxParts = 5

// openParts is how many staged files wait for one pass of sync.
const openParts = 64

// Keep begins. folder is the phone's below Records, as its Photos folder is called.
func (w *Writer) Keep(ctx context.Context, phone, name, category, folder string) (*Keeping, error) {
	if err := w.failure(); err != nil {
		return nil, err
	}
	k := &Keeping{w: w, had: make(map[string]Part), names: make(map[string]bool), made: map[string]bool{".": true},
		k: Kept{Phone: validText(phone), Name: validText(name), Category: safeName(category, limit{40, 40}), Folder: safeName(folder, limit{maxName, 40})}}
	last, ok, err := w.lastKept(ctx, phone, k.k.Category)
	if err != nil {
		return nil, fmt.Errorf("keep the %s: %w", category, err)
	}
	if ok {
		k.last = last
		for _, p := range last.Parts {
			k.had[p.Path] = p
		}
		if last.Folder != k.k.Folder { // the phone has another name now: its records move with the next change
			clear(k.had)
		}
	}
	return k, nil
}

func phoneDir(phone string) string { return safeName(phone, limit{64, 64}) }

// lastKept is the newest readable state.
func (w *Writer) lastKept(ctx context.Context, phone, category string) (Kept, bool, error) {
	files, err := w.l.d.list(keptDir + "/" + phoneDir(phone))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Kept{}, false, err
	}
	var ids []string
	for _, f := range files {
		if base, ok := strings.CutSuffix(f.Name(), "-"+category+snapshotExt); ok && !strings.Contains(base, "-") {
			ids = append(ids, phoneDir(phone)+"/"+base+"-"+category)
		}
	}
	slices.Sort(ids)
	for _, id := range slices.Backward(ids) {
		if err := ctx.Err(); err != nil {
			return Kept{}, false, err
		}
		if k, err := readKept(w.l.d, id); err == nil && k.Phone == validText(phone) {
			return k, true, nil
		}
	}
	return Kept{}, false, nil
}

// Had returns a part of the last state by its path, to ask whether it need be
// written at all (attachments, whose names tell their content).
func (k *Keeping) Had(name string) (Part, bool) {
	p, ok := k.had[name]
	if !ok {
		return Part{}, false
	}
	st, err := k.w.l.d.stat(k.k.place(p))
	return p, err == nil && st.Size() == p.Size
}

// Carry takes a part of the last state over as it is.
func (k *Keeping) Carry(p Part) {
	if folded := foldName(p.Path); !k.names[folded] {
		k.names[folded] = true
		k.k.Parts = append(k.k.Parts, p)
	}
}

// Put takes one part in, which write writes. name is its path below the phone's
// folder; each element is made safe, and a number is added where two names would
// be one on some system. It returns the part as it will be kept.
func (k *Keeping) Put(ctx context.Context, name string, write func(io.Writer) error) (Part, error) {
	p, err := k.put(ctx, name, write)
	if err != nil {
		return Part{}, fmt.Errorf("keep %s: %w", validText(name), k.w.explain(err, 0))
	}
	return p, nil
}

func (k *Keeping) put(ctx context.Context, name string, write func(io.Writer) error) (Part, error) {
	if k.ended {
		return Part{}, ErrClosed
	}
	p := Part{Path: k.name(name)}
	temp := k.w.tempName(".tmp")
	f, err := k.w.l.d.create(temp)
	if err != nil {
		return Part{}, err
	}
	in := &taking{w: f, sum: newHash()}
	if err := write(in); err != nil {
		f.Close()
		k.w.l.d.remove(temp) // the first error is the one to tell
		return Part{}, err
	}
	in.sum.Sum(p.Hash[:0])
	p.Size = in.n
	k.k.Parts = append(k.k.Parts, p)
	same, err := false, error(nil)
	if had, there := k.Had(p.Path); there && had.Hash == p.Hash {
		same = true // that its bytes are still these is the check's to find out
	} else if same, err = holds(ctx, k.w.l.d, k.k.place(p), p.Size, p.Hash); ctx.Err() != nil {
		err = ctx.Err()
	}
	if err == nil && same || ctx.Err() != nil {
		f.Close()
		k.w.l.d.remove(temp) // a leftover is swept by the next session
		return p, ctx.Err()
	}
	k.fresh = append(k.fresh, freshPart{temp, p})
	k.open = append(k.open, f)
	if len(k.open) >= openParts {
		return p, k.settle()
	}
	return p, nil
}

// settle makes durable what is staged.
func (k *Keeping) settle() error {
	var failed error
	for _, err := range k.w.l.d.syncFiles(k.open) {
		if err := k.w.settled(err); failed == nil {
			failed = err
		}
	}
	for _, f := range k.open {
		if err := f.Close(); failed == nil {
			failed = err
		}
	}
	k.open = k.open[:0]
	return failed
}

// name makes a path safe and free. The part keeps its name from state to state as
// long as the same names are asked for in the same order.
func (k *Keeping) name(asked string) string {
	var elems []string
	room := maxPath - units(recordsDir) - units(k.k.Folder) - 2
	for elem := range strings.SplitSeq(asked, "/") {
		if elem != "" && elem != "." {
			elems = append(elems, elem)
		}
	}
	switch n := len(elems); {
	case n == 0:
		elems = []string{"_"}
	case n > maxParts: // what is deeper than ours ever is
		elems = append(elems[:maxParts-1], shorten(safeName(elems[n-1], limit{maxName, minElem}), limit{maxName, minElem}, shortHash(asked)))
	}
	for i := range elems {
		share := max(minElem, room/(len(elems)-i)-1)
		elems[i] = safeName(elems[i], limit{maxName, share})
		room -= units(elems[i]) + 1
	}
	dir, base := strings.Join(elems[:len(elems)-1], "/"), elems[len(elems)-1]
	for n := 1; ; n++ {
		try := base
		if n > 1 {
			try = withSuffix(base, numberText(n), limit{maxName, max(minElem, units(base))})
		}
		full := joinPath(dir, try)
		if folded := foldName(full); !k.names[folded] {
			k.names[folded] = true
			return full
		}
	}
}

// Commit puts the parts in place and writes down what was kept; count is of the
// records. When all is as it was last time, nothing is written, and that state is
// the answer, with changed false.
func (k *Keeping) Commit(ctx context.Context, count int, taken time.Time) (kept Kept, changed bool, err error) {
	if k.ended {
		return Kept{}, false, ErrClosed
	}
	defer k.Discard()
	kept, changed, err = k.commit(ctx, count, taken)
	if err != nil {
		return Kept{}, false, fmt.Errorf("keep the %s: %w", k.k.Category, k.w.explain(err, 0))
	}
	return kept, changed, nil
}

func (k *Keeping) commit(ctx context.Context, count int, taken time.Time) (Kept, bool, error) {
	if err := k.settle(); err != nil {
		return Kept{}, false, err
	}
	slices.SortFunc(k.k.Parts, func(a, b Part) int { return strings.Compare(a.Path, b.Path) })
	if k.last.ID != "" && k.last.Folder == k.k.Folder && len(k.fresh) == 0 && slices.Equal(k.k.Parts, k.last.Parts) {
		return k.last, false, nil
	}
	touched := map[string]struct{}{}
	for _, p := range k.k.Parts { // one that an earlier session put there may not be durable
		if had, ok := k.had[p.Path]; !ok || had != p {
			if err := k.folder(parent(k.k.place(p))); err != nil {
				return Kept{}, false, err
			}
			touched[parent(k.k.place(p))] = struct{}{}
		}
	}
	for i := range k.fresh {
		if err := ctx.Err(); err != nil {
			return Kept{}, false, err
		}
		if err := k.place(ctx, &k.fresh[i], touched); err != nil {
			return Kept{}, false, err
		}
	}
	if err := k.retire(ctx, touched); err != nil {
		return Kept{}, false, err
	}
	if err := k.syncAll(touched); err != nil {
		return Kept{}, false, err
	}
	k.k.Count = count
	k.k.Taken = taken.UTC().Truncate(time.Second)
	if !k.k.Taken.After(k.last.Taken) { // two within a second, or a clock that was put back
		k.k.Taken = k.last.Taken.Add(time.Second)
	}
	return k.write()
}

func (k *Keeping) syncAll(dirs map[string]struct{}) error {
	for dir := range dirs {
		if err := k.w.settled(k.w.l.d.syncDir(dir)); err != nil {
			return err
		}
	}
	clear(dirs)
	return nil
}

// place gives one part its place, after the version there is in the history.
func (k *Keeping) place(ctx context.Context, f *freshPart, touched map[string]struct{}) error {
	d := k.w.l.d
	to := k.k.place(f.part)
	if err := k.toHistory(ctx, to); err != nil {
		return err
	}
	if err := d.replace(f.temp, to); err != nil {
		return err
	}
	touched[parent(to)] = struct{}{}
	f.temp = ""
	return nil
}

// toHistory copies what lies under a name into the history, durably, under the
// hash it really has: an owner may have edited the file.
func (k *Keeping) toHistory(ctx context.Context, name string) error {
	d := k.w.l.d
	st, err := d.stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !st.Mode().IsRegular() {
		return fmt.Errorf("%s is in the way: move it away", name)
	}
	h, size, err := hashFile(ctx, d, name, st.Size(), false)
	if err != nil {
		return err
	}
	there, err := holds(ctx, d, historyName(h), size, h)
	if err != nil {
		return err
	}
	if there { // put there by a session that perhaps did not live to sync its name
		if err := k.folder(parent(historyName(h))); err != nil {
			return err
		}
		return k.w.settled(d.syncDir(parent(historyName(h))))
	}
	temp := k.w.tempName(".tmp")
	err = copyFile(ctx, d, name, temp, h)
	if err == nil {
		err = k.enter(temp, historyName(h))
	}
	if err != nil {
		d.remove(temp) // the first error is the one to tell
	}
	return err
}

// enter moves a durable file to a name in the history, durably. A damaged version
// that has the name is replaced.
func (k *Keeping) enter(temp, name string) error {
	if err := k.folder(parent(name)); err != nil {
		return err
	}
	if err := k.w.l.d.replace(temp, name); err != nil {
		return err
	}
	return k.w.settled(k.w.l.d.syncDir(parent(name)))
}

// folder makes a folder and the names on the way to it durable, also those that an
// earlier session made and did not live to sync.
func (k *Keeping) folder(dir string) error {
	if k.made[dir] {
		return nil
	}
	if _, err := mkdirAll(k.w.l.d, dir); err != nil {
		return err
	}
	if err := k.folder(parent(dir)); err != nil {
		return err
	}
	k.made[dir] = true
	return k.w.settled(k.w.l.d.syncDir(parent(dir)))
}

// copyFile copies a file to a new one and syncs it. The bytes must have the hash.
func copyFile(ctx context.Context, d disk, from, to string, want gallery.Hash) error {
	in, err := d.open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := d.create(to)
	if err != nil {
		return err
	}
	w := &taking{w: out, sum: newHash()}
	_, err = io.Copy(w, contextReader{ctx, in})
	if err == nil {
		err = ignoreNotDurable(out.Sync())
	}
	if e := out.Close(); err == nil {
		err = e
	}
	var got gallery.Hash
	if w.sum.Sum(got[:0]); err == nil && got != want {
		err = fmt.Errorf("%s changed while it was read: %w", from, ErrMismatch)
	}
	return err
}

// retire moves to the history what the last state had and this one has not.
func (k *Keeping) retire(ctx context.Context, touched map[string]struct{}) error {
	kept := make(map[string]bool, len(k.k.Parts))
	for _, p := range k.k.Parts {
		kept[k.k.place(p)] = true
	}
	for _, p := range k.last.Parts {
		name := k.last.place(p)
		if kept[name] || k.last.Folder == k.k.Folder && k.names[foldName(p.Path)] && !k.apart(name) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := k.toHistory(ctx, name); err != nil {
			return err
		}
		if err := k.w.l.d.remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		touched[parent(name)] = struct{}{}
	}
	return nil
}

// apart reports whether a name, of which another spelling was just written, is a
// file of its own here: systems that do not tell a from A have only one of the two.
func (k *Keeping) apart(name string) bool {
	entries, err := k.w.l.d.list(parent(name))
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == path.Base(name) }) &&
		slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
			return e.Name() != path.Base(name) && foldName(e.Name()) == foldName(path.Base(name))
		})
}

// write writes the Kept, last.
func (k *Keeping) write() (Kept, bool, error) {
	k.k.ID = phoneDir(k.k.Phone) + "/" + k.k.Taken.Format(snapshotTime) + "-" + k.k.Category
	b, err := encodeKept(k.k)
	if err != nil {
		return Kept{}, false, err
	}
	name := keptDir + "/" + k.k.ID + snapshotExt
	if err := k.folder(parent(name)); err != nil {
		return Kept{}, false, err
	}
	if err := writeFile(k.w.l.d, name, k.w.tempName(".tmp"), b); err != nil {
		return Kept{}, false, err
	}
	return k.k, true, nil
}

// Discard forgets what was put and not committed. After Commit it does nothing.
func (k *Keeping) Discard() {
	if k.ended {
		return
	}
	k.ended = true
	for _, f := range k.open {
		f.Close()
	}
	for _, f := range k.fresh {
		if f.temp != "" {
			k.w.l.d.remove(f.temp) // a leftover is swept by the next session
		}
	}
}

func newHash() hash.Hash { return sha256.New() }

// taking hashes and counts what is written through it.
type taking struct {
	w   io.Writer
	sum hash.Hash
	n   int64
}

func (t *taking) Write(p []byte) (int, error) {
	n, err := t.w.Write(p)
	t.sum.Write(p[:n])
	t.n += int64(n)
	return n, err
}

// checked compares what is read through it with a hash, at the end.
type checked struct {
	file
	want gallery.Hash
	name string
	sum  hash.Hash
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.file.Read(p)
	c.sum.Write(p[:n])
	if errors.Is(err, io.EOF) {
		var got gallery.Hash
		if c.sum.Sum(got[:0]); got != c.want {
			return n, &MismatchError{Path: path.Base(c.name), Library: true, Want: c.want, Got: got}
		}
	}
	return n, err
}

// contextReader ends with its context.
type contextReader struct {
	ctx context.Context
	io.Reader
}

func (r contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
