package doctor

import "keepsake/device"

// Facts is everything Diagnose goes by. The zero value is a computer without
// an adb program and without a phone.
type Facts struct {
	System string // "linux", "windows", "darwin": some next steps differ

	Program Program
	Server  Server
	Phones  []device.Info // what the adb server lists
	// USB is what this computer sees on its sockets, whether adb lists it or not.
	// USBKnown says that it could be looked at.
	USB      []USBPhone
	USBKnown bool
	Disk     Disk
	Features Features

	// Names are the owner's names for phones, by device.Info.ID.
	Names map[string]string
	// Elsewhere says that the adb server is on another computer, or simulated:
	// this computer's program and sockets do not matter.
	Elsewhere bool
}

// Program is the adb program on this computer.
type Program struct {
	Path     string // empty: none was found
	Release  string // "34.0.5"; empty if it does not tell
	Protocol int    // 41; 0 if it does not tell
	Looked   []string
	SHA256   string // of the archive it was just downloaded in; empty otherwise
}

// Server is the adb server.
type Server struct {
	Addr    string
	Version int // of its protocol, 41 today; 0: it does not answer
	// Other says that something answers which is no adb server.
	Other bool
	Said  string // what went wrong, in an error's words
}

// Disk is the disk the library is on, in bytes. Total 0: not known.
type Disk struct {
	Dir         string
	Free, Total int64
	Need        int64 // what the next backup is about to copy; 0: not known
}

// Features are what the owner has chosen that needs more of a phone than to be
// read.
type Features struct {
	Writes   bool // contacts, messages and the like back to the phone: needs "USB debugging (Security settings)"
	Installs bool // apps back to the phone: needs "Install via USB"
}
