package calendar

import (
	"hash/fnv"
	"image/color"
	"strconv"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/gallery/records"
)

// own are the colours of calendars that have none of their own.
var own = [...]color.NRGBA{{0xd0, 0x6a, 0x2c, 0xff}, {0x3f, 0x7f, 0xb5, 0xff}, {0x6d, 0x8f, 0x3a, 0xff}, {0x8a, 0x62, 0xb0, 0xff}, {0xb8, 0x55, 0x7a, 0xff}, {0x2f, 0x8f, 0x8a, 0xff}}

// colorOf is an event's colour: its own, or one that its calendar always has.
func colorOf(e records.Event) color.NRGBA {
	if len(e.Color) == 7 && e.Color[0] == '#' {
		if v, err := strconv.ParseUint(e.Color[1:], 16, 32); err == nil {
			return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff}
		}
	}
	h := fnv.New32a()
	h.Write([]byte(e.Calendar + "\x00" + e.Account))
	return own[int(h.Sum32()%uint32(len(own)))]
}

// soft is the ground behind a colour's words: a little of it on the page's own, so that
// text on it can be read in both looks.
func soft(c color.NRGBA) color.NRGBA {
	s := color.NRGBAModel.Convert(part.Color(look.Surface)).(color.NRGBA)
	mix := func(a, b uint8) uint8 { return uint8((int(a)*22 + int(b)*78) / 100) }
	return color.NRGBA{mix(c.R, s.R), mix(c.G, s.G), mix(c.B, s.B), 0xff}
}
