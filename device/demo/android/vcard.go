package android

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"strings"
)

// writeVCard writes one contact as Android exports it: vCard 2.1, CRLF,
// quoted-printable where a value is not plain ASCII, the portrait in base64.
func writeVCard(b *strings.Builder, parts []*person) {
	first := parts[0]
	b.WriteString("BEGIN:VCARD\r\nVERSION:2.1\r\n")
	vline(b, "N", first.family, first.given, first.middle, first.prefix, "")
	vline(b, "FN", first.display)
	if first.phonetic[0] != "" {
		vline(b, "X-PHONETIC-FIRST-NAME", first.phonetic[0])
		vline(b, "X-PHONETIC-LAST-NAME", first.phonetic[1])
	}
	for _, x := range parts {
		x.vcardDetails(b)
	}
	b.WriteString("END:VCARD\r\n")
}

func (x *person) vcardDetails(b *strings.Builder) {
	if x.nickname != "" {
		vline(b, "X-ANDROID-CUSTOM", "vnd.android.cursor.item/nickname", x.nickname, "1", "", "", "", "", "", "", "", "", "", "", "", "", "")
	}
	for _, t := range x.phones {
		vline(b, "TEL;"+map[int64]string{1: "HOME", 2: "CELL", 3: "WORK", 7: "VOICE"}[t.kind], t.value)
	}
	for _, t := range x.emails {
		vline(b, "EMAIL;"+map[int64]string{1: "HOME", 2: "WORK", 3: "INTERNET"}[t.kind], t.value)
	}
	for _, t := range x.addresses {
		f := fields(t.value, 5)
		vline(b, "ADR;"+map[int64]string{1: "HOME", 2: "WORK", 3: "POSTAL"}[t.kind], "", "", f[0], f[1], f[2], f[3], f[4])
	}
	if x.org != "" {
		vline(b, "ORG", x.org)
	}
	if x.title != "" {
		vline(b, "TITLE", x.title)
	}
	if x.website != "" {
		vline(b, "URL", x.website)
	}
	if x.picture > 0 {
		b.WriteString("PHOTO;ENCODING=BASE64;JPEG:")
		text := base64.StdEncoding.EncodeToString(Portrait(x.picture))
		for width := 48; len(text) > width; width = 72 {
			b.WriteString(text[:width] + "\r\n ")
			text = text[width:]
		}
		b.WriteString(text + "\r\n\r\n")
	}
	if x.note != "" {
		vline(b, "NOTE", x.note)
	}
	if x.birthday != "" {
		vline(b, "BDAY", x.birthday)
	}
}

// vline writes one line; several values are joined by semicolons.
func vline(b *strings.Builder, name string, values ...string) {
	plain := true
	for _, v := range values {
		for _, c := range []byte(v) {
			plain = plain && c >= ' ' && c < 0x7f
		}
	}
	escaped := make([]string, len(values))
	for i, v := range values {
		v = strings.ReplaceAll(v, "\n", "\r\n")
		escaped[i] = strings.NewReplacer(`\`, `\\`, ";", `\;`).Replace(v)
	}
	value := strings.Join(escaped, ";")
	if plain {
		fmt.Fprintf(b, "%s:%s\r\n", name, value)
		return
	}
	line := name + ";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
	width := len(line)
	for _, c := range []byte(value) {
		coded := string(c)
		if c == '=' || c < ' ' || c >= 0x7f {
			coded = fmt.Sprintf("=%02X", c)
		}
		if width+len(coded) > 75 {
			line += "=\r\n"
			width = 0
		}
		line += coded
		width += len(coded)
	}
	b.WriteString(line + "\r\n")
}

// Portrait draws a round face on a coloured ground, 96 pixels square: no photo
// of anybody.
func Portrait(n int) []byte {
	const size = 96
	m := image.NewRGBA(image.Rect(0, 0, size, size))
	hue := float64(n) * 0.61803398875 * 2 * math.Pi
	ground := color.RGBA{uint8(150 + 60*math.Sin(hue)), uint8(150 + 60*math.Sin(hue+2.1)), uint8(150 + 60*math.Sin(hue+4.2)), 255}
	skins := []color.RGBA{{0xf2, 0xcf, 0xb0, 255}, {0xd9, 0xa3, 0x7a, 255}, {0xa8, 0x74, 0x4f, 255}, {0x7a, 0x4d, 0x33, 255}}
	hair := color.RGBA{uint8(40 + n*23%90), uint8(30 + n*11%50), uint8(25 + n*7%40), 255}
	skin := skins[n%len(skins)]
	within := func(x, y, cx, cy, rx, ry float64) bool {
		dx, dy := (x-cx)/rx, (y-cy)/ry
		return dx*dx+dy*dy < 1
	}
	for y := range size {
		for x := range size {
			fx, fy := float64(x), float64(y)
			c := ground
			switch {
			case within(fx, fy, 38, 44, 3, 4) || within(fx, fy, 58, 44, 3, 4):
				c = color.RGBA{40, 30, 30, 255}
			case within(fx, fy, 48, 60, 9, 4) && fy > 60:
				c = color.RGBA{180, 80, 80, 255}
			case within(fx, fy, 48, 48, 22, 26) && fy > 34:
				c = skin
			case within(fx, fy, 48, 42, 27, 30):
				c = hair
			case within(fx, fy, 48, 100, 36, 28):
				c = color.RGBA{ground.B, ground.R, ground.G, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	// Encoding an image that small into memory has no way to fail.
	_ = jpeg.Encode(&b, m, &jpeg.Options{Quality: 85})
	return b.Bytes()
}
