package adbd

import (
	"strings"
	"testing"
)

// The frames that adbd 34 was seen to send.
func TestSyncFrames(t *testing.T) {
	const stat = "00fe000000000000 INO b6810000 01000000 d0070000 d0070000 0600000000000000 00105e5f00000000 00105e5f00000000 00105e5f00000000"
	path := `18000000 "/sdcard/Download/g/a.txt"`
	missing := `18000000 "/sdcard/Download/g/x.txt"`
	for _, c := range []struct{ name, send, want string }{
		{"STA2", "53544132" + path, "53544132 00000000" + stat},
		{"LST2", "4c535432" + path, "4c535432 00000000" + stat},
		{"STA2 missing", "53544132" + missing, "53544132 02000000" + strings.Repeat("00", 64)},
		{"STAT", "53544154" + path, "53544154 b6810000 06000000 00105e5f"},
		{"STAT missing", "53544154" + missing, "53544154" + strings.Repeat("00", 12)},
		{"RECV", "52454356" + path, "44415441 06000000 68656c6c6f0a 444f4e45 00000000"},
		{"RCV2 plain", "52435632" + path + "52435632 00000000", "44415441 06000000 68656c6c6f0a 444f4e45 00000000"},
		{"RCV2 zstd", "52435632" + path + "52435632 04000000", "44415441 0f000000 28b52ffd0048310000 68656c6c6f0a 444f4e45 00000000"},
		{"RECV missing", "52454356" + missing, `4641494c 26000000 "open failed: No such file or directory"`},
		{"RECV of a folder", `52454356 07000000 "/sdcard"`, `4641494c 1b000000 "read failed: Is a directory"`},
		{"SEND", `53454e44 1e000000 "/sdcard/Download/g/a.txt,33188" 44415441 06000000 "hello\n" 444f4e45 00105e5f`, "4f4b4159 00000000"},
		{"SND2", "534e4432" + path + `534e4432 a4810000 00000000 44415441 06000000 "hello\n" 444f4e45 00105e5f`, "4f4b4159 00000000"},
		{"LIST of a file", "4c495354" + path, "444f4e45" + strings.Repeat("00", 16)},
		{"LIS2 of a missing folder", "4c495332" + missing, "444f4e45" + strings.Repeat("00", 72)},
		{"unknown id", "58585858" + path, `4641494c 18000000 "unknown command 58585858"`},
		{"unknown flag", "52435632" + path + "52435632 08000000", `4641494c 10000000 "unknown flags: 8"`},
		{"two compressions", "52435632" + path + "52435632 03000000", `4641494c 26000000 "multiple compression flags received: 3"`},
		{"no data message", `53454e44 1e000000 "/sdcard/Download/g/a.txt,33188" 58585858 00000000`, `4641494c 14000000 "invalid data message"`},
		{"QUIT", "51554954 00000000", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDaemon(t)
			in, err := d.Disk.Stat("/sdcard/Download/g/a.txt")
			must(t, err)
			ino := strings.Repeat("00", 7)
			want := strings.ReplaceAll(c.want, "INO", hexByte(byte(in.Ino))+ino)
			got := exchange(t, d, "sync:", unhex(t, c.send), true)
			if got != unhex(t, want) {
				t.Errorf("got  %x\nwant %x", got, unhex(t, want))
			}
		})
	}
}

func hexByte(b byte) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[b>>4], digits[b&15]})
}

