package adbd

import (
	"context"
	"encoding/hex"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"keepsake/device/demo/disk"
	"keepsake/device/demo/shell"
)

// start is the phone's time in the tests.
var start = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return start }

// newDaemon is a phone with /sdcard and one file in it: the one of the frames.
func newDaemon(t testing.TB) *Daemon {
	t.Helper()
	d := disk.New(1<<40, clock)
	must(t, d.MkdirAll("/sdcard/Download/g", disk.Attr{Mode: 0777, UID: 2000, GID: 2000, MTime: start}))
	must(t, d.Put("/sdcard/Download/g/a.txt", disk.Bytes("hello\n"), disk.Attr{Mode: 0666, UID: 2000, GID: 2000, MTime: time.Unix(1600000000, 0)}))
	return &Daemon{Disk: d, Shell: shell.New(d, clock), Product: "p", Model: "m", Device: "d"}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// pipeStream is a Stream in memory.
type pipeStream struct {
	*io.PipeReader
	*io.PipeWriter
}

func (s pipeStream) Hangup() {
	s.PipeWriter.Close()
	s.PipeReader.Close()
}

// service opens a service and returns the client's end; done is closed when the
// service has ended.
func service(t testing.TB, d *Daemon, request string) (in *io.PipeWriter, out *io.PipeReader, done chan struct{}) {
	t.Helper()
	run, ok := d.Service(request)
	if !ok {
		t.Fatalf("service %q refused", request)
	}
	pr, in := io.Pipe()
	out, pw := io.Pipe()
	s := pipeStream{pr, pw}
	ctx, cancel := context.WithCancel(t.Context())
	done = make(chan struct{})
	go func() {
		defer close(done)
		defer cancel()
		run(ctx, s)
		s.Hangup()
	}()
	t.Cleanup(func() {
		in.Close()
		out.Close()
		<-done
	})
	return in, out, done
}

// exchange sends all of request, closes the input only when hangup is set, and
// returns everything the service answers.
func exchange(t testing.TB, d *Daemon, name string, request string, hangup bool) string {
	t.Helper()
	in, out, _ := service(t, d, name)
	go func() {
		_, _ = io.WriteString(in, request) // a service that ends early takes no more
		if hangup {
			in.Close()
		}
	}()
	b, err := io.ReadAll(out)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// unhex decodes hex digits with spaces and "texts" between them.
func unhex(t testing.TB, s string) string {
	t.Helper()
	var b strings.Builder
	for i, part := range strings.Split(s, `"`) {
		if i%2 == 1 {
			b.WriteString(strings.ReplaceAll(part, `\n`, "\n"))
			continue
		}
		raw, err := hex.DecodeString(strings.Join(strings.Fields(part), ""))
		must(t, err)
		b.Write(raw)
	}
	return b.String()
}

// settled waits until no more goroutines run than before, and fails when some stay.
func settled(t testing.TB, before int) {
	t.Helper()
	for range 500 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	buf := make([]byte, 1<<20)
	t.Errorf("%d goroutines stay, %d before:\n%s", runtime.NumGoroutine(), before, buf[:runtime.Stack(buf, true)])
}
