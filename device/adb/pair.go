package adb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

// What pairing can be refused for, beside ErrServerTooOld.
var (
	// ErrWrongCode: the phone did not take the code, or closed its question while
	// it was asked; the server cannot tell one from the other.
	ErrWrongCode = errors.New("the pairing code is wrong or has expired")
	// ErrNoPairing: no phone that wants to be paired answers at the address.
	ErrNoPairing = errors.New("no phone waits to be paired at this address")
)

// pairTimeout is how long a server may be silent while it pairs: it connects to
// the phone, and both compute and exchange keys.
const pairTimeout = 60 * time.Second

// maxCode is more than any code or password of a pairing has.
const maxCode = 256

// Pair makes the phone that waits to be paired at addr ("host:port", as its
// screen shows it) trust this computer's adb from now on. The guid is the name
// the phone then gives itself in the network ("adb-<serial>-<letters>"). Errors
// are ErrServerTooOld, ErrWrongCode, ErrNoPairing, or the server's own words.
func (s *Server) Pair(ctx context.Context, addr, code string) (guid string, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("pairing with the phone at %q: %w", addr, err)
		}
	}()
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return "", fmt.Errorf("%w: it has no port", ErrNoPairing)
	}
	host, port, err := splitPhoneAddr(addr)
	if err != nil {
		return "", err
	}
	// A colon would end the code, and what follows would pass for the address.
	if code == "" || len(code) > maxCode || strings.ContainsFunc(code, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == ':' }) {
		return "", fmt.Errorf("%w: no code looks like this", ErrWrongCode)
	}
	l, err := s.dial(ctx)
	if err != nil {
		return "", err
	}
	defer l.Close()
	defer l.closeOn(ctx)()
	l.setPatience(pairTimeout)
	text, err := l.pair("host:pair:" + code + ":" + host + ":" + strconv.Itoa(port))
	if err != nil {
		return "", s.tooOld(ctx, explainServer(ctx, err), "pairing over Wi-Fi", "platform-tools 30 or newer")
	}
	return pairedGUID(text)
}

// pair reads both forms of the answer: the text alone, as servers before 34 send
// it, and the text after a second OKAY or a FAIL.
func (l *link) pair(request string) (text string, err error) {
	if err := l.request(request); err != nil {
		return "", err
	}
	var word [4]byte
	if _, err := io.ReadFull(l, word[:]); err != nil {
		return "", err
	}
	switch string(word[:]) {
	case "OKAY":
		return l.frame()
	case "FAIL":
		if text, err = l.frame(); err != nil {
			return "", err
		}
		return "", pairingError(text)
	}
	return l.frameOf(word)
}

// pairedGUID reads "Successfully paired to 192.168.1.5:37123 [guid=adb-…]".
func pairedGUID(text string) (string, error) {
	if !strings.HasPrefix(text, "Successfully paired") {
		return "", pairingError(text)
	}
	_, guid, _ := strings.Cut(text, "[guid=")
	guid, _, ok := strings.Cut(guid, "]")
	if !ok || !isServiceName(guid) {
		return "", fmt.Errorf("%w: %w: paired, but with no name for the phone: %q", ErrServer, ErrProtocol, shortText(text))
	}
	return guid, nil
}

// pairingError sorts a server's refusal to pair.
func pairingError(text string) error {
	kind := error(nil)
	switch {
	case strings.Contains(text, "Wrong password"):
		kind = ErrWrongCode
	case strings.Contains(text, "Unable to start pairing client"), strings.Contains(text, "parse address"), strings.Contains(text, "parsing address"):
		kind = ErrNoPairing
	default:
		return fmt.Errorf("the adb server refused: %s", shortText(text))
	}
	return fmt.Errorf("%w (adb: %s)", kind, shortText(text))
}

// shortText makes a text of the server fit a message.
func shortText(s string) string {
	s = firstLine(strings.TrimSpace(s))
	if len(s) > 200 {
		s = s[:200] + "..."
	}
	return strings.ToValidUTF8(s, "?")
}
