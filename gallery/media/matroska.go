package media

import (
	"math"
	"time"

	"keepsake/gallery"
)

// Elements of Matroska and WebM that are read (RFC 9559), by their ids with
// length marks.
const (
	mkvSegment  = 0x18538067
	mkvInfo     = 0x1549a966
	mkvScale    = 0x2ad7b1 // nanoseconds that Duration counts in
	mkvDuration = 0x4489
	mkvDate     = 0x4461 // nanoseconds since 2001
	mkvTracks   = 0x1654ae6b
	mkvTrack    = 0xae
	mkvType     = 0x83 // 1 is video, 2 is sound
	mkvVideo    = 0xe0
	mkvWidth    = 0xb0
	mkvHeight   = 0xba
	mkvCluster  = 0x1f43b675
)

// maxElements bounds the elements of one level that are visited.
const maxElements = 2000

// element is one element: its content is file[at:end].
type element struct {
	id      uint32
	at, end int64
}

// elements visits the elements in file[at:end] until visit says no. One of
// unknown length, as live recordings have, reaches to the end.
func elements(s *source, at, end int64, visit func(element) bool) {
	for range maxElements {
		h := s.bytes(at, 12)
		id, n, ok := vint(h, 4, true)
		if !ok || at >= end {
			return
		}
		size, k, ok := vint(h[n:], 8, false)
		if !ok {
			return
		}
		e := element{uint32(id), at + int64(n+k), 0}
		e.end = e.at + int64(size)
		if size == 1<<(7*k)-1 || int64(size) > end-e.at {
			e.end = end
		}
		if e.at > end || !visit(e) {
			return
		}
		at = e.end
	}
}

// vint reads a number of variable length of at most limit bytes, with or without
// the bit that marks its length.
func vint(b []byte, limit int, marked bool) (v uint64, n int, ok bool) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0, false
	}
	for n = 1; b[0]&(0x80>>(n-1)) == 0; n++ {
	}
	if n > limit || n > len(b) {
		return 0, 0, false
	}
	v = uint64(b[0])
	if !marked {
		v &= 0xff >> n
	}
	for _, c := range b[1:n] {
		v = v<<8 | uint64(c)
	}
	return v, n, true
}

// value is the content of an element that holds a number.
func (e element) value(s *source) uint64 {
	if e.end-e.at > 8 {
		return 0
	}
	v := uint64(0)
	for _, b := range s.bytes(e.at, int(e.end-e.at)) {
		v = v<<8 | uint64(b)
	}
	return v
}

// matroska reads length, date and size of an MKV or WebM, from what stands
// before the first pictures.
func (p *prober) matroska() {
	known := false
	video, sound := false, false
	elements(p.src, 0, p.src.size, func(e element) bool {
		if e.id != mkvSegment {
			return true
		}
		elements(p.src, e.at, e.end, func(e element) bool {
			switch e.id {
			case mkvInfo:
				known = true
				p.mkvInfo(e)
			case mkvTracks:
				elements(p.src, e.at, e.end, func(e element) bool {
					if e.id == mkvTrack {
						kind := p.mkvTrack(e)
						video, sound = video || kind == 1, sound || kind == 2
					}
					return !video
				})
			}
			return e.id != mkvCluster
		})
		return false
	})
	switch {
	case !known:
		p.broken("the recording is cut off before its index")
	case sound && !video:
		p.info.Kind = gallery.Audio
		p.info.MIME = map[string]string{"video/webm": "audio/webm"}[p.info.MIME]
		if p.info.MIME == "" {
			p.info.MIME = "audio/x-matroska"
		}
	}
}

func (p *prober) mkvInfo(info element) {
	scale, length := 1e6, 0.0
	elements(p.src, info.at, info.end, func(e element) bool {
		switch v := e.value(p.src); e.id {
		case mkvScale:
			scale = float64(v)
		case mkvDuration:
			if length = math.Float64frombits(v); e.end-e.at == 4 {
				length = float64(math.Float32frombits(uint32(v)))
			}
		case mkvDate:
			if e.end-e.at == 8 && v != 0 {
				p.clues.video = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(v))
			}
		}
		return true
	})
	if ns := scale * length; ns > 0 && ns < float64(maxFilm) {
		p.info.Duration = time.Duration(ns).Round(time.Millisecond)
		p.clues.length = p.info.Duration
	}
}

// mkvTrack tells the type of a track and takes the size of one of video.
func (p *prober) mkvTrack(track element) (kind uint64) {
	var w, h uint64
	elements(p.src, track.at, track.end, func(e element) bool {
		switch e.id {
		case mkvType:
			kind = e.value(p.src)
		case mkvVideo:
			elements(p.src, e.at, e.end, func(e element) bool {
				switch e.id {
				case mkvWidth:
					w = e.value(p.src)
				case mkvHeight:
					h = e.value(p.src)
				}
				return true
			})
		}
		return true
	})
	if kind == 1 && w > 0 && h > 0 && w <= math.MaxInt32 && h <= math.MaxInt32 {
		p.stored(int64(w), int64(h))
	}
	return kind
}
