package job

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"keepsake/gallery/store"
)

// folder is where an export goes. Nothing of it is reached outside.
type folder struct {
	dir  string
	root *os.Root
	done atomic.Int64 // bytes
	last atomic.Int64 // number of the last temporary name
}

func openFolder(dir string) (*folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder to export to: %w", err)
	}
	return &folder{dir: dir, root: root}, nil
}

func (d *folder) close() { _ = d.root.Close() } // it was only read from

func (d *folder) written() int64 {
	if d == nil {
		return 0
	}
	return d.done.Load()
}

// newFile is a file on its way: its name is taken by an empty file, its bytes go
// to another one that replaces that when it is whole.
type newFile struct {
	*os.File
	d          *folder
	name, temp string // below the folder
	base       string // name's last element
}

// maxNumber bounds the search for a free name.
const maxNumber = 100_000

// create takes the name in dir ("" for the folder itself), or one with a number
// when it is taken. Both names come from phones.
func (d *folder) create(dir, name string, private bool) (_ *newFile, err error) {
	defer func() { err = store.Explain(d.dir, err) }()
	if dir != "" {
		dir = store.SafeName(strings.ReplaceAll(dir, "/", "-"))
		if err := d.root.Mkdir(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
	mode := os.FileMode(0o666) // as other programs' files: the owner takes it out to show it around
	if private {
		mode = 0o600
	}
	name = store.SafeName(name)
	ext := path.Ext(name)
	for n := 1; n < maxNumber; n++ {
		try := name
		if n > 1 {
			try = store.SafeName(fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ext), n, ext))
		}
		at := filepath.Join(dir, try)
		taken, err := d.root.OpenFile(at, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := taken.Close(); err != nil {
			return nil, err
		}
		temp := filepath.Join(dir, fmt.Sprintf(".keepsake-%d-%d.part", os.Getpid(), d.last.Add(1)))
		f, err := d.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
		if err != nil {
			return nil, errors.Join(err, d.root.Remove(at))
		}
		return &newFile{File: f, d: d, name: at, temp: temp, base: try}, nil
	}
	return nil, fmt.Errorf("no free name for %s", name)
}

// Write implements io.Writer. A full disk is store.ErrNoSpace.
func (f *newFile) Write(p []byte) (int, error) {
	n, err := f.File.Write(p)
	return n, store.Explain(f.d.dir, err)
}

// finish makes the file durable under its name, with its date; or takes both
// away when err says that it is not whole.
func (f *newFile) finish(err error, date time.Time) error {
	size := int64(0)
	if err == nil {
		var st os.FileInfo
		if st, err = f.Stat(); err == nil {
			size, err = st.Size(), f.Sync()
		}
		err = store.Explain(f.d.dir, err)
	}
	err = errors.Join(err, f.Close())
	if err == nil && !date.IsZero() {
		err = f.d.root.Chtimes(f.temp, date, date)
	}
	if err == nil {
		err = f.d.root.Rename(f.temp, f.name)
	}
	if err != nil {
		_ = f.d.root.Remove(f.temp) // of no use, and said to be so by err
		_ = f.d.root.Remove(f.name)
		return err
	}
	f.d.done.Add(size)
	return nil
}
