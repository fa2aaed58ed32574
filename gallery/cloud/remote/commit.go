package remote

import (
	"context"
	"errors"
	"fmt"
	"path"

	rclone "github.com/rclone/rclone/fs"
	"golang.org/x/sync/errgroup"

	"keepsake/gallery/cloud"
)

// Commit implements cloud.Committer: the remote lists each folder that something
// was sent to, and what it tells of a file there is the proof that it is whole.
func (t *Target) Commit(ctx context.Context, sent []cloud.Sent) ([]cloud.Committed, error) {
	folders := map[string][]int{}
	for i, s := range sent {
		folders[path.Dir(s.Path)] = append(folders[path.Dir(s.Path)], i)
	}
	out := make([]cloud.Committed, len(sent))
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(workers(t.o.Kind))
	for folder, all := range folders {
		g.Go(func() error { return t.look(gctx, folder, all, sent, out) })
	}
	if err := g.Wait(); err != nil {
		return nil, t.explain(ctx, "ask for what was sent", err)
	}
	return out, nil
}

// lookAt is how many files are asked for at once, at most.
const lookAt = 1000

// few is up to how many files of a folder are asked for one by one.
const few = 3

// look says what became of the files of one folder.
func (t *Target) look(ctx context.Context, folder string, all []int, sent []cloud.Sent, out []cloud.Committed) error {
	there := map[string]rclone.Object{}
	if folder == "." {
		folder = ""
	}
	if len(all) > few {
		entries, err := t.f.List(t.ctx(ctx), folder)
		if err != nil && !errors.Is(err, rclone.ErrorDirNotFound) {
			return err
		}
		for _, e := range entries {
			if obj, ok := e.(rclone.Object); ok {
				there[obj.Remote()] = obj
			}
		}
	}
	for _, i := range all {
		obj := there[sent[i].Path]
		if obj == nil || obj.Size() != sent[i].Size { // a list may be older than it
			var err error
			obj, err = t.f.NewObject(t.ctx(ctx), sent[i].Path)
			if errors.Is(err, rclone.ErrorObjectNotFound) {
				out[i].Err = fmt.Errorf("send %s: %w: it is not there afterwards", sent[i].Path, cloud.ErrCorrupt)
				continue
			}
			if err != nil {
				return err
			}
		}
		out[i].Stored, out[i].Err = t.judge(ctx, obj, sent[i].Object)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// judge compares what the remote has with what was sent: its length, for the short
// way is only taken where no checksum is kept. Something else is removed.
func (t *Target) judge(ctx context.Context, obj rclone.Object, o cloud.Object) (cloud.Stored, error) {
	s := cloud.Stored{Ref: o.Path, Size: obj.Size(), Proof: cloud.BySize}
	if obj.Size() == o.Size {
		return s, nil
	}
	return s, errors.Join(fmt.Errorf("send %s: %w: it says %d bytes, %d were sent", o.Path, cloud.ErrCorrupt, obj.Size(), o.Size), t.discard(ctx, obj))
}
