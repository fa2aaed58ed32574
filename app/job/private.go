package job

import (
	"context"
	"errors"
	"fmt"
	"path"

	"keepsake/device"
	"keepsake/device/miui/secret"
)

// keyer is a Source that can find the key of its private album, where that is
// not the well-known one. *device.Phone is one.
type keyer interface {
	GalleryKey(ctx context.Context) (secret.Key, error)
}

// private takes the phone's private album into the plan, or says that it was
// left out: what was not asked for is not counted.
func (b *Backup) private(ctx context.Context, m *device.Media) error {
	p := m.Private
	if p.Dir == "" {
		return nil
	}
	if !b.Private {
		b.Tracker.note(Problem{Path: p.Dir, Outcome: Skipped, Reason: fmt.Sprintf("the private album was left out, with its files (%d): it is kept only when you ask for it", len(p.Files)+len(p.Problems))})
		return nil
	}
	m.Files = append(m.Files, p.Files...)
	m.Problems = append(m.Problems, p.Problems...)
	locked, foreign := 0, 0
	for _, f := range p.Files {
		switch n, hidden := secret.Parse(path.Base(f.Path)); {
		case !hidden || n.Form == secret.Renamed:
		case n.Form == secret.InCloud:
			locked++
		case !n.Opens(secret.Gallery()):
			foreign++
		}
	}
	if locked > 0 {
		b.Tracker.note(Problem{Path: p.Dir, Outcome: Skipped, Reason: fmt.Sprintf("locked by Mi Cloud: %d files of the private album are kept as they are, and only Mi Cloud has their keys; take them out of the private album on the phone, then back up again", locked)})
	}
	if foreign == 0 {
		return nil
	}
	return b.askKey(ctx, p.Dir, foreign)
}

// askKey asks the phone for the key of files that the well-known one does not
// open. Without it they are kept all the same.
func (b *Backup) askKey(ctx context.Context, dir string, files int) error {
	for {
		k, ok := b.Source.(keyer)
		if !ok {
			return nil
		}
		key, err := k.GalleryKey(ctx)
		switch {
		case err == nil:
			b.keys = append(b.keys, key)
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, device.ErrGone):
			if ok, err := b.again(ctx, err); !ok {
				return err
			}
			continue
		}
		b.Tracker.note(Problem{Path: dir, Outcome: Skipped, Reason: fmt.Sprintf("%d files of the private album are kept, but cannot be shown: they are encrypted with a key that is not Xiaomi's, and it was not found in the phone's Gallery: %v", files, err)})
		return nil
	}
}
