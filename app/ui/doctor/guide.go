package doctor

import (
	"slices"
	"strings"

	"keepsake/device/doctor"
)

// System is which of Xiaomi's systems a drawing shows; they name things
// differently.
type System int

// The systems.
const (
	HyperOS System = iota
	MIUI
)

func systemOf(os string) (System, bool) {
	switch {
	case strings.HasPrefix(os, "HyperOS"):
		return HyperOS, true
	case strings.HasPrefix(os, "MIUI"):
		return MIUI, true
	}
	return HyperOS, false
}

// pictureSettings is the step between the version and the switch, which no
// finding asks for by itself.
const pictureSettings doctor.Picture = "settings"

// Steps are the drawings that lead from a new phone to a connected one.
var Steps = []doctor.Picture{
	doctor.PictureCable, doctor.PictureVersion, pictureSettings,
	doctor.PictureDeveloper, doctor.PictureAllow, doctor.PictureUSBMode,
}

// Where in Steps some things are known to be done.
const (
	stepVersion = 1 // the cable carries data
	stepAllow   = 4 // USB debugging is on
)

// stepOf is a picture's place in the guide, -1 when it has none.
func stepOf(p doctor.Picture) int { return slices.Index(Steps, p) }

// Guide is how far the owner has come on the way through Steps.
type Guide struct {
	At      int // the step shown
	Reached int // steps before it are known to be done; len(Steps) when the phone is ready
}

// Turn goes to another step, and reports whether there is one.
func (g *Guide) Turn(by int) bool {
	to := min(max(g.At+by, 0), len(Steps)-1)
	if to == g.At {
		return false
	}
	g.At = to
	return true
}

// Show goes to the step a picture belongs to.
func (g *Guide) Show(p doctor.Picture) {
	if i := stepOf(p); i >= 0 {
		g.At = i
	}
}

// Notice goes on by itself when findings show that steps are done, and back when
// the phone has gone. It reports whether anything moved.
func (g *Guide) Notice(found []doctor.Finding) bool {
	was := *g
	r := reached(found)
	switch {
	case r > g.Reached:
		g.At = max(g.At, min(r, len(Steps)-1))
	case r < g.Reached:
		g.At = min(g.At, r)
	}
	g.Reached = r
	return *g != was
}

// reached is how many steps findings prove to be done.
func reached(found []doctor.Finding) int {
	n := 0
	for _, f := range found {
		switch {
		case f.ID == doctor.Ready:
			return len(Steps)
		case f.Phone != "" || f.ID == doctor.Unauthorized:
			n = max(n, stepAllow)
		case f.ID == doctor.ChargeOnly || f.ID == doctor.Driver:
			n = max(n, stepVersion)
		}
	}
	return n
}
