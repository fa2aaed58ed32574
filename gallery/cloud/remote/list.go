package remote

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"
	"time"

	rclone "github.com/rclone/rclone/fs"
	"github.com/rclone/rclone/fs/walk"

	"keepsake/gallery/cloud"
)

// List implements cloud.Files.
func (t *Target) List(ctx context.Context, folder string, each func(cloud.Entry) error) error {
	err := walk.ListR(t.ctx(ctx), t.f, folder, true, -1, walk.ListObjects, func(entries rclone.DirEntries) error {
		for _, e := range entries {
			if strings.HasPrefix(e.Remote(), stagingDir+"/") {
				continue
			}
			if err := each(cloud.Entry{Path: e.Remote(), Size: e.Size(), ModTime: e.ModTime(ctx)}); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	if errors.Is(err, rclone.ErrorDirNotFound) {
		return nil // nothing was ever put there
	}
	if err != nil {
		return t.explain(ctx, "list "+path.Join(t.o.title(), folder), err)
	}
	return nil
}

// Sweep implements cloud.Files.
func (t *Target) Sweep(ctx context.Context, before time.Time) (int, error) {
	entries, err := t.f.List(t.ctx(ctx), stagingDir)
	if errors.Is(err, rclone.ErrorDirNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, t.explain(ctx, "look for leftovers", err)
	}
	n := 0
	for _, e := range entries {
		obj, ok := e.(rclone.Object)
		if !ok || !strings.HasSuffix(e.Remote(), partExt) || !e.ModTime(ctx).Before(before) {
			continue
		}
		if err := obj.Remove(t.ctx(ctx)); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, rclone.ErrorObjectNotFound) {
			return n, t.explain(ctx, "remove a leftover", err)
		}
		n++
	}
	return n, nil
}