// A FAIL ends the session: what was pipelined behind it is lost, and the stream
// ends although the client says nothing more.
func TestFailEndsSession(t *testing.T) {
	stat := `53544132 18000000 "/sdcard/Download/g/a.txt"`
	recv := `52454356 18000000 "/sdcard/Download/g/x.txt"`
	long := "52454356 01040000" // 1025 bytes of path
	for name, c := range map[string]struct{ send, want string }{
		"missing file": {stat + recv + stat, `4641494c 26000000 "open failed: No such file or directory"`},
		"long path":    {stat + long, `4641494c 0d000000 "path too long"`},
		"missing stat": {`53544132 01000000 "x"` + recv + stat, `4641494c 26000000 "open failed: No such file or directory"`},
	} {
		t.Run(name, func(t *testing.T) {
			got := exchange(t, newDaemon(t), "sync:", unhex(t, c.send), false)
			want := unhex(t, c.want)
			if len(got) != 72+len(want) || !strings.HasSuffix(got, want) {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestShellFrames(t *testing.T) {
	for _, c := range []struct{ request, want string }{
		{"shell,v2,raw:echo out; echo err >&2; exit 5", `01 04000000 "out\n" 02 04000000 "err\n" 03 01000000 05`},
		{"shell,v2,raw:nope", `02 30000000 "/system/bin/sh: nope: inaccessible or not found\n" 03 01000000 7f`},
		{"shell,v2,TERM=xterm,pty:echo err >&2; exit 1", `01 04000000 "err\n" 03 01000000 01`},
		{"shell:echo out; echo err >&2", `"out\nerr\n"`},
		{"exec:echo out", `"out\n"`},
	} {
		got := exchange(t, newDaemon(t), c.request, "", false)
		if got != unhex(t, c.want) {
			t.Errorf("%s\ngot  %q\nwant %q", c.request, got, unhex(t, c.want))
		}
	}
}

// Input arrives in packets up to the client's closing of it, and in plain form
// up to its hanging up.
func TestShellInput(t *testing.T) {
	got := exchange(t, newDaemon(t), "shell,v2,raw:cat; echo done", unhex(t, `00 02000000 "ab" 05 03000000 "1x2" 00 01000000 "c" 04 00000000`), false)
	if want := unhex(t, `01 02000000 "ab" 01 01000000 "c" 01 05000000 "done\n" 03 01000000 00`); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	d := newDaemon(t)
	exchange(t, d, "exec:cat > /sdcard/Download/in", "some bytes\x00\r\n", true)
	f, err := d.Disk.Open("/sdcard/Download/in")
	must(t, err)
	b := make([]byte, 20)
	n, _ := f.Read(b)
	if string(b[:n]) != "some bytes\x00\r\n" {
		t.Errorf("got %q", b[:n])
	}
}

// Hanging up ends a command that waits.
func TestHangupEndsCommand(t *testing.T) {
	for _, request := range []string{"shell,v2,raw:sleep 1000; echo no", "shell:sleep 1000", "exec:sleep 1000 | cat"} {
		in, out, done := service(t, newDaemon(t), request)
		in.Close()
		out.Close()
		<-done
	}
}

func TestSourceAndSink(t *testing.T) {
	d := newDaemon(t)
	if got := exchange(t, d, "source:100000", "", false); got != strings.Repeat("\x00", 100000) {
		t.Errorf("source: %d bytes", len(got))
	}
	in, _, done := service(t, d, "sink:100000")
	_, err := in.Write(make([]byte, 100000))
	must(t, err)
	<-done
}

func TestRefusedServices(t *testing.T) {
	d := newDaemon(t)
	d.Refused = func(s string) bool { return s == "exec" }
	for _, request := range []string{"", "sync", "nope:", "exec:ls", "source:-1", "source:x", "jdwp:1", "reverse:list-forward", "tcp:80"} {
		if _, ok := d.Service(request); ok {
			t.Errorf("%q is served", request)
		}
	}
	d.SetPlain()
	if _, ok := d.Service("shell,v2,raw:ls"); ok {
		t.Error("an old phone has shell v2")
	}
	if got := exchange(t, d, "sync:", unhex(t, `53544132 01000000 "/"`), false); got != unhex(t, `4641494c 18000000 "unknown command 32415453"`) {
		t.Errorf("an old phone answers STA2: %q", got)
	}
}
