package wireless

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
)

// Step is how far a connection in the making has got, for a window to show.
type Step string

// The steps, in their order. Each is reported when it begins; Waiting and
// Switching are left out where nothing is waited for or switched.
const (
	Waiting    Step = "waiting"    // for a phone that scans the QR code
	Switching  Step = "switching"  // the phone over to Wi-Fi
	Joining    Step = "pairing"    // with the phone that did
	Finding    Step = "finding"    // the paired phone's address
	Connecting Step = "connecting" // to it
	Done       Step = "done"
)

// attempts bounds how often what is heard in the network may be tried: anybody
// there can take the invitation's name, and fails for lack of the password.
const attempts = 8

// PairQR waits until a phone has scanned the invitation's QR code, pairs with it
// and connects. It waits for as long as ctx allows: ErrNotScanned is a deadline
// that passed before. say is told each step, and may be nil. ErrNotSeen comes
// with the Phone's GUID: it is paired all the same.
func (w *Wireless) PairQR(ctx context.Context, i Invitation, say func(Step)) (Phone, error) {
	say = orSilent(say)
	if err := w.server.Ensure(ctx); err != nil {
		return Phone{}, err
	}
	if err := w.canPair(ctx); err != nil {
		return Phone{}, err
	}
	s := w.begin(ctx)
	defer s.end()
	say(Waiting)
	var (
		tried   = map[netip.AddrPort]int{}
		total   int
		guid    string
		at      netip.AddrPort
		refused error
	)
	err := s.until(ctx, w.wait.ask, func(list []Service) bool {
		for _, a := range addrsOf(list, func(s Service) bool { return s.Kind == Pairing && named(s.Name, i.name) }) {
			// A connection may be dropped once; a wrong password stays wrong.
			if tried[a]++; tried[a] > 2 {
				continue
			}
			say(Joining)
			var err error
			if guid, err = w.server.Pair(ctx, a.String(), i.password); err == nil {
				at = a
				return true
			}
			refused = err
			if total++; total == attempts || final(err) {
				return true
			}
			say(Waiting)
		}
		return false
	})
	switch {
	case guid != "":
		return w.settle(ctx, s, guid, at, say)
	case refused != nil && !errors.Is(err, context.Canceled):
		return Phone{}, fmt.Errorf("pairing with the QR code: %w", refused)
	case errors.Is(err, context.DeadlineExceeded):
		return Phone{}, fmt.Errorf("pairing with the QR code: %w: %w", ErrNotScanned, err)
	}
	return Phone{}, fmt.Errorf("pairing with the QR code: %w", err)
}

// final reports whether no other address would do better.
func final(err error) bool {
	return errors.Is(err, ErrServerTooOld) || errors.Is(err, adb.ErrNoServer) || errors.Is(err, adb.ErrServer) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// nobody is an address where no phone waits: this computer's port for nothing.
const nobody = "127.0.0.1:1"

// canPair finds out whether the server can pair at all, before anybody scans
// anything: old ones refuse the question, others just find nobody there.
func (w *Wireless) canPair(ctx context.Context) error {
	_, err := w.server.Pair(ctx, nobody, random(6))
	if errors.Is(err, ErrServerTooOld) || ctx.Err() != nil {
		return err
	}
	return nil
}

// PairCode pairs with the phone whose page for pairing shows this address and
// code, and connects. The rest is as for PairQR.
func (w *Wireless) PairCode(ctx context.Context, addr, code string, say func(Step)) (Phone, error) {
	say = orSilent(say)
	if err := w.server.Ensure(ctx); err != nil {
		return Phone{}, err
	}
	s := w.begin(ctx) // the phone is heard while it is paired
	defer s.end()
	say(Joining)
	guid, err := w.server.Pair(ctx, addr, code)
	if err != nil {
		return Phone{}, err
	}
	at, _ := netip.ParseAddrPort(addr) // a name instead is told by its GUID alone
	return w.settle(ctx, s, guid, at, say)
}

// settle connects to the phone that was just paired at an address. Servers that
// search the network themselves connect to it without being told, and are given
// a moment to: a phone connected twice is listed twice.
func (w *Wireless) settle(ctx context.Context, s *search, guid string, at netip.AddrPort, say func(Step)) (Phone, error) {
	say(Finding)
	find, cancel := context.WithTimeout(ctx, w.wait.see)
	defer cancel()
	paired := time.Now()
	tried := map[netip.AddrPort]bool{}
	var phone Phone
	var refused error
	err := s.until(find, w.wait.again, func(list []Service) bool {
		if p, ok := w.connected(find, guid); ok {
			phone = p
			return true
		}
		if time.Since(paired) < w.wait.self && w.searches(find) {
			return false
		}
		is := func(s Service) bool { return s.Kind == Secure && named(s.Name, guid) }
		found := addrsOf(list, is)
		if len(found) == 0 { // renamed, but at the address that was paired with
			found = addrsOf(list, func(s Service) bool {
				return s.Kind == Secure && len(s.Addrs) > 0 && at.IsValid() && s.Addrs[0].Addr() == at.Addr()
			})
		}
		for _, a := range found {
			if tried[a] || find.Err() != nil {
				continue
			}
			tried[a] = true
			say(Connecting)
			if phone, refused = w.connect(find, a.String()); refused == nil {
				return true
			}
		}
		return false
	})
	phone.GUID = guid
	switch {
	case phone.Serial != "":
		say(Done)
		return phone, nil
	case ctx.Err() != nil:
		return phone, ctx.Err()
	case refused != nil:
		return phone, fmt.Errorf("the phone is paired: %w", refused)
	case errors.Is(err, context.DeadlineExceeded):
		return phone, fmt.Errorf("%w within %v", ErrNotSeen, w.wait.see)
	}
	return phone, fmt.Errorf("%w: %w", ErrNotSeen, err)
}

// connected looks whether the server has the phone, by its own name, and ready.
func (w *Wireless) connected(ctx context.Context, guid string) (Phone, bool) {
	list, err := w.server.Devices(ctx)
	if err != nil {
		return Phone{}, false
	}
	for _, e := range list {
		if name, _, ok := cutService(e.Serial); ok && named(name, guid) && device.ParseState(e.State) == device.Ready {
			return Phone{Serial: e.Serial, GUID: guid}, true
		}
	}
	return Phone{}, false
}

// searches reports whether the server searches the network itself: it then knows
// of some phone by now, be it the one that was just paired.
func (w *Wireless) searches(ctx context.Context) bool {
	list, err := w.server.MDNSServices(ctx)
	return err == nil && len(list) > 0
}

// addrsOf lists the addresses of the services that fit.
func addrsOf(list []Service, fit func(Service) bool) []netip.AddrPort {
	var all []netip.AddrPort
	for _, s := range list {
		if fit(s) {
			all = append(all, s.Addrs...)
		}
	}
	return all
}

func orSilent(say func(Step)) func(Step) {
	if say == nil {
		return func(Step) {}
	}
	return say
}
