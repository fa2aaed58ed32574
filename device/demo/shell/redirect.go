package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"keepsake/device/demo/disk"
)

// redirect opens the files of redirections, from left to right.
func (s *state) redirect(ctx context.Context, rs []redirect, f files) (files, func(), error) {
	var closers []func()
	closeAll := func() {
		for _, c := range closers {
			c()
		}
	}
	for _, r := range rs {
		target := s.text(ctx, r.target, f)
		switch {
		case r.op == ">&" || r.op == "<&":
			switch {
			case target == "1" && r.fd == 2:
				f.err = f.out
			case target == "2" && r.fd == 1:
				f.out = f.err
			case target != "0" && target != "1" && target != "2":
				return f, closeAll, fmt.Errorf("%s: bad file descriptor", target)
			}
			continue
		case r.op == "<":
			in, err := s.open(target)
			if err != nil {
				return f, closeAll, fmt.Errorf("can't open %s: %w", target, err)
			}
			f.in = in
			continue
		}
		w, closeFile, err := s.create(target, r.op == ">>")
		if err != nil {
			return f, closeAll, fmt.Errorf("can't create %s: %w", target, err)
		}
		closers = append(closers, closeFile)
		if r.fd != 2 {
			f.out = w
		}
		if r.fd == 2 || r.fd == -1 {
			f.err = w
		}
	}
	return f, closeAll, nil
}

func (s *state) open(p string) (io.Reader, error) {
	switch p {
	case "/dev/null":
		return strings.NewReader(""), nil
	case "/dev/zero":
		return disk.Zeros(1 << 62).Open()
	}
	return s.m.Disk.Open(s.path(p))
}

func (s *state) create(p string, appending bool) (io.Writer, func(), error) {
	if p == "/dev/null" {
		return io.Discard, func() {}, nil
	}
	p = s.path(p)
	var old disk.Content
	if appending {
		c, err := s.m.Disk.Content(p)
		if err != nil && !errors.Is(err, disk.ENOENT) {
			return nil, nil, err
		}
		old = c
	}
	w, err := s.m.Disk.Create(p, 0660, false)
	if err != nil {
		return nil, nil, err
	}
	if old != nil {
		r, err := old.Open()
		if err == nil {
			_, err = io.Copy(w, r)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return w, func() { w.Close(time.Time{}) }, nil
}

func (s *state) path(p string) string {
	return (&Call{dir: s.dir}).Path(p)
}
