package doctor

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/words"
	"keepsake/device/doctor"
)

// clinic answers what the test says.
type clinic struct {
	found  []doctor.Finding
	did    []string
	err    error
	checks int
	gate   chan struct{} // when not nil, a check waits for it
}

func (c *clinic) Check(context.Context) []doctor.Finding {
	c.checks++
	if c.gate != nil {
		<-c.gate
	}
	return slices.Clone(c.found)
}

func (c *clinic) Do(_ context.Context, a doctor.Action, phone string) error {
	c.did = append(c.did, string(a)+" "+phone)
	return c.err
}

func finding(id doctor.ID) doctor.Finding {
	for _, f := range doctor.All() {
		if f.ID == id {
			return f
		}
	}
	panic("no finding " + string(id))
}

func of(id doctor.ID, phone string) doctor.Finding {
	f := finding(id)
	f.Phone = phone
	return f
}

type rig struct {
	*Model
	c *clinic
	q hop.Queue
	h *hop.Hop
}

func newRig(t *testing.T, found ...doctor.Finding) *rig {
	r := &rig{c: &clinic{found: found}}
	r.h = hop.New(t.Context(), r.q.Post)
	r.Model = NewModel(r.c, r.h)
	return r
}

func (r *rig) look(found ...doctor.Finding) {
	r.c.found = found
	r.Refresh()
	r.q.Settle(r.h.Idle)
}

func TestEveryFindingHasItsLineItsPictureAndItsButton(t *testing.T) {
	known := map[doctor.Picture]bool{}
	for _, p := range doctor.Pictures() {
		known[p] = true
	}
	for _, f := range doctor.All() {
		l := lineOf(f)
		if l.Title == "" || strings.Contains(l.Title+l.Next, "{{") {
			t.Errorf("%s says %q, %q", f.ID, l.Title, l.Next)
		}
		if f.Level > doctor.Waiting && l.Next == "" {
			t.Errorf("%s needs somebody, and says no next step", f.ID)
		}
		if !known[f.Picture] {
			t.Errorf("%s asks for a picture nobody knows: %q", f.ID, f.Picture)
		}
		for _, s := range []System{HyperOS, MIUI} {
			if p := pageOf(l.Picture, s); p.draw == nil || p.says == "" {
				t.Errorf("%s has no drawing", f.ID)
			}
		}
		if (f.Action != doctor.None) != (len(l.Buttons) > 0) {
			t.Errorf("%s with action %q has the buttons %v", f.ID, f.Action, l.Buttons)
		}
	}
	for _, a := range doctor.Actions() {
		if labelOf(a) == "" {
			t.Errorf("%s has no word for its button", a)
		}
	}
	cable := pageOf(doctor.PictureCable, HyperOS).says
	for _, p := range doctor.Pictures() {
		if p != doctor.PictureCable && pageOf(p, HyperOS).says == cable {
			t.Errorf("%s has no page of its own", p)
		}
	}
}

func TestWhatFillsASentenceIsFitToBeShown(t *testing.T) {
	tests := []struct {
		s    doctor.Sentence
		want string
	}{
		{doctor.Sentence{}, ""},
		{doctor.Sentence{Text: "{{.Phone}} is here.", Args: []any{"Phone", "Mum\n\u202egpj"}}, "Mum gpj is here."},
		{doctor.Sentence{Text: "{{.Phone}} is here.", Args: []any{"Phone", doctor.ThePhone}}, words.T(doctor.ThePhone) + " is here."},
		{doctor.Sentence{Text: "{{.Free}} of {{.N}}", Args: []any{"Free", doctor.Bytes(412e9), "N", 1204}}, "412 GB of 1,204"},
		{doctor.Sentence{Text: "odd {{.A}}", Args: []any{7, "x", "A"}}, "odd {{.A}}"},
	}
	for _, tt := range tests {
		if got := Says(tt.s); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.s, got, tt.want)
		}
	}
}

