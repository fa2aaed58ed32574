package android

import (
	"bytes"
	"encoding/binary"
	"io"
	"net/url"
	"strings"
	"sync"
	"time"

	"keepsake/device/demo/disk"
)

// scanner is what reads new files for the media database. The files the phone was
// made with are in it from the beginning.
type scanner struct {
	mu     sync.Mutex
	metas  map[uint64]Meta // of files written by commands, by inode; guarded by mu
	astray bool            // guarded by mu
}

// SetScannerAstray makes the media scanner believe that what it finds is from
// today, as that of some phones does.
func (s *System) SetScannerAstray(astray bool) {
	s.scanner.mu.Lock()
	defer s.scanner.mu.Unlock()
	s.scanner.astray = astray
}

// read returns what the scanner read from a file that a command wrote.
func (s *System) read(ino uint64) (Meta, bool) {
	s.scanner.mu.Lock()
	defer s.scanner.mu.Unlock()
	m, ok := s.scanner.metas[ino]
	return m, ok
}

// scanNew takes a file, or all below a folder, into the media database.
func (s *System) scanNew(p string) {
	// What vanishes meanwhile is not taken in.
	_ = s.Disk.Walk(p, func(at string, in disk.Info, c disk.Content) bool {
		if _, known := disk.Base(c).(Described); in.IsRegular() && in.Fresh && !known {
			s.scanner.mu.Lock()
			if s.scanner.metas == nil {
				s.scanner.metas = map[uint64]Meta{}
			}
			m := Meta{Taken: taken(c, s.Now().Location())}
			if m.Taken.IsZero() {
				m.Taken = in.MTime
			}
			if s.scanner.astray {
				m.Taken = s.Now()
			}
			s.scanner.metas[in.Ino] = m
			s.scanner.mu.Unlock()
		}
		return true
	})
	_ = s.Disk.SetFresh(p, false)
}

// scanBroadcast reads "-d file:///path" of an intent that asks for a scan.
func (s *System) scanBroadcast(args []string) {
	line := strings.Join(args, "\x00")
	_, data, ok := strings.Cut(line, "\x00-d\x00file://")
	if !ok || !strings.Contains(line, "android.intent.action.MEDIA_SCANNER_SCAN_FILE") {
		return
	}
	data, _, _ = strings.Cut(data, "\x00")
	if p, err := url.PathUnescape(data); err == nil {
		s.scanNew(p)
	}
}

// taken reads when a picture was taken from its EXIF; zero where it has none.
func taken(c disk.Content, zone *time.Location) time.Time {
	r, err := c.Open()
	if err != nil {
		return time.Time{}
	}
	head, err := io.ReadAll(io.LimitReader(r, 128<<10))
	at := bytes.Index(head, []byte("Exif\x00\x00"))
	if err != nil || at < 0 {
		return time.Time{}
	}
	t := head[at+6:]
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(t, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(t) < 8 {
		return time.Time{}
	}
	shot, ok := tag(t, order, order.Uint32(t[4:]), 0x8769)
	if !ok {
		return time.Time{}
	}
	date, ok := tag(t, order, shot, 0x9003)
	if !ok || int64(date)+19 > int64(len(t)) {
		return time.Time{}
	}
	when := string(t[date : date+19])
	if offset, ok := tag(t, order, shot, 0x9011); ok && int64(offset)+6 <= int64(len(t)) {
		if d, err := time.Parse("2006:01:02 15:04:05-07:00", when+string(t[offset:offset+6])); err == nil {
			return d
		}
	}
	d, err := time.ParseInLocation("2006:01:02 15:04:05", when, zone)
	if err != nil {
		return time.Time{}
	}
	return d
}

// tag finds the value of an entry in a directory of TIFF: a number, or where a
// text begins.
func tag(t []byte, order binary.ByteOrder, dir uint32, want uint16) (uint32, bool) {
	if int64(dir)+2 > int64(len(t)) {
		return 0, false
	}
	for i := range int64(order.Uint16(t[dir:])) {
		at := int64(dir) + 2 + 12*i
		if at+12 > int64(len(t)) {
			return 0, false
		}
		if order.Uint16(t[at:]) == want {
			return order.Uint32(t[at+8:]), true
		}
	}
	return 0, false
}
