package probe

// outOfReach is what reading alone cannot settle, so that the list is whole.
func outOfReach() []probe {
	var all []probe
	for _, o := range [...]struct {
		id, question, source string
		why                  note
	}{
		{"later.mtime", "Does a file's date survive the media scan after it was put on the phone?", "Dates of files put back", noteWrites},
		{"later.scan", "Does the media database take a scan_file call, and how soon?", "Media scan after files were put back", noteWrites},
		{"later.switch", "What of writing is held back while the switch is off?", "USB debugging (Security settings)", noteWrites},
		{"later.sms", "Are messages put back, once the shell is allowed to write them?", "Permission to write messages", noteWrites},
		{"later.photo", "Can a contact's photo be written?", "Photos of contacts put back", noteWrites},
		{"later.vcard", "Does the contacts app open a vCard by its content address?", "Contacts put back by opening a file", noteScreen},
		{"later.calendar", "Does the calendar app take a file with events?", "Calendar put back by opening a file", noteScreen},
		{"later.miui", "May the shell put files into the folder of local backups?", "Writing /sdcard/MIUI", noteWrites},
		{"later.restore", "Does the phone restore a local backup that an app has made?", "A generated local backup", noteScreen},
		{"later.notes", "Does the notes app leave out notes it has when it restores?", "A generated local backup", noteScreen},
		{"later.pairing", "Does pairing over Wi-Fi work with this phone?", "Pairing by TLS", noteBefore},
		{"later.dialog", "How does the phone ask whether this computer is allowed, and for how long?", "Allowing a computer", noteBefore},
		{"later.zip", "What are layout, names and cipher of the archive Mi Cloud hands out?", "The archive of Mi Cloud", noteElsewhere},
	} {
		all = append(all, probe{id: o.id, question: o.question, source: o.source, why: o.why})
	}
	return all
}
