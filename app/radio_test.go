package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"keepsake/app/settings"
	"keepsake/app/ui/wifi"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/device/wireless"
)

// TestPhonesOverTheAirAreRemembered: a phone that is connected over the network
// is noted once, with the name it was paired by; one on a cable is not.
func TestPhonesOverTheAirAreRemembered(t *testing.T) {
	const addr = "192.168.1.5:37123"
	b := newBench(t, simulated(t, addr, 0), simulated(t, "oncable", 0))
	id := b.ready(t, addr)
	b.ready(t, "oncable")
	b.radio.joined(wireless.Phone{Serial: addr, GUID: "adb-guid"})
	b.radio.remember()
	known := b.settings.Get().WiFi
	if len(known) != 1 || known[0].ID != id || known[0].GUID != "adb-guid" || known[0].Addrs[0] != addr {
		t.Fatalf("%+v", known)
	}
	b.radio.remember()
	if again := b.settings.Get().WiFi; len(again) != 1 || !again[0].Last.Equal(known[0].Last) {
		t.Errorf("noted again: %+v", again)
	}
}

// TestKnownPhonesThatAreMissing are looked for; those that are here are not.
func TestKnownPhonesThatAreMissing(t *testing.T) {
	b := newBench(t, simulated(t, "oncable", 0))
	here := b.ready(t, "oncable")
	err := b.settings.Change(func(v *settings.Values) {
		v.WiFi = []wireless.Known{{ID: here, Name: "here"}, {ID: "away", Name: "away", Last: time.Unix(1, 0)}}
	})
	if err != nil {
		t.Fatal(err)
	}
	if m := b.radio.missing(); len(m) != 1 || m[0].ID != "away" {
		t.Errorf("missing %+v", m)
	}
	if len(b.settings.Get().WiFi) != 2 {
		t.Error("the list itself was changed")
	}
}

// TestPairing pairs with the simulated phone by its code and notes who it is.
func TestPairing(t *testing.T) {
	p := simulated(t, "overtheair", 0)
	air, err := p.StartWireless(t.Context(), demo.WirelessOptions{Advertise: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(air.Close)
	p.Unplug()
	b := newBench(t, p)
	addr, code, err := air.PairCode(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := b.radio.PairCode(b.ctx, addr, "x"+code); !errors.Is(err, wireless.ErrWrongCode) {
		t.Errorf("a wrong code: %v", err)
	}
	if err := b.radio.PairCode(b.ctx, addr, code); err != nil {
		t.Fatal(err)
	}
	id := b.ready(t, air.ConnectAddr())
	b.radio.remember()
	if known := b.settings.Get().WiFi; len(known) != 1 || known[0].ID != id || known[0].GUID != air.Name() {
		t.Errorf("remembered %+v; the phone is %s", known, air.Name())
	}
}

// TestAnInvitationEndsWithItsSheet: its steps are closed, and nothing of it is left.
func TestAnInvitationEndsWithItsSheet(t *testing.T) {
	b := newBench(t)
	ctx, leave := context.WithCancel(b.ctx)
	code, steps, err := b.radio.Invite(ctx)
	if err != nil || len(code) == 0 {
		t.Fatalf("%d rows, %v", len(code), err)
	}
	leave()
	for range steps { // until it is closed
	}
	b.radio.close()
}

// TestTheServersAgeIsTold in the window's words.
func TestTheServersAgeIsTold(t *testing.T) {
	err := radioError(&adb.ServerTooOldError{Have: "29.0.6", Need: "platform-tools 30 or newer"})
	if old, ok := errors.AsType[*wifi.OldError](err); !ok || old.Have != "29.0.6" || old.Need != "30" {
		t.Errorf("%v", err)
	}
	if err := radioError(device.ErrGone); !errors.Is(err, device.ErrGone) {
		t.Errorf("%v", err)
	}
}
