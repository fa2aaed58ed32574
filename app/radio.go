package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"keepsake/app/settings"
	"keepsake/app/ui/wifi"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/wireless"
)

// radio connects phones over the network for the window (wifi.Radio), remembers
// them and finds them again.
type radio struct {
	phones   *phones
	current  *current
	settings *settings.File
	air      *wireless.Wireless
	wg       sync.WaitGroup // run and the invitations

	mu    sync.Mutex
	guids map[string]string // guarded by mu: the names of phones paired now, by serial
}

func newRadio(p *phones, c *current, s *settings.File) *radio {
	return &radio{phones: p, current: c, settings: s, air: wireless.New(p.server), guids: map[string]string{}}
}

// start begins to look after the known phones, until ctx ends.
func (r *radio) start(ctx context.Context) { r.wg.Go(func() { r.run(ctx) }) }

// close waits for what start and Invite began; their contexts must have ended.
func (r *radio) close() { r.wg.Wait() }

// Invite shows a QR code and follows the phone that scans it.
func (r *radio) Invite(ctx context.Context) ([][]bool, <-chan wifi.Step, error) {
	invitation := wireless.NewInvitation()
	code, err := invitation.Matrix()
	if err != nil {
		return nil, nil, fmt.Errorf("draw the QR code: %w", err)
	}
	steps := make(chan wifi.Step, 8)
	say := func(s wifi.Step) {
		select {
		case steps <- s:
		case <-ctx.Done():
		}
	}
	r.wg.Go(func() {
		defer close(steps)
		p, err := r.air.PairQR(ctx, invitation, func(s wireless.Step) {
			if state, ok := stepStates[s]; ok {
				say(wifi.Step{State: state})
			}
		})
		if err != nil {
			say(wifi.Step{State: wifi.Failed, Err: radioError(err)})
			return
		}
		r.joined(p)
		say(wifi.Step{State: wifi.Connected, Phone: r.name(p)})
	})
	return code, steps, nil
}

// stepStates are a pairing's steps in the window's words.
var stepStates = map[wireless.Step]wifi.State{
	wireless.Waiting: wifi.Scanning, wireless.Joining: wifi.Pairing,
	wireless.Finding: wifi.Connecting, wireless.Connecting: wifi.Connecting,
}

// PairCode pairs by the digits a phone shows.
func (r *radio) PairCode(ctx context.Context, addr, code string) error {
	p, err := r.air.PairCode(ctx, addr, code, nil)
	if err != nil {
		return radioError(err)
	}
	r.joined(p)
	return nil
}

// Connect connects to a phone that allowed this computer before.
func (r *radio) Connect(ctx context.Context, addr string) error {
	p, err := r.air.Connect(ctx, addr)
	if err != nil {
		return radioError(err)
	}
	r.joined(p)
	return nil
}

// name is what the phone is called, as far as it is known yet.
func (r *radio) name(p wireless.Phone) string {
	for _, s := range r.phones.all() {
		if s.Serial == p.Serial {
			return r.current.called(s.ID, s.Name)
		}
	}
	return p.Addr
}

// radioError says the adb server's age in the window's words.
func radioError(err error) error {
	if old, ok := errors.AsType[*adb.ServerTooOldError](err); ok {
		need := strings.TrimSuffix(strings.TrimPrefix(old.Need, "platform-tools "), " or newer")
		return &wifi.OldError{Have: old.Have, Need: need} // the window's sentence has the words around it
	}
	return err
}

// OverUSB lets a phone on a cable go on without it.
func (r *radio) OverUSB(ctx context.Context, phoneID string) (string, error) {
	for _, s := range r.phones.all() {
		if s.ID == phoneID && !s.demo {
			p, err := r.air.OverUSB(ctx, s.Info, nil)
			if err != nil {
				return "", radioError(err)
			}
			r.joined(p)
			return p.Addr, nil
		}
	}
	return "", device.ErrGone
}

// Nearby tells which phones offer themselves in the network.
func (r *radio) Nearby(ctx context.Context, each func([]wifi.Service)) error {
	return r.air.Browse(ctx, func(all []wireless.Service) {
		known := r.settings.Get().WiFi
		out := make([]wifi.Service, 0, len(all))
		for _, s := range all {
			w := wifi.Service{Name: s.Name, Addr: s.Addrs[0].String(), Pairing: s.Kind == wireless.Pairing}
			for _, k := range known {
				if k.GUID != "" && k.GUID == s.Name {
					w.Name, w.Known = r.current.called(k.ID, k.Name), true
				}
			}
			out = append(out, w)
		}
		each(out)
	})
}

// joined notes the network name of a phone that was connected.
func (r *radio) joined(p wireless.Phone) {
	if p.GUID == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.guids[p.Serial] = p.GUID
}

// searchEvery is how often known phones that are not connected are looked for.
const searchEvery = time.Minute

// run remembers phones as they come over the network and looks for those that
// are not there, until ctx ends.
func (r *radio) run(ctx context.Context) {
	changed := r.phones.real.Changed(ctx)
	search := time.NewTimer(0)
	defer search.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-changed:
			r.remember()
		case <-search.C:
			if missing := r.missing(); len(missing) > 0 && r.phones.real.Trouble() == nil {
				// What is not found now is looked for again; the hub tells what is.
				_ = r.air.Reconnect(ctx, missing, func(wireless.Known, wireless.Phone, error) {})
			}
			search.Reset(searchEvery)
		}
	}
}

// missing are the known phones that are not connected.
func (r *radio) missing() []wireless.Known {
	here := map[string]bool{}
	for _, i := range r.phones.real.Phones() {
		here[i.ID] = i.State == device.Ready
	}
	return slices.DeleteFunc(slices.Clone(r.settings.Get().WiFi), func(k wireless.Known) bool { return here[k.ID] })
}

// remember notes every phone that is connected over the network just now.
func (r *radio) remember() {
	known := r.settings.Get().WiFi
	for _, i := range r.phones.real.Phones() {
		p, over := wireless.Over(i.Serial)
		if !over || i.State != device.Ready {
			continue
		}
		r.mu.Lock()
		if g := r.guids[i.Serial]; g != "" {
			p.GUID = g
		}
		r.mu.Unlock()
		k := wireless.KnownOf(i, p, time.Now())
		at := slices.IndexFunc(known, func(o wireless.Known) bool { return o.ID == k.ID })
		if at >= 0 && (k.GUID == "" || k.GUID == known[at].GUID) && (len(k.Addrs) == 0 || slices.Contains(known[at].Addrs, k.Addrs[0])) {
			continue // nothing new
		}
		known = wireless.Remember(known, k)
		// A list that cannot be written is made anew at the next start.
		_ = r.settings.Change(func(v *settings.Values) { v.WiFi = known })
	}
}
