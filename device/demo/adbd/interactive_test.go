package adbd

import (
	"strings"
	"testing"
)

// packets returns the data of shell,v2 packets with one id.
func packets(t *testing.T, s string, id byte) string {
	t.Helper()
	var b strings.Builder
	for len(s) >= 5 {
		n := int(s[1]) | int(s[2])<<8
		if s[0] == id {
			b.WriteString(s[5 : 5+n])
		}
		s = s[5+n:]
	}
	return b.String()
}

func stdin(s string) string {
	return string(append([]byte{packStdin, byte(len(s)), 0, 0, 0}, s...))
}

// A terminal session prompts, echoes, knows backspace, Ctrl-C and Ctrl-D, and
// remembers where it is.
func TestTerminal(t *testing.T) {
	got := exchange(t, newDaemon(t), "shell,v2,TERM=xterm,pty:", stdin("cd /sdcatx\x7f\x08rd\rpwd\rrubbish\x03exit 4\r"), false)
	want := "d:/ $ cd /sdcatx\b \b\b \brd\r\nd:/sdcard $ pwd\r\n/sdcard\r\nd:/sdcard $ rubbish^C\r\nd:/sdcard $ exit 4\r\n"
	if out := packets(t, got, packStdout); out != want {
		t.Errorf("got  %q\nwant %q", out, want)
	}
	if code := packets(t, got, packExit); code != "\x04" {
		t.Errorf("exit %q", code)
	}
	if got := exchange(t, newDaemon(t), "shell,v2,pty:", stdin("\x04"), false); packets(t, got, packStdout) != "d:/ $ \r\n" && packets(t, got, packStdout) != "d:/ $ " {
		t.Errorf("Ctrl-D: %q", got)
	}
}

// Without a terminal the input is a script, read line by line.
func TestScriptOnInput(t *testing.T) {
	got := exchange(t, newDaemon(t), "shell,v2,raw:", stdin("x=7\necho $x\necho err >&2\nexit 3\necho never\n")+"\x04\x00\x00\x00\x00", false)
	if out, errs, code := packets(t, got, packStdout), packets(t, got, packStderr), packets(t, got, packExit); out != "7\n" || errs != "err\n" || code != "\x03" {
		t.Errorf("%q %q %q", out, errs, code)
	}
	if got := exchange(t, newDaemon(t), "shell:", "echo old\nexit\n", false); got != "old\n" {
		t.Errorf("%q", got)
	}
}
