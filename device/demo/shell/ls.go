package shell

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"keepsake/device/demo/disk"
)

// ls is toybox's on a pipe: one name a line, sorted by bytes, names raw.
func ls(_ context.Context, c *Call) int {
	opts, ok := c.options("1aAdlRnhirtSFpLHkqZ", "")
	if !ok {
		return 1
	}
	names := c.Args
	if len(names) == 0 {
		names = []string{"."}
	}
	l := lister{c: c, opts: opts}
	var singles []disk.Info
	var dirs []string
	for _, name := range names {
		look := c.Disk.Stat
		if has(opts, 'd') || has(opts, 'l') && !strings.HasSuffix(name, "/") {
			look = c.Disk.Lstat
		}
		in, err := look(c.Path(name))
		switch {
		case err != nil:
			l.code = c.Errorf("%s: %s", name, err)
		case in.IsDir() && !has(opts, 'd'):
			dirs = append(dirs, name)
		default:
			in.Name = name
			singles = append(singles, in)
		}
	}
	l.print(singles, false)
	for i, d := range dirs {
		if len(names) > 1 || has(opts, 'R') {
			if i > 0 || len(singles) > 0 {
				fmt.Fprintln(c.Out)
			}
			fmt.Fprintf(c.Out, "%s:\n", d)
		}
		l.dir(d)
	}
	return l.code
}

type lister struct {
	c    *Call
	opts map[byte]string
	code int
}

func (l *lister) dir(name string) {
	entries, err := l.c.Disk.List(l.c.Path(name))
	if err != nil {
		l.code = l.c.Errorf("%s: %s", name, err)
		return
	}
	if !has(l.opts, 'a') && !has(l.opts, 'A') {
		entries = slices.DeleteFunc(entries, func(i disk.Info) bool { return strings.HasPrefix(i.Name, ".") })
	}
	if has(l.opts, 'a') {
		for _, dot := range []string{".", ".."} {
			if in, err := l.c.Disk.Stat(l.c.Path(name) + "/" + dot); err == nil {
				in.Name = dot
				entries = append(entries, in)
			}
		}
	}
	l.print(entries, true)
	if !has(l.opts, 'R') {
		return
	}
	for _, e := range entries {
		if e.IsDir() && e.Name != "." && e.Name != ".." {
			sub := strings.TrimSuffix(name, "/") + "/" + e.Name
			fmt.Fprintf(l.c.Out, "\n%s:\n", sub)
			l.dir(sub)
		}
	}
}

func (l *lister) print(list []disk.Info, total bool) {
	slices.SortFunc(list, l.compare)
	if has(l.opts, 'r') {
		slices.Reverse(list)
	}
	long := has(l.opts, 'l') || has(l.opts, 'n')
	if long && total {
		var blocks int64
		for _, e := range list {
			blocks += (e.Size + 1023) / 1024
		}
		fmt.Fprintf(l.c.Out, "total %d\n", blocks)
	}
	width := 1
	for _, e := range list {
		width = max(width, len(fmt.Sprint(e.Size)))
	}
	var b strings.Builder
	for _, e := range list {
		if has(l.opts, 'i') {
			fmt.Fprintf(&b, "%d ", e.Ino)
		}
		if long {
			user, group := userName(e.UID), userName(e.GID)
			if has(l.opts, 'n') {
				user, group = fmt.Sprint(e.UID), fmt.Sprint(e.GID)
			}
			fmt.Fprintf(&b, "%s %d %s %s %*d %s ", modeText(e.Mode), e.Links, user, group, width, e.Size,
				e.MTime.In(l.c.Now().Location()).Format("2006-01-02 15:04"))
		}
		b.WriteString(e.Name)
		if long && e.Target != "" {
			b.WriteString(" -> " + e.Target)
		}
		if has(l.opts, 'p') && e.IsDir() {
			b.WriteByte('/')
		}
		b.WriteByte('\n')
	}
	if _, err := l.c.Out.Write([]byte(b.String())); err != nil {
		l.code = 1
	}
}

func (l *lister) compare(a, b disk.Info) int {
	switch {
	case has(l.opts, 't') && !a.MTime.Equal(b.MTime):
		return b.MTime.Compare(a.MTime)
	case has(l.opts, 'S') && a.Size != b.Size:
		if a.Size > b.Size {
			return -1
		}
		return 1
	}
	return strings.Compare(a.Name, b.Name)
}

// modeText is the first column of ls -l.
func modeText(mode uint32) string {
	b := []byte("----------")
	switch mode & disk.TypeMask {
	case disk.TypeDir:
		b[0] = 'd'
	case disk.TypeLink:
		b[0] = 'l'
	}
	for i, letter := range []byte("rwxrwxrwx") {
		if mode&(1<<(8-i)) != 0 {
			b[i+1] = letter
		}
	}
	for i, bit := range []uint32{04000, 02000, 01000} {
		if mode&bit == 0 {
			continue
		}
		at, low := 3*(i+1), "sst"[i]
		if b[at] == '-' {
			low -= 'a' - 'A'
		}
		b[at] = low
	}
	return string(b)
}

// userName is the name Android gives a user or group number.
func userName(id uint32) string {
	switch {
	case id == 0:
		return "root"
	case id == 1000:
		return "system"
	case id == 1015:
		return "sdcard_rw"
	case id == 1023:
		return "media_rw"
	case id == 2000:
		return "shell"
	case id == 9997:
		return "everybody"
	case id >= 10000 && id < 20000:
		return fmt.Sprintf("u0_a%d", id-10000)
	}
	return fmt.Sprint(id)
}
