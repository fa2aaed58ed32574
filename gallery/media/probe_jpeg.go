package media

// maxSegments bounds the walk through a JPEG's segments. A large colour profile
// and extended XMP take some dozens.
const maxSegments = 2000

// What APP1 segments of the two kinds that count begin with.
const (
	idEXIF = "Exif\x00\x00"
	idXMP  = "http://ns.adobe.com/xap/1.0/\x00"
)

// jpeg walks the segments up to the picture data and reads size, EXIF and XMP.
func (p *prober) jpeg() {
	var exifBlob []byte
	var packets [][]byte
	found := false
	at := int64(2)
	for range maxSegments {
		b := p.src.bytes(at, 4)
		if len(b) < 4 {
			break
		}
		if b[0] != 0xff || b[1] == 0xff || b[1] == 0 { // garbage, fill bytes
			at++
			continue
		}
		m, n := b[1], int64(b[2])<<8|int64(b[3])
		if m == 0x01 || m >= 0xd0 && m <= 0xd8 {
			at += 2
			continue
		}
		if m == 0xd9 || n < 2 {
			break
		}
		switch {
		case m == 0xe1:
			id := p.src.bytes(at+4, min(len(idXMP), int(n)-2))
			if _, ok := cutPrefix(id, idEXIF); ok && exifBlob == nil {
				exifBlob = p.src.bytes(at+4, int(n)-2)[len(idEXIF):]
			} else if string(id) == idXMP && len(packets) < maxPackets {
				packets = append(packets, p.src.bytes(at+4, int(n)-2)[len(idXMP):])
			}
		case m >= 0xc0 && m <= 0xcf && m != 0xc4 && m != 0xc8 && m != 0xcc && !found:
			if s := p.src.bytes(at+4, 5); len(s) == 5 {
				p.stored(int64(s[3])<<8|int64(s[4]), int64(s[1])<<8|int64(s[2]))
				found = true
			}
		}
		if m == 0xda {
			at = -1
			break
		}
		at += 2 + n
	}
	switch {
	case p.src.err != nil:
		return
	case !found:
		p.broken("the JPEG has no picture in it")
	case at >= 0:
		p.broken("the JPEG ends before its picture")
	}
	if exifBlob != nil {
		p.exifBlock(exifBlob)
		p.upright()
	}
	p.motion(p.xmp(packets).clip)
}

// cutPrefix is strings.CutPrefix for bytes and a text.
func cutPrefix(b []byte, prefix string) ([]byte, bool) {
	if len(b) < len(prefix) || string(b[:len(prefix)]) != prefix {
		return nil, false
	}
	return b[len(prefix):], true
}
