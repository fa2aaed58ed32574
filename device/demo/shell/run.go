package shell

import (
	"context"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"
)

// state is one shell process: subshells get a copy.
type state struct {
	m      *Machine
	dir    string
	vars   map[string]string
	last   int               // $?
	exited bool              // exit was called
	jobs   *sync.WaitGroup   // what runs in the background of this shell
	traps  map[string]string // by signal, or EXIT
}

// files are the three standard streams.
type files struct {
	in       io.Reader
	out, err io.Writer
}

func (s *state) copy() *state {
	c := *s
	c.jobs, c.traps = &sync.WaitGroup{}, nil
	c.vars = make(map[string]string, len(s.vars))
	for k, v := range s.vars {
		c.vars[k] = v
	}
	return &c
}

func (s *state) list(ctx context.Context, l list, f files) int {
	for _, ao := range l {
		if ao.background {
			sub := s.copy()
			s.jobs.Go(func() {
				sub.andOr(ctx, ao, files{strings.NewReader(""), f.out, f.err})
				sub.jobs.Wait()
			})
			s.last = 0
			continue
		}
		s.andOr(ctx, ao, f)
		if s.stop(ctx) {
			break
		}
	}
	return s.last
}

func (s *state) andOr(ctx context.Context, ao andOr, f files) {
	s.pipeline(ctx, ao.first, f)
	for _, j := range ao.rest {
		if s.stop(ctx) {
			break
		}
		if j.or == (s.last != 0) {
			s.pipeline(ctx, j.next, f)
		}
	}
}

func (s *state) stop(ctx context.Context) bool { return s.exited || ctx.Err() != nil }

// pipeline runs its stages side by side, each in a subshell; a single command
// runs in this shell.
func (s *state) pipeline(ctx context.Context, p pipeline, f files) {
	if len(p.stages) == 1 {
		s.last = s.command(ctx, p.stages[0], f)
	} else {
		s.last = s.pipe(ctx, p.stages, f)
	}
	if p.negate {
		if s.last == 0 {
			s.last = 1
		} else {
			s.last = 0
		}
	}
}

func (s *state) pipe(ctx context.Context, stages []command, f files) int {
	done := make(chan struct{}, len(stages))
	var in io.Reader = f.in
	var last int
	for i, c := range stages {
		mine := files{in, f.out, f.err}
		sub := s.copy()
		if i == len(stages)-1 {
			last = sub.command(ctx, c, mine)
			sub.jobs.Wait()
			closeReader(in, f.in)
			break
		}
		r, w := io.Pipe()
		mine.out = w
		go func(from io.Reader) {
			defer func() { done <- struct{}{} }()
			sub.command(ctx, c, mine)
			sub.jobs.Wait()
			w.Close()
			closeReader(from, f.in)
		}(in)
		in = r
	}
	for range stages[1:] {
		<-done
	}
	return last
}

// closeReader tells the stage before that nobody reads on; the shell's own
// input stays open.
func closeReader(r, own io.Reader) {
	if p, ok := r.(*io.PipeReader); ok && r != own {
		p.Close()
	}
}

func (s *state) command(ctx context.Context, c command, f files) int {
	f, closeFiles, err := s.redirect(ctx, c.redirs, f)
	defer closeFiles()
	if err != nil {
		fmt.Fprintf(f.err, "/system/bin/sh: %s\n", err)
		return 1
	}
	if c.isGroup {
		if !c.sub {
			return s.list(ctx, c.group, f)
		}
		sub := s.copy()
		defer sub.jobs.Wait()
		return sub.list(ctx, c.group, f)
	}
	var args []string
	for _, w := range c.words {
		args = append(args, s.fields(ctx, w, f)...)
	}
	if len(args) > 0 && len(c.assign) > 0 { // they hold for this command only
		vars := s.vars
		s.vars = s.copy().vars
		defer func() { s.vars = vars }()
	}
	for _, a := range c.assign {
		s.vars[a.name] = s.text(ctx, a.value, f)
	}
	if len(args) == 0 {
		return 0
	}
	return s.exec(ctx, args, f)
}

func (s *state) exec(ctx context.Context, args []string, f files) int {
	name := args[0]
	if b, ok := builtin(name); ok {
		return b(ctx, s, args[1:], f)
	}
	run := s.m.Lookup(name)
	if run == nil {
		if in, err := s.m.Disk.Stat(name); err == nil && strings.Contains(name, "/") {
			if in.IsDir() {
				fmt.Fprintf(f.err, "/system/bin/sh: %s: can't execute: Is a directory\n", name)
			} else {
				fmt.Fprintf(f.err, "/system/bin/sh: %s: can't execute: Permission denied\n", name)
			}
			return 126
		}
		fmt.Fprintf(f.err, "/system/bin/sh: %s: inaccessible or not found\n", name)
		return 127
	}
	return run(ctx, &Call{Args: args[1:], Name: path.Base(name), In: f.in, Out: f.out, Err: f.err, Disk: s.m.Disk, dir: s.dir, m: s.m})
}
