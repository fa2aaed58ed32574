package shell

import "testing"

func TestReadingOn(t *testing.T) {
	m := newMachine(t)
	for _, tt := range []struct{ script, out string }{
		{"printf 0123456789 >/sdcard/f; dd if=/sdcard/f bs=4 skip=1", "456789"},
		{"dd if='/sdcard/f' bs=4 skip=2 2>/dev/null", "89"},
		{"dd if=/sdcard/f bs=1k skip=3 2>/dev/null", ""},
		{"dd if=/sdcard/f bs=1 skip=2 count=3 2>/dev/null", "234"},
		{"tail -c +5 /sdcard/f", "456789"},
		{"tail -c +1 /sdcard/f", "0123456789"},
		{"tail -c +50 /sdcard/f", ""},
		{"dd if=/nothing 2>&1 || echo $?", "dd: /nothing: No such file or directory\n1\n"},
		{"dd of=x 2>&1", "dd: bad arg 'of=x'\n"},
		{"dd bs=x 2>&1", "dd: bad arg 'bs=x'\n"},
		{"tail -c 5 /sdcard/f 2>&1", "tail: not integer: 5\n"},
	} {
		if out, errs, _ := run(t, m, tt.script, ""); out != tt.out {
			t.Errorf("%s: %q, want %q (%s)", tt.script, out, tt.out, errs)
		}
	}
}
