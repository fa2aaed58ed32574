package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"sync"

	"golang.org/x/sync/errgroup"

	"keepsake/device/adb"
)

// The measured work of our side below the library: what the wire itself can do.
// Each runs in a process of its own, so that CPU time and memory are its own.

// connected finds the phone by its serial.
func connected(ctx context.Context, serial string) (*adb.Device, error) {
	server := adb.NewServer(adb.Options{NoStart: true})
	all, err := server.Devices(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range all {
		if e.Serial == serial {
			return server.Device(e), nil
		}
	}
	return nil, fmt.Errorf("no phone %s", serial)
}

// onLanes runs work on several sessions at once.
func onLanes(ctx context.Context, serial string, lanes int, work func(context.Context, *adb.Session) error) error {
	phone, err := connected(ctx, serial)
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	for range lanes {
		g.Go(func() error {
			s, err := phone.Sync(ctx)
			if err != nil {
				return err
			}
			defer s.Close()
			return work(ctx, s)
		})
	}
	return g.Wait()
}

// queue hands out names to several lanes.
type queue struct {
	mu    sync.Mutex
	names []string
	bad   error
}

func (q *queue) take() (string, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.names) == 0 || q.bad != nil {
		return "", false
	}
	name := q.names[0]
	q.names = q.names[1:]
	return name, true
}

func (q *queue) fail(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.bad == nil {
		q.bad = err
	}
}

// pushed writes the files of a folder into a folder of the phone, each with its
// date, and reads its size back.
type pushed struct {
	from, to string
	q        *queue
}

func pushDir(ctx context.Context, serial string, lanes int, from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	q := &queue{}
	for _, e := range entries {
		q.names = append(q.names, e.Name())
	}
	err = onLanes(ctx, serial, lanes, func(ctx context.Context, s *adb.Session) error {
		p := pushed{from, to, q}
		return s.PushAll(ctx, 32, p.next, p)
	})
	if err == nil {
		err = q.bad
	}
	return err
}

func (p pushed) next() (adb.Upload, bool) {
	name, ok := p.q.take()
	if !ok {
		return adb.Upload{}, false
	}
	st, err := os.Stat(filepath.Join(p.from, name))
	if err != nil {
		p.q.fail(err)
		return adb.Upload{}, false
	}
	return adb.Upload{Path: path.Join(p.to, name), Mode: 0o644, MTime: st.ModTime(), Tag: name}, true
}

func (p pushed) Open(u adb.Upload) (io.Reader, error) {
	return os.Open(filepath.Join(p.from, u.Tag.(string)))
}

func (p pushed) End(u adb.Upload, _ int64, err error) {
	if err != nil {
		p.q.fail(err)
	}
}

// pullToMemory reads the files of a folder and forgets them: what the wire costs
// without a disk.
func pullToMemory(ctx context.Context, serial string, lanes int, dir string) error {
	phone, err := connected(ctx, serial)
	if err != nil {
		return err
	}
	s, err := phone.Sync(ctx)
	if err != nil {
		return err
	}
	entries, err := s.List(ctx, dir)
	s.Close()
	if err != nil {
		return err
	}
	q := &queue{}
	for _, e := range entries {
		q.names = append(q.names, path.Join(dir, e.Name))
	}
	err = onLanes(ctx, serial, lanes, func(ctx context.Context, s *adb.Session) error {
		return s.Pull(ctx, 16, func() (adb.Request, bool) {
			name, ok := q.take()
			return adb.Request{Path: name}, ok
		}, forget{q})
	})
	if err == nil {
		err = q.bad
	}
	return err
}

type forget struct{ q *queue }

func (forget) Begin(adb.Request) (io.Writer, error) { return io.Discard, nil }

func (f forget) End(r adb.Request, _ io.Writer, n int64, after adb.Stat, err error) {
	if err == nil && n != after.Size {
		err = fmt.Errorf("%s: %d bytes of %d", r.Path, n, after.Size)
	}
	if err != nil {
		f.q.fail(err)
	}
}
