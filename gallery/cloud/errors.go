package cloud

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// What goes wrong with a target. Whoever uploads decides by these: Ends tells
// which end the whole upload, Retry after how long another try makes sense.
var (
	ErrAuth        = errors.New("the target did not accept the name, password or token")
	ErrForbidden   = errors.New("the account may not do this at the target")
	ErrQuota       = errors.New("there is no room left at the target")
	ErrUnreachable = errors.New("the target does not answer")
	ErrTrust       = errors.New("the target could not prove that it is the one it says")
	ErrRefused     = errors.New("the target does not take this")
	ErrCorrupt     = errors.New("the target has other bytes than were sent")
	ErrDamaged     = errors.New("the library's own file is not what it was")
	ErrOther       = errors.New("the folder at the target holds another library")
	ErrEmpty       = errors.New("there is no library at the target")
	ErrUnknown     = errors.New("the target does not say")
	ErrNoKind      = errors.New("this kind of target is not known")
	ErrClock       = errors.New("the target finds this computer's clock wrong")
)

// RoomError says that what is to go up is more than a target has room for.
type RoomError struct{ Need, Free int64 } // bytes

func (e *RoomError) Error() string {
	return fmt.Sprintf("%d MB are to go up, and there is room for %d MB at the target", e.Need/1e6, e.Free/1e6)
}

// Advice says what to do (see advice.For).
func (e *RoomError) Advice() (what, next string) {
	return fmt.Sprintf("%.1f GB are to go up, and there is room for %.1f GB in the cloud.", float64(e.Need)/1e9, float64(e.Free)/1e9),
		"Choose less (some albums, favourites, newer years), or get more room there. Nothing was sent: a full account may take no mail either."
}

// Is makes it an ErrQuota.
func (e *RoomError) Is(target error) bool { return target == ErrQuota }

// LimitError says that the target wants to be left alone for a while.
type LimitError struct {
	After time.Duration // zero: it does not say
	Daily bool          // the day's allowance is used up
	Until time.Time     // of Daily: when the next day begins there; zero: not known
}

func (e *LimitError) Error() string {
	switch {
	case e.Daily:
		return "the target's limit for today is used up"
	case e.After > 0:
		return fmt.Sprintf("the target asks to wait %s", e.After.Round(time.Second))
	}
	return "the target asks to go slower"
}

// Advice says what to do (see advice.For).
func (e *LimitError) Advice() (what, next string) {
	if e.Daily && !e.Until.IsZero() {
		return "The service takes no more today: its daily limit is used up.", "What is up is safe. The upload goes on after " + e.Until.Local().Format("2 January 15:04") + "."
	}
	if e.Daily {
		return "The service takes no more today: its daily limit is used up.", "What is up is safe. Start the upload again tomorrow: it goes on from there."
	}
	return "The service asks to go slower.", "Wait a few minutes and start the upload again: it goes on from there."
}

// Ends reports whether an error is about the target and not about one content, so
// that going on with the next one is of no use.
func Ends(err error) bool {
	var limit *LimitError
	if errors.As(err, &limit) {
		return limit.Daily
	}
	for _, e := range []error{ErrAuth, ErrForbidden, ErrQuota, ErrTrust, ErrOther, ErrClock} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// Skewed reports whether a server's clock, as the Date of its answer tells it, and
// this computer's are so far apart that tokens and signatures are refused for it.
func Skewed(date string, now time.Time) bool {
	at, err := http.ParseTime(date)
	return err == nil && now.Sub(at).Abs() > clockSlack
}

// clockSlack is the least that services allow: Amazon's S3 fifteen minutes, Google's
// sign-in five.
const clockSlack = 5 * time.Minute

// maxWait bounds what a server may ask us to wait.
const maxWait = 10 * time.Minute

// Retry returns how long to wait before the next try of what failed for the try-th
// time (1, 2, …), and false when another try would end the same way.
func Retry(err error, try int) (time.Duration, bool) {
	if Ends(err) || errors.Is(err, ErrRefused) || errors.Is(err, ErrDamaged) || errors.Is(err, ErrNoKind) {
		return 0, false
	}
	var limit *LimitError
	if errors.As(err, &limit) && limit.After > 0 {
		return min(limit.After, maxWait), true
	}
	return time.Second << min(max(try-1, 0), 6), true
}
