package shell

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/device/demo/disk"
)

var start = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func newMachine(t testing.TB) *Machine {
	t.Helper()
	d := disk.New(100<<30, func() time.Time { return start })
	media := disk.Attr{Mode: 0660, UID: 10123, GID: 1023, MTime: time.Date(2024, 3, 1, 8, 30, 0, 0, time.UTC)}
	dir := media
	dir.Mode = 02770
	must(t, d.MkdirAll("/storage/emulated/0/DCIM/Camera", dir))
	must(t, d.MkdirAll("/shut", disk.Attr{Mode: 0700}))
	must(t, d.Symlink("/storage/emulated/0", "/sdcard"))
	for _, file := range [][2]string{{"IMG_1.jpg", "one"}, {"IMG_2.jpg", "three"}, {"VID_1.mp4", ""}} {
		must(t, d.Put("/sdcard/DCIM/Camera/"+file[0], disk.Bytes(file[1]), media))
	}
	must(t, d.Put("/sdcard/DCIM/it's a\nname", disk.Bytes("odd"), media))
	must(t, d.Put("/sdcard/DCIM/.hidden", disk.Bytes("h"), media))
	return New(d, func() time.Time { return start })
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func run(t testing.TB, m *Machine, script, in string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = m.Run(t.Context(), script, strings.NewReader(in), &o, &e)
	return o.String(), e.String(), code
}

const (
	sumOne = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
)

func TestScripts(t *testing.T) {
	for _, c := range []struct {
		script, in, out, err string
		code                 int
	}{
		{script: "echo out; echo err >&2; exit 5", out: "out\n", err: "err\n", code: 5},
		{script: "echo a b   c 'd  e' \"f $HOME\" g\\ h", out: "a b c d  e f / g h\n"},
		{script: `echo 'it'\''s' "a\"b" $'x\ty'`, out: "it's a\"b x\ty\n"},
		{script: "echo -n x; echo -e 'a\\nb'", out: "xa\nb\n"},
		{script: "true && echo yes || echo no", out: "yes\n"},
		{script: "false && echo yes || echo no", out: "no\n"},
		{script: "false; echo $?; ! false; echo $?", out: "1\n0\n"},
		{script: "nope; echo $?", out: "127\n", err: "/system/bin/sh: nope: inaccessible or not found\n"},
		{script: "exit", code: 0},
		{script: "false; exit", code: 1},
		{script: "(exit 3); echo $?; { echo in; exit 4; }; echo never", out: "3\nin\n", code: 4},
		{script: "x='a  b'; echo $x \"$x\" ${x}c $nothing.", out: "a b a  b a bc .\n"},
		{script: "x=1 y= echo a=b $x; echo $x$y c=d", out: "a=b\nc=d\n"},
		{script: "echo $(echo sub; echo shell) `echo old`", out: "sub shell old\n"},
		{script: "echo one | cat | wc -c", out: "4\n"},
		{script: "cat", in: "stdin\n", out: "stdin\n"},
		{script: "echo err 2>&1 >&2", out: "err\n"},
		{script: "{ echo out; nope; } 2>&1 >/dev/null", out: "/system/bin/sh: nope: inaccessible or not found\n", code: 127},
		{script: "nope 2>&1", out: "/system/bin/sh: nope: inaccessible or not found\n", code: 127},
		{script: "nope 2>/dev/null", code: 127},
		{script: "echo lost >/dev/null # a comment\necho kept", out: "kept\n"},
		{script: "echo a\\\nb", out: "ab\n"},
		{script: "echo 'unclosed", err: "/system/bin/sh: syntax error: unexpected 'no closing quote'\n", code: 1},
		{script: "echo a ;; echo b", err: "/system/bin/sh: syntax error: unexpected ';'\n", code: 1},
		{script: "echo )", err: "/system/bin/sh: syntax error: unexpected ')'\n", code: 1},
		{script: strings.Repeat("(", 100_000), err: "/system/bin/sh: syntax error: unexpected 'too many nested commands'\n", code: 1},
		{script: "cd /sdcard/DCIM/Camera; echo \"IMG_?\"* 'IMG'_[12]*", out: "IMG_?* IMG_1.jpg IMG_2.jpg\n"},
		{script: "cd /sdcard/DCIM && pwd && ls", out: "/sdcard/DCIM\nCamera\nit's a\nname\n"},
		{script: "cd /nothing", err: "/system/bin/sh: cd: /nothing: No such file or directory\n", code: 2},
		{script: "/sdcard/DCIM", err: "/system/bin/sh: /sdcard/DCIM: can't execute: Is a directory\n", code: 126},
		{script: "/system/bin/echo; which ls nope", out: "/system/bin/ls\n", err: "/system/bin/sh: /system/bin/echo: inaccessible or not found\n", code: 1},
		{script: "[ -f /sdcard/DCIM/Camera/IMG_1.jpg ] && echo file; test -d /sdcard && [ 3 -gt 2 ] && [ a != b ] && echo dir", out: "file\ndir\n"},
		{script: "[ -e /nothing ] || echo none; [ 1 -eq x ]", out: "none\n", err: "/system/bin/sh: [: 1 -eq x: bad number\n", code: 2},
		{script: "printf '%s|%d|%%\\n' a 1 b 2", out: "a|1|%\nb|2|%\n"},
		{script: "sh -c 'echo inner; exit 7'", out: "inner\n", code: 7},
		{script: "echo x > /sdcard/f; echo y >> /sdcard/f; cat < /sdcard/f", out: "x\ny\n"},
		{script: "cat < /nothing", err: "/system/bin/sh: can't open /nothing: No such file or directory\n", code: 1},
		{script: "echo x > /shut/f", err: "/system/bin/sh: can't create /shut/f: Permission denied\n", code: 1},
		{script: "date +%Y-%m-%d_%s; date -u -d @0 +%F", out: "2026-05-01_1777636800\n1970-01-01\n"},
		{script: "id -u; whoami", out: "2000\nshell\n"},
		{script: "basename /a/b.jpg .jpg; dirname /a/b", out: "b\n/a\n"},
		{script: "realpath /sdcard/DCIM", out: "/storage/emulated/0/DCIM\n"},
		{script: "echo a.b.c | grep -c b; echo x | grep -q y || echo none", out: "1\nnone\n"},
		{script: "head -c 3 /sdcard/DCIM/Camera/IMG_2.jpg; echo; ls /sdcard/DCIM/Camera | head -1", out: "thr\nIMG_1.jpg\n"},
	} {
		out, errs, code := run(t, newMachine(t), c.script, c.in)
		if out != c.out || errs != c.err || code != c.code {
			t.Errorf("%s\ngot  %q %q %d\nwant %q %q %d", c.script, out, errs, code, c.out, c.err, c.code)
		}
	}
}

func TestFileCommands(t *testing.T) {
	for _, c := range []struct {
		script, out, err string
		code             int
	}{
		{script: "ls /sdcard/DCIM/Camera", out: "IMG_1.jpg\nIMG_2.jpg\nVID_1.mp4\n"},
		{script: "ls -a /sdcard/DCIM", out: ".\n..\n.hidden\nCamera\nit's a\nname\n"},
		{script: "ls -d /sdcard/ /sdcard", out: "/sdcard\n/sdcard/\n"},
		{script: "ls -l /sdcard/DCIM/Camera", out: "total 2\n-rw-rw---- 1 u0_a123 media_rw 3 2024-03-01 08:30 IMG_1.jpg\n-rw-rw---- 1 u0_a123 media_rw 5 2024-03-01 08:30 IMG_2.jpg\n-rw-rw---- 1 u0_a123 media_rw 0 2024-03-01 08:30 VID_1.mp4\n"},
		{script: "ls -ld /sdcard/DCIM", out: "drwxrws--- 2 u0_a123 media_rw 3452 2024-03-01 08:30 /sdcard/DCIM\n"},
		{script: "ls -l /sdcard", out: "lrwxrwxrwx 1 root root 19 2026-05-01 12:00 /sdcard -> /storage/emulated/0\n"},
		{script: "ls /nothing /sdcard/DCIM/Camera/IMG_1.jpg", out: "/sdcard/DCIM/Camera/IMG_1.jpg\n", err: "ls: /nothing: No such file or directory\n", code: 1},
		{script: "ls /shut", err: "ls: /shut: Permission denied\n", code: 1},
		{script: "ls -% /", err: "ls: Unknown option '%' (see \"ls --help\")\n", code: 1},
		{script: "ls /sdcard/DCIM/*/*_1.*", out: "/sdcard/DCIM/Camera/IMG_1.jpg\n/sdcard/DCIM/Camera/VID_1.mp4\n"},
		{script: "echo /sdcard/DCIM/'*' /no*", out: "/sdcard/DCIM/* /no*\n"},
		{script: "stat -c '%s %a %Y %n %F' /sdcard/DCIM/Camera/IMG_2.jpg", out: "5 660 1709281800 /sdcard/DCIM/Camera/IMG_2.jpg regular file\n"},
		{script: "stat -c %s /nothing", err: "stat: '/nothing': No such file or directory\n", code: 1},
		{script: "stat -f -c '%S %b %a' /sdcard", out: "4096 26214400 26214399\n"},
		{script: "df -k /sdcard | tail -n 1", out: "/dev/fuse          104857600         0 104857599   0% /storage/emulated\n"},
		{script: "find /sdcard/ -type f -name '*.jpg'", out: "/sdcard/DCIM/Camera/IMG_1.jpg\n/sdcard/DCIM/Camera/IMG_2.jpg\n"},
		{script: "find /sdcard/DCIM -maxdepth 1 -print0 | wc -c", out: "79\n"},
		{script: "find /sdcard/DCIM \\( -name '*.mp4' -o -name .hidden \\) ! -empty -printf '%p %s %T@\\n'", out: "/sdcard/DCIM/.hidden 1 1709281800.000000000\n"},
		{script: "find /sdcard/DCIM -type d -name Camera -prune -o -type f -print", out: "/sdcard/DCIM/it's a\nname\n/sdcard/DCIM/.hidden\n"},
		{script: "find /sdcard/DCIM -size -4c -type f -iname 'img*'", out: "/sdcard/DCIM/Camera/IMG_1.jpg\n"},
		{script: "find /shut", out: "/shut\n", err: "find: /shut: Permission denied\n", code: 1},
		{script: "find / -frob x", err: "find: bad arg '-frob'\n", code: 1},
		{script: "mkdir /sdcard/a/b", err: "mkdir: '/sdcard/a/b': No such file or directory\n", code: 1},
		{script: "mkdir -p /sdcard/a/b && mkdir -p /sdcard/a/b && mv /sdcard/DCIM/Camera/IMG_1.jpg /sdcard/a/b/ && cat /sdcard/a/b/IMG_1.jpg", out: "one"},
		{script: "rm /sdcard/DCIM", err: "rm: /sdcard/DCIM: Is a directory\n", code: 1},
		{script: "rm -f /nothing; rm -r /sdcard/DCIM/Camera; ls /sdcard/DCIM/Camera", err: "ls: /sdcard/DCIM/Camera: No such file or directory\n", code: 1},
		{script: "rm /nothing", err: "rm: /nothing: No such file or directory\n", code: 1},
		{script: "cp -p /sdcard/DCIM/Camera/IMG_2.jpg /sdcard/c.jpg; stat -c '%s %Y' /sdcard/c.jpg", out: "5 1709281800\n"},
		{script: "touch -d '2023-01-02 03:04:05' /sdcard/t; touch -c /sdcard/none; stat -c %Y /sdcard/t /sdcard/none", out: "1672628645\n", err: "stat: '/sdcard/none': No such file or directory\n", code: 1},
		{script: "touch -t 202301020304.05 /sdcard/t; stat -c %Y /sdcard/t; touch -d @1600000000 /sdcard/t; stat -c %Y /sdcard/t; touch -d 2023-01-02T03:04:05Z /sdcard/t; stat -c %Y /sdcard/t", out: "1672628645\n1600000000\n1672628645\n"},
		{script: "touch -d yesterday /sdcard/t", err: "touch: bad 'yesterday'\n", code: 1},
		{script: "chmod 600 /sdcard/DCIM/Camera/IMG_1.jpg; cat /sdcard/DCIM/Camera/IMG_1.jpg", err: "cat: /sdcard/DCIM/Camera/IMG_1.jpg: Permission denied\n", code: 1},
		{script: "du -sk /sdcard/DCIM/Camera", out: "2\t/sdcard/DCIM/Camera\n"},
		{script: "sha256sum /sdcard/DCIM/Camera/IMG_1.jpg /nothing /sdcard/DCIM", out: sumOne + "  /sdcard/DCIM/Camera/IMG_1.jpg\n",
			err: "sha256sum: /nothing: No such file or directory\nsha256sum: /sdcard/DCIM: Is a directory\n", code: 1},
		{script: "sha256sum < '/sdcard/DCIM/Camera/IMG_1.jpg'; cat /sdcard/DCIM/Camera/IMG_1.jpg | sha256sum -b -", out: sumOne + "  -\n" + sumOne + "\n"},
		{script: "md5sum /sdcard/DCIM/Camera/VID_1.mp4", out: "d41d8cd98f00b204e9800998ecf8427e  /sdcard/DCIM/Camera/VID_1.mp4\n"},
	} {
		out, errs, code := run(t, newMachine(t), c.script, "")
		if out != c.out || errs != c.err || code != c.code {
			t.Errorf("%s\ngot  %q %q %d\nwant %q %q %d", c.script, out, errs, code, c.out, c.err, c.code)
		}
	}
}

// The names of sha256sum's lines are raw, whatever bytes they hold.
func TestSumOfOddName(t *testing.T) {
	out, _, code := run(t, newMachine(t), `sha256sum '/sdcard/DCIM/it'\''s a
name'`, "")
	if code != 0 || !strings.HasSuffix(out, "  /sdcard/DCIM/it's a\nname\n") || strings.HasPrefix(out, "\\") {
		t.Errorf("%q %d", out, code)
	}
}

// quote is how clients put any bytes into a command.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// Every text survives quoting, also in the middle of a word and beside others.
func TestQuotingRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	m := newMachine(t)
	for range 500 {
		var texts []string
		script := "printf '%s\\001'"
		for range rng.IntN(4) + 1 {
			b := make([]byte, rng.IntN(12))
			for i := range b {
				b[i] = " '\"\\$`*?[]{}()<>|&;#!~\n\ta\xffé1="[rng.IntN(30)]
			}
			texts = append(texts, string(b))
			script += " " + quote(string(b))
		}
		out, errs, code := run(t, m, script, "")
		if out != strings.Join(texts, "\x01")+"\x01" || code != 0 {
			t.Fatalf("%q gave %q %q", script, out, errs)
		}
	}
}

