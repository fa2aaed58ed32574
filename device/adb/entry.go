package adb

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// StateDevice is the state of a phone that can be used. The others are the
// server's words: "unauthorized", "authorizing", "connecting", "offline",
// "recovery", "sideload", "bootloader", "no permissions (...); see [...]" and more.
const StateDevice = "device"

// Entry is one line of the server's device list.
type Entry struct {
	Serial      string // empty if the phone has none
	State       string
	Path        string // "usb:1-1"; empty over the network
	Product     string
	Model       string // every character but letters and digits replaced by "_"
	Device      string // the codename
	TransportID uint64 // names this connection, not the phone; 0 if the server gave none
}

// Devices returns the server's list of phones, ready or not.
func (s *Server) Devices(ctx context.Context) ([]Entry, error) {
	text, err := s.query(ctx, "host:devices-l")
	if err != nil {
		return nil, fmt.Errorf("listing phones: %w", err)
	}
	return parseEntries(text), nil
}

const noSerial = "(no serial number)"

// parseEntries reads the answer to devices-l. Lines it cannot make sense of are
// left out: one odd phone must not hide the others.
func parseEntries(text string) []Entry {
	var list []Entry
	for line := range strings.Lines(text) {
		if e, ok := parseEntry(strings.TrimRight(line, "\r\n")); ok {
			list = append(list, e)
		}
	}
	return list
}

// parseEntry takes a line apart from its end, because the state in its middle
// and the names may contain spaces.
func parseEntry(line string) (Entry, bool) {
	var e Entry
	line = strings.TrimRight(line, " ")
	if rest, id, ok := cutLast(line, " transport_id:"); ok {
		n, err := strconv.ParseUint(id, 10, 64)
		if err != nil {
			return Entry{}, false
		}
		line, e.TransportID = rest, n
	}
	for _, attribute := range []struct {
		key   string
		value *string
	}{{" device:", &e.Device}, {" model:", &e.Model}, {" product:", &e.Product}, {" usb:", &e.Path}} {
		if rest, value, ok := cutLast(line, attribute.key); ok {
			line, *attribute.value = rest, strings.TrimSpace(value)
		}
	}
	if e.Path != "" {
		e.Path = "usb:" + e.Path
	}
	if rest, ok := strings.CutPrefix(line, noSerial); ok {
		line = rest
	} else {
		end := strings.IndexAny(line, " \t")
		if end <= 0 {
			return Entry{}, false
		}
		e.Serial, line = line[:end], line[end:]
	}
	e.State = strings.TrimSpace(line)
	return e, e.State != ""
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
