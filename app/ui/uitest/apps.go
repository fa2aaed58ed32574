package uitest

import (
	"context"
	"fmt"
	"strings"

	"keepsake/app/ui/apps"
	"keepsake/gallery/records"
)

// Apps is a list of apps made of code: apps.Library.
type Apps struct {
	All      []records.App
	Phones   []string // in turn; empty: all are Mum's
	Err      error
	Revealed []string
}

// NewApps returns apps as phones have them, and more of them up to n.
func NewApps(n int) *Apps {
	day := func(ago int) int64 { return Now.AddDate(0, 0, -ago).UnixMilli() }
	apk := func(size int64) []records.Attachment {
		return []records.Attachment{{Name: "base.apk", Size: size, SHA256: HashOf(1).String()}, {Name: "split_config.arm64_v8a.apk", Size: size / 3, SHA256: HashOf(2).String()}}
	}
	all := []records.App{
		{Package: "org.example.maps", Label: "Harbour Maps", Version: "12.4.1", Code: 120401, Installed: day(700), Updated: day(12), Installer: "com.android.vending", APKs: apk(48_000_000)},
		{Package: "org.example.bread", Label: "Bread", Version: "2.0", Installed: day(90), Updated: day(90), Installer: "org.fdroid.fdroid", APKs: apk(3_100_000)},
		{Package: "cn.example.weather", Label: "天气预报", Version: "8.15.0-cn", Installed: day(300), Updated: day(3), Installer: "com.xiaomi.market"},
		{Package: "com.example.prayer", Label: "أوقات الصلاة", Version: "1.9", Installed: day(40), Updated: day(40)},
		{Package: "in.example.radio", Label: "रेडियो", Version: "3", Installed: day(5), Updated: day(5)},
		{Package: "com.example.messenger", Label: "Messenger", Version: "24.11.2", Installed: day(1000), Updated: day(1), Installer: "com.android.vending"},
		{Package: "com.example.messenger", Label: "Messenger", Version: "24.11.2", Installed: day(200), Updated: day(1), User: 999},
		{Package: "com.example.a.name.of.a.package.that.is.much.longer.than.anybody.would.ever.want.to.read", Label: "An app that its makers gave a very long name so that everybody knows at once what it is about", Version: "2026.11.22-release-candidate-4+build.20261122", Installed: day(2), Updated: day(2)},
		{Package: "com.android.camera", Label: "Camera", Version: "6.1", Installed: day(1500), Updated: day(60), System: true},
		{Package: "com.miui.notes", Label: "Notes", Version: "7.2.3", Installed: day(1500), Updated: day(30), System: true},
		{Package: "com.example.bloat", Label: "", Version: "1.0", Installed: day(1500), Updated: day(1500), System: true, Disabled: true},
	}
	for i := len(all); i < n; i++ {
		all = append(all, records.App{Package: fmt.Sprintf("org.example.app%d", i), Label: fmt.Sprintf("App %d", i), Version: fmt.Sprintf("1.%d", i), Installed: day(i), Updated: day(i / 2), System: i%4 == 0})
	}
	return &Apps{All: all[:min(n, len(all))]}
}

// Apps implements apps.Library.
func (l *Apps) Apps(_ context.Context, search string) ([]apps.App, error) {
	if l.Err != nil {
		return nil, l.Err
	}
	var out []apps.App
	for i, a := range l.All {
		if !strings.Contains(strings.ToLower(a.Label+" "+a.Package), strings.ToLower(search)) {
			continue
		}
		name := "Mum's phone"
		if len(l.Phones) > 0 {
			name = l.Phones[i%len(l.Phones)]
		}
		out = append(out, apps.App{ID: int64(i + 1), Phone: name, PhoneName: name, App: a})
	}
	return out, nil
}

// RevealFile implements apps.Library.
func (l *Apps) RevealFile(_ context.Context, _ string, a records.Attachment) error {
	l.Revealed = append(l.Revealed, a.Name)
	return l.Err
}