func TestTheGravestIsShownFirst(t *testing.T) {
	ok, server := finding(doctor.ProgramFound), finding(doctor.ServerAnswers)
	tests := []struct {
		name   string
		found  []doctor.Finding
		chosen doctor.ID
		title  string
		pic    doctor.Picture
	}{
		{"no program", []doctor.Finding{finding(doctor.NoProgram)}, doctor.NoProgram, "Connect your phone", doctor.PictureAdb},
		{"nothing there", []doctor.Finding{ok, server, finding(doctor.NothingListed)}, doctor.NothingListed, "Connect your phone", doctor.PictureCable},
		{"a stop before a nuisance", []doctor.Finding{of(doctor.LowBattery, "a"), finding(doctor.ServerSilent)}, doctor.ServerSilent, "Connect your phone", doctor.PictureAdb},
		{"ready", []doctor.Finding{ok, server, of(doctor.Ready, "a")}, doctor.Ready, "Connection check", doctor.PictureDone},
		{"ready, and more to know", []doctor.Finding{ok, of(doctor.Ready, "a"), of(doctor.NotXiaomi, "a")}, doctor.Ready, "Connection check", doctor.PictureDone},
		{"ready, with little battery", []doctor.Finding{ok, of(doctor.Ready, "a"), of(doctor.LowBattery, "a")}, doctor.LowBattery, "Connection check", doctor.PictureCharge},
		{"asked to allow", []doctor.Finding{ok, server, of(doctor.Unauthorized, "a")}, doctor.Unauthorized, "Connect your phone", doctor.PictureAllow},
		{"twins", []doctor.Finding{ok, finding(doctor.SameSerial)}, doctor.SameSerial, "Connect your phone", pictureTwins},
	}
	for _, tt := range tests {
		r := newRig(t)
		r.look(tt.found...)
		if id := r.Lines[r.Chosen].ID; id != tt.chosen || r.Title() != tt.title || r.Picture() != tt.pic {
			t.Errorf("%s: %s, %q, %s", tt.name, id, r.Title(), r.Picture())
		}
		if r.Line() == "" {
			t.Errorf("%s: nothing below the title", tt.name)
		}
	}
}

func TestTheOwnersChoiceStays(t *testing.T) {
	ok, lost := finding(doctor.ProgramFound), finding(doctor.NothingListed)
	r := newRig(t)
	r.look(ok, lost)
	r.Choose(0)
	r.Unfold(0)
	r.look(finding(doctor.EnoughSpace), ok, lost)
	if r.Lines[r.Chosen].ID != doctor.ProgramFound || !r.Unfolded(1) || r.Unfolded(0) {
		t.Errorf("chosen %d of %+v", r.Chosen, r.Lines)
	}
	r.look(lost)
	if r.Lines[r.Chosen].ID != doctor.NothingListed {
		t.Error("the line chosen has gone, and nothing took its place")
	}
	r.look(of(doctor.Ready, "a"), of(doctor.Offline, "b"), of(doctor.LowBattery, "a"))
	r.Point("a")
	if r.Lines[r.Chosen].ID != doctor.LowBattery {
		t.Errorf("pointed to a phone, and %s is shown", r.Lines[r.Chosen].ID)
	}
	r.Point("nobody")
	if r.Lines[r.Chosen].ID != doctor.Offline {
		t.Errorf("pointed to nobody, and %s is shown", r.Lines[r.Chosen].ID)
	}
	r.Choose(99)
	r.SetUp()
	if !r.Guiding() || r.Picture() != doctor.PictureCable {
		t.Error("asked for the guide, and it is not shown")
	}
}

func TestNothingIsDrawnAnewForTheSame(t *testing.T) {
	r := newRig(t)
	changes := 0
	r.OnChange = func() { changes++ }
	r.look(finding(doctor.NothingListed))
	r.look(finding(doctor.NothingListed))
	if changes != 1 {
		t.Errorf("%d changes", changes)
	}
}

func TestOneLookAtATime(t *testing.T) {
	r := newRig(t)
	r.c.gate = make(chan struct{})
	r.Refresh()
	r.Refresh()
	r.Refresh()
	close(r.c.gate)
	r.q.Settle(r.h.Idle)
	if r.c.checks != 2 {
		t.Errorf("looked %d times, want once and once more", r.c.checks)
	}
}

func TestPressing(t *testing.T) {
	r := newRig(t)
	fetched, told := 0, error(nil)
	r.Fetch, r.OnError = func() { fetched++ }, func(err error) { told = err }
	r.look(finding(doctor.NoProgram), of(doctor.Offline, "x"))
	r.Press(0, 0) // download: never without the sheet that asks
	r.q.Settle(r.h.Idle)
	if fetched != 1 || len(r.c.did) != 0 {
		t.Errorf("fetched %d, did %v", fetched, r.c.did)
	}
	r.Press(0, 1)
	if r.Working != doctor.FindAdb {
		t.Errorf("working on %q", r.Working)
	}
	r.Press(1, 0) // one at a time
	r.q.Settle(r.h.Idle)
	r.c.err = errors.New("no")
	checks := r.c.checks
	r.Press(1, 0)
	r.q.Settle(r.h.Idle)
	if want := []string{"find-adb ", "reconnect x"}; !slices.Equal(r.c.did, want) || told == nil || r.Working != doctor.None {
		t.Errorf("did %v, told %v", r.c.did, told)
	}
	if r.c.checks != checks+1 {
		t.Error("it did not look again afterwards")
	}
	r.Press(7, 0)
	r.Press(1, 3)
}

func TestWithoutAClinicThereIsTheGuide(t *testing.T) {
	var q hop.Queue
	m := NewModel(nil, hop.New(t.Context(), q.Post))
	m.Refresh()
	m.Press(0, 0)
	if !m.Guiding() || m.Line() == "" {
		t.Errorf("%+v", m)
	}
}
