package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"

	"keepsake/gallery"
)

// holds reports whether a name holds exactly these bytes.
func holds(ctx context.Context, d disk, name string, size int64, want gallery.Hash) (bool, error) {
	st, err := d.stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !st.Mode().IsRegular() || st.Size() != size:
		return false, nil
	}
	got, n, err := hashFile(ctx, d, name, size, false)
	if err != nil {
		return false, err
	}
	return n == size && got == want, nil
}

// hashFile reads a file of about this size through. With fresh the bytes come
// from the medium where the system can do that, and not from what it remembers
// of having written.
func hashFile(ctx context.Context, d disk, name string, size int64, fresh bool) (h gallery.Hash, n int64, err error) {
	f, err := d.open(name)
	if err != nil {
		return h, 0, err
	}
	defer f.Close()
	if fresh {
		f.fresh()
	}
	sum := sha256.New()
	buf := make([]byte, min(max(size+1, 4<<10), 256<<10))
	for {
		if err := ctx.Err(); err != nil {
			return h, n, err
		}
		m, err := f.Read(buf)
		sum.Write(buf[:m])
		n += int64(m)
		if err == io.EOF {
			break
		}
		if err != nil {
			return h, n, err
		}
	}
	sum.Sum(h[:0])
	return h, n, nil
}
