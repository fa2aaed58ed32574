package adb

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MDNSService is what a phone in the network offers, as the adb server heard it.
type MDNSService struct {
	Name string // of the phone: "adb-<serial>-<letters>", or what its QR code asked for
	Type string // "_adb-tls-pairing._tcp", "_adb-tls-connect._tcp" or "_adb._tcp"
	Addr netip.AddrPort
}

// maxServices is more than any network has phones.
const maxServices = 1024

// MDNSServices returns the phones the server has found in the network. Servers
// without a search of their own return none; ErrServerTooOld is for those that
// do not know the question.
func (s *Server) MDNSServices(ctx context.Context) ([]MDNSService, error) {
	text, err := s.query(ctx, "host:mdns:services")
	if err != nil {
		err = s.tooOld(ctx, err, "searching the network", "platform-tools 31 or newer")
		return nil, fmt.Errorf("asking the adb server for phones in the network: %w", err)
	}
	return parseServices(text), nil
}

// parseServices reads lines of "name TAB type TAB address:port". Any program in
// the network can put names there: a line that is no plain one is left out.
func parseServices(text string) []MDNSService {
	var list []MDNSService
	for line := range strings.Lines(text) {
		if len(list) == maxServices {
			break
		}
		field := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(field) != 3 {
			continue
		}
		addr, err := netip.ParseAddrPort(strings.TrimSpace(field[2]))
		if err != nil || addr.Port() == 0 || addr.Addr().IsUnspecified() || addr.Addr().IsMulticast() {
			continue
		}
		s := MDNSService{
			Name: strings.TrimSpace(field[0]),
			Type: strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(field[1]), "."), ".local")),
			Addr: netip.AddrPortFrom(addr.Addr().Unmap(), addr.Port()),
		}
		if isServiceName(s.Name) && isServiceName(s.Type) {
			list = append(list, s)
		}
	}
	return list
}

// isServiceName reports whether a name can be one of a service: 63 bytes of
// plain text, by the rules of DNS.
func isServiceName(name string) bool {
	return name != "" && len(name) <= 63 && utf8.ValidString(name) &&
		!strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) })
}
