// Package automatic is what the window says of backups that begin by themselves:
// when the next one is, what it waits for, and where its owner chooses that.
//
// Begin with Routine and Line, and NewEditor for the choosing.
package automatic

import (
	"time"

	"keepsake/app/schedule"
)

// Phone is a phone that can be backed up by itself.
type Phone struct {
	ID, Name string
	Rule     schedule.Rule
	Decision schedule.Decision
	Since    time.Time // of the last verified backup; zero: there was none
	Late     bool      // that was too long ago
	Here     bool      // it is connected and can be read
	Held     bool      // the library in sight is not the phone's
	// Elsewhere says that the library in sight does not know the phone: it has another
	// one, or nothing of it was kept yet.
	Elsewhere bool
	Waits     bool // a backup of it is under way, and waits for the phone
}

// Routine is what begins backups by itself. All methods answer at once.
type Routine interface {
	// Automatic lists the phones, the demo phone left out.
	Automatic() []Phone
	SetRule(phone string, r schedule.Rule) error
	// Paused is until when nothing begins by itself; false: there is no pause.
	Paused() (until time.Time, paused bool)
	// Pause begins a pause until tomorrow, or ends it.
	Pause(on bool) error
	// WithComputer reports whether the desktop starts Keepsake.
	WithComputer() bool
	StartWithComputer(on bool) error
}
