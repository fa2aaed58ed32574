package media

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"time"

	"github.com/abema/go-mp4"

	"keepsake/gallery"
)

const (
	maxMoov   = 64 << 20 // an index larger than this is broken
	maxBox    = 4 << 10  // the boxes that are read are a few hundred bytes
	maxTracks = 32
	maxFilm   = 100 * time.Hour
)

// mp4 reads what the index (moov) of a film says. The sample tables, which make
// up most of it, are not read.
func (p *prober) mp4() {
	var moov *box
	whole := walkBoxes(p.src, 0, p.src.size, func(b box) bool {
		if b.kind == "moov" {
			moov = &b
		}
		return moov == nil
	})
	switch {
	case moov == nil && whole:
		p.broken("the recording has no index: it was not finished")
		return
	case moov == nil:
		p.broken("the recording is cut off before its index")
		return
	case moov.end > p.src.size:
		p.broken("the recording is cut off within its index")
		return
	case moov.end-moov.start > maxMoov:
		p.broken("the recording's index is impossibly large")
		return
	}
	if err := p.index(*moov); err != nil {
		p.broken("the recording's index cannot be read: " + text(err.Error(), 200))
	}
}

// index reads mvhd, the tracks' headers and the place.
func (p *prober) index(moov box) error {
	r := p.src.section(0, moov.end)
	parent := boxInfo(moov)
	xyz := mp4.BoxType{0xa9, 'x', 'y', 'z'}
	boxes, err := mp4.ExtractBoxes(r, parent, []mp4.BoxPath{
		{mp4.BoxTypeMvhd()}, {mp4.BoxTypeTrak()}, {mp4.BoxTypeUdta(), xyz},
	})
	if err != nil {
		return err
	}
	tracks, video, sound := 0, false, false
	for _, b := range boxes {
		switch b.Type {
		case mp4.BoxTypeMvhd():
			var h mp4.Mvhd
			if err := unmarshal(r, b, &h); err != nil {
				return fmt.Errorf("mvhd: %w", err)
			}
			p.film(&h)
		case mp4.BoxTypeTrak():
			if tracks++; tracks > maxTracks || video {
				continue
			}
			kind, err := p.track(r, b)
			if err != nil {
				return err
			}
			video, sound = kind == "vide", sound || kind == "soun"
		case xyz:
			p.location(p.src.bytes(int64(b.Offset+b.HeaderSize), int(min(b.Size-b.HeaderSize, 256))))
		}
	}
	p.keys(moov)
	if sound && !video && p.info.Kind == gallery.Video { // a recorder's
		p.info.Kind = gallery.Audio
		p.info.MIME = map[string]string{mime3GP: "audio/3gpp"}[p.info.MIME]
		if p.info.MIME == "" {
			p.info.MIME = mimeM4A
		}
	}
	return nil
}

// boxInfo is a box as go-mp4 wants it. QuickTime's habits are allowed for in
// every file: they are laxer.
func boxInfo(b box) *mp4.BoxInfo {
	return &mp4.BoxInfo{
		Offset: uint64(b.start), Size: uint64(b.end - b.start), HeaderSize: uint64(b.header),
		Type: mp4.StrToBoxType(b.kind), Context: mp4.Context{IsQuickTimeCompatible: true},
	}
}

// unmarshal reads one box of a sane size.
func unmarshal(r io.ReadSeeker, b *mp4.BoxInfo, into mp4.IBox) error {
	if b.Size < b.HeaderSize || b.Size > maxBox {
		return fmt.Errorf("%d bytes is no size for it", b.Size)
	}
	if _, err := b.SeekToPayload(r); err != nil {
		return err
	}
	_, err := mp4.Unmarshal(r, b.Size-b.HeaderSize, into, b.Context)
	return err
}

// film takes duration and creation time from mvhd.
func (p *prober) film(h *mp4.Mvhd) {
	length, created := uint64(h.DurationV0), uint64(h.CreationTimeV0)
	unknown := length == math.MaxUint32
	if h.GetVersion() == 1 {
		length, created = h.DurationV1, h.CreationTimeV1
		unknown = length == math.MaxUint64
	}
	if seconds := float64(length) / float64(h.Timescale); h.Timescale > 0 && !unknown && seconds < maxFilm.Seconds() {
		p.info.Duration = time.Duration(seconds * float64(time.Second)).Round(time.Millisecond)
	}
	const since1904 = 2082844800
	if created > since1904 && created < since1904+1<<34 {
		p.clues.video = time.Unix(int64(created)-since1904, 0).UTC()
	}
	p.clues.length = p.info.Duration
}

// track tells a track's kind ("vide", "soun") and takes the size of a video
// track, upright.
func (p *prober) track(r io.ReadSeeker, trak *mp4.BoxInfo) (string, error) {
	parent := *trak
	parent.Context.IsQuickTimeCompatible = true
	boxes, err := mp4.ExtractBoxes(r, &parent, []mp4.BoxPath{
		{mp4.BoxTypeTkhd()}, {mp4.BoxTypeMdia(), mp4.BoxTypeHdlr()},
	})
	if err != nil {
		return "", err
	}
	var head mp4.Tkhd
	kind := ""
	for _, b := range boxes {
		switch b.Type {
		case mp4.BoxTypeTkhd():
			if err := unmarshal(r, b, &head); err != nil {
				return "", fmt.Errorf("tkhd: %w", err)
			}
		case mp4.BoxTypeHdlr(): // four bytes of version, four that QuickTime uses
			if h := p.src.bytes(int64(b.Offset+b.HeaderSize), 12); len(h) == 12 {
				kind = string(h[8:])
			}
		}
	}
	if kind != "vide" {
		return kind, nil
	}
	w, h := int64(head.Width>>16), int64(head.Height>>16)
	// The matrix turns by quarters: a is 0 when the picture stands on its side.
	if a, b := head.Matrix[0], head.Matrix[1]; a == 0 && b != 0 {
		w, h = h, w
	}
	if w > 0 && h > 0 {
		p.stored(w, h)
	}
	return kind, nil
}

// iso6709 is a position as films write it: +12.3456-098.7654+010.0/
var iso6709 = regexp.MustCompile(`^([+-]\d{1,2}(?:\.\d{1,10})?)([+-]\d{1,3}(?:\.\d{1,10})?)(?:[+-]|/|$)`)

// location reads ©xyz: two bytes of length, two of language, then the text.
func (p *prober) location(b []byte) {
	if len(b) < 4 {
		return
	}
	n := int(binary.BigEndian.Uint16(b))
	p.iso6709(string(b[4:min(4+n, len(b))]))
}

// iso6709 takes a place from its text.
func (p *prober) iso6709(s string) {
	m := iso6709.FindStringSubmatch(s)
	if m == nil {
		return
	}
	lat, errLat := strconv.ParseFloat(m[1], 64)
	lon, errLon := strconv.ParseFloat(m[2], 64)
	if errLat == nil && errLon == nil {
		p.info.Place = placeOf(lat, lon)
	}
}
