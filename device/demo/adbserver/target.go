package adbserver

import (
	"strconv"
	"strings"
)

// parseTarget cuts host:, host-serial:<s>:, host-transport-id:<n>:, host-usb:
// and host-local: off a request. Serials may hold colons.
func (s *Server) parseTarget(request string) (t target, rest string, ok bool) {
	if rest, ok := strings.CutPrefix(request, "host:"); ok {
		return t, rest, true
	}
	if rest, ok := strings.CutPrefix(request, "host-usb:"); ok {
		return target{usb: true}, rest, true
	}
	if rest, ok := strings.CutPrefix(request, "host-local:"); ok {
		return target{local: true}, rest, true
	}
	if rest, ok := strings.CutPrefix(request, "host-transport-id:"); ok {
		id, rest, found := strings.Cut(rest, ":")
		t.id, _ = strconv.ParseUint(id, 10, 64)
		return t, rest, found && t.id != 0
	}
	rest, ok = strings.CutPrefix(request, "host-serial:")
	if !ok {
		return t, "", false
	}
	for _, p := range s.phones {
		if after, ok := strings.CutPrefix(rest, p.Serial()+":"); ok {
			return target{serial: p.Serial()}, after, true
		}
	}
	end := strings.IndexByte(rest, ':')
	if strings.HasPrefix(rest, "[") {
		if i := strings.IndexByte(rest, ']'); i >= 0 {
			end = i + 1
		}
	}
	if end <= 0 || end >= len(rest) {
		return t, "", false
	}
	serial, rest := rest[:end], rest[end+1:]
	if port, after, ok := strings.Cut(rest, ":"); ok {
		if _, err := strconv.ParseUint(port, 10, 16); err == nil {
			serial, rest = serial+":"+port, after
		}
	}
	return target{serial: serial}, rest, true
}
