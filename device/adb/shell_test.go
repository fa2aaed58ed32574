package adb

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func packet(kind byte, data string) string {
	return string(binary.LittleEndian.AppendUint32([]byte{kind}, uint32(len(data)))) + data
}

const noStdin = "\x04\x00\x00\x00\x00"

// > shell,v2,raw:echo out; echo err >&2; exit 5, as captured.
func TestCapturedShell(t *testing.T) {
	f := newFakeServer(t)
	f.service("shell,v2,raw:", script(t, step{noStdin, "\x01\x04\x00\x00\x00out\n\x02\x04\x00\x00\x00err\n\x03\x01\x00\x00\x00\x05"}))
	got, err := f.device().Shell(testContext(t), "echo out; echo err >&2; exit 5")
	if err != nil || got.Exit != 5 || string(got.Stdout) != "out\n" || string(got.Stderr) != "err\n" {
		t.Errorf("%q %q %d, %v", got.Stdout, got.Stderr, got.Exit, err)
	}
	if all := f.requests(); all[len(all)-1] != "shell,v2,raw:echo out; echo err >&2; exit 5" {
		t.Errorf("requests: %q", all)
	}
	f.noneOpen()
}

// What gadb takes for success: a phone pulled off its cable in mid-output.
func TestShellCutOff(t *testing.T) {
	for name, answer := range map[string]string{
		"before anything":  "",
		"in a header":      "\x01\x04",
		"in output":        packet(shellStdout, "out\n")[:7],
		"behind output":    packet(shellStdout, "out\n"),
		"in the exit code": "\x03\x01\x00\x00\x00",
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeServer(t)
			f.service("shell,v2,raw:", script(t, step{noStdin, answer}))
			_, err := f.device().Shell(testContext(t), "cat big")
			wantIs(t, err, io.ErrUnexpectedEOF, ErrDeviceGone)
			f.noneOpen()
		})
	}
}

func TestShellAgainstNonsense(t *testing.T) {
	for name, answer := range map[string]string{
		"a packet of 4 GiB":       "\x01\xff\xff\xff\xffabc",
		"a packet over the limit": "\x02\x01\x00\x10\x00abc",
		"an empty exit code":      packet(shellExit, ""),
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeServer(t)
			f.service("shell,v2,raw:", script(t, step{noStdin, answer}))
			_, err := f.device().Shell(testContext(t), "true")
			wantIs(t, err, ErrProtocol)
			f.noneOpen()
		})
	}
	f := newFakeServer(t)
	f.service("shell,v2,raw:", script(t, step{noStdin, packet(9, "new") + packet(shellExit, "\x00")}))
	if got, err := f.device().Shell(testContext(t), "true"); err != nil || len(got.Stdout) != 0 {
		t.Errorf("a packet of a later protocol: %+v, %v", got, err)
	}
}

func TestShellOutputLimit(t *testing.T) {
	f := newFakeServer(t)
	f.service("shell,v2,raw:", script(t, step{noStdin, packet(shellStdout, "12345678") + packet(shellExit, "\x00")}))
	limit := func(n int64) func(*Options) { return func(o *Options) { o.MaxOutput = n } }
	if got, err := f.device(limit(8)).Shell(testContext(t), "x"); err != nil || len(got.Stdout) != 8 {
		t.Errorf("exactly the limit: %+v, %v", got, err)
	}
	_, err := f.device(limit(7)).Shell(testContext(t), "x")
	wantIs(t, err, ErrTooMuch)
	f.noneOpen()
}

