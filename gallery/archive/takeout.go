package archive

import (
	"context"
	"fmt"
	"io"
	"path"
	"strings"
)

// isTakeoutPath reports whether a file lies where Google Takeout puts pictures.
func isTakeoutPath(name string) bool {
	return strings.HasPrefix(name, "Takeout/") || strings.Contains(name, "/Takeout/")
}

// insideTakeout is a path below the folder "Takeout", so that parts that were
// unpacked to different places are one.
func insideTakeout(name string) string {
	if rest, ok := strings.CutPrefix(name, "Takeout/"); ok {
		return rest
	}
	if _, rest, ok := strings.Cut(name, "/Takeout/"); ok {
		return rest
	}
	return name
}

// beside gathers what the JSON files of all trees tell.
type beside struct {
	folders map[string]*matcher
	albums  map[string]string // titles
}

// folderKey names a folder of a set of trees that belong together.
func folderKey(set, file string) string { return set + "\x00" + path.Dir(insideTakeout(file)) }

// gather reads a JSON file. It reports whether the file was a sidecar, of a
// picture or an album.
func (b *beside) gather(ctx context.Context, f *file, set string, tree int) (*candidate, bool, error) {
	data, err := readSmall(ctx, f)
	if err != nil {
		return nil, false, err
	}
	of, album := parseSidecar(data)
	key := folderKey(set, f.path)
	switch {
	case of != nil:
		name, _ := splitSidecarName(path.Base(f.path))
		c := &candidate{sidecarName: name, Sidecar: of, tree: tree}
		m := b.folders[key]
		if m == nil {
			m = newMatcher()
			b.folders[key] = m
		}
		m.add(c)
		return c, true, nil
	case album != "":
		b.albums[key] = album
		return nil, true, nil
	}
	return nil, false, nil
}

// readSmall reads a whole small file.
func readSmall(ctx context.Context, f *file) ([]byte, error) {
	rc, err := f.open(ctx)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	data, err := io.ReadAll(io.LimitReader(rc, maxSidecar+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path.Base(f.path), err)
	}
	return data, nil
}

// mayBeSidecar reports whether a file has the name and the size of one.
func mayBeSidecar(f *file) bool {
	_, ok := splitSidecarName(path.Base(f.path))
	return ok && f.usable() && f.size <= maxSidecar
}
