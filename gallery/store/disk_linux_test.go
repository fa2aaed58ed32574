package store

import (
	"os"
	"testing"
)

// After a slow call the fast way is left alone for a while, and without it each
// file is asked.
func TestWholeSyncSitsOut(t *testing.T) {
	f, err := os.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := wholeSync{f: f, skip: 2}
	for i, want := range []bool{false, false, true, true} {
		if got := s.sync(); got != want {
			t.Errorf("call %d: %v", i, got)
		}
	}
	s.close()
	if s.sync() {
		t.Error("synced without an open folder")
	}
	s.close()
}

func TestKernelVersion(t *testing.T) {
	if !kernelAtLeast(2, 6) || kernelAtLeast(1000, 0) {
		t.Error("the kernel's version was not understood")
	}
}