// A command that waits or computes gives up when its context ends.
func TestContextEnds(t *testing.T) {
	m := newMachine(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	if code := m.Run(ctx, "sleep 1000; echo never", strings.NewReader(""), &out, &out); code != 130 || out.Len() > 0 {
		t.Errorf("%d %q", code, out.String())
	}
}

func TestRefusedCommand(t *testing.T) {
	m := newMachine(t)
	m.Commands["content"] = func(context.Context, *Call) int { return 0 }
	if _, _, code := run(t, m, "content query", ""); code != 0 {
		t.Errorf("%d", code)
	}
	m.Refused = func(c string) bool { return c == "content" || c == "sha256sum" }
	for _, c := range []string{"content query", "sha256sum /x"} {
		if _, errs, code := run(t, m, c, ""); code != 127 || !strings.Contains(errs, "inaccessible or not found") {
			t.Errorf("%s: %q %d", c, errs, code)
		}
	}
}

// A session remembers its directory, its variables and the last exit code.
func TestSession(t *testing.T) {
	s := newMachine(t).Session()
	var out bytes.Buffer
	for _, line := range []string{"cd /sdcard; x=5", "false", "echo $? $x; pwd", "exit 9", ""} {
		if s.Exited() {
			t.Fatalf("left before %q", line)
		}
		code := s.Run(t.Context(), line, strings.NewReader(""), &out, &out)
		if line == "exit 9" {
			if code != 9 || !s.Exited() || s.Dir() != "/sdcard" {
				t.Errorf("%d %v %s", code, s.Exited(), s.Dir())
			}
			break
		}
	}
	if out.String() != "1 5\n/sdcard\n" {
		t.Errorf("%q", out.String())
	}
}

func FuzzScript(f *testing.F) {
	for _, s := range []string{"echo 'a'\"b\"$(echo c) | cat > /sdcard/x && ls -l /sdcard/* || exit 3", "${", "$((", "((((((((", "a=b c=$d 2>&1 <f", "[ -f x", "find / \\( -name x", "printf %", "$'\\x4", "`", "touch -d 1 x", "date +%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, script string) {
		if strings.Contains(script, "sleep") || strings.Contains(script, "zero") {
			return // they take the time they are told to
		}
		run(t, newMachine(t), script, "in")
	})
}

