package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"keepsake/gallery"
)

// readWorkers is how many originals are read back at once.
const readWorkers = 2

// readBack hashes a share of the originals.
func (r *Report) readBack(ctx context.Context, s *survey, whole []*entry, share float64, progress func(done, total int)) error {
	if share == 0 || len(whole) == 0 {
		return nil
	}
	turn, last := whole, gallery.Hash{}
	if share < 1 {
		turn = nextTurn(whole, readCursor(s.d), share)
		last = turn[len(turn)-1].hash
	}
	var mu sync.Mutex
	done := 0
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(readWorkers)
	for _, e := range turn {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error {
			got, n, err := hashFile(ctx, s.d, e.path, e.size, true)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			mu.Lock()
			defer mu.Unlock()
			done++
			switch {
			case err != nil:
				r.add(ProblemUnread, e.path, e.hash, err.Error())
			case got != e.hash:
				r.add(ProblemDamaged, e.path, e.hash, "its bytes changed: SHA-256 is "+got.String())
			}
			if err == nil {
				r.Read++
				r.ReadBytes += n
			}
			if progress != nil {
				progress(done, len(turn))
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if share < 1 {
		writeCursor(s.d, last)
	}
	return nil
}

// parseShare reads CheckOptions.Read.
func parseShare(s string) (float64, error) {
	switch s {
	case "", "none":
		return 0, nil
	case "all":
		return 1, nil
	}
	if digits, ok := strings.CutSuffix(s, "%"); ok {
		if n, err := strconv.ParseFloat(digits, 64); err == nil && n > 0 && n <= 100 {
			return n / 100, nil
		}
	}
	return 0, fmt.Errorf("how much to read back is none, all or a share like 1%%, not %.40q", s)
}

// cursor is how far checks that read a share have come, in the order of the
// hashes. Where it cannot be kept, the next check begins anew.
type cursor struct {
	Last gallery.Hash `json:"last"`
}

func readCursor(d disk) gallery.Hash {
	var c cursor
	if b, err := readFile(d, cursorName, 4096); err == nil {
		json.Unmarshal(b, &c)
	}
	return c.Last
}

func writeCursor(d disk, last gallery.Hash) {
	if b, err := json.Marshal(cursor{Last: last}); err == nil {
		writeFile(d, cursorName, insideDir+"/check.tmp", b)
	}
}

// nextTurn picks the entries that follow last in the ring of hashes: a share of
// them all by bytes, and at least one.
func nextTurn(all []*entry, last gallery.Hash, share float64) []*entry {
	ring := slices.Clone(all)
	slices.SortFunc(ring, func(a, b *entry) int { return slices.Compare(a.hash[:], b.hash[:]) })
	var total, sum int64
	for _, e := range ring {
		total += e.size
	}
	from, found := slices.BinarySearchFunc(ring, last, func(e *entry, h gallery.Hash) int { return slices.Compare(e.hash[:], h[:]) })
	if found {
		from++
	}
	var turn []*entry
	for i := range ring {
		e := ring[(from+i)%len(ring)]
		turn = append(turn, e)
		if sum += e.size; float64(sum) >= float64(total)*share {
			break
		}
	}
	return turn
}
