package device

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"keepsake/device/adb"
)

// hashShells is how many programs hash at once: a phone has more cores, but one
// storage.
const hashShells = 2

// Hashes asks the phone for its own SHA-256 of files. each is called once for
// every path, by one goroutine at a time, in no particular order; err is what is
// wrong with that file alone, and matches fs.ErrNotExist and fs.ErrPermission.
//
// The error is ErrNoHash when the phone has no sha256sum, wraps ErrGone when the
// connection broke, or is ctx's; each was then not called for all.
func (p *Phone) Hashes(ctx context.Context, paths []string, each func(path string, sum [32]byte, err error)) error {
	h := hashing{link: p.link, times: map[string]int{}, each: each}
	var orderly, odd, impossible []string
	for _, path := range paths {
		if h.times[path]++; h.times[path] > 1 {
			continue
		}
		switch {
		case !strings.HasPrefix(path, "/") || strings.IndexByte(path, 0) >= 0 || len(path) > maxPath:
			impossible = append(impossible, path)
		case isOrderly(path):
			orderly = append(orderly, path)
		default:
			odd = append(odd, path)
		}
	}
	for _, path := range impossible {
		h.tell(path, [32]byte{}, fmt.Errorf("%q: %w", path, ErrName))
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(hashShells)
	for _, batch := range batches(orderly) {
		group.Go(func() error { return h.together(ctx, batch) })
	}
	for _, batch := range batches(odd) {
		group.Go(func() error { return h.oneByOne(ctx, batch) })
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("hashing files on %s: %w", p.Info().Name, lost(err))
	}
	return nil
}

// hashing is one call of Hashes.
type hashing struct {
	link  link
	times map[string]int // how often a path was asked for
	cards cards          // those taken out meanwhile

	mu   sync.Mutex // held while each is called
	each func(path string, sum [32]byte, err error)
}

func (h *hashing) tell(path string, sum [32]byte, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for range h.times[path] {
		h.each(path, sum, err)
	}
}

// isOrderly reports whether sha256sum prints this name as it is. What it does
// with the others differs between its versions.
func isOrderly(path string) bool {
	return utf8.ValidString(path) && !strings.ContainsFunc(path, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' })
}

// together hashes orderly names with one program. A line counts only with a name
// that was asked for; the names that got no line are asked for one by one, which
// tells what is wrong with each.
func (h *hashing) together(ctx context.Context, paths []string) error {
	var command strings.Builder
	command.WriteString("sha256sum")
	missing := make(map[string]bool, len(paths))
	for _, p := range paths {
		command.WriteString(" " + adb.Quote(p))
		missing[p] = true
	}
	res, err := h.link.Shell(ctx, command.String())
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(res.Stdout)) {
		sum, name, ok := sumLine(strings.TrimRight(line, "\r\n"))
		if ok && missing[name] {
			delete(missing, name)
			h.tell(name, sum, nil)
		}
	}
	if len(missing) == len(paths) && noHash(res.Exit, string(res.Stdout)+string(res.Stderr)) {
		return ErrNoHash
	}
	var again []string
	for _, p := range paths {
		if missing[p] {
			again = append(again, p)
		}
	}
	if len(again) == 0 {
		return nil
	}
	return h.oneByOne(ctx, again)
}

// oneByOne hashes any names, with a program for each, which is given the file
// rather than its name.
func (h *hashing) oneByOne(ctx context.Context, paths []string) error {
	return askEach(ctx, h.link, "sha256sum <", paths, func(i int, a answer) error {
		sum, name, ok := sumLine(a.text)
		switch {
		case ok && name == "-":
			h.tell(paths[i], sum, nil)
		case noHash(0, a.text):
			return ErrNoHash
		default:
			h.tell(paths[i], [32]byte{}, h.cards.explain(ctx, h.link, paths[i], a.refusal(paths[i])))
		}
		return nil
	})
}

// sumLine takes apart "<64 hex digits>  name"; the second space may be the "*"
// of a binary file.
func sumLine(line string) (sum [32]byte, name string, ok bool) {
	const digits = 2 * len(sum)
	if len(line) < digits+2 || line[digits] != ' ' || line[digits+1] != ' ' && line[digits+1] != '*' {
		return sum, "", false
	}
	if _, err := hex.Decode(sum[:], []byte(line[:digits])); err != nil {
		return [32]byte{}, "", false
	}
	return sum, line[digits+2:], true
}

// noHash reports whether a shell says that there is no such program.
func noHash(exit int, said string) bool {
	for _, words := range [...]string{"sha256sum: not found", "sha256sum: inaccessible or not found", "sha256sum: command not found",
		"Unknown command sha256sum", "No such command sha256sum"} {
		if strings.Contains(said, words) {
			return true
		}
	}
	return exit == 127
}
