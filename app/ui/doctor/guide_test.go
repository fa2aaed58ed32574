package doctor

import (
	"testing"

	"keepsake/device/doctor"
)

func TestTheGuideFollowsThePhone(t *testing.T) {
	nothing, charging, asks := finding(doctor.NothingListed), finding(doctor.ChargeOnly), of(doctor.Unauthorized, "a")
	r := newRig(t)
	steps := []struct {
		name    string
		do      func()
		at      int
		reached int
	}{
		{"nothing plugged in", func() { r.look(nothing) }, 0, 0},
		{"leafed on by hand", func() { r.Turn(1); r.Turn(1) }, 2, 0},
		{"the same again moves nothing", func() { r.look(nothing) }, 2, 0},
		{"plugged in: the steps passed by hand stay", func() { r.look(charging) }, 2, 1},
		{"back by hand", func() { r.Turn(-2) }, 0, 1},
		{"USB debugging on", func() { r.look(asks) }, 4, 4},
		{"unplugged", func() { r.look(nothing) }, 0, 0},
		{"straight to the question", func() { r.look(asks) }, 4, 4},
		{"too far back", func() { r.Turn(-9) }, 0, 4},
		{"too far on", func() { r.Turn(9) }, 5, 4},
	}
	for _, s := range steps {
		s.do()
		if r.Guide.At != s.at || r.Guide.Reached != s.reached {
			t.Errorf("%s: at %d, reached %d; want %d, %d", s.name, r.Guide.At, r.Guide.Reached, s.at, s.reached)
		}
	}
	r.look(of(doctor.Ready, "a"))
	if r.Guiding() || r.Guide.Reached != len(Steps) {
		t.Error("the phone is ready, and the guide goes on")
	}
	at := r.Guide.At
	r.Turn(-1)
	if r.Guide.At != at {
		t.Error("leafed through a guide that is not shown")
	}
}

func TestTheSystemIsThePhonesUnlessChosen(t *testing.T) {
	r := newRig(t)
	r.Suppose("MIUI 14")
	if r.System != MIUI {
		t.Error("a phone says MIUI, and HyperOS is drawn")
	}
	r.Suppose("something else")
	if r.System != MIUI {
		t.Error("an unknown system changed the drawing")
	}
	r.SetSystem(HyperOS)
	r.Suppose("MIUI 14")
	if r.System != HyperOS {
		t.Error("the owner's choice did not stay")
	}
}
