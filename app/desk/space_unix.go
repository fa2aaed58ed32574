//go:build unix

package desk

import "golang.org/x/sys/unix"

// Space is the room on the disk that holds dir, in bytes: what an ordinary user
// may still write, and all there is. Both are 0 when it cannot be told.
func Space(dir string) (free, total int64) {
	var st unix.Statfs_t
	if unix.Statfs(dir, &st) != nil {
		return 0, 0
	}
	return int64(st.Bavail) * int64(st.Bsize), int64(st.Blocks) * int64(st.Bsize)
}
