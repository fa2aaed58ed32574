package doctor_test

import (
	"testing"

	"keepsake/app/ui/doctor"
	"keepsake/app/ui/phone"
)

func TestCheck(t *testing.T) {
	one := func(s phone.State) []phone.Phone { return []phone.Phone{{Name: "Mum's phone", State: s}} }
	const (
		later, now, done, problem = doctor.Later, doctor.Now, doctor.Done, doctor.Problem
	)
	tests := []struct {
		name    string
		facts   doctor.Facts
		marks   [4]doctor.Mark
		picture doctor.Picture
	}{
		{"no adb", doctor.Facts{What: "The adb program was not found.", Next: "Install it."}, [4]doctor.Mark{problem, later, later, later}, doctor.Fix},
		{"nothing plugged in", doctor.Facts{}, [4]doctor.Mark{done, now, later, later}, doctor.Guide},
		{"only known ones, away", doctor.Facts{Phones: one(phone.Away)}, [4]doctor.Mark{done, now, later, later}, doctor.Guide},
		{"not allowed yet", doctor.Facts{Phones: one(phone.Unauthorized)}, [4]doctor.Mark{done, done, now, later}, doctor.Allow},
		{"on its way", doctor.Facts{Phones: one(phone.Connecting)}, [4]doctor.Mark{done, done, now, later}, doctor.Wait},
		{"does not answer", doctor.Facts{Phones: one(phone.Offline)}, [4]doctor.Mark{done, problem, later, later}, doctor.Replug},
		{"no permission", doctor.Facts{Phones: one(phone.NoPermission)}, [4]doctor.Mark{done, problem, later, later}, doctor.Fix},
		{"in recovery", doctor.Facts{Phones: one(phone.Recovery)}, [4]doctor.Mark{done, problem, later, later}, doctor.Replug},
		{"ready", doctor.Facts{Phones: one(phone.Ready)}, [4]doctor.Mark{done, done, done, done}, doctor.AllDone},
		{"the nearest counts", doctor.Facts{Phones: append(one(phone.Offline), one(phone.Unauthorized)...)}, [4]doctor.Mark{done, done, now, later}, doctor.Allow},
	}
	for _, tt := range tests {
		a := doctor.Check(tt.facts)
		steps := 0
		for i, s := range a.Steps {
			if s.Mark != tt.marks[i] {
				t.Errorf("%s: step %d (%s) is %d, want %d", tt.name, i, s.Title, s.Mark, tt.marks[i])
			}
			if s.Mark == now || s.Mark == problem {
				steps++
			}
		}
		if want := 1; tt.picture != doctor.AllDone && steps != want {
			t.Errorf("%s: %d next steps, want one", tt.name, steps)
		}
		if a.Picture != tt.picture {
			t.Errorf("%s: picture %d, want %d", tt.name, a.Picture, tt.picture)
		}
	}
}

func TestATroubleSpeaksForItself(t *testing.T) {
	a := doctor.Check(doctor.Facts{What: "The adb program was not found.", Next: "Install it."})
	if a.Steps[0].Title != "The adb program was not found." || a.Steps[0].Line != "Install it." {
		t.Errorf("first step %+v", a.Steps[0])
	}
	a = doctor.Check(doctor.Facts{Phones: []phone.Phone{{State: phone.NoPermission, What: "No access.", Next: "Add a rule."}}})
	if a.Steps[1].Title != "No access." || a.Steps[1].Line != "Add a rule." {
		t.Errorf("second step %+v", a.Steps[1])
	}
}
