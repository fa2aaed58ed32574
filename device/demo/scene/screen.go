package scene

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"time"

	"keepsake/device/demo/scene/apps"
)

// App is what a screenshot shows: "chat", "map", "weather" …
type App string

// Apps returns all apps, sorted.
func Apps() []App {
	var out []App
	for _, a := range apps.All() {
		out = append(out, App(a.Name))
	}
	return out
}

// Package returns the Android package of the app, as the names of screenshots
// carry it; "" for an app that does not exist.
func (a App) Package() string {
	app, _ := apps.Find(string(a))
	return app.Package
}

// Screen describes one screenshot.
type Screen struct {
	Seed          int64
	App           App       // "" lets the seed choose
	Taken         time.Time // shown in the status bar
	Width, Height int       // 1080x2400 is usual
	Size          int64     // exact length of the PNG; 0: DeclaredSize chooses
}

// Chosen returns the app shown: App, or the seed's choice.
func (s Screen) Chosen() App {
	if _, ok := apps.Find(string(s.App)); ok {
		return s.App
	}
	all := apps.All()
	return App(all[newRand(s.Seed, "app").Int(len(all))].Name)
}

// Paint returns the pixels.
func (s Screen) Paint() *image.RGBA {
	a, _ := apps.Find(string(s.Chosen()))
	return a.Draw(newRand(s.Seed, "screen "+a.Name), s.Taken, s.Width, s.Height).Plain()
}

// DeclaredSize returns the length Render's result will have, without rendering:
// Size when set.
func (s Screen) DeclaredSize() int64 {
	if s.Size > 0 {
		return s.Size
	}
	pixels := int64(max(s.Width, 1)) * int64(max(s.Height, 1))
	perMille := int64(75)
	switch s.Chosen() { // those with pictures in them
	case "lock":
		perMille = 350
	case "article", "chat", "map", "music":
		perMille = 230
	}
	return pixels*perMille/1000 + int64(newRand(s.Seed, "size").Between(40_000, 60_000))
}

// Render returns the PNG file, exactly DeclaredSize bytes long. ErrTooSmall
// (wrapped) when the size cannot hold it.
func (s Screen) Render() ([]byte, error) {
	if min(s.Width, s.Height) < 1 || max(s.Width, s.Height) > maxSide {
		return nil, ErrDimensions
	}
	m, size := s.Paint(), s.DeclaredSize()
	var b bytes.Buffer
	for bits := 8; bits >= 1; bits-- { // fewer colours when it is tight
		b.Reset()
		enc := png.Encoder{CompressionLevel: png.DefaultCompression}
		if bits < 8 {
			coarsen(m, bits)
			enc.CompressionLevel = png.BestCompression
		}
		if err := enc.Encode(&b, m); err != nil {
			return nil, fmt.Errorf("encoding a screenshot of %dx%d pixels: %w", s.Width, s.Height, err)
		}
		if pad := size - int64(b.Len()); pad >= chunkOverhead {
			return padPNG(b.Bytes(), int(pad)), nil
		}
	}
	return nil, fmt.Errorf("screenshot of %dx%d pixels needs %d bytes, %d asked for: %w", s.Width, s.Height, b.Len()+chunkOverhead, size, ErrTooSmall)
}

func coarsen(m *image.RGBA, bits int) {
	step := 1 << (8 - bits)
	for i, v := range m.Pix {
		if i%4 != 3 {
			m.Pix[i] = uint8(min(int(v)/step*step+step/2, 255))
		}
	}
}

const (
	chunkOverhead = 12 // length, type, checksum
	endChunk      = 12 // IEND, whole
)

// padPNG puts a private, ignorable chunk of pad bytes in all before the end.
func padPNG(b []byte, pad int) []byte {
	out := make([]byte, 0, len(b)+pad)
	out = append(out, b[:len(b)-endChunk]...)
	out = binary.BigEndian.AppendUint32(out, uint32(pad-chunkOverhead))
	start := len(out)
	out = append(out, "kpAd"...)
	noise := uint64(pad)*0x9E3779B97F4A7C15 + 1
	for range pad - chunkOverhead {
		noise ^= noise << 13
		noise ^= noise >> 7
		noise ^= noise << 17
		out = append(out, byte(noise&0x7F))
	}
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
	return append(out, b[len(b)-endChunk:]...)
}
