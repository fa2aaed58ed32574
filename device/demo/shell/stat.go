package shell

import (
	"context"
	"fmt"
	"strings"
	"time"

	"keepsake/device/demo/disk"
)

// stat prints a format for each file, or about the file system with -f.
func stat(_ context.Context, c *Call) int {
	opts, ok := c.options("Lft", "c")
	if !ok || !c.enough(1) {
		return 1
	}
	format, given := opts['c']
	if !given {
		format = "  File: %N\n  Size: %s\t Blocks: %b\t IO Blocks: 4096\t%F\nDevice: %Dh/%dd\t Inode: %i\t Links: %h\n" +
			"Access: (0%a/%A)\tUid: (%u/%U)\tGid: (%g/%G)\nAccess: %x\nModify: %y\nChange: %z"
		if has(opts, 'f') {
			format = "  File: \"%n\"\nBlock Size: %S\nBlocks: Total: %b\tFree: %f\tAvailable: %a"
		}
	}
	code := 0
	for _, name := range c.Args {
		look := c.Disk.Lstat
		if has(opts, 'L') || strings.HasSuffix(name, "/") {
			look = c.Disk.Stat
		}
		in, err := look(c.Path(name))
		if err != nil {
			code = c.Errorf("'%s': %s", name, err)
			continue
		}
		value := func(letter byte) string { return fileField(letter, name, in, c.Now().Location()) }
		if has(opts, 'f') {
			value = func(letter byte) string { return c.spaceField(letter, name) }
		}
		fmt.Fprintln(c.Out, fillIn(format, value))
	}
	return code
}

// fillIn replaces each %x of a format by value('x').
func fillIn(format string, value func(byte) string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		if format[i] == '%' {
			b.WriteByte('%')
			continue
		}
		b.WriteString(value(format[i]))
	}
	return b.String()
}

func fileField(letter byte, name string, in disk.Info, zone *time.Location) string {
	long := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04:05.000000000 -0700") }
	switch letter {
	case 'n':
		return name
	case 'N':
		if in.Target != "" {
			return "`" + name + "' -> `" + in.Target + "'"
		}
		return "`" + name + "'"
	case 's':
		return fmt.Sprint(in.Size)
	case 'b':
		return fmt.Sprint((in.Size + 511) / 512)
	case 'B':
		return "512"
	case 'o':
		return "4096"
	case 'f':
		return fmt.Sprintf("%x", in.Mode)
	case 'a':
		return fmt.Sprintf("%o", in.Mode&07777)
	case 'A':
		return modeText(in.Mode)
	case 'u':
		return fmt.Sprint(in.UID)
	case 'U':
		return userName(in.UID)
	case 'g':
		return fmt.Sprint(in.GID)
	case 'G':
		return userName(in.GID)
	case 'h':
		return fmt.Sprint(in.Links)
	case 'i':
		return fmt.Sprint(in.Ino)
	case 'd':
		return "65024"
	case 'D':
		return "fe00"
	case 'X', 'Y':
		return fmt.Sprint(in.MTime.Unix())
	case 'Z':
		return fmt.Sprint(in.CTime.Unix())
	case 'x', 'y':
		return long(in.MTime)
	case 'z':
		return long(in.CTime)
	case 'F':
		switch {
		case in.IsDir():
			return "directory"
		case in.Target != "":
			return "symbolic link"
		case in.Size == 0:
			return "regular empty file"
		}
		return "regular file"
	}
	return "?"
}

func (c *Call) spaceField(letter byte, name string) string {
	total, free := c.Disk.Space()
	switch letter {
	case 'n':
		return name
	case 'S', 's':
		return "4096"
	case 'b':
		return fmt.Sprint(total / 4096)
	case 'f', 'a':
		return fmt.Sprint(free / 4096)
	}
	return "?"
}
