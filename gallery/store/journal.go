package store

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"time"
)

// rotateAt is the size after which a new segment of the manifest is begun. An
// old segment is never written to again, which makes it cheap to copy.
const rotateAt = 16 << 20

// journal writes at the manifest's end.
type journal struct {
	d       disk
	library string
	f       file // of the last segment, nil until something is written
	number  int
	size    int64
	last    []byte // the last bytes written, for the mark
}

// start continues behind a place, where the manifest ends. What is there was read
// and will be believed, but a session that was cut short may not have lived to
// sync it.
func (j *journal) start(end place) error {
	j.number = end.segment
	if j.number == 0 {
		return nil
	}
	f, err := j.d.extend(segmentName(j.number))
	if err != nil {
		return fmt.Errorf("open the manifest: %w", err)
	}
	j.f, j.size = f, end.offset
	err = f.Sync()
	if e := j.d.syncDir(manifestDir); ignoreNotDurable(e) != nil {
		err = e
	}
	if err != nil {
		return fmt.Errorf("make the manifest durable: %w", err)
	}
	return nil
}

// cut takes an unfinished last line off the end, after a copy of it was made
// durable in the quarantine.
func (j *journal) cut(rest tail, now time.Time) error {
	name := fmt.Sprintf("%s/manifest-%08d-%d-%s.torn", quarantineDir, rest.segment, rest.offset, now.UTC().Format(snapshotTime))
	if err := copyPieces(j.d, j.f, name, piece{rest.offset, rest.offset + rest.length}); err != nil {
		return fmt.Errorf("keep the manifest's torn end: %w", err)
	}
	if err := ignoreNotDurable(j.d.syncDir(quarantineDir)); err != nil {
		return fmt.Errorf("keep the manifest's torn end: %w", err)
	}
	if err := j.f.Truncate(rest.offset); err != nil {
		return fmt.Errorf("cut the manifest's torn end: %w", err)
	}
	return ignoreNotDurable(j.f.Sync())
}

// append writes whole lines and makes them durable. It returns where the first
// one lies. After an error the end of the manifest is unknown and the session is
// over.
func (j *journal) append(lines []byte) (spot, error) {
	begun := false
	if j.f == nil || j.size >= rotateAt {
		if err := j.rotate(); err != nil {
			return spot{}, fmt.Errorf("begin a new part of the manifest: %w", err)
		}
		begun = true
	}
	at := spot{segment: int32(j.number), offset: j.size}
	if _, err := j.f.Write(lines); err != nil {
		return spot{}, fmt.Errorf("write the manifest: %w", err)
	}
	j.wrote(lines)
	err := j.f.Sync()
	if begun && ignoreNotDurable(err) == nil {
		if e := j.d.syncDir(manifestDir); ignoreNotDurable(e) != nil {
			err = e
		}
	}
	if err != nil {
		return at, fmt.Errorf("make the manifest durable: %w", err)
	}
	return at, nil
}

// rotate begins the next segment with its head line.
func (j *journal) rotate() error {
	f, err := j.d.create(segmentName(j.number + 1))
	if err != nil {
		return err
	}
	var head line
	head.segment(j.library, j.number+1)
	if _, err := f.Write(head.b); err != nil {
		f.Close()
		return err
	}
	j.close()
	j.f, j.size, j.last = f, 0, nil
	j.number++
	j.wrote(head.b)
	return nil
}

func (j *journal) wrote(b []byte) {
	j.size += int64(len(b))
	j.last = append(j.last, b[max(0, len(b)-markSpan):]...)
	j.last = bytes.Clone(j.last[max(0, len(j.last)-markSpan):])
}

// end is the place behind what was written.
func (j *journal) end() place {
	return place{segment: j.number, offset: j.size, mark: crc32.Checksum(j.last, castagnoli)}
}

func (j *journal) close() error {
	if j.f == nil {
		return nil
	}
	f := j.f
	j.f = nil
	return f.Close()
}
