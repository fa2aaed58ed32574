package shell

import (
	"bufio"
	"context"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"keepsake/device/demo/disk"
)

// find walks trees: -name -iname -path -type -size -newer -empty, joined by
// -a, -o, ! and parentheses; -maxdepth and -mindepth; -print, -print0, -printf,
// -prune.
func find(ctx context.Context, c *Call) int {
	f := &finder{c: c, out: bufio.NewWriter(c.Out), max: -1}
	var roots []string
	args := c.Args
	for len(args) > 0 && !strings.HasPrefix(args[0], "-") && args[0] != "!" && args[0] != "(" {
		roots, args = append(roots, args[0]), args[1:]
	}
	if len(roots) == 0 {
		roots = []string{"."}
	}
	f.args = args
	test := findTest(func(*visit) bool { return true })
	if len(args) > 0 {
		var err error
		if test, err = f.or(0); err == nil && len(f.args) > 0 {
			err = fmt.Errorf("bad arg '%s'", f.args[0])
		}
		if err != nil {
			return c.Errorf("%s", err)
		}
	}
	if !f.acts {
		match := test
		test = func(v *visit) bool { return match(v) && f.print(v.path, '\n') }
	}
	for _, r := range roots {
		in, err := c.Disk.Lstat(c.Path(r))
		if err != nil {
			f.code = c.Errorf("'%s': %s", r, err)
			continue
		}
		if in.Target != "" && strings.HasSuffix(r, "/") {
			in, _ = c.Disk.Stat(c.Path(r)) // the link was just read
		}
		in.Name = path.Base(r)
		f.walk(ctx, r, in, 0, test)
	}
	if f.out.Flush() != nil {
		return 1
	}
	return f.code
}

type visit struct {
	path  string
	in    disk.Info
	prune bool
}

type findTest func(*visit) bool

type finder struct {
	c        *Call
	out      *bufio.Writer
	args     []string
	acts     bool
	min, max int
	code     int
}

func (f *finder) print(s string, end byte) bool {
	f.out.WriteString(s) // the error stays until Flush
	f.out.WriteByte(end)
	return true
}

func (f *finder) walk(ctx context.Context, p string, in disk.Info, depth int, test findTest) {
	if ctx.Err() != nil {
		return
	}
	v := &visit{path: p, in: in}
	if depth >= f.min {
		test(v)
	}
	if !in.IsDir() || v.prune || depth == f.max {
		return
	}
	entries, err := f.c.Disk.List(f.c.Path(p))
	if err != nil {
		f.code = f.c.Errorf("%s: %s", p, err)
		return
	}
	for _, e := range entries {
		f.walk(ctx, strings.TrimSuffix(p, "/")+"/"+e.Name, e, depth+1, test)
	}
}

func (f *finder) peek() string {
	if len(f.args) == 0 {
		return ""
	}
	return f.args[0]
}

func (f *finder) next() string {
	a := f.peek()
	f.args = f.args[min(1, len(f.args)):]
	return a
}

func (f *finder) or(depth int) (findTest, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("too many (")
	}
	left, err := f.and(depth)
	for err == nil && (f.peek() == "-o" || f.peek() == "-or") {
		f.next()
		a := left
		var b findTest
		b, err = f.and(depth)
		left = func(v *visit) bool { return a(v) || b(v) }
	}
	return left, err
}

func (f *finder) and(depth int) (findTest, error) {
	left, err := f.term(depth)
	for err == nil {
		switch f.peek() {
		case "", ")", "-o", "-or":
			return left, nil
		case "-a", "-and":
			f.next()
		}
		a := left
		var b findTest
		b, err = f.term(depth)
		left = func(v *visit) bool { return a(v) && b(v) }
	}
	return left, err
}

