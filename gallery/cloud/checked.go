package cloud

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
)

// Reader opens the object's bytes for sending. The last of them are held back
// until all are known to be what the manifest says, so that a file that was
// damaged here never arrives whole anywhere: reading then ends with ErrDamaged.
func (o Object) Reader() (io.ReadCloser, error) {
	f, err := o.Open()
	if err != nil {
		return nil, err
	}
	r := &checked{o: o, f: f, sum: sha256.New()}
	return r, nil
}

// checked reads one byte ahead.
type checked struct {
	o     Object
	f     io.ReadCloser
	sum   hash.Hash
	n     int64 // read of f
	ahead byte
	have  bool
	err   error
}

func (c *checked) Read(p []byte) (int, error) {
	if c.err != nil || len(p) == 0 {
		return 0, c.err
	}
	at := 0
	if c.have {
		p[0], at = c.ahead, 1
		if len(p) == 1 { // the byte after it must be known before this one goes
			var one [1]byte
			switch n, err := io.ReadFull(c.f, one[:]); {
			case n == 1:
				c.take(one[:])
				c.ahead = one[0]
				return 1, nil
			default:
				return c.end(p[:1], err)
			}
		}
	}
	n, err := c.f.Read(p[at:])
	c.take(p[at : at+n])
	n += at
	if err != nil {
		return c.end(p[:n], err)
	}
	if n == 0 {
		return 0, nil
	}
	c.ahead, c.have = p[n-1], true
	return n - 1, nil
}

func (c *checked) take(p []byte) {
	c.n += int64(len(p))
	c.sum.Write(p)
}

// end gives out the last bytes, if all are right.
func (c *checked) end(p []byte, err error) (int, error) {
	c.err = err
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, err
	}
	c.err = io.EOF
	switch {
	case c.n != c.o.Size:
		c.err = fmt.Errorf("%w: %d bytes, %d expected", ErrDamaged, c.n, c.o.Size)
	case !c.o.Hash.IsZero() && [sha256.Size]byte(c.sum.Sum(nil)) != [sha256.Size]byte(c.o.Hash):
		c.err = fmt.Errorf("%w: its SHA-256 is another one", ErrDamaged)
	default:
		return len(p), io.EOF
	}
	return 0, c.err
}

func (c *checked) Close() error { return c.f.Close() }
