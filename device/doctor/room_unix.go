//go:build unix

package doctor

import "golang.org/x/sys/unix"

// room is the space on the disk of a folder that is there, for this user.
func room(dir string) (free, total int64, err error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), int64(st.Blocks) * int64(st.Bsize), nil
}
