package phone_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/phone"
)

func TestTitleAndAbout(t *testing.T) {
	tests := []struct {
		p            phone.Phone
		title, about string
	}{
		{phone.Phone{Name: "Mum's phone", Model: "Redmi Note 12", OS: "HyperOS 1.0", Android: "14"}, "Mum's phone", "Redmi Note 12 · HyperOS 1.0 · Android 14"},
		{phone.Phone{Model: "POCO F5", Android: "13"}, "POCO F5", "Android 13"},
		{phone.Phone{Name: "  ", Model: ""}, "Phone", ""},
		{phone.Phone{Name: "妈妈的手机\n", Model: "22101316C"}, "妈妈的手机", "22101316C"},
	}
	for _, tt := range tests {
		if got := tt.p.Title(); got != tt.title {
			t.Errorf("title %q, want %q", got, tt.title)
		}
		if got := tt.p.About(); got != tt.about {
			t.Errorf("about %q, want %q", got, tt.about)
		}
	}
}

func TestStorageAndBattery(t *testing.T) {
	p := phone.Phone{State: phone.Ready, Total: 128e9, Free: 32e9, Battery: 81}
	if part, says := p.Used(); part != 0.75 || says != "96 GB of 128 GB used" {
		t.Errorf("used %v, %q", part, says)
	}
	if _, says := (phone.Phone{}).Used(); says != "" {
		t.Errorf("unknown storage says %q", says)
	}
	if got := p.Charge(); got != "81 %" {
		t.Errorf("charge %q", got)
	}
	p.Charging = true
	if got := p.Charge(); got != "81 %, charging" {
		t.Errorf("charging %q", got)
	}
	for _, p := range []phone.Phone{{State: phone.Ready, Battery: -1}, {State: phone.Away, Battery: 50}} {
		if got := p.Charge(); got != "" {
			t.Errorf("unknown charge says %q", got)
		}
	}
}

func TestStates(t *testing.T) {
	tests := []struct {
		state          phone.State
		caption        string
		dot            fyne.ThemeColorName
		ready, present bool
	}{
		{phone.Ready, "Connected", look.Accent, true, true},
		{phone.Unauthorized, "Tap Allow on the phone", look.NeedsYou, false, true},
		{phone.Connecting, "Connecting…", look.Faint, false, true},
		{phone.Offline, "Needs you", look.NeedsYou, false, true},
		{phone.Recovery, "Needs you", look.NeedsYou, false, true},
		{phone.Away, "Not connected", look.Faint, false, false},
		{"something new", "Needs you", look.NeedsYou, false, true},
	}
	for _, tt := range tests {
		p := phone.Phone{State: tt.state, Battery: -1}
		if p.Caption() != tt.caption || p.Dot() != tt.dot || p.Ready() != tt.ready || p.Present() != tt.present {
			t.Errorf("%s: %q, %s, ready %v, present %v", tt.state, p.Caption(), p.Dot(), p.Ready(), p.Present())
		}
	}
}

func TestALockedPhoneSaysSo(t *testing.T) {
	p := phone.Phone{State: phone.Ready, Locked: true, Battery: 80}
	if p.Caption() != "Unlock the phone" || p.Dot() != look.NeedsYou || p.Lit() || !p.Ready() {
		t.Errorf("%q, %s, lit %v", p.Caption(), p.Dot(), p.Lit())
	}
}

func TestSpaces(t *testing.T) {
	tests := []struct {
		s           phone.Space
		title, says string
		part        float32
		icon        look.Icon
	}{
		{phone.Space{Kind: phone.Card, Name: "1234-ABCD", Total: 64e9, Free: 48e9, Readable: true}, "SD card", "16 GB of 64 GB used", 0.25, look.IconCard},
		{phone.Space{Kind: phone.Dual, Readable: true}, "Dual apps", "Backed up too", 0, look.IconCopies},
		{phone.Space{Kind: phone.Second, Why: "Android keeps it for its own user.", Total: 9, Free: 1}, "Second Space", "Android keeps it for its own user.", 0, look.IconLock},
		{phone.Space{Kind: phone.Second}, "Second Space", "Keepsake cannot read it.", 0, look.IconLock},
		{phone.Space{Kind: phone.Other, Name: "stick\n", Readable: true}, "stick", "Backed up too", 0, look.IconFolder},
		{phone.Space{Kind: "new", Readable: true, Total: 5, Free: 50}, "Storage", "0 B of 5 B used", 0, look.IconFolder},
	}
	for _, tt := range tests {
		part, says := tt.s.Used()
		if tt.s.Title() != tt.title || says != tt.says || part != tt.part || tt.s.Icon() != tt.icon {
			t.Errorf("%+v: %q, %q, %v, %s", tt.s, tt.s.Title(), says, part, tt.s.Icon())
		}
	}
	p := phone.Phone{Spaces: []phone.Space{{Kind: phone.Card, Readable: true}, {Kind: phone.Second}}}
	if got := p.SpacesLine(); got != "SD card · Second Space cannot be read" {
		t.Errorf("line %q", got)
	}
}

func TestWarnings(t *testing.T) {
	ready := func(battery int, charging bool, free int64) phone.Phone {
		return phone.Phone{State: phone.Ready, Battery: battery, Charging: charging, Total: 128e9, Free: free}
	}
	tests := []struct {
		name string
		p    phone.Phone
		n    int
	}{
		{"fine", ready(80, false, 9e9), 0},
		{"low", ready(15, false, 9e9), 1},
		{"low and charging", ready(5, true, 9e9), 0},
		{"unknown battery", ready(-1, false, 9e9), 0},
		{"full", ready(80, false, 2e8), 1},
		{"both", ready(3, false, 0), 2},
		{"away", phone.Phone{State: phone.Away, Battery: 3, Total: 1}, 0},
	}
	for _, tt := range tests {
		if got := tt.p.Warnings(); len(got) != tt.n {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}
