package archive

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// Signatures and lengths of a ZIP's directory (APPNOTE 4.3).
const (
	sigEntry = "PK\x01\x02"
	sigEnd   = "PK\x05\x06"
	sigEnd64 = "PK\x06\x06"
	sigLoc64 = "PK\x06\x07"

	lenEntry = 46
	lenEnd   = 22
	lenEnd64 = 56
	lenLoc64 = 20
)

const (
	maxEntries   = 2_000_000
	maxDirectory = 512 << 20
)

// directoryEnd is what stands at the end of a ZIP.
type directoryEnd struct {
	disk      uint32 // number of this part, from 0; more than 0: the archive is split
	dirDisk   uint32 // part the directory begins in
	entries   uint64
	size, off uint64 // of the directory, off within its part
}

// readEnd finds the end of a directory in the last 64 KB of an archive. It
// answers ErrDamaged when there is none: most downloads that broke off end so.
func readEnd(r io.ReaderAt, size int64, starts []int64) (directoryEnd, error) {
	const most = lenEnd + 0xffff
	tail := make([]byte, min(size, most))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return directoryEnd{}, fmt.Errorf("read the archive's end: %w", err)
	}
	at := -1
	for i := len(tail) - lenEnd; i >= 0; i-- {
		if string(tail[i:i+4]) == sigEnd && int(binary.LittleEndian.Uint16(tail[i+20:])) <= len(tail)-i-lenEnd {
			at = i
			break
		}
	}
	if at < 0 {
		return directoryEnd{}, fmt.Errorf("%w: its directory is missing, so it did not arrive whole", ErrDamaged)
	}
	b := tail[at:]
	le := binary.LittleEndian
	d := directoryEnd{
		disk: uint32(le.Uint16(b[4:])), dirDisk: uint32(le.Uint16(b[6:])), entries: uint64(le.Uint16(b[10:])),
		size: uint64(le.Uint32(b[12:])), off: uint64(le.Uint32(b[16:])),
	}
	if at >= lenLoc64 && string(tail[at-lenLoc64:at-lenLoc64+4]) == sigLoc64 {
		loc := tail[at-lenLoc64:]
		if err := d.read64(r, size, starts, le.Uint32(loc[4:]), le.Uint64(loc[8:])); err != nil {
			return directoryEnd{}, err
		}
	}
	if d.entries > maxEntries || d.size > maxDirectory {
		return directoryEnd{}, fmt.Errorf("%w: its directory names %d files in %d bytes", ErrBomb, d.entries, d.size)
	}
	return d, nil
}

// read64 reads the ZIP64 end, which has the numbers that are too large for the
// old one.
func (d *directoryEnd) read64(r io.ReaderAt, size int64, starts []int64, disk uint32, off uint64) error {
	var b [lenEnd64]byte
	at, ok := absolute(starts, disk, off)
	if !ok || at > size-lenEnd64 {
		return nil // some writers have the locator and no end; the old numbers count
	}
	if _, err := r.ReadAt(b[:], at); err != nil {
		return fmt.Errorf("%w: read the archive's end: %w", ErrDamaged, err)
	}
	if string(b[:4]) != sigEnd64 {
		return nil
	}
	le := binary.LittleEndian
	d.disk, d.dirDisk = le.Uint32(b[16:]), le.Uint32(b[20:])
	d.entries, d.size, d.off = le.Uint64(b[32:]), le.Uint64(b[40:]), le.Uint64(b[48:])
	return nil
}

// absolute is where an offset of a part lies in the joined archive.
func absolute(starts []int64, disk uint32, off uint64) (int64, bool) {
	if int64(disk) >= int64(len(starts)) || off > 1<<62 {
		return 0, false
	}
	return starts[disk] + int64(off), true
}

