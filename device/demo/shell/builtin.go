package shell

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"keepsake/device/demo/disk"
)

// builtin returns what the shell does itself, because it concerns its state or
// because mksh does so.
func builtin(name string) (func(context.Context, *state, []string, files) int, bool) {
	switch name {
	case "exit":
		return exit, true
	case "cd":
		return cd, true
	case "pwd":
		return func(_ context.Context, s *state, _ []string, f files) int {
			fmt.Fprintln(f.out, s.dir)
			return 0
		}, true
	case "echo":
		return echo, true
	case "printf":
		return printf, true
	case ":", "true":
		return func(context.Context, *state, []string, files) int { return 0 }, true
	case "false":
		return func(context.Context, *state, []string, files) int { return 1 }, true
	case "test", "[":
		return func(_ context.Context, s *state, args []string, f files) int { return test(s, name, args, f) }, true
	case "sleep":
		return sleep, true
	case "command":
		return runCommand, true
	case "type", "which":
		return which, true
	case "wait":
		return wait, true
	case "trap":
		return trap, true
	case "export":
		return export, true
	case "set":
		return set, true
	}
	return nil, false
}

func exit(_ context.Context, s *state, args []string, f files) int {
	s.exited = true
	if len(args) == 0 {
		return s.last
	}
	n, err := strconv.Atoi(args[0])
	if err != nil {
		fmt.Fprintf(f.err, "/system/bin/sh: exit: %s: bad number\n", args[0])
		return 1
	}
	return n & 255
}

func cd(_ context.Context, s *state, args []string, f files) int {
	dir := "/"
	if len(args) > 0 {
		dir = clean(s.path(args[0]))
	}
	in, err := s.m.Disk.Stat(dir)
	if err == nil && !in.IsDir() {
		err = disk.ENOTDIR
	}
	if err != nil {
		fmt.Fprintf(f.err, "/system/bin/sh: cd: %s: %s\n", dir, err)
		return 2
	}
	s.dir = dir
	return 0
}

// echo is mksh's: options -n and -e.
func echo(_ context.Context, _ *state, args []string, f files) int {
	newline, escapes := "\n", false
	for len(args) > 0 && len(args[0]) > 1 && strings.Trim(args[0], "neE") == "-" {
		if strings.Contains(args[0], "n") {
			newline = ""
		}
		if strings.Contains(args[0], "e") {
			escapes = true
		}
		args = args[1:]
	}
	text := strings.Join(args, " ")
	if escapes {
		text = unescape(text)
	}
	if _, err := io.WriteString(f.out, text+newline); err != nil {
		return 1
	}
	return 0
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			i++
			continue
		}
		text, n := escape(s[i:])
		b.WriteString(text)
		i += n
	}
	return b.String()
}

// printf knows %s %d %c %% and %b, and repeats the format while arguments last.
func printf(_ context.Context, _ *state, args []string, f files) int {
	if len(args) == 0 {
		fmt.Fprintln(f.err, "/system/bin/sh: printf: missing format")
		return 1
	}
	format, args := args[0], args[1:]
	var b strings.Builder
	for {
		before := len(args)
		for i := 0; i < len(format); {
			switch {
			case format[i] == '\\':
				text, n := escape(format[i:])
				b.WriteString(text)
				i += n
			case format[i] == '%' && i+1 < len(format):
				verb := format[i+1]
				i += 2
				if verb == '%' {
					b.WriteByte('%')
					continue
				}
				var arg string
				if len(args) > 0 {
					arg, args = args[0], args[1:]
				}
				switch verb {
				case 'd', 'i', 'u':
					n, _ := strconv.ParseInt(arg, 0, 64) // not a number counts as 0
					arg = strconv.FormatInt(n, 10)
				case 'c':
					arg = arg[:min(1, len(arg))]
				case 'b':
					arg = unescape(arg)
				}
				b.WriteString(arg)
			default:
				b.WriteByte(format[i])
				i++
			}
		}
		if len(args) == 0 || len(args) == before {
			break
		}
	}
	if _, err := io.WriteString(f.out, b.String()); err != nil {
		return 1
	}
	return 0
}

func sleep(ctx context.Context, _ *state, args []string, f files) int {
	var d time.Duration
	for _, a := range args {
		seconds, err := strconv.ParseFloat(strings.TrimSuffix(a, "s"), 64)
		if err != nil || seconds < 0 || seconds > 1e6 {
			fmt.Fprintf(f.err, "sleep: bad duration '%s'\n", a)
			return 1
		}
		d += time.Duration(seconds * float64(time.Second))
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return 0
	case <-ctx.Done():
		return 130
	}
}

// runCommand is `command NAME ARG...`, and with -v the same as which.
func runCommand(ctx context.Context, s *state, args []string, f files) int {
	switch {
	case len(args) == 0:
		return 0
	case args[0] == "-v":
		return which(ctx, s, args[1:], f)
	}
	return s.exec(ctx, args, f)
}

// which says where commands are; 1 when one is missing.
func which(_ context.Context, s *state, args []string, f files) int {
	code := 0
	for _, a := range args {
		if _, ok := builtin(a); ok {
			fmt.Fprintln(f.out, a)
		} else if s.m.Lookup(a) != nil {
			fmt.Fprintln(f.out, "/system/bin/"+strings.TrimPrefix(a, "/system/bin/"))
		} else {
			code = 1
		}
	}
	return code
}

func export(_ context.Context, s *state, args []string, _ files) int {
	for _, a := range args {
		if k, v, ok := strings.Cut(a, "="); ok {
			s.vars[k] = v
		}
	}
	return 0
}

// set without arguments shows the variables; its options change nothing here.
func set(_ context.Context, s *state, args []string, f files) int {
	if len(args) > 0 {
		return 0
	}
	all := maps.Clone(s.m.Vars)
	maps.Copy(all, s.vars)
	for _, k := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(f.out, "%s=%s\n", k, all[k])
	}
	return 0
}
