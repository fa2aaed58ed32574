package media

import (
	"encoding/binary"
)

const (
	maxChunks    = 512
	maxEXIFBlock = 1 << 20
)

// What a PNG's international text chunk begins with when it is XMP that is not
// compressed.
const pngXMP = "XML:com.adobe.xmp\x00\x00\x00\x00\x00"

// png reads IHDR, and eXIf and XMP chunks before the picture data.
func (p *prober) png() {
	b := p.src.bytes(8, 16)
	if len(b) < 16 || string(b[4:8]) != "IHDR" {
		p.broken("the PNG has no header")
		return
	}
	p.stored(int64(binary.BigEndian.Uint32(b[8:])), int64(binary.BigEndian.Uint32(b[12:])))
	var packets [][]byte
	at := int64(8)
	for range maxChunks {
		b := p.src.bytes(at, 8)
		if len(b) < 8 || string(b[4:]) == "IDAT" || string(b[4:]) == "IEND" {
			break
		}
		n := int64(binary.BigEndian.Uint32(b))
		switch {
		case string(b[4:]) == "eXIf" && n <= maxEXIFBlock:
			p.exifBlock(p.src.bytes(at+8, int(n)))
		case string(b[4:]) == "iTXt" && n <= maxPacket && len(packets) < maxPackets:
			if packet, ok := cutPrefix(p.src.bytes(at+8, int(n)), pngXMP); ok {
				packets = append(packets, packet)
			}
		}
		at += 12 + n
	}
	p.upright()
	p.xmp(packets)
}

// webp reads the size from the first chunk, and EXIF and XMP chunks behind the
// picture.
func (p *prober) webp() {
	at, sized := int64(12), false
	for range maxChunks {
		b := p.src.bytes(at, 8+10)
		if len(b) < 8+5 {
			break
		}
		n, d := int64(binary.LittleEndian.Uint32(b[4:])), b[8:]
		switch kind := string(b[:4]); {
		case kind == "VP8X" && len(d) == 10 && !sized:
			p.stored(1+le24(d[4:]), 1+le24(d[7:]))
			if sized = true; d[0]&(1<<3|1<<2) == 0 { // no EXIF, no XMP
				return
			}
		case kind == "VP8 " && len(d) == 10 && !sized:
			if d[3] != 0x9d || d[4] != 0x01 || d[5] != 0x2a {
				p.broken("the WebP has no picture in it")
				return
			}
			p.stored(int64(binary.LittleEndian.Uint16(d[6:])&0x3fff), int64(binary.LittleEndian.Uint16(d[8:])&0x3fff))
			return // the simple format has nothing else
		case kind == "VP8L" && !sized:
			v := int64(binary.LittleEndian.Uint32(d[1:]))
			p.stored(1+v&0x3fff, 1+v>>14&0x3fff)
			return
		case kind == "EXIF" && n <= maxEXIFBlock:
			blob := p.src.bytes(at+8, int(n))
			if rest, ok := cutPrefix(blob, "Exif\x00\x00"); ok {
				blob = rest
			}
			p.exifBlock(blob)
			p.upright()
		case kind == "XMP " && n <= maxPacket:
			p.xmp([][]byte{p.src.bytes(at+8, int(n))})
		}
		at += 8 + n + n&1
	}
	if !sized {
		p.broken("the WebP has no picture in it")
	}
}

func le24(b []byte) int64 { return int64(b[0]) | int64(b[1])<<8 | int64(b[2])<<16 }

func (p *prober) gif() {
	b := p.src.bytes(6, 4)
	if len(b) < 4 {
		p.broken("the GIF has no header")
		return
	}
	p.stored(int64(binary.LittleEndian.Uint16(b)), int64(binary.LittleEndian.Uint16(b[2:])))
}

func (p *prober) bmp() {
	b := p.src.bytes(14, 12)
	switch {
	case len(b) < 12:
		p.broken("the BMP has no header")
	case binary.LittleEndian.Uint32(b) == 12: // OS/2
		p.stored(int64(binary.LittleEndian.Uint16(b[4:])), int64(binary.LittleEndian.Uint16(b[6:])))
	default: // a negative height means rows from the top
		w, h := int64(int32(binary.LittleEndian.Uint32(b[4:]))), int64(int32(binary.LittleEndian.Uint32(b[8:])))
		p.stored(w, max(h, -h))
	}
}
