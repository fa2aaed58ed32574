package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// survey is one look at a library that changes nothing: what the manifest says
// beside what the folders hold. Check reports it, Repair acts on it.
type survey struct {
	d       disk
	library string
	cat     *catalog
	damage  []Damage
	rest    tail

	found     map[string]int64  // files below Photos, by NFC path: their length
	spelled   map[string]string // NFC path → the path as the system spells it, where that differs
	promised  map[string]bool   // paths a writer at work is about to write down or remove
	leftovers []string          // in the staging folder
}

// look makes a survey. The folders are read before the manifest, so that what a
// writer at work adds meanwhile is not taken for a stray.
func look(ctx context.Context, d disk, library string) (*survey, error) {
	s := &survey{d: d, library: library, cat: newCatalog(),
		found: make(map[string]int64), spelled: make(map[string]string), promised: make(map[string]bool)}
	if err := s.folder(ctx, photosDir, 0); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list the originals: %w", err)
	}
	if err := s.staging(); err != nil {
		return nil, fmt.Errorf("list the staging folder: %w", err)
	}
	end, damage, rest, err := walk(d, library, place{}, func(at spot, r *record) error {
		s.cat.apply(at, r)
		return ctx.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read the manifest: %w", err)
	}
	s.cat.end, s.damage, s.rest = end, damage, rest
	return s, nil
}

// maxDepth is deeper than the library's own folders ever are.
const maxDepth = 64

func (s *survey) folder(ctx context.Context, dir string, depth int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := s.d.list(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := dir + "/" + e.Name()
		switch {
		case isSystemFile(e.Name()):
		case e.IsDir() && depth < maxDepth:
			if err := s.folder(ctx, name, depth+1); err != nil {
				return err
			}
		case e.Type().IsRegular():
			st, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue // removed since the folder was read
			}
			if err != nil {
				return err
			}
			plain := norm.NFC.String(name)
			if plain != name {
				s.spelled[plain] = name
			}
			s.found[plain] = st.Size()
		}
	}
	return nil
}

// staging reads what lies in the staging folder, and which names the intents
// there speak of.
func (s *survey) staging() error {
	entries, err := s.d.list(stagingDir)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return err
	}
	for _, e := range entries {
		name := path.Join(stagingDir, e.Name())
		s.leftovers = append(s.leftovers, name)
		if !strings.HasSuffix(name, intentExt) && !strings.HasSuffix(name, goneExt) {
			continue
		}
		b, err := readFile(s.d, name, maxIntent)
		if err != nil {
			continue // gone by now: its writer is done with it
		}
		var r record
		for line := range bytes.SplitSeq(b, []byte("\n")) {
			if parseLine(line, &r) == nil && (r.kind == recItem || r.kind == recRemoved) {
				s.promised[string(r.path)] = true
			}
		}
	}
	return nil
}

// size returns the length of an entry's file, and whether there is one. The
// manifest was read after the folders, so a file they did not have is looked for
// once more.
func (s *survey) size(e *entry) (int64, bool) {
	if n, ok := s.found[norm.NFC.String(e.path)]; ok {
		return n, true
	}
	st, err := s.d.stat(e.path)
	if err != nil || !st.Mode().IsRegular() {
		return 0, false
	}
	return st.Size(), true
}

// strays are the files that no entry and no writer at work accounts for, as the
// system spells them.
func (s *survey) strays() []string {
	owned := make(map[string]struct{}, len(s.cat.entries))
	for i := range s.cat.entries {
		if e := &s.cat.entries[i]; e.known() {
			owned[norm.NFC.String(e.path)] = struct{}{}
		}
	}
	var all []string
	for name := range s.found {
		if _, ok := owned[name]; ok || s.promised[name] {
			continue
		}
		if as, ok := s.spelled[name]; ok {
			name = as
		}
		all = append(all, name)
	}
	return all
}
