package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"

	"github.com/disintegration/imaging"
)

// icons writes the application's icon in the sizes of the hicolor theme, and as
// Windows' .ico.
func icons(dir string) error {
	f, err := os.Open("assets/icon-1024.png")
	if err != nil {
		return err
	}
	defer f.Close()
	whole, err := png.Decode(f)
	if err != nil {
		return err
	}
	small := map[int][]byte{}
	for _, side := range []int{16, 22, 24, 32, 48, 64, 128, 256, 512} {
		if small[side], err = sized(whole, side); err != nil {
			return err
		}
		name := fmt.Sprintf("usr/share/icons/hicolor/%dx%d/apps/app.keepsake.Keepsake.png", side, side)
		if err := write(filepath.Join(dir, name), small[side]); err != nil {
			return err
		}
	}
	return write(filepath.Join(dir, "windows/keepsake.ico"), ico(small, 16, 24, 32, 48, 64, 256))
}

func sized(m image.Image, side int) ([]byte, error) {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestCompression}
	err := e.Encode(&b, imaging.Resize(m, side, side, imaging.Lanczos))
	return b.Bytes(), err
}

// ico is a Windows icon of PNGs, which Windows takes since Vista.
func ico(pngs map[int][]byte, sides ...int) []byte {
	le := binary.LittleEndian
	out := le.AppendUint16(le.AppendUint16(le.AppendUint16(nil, 0), 1), uint16(len(sides)))
	at := len(out) + 16*len(sides)
	for _, s := range sides {
		// A side of 256 is written as 0.
		out = append(out, byte(s), byte(s), 0, 0)
		out = le.AppendUint16(le.AppendUint16(out, 1), 32) // planes, bits a pixel
		out = le.AppendUint32(le.AppendUint32(out, uint32(len(pngs[s]))), uint32(at))
		at += len(pngs[s])
	}
	for _, s := range sides {
		out = append(out, pngs[s]...)
	}
	return out
}
