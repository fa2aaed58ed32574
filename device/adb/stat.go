package adb

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// Stat is what the phone's file system says about a file.
type Stat struct {
	Mode  uint32 // raw st_mode
	Size  int64  // modulo 2^32 from phones before Android 8 or so
	MTime time.Time
	Errno Errno // why the rest is empty, or 0
}

// The file types of st_mode.
const (
	modeType    = 0o170000
	modeDir     = 0o040000
	modeRegular = 0o100000
)

// IsDir reports whether it is a folder.
func (s Stat) IsDir() bool { return s.Mode&modeType == modeDir }

// IsRegular reports whether it is a plain file.
func (s Stat) IsRegular() bool { return s.Mode&modeType == modeRegular }

// Err returns Errno as an error, nil for none.
func (s Stat) Err() error {
	if s.Errno == 0 {
		return nil
	}
	return s.Errno
}

// Stat asks about one file, following links. That the file is missing or out of
// reach is the error, an Errno.
func (s *Session) Stat(ctx context.Context, path string) (Stat, error) {
	return s.statOne(ctx, s.statID(), path)
}

// Lstat is Stat, but describes a link rather than what it points to.
func (s *Session) Lstat(ctx context.Context, path string) (Stat, error) {
	if s.can.stat2 {
		return s.statOne(ctx, idLST2, path)
	}
	return s.statOne(ctx, idSTAT, path)
}

func (s *Session) statOne(ctx context.Context, id uint32, path string) (st Stat, err error) {
	err = s.stats(ctx, id, []string{path}, func(_ int, got Stat) { st = got })
	if err == nil {
		err = st.Err()
	}
	if err != nil {
		return st, fmt.Errorf("asking about %q on phone %s: %w", path, s.device, err)
	}
	return st, nil
}

// Stats asks about many files at once, following links. each is called once for
// every path unless Stats fails; what is wrong with one file is its Errno. The
// order is that of paths, but paths no phone could have come first.
//
// On phones without stat_v2 (before Android 8) links are not followed.
func (s *Session) Stats(ctx context.Context, paths []string, each func(i int, st Stat)) error {
	if err := s.stats(ctx, s.statID(), paths, each); err != nil {
		return fmt.Errorf("asking about files on phone %s: %w", s.device, err)
	}
	return nil
}

func (s *Session) statID() uint32 {
	if s.can.stat2 {
		return idSTA2
	}
	return idSTAT
}

func (s *Session) stats(ctx context.Context, id uint32, paths []string, each func(i int, st Stat)) error {
	end, err := s.start(ctx)
	if err != nil {
		return err
	}
	defer end()
	at := -1
	x := exchange[int]{
		window: min(512, max(1, len(paths))),
		next: func() (int, bool) {
			for at++; at < len(paths); at++ {
				err := checkPath(paths[at])
				if err == nil {
					return at, true
				}
				each(at, Stat{Errno: asErrno(err)})
			}
			return 0, false
		},
		ask: func(out []byte, i int) []byte { return appendRequest(out, id, paths[i]) },
		answer: func(i int) (over bool, err error) {
			st, err := s.readStat(paths[i])
			if isRefusal(err) {
				st, over, err = Stat{Errno: asErrno(err)}, true, nil
			}
			if err == nil {
				each(i, st)
			}
			return over, err
		},
		lost: func(int, error) {},
	}
	return x.run(ctx, s)
}

// asErrno puts a refusal into the one number a Stat has for it.
func asErrno(err error) Errno {
	if no, ok := errors.AsType[Errno](err); ok {
		return no
	}
	return EIO
}

// The first second of year 1 and the last of year 9999.
const minTime, maxTime = -62135596800, 253402300799

const (
	stat1Size = 4 + 12
	stat2Size = 4 + 68
)

// readStat reads the answer to STAT, STA2 or LST2.
func (s *Session) readStat(path string) (Stat, error) {
	id, err := s.in.next(4)
	if err != nil {
		return Stat{}, err
	}
	switch word := binary.LittleEndian.Uint32(id); word {
	case idSTA2, idLST2:
		body, err := s.in.next(stat2Size - 4)
		if err != nil {
			return Stat{}, err
		}
		return decodeStat2(body), nil
	case idSTAT:
		body, err := s.in.next(stat1Size - 4)
		if err != nil {
			return Stat{}, err
		}
		st := decodeStat1(body)
		if st.Mode == 0 && st.Size == 0 && st.MTime.Unix() == 0 {
			return Stat{Errno: ENOENT}, nil // all this version can say about any trouble
		}
		return st, nil
	case idFAIL:
		n, err := s.in.next(4)
		if err != nil {
			return Stat{}, err
		}
		return Stat{}, s.refusal(path, binary.LittleEndian.Uint32(n))
	}
	return Stat{}, unexpected(id, "file status")
}

// decodeStat2 takes the 68 bytes behind STA2, LST2 and DNT2.
func decodeStat2(b []byte) Stat {
	le := binary.LittleEndian
	if no := le.Uint32(b); no != 0 {
		return Stat{Errno: Errno(no)}
	}
	st := Stat{Mode: le.Uint32(b[20:]), Size: int64(le.Uint64(b[36:]))}
	if st.Size < 0 {
		return Stat{Errno: EIO} // no file has such a size
	}
	// Dates no calendar of ours can print are as good as none.
	if sec := int64(le.Uint64(b[52:])); sec >= minTime && sec <= maxTime {
		st.MTime = time.Unix(sec, 0)
	}
	return st
}

// decodeStat1 takes the 12 bytes behind STAT and DENT.
func decodeStat1(b []byte) Stat {
	le := binary.LittleEndian
	return Stat{
		Mode:  le.Uint32(b),
		Size:  int64(le.Uint32(b[4:])),
		MTime: time.Unix(int64(le.Uint32(b[8:])), 0),
	}
}
