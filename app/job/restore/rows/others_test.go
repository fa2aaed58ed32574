package rows

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/app/job/restore"
	"keepsake/device/demo"
	"keepsake/device/demo/android"
	"keepsake/gallery/records"
)

// Settings: the few that are harmless are put back, and out again with their old values.
func TestSettings(t *testing.T) {
	t.Parallel()
	b := newPhone(t, demo.Options{})
	before := essences(b.all(records.Settings))
	want := []records.Record{records.Setting{Table: "system", Key: "font_scale", Value: "1.3"}, records.Setting{Table: "system", Key: "time_12_24", Value: "24"},
		records.Setting{Table: "secure", Key: "android_id", Value: "somebody else's"}, records.Setting{Table: "global", Key: "auto_time", Value: "yes; reboot"}}
	part := NewSettings(b.line, given(want), nil)
	r := b.restore(part)
	if r.receipt.Copied+r.receipt.Already != 2 || r.receipt.Found != 2 || r.receipt.Verified != r.receipt.Copied || r.receipt.Copied == 0 {
		t.Errorf("%+v", r.receipt)
	}
	if again := b.make("", part); again.plan.Totals().Same != 2 {
		t.Errorf("%+v", again.plan.Steps)
	}
	back := b.undo(r, part)
	if after := essences(b.all(records.Settings)); back.Copied != r.receipt.Copied || !equal(after, before) {
		t.Errorf("%+v: %d settings of %d", back, len(after), len(before))
	}
	if skip := b.make(restore.Skip, NewSettings(b.line, given([]records.Record{records.Setting{Table: "system", Key: "screen_off_timeout", Value: "1"}}), nil)); skip.plan.Totals().Change > 0 {
		t.Errorf("%+v", skip.plan.Steps)
	}
}

func equal(a, b []string) bool { return strings.Join(a, " ") == strings.Join(b, " ") }

// Networks: those whose passwords the library has; no password is in a file of the run.
func TestNetworks(t *testing.T) {
	t.Parallel()
	b := newPhone(t, demo.Options{Bare: true})
	var want, secret []records.WifiNetwork
	for _, n := range android.Networks() {
		w := records.WifiNetwork{SSID: n.SSID, Security: map[string]string{"open": "NONE", "wpa2-psk": "WPA_PSK", "wpa3-sae": "SAE"}[n.Security], Hidden: n.Hidden}
		want = append(want, w)
		w.Password = records.Secret(n.Password)
		secret = append(secret, w)
	}
	want = append(want, records.WifiNetwork{SSID: "forgotten", Security: "WPA_PSK"}, records.WifiNetwork{SSID: "firm", Security: "WPA_EAP"})
	var all []records.Record
	for _, w := range want {
		all = append(all, w)
	}
	part := NewNetworks(b.line, given(all), func(context.Context) ([]records.WifiNetwork, error) { return secret, nil }, nil)
	r := b.make("", part)
	if total := r.plan.Totals(); total.New != len(secret) || total.Cannot != 2 {
		t.Errorf("%+v", total)
	}
	b.carry(r, t.Context(), part)
	must(t, r.err)
	if r.receipt.Copied != len(secret) || r.receipt.Verified != len(secret) {
		t.Errorf("%+v", r.receipt)
	}
	for i, n := range b.sim.Networks() {
		if n != android.Networks()[i] {
			t.Errorf("%+v", n)
		}
	}
	dir := filepath.Join(r.dir, r.plan.ID)
	files, err := os.ReadDir(dir)
	must(t, err)
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(dir, f.Name()))
		must(t, err)
		for _, s := range secret {
			if s.Password != "" && bytes.Contains(text, []byte(s.Password.Reveal())) {
				t.Errorf("%s holds a password", f.Name())
			}
		}
	}
	if again := b.make("", part); again.plan.Totals().Same != len(secret) {
		t.Errorf("%+v", again.plan.Totals())
	}
	if back := b.undo(r, part); back.Copied != len(secret) || len(b.sim.Networks()) > 0 {
		t.Errorf("%+v", back)
	}
	locked := NewNetworks(b.line, given(all), func(context.Context) ([]records.WifiNetwork, error) { return nil, errors.New("no key") }, nil)
	if r := b.make("", locked); r.plan.Totals().New != 1 || !strings.Contains(reasons(r.plan, restore.Cannot), "encrypted file") {
		t.Errorf("%+v", r.plan.Steps)
	}
	old := newPhone(t, demo.Options{Bare: true, SDK: 29})
	if r := old.make("", NewNetworks(old.line, given(all), nil, nil)); r.plan.Totals().Change > 0 || !strings.Contains(reasons(r.plan, restore.Cannot), "QR code") {
		t.Errorf("%+v", r.plan.Steps)
	}
}

// Apps: from files that the library keeps, split or not; broken ones leave nothing.
func TestApps(t *testing.T) {
	t.Parallel()
	b := newPhone(t, demo.Options{Bare: true})
	files := map[string][]byte{"tea/base.apk": android.APK("com.example.tea", 3, ""), "tea/split.apk": android.APK("com.example.tea", 3, "config.en"), "bad/base.apk": []byte("no app")}
	app := func(name string, apks ...string) records.App {
		a := records.App{Package: "com.example." + name, Code: 3}
		for _, f := range apks {
			a.APKs = append(a.APKs, records.Attachment{Name: f, Size: int64(len(files[name+"/"+f]))})
		}
		return a
	}
	open := func(a records.App, f records.Attachment) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(files[strings.TrimPrefix(a.Package, "com.example.")+"/"+f.Name])), nil
	}
	want := []records.Record{app("tea", "base.apk", "split.apk"), app("bad", "base.apk"), app("listed"), records.App{Package: "com.miui.gallery", System: true}}
	part := NewApps(b.line, given(want), open)
	r := b.restore(part)
	if r.receipt.Copied != 1 || r.receipt.Failed != 1 || r.receipt.Skipped != 1 || r.receipt.Found != 3 || r.receipt.Verified != 1 {
		t.Errorf("%+v", r.receipt)
	}
	have, err := b.line.Phone().Installed(t.Context())
	must(t, err)
	if !have["com.example.tea"] || have["com.example.bad"] {
		t.Errorf("%v", have)
	}
	if again := b.make("", part); again.plan.Totals().Same != 1 {
		t.Errorf("%+v", again.plan.Totals())
	}
	if back := b.undo(r, part); back.Copied != 1 {
		t.Errorf("%+v", back)
	}
	have, err = b.line.Phone().Installed(t.Context())
	must(t, err)
	if have["com.example.tea"] {
		t.Error("it is still there")
	}
	shut := connect(t, demo.Options{Bare: true, Small: true, Items: 1, Now: now}, func(p *demo.Phone) { p.SetSwitches(true, false) })
	if r := shut.make("", NewApps(shut.line, given(want), open)); r.plan.Totals().Change > 0 || !strings.Contains(reasons(r.plan, restore.Cannot), "Install via USB") {
		t.Errorf("%+v", r.plan.Steps)
	}
}
