package media

import (
	"encoding/binary"
)

// Keys of QuickTime's metadata that are read.
const (
	keyPlace   = "com.apple.quicktime.location.ISO6709"
	keyCreated = "com.apple.quicktime.creationdate" // with the zone
)

const (
	maxKeys     = 256
	maxKeyBytes = 4 << 10
)

// keys reads QuickTime's metadata (moov/meta): a list of keys, and values that
// point into it. They tell the zone that mvhd has no room for.
func (p *prober) keys(moov box) {
	walkBoxes(p.src, moov.body(), moov.end, func(meta box) bool {
		if meta.kind != "meta" || meta.end > moov.end {
			return true
		}
		body := meta.body()
		if b := p.src.bytes(body, 8); len(b) == 8 && string(b[4:]) != "hdlr" {
			body += 4 // MP4's form of the box has a version here, QuickTime's has not
		}
		var names []string
		walkBoxes(p.src, body, meta.end, func(b box) bool {
			switch b.kind {
			case "keys":
				names = p.keyNames(b)
			case "ilst":
				walkBoxes(p.src, b.body(), min(b.end, meta.end), func(value box) bool {
					if i := int64(binary.BigEndian.Uint32([]byte(value.kind))); i >= 1 && i <= int64(len(names)) {
						p.keyValue(names[i-1], value)
					}
					return true
				})
			}
			return true
		})
		return false
	})
}

// keyNames reads the list of keys: a version, their number, and for each its
// length, its namespace and its name.
func (p *prober) keyNames(b box) []string {
	var names []string
	at := b.body() + 8
	for range maxKeys {
		h := p.src.bytes(at, 8)
		if len(h) < 8 || at+8 > b.end {
			break
		}
		n := int64(binary.BigEndian.Uint32(h))
		if n < 8 || n > maxKeyBytes || at+n > b.end {
			break
		}
		names = append(names, string(p.src.bytes(at+8, int(n)-8)))
		at += n
	}
	return names
}

// keyValue uses the value of a key, if it is one that counts and a text.
func (p *prober) keyValue(name string, value box) {
	if name != keyPlace && name != keyCreated {
		return
	}
	d, ok := boxAt(p.src, value.body(), value.end)
	const head, utf8 = 8, 1 // type and locale
	n := d.end - d.body() - head
	if !ok || d.kind != "data" || d.end > value.end || n <= 0 || n > 256 {
		return
	}
	b := p.src.bytes(d.body(), int(head+n))
	if len(b) < head || binary.BigEndian.Uint32(b) != utf8 {
		return
	}
	switch s := string(b[head:]); name {
	case keyPlace:
		p.iso6709(s)
	case keyCreated:
		if t, zoned, ok := isoTime(s, p.hint.Local); ok && zoned {
			p.clues.shown = t
		}
	}
}
