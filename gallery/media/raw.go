package media

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
)

// decodePreview decodes the largest JPEG inside a raw photo (DNG): the preview
// that the camera made of it.
func decodePreview(ctx context.Context, r io.ReaderAt, size int64, pick picker) (*decoded, error) {
	for _, p := range previews(newSource(ctx, r, size)) {
		d, err := decodeJPEG(ctx, io.NewSectionReader(r, p.at, p.n), p.n, pick)
		if err == nil {
			return d, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return nil, fmt.Errorf("%w: a raw photo without a preview", ErrNoDecoder)
}

// stretch is a part of a file.
type stretch struct{ at, n int64 }

// previews lists the JPEGs in a TIFF's directories, largest first. Raw data that
// is itself compressed as lossless JPEG may be among them: no decoder takes it.
func previews(s *source) []stretch {
	var found []stretch
	add := func(at, n uint32) {
		p := stretch{int64(at), int64(n)}
		if p.at < 8 || p.n < 128 || p.at+p.n > s.size {
			return
		}
		if b := s.bytes(p.at, 2); len(b) == 2 && b[0] == 0xff && b[1] == 0xd8 {
			found = append(found, p)
		}
	}
	walk(s, func(d directory) {
		add(d.number(tagThumbOffset), d.number(tagThumbLength))
		if c := d.number(tagCompression); c == 6 || c == 7 {
			if at, n := d.numbers(tagStripOffsets, 2), d.numbers(tagStripLengths, 2); len(at) == 1 && len(n) == 1 {
				add(at[0], n[0])
			}
		}
	})
	slices.SortFunc(found, func(a, b stretch) int { return cmp.Compare(b.n, a.n) })
	return found
}

// rawSizes lists width and height of the pictures in a TIFF's directories.
func rawSizes(s *source) [][2]int64 {
	var sizes [][2]int64
	walk(s, func(d directory) {
		if w, h := int64(d.number(tagWidth)), int64(d.number(tagHeight)); w > 0 && h > 0 && w < 1<<20 && h < 1<<20 {
			sizes = append(sizes, [2]int64{w, h})
		}
	})
	return sizes
}

// walk visits a TIFF's directories: the chain of them and what hangs below. A
// raw photo has five or so; no more than 32 are visited, which ends loops too.
func walk(s *source, visit func(directory)) {
	t, ok := openTIFF(s, s.size)
	if !ok {
		return
	}
	queue := []uint32{t.first}
	for seen := 0; len(queue) > 0 && seen < 32; seen++ {
		d, next := t.entries(queue[0])
		queue = queue[1:]
		if next != 0 {
			queue = append(queue, next)
		}
		queue = append(queue, d.numbers(tagSubIFDs, 16)...)
		visit(d)
	}
}
