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
