package demo

import "time"

// Tryout is the phone people try the app with. Its pictures are the same every
// day, so that a second backup finds nothing new.
func Tryout() Options {
	return Options{Now: time.Date(2026, time.November, 15, 12, 0, 0, 0, time.UTC)}
}