// A command may be quiet for longer than a transfer may stand still.
func TestShellWaitsForAQuietCommand(t *testing.T) {
	f := newFakeServer(t)
	f.service("shell,v2,raw:", func(c net.Conn) {
		time.Sleep(4 * 50 * time.Millisecond)
		io.WriteString(c, packet(shellStdout, "done")+packet(shellExit, "\x00"))
	})
	got, err := f.device(impatient).Shell(testContext(t), "sleep 70; echo done")
	if err != nil || string(got.Stdout) != "done" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestShellIsCancelled(t *testing.T) {
	for _, features := range []string{allFeatures, ""} {
		f := newFakeServer(t)
		f.setFeatures(features)
		ctx, cancel := context.WithCancel(testContext(t))
		stuck := func(c net.Conn) {
			cancel()
			io.Copy(io.Discard, c)
		}
		f.service("shell,v2,raw:", stuck)
		f.service("shell:", stuck)
		_, err := f.device().Shell(ctx, "sleep 1000")
		wantIs(t, err, context.Canceled)
		f.noneOpen()
	}
}

// readPackets is the phone's end of stdin.
func readPackets(r io.Reader) (stdin []byte, err error) {
	for {
		var head [5]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return stdin, err
		}
		data := make([]byte, binary.LittleEndian.Uint32(head[1:]))
		if _, err := io.ReadFull(r, data); err != nil {
			return stdin, err
		}
		if head[0] == shellCloseStdin {
			return stdin, nil
		}
		stdin = append(stdin, data...)
	}
}

func TestRunWithInput(t *testing.T) {
	f := newFakeServer(t)
	f.service("shell,v2,raw:", func(c net.Conn) {
		in, err := readPackets(c)
		if err != nil {
			return // no exit code for half an input
		}
		io.WriteString(c, packet(shellStdout, fmt.Sprint(len(in)))+packet(shellExit, "\x00"))
	})
	d, ctx := f.device(), testContext(t)
	big := strings.Repeat("x", 100_000)
	var out bytes.Buffer
	exit, err := d.Run(ctx, "wc -c", iotest.DataErrReader(strings.NewReader(big)), &out, nil)
	if exit != 0 || err != nil || out.String() != "100000" {
		t.Errorf("exit %d, %v, %q", exit, err, &out)
	}
	broken := errors.New("the disk is broken")
	_, err = d.Run(ctx, "wc -c", io.MultiReader(strings.NewReader(big), iotest.ErrReader(broken)), nil, nil)
	wantIs(t, err, broken)
	// A source's own unexpected end is not the phone's.
	_, err = d.Run(ctx, "wc -c", iotest.ErrReader(io.ErrUnexpectedEOF), nil, nil)
	if !errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, ErrDeviceGone) {
		t.Errorf("a source that breaks off: %v", err)
	}
	f.noneOpen()
}

// head ends before it has read everything, and that is fine.
func TestRunEndsBeforeItsInput(t *testing.T) {
	f := newFakeServer(t)
	f.service("shell,v2,raw:", func(c net.Conn) {
		io.ReadFull(c, make([]byte, 10))
		io.WriteString(c, packet(shellExit, "\x03"))
		hangUp(c)
	})
	exit, err := f.device().Run(testContext(t), "head -c 5", strings.NewReader(strings.Repeat("x", 1<<20)), nil, nil)
	if exit != 3 || err != nil {
		t.Errorf("exit %d, %v", exit, err)
	}
	f.noneOpen()
}

type failingWriter struct{ err error }

func (w failingWriter) Write(p []byte) (int, error) { return 0, w.err }

type shortWriter struct{}

func (shortWriter) Write(p []byte) (int, error) { return len(p) / 2, nil }

func TestRunWriterFails(t *testing.T) {
	f := newFakeServer(t)
	f.service("shell,v2,raw:", script(t, step{noStdin, packet(shellStdout, "12345678") + packet(shellExit, "\x00")}))
	full := errors.New("disk full")
	_, err := f.device().Run(testContext(t), "x", nil, failingWriter{full}, nil)
	wantIs(t, err, full)
	_, err = f.device().Run(testContext(t), "x", nil, shortWriter{}, nil)
	wantIs(t, err, io.ErrShortWrite)
	f.noneOpen()
}

