package index

import (
	"encoding/json"
	"os"
	"time"
)

// A seal lies beside a file that was closed in order, and says what the file was
// then. While that is what it is, nothing can have befallen it but what the disk
// did by itself, and a check that reads half of it at each start is not worth the
// wait: that is found in use. Anything else breaks the seal: a crash, a power cut,
// another program.
type seal struct {
	Size int64     `json:"size"`
	Time time.Time `json:"time"`
}

// sealPath is the seal of the file at path.
func sealPath(path string) string { return path + "-seal" }

// untouched reports whether the file at path is as it was closed.
func untouched(path string) bool {
	b, err := os.ReadFile(sealPath(path))
	var s seal
	if err != nil || json.Unmarshal(b, &s) != nil {
		return false
	}
	st, err := os.Lstat(path)
	return err == nil && !logged(path) && s.Size == st.Size() && s.Time.Equal(st.ModTime())
}

// logged reports whether a log lies beside the file at path: somebody has it open,
// or had when their computer stopped.
func logged(path string) bool {
	for _, log := range []string{path + "-wal", path + "-journal"} {
		if st, err := os.Lstat(log); err == nil && st.Size() > 0 {
			return true
		}
	}
	return false
}

// putSeal seals the closed file at path. Where it cannot, the next start checks.
func putSeal(path string) {
	st, err := os.Lstat(path)
	if err != nil || logged(path) {
		return
	}
	if b, err := json.Marshal(seal{Size: st.Size(), Time: st.ModTime()}); err == nil {
		os.WriteFile(sealPath(path), b, 0o600)
	}
}
