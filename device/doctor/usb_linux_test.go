package doctor

import (
	"os"
	"path/filepath"
	"testing"
)

func TestNodeAccess(t *testing.T) {
	file := filepath.Join(t.TempDir(), "001")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := nodeAccess(file); got != Allowed {
		t.Errorf("our own: %v", got)
	}
	if got := nodeAccess(file + "x"); got != AccessUnknown {
		t.Errorf("one that is not there: %v", got)
	}
	if os.Getuid() == 0 {
		return // who may open everything
	}
	if err := os.Chmod(file, 0o400); err != nil {
		t.Fatal(err)
	}
	if got := nodeAccess(file); got != Denied {
		t.Errorf("read only: %v", got)
	}
}
