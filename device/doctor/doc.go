// Package doctor finds out why a phone cannot be backed up and names the one
// next step. It is the checklist's logic: the window draws it, the command line
// prints it.
//
// Begin with Gather, which asks this computer and the adb server and never
// fails as a whole, and Diagnose, which turns what they said into Findings and
// asks nobody. All is one example of every finding there is.
//
// What can be mended with one button has a function here: Fetch and Unpack get
// Google's platform-tools, InstallRule lets this computer's user open phones.
package doctor
