package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Export copies originals into a folder, which must exist, under their own
// names and with their times, and returns how many it copied. A name that is
// taken gets a number: nothing there is ever replaced.
func (l *Library) Export(ctx context.Context, ids []int64, dir string) (int, error) {
	for i, id := range ids {
		it, err := l.Index.Item(ctx, id)
		if err != nil {
			return i, fmt.Errorf("export: %w", err)
		}
		if err := copyOut(ctx, l.File(it.Path), dir, path.Base(it.Path)); err != nil {
			return i, fmt.Errorf("export %s to %s: %w", path.Base(it.Path), dir, err)
		}
	}
	return len(ids), nil
}

func copyOut(ctx context.Context, from, dir, name string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	st, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := createNew(dir, name)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, out.Close()); err != nil {
			err = errors.Join(err, os.Remove(out.Name())) // half a file is no copy
			return
		}
		err = os.Chtimes(out.Name(), st.ModTime(), st.ModTime())
	}()
	if _, err := io.Copy(out, reader{ctx, in}); err != nil {
		return err
	}
	return out.Sync()
}

// createNew makes dir/name, or dir/name (2) and so on when that is taken.
func createNew(dir, name string) (*os.File, error) {
	ext := path.Ext(name)
	for n := 1; ; n++ {
		try := name
		if n > 1 {
			try = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ext), n, ext)
		}
		f, err := os.OpenFile(filepath.Join(dir, try), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) || n > 9999 {
			return f, err
		}
	}
}

// reader ends with its context.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
