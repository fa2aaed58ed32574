package android

import (
	"slices"
	"strings"
)

// shellPermissions are those of com.android.shell that matter to somebody who
// reads and puts back records, as Android 13 and later have them.
var shellPermissions = strings.Fields(`ACCESS_CONTENT_PROVIDERS_EXTERNALLY ACCESS_MEDIA_LOCATION BACKUP GRANT_RUNTIME_PERMISSIONS INJECT_EVENTS
	INSTALL_PACKAGES MANAGE_APP_OPS_MODES MANAGE_EXTERNAL_STORAGE READ_CALENDAR READ_CALL_LOG READ_CONTACTS READ_SMS RECEIVE_SMS
	WRITE_CALENDAR WRITE_CALL_LOG WRITE_CONTACTS WRITE_SECURE_SETTINGS WRITE_SETTINGS WRITE_SMS`)

// about answers questions about the phone's packages: what the shell's own may
// do, and which activities open a file. ok is false for any other question.
func about(program string, args []string) (text string, ok bool) {
	asked := program + " " + strings.Join(args, " ")
	switch {
	case asked == "dumpsys package com.android.shell":
		return shellPackage(), true
	case strings.HasPrefix(asked, "cmd package query-activities"):
		return activities(args), true
	}
	return "", false
}

func shellPackage() string {
	var b strings.Builder
	b.WriteString("Packages:\n  Package [com.android.shell] (5a3f1c7):\n    userId=2000\n    install permissions:\n")
	for _, p := range shellPermissions {
		b.WriteString("      android.permission." + p + ": granted=true\n")
	}
	return b.String()
}

// activities lists what opens the kind of file after -t.
func activities(args []string) string {
	var name string
	if i := slices.Index(args, "-t"); i >= 0 && i+1 < len(args) {
		name = map[string]string{
			"text/x-vcard":  "com.android.contacts/.vcard.ImportVCardActivity",
			"text/calendar": "com.android.calendar/.ImportIcsActivity",
		}[args[i+1]]
	}
	if name == "" {
		return "No activities found\n"
	}
	return "1 activities found:\n  Activity #0:\n    priority=0 preferredOrder=0 match=0x608000 specificIndex=-1 isDefault=true\n    " + name + "\n"
}
