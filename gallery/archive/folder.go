package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

var (
	errLonger  = errors.New("it holds more bytes than it says")
	errShorter = errors.New("it holds fewer bytes than it says")
)

// libraryMark is what makes a folder a Keepsake library.
const libraryMark = ".keepsake/library.json"

// folderTree is a folder on this computer. It never reads outside of it.
type folderTree struct {
	root *os.Root
	only string // the one file of it that is wanted; empty: all
}

func openFolder(dir string) (*folderTree, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder %s: %w", dir, err)
	}
	return &folderTree{root: root}, nil
}

// openSingle is a tree of one file.
func openSingle(name string) (*folderTree, error) {
	t, err := openFolder(filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	t.only = filepath.Base(name)
	return t, nil
}

func (t *folderTree) close() error { return t.root.Close() }

func (t *folderTree) list(ctx context.Context, found func(int)) ([]file, error) {
	var out []file
	if t.only != "" {
		st, err := t.root.Stat(t.only)
		if err != nil {
			return nil, fmt.Errorf("look at %s: %w", t.only, err)
		}
		return []file{t.file(t.only, st)}, nil
	}
	err := fs.WalkDir(t.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if cerr := ctx.Err(); cerr != nil {
			return cerr
		}
		if err != nil {
			if name == "." {
				return err
			}
			out = append(out, file{path: name, err: err})
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if name == "." {
			return nil
		}
		f, leave := t.look(name, d)
		if f != nil {
			if out = append(out, *f); len(out)%256 == 0 {
				found(len(out))
			}
		}
		return leave
	})
	if err != nil {
		return nil, fmt.Errorf("list the folder %s: %w", t.root.Name(), err)
	}
	return out, nil
}

// look decides about one thing of a folder.
func (t *folderTree) look(name string, d fs.DirEntry) (f *file, leave error) {
	base := path.Base(name)
	switch {
	case d.Type()&fs.ModeSymlink != 0:
		return &file{path: name, skip: "a link; links are not followed"}, nil
	case d.IsDir():
		if strings.Count(name, "/") >= maxDepth {
			return &file{path: name, skip: "a folder nested too deep"}, fs.SkipDir
		}
		if why := leaveFolder(base); why != "" {
			return &file{path: name, skip: why}, fs.SkipDir
		}
		if _, err := t.root.Lstat(path.Join(name, libraryMark)); err == nil {
			return &file{path: name, skip: "a Keepsake library; import it by itself"}, fs.SkipDir
		}
		return nil, nil
	case isLitter(base):
		return nil, nil
	case !d.Type().IsRegular():
		return &file{path: name, skip: "not an ordinary file"}, nil
	}
	st, err := d.Info()
	if err != nil {
		return &file{path: name, err: err}, nil
	}
	out := t.file(name, st)
	return &out, nil
}

func (t *folderTree) file(name string, st fs.FileInfo) file {
	size := st.Size()
	return file{path: name, size: size, mtime: st.ModTime(), open: func(ctx context.Context) (io.ReadCloser, error) {
		f, err := t.root.Open(name)
		if err != nil {
			return nil, err
		}
		now, err := f.Stat()
		if err == nil && !now.Mode().IsRegular() {
			err = errors.New("it is no ordinary file any more")
		}
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		return held(ctx, f, size), nil
	}}
}
