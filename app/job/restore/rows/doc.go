// Package rows brings back to a phone what is not a file: contacts, messages, calls
// and events, which are rows of its databases; settings, Wi-Fi networks and apps;
// notes as text files. Each is a restore.Part.
//
// Begin with New (contacts, messages, calls, events) and with Settings, Networks,
// Apps and Notes; Setup makes all of them at once, for a phone that is set up from a
// backup.
//
// Nothing on the phone is deleted or overwritten but settings. What is there already
// is found by what it says, not by its number, so that restoring twice adds nothing:
// messages by number, box, time and text; calls by number, type and time; events by
// their UID; a contact by name and number, and then only the details that are missing
// are added to it. The phone tells nothing of what it made; each batch is read back.
package rows
