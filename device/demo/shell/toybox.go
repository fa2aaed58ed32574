package shell

import (
	"context"
	"fmt"
	"io"
	"path"
	"strings"
)

// toybox returns a command that concerns files and texts only, nil when the
// phone has none of that name.
func toybox(name string) Command {
	switch name {
	case "ls":
		return ls
	case "cat":
		return cat
	case "head":
		return head
	case "tail":
		return tail
	case "dd":
		return dd
	case "wc":
		return wc
	case "grep":
		return grep
	case "sha256sum":
		return sha256sum
	case "md5sum":
		return md5sum
	case "stat":
		return stat
	case "find":
		return find
	case "df":
		return df
	case "du":
		return du
	case "rm":
		return rm
	case "rmdir":
		return rmdir
	case "mv":
		return mv
	case "cp":
		return cp
	case "mkdir":
		return mkdir
	case "touch":
		return touch
	case "chmod":
		return chmod
	case "date":
		return date
	case "sync":
		return func(context.Context, *Call) int { return 0 }
	case "id":
		return id
	case "nproc":
		return text("8")
	case "whoami":
		return text("shell")
	case "uname":
		return text("Linux localhost 6.1.75-android14-11 #1 SMP PREEMPT aarch64 Toybox")
	case "basename":
		return basename
	case "dirname":
		return dirname
	case "readlink", "realpath":
		return realpath
	case "sh", "mksh":
		return sh
	}
	return nil
}

// text is a command that prints one line.
func text(line string) Command {
	return func(_ context.Context, c *Call) int {
		fmt.Fprintln(c.Out, line)
		return 0
	}
}

// options takes the options off c.Args: letters without a value from flags,
// with a value from valued. It says what toybox says about any other.
func (c *Call) options(flags, valued string) (map[byte]string, bool) {
	opts := map[byte]string{}
	for len(c.Args) > 0 {
		a := c.Args[0]
		if len(a) < 2 || a[0] != '-' {
			break
		}
		c.Args = c.Args[1:]
		if a == "--" {
			break
		}
		for i := 1; i < len(a); i++ {
			switch {
			case strings.IndexByte(flags, a[i]) >= 0:
				opts[a[i]] = ""
			case strings.IndexByte(valued, a[i]) >= 0:
				v := a[i+1:]
				if v == "" {
					if len(c.Args) == 0 {
						c.Errorf("Missing argument to '%c'", a[i])
						return nil, false
					}
					v, c.Args = c.Args[0], c.Args[1:]
				}
				opts[a[i]] = v
				i = len(a)
			default:
				c.Errorf("Unknown option '%s' (see \"%s --help\")", a[i:], c.Name)
				return nil, false
			}
		}
	}
	return opts, true
}

func has(opts map[byte]string, letter byte) bool {
	_, ok := opts[letter]
	return ok
}

// enough reports whether there are n arguments, and complains otherwise.
func (c *Call) enough(n int) bool {
	if len(c.Args) < n {
		c.Errorf("Need %d argument%s (see \"%s --help\")", n, plural(n), c.Name)
		return false
	}
	return true
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// each calls do with every file named, or with standard input, which is "-".
// Troubles with one file do not stop the others.
func (c *Call) each(do func(name string, r io.Reader) error) int {
	names := c.Args
	if len(names) == 0 {
		names = []string{"-"}
	}
	code := 0
	for _, name := range names {
		var r io.Reader = c.In
		var err error
		if name != "-" {
			r, err = c.Disk.Open(c.Path(name))
		}
		if err == nil {
			err = do(name, r)
		}
		if err != nil {
			code = c.Errorf("%s: %s", name, err)
		}
	}
	return code
}

func clean(p string) string { return path.Clean("/" + p) }

func basename(_ context.Context, c *Call) int {
	if !c.enough(1) {
		return 1
	}
	name := path.Base(c.Args[0])
	if len(c.Args) > 1 && name != c.Args[1] {
		name = strings.TrimSuffix(name, c.Args[1])
	}
	fmt.Fprintln(c.Out, name)
	return 0
}

func dirname(_ context.Context, c *Call) int {
	if !c.enough(1) {
		return 1
	}
	fmt.Fprintln(c.Out, path.Dir(c.Args[0]))
	return 0
}

// realpath resolves the links of the last element; the phone's storage links
// are all there are.
func realpath(_ context.Context, c *Call) int {
	if _, ok := c.options("fem", ""); !ok {
		return 1
	}
	code := 0
	for _, a := range c.Args {
		p := clean(c.Path(a))
		for _, link := range []string{"/sdcard", "/storage/self/primary", "/mnt/sdcard"} {
			if rest, ok := strings.CutPrefix(p, link); ok && (rest == "" || rest[0] == '/') {
				p = "/storage/emulated/0" + rest
			}
		}
		if _, err := c.Disk.Stat(p); err != nil {
			code = 1
			continue
		}
		fmt.Fprintln(c.Out, p)
	}
	return code
}

func sh(ctx context.Context, c *Call) int {
	script := ""
	switch {
	case len(c.Args) >= 2 && c.Args[0] == "-c":
		script = c.Args[1]
	case len(c.Args) >= 1:
		r, err := c.Disk.Open(c.Path(c.Args[0]))
		if err != nil {
			return c.Errorf("%s: %s", c.Args[0], err)
		}
		script, err = readScript(r)
		if err != nil {
			return c.Errorf("%s: %s", c.Args[0], err)
		}
	default:
		var err error
		if script, err = readScript(c.In); err != nil {
			return c.Errorf("%s", err)
		}
	}
	return c.m.Run(ctx, script, c.In, c.Out, c.Err)
}

// maxScript bounds a script read from a file.
const maxScript = 4 << 20

func readScript(r io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxScript))
	return string(b), err
}

func id(_ context.Context, c *Call) int {
	if opts, ok := c.options("ugn", ""); ok && has(opts, 'u') {
		fmt.Fprintln(c.Out, "2000")
		return 0
	}
	fmt.Fprintln(c.Out, "uid=2000(shell) gid=2000(shell) groups=2000(shell),1007(log),1011(adb),1015(sdcard_rw),1023(media_rw),1028(sdcard_r),"+
		"1077(external_storage),1078(ext_data_rw),3001(net_bt_admin),3002(net_bt),3003(inet),9997(everybody) context=u:r:shell:s0")
	return 0
}
