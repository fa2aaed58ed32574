// Package advice turns errors into two sentences a person can use: what
// happened, and what to do next. The window and the command line share it.
package advice

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"strings"

	"keepsake/app/job/restore"
	"keepsake/app/job/takein"
	"keepsake/app/settings"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/doctor"
	"keepsake/device/wireless"
	"keepsake/gallery/archive"
	"keepsake/gallery/cloud"
	"keepsake/gallery/keep"
	"keepsake/gallery/store"
)

// Advice is what happened and what to do next. Next may be empty.
type Advice struct {
	What, Next string
}

// String joins the sentences.
func (a Advice) String() string {
	if a.Next == "" {
		return a.What
	}
	return a.What + " " + a.Next
}

// For explains err. An error may bring its own two sentences; one that is not
// known speaks for itself.
func For(err error) Advice {
	if state, ok := errors.AsType[*device.StateError](err); ok {
		what, next := state.State.Advice()
		return Advice{What: what, Next: next}
	}
	if old, ok := errors.AsType[*adb.ServerTooOldError](err); ok {
		return Advice{
			What: oldAdb,
			Next: "Install Google's " + cmp.Or(old.Need, "newest platform-tools") + ", restart the adb server and try again. A phone on a cable can also be moved to Wi-Fi without it.",
		}
	}
	if e, ok := errors.AsType[advised](err); ok {
		what, next := e.Advice()
		return Advice{What: what, Next: next}
	}
	if _, ok := errors.AsType[*doctor.RuleError](err); ok && !errors.Is(err, doctor.ErrRuleRefused) {
		return Advice{What: noRule, Next: byHand}
	}
	for _, k := range known {
		if errors.Is(err, k.is) {
			return Advice{What: k.what, Next: k.next}
		}
	}
	if err == nil {
		return Advice{}
	}
	return Advice{What: err.Error()}
}

// Words are those of all advice, in small letters.
func Words() []string {
	var all []string
	for _, k := range known {
		for _, w := range strings.Fields(k.what + " " + k.next) {
			if small := strings.ToLower(w); small == w {
				all = append(all, strings.Trim(small, ".,:;()“”"))
			}
		}
	}
	return all
}

// advised is an error that knows what to say.
type advised interface {
	error
	Advice() (what, next string)
}

// byHand is what to do where the udev rule was not installed.
const byHand = "Try again and enter your password, or do it by hand: “keepsake doctor” in a terminal shows the lines."

const (
	noRule = "The rule that lets this computer open phones could not be installed."
	oldAdb = "The adb program on this computer is too old for this."
)

