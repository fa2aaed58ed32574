package demo

import "time"

// Tryout is the phone people try the app with. Its pictures are the same every
// day, so that a second backup finds nothing new. It has a memory card, a private
// album, dual apps, a Second Space, and a backup of itself.
func Tryout() Options {
	return Options{Card: true, Private: true, Users: true, Backup: true, Now: time.Date(2026, time.November, 15, 12, 0, 0, 0, time.UTC)}
}
