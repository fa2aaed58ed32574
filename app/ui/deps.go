// Package ui is the window: a rail of places and phones at the left, one page at
// the right, a strip while a backup runs, short messages at the lower right, and
// the viewer over everything. Its screens live in the packages below it; each
// declares the little it needs, and Deps gathers that.
//
// Begin with New, then Shell.Attach.
//
// Everything here runs on the window's goroutine, save Notify, which may be
// called from any.
package ui

import (
	"context"
	"time"

	"keepsake/app/ui/activity"
	"keepsake/app/ui/automatic"
	"keepsake/app/ui/calls"
	"keepsake/app/ui/cloud"
	"keepsake/app/ui/contacts"
	"keepsake/app/ui/doctor"
	"keepsake/app/ui/exporting"
	"keepsake/app/ui/health"
	"keepsake/app/ui/home"
	"keepsake/app/ui/importing"
	"keepsake/app/ui/messages"
	"keepsake/app/ui/part"
	"keepsake/app/ui/photos"
	"keepsake/app/ui/restoring"
	"keepsake/app/ui/saving"
	"keepsake/app/ui/settings"
	"keepsake/app/ui/storage"
	"keepsake/app/ui/thumbs"
	"keepsake/app/ui/viewer"
	"keepsake/app/ui/wifi"
)

// Library is all the window reads of the library, and the one thing it does
// with it. When another library is opened, the same value answers for that one.
type Library interface {
	photos.Library
	photos.Editor
	home.Library
	viewer.Images
	thumbs.Source
	exporting.Exporter
}

// Records is what the window reads of what is kept beside pictures.
type Records interface {
	contacts.Library
	messages.Library
	calls.Library
	saving.Exporter
	thumbs.Source
}

// Settings is where the library lies, and how to change that.
type Settings interface {
	Library(ctx context.Context) (settings.Library, error)
	UseLibrary(ctx context.Context, dir string) error
	Busy() bool
}

// Reports writes a report without personal data into a folder, and tells its path.
type Reports interface {
	SaveReport(ctx context.Context, folder string) (path string, err error)
}

// Preferences remembers small things about the window between starts; Fyne's
// own fyne.Preferences is one.
type Preferences interface {
	FloatWithFallback(key string, fallback float64) float64
	SetFloat(key string, value float64)
	StringWithFallback(key, fallback string) string
	SetString(key, value string)
}

// Deps is what the window needs of the application. All fields are required,
// save License and those that say that they may be nil.
type Deps struct {
	// Post runs a function on the window's goroutine: fyne.Do.
	Post func(func())

	Phones   home.Phones
	Runs     home.Runs
	Library  Library
	Log      activity.Log
	Settings Settings
	Desk     settings.Desk
	Prefs    Preferences

	// Records is contacts, messages and calls; nil leaves their pages out.
	Records Records
	// Kept is notes, events, networks, apps and recordings; used with Records only.
	Kept Kept

	// Names renames phones, Pauser holds backups; nil when that cannot be done.
	Names  home.Names
	Pauser home.Pauser

	// Clinic finds out what keeps phones from being read, Supply gets the adb
	// program, Radio connects phones over the network; nil leaves each out.
	Clinic doctor.Clinic
	Supply doctor.Supply
	Radio  wifi.Radio

	// Imports takes in pictures from elsewhere, which Picker lets the owner choose;
	// without the first neither is used.
	Imports importing.Imports
	Picker  importing.Picker

	// Reports saves what somebody who helps needs to know; nil leaves that out.
	Reports Reports

	// Storage is the space the library takes; nil leaves its page out.
	Storage storage.Keeper
	// Clouds are the places to upload to; nil leaves the page out.
	Clouds cloud.Clouds
	// Restores is the way back; nil leaves it out.
	Restores restoring.Restores

	// Private is whose private album is backed up; nil leaves that out.
	Private settings.PrivateAlbums

	// More is what else is kept on request; nil leaves that out.
	More settings.More

	// Routine backs phones up by itself; nil leaves that out.
	Routine automatic.Routine

	// Health looks after the library; nil leaves it out.
	Health health.Keeper

	// Explain turns an error into what happened and what to do next.
	Explain func(error) (what, next string)
	// Demo starts the demo phone, which then appears among the phones; nil when
	// there is none to try.
	Demo func(ctx context.Context) error

	// After is the window's timer. Nil is a real one, with which the window also
	// looks at phones and backups every now and then by itself.
	After part.After

	Now              func() time.Time
	Version, License string
	Parts            []string // the modules that are linked in, with their versions; may be nil
}

// Event is a kind of change that the window should look at.
type Event uint32

// The events. They may come as often as they like: the window looks once for
// all that came meanwhile.
const (
	PhonesChanged  Event = 1 << iota // one came, went, or changed its state
	RunsChanged                      // a backup began or ended
	LibraryChanged                   // something new, verified, or another library
)
