package uitest

import (
	"time"

	"keepsake/app/schedule"
	"keepsake/app/ui/automatic"
)

// Routine is automatic backups, made by hand.
type Routine struct {
	Phones []automatic.Phone
	Until  time.Time // of the pause
	With   bool
	Fail   error
}

// Automatic implements automatic.Routine.
func (r *Routine) Automatic() []automatic.Phone { return r.Phones }

// SetRule implements automatic.Routine.
func (r *Routine) SetRule(phone string, rule schedule.Rule) error {
	for i := range r.Phones {
		if r.Phones[i].ID == phone && r.Fail == nil {
			r.Phones[i].Rule = rule
		}
	}
	return r.Fail
}

// Paused implements automatic.Routine.
func (r *Routine) Paused() (time.Time, bool) { return r.Until, !r.Until.IsZero() }

// Pause implements automatic.Routine.
func (r *Routine) Pause(on bool) error {
	r.Until = time.Time{}
	if on {
		r.Until = Now.Add(10 * time.Hour)
	}
	return r.Fail
}

// WithComputer implements automatic.Routine.
func (r *Routine) WithComputer() bool { return r.With }

// StartWithComputer implements automatic.Routine.
func (r *Routine) StartWithComputer(on bool) error {
	if r.Fail == nil {
		r.With = on
	}
	return r.Fail
}
