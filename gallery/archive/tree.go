package archive

import (
	"context"
	"io"
	"time"
)

// tree is one folder or archive whose files are known by name.
type tree interface {
	// list returns the files, and what is left out or cannot be taken. found is
	// called with a growing number.
	list(ctx context.Context, found func(n int)) ([]file, error)
	close() error
}

// file is one file of a tree.
type file struct {
	path  string // inside the tree: clean, slash-separated
	size  int64
	mtime time.Time
	skip  string
	err   error
	open  func(ctx context.Context) (io.ReadCloser, error)

	lock     Lock          // it needs a password; nil: none that is known of
	password func() string // that fits the lock; a func, so that nothing prints it
}

// usable reports whether the file can be opened.
func (f *file) usable() bool { return f.skip == "" && f.err == nil }

// reader ends with its context, and holds a file to its announced length.
type reader struct {
	ctx  context.Context
	rc   io.ReadCloser
	left int64
}

// held makes what is read from rc end with ctx, and fail when it is not exactly
// size bytes.
func held(ctx context.Context, rc io.ReadCloser, size int64) io.ReadCloser {
	return &reader{ctx, rc, size}
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.rc.Read(p)
	if r.left -= int64(n); r.left < 0 {
		return 0, errLonger
	}
	if err == io.EOF && r.left > 0 {
		return n, errShorter
	}
	return n, err
}

func (r *reader) Close() error { return r.rc.Close() }
