package media

import (
	"bytes"
	"encoding/binary"
	"time"
)

// sound tells how long a recording is, where its beginning or its end say so.
// Where they do not, Android's word counts.
func (p *prober) sound() {
	var length time.Duration
	switch p.info.MIME {
	case mimeWAV:
		length = p.wav()
	case mimeAMR:
		length = p.amr()
	case mimeOgg:
		length = p.ogg()
	case mimeFLAC:
		length = p.flac()
	case mimeMP3:
		length = p.mp3()
	}
	if length > 0 && length < maxFilm {
		p.info.Duration = length.Round(time.Millisecond)
	}
}

// lasting is how long n things take of which rate come in a second.
func lasting(n, rate float64) time.Duration {
	if rate <= 0 || n <= 0 || n/rate > maxFilm.Seconds() {
		return 0
	}
	return time.Duration(n / rate * float64(time.Second))
}

// wav divides the sound's bytes by the bytes of a second.
func (p *prober) wav() time.Duration {
	rate, at := 0.0, int64(12)
	for range maxChunks {
		h := p.src.bytes(at, 8+12)
		if len(h) < 8 {
			break
		}
		n := int64(binary.LittleEndian.Uint32(h[4:]))
		switch string(h[:4]) {
		case "fmt ":
			if len(h) == 20 {
				rate = float64(binary.LittleEndian.Uint32(h[16:]))
			}
		case "data": // of a recording that was not finished the length is 0 or -1
			if left := p.src.size - at - 8; n == 0 || n > left {
				n = left
			}
			return lasting(float64(n), rate)
		}
		at += 8 + n + n&1
	}
	return 0
}

// amr counts frames of 20 ms. They have the size that their first byte tells;
// recorders keep to one (RFC 4867).
func (p *prober) amr() time.Duration {
	head, sizes := int64(6), []int64{13, 14, 16, 18, 20, 21, 27, 32, 6}
	if wide := "#!AMR-WB\n"; string(p.src.bytes(0, len(wide))) == wide {
		head, sizes = int64(len(wide)), []int64{18, 24, 33, 37, 41, 47, 51, 59, 61, 6}
	}
	b := p.src.bytes(head, 1)
	if len(b) < 1 || int(b[0]>>3&15) >= len(sizes) {
		return 0
	}
	return lasting(float64((p.src.size-head)/sizes[b[0]>>3&15]), 50)
}

// ogg takes the position that the last page tells, in samples: of Opus always
// 48000 a second (RFC 7845), of Vorbis as its header says.
func (p *prober) ogg() time.Duration {
	head := p.src.bytes(0, 128)
	rate, skip := 0.0, 0.0
	if i := bytes.Index(head, []byte("OpusHead")); i >= 0 && len(head) >= i+12 {
		rate, skip = 48000, float64(binary.LittleEndian.Uint16(head[i+10:]))
	} else if i := bytes.Index(head, []byte("\x01vorbis")); i >= 0 && len(head) >= i+16 {
		rate = float64(binary.LittleEndian.Uint32(head[i+12:]))
	}
	tail := p.src.tail(int(min(p.src.size, blockSize)))
	if i := bytes.LastIndex(tail, []byte("OggS")); i >= 0 && len(tail) >= i+14 {
		if at := int64(binary.LittleEndian.Uint64(tail[i+6:])); at > 0 {
			return lasting(float64(at)-skip, rate)
		}
	}
	return 0
}

// flac reads STREAMINFO, which comes first: rate in 20 bits, samples in 36.
func (p *prober) flac() time.Duration {
	b := p.src.bytes(4, 4+34)
	if len(b) < 4+34 || b[0]&0x7f != 0 {
		return 0
	}
	v := binary.BigEndian.Uint64(b[4+10:])
	return lasting(float64(v&(1<<36-1)), float64(v>>44))
}

// mp3Rates are the kilobits a second of layer 3, for MPEG 1 and for 2 and 2.5.
var mp3Rates = [2][15]float64{
	{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
	{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
}

// mp3 takes the number of frames where the first one tells it (Xing, Info), and
// otherwise supposes that all have the first one's rate.
func (p *prober) mp3() time.Duration {
	at := int64(0)
	if h := p.src.bytes(0, 10); len(h) == 10 && string(h[:3]) == "ID3" {
		at = 10 + int64(h[6]&0x7f)<<21 + int64(h[7]&0x7f)<<14 + int64(h[8]&0x7f)<<7 + int64(h[9]&0x7f)
	}
	const search = 4 << 10 // some pad the tag
	b := p.src.bytes(at, search)
	for i := 0; i+4 <= len(b); i++ {
		if b[i] != 0xff || b[i+1]&0xe6 != 0xe2 { // layer 3
			continue
		}
		version, rate, hertz := b[i+1]>>3&3, b[i+2]>>4, b[i+2]>>2&3 // versions: 0 is 2.5, 2 is 2, 3 is 1
		if version == 1 || rate == 0 || rate == 15 || hertz == 3 {
			continue
		}
		old, samples := 0, 1152.0
		frequency := [3]float64{44100, 48000, 32000}[hertz]
		if version != 3 {
			old, samples, frequency = 1, 576, frequency/2
		}
		if version == 0 {
			frequency /= 2
		}
		for _, mark := range []string{"Xing", "Info"} {
			if x := bytes.Index(b[i:min(i+200, len(b))], []byte(mark)); x >= 0 && i+x+12 <= len(b) && b[i+x+7]&1 != 0 {
				return lasting(float64(binary.BigEndian.Uint32(b[i+x+8:]))*samples, frequency)
			}
		}
		return lasting(float64(p.src.size-at-int64(i))*8, mp3Rates[old][rate]*1000)
	}
	return 0
}
