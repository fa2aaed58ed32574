// Package schedule decides when a phone is backed up by itself. It knows no
// phone, no window and no clock: whoever asks brings the moment, what is known of
// the phone and how its earlier runs went, and asks again every now and then, so
// that neither sleep nor a clock that was set can make it miss its hour.
//
// Begin with Rule.Decide and Look.
package schedule

import (
	"slices"
	"time"
)

// Every is how often a phone is backed up by itself.
type Every string

// The rhythms.
const (
	Off       Every = ""
	Connected Every = "connected" // whenever it is connected, at most once in Rest
	Daily     Every = "daily"
	Weekly    Every = "weekly"
)

// Power is what a phone's battery must be for a backup to begin by itself.
type Power string

// The conditions.
const (
	AnyPower  Power = ""
	Enough    Power = "enough"   // at least EnoughLevel, or charging
	OnCharger Power = "charging" // charging, or full and still plugged in
)

// EnoughLevel is the battery's level from which Enough holds, in percent.
const EnoughLevel = 30

// Rest is how long a phone that is backed up whenever it is connected is left
// alone after each backup.
const Rest = 6 * time.Hour

// Minutes is a time of day: minutes after midnight, on the wall's clock.
type Minutes int

const day Minutes = 24 * 60

// Add is the time of day so many minutes later, or earlier, round the clock.
func (m Minutes) Add(by Minutes) Minutes { return ((m+by)%day + day) % day }

// Span is the hours from one time of day until another; over midnight when From
// is the later. It is empty when both are the same.
type Span struct {
	From Minutes `json:"from"`
	To   Minutes `json:"to"`
}

// Rule is what an owner chose for a phone. The zero value is Off.
type Rule struct {
	Every Every        `json:"every,omitempty"`
	At    Minutes      `json:"at,omitempty"`    // of Daily and Weekly
	Day   time.Weekday `json:"day,omitempty"`   // of Weekly
	Quiet Span         `json:"quiet,omitzero"`  // in these hours nothing begins
	Power Power        `json:"power,omitempty"` // what the battery must be
	// Without are the categories that are left out, as receipts call them.
	Without []string `json:"without,omitempty"`
	// Since is when the rhythm was chosen: what would have been earlier is not made
	// up for.
	Since time.Time `json:"since,omitzero"`
}

// Usual is what a phone gets whose owner switches automatic backup on.
func Usual(e Every) Rule { return Rule{Every: e, At: 21 * 60, Day: time.Sunday, Power: Enough} }

// On reports whether there is a rhythm at all.
func (r Rule) On() bool { return r.Every != Off }

// Sound returns the rule with whatever a damaged settings file may hold put
// right: times of day that exist, a rhythm and a condition that are known.
func (r Rule) Sound() Rule {
	if !slices.Contains([]Every{Connected, Daily, Weekly}, r.Every) {
		r.Every = Off
	}
	if !slices.Contains([]Power{Enough, OnCharger}, r.Power) {
		r.Power = AnyPower
	}
	r.At, r.Quiet.From, r.Quiet.To = r.At.Add(0), r.Quiet.From.Add(0), r.Quiet.To.Add(0)
	r.Day = (r.Day%7 + 7) % 7
	return r
}

// Begun returns the rule as it stands when its owner has changed it from old at
// now: another rhythm begins then.
func (r Rule) Begun(old Rule, now time.Time) Rule {
	r.Since = old.Since
	if r.Every != old.Every || r.At != old.At || r.Day != old.Day {
		r.Since = now.Round(0)
	}
	return r
}
