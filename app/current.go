package app

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"keepsake/app/job"
	"keepsake/app/library"
)

// errBusy means that the library cannot be changed while a backup runs.
var errBusy = errors.New("a backup is running; choose another library when it is done")

// current is the library the window shows. Another one may be opened at any
// time no backup runs; whoever reads does so between use's two ends.
type current struct {
	ctx     context.Context
	changed func() // called from any goroutine, after another library or news of it

	mu  sync.RWMutex
	lib *library.Library // guarded by mu

	facts    sync.Mutex
	phones   []library.Phone        // guarded by facts: those the library knows
	receipts map[string]job.Receipt // guarded by facts: the newest by phone
	names    map[string]string      // guarded by facts: the owner's, by phone

	tidying sync.Mutex // guards stopTidy and tidied
	stop    context.CancelFunc
	tidied  chan struct{}
}

// newCurrent opens the library at dir.
func newCurrent(ctx context.Context, dir string, changed func()) (*current, error) {
	c := &current{ctx: ctx, changed: changed}
	lib, err := library.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	c.lib = lib
	c.learn()
	c.tidy()
	return c, nil
}

// use runs fn with the library; it stays open meanwhile.
func (c *current) use(fn func(*library.Library) error) error {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.lib == nil {
		return errors.New("no library is open")
	}
	return fn(c.lib)
}

// dir is the library's folder.
func (c *current) dir() string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.lib.Dir()
}

// open shows the library at dir from now on. On an error the old one stays.
func (c *current) open(dir string) error {
	lib, err := library.Open(c.ctx, dir)
	if err != nil {
		return err
	}
	c.rest()
	c.mu.Lock()
	old := c.lib
	c.lib = lib
	c.mu.Unlock()
	err = old.Close()
	c.learn()
	c.tidy()
	c.changed()
	if err != nil {
		return fmt.Errorf("close the library %s: %w", old.Dir(), err)
	}
	return nil
}

// learn reads again which phones the library knows and their newest receipts.
func (c *current) learn() {
	var phones []library.Phone
	var names map[string]string
	newest := map[string]job.Receipt{}
	err := c.use(func(l *library.Library) error {
		receipts, err := l.Receipts(0)
		if err != nil {
			return err
		}
		for i := len(receipts) - 1; i >= 0; i-- {
			newest[receipts[i].Phone] = receipts[i]
		}
		if names, err = l.Names(); err != nil {
			return err
		}
		phones, err = l.Phones(c.ctx)
		return err
	})
	if err != nil {
		return // the pages that read the same things say what is wrong
	}
	c.facts.Lock()
	defer c.facts.Unlock()
	c.phones, c.receipts, c.names = phones, newest, names
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

// rename gives a phone the owner's name for it.
func (c *current) rename(phone, name string) error {
	if err := c.use(func(l *library.Library) error { return l.Rename(phone, name) }); err != nil {
		return err
	}
	c.learn()
	c.changed()
	return nil
}

func (c *current) receipt(phone string) (job.Receipt, bool) {
	c.facts.Lock()
	defer c.facts.Unlock()
	r, ok := c.receipts[phone]
	return r, ok
}

// tidy makes the thumbnails that an earlier run did not get to, in the
// background, until rest.
func (c *current) tidy() {
	c.tidying.Lock()
	defer c.tidying.Unlock()
	if c.stop != nil {
		c.stop()
		<-c.tidied
	}
	ctx, cancel := context.WithCancel(c.ctx)
	done := make(chan struct{})
	c.stop, c.tidied = cancel, done
	go func() {
		defer close(done)
		defer cancel()
		last := time.Now()
		_ = c.use(func(l *library.Library) error {
			return job.MakeThumbnails(ctx, l.Previews(), l.Maker, max(1, runtime.NumCPU()/2), func([]job.Preview) bool {
				if time.Since(last) > 2*time.Second {
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
	if c.stop != nil {
		c.stop()
		<-c.tidied
	}
}

// close lets go of the library; no backup may run.
func (c *current) close() error {
	c.rest()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lib.Close()
}
