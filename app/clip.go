package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"keepsake/app/desk"
	"keepsake/app/library"
	"keepsake/gallery/media"
)

// OpenClip implements viewer.Images. A motion photo's clip is written to the
// user's cache for the other program to read; yesterday's go then.
func (p pictures) OpenClip(ctx context.Context, id int64) error {
	it, err := p.Item(ctx, id)
	if err != nil {
		return err
	}
	if it.Info.Motion == nil {
		return p.Open(ctx, id)
	}
	if it.Private() != "" {
		return errPrivate
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return fmt.Errorf("play the clip of %s: %w", it.Path, err)
	}
	dir := filepath.Join(cache, "keepsake", "clips")
	path, err := get(p.c, func(l *library.Library) (string, error) {
		o, err := l.Original(it)
		if err != nil {
			return "", err
		}
		defer o.Close()
		clip, err := media.Clip(o, o.Size(), it.Info)
		if err != nil {
			return "", err
		}
		return keepClip(dir, it.Hash.String()+".mp4", clip, time.Now().AddDate(0, 0, -1))
	})
	if err != nil {
		return fmt.Errorf("play the clip of %s: %w", it.Path, err)
	}
	return desk.Open(ctx, path)
}

// keepClip writes a clip into dir and removes those from before then. It returns
// the clip's path.
func keepClip(dir, name string, clip io.Reader, before time.Time) (string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	old, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	for _, e := range old {
		if st, err := e.Info(); err == nil && st.ModTime().Before(before) {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
				return "", err
			}
		}
	}
	f, err := os.CreateTemp(dir, "*.part")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, clip)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return filepath.Join(dir, name), nil
}
