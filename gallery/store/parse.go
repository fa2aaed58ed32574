package store

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"strconv"
	"time"

	"keepsake/gallery"
)

var (
	errChecksum = errors.New("its checksum does not fit")
	errShape    = errors.New("it is not a line of a manifest")
)

// parseLine reads one line, without its newline, into r. The line's checksum is
// looked at first, so what follows are bytes some Keepsake wrote; it is read with
// care all the same. Texts in r point into b.
func parseLine(b []byte, r *record) error {
	const end = len(sumTail) + 8 + 2
	if len(b) < end || string(b[len(b)-2:]) != `"}` || string(b[len(b)-end:len(b)-10]) != sumTail {
		return errShape
	}
	var sum [4]byte
	if _, err := hex.Decode(sum[:], b[len(b)-10:len(b)-2]); err != nil {
		return errShape
	}
	body := b[:len(b)-end]
	if got := crc32.Checksum(body, castagnoli); got != uint32(sum[0])<<24|uint32(sum[1])<<16|uint32(sum[2])<<8|uint32(sum[3]) {
		return errChecksum
	}
	*r = record{}
	if err := eachField(b, r.field); err != nil {
		return err
	}
	switch r.kind {
	case recItem:
		if r.hash.IsZero() || !bytes.HasPrefix(r.path, []byte(photosDir+"/")) {
			return errShape // an original is nowhere else
		}
	case recOrigin, recVerified:
		if r.hash.IsZero() || !r.origin.set {
			return errShape
		}
	case recMissing:
		if r.hash.IsZero() {
			return errShape
		}
	case recEdit:
		if r.hash.IsZero() || r.edit == nil {
			return errShape
		}
	case recAlbum:
		if !r.origin.set {
			return errShape
		}
	case recRemoved:
		if r.hash.IsZero() || !bytes.HasPrefix(r.path, []byte(photosDir+"/")) {
			return errShape
		}
	}
	return nil
}

func (r *record) field(key, val []byte) (err error) {
	switch string(key) {
	case "kind":
		r.kind, err = kindText(val)
	case "sha256":
		if len(val) != 2+2*len(r.hash) {
			return errShape
		}
		_, err = hex.Decode(r.hash[:], val[1:len(val)-1])
	case "size":
		r.size, err = strconv.ParseInt(string(val), 10, 64)
		if r.size < 0 {
			err = errShape
		}
	case "path":
		r.path, err = unquote(val)
		if err == nil && !fs.ValidPath(string(r.path)) {
			err = fmt.Errorf("its path %q leads out of the library", r.path)
		}
	case "added":
		r.added, err = parseTime(val)
	case "info":
		r.info = val
	case "origin", "album":
		r.origin.set = true
		err = eachField(val, r.origin.field)
	case "at":
		r.at, err = parseTime(val)
	case "why":
		r.why, err = unquote(val)
	case "edit":
		r.edit = val
	case "title":
		r.title, err = unquote(val)
	case "gone":
		r.gone = string(val) == "true"
	case "format":
		r.format, err = strconv.Atoi(string(val))
	case "library":
		r.library, err = unquote(val)
	case "number":
		r.number, err = strconv.Atoi(string(val))
	}
	return err
}

func (o *originRecord) field(key, val []byte) (err error) {
	switch string(key) {
	case "phone":
		o.phone, err = unquote(val)
	case "path":
		o.path, err = unquote(val)
	case "path64":
		o.path, err = unquote64(val)
	case "album":
		o.album, err = unquote(val)
	case "album64":
		o.album, err = unquote64(val)
	case "mtime":
		o.mtime, err = parseTime(val)
	case "seen":
		o.seen, err = parseTime(val)
	case "favorite":
		o.favorite = string(val) == "true"
	case "trashed":
		o.trashed = string(val) == "true"
	}
	return err
}

// kindText spares an allocation for the kinds we know.
func kindText(val []byte) (string, error) {
	switch string(val) {
	case `"item"`:
		return recItem, nil
	case `"origin"`:
		return recOrigin, nil
	case `"verified"`:
		return recVerified, nil
	}
	b, err := unquote(val)
	return string(b), err
}

// decodeInfo reads the info part of a line.
func decodeInfo(b []byte) (gallery.Info, error) {
	var info gallery.Info
	if len(b) == 0 {
		return info, nil
	}
	err := json.Unmarshal(b, &info)
	return info, err
}

// parseTime reads the form stamps are written in at speed, and any other RFC
// 3339 time.
func parseTime(b []byte) (stamp, error) {
	s, err := unquote(b)
	if err != nil {
		return 0, err
	}
	if len(s) == len("2006-01-02T15:04:05Z") && s[19] == 'Z' && s[4] == '-' && s[7] == '-' && s[10] == 'T' && s[13] == ':' && s[16] == ':' {
		y, ok1 := digits(s[0:4])
		mo, ok2 := digits(s[5:7])
		d, ok3 := digits(s[8:10])
		h, ok4 := digits(s[11:13])
		m, ok5 := digits(s[14:16])
		sec, ok6 := digits(s[17:19])
		if ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && y >= 1 && mo >= 1 && mo <= 12 && d >= 1 && d <= 28 && h < 24 && m < 60 && sec < 60 {
			return stamp(days(y, mo, d)*86400 + int64(h*3600+m*60+sec)), nil
		}
	}
	t, err := time.Parse(time.RFC3339, string(s))
	if err != nil {
		return 0, err
	}
	return stampOf(t), nil
}

func digits(b []byte) (n int, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// days counts from 1 January of year 1 in the Gregorian calendar.
func days(y, m, d int) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	// Years begin in March here, so that the leap day is a year's last.
	return int64(365*y+y/4-y/100+y/400+(153*(m-3)+2)/5+d-1) - 306
}
