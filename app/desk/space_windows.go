package desk

import "golang.org/x/sys/windows"

// Space is the room on the disk that holds dir, in bytes: what this user may
// still write, and all there is. Both are 0 when it cannot be told.
func Space(dir string) (free, total int64) {
	p, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, 0
	}
	var f, t uint64
	if windows.GetDiskFreeSpaceEx(p, &f, &t, nil) != nil {
		return 0, 0
	}
	return int64(f), int64(t)
}