func TestShellV1(t *testing.T) {
	for _, c := range []struct {
		name, answer, out string
		exit              int
		cut               bool
	}{
		{"short", "out\n" + exitMark + "5\n", "out\n", 5, false},
		{"nothing", exitMark + "0\n", "", 0, false},
		{"a terminal's line ends", "out\r\n" + exitMark + "127\r\n", "out\r\n", 127, false},
		{"long", strings.Repeat("0123456789", 10_000) + exitMark + "0\n", strings.Repeat("0123456789", 10_000), 0, false},
		{"a mark in the output", "a" + exitMark + "9\nb\n" + exitMark + "1\n", "a" + exitMark + "9\nb\n", 1, false},
		{"cut", "out\n", "out\n", 0, true},
		{"cut in the mark", "out\n" + exitMark, "out\n", 0, true},
		{"nothing at all", "", "", 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFakeServer(t)
			f.setFeatures("")
			f.service("shell:", script(t, step{"", c.answer}))
			got, err := f.device().Shell(testContext(t), "cmd")
			if c.cut {
				wantIs(t, err, io.ErrUnexpectedEOF, ErrDeviceGone)
			} else if err != nil || got.Exit != c.exit {
				t.Errorf("exit %d, %v", got.Exit, err)
			}
			if string(got.Stdout) != c.out {
				t.Errorf("output %.80q, want %.80q", got.Stdout, c.out)
			}
			f.noneOpen()
		})
	}
	f := newFakeServer(t)
	f.setFeatures("")
	_, err := f.device().Run(testContext(t), "cat", strings.NewReader("x"), nil, nil)
	wantIs(t, err, errors.ErrUnsupported)
}

// The quoted word is one argument for a real shell, and unchanged.
func TestQuote(t *testing.T) {
	if got := Quote("it's"); got != `'it'\''s'` {
		t.Errorf("Quote gave %s", got)
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Log("no shell to ask")
		return
	}
	for _, s := range []string{"", "a b", "$HOME `id` \\ \"x\"", "it's '' a'", "line\nbreak\ttab", "bad\xff\xfe", "-n", "*", "emoji 🌋"} {
		out, err := exec.Command(sh, "-c", "printf '%s|' "+Quote(s)).Output()
		if err != nil || string(out) != s+"|" {
			t.Errorf("%q came out as %q, %v", s, out, err)
		}
	}
}

func FuzzReadShell(f *testing.F) {
	f.Add([]byte("\x01\x04\x00\x00\x00out\n\x02\x04\x00\x00\x00err\n\x03\x01\x00\x00\x00\x05"))
	f.Add([]byte("\x01\xff\xff\xff\xff"))
	f.Add([]byte("\x03\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		var out, errOut bytes.Buffer
		exit, err := readShell(bytes.NewReader(stream), &out, &errOut)
		if out.Len()+errOut.Len() > len(stream) {
			t.Fatal("more out than in")
		}
		if err == nil && !bytes.Contains(stream, []byte{byte(exit)}) {
			t.Fatalf("exit code %d from nowhere", exit)
		}
	})
}

func FuzzMark(f *testing.F) {
	f.Add([]byte("out\n"+exitMark+"5\n"), 3)
	f.Add([]byte(exitMark+exitMark+"0\n"), 1)
	f.Fuzz(func(t *testing.T, stream []byte, pieces int) {
		var out bytes.Buffer
		m := markReader{out: &out}
		size := max(1, min(pieces, 100))
		for rest := stream; len(rest) > 0; {
			n := min(size, len(rest))
			m.Write(rest[:n])
			rest = rest[n:]
		}
		if _, err := m.finish(); err == nil && !bytes.Contains(stream, []byte(exitMark)) {
			t.Fatal("an exit code from nowhere")
		}
		if !bytes.HasPrefix(stream, out.Bytes()) {
			t.Fatalf("%q is not how %q begins", &out, stream)
		}
	})
}
