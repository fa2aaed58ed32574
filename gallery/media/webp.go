package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"

	"golang.org/x/image/webp"
)

// stillWebP reads a WebP as one that the decoder takes: of an animation only its
// first frame, as a file of its own.
func stillWebP(s *source) io.Reader {
	whole := io.NewSectionReader(s.r, 0, s.size)
	b := s.bytes(12, 9)
	const animated = 1 << 1
	if len(b) < 9 || string(b[:4]) != "VP8X" || b[8]&animated == 0 {
		return whole
	}
	at := int64(12)
	for range maxChunks {
		h := s.bytes(at, 8)
		if len(h) < 8 {
			break
		}
		n := int64(binary.LittleEndian.Uint32(h[4:]))
		if string(h[:4]) == "ANMF" {
			return firstFrame(s, at+8, n)
		}
		at += 8 + n + n&1
	}
	return whole
}

// firstFrame makes a file of the frame of n bytes at off: place, size, duration
// and flags in 16 bytes, then the chunks of a still picture.
func firstFrame(s *source, off, n int64) io.Reader {
	const place = 16
	f := s.bytes(off, place+4)
	if len(f) < place+4 || n < place || off+n > s.size {
		return bytes.NewReader(nil)
	}
	var header []byte
	if string(f[place:]) == "ALPH" { // needs the extended form's header
		const alpha = 1 << 4
		header = append([]byte("VP8X\x0a\x00\x00\x00"), alpha, 0, 0, 0)
		header = append(header, f[6:12]...) // width and height, less one
	}
	size := binary.LittleEndian.AppendUint32(nil, uint32(4+int64(len(header))+n-place))
	head := bytes.Join([][]byte{[]byte("RIFF"), size, []byte("WEBP"), header}, nil)
	return io.MultiReader(bytes.NewReader(head), io.NewSectionReader(s.r, off+place, n-place))
}

// decodeStillWebP is webp.Decode with right colours: WebP's planes have the
// range of video, 16 to 235, while those of package image have all of a byte.
func decodeStillWebP(r io.Reader) (image.Image, error) {
	m, err := webp.Decode(r)
	switch m := m.(type) {
	case *image.YCbCr:
		fullRange(m)
	case *image.NYCbCrA:
		fullRange(&m.YCbCr)
	}
	return m, err
}

func fullRange(m *image.YCbCr) {
	var luma, chroma [256]byte
	for i := range luma {
		luma[i] = byte(min(max(((i-16)*255+109)/219, 0), 255))
		chroma[i] = byte(min(max((i-128)*255/224+128, 0), 255))
	}
	for i, v := range m.Y {
		m.Y[i] = luma[v]
	}
	for i, v := range m.Cb {
		m.Cb[i] = chroma[v]
	}
	for i, v := range m.Cr {
		m.Cr[i] = chroma[v]
	}
}
