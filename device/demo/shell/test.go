package shell

import (
	"fmt"
	"strconv"
)

// test is the command of that name, also spelt "[": one condition, or several
// joined by -a and -o.
func test(s *state, name string, args []string, f files) int {
	if name == "[" {
		if len(args) == 0 || args[len(args)-1] != "]" {
			fmt.Fprintln(f.err, "/system/bin/sh: [: missing ]")
			return 2
		}
		args = args[:len(args)-1]
	}
	result := false
	for {
		n, ok, err := s.condition(args)
		if err != nil {
			fmt.Fprintf(f.err, "/system/bin/sh: %s: %s\n", name, err)
			return 2
		}
		result = ok
		args = args[n:]
		if len(args) == 0 {
			break
		}
		op := args[0]
		args = args[1:]
		if op != "-a" && op != "-o" {
			fmt.Fprintf(f.err, "/system/bin/sh: %s: %s: unexpected operator/operand\n", name, op)
			return 2
		}
		if ok == (op == "-o") {
			break
		}
	}
	if result {
		return 0
	}
	return 1
}

// condition evaluates one condition at the beginning of args and returns how
// many of them it took.
func (s *state) condition(args []string) (n int, ok bool, err error) {
	switch {
	case len(args) == 0:
		return 0, false, nil
	case args[0] == "!" && len(args) > 1:
		n, ok, err := s.condition(args[1:])
		return n + 1, !ok, err
	case len(args) >= 3 && args[1] != "-a" && args[1] != "-o":
		ok, err := binary(args[0], args[1], args[2])
		return 3, ok, err
	case len(args) == 1 || args[1] == "-a" || args[1] == "-o":
		return 1, args[0] != "", nil
	}
	in, statErr := s.m.Disk.Stat(s.path(args[1]))
	switch args[0] {
	case "-n":
		return 2, args[1] != "", nil
	case "-z":
		return 2, args[1] == "", nil
	case "-e", "-r":
		return 2, statErr == nil, nil
	case "-w":
		return 2, s.m.Disk.Writable(s.path(args[1])), nil
	case "-f":
		return 2, statErr == nil && in.IsRegular(), nil
	case "-d":
		return 2, statErr == nil && in.IsDir(), nil
	case "-s":
		return 2, statErr == nil && in.Size > 0, nil
	case "-L", "-h":
		in, err := s.m.Disk.Lstat(s.path(args[1]))
		return 2, err == nil && in.Target != "", nil
	}
	return 0, false, fmt.Errorf("%s: unknown operand", args[0])
}

func binary(a, op, b string) (bool, error) {
	switch op {
	case "=", "==":
		return a == b, nil
	case "!=":
		return a != b, nil
	}
	x, errX := strconv.ParseInt(a, 10, 64)
	y, errY := strconv.ParseInt(b, 10, 64)
	if errX != nil || errY != nil {
		return false, fmt.Errorf("%s %s %s: bad number", a, op, b)
	}
	switch op {
	case "-eq":
		return x == y, nil
	case "-ne":
		return x != y, nil
	case "-lt":
		return x < y, nil
	case "-le":
		return x <= y, nil
	case "-gt":
		return x > y, nil
	case "-ge":
		return x >= y, nil
	}
	return false, fmt.Errorf("%s: unknown operator", op)
}
