package cloud

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"testing"
	"testing/iotest"
	"time"

	"keepsake/gallery"
)

func object(data []byte) Object {
	return Object{Path: "a", Size: int64(len(data)), Hash: gallery.Hash(sha256.Sum256(data)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

func TestReaderHoldsTheEndBackUntilAllIsRight(t *testing.T) {
	for _, size := range []int{0, 1, 2, 3, 511, 512, 4096, 100_001} {
		data := bytes.Repeat([]byte("keepsake"), size/8+1)[:size]
		for name, wrap := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "byte by byte": iotest.OneByteReader,
			"with the end": iotest.DataErrReader, "halves": iotest.HalfReader,
		} {
			o := object(data)
			open := o.Open
			o.Open = func() (io.ReadCloser, error) {
				f, err := open()
				return io.NopCloser(wrap(f)), err
			}
			for _, into := range []func(io.Reader) io.Reader{func(r io.Reader) io.Reader { return r }, iotest.OneByteReader} {
				r, err := o.Reader()
				if err != nil {
					t.Fatal(err)
				}
				got, err := io.ReadAll(into(r))
				if err != nil || !bytes.Equal(got, data) {
					t.Fatalf("%d bytes %s: got %d, %v", size, name, len(got), err)
				}
			}
			wrong := o
			wrong.Hash[0] ^= 1
			r, err := wrong.Reader()
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if !errors.Is(err, ErrDamaged) || size > 0 && len(got) >= size {
				t.Fatalf("%d bytes %s with a wrong hash: all %d went out, %v", size, name, len(got), err)
			}
			short := o
			short.Size++
			if r, err = short.Reader(); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadAll(r); !errors.Is(err, ErrDamaged) {
				t.Fatalf("%d bytes where %d were expected: %v", size, size+1, err)
			}
		}
	}
}

func TestReaderTellsTroubleOfTheFile(t *testing.T) {
	o := object([]byte("some bytes"))
	o.Open = func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(bytes.NewReader([]byte("some")), iotest.ErrReader(io.ErrClosedPipe))), nil
	}
	r, err := o.Reader()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(r); !errors.Is(err, io.ErrClosedPipe) {
		t.Fatal(err)
	}
}

func TestRetry(t *testing.T) {
	for _, c := range []struct {
		err   error
		try   int
		after time.Duration
		again bool
	}{
		{ErrAuth, 1, 0, false}, {ErrQuota, 1, 0, false}, {ErrRefused, 1, 0, false}, {ErrDamaged, 1, 0, false},
		{ErrUnreachable, 1, time.Second, true}, {ErrUnreachable, 4, 8 * time.Second, true}, {ErrCorrupt, 90, 64 * time.Second, true},
		{&LimitError{After: 3 * time.Second}, 1, 3 * time.Second, true}, {&LimitError{After: 24 * time.Hour}, 1, maxWait, true},
		{&LimitError{Daily: true}, 1, 0, false},
	} {
		if after, again := Retry(c.err, c.try); after != c.after || again != c.again {
			t.Errorf("%v, try %d: %v %v", c.err, c.try, after, again)
		}
	}
}
