package device

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"keepsake/device/adb"
)

func TestHubFollowsPhones(t *testing.T) {
	y := newYard()
	h := newHub(y)
	changed := running(t, h)
	select {
	case <-changed:
	case <-time.After(20 * time.Second):
		t.Fatal("no first message")
	}
	until(t, h, changed, "")
	if _, err := h.Phone(""); !errors.Is(err, ErrNoPhone) {
		t.Errorf("no phone: %v", err)
	}

	y.set(entry(1, "a", "unauthorized", "Mi_9"))
	until(t, h, changed, "Mi 9=unauthorized")
	_, err := h.Phone("a")
	if state := (*StateError)(nil); !errors.Is(err, ErrUnauthorized) || !errors.Is(err, ErrNotReady) || !errors.As(err, &state) || !strings.Contains(err.Error(), "tap Allow") {
		t.Errorf("unauthorized: %v", err)
	}

	y.set(entry(1, "a", "device", "Mi_9"))
	until(t, h, changed, "Mi_9=ready")
	p, err := h.Phone(SerialID("a"))
	if err != nil || p.Info().Battery.Level != 50 {
		t.Fatalf("phone: %+v, %v", p, err)
	}

	y.set(entry(1, "a", "device", "Mi_9"), entry(2, "b", "offline", "Poco"))
	until(t, h, changed, "Mi_9=ready Poco=offline")
	for _, selector := range []string{"mi", "a", ""} {
		got, err := h.Phone(selector)
		if selector == "" {
			if !errors.Is(err, ErrSeveral) {
				t.Errorf("two phones: %v", err)
			}
			continue
		}
		if err != nil || got.Info().Serial != "a" {
			t.Errorf("%q: %v", selector, err)
		}
	}
	if _, err := h.Phone("nokia"); !errors.Is(err, ErrGone) || !strings.Contains(err.Error(), "Poco") {
		t.Errorf("unknown phone: %v", err)
	}

	y.set(entry(3, "a", "device", "Mi_9")) // replugged: a new transport
	until(t, h, changed, "Mi_9=ready")
	if p, err := h.Phone("a"); err != nil || p.Info().TransportID != 3 {
		t.Errorf("replugged: %v", err)
	}
	y.set()
	until(t, h, changed, "")
}

// Two phones that claim one serial stay two, each with its own ID, and the same
// phone on two ways is one, on the cable.
func TestHubKeepsPhonesApart(t *testing.T) {
	y := newYard(entry(7, "0123", "device", "Clone"), entry(8, "0123", "device", "Clone"))
	wifi := adb.Entry{Serial: "192.168.1.7:5555", State: "device", Model: "Mi", TransportID: 3}
	cable := entry(9, "mi", "device", "Mi")
	h := newHub(y)
	changed := running(t, h)
	until(t, h, changed, "Clone=ready Clone=ready")
	list := h.Phones()
	if list[0].ID == list[1].ID || list[0].ID != SerialID("0123") || list[0].TransportID != 7 {
		t.Errorf("IDs %q and %q", list[0].ID, list[1].ID)
	}
	for _, i := range list {
		p, err := h.Phone(i.ID)
		if err != nil || p.Info().ID != i.ID || p.link.(alive).link != link(y.links[i.TransportID]) {
			t.Errorf("phone %s: %v", i.ID, err)
		}
	}

	y.links[3] = newTree()
	y.links[3].shell = said(map[string]string{"getprop": "[ro.serialno]: [mi]\n[ro.product.marketname]: [Mi]\n"})
	y.set(wifi, cable)
	until(t, h, changed, "Mi=ready")
	for len(h.ready()) < 2 {
		<-changed
	}
	if i := h.Phones()[0]; i.TransportID != 9 || i.Via != Cable|Wireless {
		t.Errorf("listed by %s, via %d", i.Serial, i.Via)
	}
	if p, err := h.Phone(wifi.Serial); err != nil || p.Info().TransportID != 3 {
		t.Errorf("by its other address: %v", err)
	}
}

// A phone whose first answer fails is asked again.
func TestHubAsksAgain(t *testing.T) {
	y := newYard(entry(1, "a", "device", "Mi"))
	answers := y.links[1].shell
	var calls int
	var mu sync.Mutex
	y.links[1].shell = func(ctx context.Context, command string) (adb.Result, error) {
		mu.Lock()
		calls++
		first := calls == 1
		mu.Unlock()
		if first {
			return adb.Result{}, adb.ErrOffline
		}
		return answers(ctx, command)
	}
	h := newHub(y)
	until(t, h, running(t, h), "Mi=ready")
}

