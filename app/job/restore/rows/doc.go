// Package rows brings back to a phone what is not a file: contacts, messages, calls
// and events, which are rows of its databases, and settings, Wi-Fi networks and apps.
// Each is a restore.Part.
//
// Begin with New (contacts, messages, calls, events), NewSettings, NewNetworks and
// NewApps; Gaps says what a plan does not bring back, and the next best way.
//
// Nothing on the phone is deleted or overwritten but settings. What is there already
// is found by what it says, not by its number, so that restoring twice adds nothing:
// messages by number, box, time and text; calls by number, type and time; events by
// their UID; a contact by name and number, and then only the details that are missing
// are added to it. The phone tells nothing of what it made; each batch is read back.
//
// Every row costs the start of a program on the phone, a quarter of a second or more,
// as many at a time as the phone has cores: a thousand contacts of four rows take minutes. The phone's own
// importer takes them from one file in seconds, for one tap of its owner (ByImporter).
package rows
