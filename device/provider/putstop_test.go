package provider

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"keepsake/device/adb"
	"keepsake/gallery/records"
)

func someTexts(n int) []records.Message {
	all := make([]records.Message, n)
	for i := range all {
		all[i] = records.Message{Box: records.SentBox, Date: int64(1700000000000 + i), Address: "+447700900142", Body: "no. " + strconv.Itoa(i), Read: true, Sub: -1, Status: -1}
	}
	return all
}

// However a writing of messages ends (through, cancelled in the middle, with the cable
// out), the leave for it is as it was before.
func TestLeaveIsPutBack(t *testing.T) {
	for _, mode := range []string{"", "deny", "allow"} {
		for name, cut := range map[string]func(cancel func(), n int) error{
			"through":   func(func(), int) error { return nil },
			"cancelled": func(cancel func(), n int) error { after(n, 3, cancel); return nil },
			"unplugged": func(_ func(), n int) error {
				if n == 4 { // the second script: the phone has run the first to its end
					return fmt.Errorf("%w: in the middle", adb.ErrDeviceGone)
				}
				return nil
			},
		} {
			m := newPhone(t, true)
			if mode != "" {
				_, err := m.Shell(t.Context(), setOp+mode)
				must(t, err)
			}
			m.calls = 0
			ctx, cancel := context.WithCancel(t.Context())
			m.cut = func(n int) error { return cut(cancel, n) }
			_, err := PutMessages(ctx, m, someTexts(300))
			cancel()
			if (err == nil) != (name == "through") {
				t.Errorf("%s: %v", name, err)
			}
			m.cut = nil
			if got := m.Op("WRITE_SMS"); got != mode {
				t.Errorf("%s, %q before: the leave is %q", name, mode, got)
			}
			n := len(readTexts(t, m))
			if name == "through" && n != 300 || name == "unplugged" && n != scriptRows {
				t.Errorf("%s: %d messages", name, n)
			}
		}
	}
}

func after(n, call int, do func()) {
	if n == call {
		do()
	}
}

// The phone itself takes the leave back when nobody is there any more to do it.
func TestPhoneTakesLeaveBack(t *testing.T) {
	m := newPhone(t, true)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m.sh.Run(ctx, allowed("default")+"sleep 10", strings.NewReader(""), io.Discard, io.Discard)
	if op := m.Op("WRITE_SMS"); op != "" {
		t.Errorf("the leave is %q", op)
	}
	m.sh.Run(t.Context(), setOp+"allow", strings.NewReader(""), io.Discard, io.Discard)
	if op := m.Op("WRITE_SMS"); op != "allow" { // or the test shows nothing
		t.Errorf("the leave is %q", op)
	}
}

// What a phone refuses is an answer for each row, or the error that says so; what it
// is silent about shows when it is read.
func TestRefusals(t *testing.T) {
	m := newPhone(t, true)
	m.Refused = func(name string) bool { return name == "WRITE_SMS" }
	errs, err := PutMessages(t.Context(), m, someTexts(2))
	none(t, errs, err)
	if n := len(readTexts(t, m)); n != 0 {
		t.Errorf("%d messages on a phone that takes none", n)
	}
	m.Refused = func(name string) bool { return name == "call_log" || name == "com.android.contacts" }
	errs, err = PutCalls(t.Context(), m, []records.Call{{Number: "1", Type: records.Incoming, Date: 5}})
	if err != nil || !errors.Is(errs[0], ErrDenied) {
		t.Errorf("%v %v", errs, err)
	}
	if _, err = PutContacts(t.Context(), m, []NewContact{{records.Contact{}, "k"}}); !errors.Is(err, ErrDenied) {
		t.Error(err)
	}
	m.Refused = func(name string) bool { return name == "content" }
	m.Install(m.sh)
	if _, err = PutCalls(t.Context(), m, nil); !errors.Is(err, ErrNoTool) {
		t.Error(err)
	}
	m = newPhone(t, true)
	m.SetProp("persist.security.adbinput", "0")
	if _, err = PutMessages(t.Context(), m, someTexts(1)); err != nil {
		t.Error(err) // the script could not take the leave: nothing is there, which reading shows
	}
	if n := len(readTexts(t, m)); n != 0 {
		t.Error(n)
	}
	errs, err = PutSettings(t.Context(), m, []records.Setting{{Table: "system", Key: "font_scale", Value: "1.2"}})
	if err != nil || !errors.Is(errs[0], ErrDenied) {
		t.Errorf("%v %v", errs, err)
	}
	errs, err = PutMessages(t.Context(), newPhone(t, true), []records.Message{{MMS: true}})
	if err != nil || !errors.Is(errs[0], ErrMMS) {
		t.Errorf("%v %v", errs, err)
	}
	errs, err = PutCalls(t.Context(), newPhone(t, true), []records.Call{{Number: strings.Repeat("1", 70_000), Type: 1, Date: 5}, {Number: "2", Type: 1, Date: 6}})
	if err != nil || !errors.Is(errs[0], ErrTooLong) || errs[1] != nil {
		t.Errorf("%v %v", errs, err)
	}
}

