package library

import (
	"context"
	"time"

	"keepsake/app/job"
	"keepsake/device"
)

// unlockEvery is how often a phone that was restarted is asked whether its storage
// is open.
const unlockEvery = time.Second

// unlocked is again for a phone that may have been restarted meanwhile: until it is
// unlocked, its storage is not there, and every file would seem to be gone.
func unlocked(ctx context.Context, t *job.Tracker, again func(context.Context) (*device.Phone, error)) (*device.Phone, error) {
	for {
		p, err := again(ctx)
		if err != nil {
			return nil, err
		}
		info := p.Info()
		for info.Locked && err == nil {
			t.Waits(device.ErrLocked)
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(unlockEvery):
			}
			info, err = p.Refresh(ctx)
		}
		if err == nil {
			return p, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
}
