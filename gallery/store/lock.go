package store

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"
)

// holder is what a lock's content says, for the message to whoever is refused.
type holder struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

func thisProcess() holder {
	host, err := os.Hostname()
	if err != nil {
		host = "this computer"
	}
	return holder{PID: os.Getpid(), Host: host, Since: time.Now().UTC().Truncate(time.Second)}
}

// lock is one session's right to write. Where the system locks files, it ends
// with the process, whatever ends it. Where it does not (some network shares), a
// file stands for it, touched once a minute; a file nobody touched for a quarter
// of an hour, or whose process is gone, counts as left behind.
type lock struct {
	d       disk
	file    file // of the system's lock, nil for the stand-in
	stop    chan struct{}
	ended   sync.WaitGroup
	warning string
}

const (
	lockTouch = time.Minute
	lockStale = 15 * time.Minute
)

// takeLock takes the library at dir for writing, or says who has it.
func takeLock(d disk, dir string, me holder) (*lock, error) {
	content, err := json.Marshal(me)
	if err != nil {
		return nil, err
	}
	f, err := d.lock(lockName)
	switch {
	case errors.Is(err, errHeld):
		return nil, lockedBy(d, dir, lockName)
	case errors.Is(err, errNoLocks):
		return takeHeldFile(d, dir, me, content)
	case err != nil:
		return nil, err
	}
	// The content is for people; the lock holds without it.
	if err := f.Truncate(0); err == nil {
		f.Write(content)
	}
	return &lock{d: d, file: f}, nil
}

// takeHeldFile is the stand-in for a lock: a file that only one can create.
func takeHeldFile(d disk, dir string, me holder, content []byte) (*lock, error) {
	f, err := d.create(heldName)
	if errors.Is(err, fs.ErrExist) && heldIsStale(d, me) {
		if err := d.remove(heldName); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		f, err = d.create(heldName)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil, lockedBy(d, dir, heldName)
	}
	if err != nil {
		return nil, err
	}
	_, err = f.Write(content)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		d.remove(heldName)
		return nil, err
	}
	l := &lock{d: d, stop: make(chan struct{}),
		warning: "This folder's file system has no locks: do not let two computers write to this library at the same time."}
	l.ended.Go(l.touch)
	return l, nil
}

// touch shows that the holder lives, until release.
func (l *lock) touch() {
	tick := time.NewTicker(lockTouch)
	defer tick.Stop()
	for {
		select {
		case <-l.stop:
			return
		case now := <-tick.C:
			l.d.setTime(heldName, now) // failing for a quarter of an hour, the lock may be taken over: so be it
		}
	}
}

// release gives the lock back.
func (l *lock) release() error {
	if l.file != nil {
		l.file.Truncate(0)
		return l.file.Close()
	}
	close(l.stop)
	l.ended.Wait()
	return l.d.remove(heldName)
}

func heldIsStale(d disk, me holder) bool {
	st, err := d.stat(heldName)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	if time.Since(st.ModTime()) > lockStale {
		return true
	}
	who, ok := readHolder(d, heldName)
	return ok && who.Host == me.Host && who.PID != me.PID && !alive(who.PID)
}

func lockedBy(d disk, dir, name string) error {
	who, _ := readHolder(d, name)
	return &LockedError{Dir: dir, PID: who.PID, Host: who.Host, Since: who.Since}
}

func readHolder(d disk, name string) (holder, bool) {
	var who holder
	b, err := readFile(d, name, 4096)
	if err != nil || json.Unmarshal(b, &who) != nil {
		return holder{}, false
	}
	return who, who.PID > 0
}
