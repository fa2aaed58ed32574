package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/gallery"
)

// current is the library the window shows. Another one may be opened at any
// time no backup runs; whoever reads does so between use's two ends.
type current struct {
	ctx     context.Context
	changed func() // called from any goroutine, after another library or news of it

	// leaving is told that another library was opened, before the one before is closed:
	// whoever holds that lets go of it. It may be nil.
	leaving func()

	opening sync.Mutex // one library is opened at a time

	mu  sync.Mutex
	lib *opened // guarded by mu; nil: closed

	learning sync.Mutex     // one look at what the library knows at a time
	learners sync.WaitGroup // those that rename and heed began

	up       atomic.Pointer[map[gallery.Hash]string] // contents that are up, and in which clouds; replaced, never changed
	facts    sync.Mutex
	phones   []library.Phone          // guarded by facts: those the library knows
	receipts map[string]job.Receipt   // guarded by facts: the newest backup by phone
	names    map[string]string        // guarded by facts: the owner's, by phone; replaced, never changed
	runs     map[string][]job.Receipt // guarded by facts: the backups by phone, newest first; replaced, never changed
	as       time.Time                // guarded by facts: the library's LastRun when they were read

	tidying sync.Mutex
	stop    context.CancelFunc // guarded by tidying; nil: never begun
	tidied  chan struct{}      // guarded by tidying: closed when it has ended
}

// opened is a library and those who read it: it closes when the last has done.
type opened struct {
	*library.Library
	readers sync.WaitGroup // added to with current.mu held, while it is the current one
}

// newCurrent opens the library at dir.
func newCurrent(ctx context.Context, dir string, changed func()) (*current, error) {
	c := &current{ctx: ctx, changed: changed}
	lib, err := library.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	c.lib = &opened{Library: lib}
	c.learn()
	c.tidy()
	return c, nil
}

// use runs fn with the library; it stays open meanwhile, also when another one
// is opened. It never waits.
func (c *current) use(fn func(*library.Library) error) error {
	lib, release, err := c.hold()
	if err != nil {
		return err
	}
	defer release()
	return fn(lib)
}

// hold is use for whoever needs the library longer; release may be called twice.
// Whoever holds it listens to leaving, for nothing else waits so long.
func (c *current) hold() (lib *library.Library, release func(), err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lib == nil {
		return nil, nil, errClosed
	}
	c.lib.readers.Add(1)
	return c.lib.Library, sync.OnceFunc(c.lib.readers.Done), nil
}

// now is the library that is open, nil when none is.
func (c *current) now() *library.Library {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lib == nil {
		return nil
	}
	return c.lib.Library
}

// dir is the library's folder.
func (c *current) dir() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lib == nil {
		return ""
	}
	return c.lib.Dir()
}

// open shows the library at dir from now on, and returns when the one before is
// closed. On an error that one stays. It may take long; no backup may run.
func (c *current) open(dir string) error {
	c.opening.Lock()
	defer c.opening.Unlock()
	if abs, err := filepath.Abs(dir); err == nil && abs == c.dir() {
		return nil
	}
	lib, err := library.Open(c.ctx, dir)
	if err != nil {
		return err
	}
	c.rest()
	old := c.swap(&opened{Library: lib})
	c.leave()
	c.learn()
	c.tidy()
	c.changed()
	return old.end()
}

// heed learns, until the context ends, what other programs do with the library:
// the command line may back up into it while the window shows it. It looks each
// time every has passed.
func (c *current) heed(every time.Duration) {
	c.learners.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-c.ctx.Done():
				return
			case <-tick.C:
			}
			if l := c.now(); l == nil || l.LastRun().Equal(c.asOf()) {
				continue
			}
			c.learn()
			c.changed()
		}
	})
}

// asOf is the library's LastRun when its facts were read.
func (c *current) asOf() time.Time {
	c.facts.Lock()
	defer c.facts.Unlock()
	return c.as
}

// without closes the library, runs fn on its folder, and opens it again, also
// when fn failed. Meanwhile none is open. No backup may run.
func (c *current) without(fn func(dir string) error) error { return c.away("", fn) }

// away is without, and opens the library in another folder when fn did not fail;
// "" is the same one.
func (c *current) away(to string, fn func(dir string) error) error {
	c.opening.Lock()
	defer c.opening.Unlock()
	dir := c.dir()
	c.rest()
	old := c.swap(nil)
	c.leave()
	err := old.end()
	if err == nil {
		err = fn(dir)
	}
	if err == nil && to != "" {
		dir = to
	}
	lib, oerr := library.Open(c.ctx, dir)
	if oerr != nil {
		return errors.Join(err, oerr)
	}
	c.swap(&opened{Library: lib})
	c.learn()
	c.tidy()
	c.changed()
	return err
}

