package archive

import (
	"io"
	"sort"
)

// joined reads several pieces as one.
type joined struct {
	pieces []io.ReaderAt
	starts []int64
	size   int64
}

func (j *joined) add(r io.ReaderAt, size int64) {
	j.pieces = append(j.pieces, r)
	j.starts = append(j.starts, j.size)
	j.size += size
}

// ReadAt implements io.ReaderAt.
func (j *joined) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 || off >= j.size {
		return 0, io.EOF
	}
	i := sort.Search(len(j.starts), func(i int) bool { return j.starts[i] > off }) - 1
	for len(p) > 0 && i < len(j.pieces) {
		end := j.size
		if i+1 < len(j.starts) {
			end = j.starts[i+1]
		}
		part := p[:min(int64(len(p)), end-off)]
		got, err := j.pieces[i].ReadAt(part, off-j.starts[i])
		n += got
		if got < len(part) {
			if err == nil || err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return n, err
		}
		p, off, i = p[got:], off+int64(got), i+1
	}
	if len(p) > 0 {
		return n, io.EOF
	}
	return n, nil
}