func TestHubRefreshes(t *testing.T) {
	y := newYard(entry(1, "a", "device", "Mi"))
	tick := make(chan time.Time)
	h := newHub(y)
	h.tick = tick
	changed := running(t, h)
	until(t, h, changed, "Mi=ready")
	y.links[1].shell = said(map[string]string{"dumpsys battery": "level: 51\nscale: 100\nstatus: 2\n", "df -k": "F\nx 10 5 5 50% /\n", "pm list users": "UserInfo{0:Owner:4c13}\nUserInfo{10:Anna:410}\n"})
	tick <- time.Time{}
	for h.Phones()[0].Battery.Level != 51 {
		<-changed
	}
	if s := h.Phones()[0].Storage; s != (Storage{10240, 5120}) {
		t.Errorf("storage %+v", s)
	}
	if s := h.Phones()[0].Spaces; len(s) != 2 || s[0].Free != 5120 || s[1].User != 10 || s[1].Readable {
		t.Errorf("spaces %+v", s)
	}
	y.links[1].shell = said(nil) // knows nothing any more
	tick <- time.Time{}
	tick <- time.Time{} // the first one is over
	if i := h.Phones()[0]; i.Battery.Level != 51 || i.Storage.Total != 10240 || len(i.Spaces) == 0 {
		t.Errorf("what was known is forgotten: %+v", i)
	}
}

// What a listing of the gallery finds out is shown as well.
func TestHubShowsWhatAListingFinds(t *testing.T) {
	y := newYard(entry(1, "a", "device", "Mi"))
	answers := y.links[1].shell
	var more atomic.Bool
	y.links[1].shell = func(ctx context.Context, command string) (adb.Result, error) {
		if more.Load() && command == "pm list users" {
			return adb.Result{Stdout: []byte("UserInfo{10:Anna:410}\nUserInfo{11:Ben:410}\n")}, nil
		}
		return answers(ctx, command)
	}
	tick := make(chan time.Time)
	h := newHub(y)
	h.tick = tick
	until(t, h, running(t, h), "Mi=ready")
	p, err := h.Phone("")
	if err != nil {
		t.Fatal(err)
	}
	more.Store(true)
	if _, err := p.spaces(t.Context()); err != nil {
		t.Fatal(err)
	}
	tick <- time.Time{}
	tick <- time.Time{} // the first one is over
	if s := h.Phones()[0].Spaces; len(s) != 3 {
		t.Errorf("spaces %+v", s)
	}
}

func TestHubCoalesces(t *testing.T) {
	h := newHub(newYard())
	ctx, cancel := context.WithCancel(t.Context())
	c := h.Changed(ctx)
	h.mu.Lock()
	for range 5 {
		h.changed()
	}
	h.mu.Unlock()
	<-c
	select {
	case <-c:
		t.Error("more than one message")
	default:
	}
	cancel()
	for forgotten := false; !forgotten; {
		h.mu.Lock()
		forgotten = len(h.subscribers) == 0
		h.mu.Unlock()
	}
}

func TestHubTrouble(t *testing.T) {
	y := newYard()
	y.trouble = &adb.NoProgramError{Looked: []string{"here"}}
	h := newHub(y)
	if !errors.Is(h.Trouble(), adb.ErrNoProgram) {
		t.Errorf("trouble %v", h.Trouble())
	}
	if _, err := h.Phone("x"); !errors.Is(err, adb.ErrNoProgram) {
		t.Errorf("phone: %v", err)
	}
}

func TestFind(t *testing.T) {
	ready := entry(1, "a", "device", "Mi")
	y := newYard(ready)
	p, err := find(t.Context(), y, "", time.Second)
	if err != nil || p.Info().Serial != "a" || p.Info().Name != "Mi" || y.looks != 1 {
		t.Errorf("the only phone: %+v, %v, %d looks", p, err, y.looks)
	}

	y = newYard(entry(1, "a", "authorizing", "Mi"))
	y.onLook = func(n int) []adb.Entry {
		if n < 3 {
			return []adb.Entry{entry(1, "a", "authorizing", "Mi")}
		}
		return []adb.Entry{ready}
	}
	if _, err := find(t.Context(), y, "a", time.Minute); err != nil || y.looks != 3 {
		t.Errorf("an authorizing phone: %v, %d looks", err, y.looks)
	}

	y = newYard(entry(1, "a", "offline", "Mi"))
	if _, err := find(t.Context(), y, "a", time.Millisecond); !errors.Is(err, ErrNotReady) {
		t.Errorf("an offline phone: %v", err)
	}

	y = newYard(entry(1, "a", "unauthorized", "Mi"))
	if _, err := find(t.Context(), y, "a", time.Minute); !errors.Is(err, ErrUnauthorized) || y.looks != 1 {
		t.Errorf("an unauthorized phone: %v, %d looks", err, y.looks)
	}

	y = newYard(ready)
	y.links[1].shell = func(context.Context, string) (adb.Result, error) { return adb.Result{}, adb.ErrDeviceGone }
	if _, err := find(t.Context(), y, "", time.Second); !errors.Is(err, ErrGone) {
		t.Errorf("unplugged at once: %v", err)
	}

	y = newYard()
	y.ensure = adb.ErrNoProgram
	if _, err := find(t.Context(), y, "", time.Second); !errors.Is(err, adb.ErrNoProgram) {
		t.Errorf("no adb: %v", err)
	}
}

