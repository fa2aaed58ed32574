package restore

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/gallery/store"
)

// Book is the folder of a library with its restores: one folder each, with the
// plan, the journal and what undo needs.
type Book struct{ dir string }

// NewBook is the book in dir, which need not exist yet.
func NewBook(dir string) Book { return Book{dir} }

// ErrNoRun: there is no run with this id.
var ErrNoRun = errors.New("there is no such restore")

const (
	planFile    = "plan.json"
	journalFile = "journal.ndjson"
	maxPlan     = 1 << 30 // bytes read of a plan: it may have been damaged
)

// NewID is a run's name: when it was planned, and something that no other has.
func NewID(job string, when time.Time) string {
	return job + "-" + when.UTC().Format("20060102T150405Z") + "-" + strings.ToLower(rand.Text()[:4])
}

// Begin writes the plan down, durably, and begins its journal.
func (b Book) Begin(p *Plan) (*Journal, error) {
	j, err := b.begin(p)
	if err != nil {
		return nil, fmt.Errorf("begin the journal of %s: %w", p.ID, store.Explain(b.dir, err))
	}
	return j, nil
}

func (b Book) begin(p *Plan) (_ *Journal, err error) {
	if !validID(p.ID) {
		return nil, fmt.Errorf("%q is no name for a run", p.ID)
	}
	data, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(b.dir, p.ID)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, root.Close())
		}
	}()
	file, err := root.OpenFile(journalFile, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	// The plan comes last: a folder without one is of a run that never began.
	if err := place(root, planFile, strings.NewReader(string(data))); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	j := &Journal{id: p.ID, dir: root, file: file}
	_, err = j.replay(p.Steps)
	return j, err
}

// Open reads a run back, to go on with it. Nobody else may write its journal
// meanwhile: whoever calls this holds the library's lock.
func (b Book) Open(id string) (*Plan, *Journal, error) { return b.open(id, os.O_RDWR) }

// Look reads a run back, also while somebody is at it.
func (b Book) Look(id string) (Brief, error) {
	p, j, err := b.open(id, os.O_RDONLY)
	if err != nil {
		return Brief{}, err
	}
	r := Brief{ID: p.ID, Job: p.Job, Made: p.Made, From: p.From, Target: p.Target, Ended: j.ended, Undone: j.undone}
	for _, e := range j.Entries() {
		switch {
		case e.Outcome == job.Copied && e.Undone == "":
			r.Done++
		case e.Outcome == "" && e.Change():
			r.Left++
		}
	}
	return r, j.Close()
}

func (b Book) open(id string, flag int) (*Plan, *Journal, error) {
	if !validID(id) {
		return nil, nil, fmt.Errorf("%w: %q", ErrNoRun, id)
	}
	root, err := os.OpenRoot(filepath.Join(b.dir, id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%w: %s", ErrNoRun, id)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("open %s: %w", id, err)
	}
	p, err := readPlan(root, id)
	if err != nil {
		return nil, nil, errors.Join(err, root.Close())
	}
	file, err := root.OpenFile(journalFile, flag, 0)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("open the journal of %s: %w", id, err), root.Close())
	}
	j := &Journal{id: id, dir: root, file: file}
	whole, err := j.replay(p.Steps)
	if err == nil && flag == os.O_RDWR {
		err = j.mend(whole)
	}
	if err != nil {
		return nil, nil, errors.Join(err, j.Close())
	}
	return p, j, nil
}

func readPlan(root *os.Root, id string) (*Plan, error) {
	f, err := root.Open(planFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s never began", ErrNoRun, id)
	}
	if err != nil {
		return nil, fmt.Errorf("read the plan of %s: %w", id, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxPlan))
	if err != nil {
		return nil, fmt.Errorf("read the plan of %s: %w", id, err)
	}
	var p Plan
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, fmt.Errorf("read the plan of %s: %w", id, err)
	}
	for i, s := range p.Steps {
		if s.ID != i {
			return nil, fmt.Errorf("the plan of %s is damaged at step %d", id, i)
		}
	}
	p.ID = id
	return &p, nil
}

// Brief is a run in a list.
type Brief struct {
	ID     string    `json:"id"`
	Job    string    `json:"job"`
	Made   time.Time `json:"made"`
	From   string    `json:"from,omitempty"`
	Target Target    `json:"target"`
	Done   int       `json:"done"`  // steps that changed something and are not taken back
	Left   int       `json:"left"`  // steps that are still to be done
	Ended  bool      `json:"ended"` // false: it was interrupted, and can be finished
	Undone bool      `json:"undone"`
}

// List returns the runs, newest first. Unreadable ones are left out.
func (b Book) List() ([]Brief, error) {
	entries, err := os.ReadDir(b.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list restores: %w", err)
	}
	var all []Brief
	for _, e := range entries {
		if r, err := b.Look(e.Name()); err == nil {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b Brief) int { return b.Made.Compare(a.Made) })
	return all, nil
}

// Forget deletes what is kept of a run: it cannot be finished or taken back then.
func (b Book) Forget(id string) error {
	if !validID(id) {
		return fmt.Errorf("%w: %q", ErrNoRun, id)
	}
	if err := os.RemoveAll(filepath.Join(b.dir, id)); err != nil {
		return fmt.Errorf("forget %s: %w", id, err)
	}
	return nil
}

// validID keeps the names of runs within their folder.
func validID(id string) bool {
	return id != "" && len(id) < 100 && !strings.HasPrefix(id, ".") &&
		!strings.ContainsFunc(id, func(r rune) bool {
			return r != '-' && r != '.' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
		})
}

// place makes a file with this content, durable and never half there.
func place(root *os.Root, name string, r io.Reader) error {
	temp := name + ".new"
	f, err := root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	if err == nil {
		err = synced(f.Sync())
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = root.Rename(temp, name)
	}
	if err != nil {
		_ = root.Remove(temp) // of no use, and said to be so by err
		return err
	}
	if runtime.GOOS == "windows" { // folders cannot be synced there
		return nil
	}
	d, err := root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(synced(d.Sync()), d.Close())
}

// vault keeps a part's safety snapshot in the run's folder.
type vault struct {
	root *os.Root
	part string
}

func (v vault) name(name string) string {
	return store.SafeName("saved-" + v.part + "-" + name)
}

// Put implements Vault.
func (v vault) Put(name string, r io.Reader) error {
	if err := place(v.root, v.name(name), r); err != nil {
		return fmt.Errorf("keep %s for undo: %w", name, store.Explain(v.root.Name(), err))
	}
	return nil
}

// Get implements Vault.
func (v vault) Get(name string) (io.ReadCloser, error) { return v.root.Open(v.name(name)) }
