// Package scene paints the pictures of the simulated phone: landscapes and
// everyday moments a person enjoys looking at, as complete camera JPEGs, and
// the screenshots between them. The same values give the same bytes.
//
// Begin with Photo.Render (one picture) and Screen.Render (one screenshot);
// Kinds and Apps list what there is.
package scene

import (
	"errors"
	"image"
	"time"

	"keepsake/device/demo/scene/paint"
)

// Kind is what a picture shows. There are, by topic:
//
//	mountains   alps lake mountains road waterfall terraces cabin
//	sea         beach cliffs harbour island lighthouse sailing village
//	country     autumn balloons blossom canyon desert forest lavender meadow
//	city        bicycle bridge rain skyline street umbrellas
//	night       aurora campfire fireworks lanterns milkyway moonrise
//	food        cake coffee donuts dumplings fruit ramen
//	home        book cat flower shelf
//	nature      jellyfish koi robin
//	travel      flight
//	cards       confetti mood shapes sunburst (squares suit them)
type Kind string

// MotionKind is how a motion photo announces its clip.
type MotionKind string

// The forms found on phones.
const (
	MotionContainer  MotionKind = ""           // Motion Photo 1.0: Camera:MotionPhoto and Container:Directory
	MotionMicroVideo MotionKind = "microvideo" // older: GCamera:MicroVideo and MicroVideoOffset
	MotionBare       MotionKind = "bare"       // the clip is there, XMP says nothing, as in re-exported files
)

// Place is where a picture was taken, in degrees (north and east positive) and metres.
type Place struct {
	Lat, Lon, Alt float64
}

// Photo describes one picture. Only Width and Height are required.
type Photo struct {
	Seed int64
	Kind Kind // "" lets the seed choose among the kinds that suit the hour and month of Taken

	// Taken is when, with its zone; its local hour decides the light where the
	// kind allows (night, dawn, day, dusk) and its month the season. Zero: no
	// date is written and the seed decides.
	Taken time.Time

	Width, Height int // as shown, after Orientation is applied: 1600x1200, or 1200x1600 for a portrait

	// Orientation is EXIF 1..8 (0 means 1): pixels are stored turned so that
	// applying it shows the picture upright.
	Orientation int

	Place         *Place
	Camera, Model string // EXIF Make and Model; both empty: Xiaomi and a recent model
	Software      string // EXIF Software; empty: none
	NoEXIF        bool   // as messengers send pictures: no EXIF, no thumbnail; XMP of a motion photo stays

	Motion     []byte // an MP4 clip to append
	MotionKind MotionKind

	// Size is the exact length of the file in bytes, clip included, reached by
	// padding with APP15 segments and, when it is tight, by a lower quality.
	// 0: DeclaredSize chooses one that is natural for the picture.
	Size int64
}

// Errors of Render.
var (
	ErrTooSmall   = errors.New("the size asked for cannot hold the picture")
	ErrDimensions = errors.New("width and height must be from 1 to 16000")
)

const maxSide = 16000

// Paint returns the upright pixels, Width by Height.
func (p Photo) Paint() *image.RGBA {
	m, light, month := p.subject()
	return m.Paint(p.Seed, light, month, p.Width, p.Height)
}

// Render returns the complete file: baseline 4:2:0 JPEG with EXIF, XMP and clip,
// exactly DeclaredSize bytes long.
func (p Photo) Render() ([]byte, error) {
	if min(p.Width, p.Height) < 1 || max(p.Width, p.Height) > maxSide {
		return nil, ErrDimensions
	}
	stored := turned(p.Paint(), p.orientation())
	var head [][]byte
	if !p.NoEXIF {
		head = append(head, p.exif(stored))
	}
	if x := p.xmp(); x != nil {
		head = append(head, x)
	}
	return assemble(stored, head, p.Motion, p.DeclaredSize())
}

// newRand gives a source for one purpose, so that choices do not sway each other.
func newRand(seed int64, purpose string) *paint.Rand {
	h := uint64(14695981039346656037)
	for i := range len(purpose) {
		h = (h ^ uint64(purpose[i])) * 1099511628211
	}
	return paint.NewRand(uint64(seed), h)
}
