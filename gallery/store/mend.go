package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// mendManifest writes the parts of the manifest that damage was found in anew,
// without the pieces that cannot be read; those go to the quarantine first. A
// part that is missing altogether gets an empty one in its place. Call with the
// library's lock held.
func mendManifest(d disk, library string, damage []Damage, now time.Time) error {
	var parts []int
	for _, dm := range damage {
		if n, ok := segmentNumber(strings.TrimPrefix(dm.File, manifestDir+"/")); ok {
			parts = append(parts, n)
		}
	}
	slices.Sort(parts)
	for _, n := range slices.Compact(parts) {
		if err := mendSegment(d, library, n, damage, now); err != nil {
			return fmt.Errorf("mend %s: %w", segmentName(n), err)
		}
	}
	return fillGaps(d, library)
}

func mendSegment(d disk, library string, n int, damage []Damage, now time.Time) error {
	old, err := d.open(segmentName(n))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // fillGaps
	}
	if err != nil {
		return err
	}
	defer old.Close()
	st, err := old.Stat()
	if err != nil {
		return err
	}
	var bad, good []piece
	for _, dm := range damage {
		if dm.File == segmentName(n) {
			bad = append(bad, piece{dm.Offset, min(dm.Offset+dm.Length, st.Size())})
		}
	}
	slices.SortFunc(bad, func(a, b piece) int { return int(min(max(a.from-b.from, -1), 1)) })
	at := int64(0)
	for _, b := range bad {
		good = append(good, piece{at, b.from})
		at = b.to
	}
	good = append(good, piece{at, st.Size()})

	kept := fmt.Sprintf("%s/manifest-%08d-%s.broken", quarantineDir, n, now.UTC().Format(snapshotTime))
	if err := copyPieces(d, old, kept, bad...); err != nil {
		return err
	}
	if err := ignoreNotDurable(d.syncDir(quarantineDir)); err != nil {
		return err
	}
	temp := stagingDir + "/k-mend.tmp"
	if err := copyPieces(d, old, temp, good...); err != nil {
		return err
	}
	if err := d.replace(temp, segmentName(n)); err != nil {
		return err
	}
	return ignoreNotDurable(d.syncDir(manifestDir))
}

// piece is a range of a file.
type piece struct{ from, to int64 }

// copyPieces copies pieces of a file into a new one, and makes its bytes durable.
// What an earlier try left under the name is replaced.
func copyPieces(d disk, from io.ReaderAt, name string, pieces ...piece) error {
	if err := d.remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := d.create(name)
	if err != nil {
		return err
	}
	for _, p := range pieces {
		if err == nil {
			_, err = io.Copy(f, io.NewSectionReader(from, p.from, p.to-p.from))
		}
	}
	if err == nil {
		err = ignoreNotDurable(f.Sync())
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// maxGap bounds how many lost parts are stood in for.
const maxGap = 1000

// fillGaps puts an empty part where one is missing.
func fillGaps(d disk, library string) error {
	numbers, err := segments(d)
	if err != nil || len(numbers) == 0 || numbers[len(numbers)-1]-len(numbers) > maxGap {
		return err
	}
	there := make(map[int]bool)
	for _, n := range numbers {
		there[n] = true
	}
	for n := 1; n < numbers[len(numbers)-1]; n++ {
		if there[n] {
			continue
		}
		var head line
		head.segment(library, n)
		if err := writeFile(d, segmentName(n), stagingDir+"/k-mend.tmp", head.b); err != nil {
			return err
		}
	}
	return nil
}
