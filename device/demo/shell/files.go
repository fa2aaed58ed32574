package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"keepsake/device/demo/disk"
)

func rm(_ context.Context, c *Call) int {
	opts, ok := c.options("frRi", "")
	if !ok {
		return 1
	}
	force, deep := has(opts, 'f'), has(opts, 'r') || has(opts, 'R')
	if !force && !c.enough(1) {
		return 1
	}
	code := 0
	for _, name := range c.Args {
		if err := c.remove(c.Path(name), deep); err != nil && !(force && errors.Is(err, disk.ENOENT)) {
			code = c.Errorf("%s: %s", name, err)
		}
	}
	return code
}

func (c *Call) remove(p string, deep bool) error {
	in, err := c.Disk.Lstat(p)
	if err != nil {
		return err
	}
	if in.IsDir() {
		if !deep {
			return disk.EISDIR
		}
		entries, err := c.Disk.List(p)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := c.remove(p+"/"+e.Name, true); err != nil {
				return err
			}
		}
	}
	return c.Disk.Remove(p)
}

func rmdir(_ context.Context, c *Call) int {
	if _, ok := c.options("p", ""); !ok || !c.enough(1) {
		return 1
	}
	code := 0
	for _, name := range c.Args {
		in, err := c.Disk.Lstat(c.Path(name))
		if err == nil && !in.IsDir() {
			err = disk.ENOTDIR
		}
		if err == nil {
			err = c.Disk.Remove(c.Path(name))
		}
		if err != nil {
			code = c.Errorf("%s: %s", name, err)
		}
	}
	return code
}

func mkdir(_ context.Context, c *Call) int {
	opts, ok := c.options("pv", "m")
	if !ok || !c.enough(1) {
		return 1
	}
	code := 0
	for _, name := range c.Args {
		p := clean(c.Path(name))
		if has(opts, 'p') {
			if err := c.mkdirAll(p); err != nil {
				code = c.Errorf("'%s': %s", name, err)
			}
		} else if err := c.Disk.Mkdir(p, 02770); err != nil {
			code = c.Errorf("'%s': %s", name, err)
		}
	}
	return code
}

func (c *Call) mkdirAll(p string) error {
	in, err := c.Disk.Stat(p)
	switch {
	case err == nil && in.IsDir():
		return nil
	case err == nil:
		return disk.EEXIST
	case !errors.Is(err, disk.ENOENT):
		return err
	}
	if err := c.mkdirAll(path.Dir(p)); err != nil {
		return err
	}
	return c.Disk.Mkdir(p, 02770)
}

// destination is where a file goes: into dst when that is a directory.
func (c *Call) destination(src, dst string) string {
	if in, err := c.Disk.Stat(c.Path(dst)); err == nil && in.IsDir() {
		return strings.TrimSuffix(c.Path(dst), "/") + "/" + path.Base(src)
	}
	return c.Path(dst)
}

func mv(_ context.Context, c *Call) int {
	opts, ok := c.options("fniTv", "")
	if !ok || !c.enough(2) {
		return 1
	}
	code := 0
	last := len(c.Args) - 1
	for _, name := range c.Args[:last] {
		to := c.destination(name, c.Args[last])
		if _, err := c.Disk.Lstat(to); err == nil && has(opts, 'n') {
			continue
		}
		if err := c.Disk.Rename(c.Path(name), to); err != nil {
			code = c.Errorf("bad '%s': %s", name, err)
			continue
		}
		// Nobody tells the media scanner of it. That it is gone again is no matter.
		_ = c.Disk.SetFresh(to, true)
	}
	return code
}

// cp copies files; the bytes are shared until one of them changes.
func cp(_ context.Context, c *Call) int {
	opts, ok := c.options("fpan", "")
	if !ok || !c.enough(2) {
		return 1
	}
	code := 0
	last := len(c.Args) - 1
	for _, name := range c.Args[:last] {
		if err := c.copyFile(c.Path(name), c.destination(name, c.Args[last]), has(opts, 'p') || has(opts, 'a')); err != nil {
			code = c.Errorf("bad '%s': %s", name, err)
		}
	}
	return code
}

func (c *Call) copyFile(from, to string, keepTime bool) error {
	r, err := c.Disk.Open(from)
	if err != nil {
		return err
	}
	w, err := c.Disk.Create(to, r.Info.Mode&0777, false)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, r); err != nil {
		w.Abort()
		return err
	}
	var t time.Time
	if keepTime {
		t = r.Info.MTime
	}
	w.Close(t)
	return nil
}

func chmod(_ context.Context, c *Call) int {
	if !c.enough(2) {
		return 1
	}
	mode, err := strconv.ParseUint(c.Args[0], 8, 12)
	if err != nil {
		return c.Errorf("bad mode '%s'", c.Args[0])
	}
	code := 0
	for _, name := range c.Args[1:] {
		if err := c.Disk.Chmod(c.Path(name), uint32(mode)); err != nil {
			code = c.Errorf("%s: %s", name, err)
		}
	}
	return code
}

// df prints the storage or the card that each file lies on; without one, the
// phone's own.
func df(_ context.Context, c *Call) int {
	opts, ok := c.options("khHPai", "t")
	if !ok {
		return 1
	}
	names := c.Args
	if len(names) == 0 {
		names = []string{"/"}
	}
	unit, layout := int64(1<<10), "%-17s %10d %9d %9d %3d%% %s\n"
	if has(opts, 'h') {
		unit, layout = 1<<30, "%-17s %9dG %8dG %8dG %3d%% %s\n"
	}
	var lines strings.Builder
	for _, name := range names {
		total, free, mount, err := c.Disk.SpaceAt(c.Path(name))
		if err != nil {
			return c.Errorf("%s: %s", name, err)
		}
		if mount == "" {
			mount = "/storage/emulated"
		}
		used := total - free
		fmt.Fprintf(&lines, layout, "/dev/fuse", total/unit, used/unit, free/unit, used*100/max(total, 1), mount)
	}
	fmt.Fprintf(c.Out, "%-17s %10s %9s %9s %4s Mounted on\n%s", "Filesystem", "1K-blocks", "Used", "Available", "Use%", lines.String())
	return 0
}

func du(_ context.Context, c *Call) int {
	opts, ok := c.options("skhca", "d")
	if !ok {
		return 1
	}
	names := c.Args
	if len(names) == 0 {
		names = []string{"."}
	}
	code := 0
	for _, name := range names {
		var sum int64
		in, err := c.Disk.Stat(c.Path(name))
		if err != nil {
			code = c.Errorf("%s: %s", name, err)
			continue
		}
		if in.IsDir() {
			err = c.Disk.Walk(c.Path(name), func(_ string, in disk.Info, _ disk.Content) bool {
				sum += (in.Size + 1023) / 1024
				return true
			})
		} else {
			sum = (in.Size + 1023) / 1024
		}
		if err != nil {
			code = c.Errorf("%s: %s", name, err)
			continue
		}
		if has(opts, 'h') {
			fmt.Fprintf(c.Out, "%.1fM\t%s\n", float64(sum)/1024, name)
		} else {
			fmt.Fprintf(c.Out, "%d\t%s\n", sum, name)
		}
	}
	return code
}
