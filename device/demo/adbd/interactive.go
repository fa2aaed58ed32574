package adbd

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
)

// interactive is `adb shell` without a command: lines are read and run until
// exit or the end of input. On a terminal it prompts, echoes what is typed and
// knows backspace, Ctrl-C and Ctrl-D.
func (d *Daemon) interactive(ctx context.Context, in io.Reader, out, errw io.Writer, terminal bool) int {
	s := d.Shell.Session()
	r := bufio.NewReader(in)
	code := 0
	var crlf io.Writer = out
	if terminal {
		crlf = newlines{out}
	}
	for !s.Exited() {
		if terminal {
			fmt.Fprintf(crlf, "%s:%s $ ", d.Device, s.Dir())
		}
		line, err := readLine(r, crlf, terminal)
		if strings.TrimSpace(line) != "" {
			if terminal {
				code = s.Run(ctx, line, strings.NewReader(""), crlf, crlf)
			} else {
				code = s.Run(ctx, line, r, out, errw)
			}
		}
		if err != nil || ctx.Err() != nil {
			break
		}
	}
	return code
}

// lineMax bounds a line.
const lineMax = 64 << 10

// readLine reads up to the next line's end.
func readLine(r *bufio.Reader, echo io.Writer, terminal bool) (string, error) {
	var line []byte
	for len(line) < lineMax {
		c, err := r.ReadByte()
		if err != nil {
			return string(line), err
		}
		switch {
		case c == '\n' || terminal && c == '\r':
			if terminal {
				fmt.Fprint(echo, "\n")
			}
			return string(line), nil
		case !terminal:
			line = append(line, c)
		case c == 3:
			fmt.Fprint(echo, "^C\n")
			return "", nil
		case c == 4 && len(line) == 0:
			return "exit", nil
		case c == 8 || c == 127:
			if len(line) > 0 {
				line = line[:len(line)-1]
				fmt.Fprint(echo, "\b \b")
			}
		case c >= ' ':
			line = append(line, c)
			_, _ = echo.Write([]byte{c}) // a client that is gone ends the reading
		}
	}
	return string(line), nil
}

// newlines turns LF into CRLF, as a terminal's output does.
type newlines struct{ w io.Writer }

func (n newlines) Write(p []byte) (int, error) {
	if _, err := io.WriteString(n.w, strings.ReplaceAll(string(p), "\n", "\r\n")); err != nil {
		return 0, err
	}
	return len(p), nil
}