// rejoin writes the directory of a split archive anew, as it would stand behind
// the joined parts: offsets count from the very beginning there.
func rejoin(r io.ReaderAt, size int64, starts []int64, d directoryEnd) ([]byte, error) {
	at, ok := absolute(starts, d.dirDisk, d.off)
	if !ok || d.size > maxDirectory || at+int64(d.size) > size {
		return nil, fmt.Errorf("%w: its directory lies outside of it", ErrDamaged)
	}
	old := make([]byte, d.size)
	if _, err := r.ReadAt(old, at); err != nil && err != io.EOF {
		return nil, fmt.Errorf("%w: read the directory: %w", ErrDamaged, err)
	}
	var out bytes.Buffer
	n := uint64(0)
	for len(old) >= lenEntry && string(old[:4]) == sigEntry {
		rest, err := rejoinEntry(&out, old, starts)
		if err != nil {
			return nil, err
		}
		old = rest
		n++
	}
	le := binary.LittleEndian
	dirSize, endAt := uint64(out.Len()), uint64(size)+uint64(out.Len())
	end := make([]byte, 0, lenEnd64+lenLoc64+lenEnd)
	end = append(end, sigEnd64...)
	end = le.AppendUint64(end, lenEnd64-12)
	end = le.AppendUint32(end, 45|45<<16) // versions
	end = le.AppendUint64(end, 0)         // disks
	for _, v := range []uint64{n, n, dirSize, uint64(size)} {
		end = le.AppendUint64(end, v)
	}
	end = append(end, sigLoc64...)
	end = le.AppendUint32(end, 0)
	end = le.AppendUint64(end, endAt)
	end = le.AppendUint32(end, 1)
	end = append(end, sigEnd...)
	end = le.AppendUint32(end, 0) // disks
	end = append(end, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00"...)
	out.Write(end)
	return out.Bytes(), nil
}

// rejoinEntry writes one directory entry with all large numbers in its ZIP64
// field, and returns what follows it.
func rejoinEntry(out *bytes.Buffer, b []byte, starts []int64) (rest []byte, err error) {
	le := binary.LittleEndian
	nameLen, extraLen, noteLen := int(le.Uint16(b[28:])), int(le.Uint16(b[30:])), int(le.Uint16(b[32:]))
	if len(b) < lenEntry+nameLen+extraLen+noteLen {
		return nil, fmt.Errorf("%w: its directory ends within an entry", ErrDamaged)
	}
	packed, plain := uint64(le.Uint32(b[20:])), uint64(le.Uint32(b[24:]))
	disk, off := uint32(le.Uint16(b[34:])), uint64(le.Uint32(b[42:]))
	name := b[lenEntry : lenEntry+nameLen]
	extra := b[lenEntry+nameLen : lenEntry+nameLen+extraLen]
	if big, ok := extraField(extra, extraZip64); ok {
		for _, v := range []*uint64{&plain, &packed, &off} {
			if *v == 0xffffffff && len(big) >= 8 {
				*v, big = le.Uint64(big), big[8:]
			}
		}
		if disk == 0xffff && len(big) >= 4 {
			disk = le.Uint32(big)
		}
	}
	at, ok := absolute(starts, disk, off)
	if !ok {
		return nil, fmt.Errorf("%w: an entry lies in part %d of %d", ErrDamaged, disk+1, len(starts))
	}
	kept := le.AppendUint16(nil, extraZip64)
	kept = le.AppendUint16(kept, 24)
	for _, v := range []uint64{plain, packed, uint64(at)} {
		kept = le.AppendUint64(kept, v)
	}
	for e := extra; len(e) >= 4; {
		n := 4 + int(le.Uint16(e[2:]))
		if n > len(e) {
			break
		}
		if le.Uint16(e) != extraZip64 {
			kept = append(kept, e[:n]...)
		}
		e = e[n:]
	}
	if len(kept) > 0xffff {
		return nil, fmt.Errorf("%w: an entry's extra data is too long", ErrDamaged)
	}
	head := bytes.Clone(b[:lenEntry])
	copy(head[20:28], "\xff\xff\xff\xff\xff\xff\xff\xff")
	le.PutUint16(head[30:], uint16(len(kept)))
	le.PutUint16(head[32:], 0) // comment
	le.PutUint16(head[34:], 0) // disk
	copy(head[42:46], "\xff\xff\xff\xff")
	out.Write(head)
	out.Write(name)
	out.Write(kept)
	return b[lenEntry+nameLen+extraLen+noteLen:], nil
}
