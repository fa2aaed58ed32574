package schedule

import "time"

// The reasons that only uploads have.
const (
	Nothing   Why = "nothing"  // there is nothing new to send
	Stopped   Why = "stopped"  // the owner ended the upload
	Allowance Why = "tomorrow" // the service takes no more before Until
	OnBattery Why = "battery"  // the computer runs on its battery
	Metered   Why = "metered"  // the network has an allowance
)

// Upload is what is known of a cloud at a moment.
type Upload struct {
	After   bool // the owner wants uploads after each backup
	Running bool // an upload to it is under way
	Backup  bool // another job is under way: this waits for its end
	Waiting int  // contents that an upload left unsent

	Stopped time.Time // when the owner ended an upload; zero: never
	Wait    time.Time // the service takes nothing before
	Began   time.Time // when the newest upload began that reached its end
	Brought time.Time // when the newest backup ended

	Failed   time.Time // when the newest upload broke, if none reached its end since
	Failures int       // how many broke one after another

	Battery, Metered bool // it is so, and the owner wants no upload then
}

// Decide says whether an upload begins by itself at now: one that was cut short
// goes on, and what a backup brought follows it.
func (u Upload) Decide(now time.Time) Decision {
	now = now.Round(0)
	fresh := u.After && u.Brought.After(u.Began) && u.Brought.After(u.Stopped)
	cut := u.Waiting > 0 && u.Stopped.IsZero()
	switch {
	case u.Running:
		return Decision{Why: Busy}
	case !fresh && !cut && u.Waiting > 0:
		return Decision{Why: Stopped}
	case !fresh && !cut:
		return Decision{Why: Nothing}
	case u.Backup:
		return Decision{Why: Busy}
	case InPause(now, u.Wait):
		return Decision{Why: Allowance, Until: u.Wait.In(now.Location())}
	}
	past := Past{Failed: u.Failed, Failures: u.Failures}
	if again := past.again(); again.After(now) && u.Failed.Before(now.Add(slack)) {
		return Decision{Why: Failing, Until: again.In(now.Location())}
	}
	switch {
	case u.Battery:
		return Decision{Why: OnBattery}
	case u.Metered:
		return Decision{Why: Metered}
	}
	return Decision{Run: true}
}
