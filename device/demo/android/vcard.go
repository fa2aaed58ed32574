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

	"keepsake/device/demo/content"
)

// writeVCard writes one contact as Android exports it: vCard 2.1, CRLF,
// quoted-printable where a value is not plain ASCII, the portrait in base64.
func writeVCard(b *strings.Builder, parts []content.Values, details map[any][]content.Values) {
	c := card{}
	for _, x := range parts {
		for _, d := range details[x[0]] {
			mime, _ := d[dataMIME].(string)
			c[strings.TrimPrefix(mime, mimeItem)] = append(c[strings.TrimPrefix(mime, mimeItem)], d)
		}
	}
	b.WriteString("BEGIN:VCARD\r\nVERSION:2.1\r\n")
	name := content.Values{}
	if len(c["name"]) > 0 {
		name = c["name"][0]
	}
	vline(b, "N", datum(name, 3), datum(name, 2), datum(name, 5), datum(name, 4), datum(name, 6))
	vline(b, "FN", word(parts[0][rawDisplay]))
	if datum(name, 7) != "" {
		vline(b, "X-PHONETIC-FIRST-NAME", datum(name, 7))
		vline(b, "X-PHONETIC-LAST-NAME", datum(name, 9))
	}
	for _, x := range parts { // one raw contact after the other
		own := card{}
		for kind, all := range c {
			for _, d := range all {
				if d[dataRaw] == x[0] {
					own[kind] = append(own[kind], d)
				}
			}
		}
		own.write(b)
	}
	b.WriteString("END:VCARD\r\n")
}

// card is the details of a contact by their kinds.
type card map[string][]content.Values

// datum is data1, data2 … of a row.
func datum(d content.Values, n int) string { return word(d.At(dataFirst + n - 1)) }

func (c card) write(b *strings.Builder) {
	kind := func(d content.Values, words map[string]string, other string) string {
		if w, ok := words[datum(d, 2)]; ok {
			return w
		}
		if label := datum(d, 3); datum(d, 2) == "0" && label != "" {
			return "X-" + label
		}
		return other
	}
	for _, mime := range []string{"nickname", "relation"} {
		for _, d := range c[mime] {
			values := []string{mimeItem + mime, datum(d, 1), datum(d, 2), datum(d, 3)}
			vline(b, "X-ANDROID-CUSTOM", append(values, make([]string, 12)...)...)
		}
	}
	for _, d := range c["phone_v2"] {
		vline(b, "TEL;"+kind(d, map[string]string{"1": "HOME", "2": "CELL", "3": "WORK", "7": "VOICE", "12": "PREF"}, "VOICE"), datum(d, 1))
	}
	for _, d := range c["email_v2"] {
		vline(b, "EMAIL;"+kind(d, map[string]string{"1": "HOME", "2": "WORK", "3": "INTERNET", "4": "CELL"}, "INTERNET"), datum(d, 1))
	}
	for _, d := range c["postal-address_v2"] {
		vline(b, "ADR;"+kind(d, map[string]string{"1": "HOME", "2": "WORK", "3": "POSTAL"}, "POSTAL"), datum(d, 5), datum(d, 6), datum(d, 4),
			datum(d, 7), datum(d, 8), datum(d, 9), datum(d, 10))
	}
	for _, d := range c["organization"] {
		vline(b, "ORG", datum(d, 1))
		if datum(d, 4) != "" {
			vline(b, "TITLE", datum(d, 4))
		}
	}
	for _, d := range c["website"] {
		vline(b, "URL", datum(d, 1))
	}
	for _, d := range c["photo"] {
		if blob, ok := d.At(dataBlob).([]byte); ok {
			photo(b, blob)
		}
	}
	for _, d := range c["note"] {
		vline(b, "NOTE", datum(d, 1))
	}
	for _, d := range c["contact_event"] {
		if datum(d, 2) == "3" {
			vline(b, "BDAY", datum(d, 1))
		}
	}
}

func photo(b *strings.Builder, picture []byte) {
	b.WriteString("PHOTO;ENCODING=BASE64;JPEG:")
	text := base64.StdEncoding.EncodeToString(picture)
	for width := 48; len(text) > width; width = 72 {
		b.WriteString(text[:width] + "\r\n ")
		text = text[width:]
	}
	b.WriteString(text + "\r\n\r\n")
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
