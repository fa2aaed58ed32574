package store

import (
	"fmt"
	"path"
	"strconv"
	"strings"
)

// Where things are below the library's folder (format 1).
const (
	photosDir     = "Photos"
	insideDir     = ".keepsake"
	libraryName   = ".keepsake/library.json"
	lockName      = ".keepsake/lock"
	heldName      = ".keepsake/lock.held" // where the file system has no locks
	manifestDir   = ".keepsake/manifest"
	snapshotsDir  = ".keepsake/snapshots"
	stagingDir    = ".keepsake/staging"
	quarantineDir = ".keepsake/quarantine"
	recordsDir    = "Records"           // the newest state of every phone's records, for people
	keptDir       = ".keepsake/records" // what was kept when: <phone>/<time>-<category>.json
	historyDir    = ".keepsake/history" // parts that were replaced: <hh>/<sha256>
	cursorName    = ".keepsake/check.json"
	readmeName    = "READ ME.txt"

	segmentExt = ".ndjson"
	partExt    = ".part"   // a content that is not in its place yet
	intentExt  = ".intent" // the renames a group is about to do
	goneExt    = ".gone"   // the originals that are about to be removed
	prunedExt  = ".pruned" // a state of records that is about to be forgotten

	formatVersion = 1
)

// caches are what can be thrown away and made again by other rooms.
var caches = [...]string{
	"index.db", "index.db-wal", "index.db-shm", "index.db-journal", "index.db-seal",
	"thumbs.db", "thumbs.db-wal", "thumbs.db-shm", "thumbs.db-journal", "thumbs.db-seal",
}

func parent(name string) string { return path.Dir(name) }

func segmentName(n int) string { return fmt.Sprintf("%s/%08d%s", manifestDir, n, segmentExt) }

// segmentNumber reads the number out of a segment's base name.
func segmentNumber(base string) (int, bool) {
	digits, ok := strings.CutSuffix(base, segmentExt)
	if !ok || len(digits) != 8 {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil && n > 0
}

// isOurTemp reports whether a name in the staging folder is one a session made.
// Everything else there is somebody's, and left alone.
func isOurTemp(base string) bool {
	return strings.HasPrefix(base, "k-") && (strings.HasSuffix(base, partExt) || strings.HasSuffix(base, intentExt) || strings.HasSuffix(base, goneExt) || strings.HasSuffix(base, prunedExt) || strings.HasSuffix(base, ".tmp"))
}
