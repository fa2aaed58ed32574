// Package shell is the simulated phone's /system/bin/sh with the toybox
// commands a backup needs: a small interpreter over the disk, quoting as POSIX
// wants it, error texts as mksh and toybox print them.
//
// Begin with New, and Machine.Run to run a script.
package shell

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"keepsake/device/demo/disk"
)

// Command is a program of the phone. It returns the exit code.
type Command func(ctx context.Context, c *Call) int

// Call is one run of a Command.
type Call struct {
	Args []string // without the name
	Name string
	In   io.Reader
	Out  io.Writer
	Err  io.Writer
	Disk *disk.FS
	dir  string
	m    *Machine
}

// Path makes an argument absolute.
func (c *Call) Path(p string) string {
	if strings.HasPrefix(p, "/") || p == "" {
		return p
	}
	return strings.TrimSuffix(c.dir, "/") + "/" + p
}

// Errorf prints "name: ..." on stderr and returns 1, an exit code for most troubles.
func (c *Call) Errorf(format string, args ...any) int {
	fmt.Fprintf(c.Err, "%s: %s\n", c.Name, fmt.Sprintf(format, args...))
	return 1
}

// Now returns the phone's time in the phone's zone.
func (c *Call) Now() time.Time { return c.m.Now() }

// Machine is the shell of one phone. Its fields are set before the first Run.
type Machine struct {
	Disk     *disk.FS
	Now      func() time.Time
	Commands map[string]Command // beside the built-in ones, which they replace
	Vars     map[string]string
	Refused  func(command string) bool // commands that are missing on this phone
}

// New returns a shell with the toybox commands.
func New(d *disk.FS, now func() time.Time) *Machine {
	return &Machine{Disk: d, Now: now, Commands: make(map[string]Command), Vars: map[string]string{
		"PATH": "/product/bin:/apex/com.android.runtime/bin:/system_ext/bin:/system/bin:/system/xbin:/odm/bin:/vendor/bin",
		"HOME": "/", "SHELL": "/system/bin/sh", "USER": "shell", "LOGNAME": "shell", "TMPDIR": "/data/local/tmp",
		"ANDROID_DATA": "/data", "ANDROID_ROOT": "/system", "ANDROID_STORAGE": "/storage", "EXTERNAL_STORAGE": "/sdcard",
	}}
}

// Lookup finds a command by its name or by a path in /system/bin.
func (m *Machine) Lookup(name string) Command {
	name = strings.TrimPrefix(name, "/system/bin/")
	if m.Refused != nil && m.Refused(name) {
		return nil
	}
	if c := m.Commands[name]; c != nil {
		return c
	}
	return toybox(name)
}

// Run runs a script to its end in a shell of its own and returns its exit code.
// When ctx ends, commands that wait or compute give up and the traps
// still run; 130 is returned then.
func (m *Machine) Run(ctx context.Context, script string, in io.Reader, out, errw io.Writer) int {
	s := m.Session()
	code := s.Run(ctx, script, in, out, errw)
	s.s.leave(ctx, files{in, out, errw})
	return code
}

// Session is a shell that runs several scripts and remembers where it is.
type Session struct{ s state }

// Session starts a shell.
func (m *Machine) Session() *Session {
	return &Session{state{m: m, dir: "/", vars: map[string]string{}, jobs: &sync.WaitGroup{}}}
}

// Run runs a script in the session, and waits for what it left in the background.
func (s *Session) Run(ctx context.Context, script string, in io.Reader, out, errw io.Writer) int {
	tree, err := parseScript(script)
	if err != nil {
		fmt.Fprintf(errw, "/system/bin/sh: %s\n", err)
		s.s.last = 1
		return 1
	}
	var turn sync.Mutex
	f := files{in, inTurn{&turn, out}, inTurn{&turn, errw}}
	code := s.s.list(ctx, tree, f)
	s.s.jobs.Wait()
	if ctx.Err() != nil {
		return 130
	}
	return code
}

// inTurn is a writer for several at once.
type inTurn struct {
	turn *sync.Mutex
	w    io.Writer
}

func (w inTurn) Write(b []byte) (int, error) {
	w.turn.Lock()
	defer w.turn.Unlock()
	return w.w.Write(b)
}

// Exited reports whether the session was left with exit.
func (s *Session) Exited() bool { return s.s.exited }

// Dir is the session's directory.
func (s *Session) Dir() string { return s.s.dir }
