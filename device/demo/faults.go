package demo

import (
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"keepsake/device/demo/disk"
	"keepsake/device/demo/trouble"
)

// FaultKind is a sort of trouble.
type FaultKind string

// The sorts of trouble. ParseFaults says what each does.
const (
	FaultCut          FaultKind = "cut"
	FaultError        FaultKind = "error"
	FaultDeny         FaultKind = "deny"
	FaultChange       FaultKind = "change"
	FaultChangeOnce   FaultKind = "changeonce"
	FaultVanish       FaultKind = "vanish"
	FaultUnauthorized FaultKind = "unauthorized"
	FaultOffline      FaultKind = "offline"
	FaultRefuse       FaultKind = "refuse"
	FaultFree         FaultKind = "free"
	FaultOld          FaultKind = "old"
	FaultPacket       FaultKind = "packet"
)

// Fault is one trouble the phone has.
type Fault struct {
	Kind  FaultKind
	Path  string        // error, deny, change, changeonce, vanish
	Bytes int64         // cut, free
	Back  time.Duration // cut, packet: plugged in again after this; 0: not
	Name  string        // refuse
	Plan  trouble.Plan  // packet
}

// ParseFaults reads a list of troubles, separated by commas:
//
//	cut=BYTES          the cable breaks once so many bytes have gone through it,
//	                   both directions together; cut=BYTES/2s: it is back after 2 s
//	error=PATH         reading the file fails half-way with "I/O error"
//	deny=PATH          the file or folder may not be read
//	change=PATH        the file grows each time it is read
//	changeonce=PATH    it grows the first time only
//	vanish=PATH        the file is listed, and gone when somebody opens it
//	unauthorized       until Phone.Authorize
//	offline            the phone is connected and does not answer
//	refuse=NAME        a service ("sync", "shell", "exec"), a command ("content",
//	                   "sha256sum") or a content authority ("media", "call_log",
//	                   "com.android.contacts") is not to be had
//	free=BYTES         so much is free on the phone; writing more fails
//	old                an Android 6: no features, sync version 1, no exit codes
//	packet=N:KIND      the Nth packet the phone sends from now on is spoiled: cut,
//	                   stall, short, length, fail, garbage, flip (as package
//	                   trouble says); packet=N:cut/2s: it is back after 2 s
//
// BYTES may end in k, M or G (1024 each). PATH is absolute or below /sdcard; *
// and ? in it stand for parts of one name, and every match is meant. A comma in
// a PATH is written "\,".
func ParseFaults(spec string) ([]Fault, error) {
	var all []Fault
	for _, item := range splitFaults(spec) {
		f, err := parseFault(strings.TrimSpace(item))
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// splitFaults cuts at commas without a backslash before them.
func splitFaults(spec string) []string {
	var items []string
	var cur strings.Builder
	flush := func() {
		if strings.TrimSpace(cur.String()) != "" {
			items = append(items, cur.String())
		}
		cur.Reset()
	}
	for i := 0; i < len(spec); i++ {
		switch {
		case spec[i] == '\\' && i+1 < len(spec) && spec[i+1] == ',':
			i++
			cur.WriteByte(',')
		case spec[i] == ',':
			flush()
		default:
			cur.WriteByte(spec[i])
		}
	}
	flush()
	return items
}

func parseFault(item string) (Fault, error) {
	name, value, hasValue := strings.Cut(item, "=")
	f := Fault{Kind: FaultKind(name)}
	var err error
	switch f.Kind {
	case FaultUnauthorized, FaultOffline, FaultOld:
		if hasValue {
			err = errors.New("takes no value")
		}
		hasValue = true
	case FaultCut:
		amount, back, timed := strings.Cut(value, "/")
		if f.Bytes, err = parseBytes(amount); err == nil && timed {
			f.Back, err = parseBack(back)
		}
	case FaultFree:
		f.Bytes, err = parseBytes(value)
	case FaultPacket:
		f.Plan, f.Back, err = parsePlan(value)
	case FaultError, FaultDeny, FaultChange, FaultChangeOnce, FaultVanish:
		f.Path = value
		if value != "" && !strings.HasPrefix(value, "/") {
			f.Path = "/sdcard/" + value
		}
	case FaultRefuse:
		f.Name = value
	default:
		return f, fmt.Errorf("fault %q: no such trouble; known are cut, error, deny, change, changeonce, vanish, unauthorized, offline, refuse, free, old, packet", item)
	}
	if err == nil && (!hasValue || strings.HasSuffix(item, "=")) {
		err = errors.New("a value is missing after =")
	}
	if err != nil {
		return f, fmt.Errorf("fault %q: %w", item, err)
	}
	return f, nil
}

// parseBack reads how long a phone stays away.
func parseBack(s string) (time.Duration, error) {
	back, err := time.ParseDuration(s)
	if err == nil && back <= 0 {
		err = errors.New("the time must be above zero")
	}
	return back, err
}

// parsePlan reads N:KIND, and /TIME behind it for a cut.
func parsePlan(s string) (plan trouble.Plan, back time.Duration, err error) {
	what, away, timed := strings.Cut(s, "/")
	number, kind, _ := strings.Cut(what, ":")
	plan.Kind = trouble.Kind(kind)
	if plan.At, err = strconv.Atoi(number); err != nil {
		return plan, 0, fmt.Errorf("%q is not a number of a packet", number)
	}
	if err = plan.Check(); err == nil && timed {
		if back, err = parseBack(away); err == nil && plan.Kind != trouble.Cut {
			err = errors.New("only a cut has a time")
		}
	}
	return plan, back, err
}

func parseBytes(s string) (int64, error) {
	number, unit := s, int64(1)
	if n := len(s); n > 0 {
		if u, ok := map[byte]int64{'k': 1 << 10, 'K': 1 << 10, 'M': 1 << 20, 'G': 1 << 30}[s[n-1]]; ok {
			number, unit = s[:n-1], u
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > 1<<62/unit {
		return 0, fmt.Errorf("%q is not a number of bytes", s)
	}
	return n * unit, nil
}

// Inject gives the phone troubles. A path that matches nothing is an error, and
// then those before it are in force.
func (p *Phone) Inject(faults ...Fault) error {
	for _, f := range faults {
		if err := p.inject(f); err != nil {
			return fmt.Errorf("fault %s=%s: %w", f.Kind, f.Path, err)
		}
	}
	return nil
}

func (p *Phone) inject(f Fault) error {
	switch f.Kind {
	case FaultCut:
		p.CutAfter(f.Bytes, f.Back)
	case FaultPacket:
		if err := f.Plan.Check(); err != nil {
			return err
		}
		p.mu.Lock()
		p.away = f.Back
		p.mu.Unlock()
		p.wire.Arm(f.Plan)
	case FaultFree:
		p.disk.SetFree(f.Bytes)
	case FaultUnauthorized:
		p.guard.Close()
		p.change(func() { p.locked = true })
	case FaultOffline:
		p.SetOffline(true)
	case FaultOld:
		p.daemon.SetPlain()
	case FaultRefuse:
		p.mu.Lock()
		p.refused[f.Name] = true
		p.mu.Unlock()
	case FaultError, FaultDeny, FaultChange, FaultChangeOnce, FaultVanish:
		paths := p.match(f.Path)
		if len(paths) == 0 {
			return disk.ENOENT
		}
		for _, one := range paths {
			if err := p.injectPath(f.Kind, one); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("no trouble %q", f.Kind)
	}
	return nil
}

func (p *Phone) injectPath(kind FaultKind, at string) error {
	switch kind {
	case FaultDeny:
		if err := p.disk.Chown(at, 0, 0); err != nil {
			return err
		}
		return p.disk.Chmod(at, 0700)
	case FaultChange:
		return p.disk.Grow(at, 0)
	case FaultChangeOnce:
		return p.disk.Grow(at, 1)
	case FaultVanish:
		return p.disk.Vanish(at)
	}
	c, err := p.disk.Content(at)
	if err != nil {
		return err
	}
	return p.disk.Update(at, disk.Failing(c, c.Size()/2, disk.EIO), time.Time{})
}

// match returns the paths a pattern means; a pattern without * and ? is one path.
func (p *Phone) match(pattern string) []string {
	bases := []string{"/"}
	for _, element := range strings.Split(strings.Trim(pattern, "/"), "/") {
		var next []string
		for _, b := range bases {
			if !strings.ContainsAny(element, "*?") {
				if _, err := p.disk.Stat(path.Join(b, element)); err == nil {
					next = append(next, path.Join(b, element))
				}
				continue
			}
			entries, err := p.disk.List(b)
			if err != nil {
				continue // what cannot be listed has no matches
			}
			for _, e := range entries {
				if ok, err := path.Match(element, e.Name); ok && err == nil {
					next = append(next, path.Join(b, e.Name))
				}
			}
		}
		bases = next
	}
	return bases
}
