package mdns

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// Bounds of what one search remembers, far above any home's or office's.
const (
	maxInstances = 256
	maxHosts     = 256
	maxAddresses = 8
	maxTTL       = 75 * time.Minute // what the standard gives records that seldom change
)

// Instance is one offer of a service.
type Instance struct {
	Name  string           // of the instance alone: "adb-1a2b3c-XyZ"
	Type  string           // as it was asked for: "_adb-tls-connect._tcp"
	Host  string           // "Android-2.local."
	Addrs []netip.AddrPort // IPv4 first; at least one
}

// cache is what was heard and has not expired.
type cache struct {
	types     map[string]string    // by full name in lower case, the type as asked for
	instances map[string]*instance // by full name in lower case
	hosts     map[string]map[netip.Addr]time.Time
}

type instance struct {
	name, kind string
	until      time.Time // of the PTR
	host       string
	port       uint16
	hostUntil  time.Time // of the SRV
}

func newCache(types []string) *cache {
	c := &cache{types: map[string]string{}, instances: map[string]*instance{}, hosts: map[string]map[netip.Addr]time.Time{}}
	for _, t := range types {
		c.types[strings.ToLower(t)+".local."] = t
	}
	return c
}

// goodbye is how long a record lives on that was taken back, as the standard
// says: several hosts may offer the same, and the others get to object.
const goodbye = time.Second

// until is when a record of which the last is known to end at old ends. An answer
// to us alone lives shorter than one to everybody; the longer life counts.
func (r record) until(old, now time.Time) time.Time {
	if r.ttl == 0 {
		return now.Add(goodbye)
	}
	if end := now.Add(min(maxTTL, time.Duration(r.ttl)*time.Second)); end.After(old) {
		return end
	}
	return old
}

// add takes an answer's records over. near says that the sender is this computer.
func (c *cache) add(records []record, now time.Time, near bool) {
	for _, r := range records { // pointers first: they say what the rest is about
		if r.kind == dnsmessage.TypePTR {
			c.addPointer(r, now)
		}
	}
	for _, r := range records {
		if i := c.instances[r.name]; r.kind == dnsmessage.TypeSRV && i != nil {
			i.host, i.port, i.hostUntil = r.target, r.port, r.until(i.hostUntil, now)
		}
	}
	for _, r := range records {
		if r.kind == dnsmessage.TypeA || r.kind == dnsmessage.TypeAAAA {
			c.addAddress(r, now, near)
		}
	}
}

func (c *cache) addPointer(r record, now time.Time) {
	kind, asked := c.types[r.name]
	if !asked {
		return
	}
	key := strings.ToLower(r.target)
	if i := c.instances[key]; i != nil {
		i.until = r.until(i.until, now)
		return
	}
	name, ok := cutType(r.target, kind)
	if !ok || r.ttl == 0 || len(c.instances) == maxInstances {
		return
	}
	c.instances[key] = &instance{name: name, kind: kind, until: r.until(now, now)}
}

// cutType takes "._adb-tls-connect._tcp.local." off a full name.
func cutType(full, kind string) (name string, ok bool) {
	tail := len(full) - len("."+kind+".local.")
	if tail <= 0 || !strings.EqualFold(full[tail:], "."+kind+".local.") {
		return "", false
	}
	return full[:tail], true
}

func (c *cache) addAddress(r record, now time.Time, near bool) {
	if !useful(r.address) || r.address.IsLoopback() && !near || !c.wanted(r.name) {
		return
	}
	host := c.hosts[r.name]
	if host == nil {
		if r.ttl == 0 || len(c.hosts) == maxHosts {
			return
		}
		host = map[netip.Addr]time.Time{}
		c.hosts[r.name] = host
	}
	if old, known := host[r.address]; known || r.ttl > 0 && len(host) < maxAddresses {
		host[r.address] = r.until(old, now)
	}
}

// useful reports whether one can connect to an address without saying by which
// network interface.
func useful(a netip.Addr) bool {
	return a.IsValid() && !a.IsUnspecified() && !a.IsMulticast() && !(a.Is6() && a.IsLinkLocalUnicast())
}

// wanted reports whether an instance is at this host.
func (c *cache) wanted(host string) bool {
	for _, i := range c.instances {
		if i.host == host {
			return true
		}
	}
	return false
}

// expire forgets what is over and returns when it has to be called again.
func (c *cache) expire(now time.Time) (next time.Time) {
	next = now.Add(maxTTL)
	for key, i := range c.instances {
		if !i.until.After(now) {
			delete(c.instances, key)
			continue
		}
		if i.host != "" && !i.hostUntil.After(now) {
			i.host, i.port = "", 0
		}
		next = earlier(next, i.until)
		if i.host != "" {
			next = earlier(next, i.hostUntil)
		}
	}
	for name, addresses := range c.hosts {
		for a, until := range addresses {
			if !until.After(now) {
				delete(addresses, a)
				continue
			}
			next = earlier(next, until)
		}
		if len(addresses) == 0 || !c.wanted(name) {
			delete(c.hosts, name)
		}
	}
	return next
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// list returns the instances whose address is known, in a fixed order.
func (c *cache) list() []Instance {
	var all []Instance
	for _, i := range c.instances {
		addresses := c.hosts[i.host]
		if i.host == "" || len(addresses) == 0 {
			continue
		}
		found := Instance{Name: i.name, Type: i.kind, Host: i.host}
		for a := range addresses {
			found.Addrs = append(found.Addrs, netip.AddrPortFrom(a, i.port))
		}
		slices.SortFunc(found.Addrs, netip.AddrPort.Compare) // which puts IPv4 first
		all = append(all, found)
	}
	slices.SortFunc(all, func(a, b Instance) int {
		return cmp.Or(strings.Compare(a.Type, b.Type), strings.Compare(a.Name, b.Name))
	})
	return all
}

// missing returns what has to be asked to complete the list: an answer need not
// hold all.
func (c *cache) missing() []question {
	const most = 32 // in one packet
	var all []question
	for key, i := range c.instances {
		switch {
		case len(all) >= most:
			return all
		case i.host == "":
			all = append(all, question{key, dnsmessage.TypeSRV})
		case len(c.hosts[i.host]) == 0:
			all = append(all, question{i.host, dnsmessage.TypeA}, question{i.host, dnsmessage.TypeAAAA})
		}
	}
	return all
}
