package device

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"keepsake/device/adb"
)

// Probing is the door for questions about a phone that this package does not
// ask itself. It only passes them on: that they change nothing is up to the
// caller. A connection that broke is ErrGone, as everywhere.
type Probing struct{ link link }

// Probing opens the door. Begin with Shell.
func (p *Phone) Probing() Probing {
	if a, ok := p.link.(alive); ok {
		return Probing{a.link} // the Hub's watch over its waits knows fewer questions
	}
	return Probing{p.link}
}

// streamer is a link that can cut an answer short while it comes.
type streamer interface {
	Run(ctx context.Context, command string, stdin io.Reader, stdout, stderr io.Writer) (exit int, err error)
}

// Shell runs a command and returns what it said, up to most bytes on either
// stream; beyond them it ends with adb.ErrTooMuch.
func (d Probing) Shell(ctx context.Context, command string, most int) (adb.Result, error) {
	var res adb.Result
	var err error
	if s, ok := d.link.(streamer); ok {
		out, errs := bounded{left: most}, bounded{left: most}
		res.Exit, err = s.Run(ctx, command, nil, &out, &errs)
		res.Stdout, res.Stderr = out.Bytes(), errs.Bytes()
	} else if res, err = d.link.Shell(ctx, command); err == nil && max(len(res.Stdout), len(res.Stderr)) > most {
		err = fmt.Errorf("the answer to a question: %w", adb.ErrTooMuch)
	}
	return res, lost(err)
}

// bounded keeps what is written, up to a number of bytes.
type bounded struct {
	bytes.Buffer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	if len(p) > b.left {
		return 0, adb.ErrTooMuch
	}
	b.left -= len(p)
	return b.Buffer.Write(p)
}

// Features are the names of what the phone's adb says it can do; none on phones
// before Android 7.
func (d Probing) Features(ctx context.Context) ([]string, error) {
	w, ok := d.link.(wire)
	if !ok {
		return nil, fmt.Errorf("asking what the phone can do: %w", errors.ErrUnsupported)
	}
	f, err := w.Device.Features(ctx)
	return f.Names(), lost(err)
}

// Open opens a service of the phone. It closes when ctx ends; the caller closes
// it otherwise.
func (d Probing) Open(ctx context.Context, service string) (io.ReadCloser, error) {
	w, ok := d.link.(wire)
	if !ok {
		return nil, fmt.Errorf("opening a service: %w", errors.ErrUnsupported)
	}
	c, err := w.Device.Open(ctx, service)
	if err != nil {
		return nil, lost(err)
	}
	return c, nil
}

// Files opens a file session of its own; the caller closes it.
func (d Probing) Files(ctx context.Context) (*ProbingFiles, error) {
	s, err := d.link.Sync(ctx)
	if err != nil {
		return nil, lost(err)
	}
	return &ProbingFiles{s}, nil
}

// ProbingFiles asks about files. Calls do not overlap.
type ProbingFiles struct{ s session }

// Stats asks about many files at once, as adb.Session does.
func (f *ProbingFiles) Stats(ctx context.Context, paths []string, each func(i int, st adb.Stat)) error {
	s, ok := f.s.(interface {
		Stats(ctx context.Context, paths []string, each func(i int, st adb.Stat)) error
	})
	if !ok {
		return fmt.Errorf("asking about files: %w", errors.ErrUnsupported)
	}
	return lost(s.Stats(ctx, paths, each))
}

// Lists lists folders, as adb.Session does.
func (f *ProbingFiles) Lists(ctx context.Context, dirs []string, each func(i int, entries []adb.DirEntry, err error)) error {
	return lost(f.s.Lists(ctx, dirs, each))
}

// Pull reads files, as adb.Session does.
func (f *ProbingFiles) Pull(ctx context.Context, window int, next func() (adb.Request, bool), sink adb.Sink) error {
	return lost(f.s.Pull(ctx, window, next, sink))
}

// Close ends the session.
func (f *ProbingFiles) Close() error { return f.s.Close() }