func (f *finder) term(depth int) (findTest, error) {
	name := f.next()
	switch name {
	case "!", "-not":
		if depth > maxDepth {
			return nil, fmt.Errorf("too many negations")
		}
		inner, err := f.term(depth + 1)
		return func(v *visit) bool { return !inner(v) }, err
	case "(":
		inner, err := f.or(depth + 1)
		if err == nil && f.next() != ")" {
			err = fmt.Errorf("missing )")
		}
		return inner, err
	case "-print":
		f.acts = true
		return func(v *visit) bool { return f.print(v.path, '\n') }, nil
	case "-print0":
		f.acts = true
		return func(v *visit) bool { return f.print(v.path, 0) }, nil
	case "-prune":
		return func(v *visit) bool { v.prune = true; return true }, nil
	case "-empty":
		return func(v *visit) bool { return v.in.IsRegular() && v.in.Size == 0 }, nil
	}
	if len(f.args) == 0 {
		return nil, fmt.Errorf("bad arg '%s'", name)
	}
	return f.valued(name, f.next())
}

// valued is the tests and actions that take one argument.
func (f *finder) valued(name, arg string) (findTest, error) {
	always := func(*visit) bool { return true }
	switch name {
	case "-name":
		return func(v *visit) bool { return match(arg, v.in.Name) }, nil
	case "-iname":
		low := strings.ToLower(arg)
		return func(v *visit) bool { return match(low, strings.ToLower(v.in.Name)) }, nil
	case "-path", "-wholename":
		return func(v *visit) bool {
			return match(strings.ReplaceAll(arg, "/", "\x01"), strings.ReplaceAll(v.path, "/", "\x01"))
		}, nil
	case "-type":
		kinds := map[string]uint32{"f": disk.TypeFile, "d": disk.TypeDir, "l": disk.TypeLink}
		kind, ok := kinds[arg]
		if !ok {
			return nil, fmt.Errorf("bad -type '%s'", arg)
		}
		return func(v *visit) bool { return v.in.Mode&disk.TypeMask == kind }, nil
	case "-printf":
		f.acts = true
		format := unescape(arg)
		zone := f.c.Now().Location()
		return func(v *visit) bool {
			f.out.WriteString(findFields(format, v, zone)) // the error stays until Flush
			return true
		}, nil
	case "-newer":
		ref, err := f.c.Disk.Stat(f.c.Path(arg))
		if err != nil {
			return nil, fmt.Errorf("'%s': %w", arg, err)
		}
		return func(v *visit) bool { return v.in.MTime.After(ref.MTime) }, nil
	case "-size":
		return sizeTest(arg)
	case "-maxdepth", "-mindepth":
		n, err := strconv.Atoi(arg)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("bad %s '%s'", name, arg)
		}
		if name == "-maxdepth" {
			f.max = n
		} else {
			f.min = n
		}
		return always, nil
	}
	return nil, fmt.Errorf("bad arg '%s'", name)
}

func sizeTest(arg string) (findTest, error) {
	number := strings.TrimLeft(arg, "+-")
	unit := int64(512)
	for suffix, u := range map[string]int64{"c": 1, "k": 1 << 10, "M": 1 << 20, "G": 1 << 30} {
		if rest, ok := strings.CutSuffix(number, suffix); ok {
			number, unit = rest, u
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("bad -size '%s'", arg)
	}
	return func(v *visit) bool {
		units := (v.in.Size + unit - 1) / unit
		switch arg[0] {
		case '+':
			return units > n
		case '-':
			return units < n
		}
		return units == n
	}, nil
}

// findFields fills in -printf: %p %f %h %s %y %m %i %T@ %t.
func findFields(format string, v *visit, zone *time.Location) string {
	format = strings.ReplaceAll(format, "%T@", "%@")
	return fillIn(format, func(letter byte) string {
		switch letter {
		case 'p':
			return v.path
		case 'f':
			return v.in.Name
		case 'h':
			return path.Dir(v.path)
		case 'y':
			return map[uint32]string{disk.TypeFile: "f", disk.TypeDir: "d", disk.TypeLink: "l"}[v.in.Mode&disk.TypeMask]
		case 'm':
			return fmt.Sprintf("%o", v.in.Mode&07777)
		case '@':
			return fmt.Sprintf("%d.%09d", v.in.MTime.Unix(), v.in.MTime.Nanosecond())
		case 't':
			return v.in.MTime.In(zone).Format(time.ANSIC)
		}
		return fileField(letter, v.path, v.in, zone)
	})
}
