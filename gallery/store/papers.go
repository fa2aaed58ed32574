package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// Paper is a file of a library that is no original: its identity, manifest,
// snapshots and records. All of them beside all originals are the whole library.
type Paper struct {
	Path    string // below the library
	Size    int64
	ModTime time.Time
}

// Papers lists them, the identity first: what is needed to make the library again
// somewhere else, with its originals. A manifest that is being written is listed
// up to its last whole line. Caches, files under way and what was set aside are
// left out.
func (l *Library) Papers(ctx context.Context) ([]Paper, error) {
	var all []Paper
	if err := l.papers(ctx, ".", 0, &all); err != nil {
		return nil, fmt.Errorf("list the papers of %s: %w", l.dir, err)
	}
	slices.SortFunc(all, func(a, b Paper) int {
		if first := (b.Path == libraryName); first != (a.Path == libraryName) {
			if first {
				return 1
			}
			return -1
		}
		return strings.Compare(a.Path, b.Path)
	})
	return all, nil
}

func (l *Library) papers(ctx context.Context, dir string, depth int, all *[]Paper) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := l.d.list(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if dir != "." {
			name = dir + "/" + name
		}
		if !isPaper(name) || isSystemFile(e.Name()) {
			continue
		}
		if e.IsDir() {
			if depth < maxDepth {
				if err := l.papers(ctx, name, depth+1, all); err != nil {
					return err
				}
			}
			continue
		}
		st, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if !st.Mode().IsRegular() {
			continue
		}
		p := Paper{Path: name, Size: st.Size(), ModTime: st.ModTime()}
		if parent(name) == manifestDir {
			if p.Size, err = wholeLines(l.d, name, p.Size); err != nil {
				return err
			}
		}
		if p.Size > 0 {
			*all = append(*all, p)
		}
	}
	return nil
}

// isPaper reports whether a path may be one, or a folder of them.
func isPaper(name string) bool {
	top, rest, deep := strings.Cut(name, "/")
	switch {
	case name == readmeName, name == insideDir, top == recordsDir:
		return true
	case top != insideDir || !deep:
		return false
	}
	first, _, _ := strings.Cut(rest, "/")
	switch insideDir + "/" + first {
	case libraryName, manifestDir, snapshotsDir, keptDir, historyDir, secretsName, insideDir + "/phones.json", insideDir + "/runs":
		return !strings.HasPrefix(rest[strings.LastIndexByte(rest, '/')+1:], ".")
	}
	return false
}

// wholeLines is how long a file is up to the end of its last line.
func wholeLines(d disk, name string, size int64) (int64, error) {
	f, err := d.open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	buf := make([]byte, maxLine)
	for end := size; end > 0; {
		n := min(end, int64(len(buf)))
		if _, err := f.ReadAt(buf[:n], end-n); err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		if i := bytes.LastIndexByte(buf[:n], '\n'); i >= 0 {
			return end - n + int64(i) + 1, nil
		}
		end -= n
	}
	return 0, nil
}

// OpenPaper opens one for reading, as long as it was when it was listed.
func (l *Library) OpenPaper(p Paper) (io.ReadCloser, error) {
	if !isPaper(p.Path) || !fs.ValidPath(p.Path) {
		return nil, fmt.Errorf("open %.80q: %w", p.Path, fs.ErrNotExist)
	}
	f, err := l.d.open(p.Path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", p.Path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(f, p.Size), f}, nil
}
