package job

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"keepsake/device"
)

// senseless is a phone whose connections make no sense, so many times.
type senseless struct {
	*fakePhone
	times int
}

func (s *senseless) Hashes(ctx context.Context, paths []string, each func(string, [32]byte, error)) error {
	if s.times--; s.times >= 0 {
		return fmt.Errorf("hash: %w", device.ErrBroken)
	}
	return s.fakePhone.Hashes(ctx, paths, each)
}

// A connection that makes no sense is replaced by another; when that never
// helps, the backup ends with the reason.
func TestSenselessConnections(t *testing.T) {
	for times, fails := range map[int]bool{1: false, 3: false, 4: true} {
		b := newBench(t, 3)
		s := &senseless{b.phone, times}
		asked := 0
		r, err := b.with(t.Context(), s, func(context.Context) (Source, error) { asked++; return s, nil })
		if (err != nil) != fails || fails && !errors.Is(err, device.ErrBroken) || asked != min(times, 3) {
			t.Errorf("%d times: %v after %d new connections", times, err, asked)
		}
		if !fails && r.Counts != counts(3, 3, 0, 0, 0, 3) {
			t.Errorf("%d times: %+v", times, r.Counts)
		}
	}
}
