// Package provider reads Android's content providers as typed rows, through the
// phone's own content tool: the media database, contacts, messages, calls,
// calendars, and what else the shell tells: networks, settings, apps.
//
// Begin with MediaFiles, which gives every picture, video and recording the
// phone has indexed, and Messages (Contacts, Calls, Events …); what the phone
// refuses arrives as ErrNoTool or ErrDenied, or as a *QueryError in its words.
//
// The tool prints rows without any quoting, so a value can look like the next
// column or the next row. Files are asked for with their one free text last, and
// a line begins a row only if its number and all its columns fit. Records are
// asked twice: numbers first, then the texts of rows whose numbers are known; what
// could be cut in two ways is asked for once more by itself.
//
// It writes, too: PutContacts and its like make rows, which is a program on the phone
// for each, so that many share one command and run side by side. The tool says
// nothing of what it made: reading it back does.
package provider
