package device

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"strings"

	"keepsake/gallery/records"
)

// apkType is the MIME type of an app's file.
const apkType = "application/vnd.android.package-archive"

// APKs says which files the apps are made of, base and splits, by package: each with
// the phone's own hash of it, and ready to be read. Apps of the system are left out:
// they come with the phone. Files that the phone does not let be read go to p, and
// the app they belong to is then left out as a whole, since it cannot be installed
// without them. The error wraps ErrGone or is ErrNoHash.
func (p *Phone) APKs(ctx context.Context, apps []records.App, problems *records.Problems) (map[string][]records.Attachment, error) {
	var paths []string
	for _, a := range apps {
		if !a.System {
			paths = append(paths, a.Paths...)
		}
	}
	sums := make(map[string]string, len(paths))
	bad := make(map[string]error)
	if len(paths) > 0 {
		err := p.Hashes(ctx, paths, func(path string, sum [32]byte, err error) {
			if sums[path] = hex.EncodeToString(sum[:]); err != nil {
				bad[path] = err
			}
		})
		if err != nil {
			return nil, fmt.Errorf("the apps on %s: %w", p.Info().Name, err)
		}
	}
	out := make(map[string][]records.Attachment)
	for _, a := range apps {
		if a.System || len(a.Paths) == 0 {
			continue
		}
		files, ok := make([]records.Attachment, 0, len(a.Paths)), true
		for _, at := range a.Paths {
			if err := bad[at]; err != nil || !strings.HasPrefix(at, "/") {
				problems.Add(a.Package, "%s cannot be read: %w", path.Base(at), err)
				ok = false
				continue
			}
			files = append(files, records.Attachment{Name: path.Base(at), MIME: apkType, SHA256: sums[at],
				Open: func(ctx context.Context) (io.ReadCloser, error) { return p.read(ctx, at), nil }})
		}
		if ok {
			out[a.Package] = files
		}
	}
	return out, nil
}

// read reads a file of the phone from its beginning to its end. Close ends it early.
func (p *Phone) read(ctx context.Context, at string) io.ReadCloser {
	ctx, cancel := context.WithCancel(ctx)
	r, w := io.Pipe()
	go func() { // ends with the file, with Close, or with ctx
		_, err := p.link.ReadFrom(ctx, at, 0, w)
		if err != nil {
			err = fmt.Errorf("reading %s on %s: %w", path.Base(at), p.Info().Name, lost(err))
		}
		w.CloseWithError(err) // nil ends the file
	}()
	return &phoneReader{r, cancel}
}

type phoneReader struct {
	*io.PipeReader
	cancel context.CancelFunc
}

func (r *phoneReader) Close() error {
	r.cancel()
	return r.PipeReader.Close()
}