// A phone keeps its name and ID over a restart, and the cable's end moves it to
// the network.
func TestHubRecalls(t *testing.T) {
	wifi := adb.Entry{Serial: "192.168.1.7:5555", State: "device", TransportID: 3}
	y := newYard(entry(9, "mi", "device", "Mi"))
	y.links[3] = newTree()
	y.links[3].shell = said(map[string]string{"getprop": "[ro.serialno]: [mi]\n[ro.product.marketname]: [Mi]\n"})
	h := newHub(y)
	changed := running(t, h)
	until(t, h, changed, "Mi=ready")
	id := h.Phones()[0].ID
	cable, err := h.Phone(id)
	if err != nil {
		t.Fatal(err)
	}
	y.set(entry(9, "mi", "device", "Mi"), wifi)
	for len(h.ready()) < 2 {
		<-changed
	}
	y.set(wifi)
	until(t, h, changed, "Mi=ready")
	for {
		if p, err := h.Phone(id); err == nil && p.Info().TransportID == 3 {
			break
		}
		<-changed
	}
	if cable.life.Err() == nil {
		t.Error("the cable's calls were not cut")
	}
	wifi.State = "offline"
	y.set(wifi, entry(10, "mi", "unauthorized", ""))
	until(t, h, changed, "Mi=unauthorized")
	if i := h.Phones()[0]; i.ID != id || i.Via != Cable|Wireless {
		t.Errorf("after a restart: %+v", i)
	}
}

func TestHubAwait(t *testing.T) {
	y := newYard()
	h := newHub(y)
	running(t, h)
	var told []error
	p, err := h.Await(t.Context(), SerialID("a"), func(err error) {
		told = append(told, err)
		switch len(told) {
		case 1:
			y.set(entry(1, "a", "unauthorized", "Mi"))
		case 2:
			y.set(entry(1, "a", "device", "Mi"))
		}
	})
	if err != nil || p.Info().Serial != "a" || len(told) < 2 || !errors.Is(told[0], ErrGone) || !errors.Is(told[1], ErrUnauthorized) {
		t.Errorf("%v, %v", err, told)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = h.Await(ctx, "nobody", func(error) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// After the computer's sleep a phone that does not answer is cut and read anew.
func TestHubDoubts(t *testing.T) {
	y := newYard(entry(1, "a", "device", "Mi"), entry(2, "b", "device", "Poco"))
	h := newHub(y)
	changed := running(t, h)
	until(t, h, changed, "Mi=ready Poco=ready")
	dead, err := h.Phone("a")
	if err != nil {
		t.Fatal(err)
	}
	well, err := h.Phone("b")
	if err != nil {
		t.Fatal(err)
	}
	answers := y.links[1].shell
	y.links[1].shell = func(ctx context.Context, command string) (adb.Result, error) {
		if command == "echo" {
			return adb.Result{}, adb.ErrDeviceGone
		}
		return answers(ctx, command)
	}
	var readers sync.WaitGroup
	h.doubt(t.Context(), &readers)
	until(t, h, changed, "Mi=ready Poco=ready")
	if dead.life.Err() == nil || well.life.Err() != nil {
		t.Errorf("cut: %v and %v", dead.life.Err(), well.life.Err())
	}
	y.set()
	until(t, h, changed, "")
	readers.Wait()
}

func TestSlept(t *testing.T) {
	last := time.Now()
	for gap, want := range map[time.Duration]bool{pulseEvery: false, pulseEvery + 10*time.Second: false, time.Minute: true, -time.Hour: false} {
		if slept(last, last.Add(gap)) != want {
			t.Errorf("a gap of %v: %v", gap, !want)
		}
	}
}

// What changes while nobody can ask is not taken for what it was.
func TestHubRecallsWhoNotHow(t *testing.T) {
	h := newHub(newYard())
	h.known["a"] = Info{ID: "id", Serial: "a", Name: "Mi", State: Ready, Locked: true, Battery: Battery{Level: 40, Charging: true}}
	got := h.recall(entryInfo(entry(7, "a", "offline", "")))
	if got.ID != "id" || got.Name != "Mi" || got.State != Offline || got.TransportID != 7 || got.Locked || got.Battery.Charging {
		t.Errorf("%+v", got)
	}
}