func FuzzQuote(f *testing.F) {
	f.Add("it's $HOME `x` \\ \n*")
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsRune(s, 0) {
			return // no argument can hold it
		}
		if out, _, code := run(t, newMachine(t), "printf %s "+quote(s), ""); out != s || code != 0 {
			t.Errorf("%q became %q (%d)", s, out, code)
		}
	})
}

func ExampleMachine_Run() {
	d := disk.New(1<<20, time.Now)
	m := New(d, time.Now)
	var out bytes.Buffer
	code := m.Run(context.Background(), "echo hello; exit 3", strings.NewReader(""), &out, &out)
	fmt.Print(out.String(), code)
	// Output:
	// hello
	// 3
}

// What runs in the background runs side by side, and wait waits for it.
func TestBackground(t *testing.T) {
	m := newMachine(t)
	began := time.Now()
	out, _, code := run(t, m, "(sleep 0.2; echo a) & { sleep 0.2; echo b; } & sleep 0.2 && echo c & wait; echo d", "")
	if took := time.Since(began); took > 500*time.Millisecond {
		t.Errorf("one after the other: %v", took)
	}
	lines := strings.Fields(out)
	if len(lines) != 4 || lines[3] != "d" || code != 0 {
		t.Errorf("%q %d", out, code)
	}
	slices.Sort(lines)
	if got := strings.Join(lines, ""); got != "abcd" {
		t.Errorf("%q", got)
	}
	if out, _, _ := run(t, m, "x=$(echo 1 & echo 2 & wait); echo $x | wc -w", ""); strings.TrimSpace(out) != "2" {
		t.Errorf("%q", out)
	}
}

