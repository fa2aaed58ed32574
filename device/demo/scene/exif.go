package scene

import (
	"fmt"
	"image"
	"math"
	"time"

	"keepsake/device/demo/scene/motif"
)

// thumbSide is the longer side of the thumbnail inside EXIF.
const thumbSide = 320

// exposure is what a phone's camera records, plausible for the light.
type exposure struct {
	time  float64 // seconds
	iso   uint16
	value float64 // brightness, APEX
}

func (p Photo) exposure() exposure {
	_, light, _ := p.subject()
	r := newRand(p.Seed, "exposure")
	pick := func(a, b int) int { return r.Between(a, b) }
	switch light {
	case motif.Night:
		return exposure{1 / float64(pick(8, 30)), uint16(50 * pick(16, 64)), -float64(pick(0, 300)) / 100}
	case motif.Day:
		return exposure{1 / float64(pick(400, 2500)), uint16(50 + pick(0, 4)*10), float64(pick(600, 950)) / 100}
	}
	return exposure{1 / float64(pick(60, 350)), uint16(pick(64, 400)), float64(pick(100, 450)) / 100}
}

func (p Photo) camera() (maker, model string) {
	if p.Camera == "" && p.Model == "" {
		return "Xiaomi", "Xiaomi 14"
	}
	return p.Camera, p.Model
}

// exif returns the APP1 payload for the stored pixels.
func (p Photo) exif(stored *image.RGBA) []byte {
	var t tiff
	main, shot := t.dir(), t.dir()
	maker, model := p.camera()
	main.ascii(0x010F, maker)
	main.ascii(0x0110, model)
	main.short(0x0112, uint16(p.orientation()))
	main.rational(0x011A, 72, 1)
	main.rational(0x011B, 72, 1)
	main.short(0x0128, 2)
	main.ascii(0x0131, p.Software)
	main.short(0x0213, 1)
	main.pointer(0x8769, shot)
	p.shotTags(shot, stored.Rect)
	if p.datable() {
		main.ascii(0x0132, p.Taken.Format(exifTime))
	}
	if p.Place != nil {
		gps := t.dir()
		main.pointer(0x8825, gps)
		p.gpsTags(gps)
	}
	thumb := t.dir()
	main.next = thumb
	thumb.blob = thumbnail(stored)
	thumb.blobTag = 0x0201
	thumb.short(0x0103, 6)
	thumb.rational(0x011A, 72, 1)
	thumb.rational(0x011B, 72, 1)
	thumb.short(0x0128, 2)
	thumb.long(0x0201, 0)
	thumb.long(0x0202, uint32(len(thumb.blob)))
	return append([]byte("Exif\x00\x00"), t.bytes()...)
}

const exifTime = "2006:01:02 15:04:05"

// datable guards against dates EXIF has no form for.
func (p Photo) datable() bool {
	return !p.Taken.IsZero() && p.Taken.Year() >= 1 && p.Taken.Year() <= 9999
}

// shotTags fills the directory about the exposure.
func (p Photo) shotTags(d *ifd, r image.Rectangle) {
	e := p.exposure()
	d.rational(0x829A, 1, uint32(math.Round(1/e.time)))
	d.rational(0x829D, 1600, 1000)
	d.short(0x8822, 2)
	d.short(0x8827, e.iso)
	d.undefined(0x9000, '0', '2', '3', '1')
	if p.datable() {
		stamp, zone := p.Taken.Format(exifTime), p.Taken.Format("-07:00")
		sub := fmt.Sprintf("%03d", p.Taken.Nanosecond()/int(time.Millisecond))
		for _, tag := range []uint16{0x9003, 0x9004} {
			d.ascii(tag, stamp)
		}
		for _, tag := range []uint16{0x9010, 0x9011, 0x9012} {
			d.ascii(tag, zone)
		}
		for _, tag := range []uint16{0x9290, 0x9291, 0x9292} {
			d.ascii(tag, sub)
		}
	}
	d.undefined(0x9101, 1, 2, 3, 0)
	d.signed(0x9201, math.Log2(1/e.time))
	d.rational(0x9202, 1356, 1000)
	d.signed(0x9203, e.value)
	d.signed(0x9204, 0)
	d.short(0x9207, 2)
	d.short(0x9208, 0)
	d.short(0x9209, 16)
	d.rational(0x920A, 6720, 1000)
	d.undefined(0xA000, '0', '1', '0', '0')
	d.short(0xA001, 1)
	d.long(0xA002, uint32(r.Dx()))
	d.long(0xA003, uint32(r.Dy()))
	d.undefined(0xA301, 1)
	d.short(0xA402, 0)
	d.short(0xA403, 0)
	d.short(0xA405, 23)
	d.short(0xA406, 0)
}

// gpsTags fills the directory about the place.
func (p Photo) gpsTags(d *ifd) {
	d.add(0x0000, tByte, 4, []byte{2, 3, 0, 0})
	half := func(tag uint16, v float64, pos, neg string) {
		if v < 0 {
			pos, v = neg, -v
		}
		ten := uint32(math.Round(v * 3600 * 10000)) // ten-thousandths of a second: 3 mm
		d.ascii(tag, pos)
		d.rational(tag+1, ten/36_000_000, 1, ten/600_000%60, 1, ten%600_000, 10000)
	}
	half(1, min(max(p.Place.Lat, -90), 90), "N", "S")
	half(3, min(max(p.Place.Lon, -180), 180), "E", "W")
	below := byte(0)
	if p.Place.Alt < 0 {
		below = 1
	}
	d.add(0x0005, tByte, 1, []byte{below})
	d.rational(0x0006, uint32(math.Round(min(math.Abs(p.Place.Alt), 1e6)*100)), 100)
	if p.datable() {
		utc := p.Taken.UTC()
		d.rational(0x0007, uint32(utc.Hour()), 1, uint32(utc.Minute()), 1, uint32(utc.Second()), 1)
		d.ascii(0x001D, utc.Format("2006:01:02"))
	}
	method := append([]byte("ASCII\x00\x00\x00"), "GPS"...)
	d.undefined(0x001B, method...)
}