// swap makes another library the current one, and returns the one before.
func (c *current) swap(lib *opened) (old *opened) {
	c.mu.Lock()
	defer c.mu.Unlock()
	old, c.lib = c.lib, lib
	return old
}

func (c *current) leave() {
	if c.leaving != nil {
		c.leaving()
	}
}

// end closes a library that is current no more, when nobody reads it any more.
func (o *opened) end() error {
	if o == nil {
		return nil
	}
	o.readers.Wait()
	if err := o.Close(); err != nil {
		return fmt.Errorf("close the library %s: %w", o.Dir(), err)
	}
	return nil
}

// learn reads again which phones the library knows and their newest receipts.
func (c *current) learn() {
	c.learning.Lock()
	defer c.learning.Unlock()
	var phones []library.Phone
	var names map[string]string
	newest, runs := map[string]job.Receipt{}, map[string][]job.Receipt{}
	var as time.Time
	err := c.use(func(l *library.Library) error {
		as = l.LastRun()
		receipts, err := l.Receipts(0)
		if err != nil {
			return err
		}
		for _, r := range receipts {
			if r.Job != job.BackupName {
				continue
			}
			if _, seen := newest[r.Phone]; !seen {
				newest[r.Phone] = r
			}
			r.Problems, r.Warnings = nil, nil // their numbers are enough
			runs[r.Phone] = append(runs[r.Phone], r)
		}
		if names, err = l.Names(); err != nil {
			return err
		}
		phones, err = l.Phones(c.ctx)
		return err
	})
	c.facts.Lock()
	defer c.facts.Unlock()
	c.as = as
	if err != nil {
		return // the pages that read the same things say what is wrong
	}
	c.phones, c.receipts, c.names, c.runs = phones, newest, names, runs
}

func (c *current) known() []library.Phone {
	c.facts.Lock()
	defer c.facts.Unlock()
	return c.phones
}

// called is what the owner calls the phone; otherwise is its own name.
func (c *current) called(phone, otherwise string) string {
	c.facts.Lock()
	defer c.facts.Unlock()
	if n := c.names[phone]; n != "" {
		return n
	}
	return otherwise
}

// rename gives a phone the owner's name for it. It is called so at once; what
// else the library tells of phones is read again in the background.
func (c *current) rename(phone, name string) error {
	var names map[string]string
	err := c.use(func(l *library.Library) (err error) {
		if err := l.Rename(phone, name); err != nil {
			return err
		}
		names, err = l.Names()
		return err
	})
	if err != nil {
		return err
	}
	c.facts.Lock()
	c.names = names
	c.facts.Unlock()
	c.learners.Go(func() {
		c.learn()
		c.changed()
	})
	return nil
}

func (c *current) receipt(phone string) (job.Receipt, bool) {
	c.facts.Lock()
	defer c.facts.Unlock()
	r, ok := c.receipts[phone]
	return r, ok
}

// above names the clouds that a content is up in, "" for none.
func (c *current) above(h gallery.Hash) string {
	if all := c.up.Load(); all != nil {
		return (*all)[h]
	}
	return ""
}

// backups are the receipts of a phone's backups, newest first, without their
// problems. They are not to be changed.
func (c *current) backups(phone string) []job.Receipt {
	c.facts.Lock()
	defer c.facts.Unlock()
	return c.runs[phone]
}

// tidy makes the thumbnails that an earlier run did not get to, in the
// background, until rest.
func (c *current) tidy() {
	c.tidying.Lock()
	defer c.tidying.Unlock()
	c.halt()
	ctx, cancel := context.WithCancel(c.ctx)
	done := make(chan struct{})
	c.stop, c.tidied = cancel, done
	go func() {
		defer close(done)
		defer cancel()
		last := time.Now()
		_ = c.use(func(l *library.Library) error {
			return job.MakeThumbnails(ctx, l.Previews(), l.Maker, max(1, runtime.NumCPU()/2), func([]job.Preview) bool {
				if time.Since(last) > news {
					last = time.Now()
					c.changed()
				}
				return true
			})
		}) // what is missing still is found at the next start, or by the next backup
		c.changed()
	}()
}

// rest ends tidy and waits for it.
func (c *current) rest() {
	c.tidying.Lock()
	defer c.tidying.Unlock()
	c.halt()
}

// halt is rest with c.tidying held.
func (c *current) halt() {
	if c.stop != nil {
		c.stop()
		<-c.tidied
	}
}

// close lets go of the library; no backup may run, and nobody may rename.
func (c *current) close() error {
	c.rest()
	c.learners.Wait()
	old := c.swap(nil)
	c.leave()
	return old.end()
}