// A trap runs at the end, however the script ends, and also when the caller hangs up.
func TestTraps(t *testing.T) {
	m := newMachine(t)
	for script, want := range map[string]string{
		"trap 'echo bye' EXIT; echo hi":                 "hi\nbye\n",
		"trap 'echo bye' EXIT; exit 3; echo never":      "bye\n",
		"trap 'echo bye' EXIT; trap - EXIT; echo hi":    "hi\n",
		"trap 'echo bye' HUP; echo hi":                  "hi\n",
		"trap 'echo bye' EXIT; (exit 2); echo still on": "still on\nbye\n",
	} {
		if out, errs, _ := run(t, m, script, ""); out != want || errs != "" {
			t.Errorf("%s: %q %q, want %q", script, out, errs, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	var out bytes.Buffer
	time.AfterFunc(50*time.Millisecond, cancel)
	m.Run(ctx, "trap 'echo back' EXIT; trap 'exit 129' HUP; sleep 10; echo never", strings.NewReader(""), &out, &out)
	if out.String() != "back\n" {
		t.Errorf("%q", out.String())
	}
	out.Reset()
	ctx, cancel = context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	m.Run(ctx, "trap 'echo back' EXIT; sleep 10", strings.NewReader(""), &out, &out)
	if out.String() != "" { // no trap for the signal: the shell is killed
		t.Errorf("%q", out.String())
	}
}
