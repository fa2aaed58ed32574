package device

import (
	"context"
	"errors"
	"fmt"
)

// Await returns the phone with this ID as soon as it can be read. Until then
// each, which may be nil, is told why not, after every change: ErrGone, a
// *StateError, ErrLocked, or the server's trouble. The only error is ctx's.
func (h *Hub) Await(ctx context.Context, id string, each func(error)) (*Phone, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	changed := h.Changed(ctx)
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-changed:
		}
		p, err := h.Phone(id)
		if err == nil && p.Info().Locked {
			err = fmt.Errorf("%s: %w", p.Info().Name, ErrLocked)
		}
		if err == nil {
			return p, nil
		}
		if errors.Is(err, ErrNoPhone) { // the one that is waited for was there once
			err = fmt.Errorf("%w: %w", ErrGone, err)
		}
		if each != nil {
			each(err)
		}
	}
}
