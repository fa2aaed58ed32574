package cloud

import (
	"context"
	"io"

	"golang.org/x/time/rate"
)

// Limiter keeps what goes up, of all uploads together, below so many bytes a
// second. nil limits nothing.
type Limiter struct{ rate *rate.Limiter }

// burst is how much may go at once.
const burst = 64 << 10

// NewLimiter returns a limiter; perSecond in bytes, 0 or less for none.
func NewLimiter(perSecond int64) *Limiter {
	if perSecond <= 0 {
		return nil
	}
	return &Limiter{rate.NewLimiter(rate.Limit(perSecond), burst)}
}

// Reader reads r no faster than allowed. It ends with ctx.
func (l *Limiter) Reader(ctx context.Context, r io.Reader) io.Reader {
	if l == nil {
		return cancelled{ctx, r}
	}
	return &limited{l: l, ctx: ctx, r: r}
}

type limited struct {
	l   *Limiter
	ctx context.Context
	r   io.Reader
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p[:min(len(p), burst)])
	if n > 0 {
		if werr := l.l.rate.WaitN(l.ctx, n); werr != nil {
			return n, werr
		}
	}
	return n, err
}

// cancelled ends with its context.
type cancelled struct {
	ctx context.Context
	io.Reader
}

func (c cancelled) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.Reader.Read(p)
}