// A queued message is never handed to the phone as one to be sent.
func TestNothingIsSent(t *testing.T) {
	m := newPhone(t, true)
	var all []records.Message
	for _, box := range []records.Box{records.Outbox, records.Queued, records.Failed, 99} {
		all = append(all, records.Message{Box: box, Date: int64(box), Address: "1", Body: "x"})
	}
	errs, err := PutMessages(t.Context(), m, all)
	none(t, errs, err)
	for _, got := range readTexts(t, m) {
		if got.Box != records.Failed {
			t.Errorf("in box %d", got.Box)
		}
	}
}

// Settings: only those that are allowed, of their kind, and back out again.
func TestSettingsBack(t *testing.T) {
	m := newPhone(t, false)
	put := func(s ...records.Setting) []error {
		errs, err := PutSettings(t.Context(), m, s)
		must(t, err)
		return errs
	}
	errs := put(records.Setting{Table: "system", Key: "font_scale", Value: "1.3"}, records.Setting{Table: "secure", Key: "android_id", Value: "1"},
		records.Setting{Table: "system", Key: "font_scale", Value: "1; reboot"}, records.Setting{Table: "global", Key: "adb_enabled", Value: "0"})
	if errs[0] != nil || errs[1] == nil || errs[2] == nil || errs[3] == nil {
		t.Fatal(errs)
	}
	get := func() string {
		res, err := m.Shell(t.Context(), "settings get system font_scale")
		must(t, err)
		return strings.TrimSpace(string(res.Stdout))
	}
	if got := get(); got != "1.3" {
		t.Error(got)
	}
	if errs := put(records.Setting{Table: "system", Key: "font_scale"}); errs[0] != nil || get() != "null" {
		t.Error(errs, get())
	}
}

// Networks with hostile names and passwords; those that a computer cannot enter.
func TestNetworksBack(t *testing.T) {
	m := newPhone(t, true)
	all := []records.WifiNetwork{{SSID: "it's $(reboot)", Security: "WPA_PSK", Password: `p "w' \o/;`}, {SSID: "--help ☕", Security: "SAE", Password: "-h 12345678", Hidden: true},
		{SSID: "open", Security: "NONE"}, {SSID: "no password", Security: "WPA_PSK"}, {SSID: "firm", Security: "WPA_EAP", Password: "x"}, {SSID: "short", Security: "SAE", Password: "1234"}}
	errs, err := PutNetworks(t.Context(), m, all)
	must(t, err)
	if errs[0] != nil || errs[1] != nil || errs[2] != nil || !errors.Is(errs[3], ErrNoPassword) || !errors.Is(errs[4], ErrSecurity) || !errors.Is(errs[5], ErrNetworkRules) {
		t.Error(errs)
	}
	saved := m.SavedNetworks()
	if len(saved) != 3 || saved[0].Password != all[0].Password.Reveal() || saved[1].SSID != all[1].SSID || !saved[1].Hidden {
		t.Errorf("%+v", saved)
	}
	must(t, DeleteNetworks(t.Context(), m, all[:2]))
	if saved = m.SavedNetworks(); len(saved) != 1 || saved[0].SSID != "open" {
		t.Errorf("%+v", saved)
	}
	m.cut = func(int) error {
		return fmt.Errorf("running %q: %w", "cmd wifi add-network x wpa2 'secret words'", adb.ErrDeviceGone)
	}
	if _, err = PutNetworks(t.Context(), m, all[:1]); !errors.Is(err, adb.ErrDeviceGone) || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}

// Merging: a contact of the phone gets further details, and can lose them again.
func TestDetails(t *testing.T) {
	m := newPhone(t, false)
	before := readContacts(t, m)
	raw := ids(before[:1], func(c records.Contact) string { return c.ID })[0]
	made, err := AddDetails(t.Context(), m, raw, records.Contact{Phones: []records.Labelled{{Value: "+44 1", Kind: "work"}}, Nicknames: []string{"M"}, Name: records.Name{Display: "never"}})
	must(t, err)
	now := readContacts(t, m)[0]
	if len(made) != 2 || !slices.Contains(now.Phones, records.Labelled{Value: "+44 1", Kind: "work"}) || now.Name != before[0].Name {
		t.Errorf("%v %+v", made, now)
	}
	must(t, DeleteDetails(t.Context(), m, made))
	same(t, readContacts(t, m), before, contactEssence)
}

// Cancelled in the middle, contacts leave nothing on the phone: above all none without
// a name.
func TestCancelledContacts(t *testing.T) {
	for call := 2; call < 9; call++ {
		m := newPhone(t, true)
		ctx, cancel := context.WithCancel(t.Context())
		m.cut = func(n int) error { after(n, call, cancel); return nil }
		var all []NewContact
		for i := range 100 {
			all = append(all, NewContact{records.Contact{Name: records.Name{Display: "Person " + strconv.Itoa(i)}, Phones: []records.Labelled{{Value: "1", Kind: "home"}}}, "c-" + strconv.Itoa(i)})
		}
		_, err := PutContacts(ctx, m, all)
		m.cut = nil
		cancel()
		if left := readContacts(t, m); err == nil && len(left) != 100 || err != nil && len(left) > 0 {
			t.Errorf("at call %d: %v, %d contacts", call, err, len(left))
		}
	}
}
