package adb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	// resumeBlock is the grain in which dd skips: every dd counts in blocks, only
	// newer ones in bytes. What comes before the offset is read once more.
	resumeBlock = 256 << 10
	// tailAtMost bounds what tail has to read before it says anything.
	tailAtMost = 512 << 20
	maxWords   = 64 << 10 // of what a program says on its second stream
)

// ReadFrom writes to w what a file holds from offset on and returns how many
// bytes that were. The file service always begins at the beginning, so a
// program of the phone does it: dd, which every Android has, or else tail.
//
// Like a transfer it ends when nothing moves for Options.Patience. A phone that
// cannot do it is errors.ErrUnsupported, a file it will not read a
// *RefusedError, and an error of w is returned as it is. Whether the file is
// still the same one is for the caller to ask.
func (d *Device) ReadFrom(ctx context.Context, path string, offset int64, w io.Writer) (n int64, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("reading on at byte %d of %q on phone %s: %w", offset, path, d, err)
		}
	}()
	if err := checkPath(path); err != nil {
		return 0, err
	}
	if !strings.HasPrefix(path, "/") || offset < 0 {
		return 0, fmt.Errorf("%w for this path", errors.ErrUnsupported)
	}
	features, err := d.Features(ctx)
	if err != nil {
		return 0, err
	}
	if !features.Has("shell_v2") { // the older one changes line ends and has no exit codes
		return 0, fmt.Errorf("%w by this phone", errors.ErrUnsupported)
	}
	rest := &from{w: w, skip: offset % resumeBlock}
	exit, said, err := d.stream(ctx, fmt.Sprintf("dd if=%s bs=%d skip=%d", Quote(path), resumeBlock, offset/resumeBlock), rest)
	if err == nil && exit == 127 && !rest.begun && offset <= tailAtMost {
		rest.skip = 0
		exit, said, err = d.stream(ctx, fmt.Sprintf("tail -c +%d %s", offset+1, Quote(path)), rest)
	}
	switch {
	case err != nil:
		return rest.n, err
	case exit == 127:
		return rest.n, fmt.Errorf("%w by this phone, which has no dd", errors.ErrUnsupported)
	case exit != 0:
		return rest.n, &RefusedError{Path: path, Text: lastLine(said)}
	}
	return rest.n, nil
}

// stream is Run for a program that is expected to say something all the time.
func (d *Device) stream(ctx context.Context, cmd string, stdout io.Writer) (exit int, said string, err error) {
	l, err := d.open(ctx, "shell,v2,raw:"+cmd)
	if err != nil {
		return 0, "", err
	}
	defer l.Close()
	defer l.closeOn(ctx)()
	words := limitedBuffer{left: maxWords}
	if _, err = l.Write([]byte{shellCloseStdin, 0, 0, 0, 0}); err == nil {
		exit, err = readShell(l, stdout, &words)
	}
	return exit, words.String(), explain(ctx, err)
}

// from passes on what comes behind the first skip bytes.
type from struct {
	w       io.Writer
	skip, n int64
	begun   bool
}

func (f *from) Write(p []byte) (int, error) {
	f.begun = f.begun || len(p) > 0
	over := min(f.skip, int64(len(p)))
	f.skip -= over
	if int(over) == len(p) {
		return len(p), nil
	}
	n, err := f.w.Write(p[over:])
	f.n += int64(n)
	return int(over) + n, err
}

// lastLine is where a program says what was wrong.
func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndexByte(s, '\n')+1:]
}
