package probe

import (
	"context"
	"errors"
	"io/fs"
	"runtime"
	"strings"

	"keepsake/device/adb"
)

// word is a text that may stand in a report. Only those in words pass the gate.
type word string

// Why something was not to be had. What a phone says is sorted into these and
// never quoted.
const (
	denied     word = "permission denied"
	noProvider word = "no such provider"
	noFile     word = "no such file"
	noCommand  word = "not found"
	noColumn   word = "no such column"
	noArgument word = "argument not known"
	closed     word = "service closed"
	tooMuch    word = "too much output"
	tooLong    word = "took too long"
	otherwise  word = "other"
)

// What a phone may be found to be.
const (
	on       word = "on"
	off      word = "off"
	missing  word = "absent"
	usb      word = "usb"
	network  word = "network"
	anything word = "something else"
)

// words are all there are.
var words = vocabulary(
	denied, noProvider, noFile, noCommand, noColumn, noArgument, closed, tooMuch, tooLong, otherwise,
	on, off, missing, usb, network, anything,
	// this computer's system
	"linux", "windows", "darwin", "freebsd", "openbsd", "netbsd",
	// file systems
	"fuse", "sdcardfs", "f2fs", "ext4", "vfat", "exfat", "ntfs", "esdfs",
	// modes of an app's permission to do something
	"allow", "ignore", "deny", "default", "foreground",
	// how a backup's inner file is locked
	"none", "AES-256",
	// layouts of Wi-Fi networks in a backup
	"network blocks", "wpa_supplicant", "xml", "binary",
)

func vocabulary(all ...word) map[word]bool {
	m := make(map[word]bool, len(all))
	for _, w := range all {
		m[w] = true
	}
	return m
}

// known returns a text as a word if it is one.
func known(s string) word {
	if w := word(strings.TrimSpace(s)); words[w] {
		return w
	}
	return anything
}

func computer() word { return known(runtime.GOOS) }

// note is a sentence that may stand in a report.
type note string

// The notes.
const (
	noteTooLong     note = "took too long"
	noteWrites      note = "can only be found out by writing to the phone"
	noteScreen      note = "needs a hand on the phone's screen"
	noteBefore      note = "happens before a phone can be asked"
	noteElsewhere   note = "is not on the phone"
	noteCompare     note = "compare the number with what the phone's own app shows"
	noteFewFiles    note = "too few files on the phone to say"
	noteNoSample    note = "nothing of this kind was among what was looked at"
	noteSwitchOn    note = "the switch is on: a phone with the switch off would settle it"
	noteNotTried    note = "as the system says; writing was not tried"
	noteNoBackup    note = "no local backup on the phone: make one in the phone's settings and run this again"
	noteNoSuchItem  note = "the backups on the phone hold no such item"
	noteOneUser     note = "only one user on this phone"
	noteNoCard      note = "no memory card in this phone"
	noteZone        note = "the phone's time zone is that of the clock behind it: both readings look alike"
	noteEmptyAnswer note = "answers without rows: empty, or hidden from the shell"
	noteBeginning   note = "only the beginning was looked at"
)

var notes = map[note]bool{
	noteTooLong: true, noteWrites: true, noteScreen: true, noteBefore: true, noteElsewhere: true, noteCompare: true, noteFewFiles: true,
	noteNoSample: true, noteSwitchOn: true, noteNotTried: true, noteNoBackup: true, noteNoSuchItem: true, noteOneUser: true, noteNoCard: true,
	noteZone: true, noteEmptyAnswer: true, noteBeginning: true,
}

// refusal is the phone's answer that it will not, sorted.
type refusal struct{ why word }

func (r refusal) Error() string { return string(r.why) }

// reasonOf sorts an error.
func reasonOf(err error) word {
	var refused refusal
	var said *adb.RefusedError
	switch {
	case errors.As(err, &refused):
		return refused.why
	case errors.Is(err, context.DeadlineExceeded):
		return tooLong
	case errors.Is(err, fs.ErrPermission):
		return denied
	case errors.Is(err, fs.ErrNotExist):
		return noFile
	case errors.Is(err, adb.ErrTooMuch):
		return tooMuch
	case errors.As(err, &said) && said.Text == "closed":
		return closed
	}
	return otherwise
}

// classify sorts what a program said.
func classify(text string) word {
	text = strings.ToLower(text)
	has := func(any ...string) bool {
		for _, s := range any {
			if strings.Contains(text, s) {
				return true
			}
		}
		return false
	}
	switch {
	case has("permission denial", "securityexception", "permission denied", "operation not permitted"):
		return denied
	case has("could not find provider", "failed to find provider", "unknown authority"):
		return noProvider
	case has("invalid column", "no such column"):
		return noColumn
	case has("[error]", "unknown option", "unknown command", "usage:"):
		return noArgument
	case has("no such file"):
		return noFile
	case has("inaccessible or not found", "not found", "can't find service", "no shell command"):
		return noCommand
	}
	return otherwise
}

// verdictOf is what a refusal means for a question.
func verdictOf(why word) Verdict {
	switch why {
	case denied, closed:
		return Refused
	case noProvider, noFile, noCommand, noColumn, noArgument:
		return Absent
	}
	return Unclear
}
