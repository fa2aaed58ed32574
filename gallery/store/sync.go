package store

import (
	"slices"
	"sync"
)

// syncDir also lets go of the open folder: if somebody moves it away between two
// groups, the next group does not follow it.
func (d *osDisk) syncDir(name string) error {
	if !foldersSync {
		return nil
	}
	d.mu.Lock()
	f := d.folders[name]
	delete(d.folders, name)
	d.mu.Unlock()
	if f == nil {
		var err error
		if f, err = d.root.Open(name); err != nil {
			return err
		}
	}
	defer f.Close()
	return durable(f.Sync())
}

func (d *osDisk) syncFiles(files []file) []error {
	if len(files) > 1 && d.whole.sync() {
		return nil
	}
	errs := syncEach(files)
	if flushesOnce && len(files) > 0 {
		// The files are with the device now; one of them makes it empty its cache.
		if err := files[len(files)-1].Sync(); err != nil && errs == nil {
			errs = slices.Repeat([]error{err}, len(files))
		}
	}
	return errs
}

// syncWorkers is how many files are synced at the same time. A journalling file
// system answers concurrent syncs with one commit.
const syncWorkers = 16

// syncEach syncs files one by one, several at a time, after all of them were
// told to start writing.
func syncEach(files []file) []error {
	for _, f := range files {
		f.writeBack(0, 0, false)
	}
	errs := make([]error, len(files))
	var failed bool
	var mu sync.Mutex
	var wg sync.WaitGroup
	next := 0
	for range min(syncWorkers, len(files)) {
		wg.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= len(files) {
					return
				}
				if err := handOver(files[i]); err != nil {
					errs[i] = err
					mu.Lock()
					failed = true
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	if !failed {
		return nil
	}
	return errs
}