var known = []struct {
	is         error
	what, next string
}{
	{context.Canceled, "It was cancelled.", "What was copied so far is safe; start it again to go on from there."},
	{store.ErrLocked, "Another Keepsake is using this library.", "Wait until it is done, or close it, and try again."},
	{store.ErrNoSpace, "The disk with the library is full.", "Free some space or choose another disk for the library, and start again: what was copied is safe."},
	{store.ErrReadOnly, "The library's folder cannot be written to.", "Choose another folder, or allow writing to this one."},
	{store.ErrNewerFormat, "This library was made by a newer Keepsake.", "Update Keepsake to use it; nothing was changed."},
	{store.ErrNotLibrary, "This folder is not a Keepsake library.", "Choose the folder that holds “READ ME.txt” and “Photos”, or an empty one to begin a new library."},
	{store.ErrInside, "A library cannot be moved into itself, nor into a folder it lies in.", "Choose a folder on another disk."},
	{store.ErrUnclear, "Some of the earlier states cannot be read, so nothing is removed: they may need it.", "Look at the library's health in Settings, and repair it first."},
	{archive.ErrPassword, "The archive is encrypted, and its password is missing or wrong.", "Type the password that came with the download; upper and lower case matter."},
	{keep.ErrKey, "The library's encrypted file was made with another passphrase or key.", "Give the passphrase that it was made with, or use the computer whose keyring has its key."},
	{takein.ErrNoKey, "This system has no keyring that keeps the key of the passwords.", "Give a passphrase (--secrets-passphrase-file), and keep it well: without it they cannot be read again."},
	{archive.ErrPart, "A part of this archive is missing.", "Put all parts into one folder and try again; nothing was imported."},
	{archive.ErrBomb, "This archive would swell far beyond what pictures can be, so it was refused.", "If it is from a source you trust, unpack it yourself and import the folder."},
	{archive.ErrDamaged, "This archive did not arrive whole, or is damaged.", "Download it again, or unpack what can be unpacked and import the folder."},
	{archive.ErrMethod, "This archive is packed in a way that Keepsake cannot read.", "Unpack it with another program, such as 7-Zip, and import the folder."},
	{archive.ErrNotSource, "There is nothing here that can be imported.", "Choose a folder, a ZIP archive, a Google Takeout or another library."},
	{adb.ErrNoProgram, "The adb program, which talks to phones, was not found.", "Install it (on Debian or Ubuntu: sudo apt install adb) or put it next to Keepsake, and try again."},
	{adb.ErrNoServer, "The adb server does not answer.", "Unplug and replug the phone. If that does not help, restart the computer."},
	{device.ErrUnauthorized, "The phone has not allowed this computer yet.", "Unlock the phone and tap Allow. If no question appears, unplug and replug it."},
	{device.ErrLocked, "The phone was restarted and not unlocked since, so its storage is closed.", "Unlock it once, then try again."},
	{device.ErrSeveral, "Several phones are connected.", "Say which one with --device; `keepsake devices` lists them."},
	{store.ErrNotEmpty, "This folder holds other files, so it was left alone.", "Choose an empty folder, or a new name, for the library."},
	{device.ErrNoPhone, "No phone was found.", "Plug it in with a cable that carries data, switch on USB debugging and tap Allow on the phone."},
	{device.ErrGone, "The phone was unplugged or stopped answering.", "What was copied is safe. Plug it in again and start once more: it goes on from there."},
	{device.ErrNoHash, "This phone cannot compute SHA-256.", "The files are kept, but they cannot be called verified."},
	{restore.ErrNoRoom, "There is too little room on the phone for what is to come back.", "Choose less, another storage of the phone, or free some space there; nothing was changed."},
	{device.ErrFull, "The phone's storage is full.", "What was restored is whole. Free some space on the phone and go on: it continues from there."},
	{restore.ErrNoRun, "There is no restore with this id in this library.", "“keepsake undo” lists them."},
	{wireless.ErrNotScanned, "No phone has scanned the QR code.", "On the phone open Developer options, Wireless debugging, “Pair device with QR code”, in the same Wi-Fi as this computer, and try again."},
	{wireless.ErrWrongCode, "The phone did not take the pairing code.", "Open “Pair device with pairing code” on the phone again: it shows a new address and a new code."},
	{wireless.ErrNoPairing, "No phone waits to be paired at this address.", "Leave “Pair device with pairing code” open on the phone and use the address shown beside the code; its number behind the colon changes each time."},
	{wireless.ErrNotSeen, "The phone is paired, but was not seen in the network.", "Connect with the address shown on the phone's page “Wireless debugging”."},
	{wireless.ErrNoReturn, "The phone was switched to Wi-Fi, but does not answer there.", "Put the phone and this computer into the same Wi-Fi, not its guest network, and try again."},
	{wireless.ErrNoWiFi, "The phone is in no Wi-Fi.", "Connect it to the Wi-Fi this computer is in, and try again."},
	{wireless.ErrNoCable, "This phone is on Wi-Fi already.", "Nothing needs to be done."},
	{wireless.ErrOther, "Another phone answers at the address this one had.", "Look up the address on the phone's page “Wireless debugging” and connect with that."},
	{wireless.ErrRefused, "The phone does not take connections at this address.", "Switch on “Wireless debugging” on the phone and use the address on that page; its number behind the colon changes each time."},
	{wireless.ErrNoHost, "There is no phone of this name in the network.", "Check the address, or use the numbers shown on the phone's page “Wireless debugging”."},
	{wireless.ErrUnreachable, "Nothing answers at this address.", "Check that the phone is awake and in the same Wi-Fi as this computer, and try again."},
	{wireless.ErrNoNetwork, "This computer is in no network that can be searched.", "Connect it to the Wi-Fi the phone is in, and try again."},
	{wireless.ErrNotFound, "No phone was found in the network.", "Switch on “Wireless debugging” on the phone, in the same Wi-Fi as this computer, and try again."},
	{doctor.ErrRuleRefused, "The rule that lets this computer open phones was not installed, because nobody allowed it.", byHand},
	{doctor.ErrNotOffered, "Google offers no platform-tools for this kind of computer.", "Install adb with this system's own software manager (on Debian or Ubuntu: sudo apt install adb), and try again."},
	{doctor.ErrChecksum, "What was downloaded is not what was expected, so it was thrown away.", "Download it again. If that does not help, the network changes what it carries: try another one."},
	{doctor.ErrArchive, "What was downloaded is not Google's platform-tools, so nothing was installed.", "Download it again, or install adb yourself and show Keepsake where it is."},
	{doctor.ErrDownload, "The platform-tools could not be downloaded.", "Check the internet connection and try again; nothing was changed."},
	{adb.ErrServer, "The adb server on this computer does not work as it should.", "Restart it (the connection check has a button for that), or restart the computer."},
	{cloud.ErrAuth, "The cloud did not accept the name, password or key.", "Check them: a changed password or a key that was taken back must be entered anew. Many services want an app password, made in their settings."},
	{cloud.ErrClock, "The cloud refused because this computer's clock is wrong.", "Set date, time and time zone right (best: automatically), and try again. The password is not the reason."},
	{cloud.ErrForbidden, "The account may sign in, but not do this.", "Allow it to write to that folder, or give its key the missing permissions."},
	{cloud.ErrQuota, "There is no room left in the cloud.", "Free some space there, or get more, and start the upload again: it goes on from there."},
	{cloud.ErrTrust, "The server could not prove that it is the one it says it is.", "Check the address. If the server's certificate or key was changed on purpose, add the cloud anew."},
	{cloud.ErrUnreachable, "The cloud does not answer.", "Check the address and this computer's network. What is up is safe; start again to go on from there."},
	{cloud.ErrOther, "The folder in the cloud holds another library.", "Choose another folder there: two libraries in one would mix."},
	{cloud.ErrEmpty, "There is no library in this cloud.", "Check the cloud's folder, and that an upload to it was finished."},
	{cloud.ErrNoKind, "Keepsake does not know this kind of cloud.", "`keepsake cloud add --help` lists those it knows."},
	{settings.ErrNoKeyring, "This system has no keyring that answers, so passwords cannot be kept.", "Unlock the keyring and try again, or use `keepsake cloud add` with --clouds-passphrase-file in a terminal."},
	{fs.ErrNotExist, "A file or folder was not found.", "Check its name, and that its disk is connected."},
	{fs.ErrPermission, "Something could not be opened for lack of permission.", "Check who may read and write the folder."},
}
