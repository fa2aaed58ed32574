package adb

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// DirEntry is one name in a folder. Links are described, not followed. A Stat
// with an Errno is an entry the phone's shell user may see but not look into.
type DirEntry struct {
	Name string // the phone's exact bytes, not always UTF-8; never ".", "..", or with a "/"
	Stat
}

const (
	maxName    = 4096     // Android's own limit is 255 characters
	maxEntries = 1 << 20  // of one folder
	maxNames   = 64 << 20 // bytes of all their names
	listWindow = 16
)

// List returns what is in a folder, in the phone's order. A folder that is
// missing or not readable is an error, which the protocol alone would not tell:
// the phone is asked about the folder first.
func (s *Session) List(ctx context.Context, dir string) (entries []DirEntry, err error) {
	err = s.lists(ctx, []string{dir}, func(_ int, got []DirEntry, refused error) error {
		entries = got
		return refused
	})
	if err != nil {
		return nil, fmt.Errorf("listing %q on phone %s: %w", dir, s.device, err)
	}
	return entries, nil
}

// Lists is List for many folders, with several requests in flight. each is
// called once for every folder unless Lists fails; err is what is wrong with
// that folder alone.
func (s *Session) Lists(ctx context.Context, dirs []string, each func(i int, entries []DirEntry, err error)) error {
	err := s.lists(ctx, dirs, func(i int, entries []DirEntry, err error) error {
		each(i, entries, err)
		return nil
	})
	if err != nil {
		return fmt.Errorf("listing folders on phone %s: %w", s.device, err)
	}
	return nil
}

// lists stops taking folders when each returns an error, and returns that.
func (s *Session) lists(ctx context.Context, dirs []string, each func(i int, entries []DirEntry, err error) error) error {
	end, err := s.start(ctx)
	if err != nil {
		return err
	}
	defer end()
	at, failed := -1, error(nil)
	settle := func(i int, entries []DirEntry, err error) {
		if err := each(i, entries, err); err != nil && failed == nil {
			failed = err
		}
	}
	x := exchange[int]{
		window: min(listWindow, max(1, len(dirs))),
		next: func() (int, bool) {
			for at++; failed == nil && at < len(dirs); at++ {
				err := checkPath(dirs[at])
				if err == nil {
					return at, true
				}
				settle(at, nil, err)
			}
			return 0, false
		},
		ask: func(out []byte, i int) []byte {
			if s.can.list2 && s.can.stat2 {
				return appendRequest(appendRequest(out, idSTA2, dirs[i]), idLIS2, dirs[i])
			}
			// The first version does not follow links, but a link with a slash
			// behind it is the folder.
			dir := dirs[i]
			if len(dir) < maxPath {
				dir = strings.TrimSuffix(dir, "/") + "/"
			}
			return appendRequest(appendRequest(out, idSTAT, dir), idLIST, dir)
		},
		answer: func(i int) (over bool, err error) {
			entries, err := s.readList(dirs[i])
			var about error
			switch {
			case isRefusal(err):
				over, about = true, err
			case err != nil:
				no, ok := errors.AsType[Errno](err)
				if !ok {
					return false, err
				}
				about = no
			}
			settle(i, entries, about)
			return over, nil
		},
		lost: func(int, error) {},
	}
	if err := x.run(ctx, s); err != nil {
		return err
	}
	return failed
}

// readList reads the status of a folder and its entries. An Errno as error is
// the folder's; the session goes on.
func (s *Session) readList(dir string) ([]DirEntry, error) {
	st, err := s.readStat(dir)
	if err != nil {
		return nil, err
	}
	trouble := st.Err()
	if trouble == nil && !st.IsDir() {
		trouble = ENOTDIR
	}
	var entries []DirEntry
	names := 0
	for {
		e, more, err := s.readEntry(dir)
		if err != nil {
			return nil, err
		}
		if !more {
			return entries, trouble
		}
		if e.Name == "." || e.Name == ".." || trouble != nil {
			continue
		}
		if names += len(e.Name); names > maxNames || len(entries) == maxEntries {
			return nil, fmt.Errorf("%w: no end of files in folder %q, %d so far", ErrProtocol, dir, len(entries))
		}
		entries = append(entries, e)
	}
}

// readEntry reads one DNT2 or DENT; more is false at the end of the folder.
func (s *Session) readEntry(dir string) (e DirEntry, more bool, err error) {
	id, err := s.in.next(4)
	if err != nil {
		return e, false, err
	}
	word := binary.LittleEndian.Uint32(id)
	if word == idFAIL {
		n, err := s.in.next(4)
		if err != nil {
			return e, false, err
		}
		return e, false, s.refusal(dir, binary.LittleEndian.Uint32(n))
	}
	size := stat2Size
	if !s.can.list2 || !s.can.stat2 {
		size = stat1Size
	}
	switch {
	case word == idDONE, word == idDNT2 && size == stat2Size, word == idDENT && size == stat1Size:
	default:
		return e, false, unexpected(id, "a folder's entry")
	}
	body, err := s.in.next(size) // the status without its id, and the name's length
	if err != nil {
		return e, false, err
	}
	if word == idDONE {
		return e, false, nil
	}
	if e.Stat = decodeStat1(body); word == idDNT2 {
		e.Stat = decodeStat2(body)
	}
	n := binary.LittleEndian.Uint32(body[size-4:])
	if n == 0 || n > maxName {
		return e, false, fmt.Errorf("%w: a name of %d bytes in folder %q", ErrProtocol, n, dir)
	}
	name, err := s.in.next(int(n))
	if err != nil {
		return e, false, err
	}
	e.Name = string(name)
	if strings.ContainsAny(e.Name, "/\x00") {
		return e, false, fmt.Errorf("%w: impossible name %q in folder %q", ErrProtocol, e.Name, dir)
	}
	return e, true, nil
}
