// Package provider reads Android's content providers as typed rows, through the
// phone's own content tool: so far the media database, MediaStore.
//
// Begin with MediaFiles, which gives every picture, video and recording the
// phone has indexed; what the phone refuses arrives as ErrNoTool or ErrDenied,
// or as a *QueryError in the phone's words.
//
// The tool prints rows without any quoting, so a value can look like the next
// column or the next row. Every query here therefore puts its one free text
// last, and a line begins a row only if its number and all its columns fit.
package provider
