package probe

import (
	"context"
	"path"
	"strings"
	"time"

	"keepsake/device/adb"
)

// primary is the phone's shared storage.
const primary = "/storage/emulated/0"

// tree is some of what lies in the folders pictures are in. Its names never
// leave this package.
type tree struct {
	files   []file
	folders int
	unread  int // entries that may be seen and not looked into
	took    time.Duration
	early   bool // not all folders were listed
}

type file struct {
	path string
	size int64
	time time.Time
}

func (f file) name() string { return path.Base(f.path) }

// Bounds of a tree: enough to measure, and done in seconds.
const (
	treeFolders = 200
	treeFiles   = 20_000
	treeDepth   = 4
)

// gather lists the folders once; what comes before the time is over counts.
func (v *visit) gather(ctx context.Context) (*tree, error) {
	return v.tree.get(func() (*tree, error) { return v.walk(ctx) })
}

func (v *visit) walk(ctx context.Context) (*tree, error) {
	s, err := v.phone.Files(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	t := &tree{}
	level := []string{primary + "/DCIM/Camera", primary + "/DCIM/Screenshots", primary + "/DCIM", primary + "/Pictures", primary + "/Movies",
		primary + "/MIUI/Gallery/cloud/owner", primary + "/MIUI/sound_recorder", primary + "/Download"}
	seen := map[string]bool{}
	begun := time.Now()
	for depth := 0; depth < treeDepth && len(level) > 0 && !t.early; depth++ {
		var next []string
		for _, dir := range level {
			if seen[dir] {
				continue
			}
			seen[dir] = true
			if t.early = t.folders >= treeFolders || len(t.files) >= treeFiles; t.early {
				break
			}
			err = s.Lists(ctx, []string{dir}, func(_ int, entries []adb.DirEntry, err error) {
				if err != nil {
					if reasonOf(err) == denied {
						t.unread++
					}
					return
				}
				t.folders++
				next = append(next, t.take(dir, entries)...)
			})
			if err != nil {
				t.early = true
				break
			}
		}
		level = next
	}
	t.took = time.Since(begun)
	if err != nil && (len(t.files) == 0 || broken(err)) {
		return nil, err
	}
	return t, nil
}

// take adds a folder's files and returns its folders.
func (t *tree) take(dir string, entries []adb.DirEntry) (below []string) {
	for _, e := range entries {
		p := dir + "/" + e.Name
		switch {
		case e.Errno != 0:
			t.unread++
		case e.IsDir() && !strings.HasPrefix(e.Name, "."):
			below = append(below, p)
		case e.IsRegular() && len(t.files) < treeFiles:
			t.files = append(t.files, file{p, e.Size, e.MTime})
		}
	}
	return below
}

func askListing(ctx context.Context, v *visit) (result, error) {
	t, err := v.gather(ctx)
	if err != nil {
		return result{}, err
	}
	found := facts{"folders": t.folders, "files": len(t.files), "ms": millis(t.took), "ended early": t.early}
	if len(t.files) == 0 {
		return result{verdict: Unclear, found: found, note: noteFewFiles}, nil
	}
	found["ms per file"] = millis(t.took) / float64(len(t.files))
	return result{verdict: Yes, found: found}, nil
}
