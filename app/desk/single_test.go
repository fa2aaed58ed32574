package desk

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// TestOnlyOne: the second asks the first to show itself and goes; another key,
// or another user's folder, is another program.
func TestOnlyOne(t *testing.T) {
	dir := t.TempDir()
	var shown atomic.Int32
	show := func() { shown.Add(1) }
	first, err := Claim(t.Context(), dir, "", true, show)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Claim(t.Context(), dir, "", true, show); !errors.Is(err, ErrRunning) || shown.Load() != 1 {
		t.Errorf("the second: %v, shown %d times", err, shown.Load())
	}
	if _, err := Claim(t.Context(), dir, "", false, show); !errors.Is(err, ErrRunning) || shown.Load() != 1 {
		t.Errorf("one that starts in the background: %v, shown %d times", err, shown.Load())
	}
	for _, at := range [][2]string{{dir, "/media/disk/Keepsake"}, {t.TempDir(), ""}} {
		other, err := Claim(t.Context(), at[0], at[1], true, show)
		if err != nil {
			t.Fatalf("%v: %v", at, err)
		}
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	next, err := Claim(t.Context(), dir, "", true, show)
	if err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	if err := next.Close(); err != nil || shown.Load() != 1 {
		t.Errorf("%v, shown %d times", err, shown.Load())
	}
}

// TestOneThatWasKilled leaves its address behind, which leads nowhere, and no lock.
func TestOneThatWasKilled(t *testing.T) {
	dir := t.TempDir()
	first, err := Claim(t.Context(), dir, "", true, func() {})
	if err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadFile(first.file)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(first.file, left, 0o600); err != nil {
		t.Fatal(err)
	}
	next, err := Claim(t.Context(), dir, "", true, func() {})
	if err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(next.file); err != nil || st.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("%v, %v: others may read the token", st, err)
	}
	if err := next.Close(); err != nil {
		t.Error(err)
	}
}

// TestStrangersAreNotHeard: without the token nothing is shown, and who says
// nothing holds nobody up for long.
func TestStrangersAreNotHeard(t *testing.T) {
	var shown atomic.Int32
	i, err := Claim(t.Context(), t.TempDir(), "", true, func() { shown.Add(1) })
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{"\n", "show\n", i.token + "x\n", i.token[:8] + "\n", string(make([]byte, 9000))} {
		c, err := net.Dial("tcp", i.listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = c.Write([]byte(said)) // it may have been cut off already
		_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
		if n, err := c.Read(make([]byte, 8)); n > 0 || err == nil {
			t.Errorf("%.20q was answered", said)
		}
		c.Close()
	}
	if err := ask(t.Context(), filepath.Join(t.TempDir(), "none.json")); err == nil {
		t.Error("nobody answered, and that is no error")
	}
	if err := ask(t.Context(), i.file); err != nil || shown.Load() != 1 {
		t.Errorf("who knows the token: %v, shown %d times", err, shown.Load())
	}
	if err := i.Close(); err != nil {
		t.Error(err)
	}
}
