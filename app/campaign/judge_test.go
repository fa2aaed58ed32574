package campaign

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"keepsake/device/demo"
	"keepsake/gallery"
	"keepsake/gallery/store"
)

// file is what the phone really has at a path.
type file struct {
	hash gallery.Hash
	size int64
}

// truth asks the phone itself, past every wire.
func truth(t *testing.T, p *demo.Phone) map[string]file {
	t.Helper()
	media, err := p.Media()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]file{}
	for _, e := range media {
		sum, err := p.Sum(e.Path)
		if err != nil {
			t.Fatal(err)
		}
		all[e.Path] = file{sum, e.Size}
	}
	return all
}

// demand is what a library has to fulfil beside being sound.
type demand struct {
	whole   bool // every file of the phone is there and proven
	altered bool // bytes came over altered: a wrong copy may be there, but never count as proven
}

// judge says what is wrong with a library after a backup: a receipt that does
// not add up or says more than there is, bytes that are not the manifest's, files
// that are not the phone's.
func judge(dir string, a attempt, truth map[string]file, d demand) (problems []string) {
	bad := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	r := a.receipt
	if r.Job != "" {
		if err := r.Check(); err != nil {
			bad("%v", err)
		}
		if r.Found < r.Copied || r.Failed > 0 && len(r.Problems) == 0 {
			bad("receipt without reasons: %+v", r)
		}
	}
	report, err := store.Check(context.Background(), dir, store.CheckOptions{Read: "all"})
	if err != nil {
		bad("check: %v", err)
		return problems
	}
	if exit := report.Exit(); exit != 0 && (exit != 3 || d.whole) {
		bad("check says %d: %v", exit, report.Problems)
	}
	items, err := contents(dir)
	if err != nil {
		bad("%v", err)
		return problems
	}
	kept, right, verified := map[string]bool{}, map[string]int{}, 0
	for _, it := range items {
		for _, o := range it.Origins {
			kept[o.Path] = true
			is, ok := truth[o.Path]
			switch {
			case !ok:
				bad("the library has %q, which no phone ever had", o.Path)
			case is.hash == it.Hash && is.size == it.Size:
				right[o.Path]++
				if !o.Verified.IsZero() {
					verified++
				}
			case !o.Verified.IsZero():
				bad("the library's %q is called verified and is not the phone's", o.Path)
			case !d.altered:
				bad("the library's %q is not the phone's", o.Path)
			}
		}
	}
	for path, n := range right {
		if n > 1 {
			bad("the library has %q %d times", path, n)
		}
	}
	if n := r.Copied + r.Already; r.Job != "" && n > len(kept) {
		bad("the receipt speaks of %d kept files, the library has %d", n, len(kept))
	}
	if r.Verified > verified {
		bad("the receipt calls %d files verified, the library %d", r.Verified, verified)
	}
	if d.whole {
		for path := range truth {
			if right[path] == 0 {
				bad("%q is lost", path)
			}
		}
		if verified < len(truth) {
			bad("%d of %d files are verified", verified, len(truth))
		}
	}
	return problems
}

// contents reads the library's manifest from its beginning.
func contents(dir string) (items []gallery.Item, err error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	l, err := store.Open(abs)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	_, _, err = l.Replay(context.Background(), "", func(it gallery.Item) { items = append(items, it) }, nil)
	return items, err
}
