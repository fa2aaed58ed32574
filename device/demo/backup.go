package demo

import (
	"fmt"
	"strings"
	"time"

	"keepsake/device/demo/android"
	"keepsake/device/demo/disk"
	"keepsake/device/demo/milk"
)

// backups is where MIUI keeps the backups it makes of itself.
const backups = Storage + "/MIUI/backup/AllBackup"

// MakeLocalBackup is the owner's tap on "Back up" in the phone's settings: notes,
// Wi-Fi networks with passwords, and the call log, in a folder named after now.
func (p *Phone) MakeLocalBackup(now time.Time) error { return p.MakeLockedBackup(now, "") }

// MakeLockedBackup is MakeLocalBackup with a password, "" for none.
func (p *Phone) MakeLockedBackup(now time.Time, password string) error {
	dir := backups + "/" + now.Format("20060102_150405")
	if err := p.disk.MkdirAll(dir, folder(now)); err != nil {
		return named(dir, err)
	}
	var items []milk.Item
	put := func(pkg, label string, feature int, members ...milk.Member) error {
		b, err := milk.Bak(pkg, label, feature, now, members...)
		if err != nil {
			return fmt.Errorf("the backup of %s: %w", label, err)
		}
		if password != "" {
			if b, err = milk.Lock(b, password); err != nil {
				return fmt.Errorf("the backup of %s: %w", label, err)
			}
		}
		name := label + "(" + pkg + ").bak"
		items = append(items, milk.Item{Package: pkg, File: name, Feature: feature, Size: len(b)})
		return p.disk.Put(dir+"/"+name, disk.Bytes(b), attr(now))
	}
	const data = "miui_bak/_tmp_bak"
	const picture = "5f2d8a31c0b94e7f8a6d1b3c4e5f60718293a4b5"
	if err := put("com.miui.notes", "Notes", -1, milk.Member{Name: data, Data: milk.Notes(demoNotes(now, picture))},
		milk.Member{Name: "miui_att/" + picture + ".jpg", Data: android.Portrait(7)}); err != nil {
		return err
	}
	if err := put("com.android.settings", "WLAN settings", 2, milk.Member{Name: data, Data: []byte(wlan())}); err != nil {
		return err
	}
	calls := []milk.Call{{ID: "1", Number: "+447700900142", Date: now.AddDate(0, 0, -90).UnixMilli(), Duration: 65, Type: 1},
		{ID: "2", Number: "+447700900177", Date: now.AddDate(0, 0, -88).UnixMilli(), Duration: 133, Type: 2}}
	if err := put("com.android.contacts", "Call log", 1, milk.Member{Name: data, Data: milk.Calls(calls)}); err != nil {
		return err
	}
	if err := put("com.example.recipes", "Recipes", 102, milk.Member{Name: "f/recipes.txt", Data: []byte("bread\n")}); err != nil {
		return err
	}
	return p.disk.Put(dir+"/descript.xml", disk.Bytes(milk.Describe(now, items)), attr(now))
}

// demoNotes are the notes of the phone's invented owner.
func demoNotes(now time.Time, picture string) []milk.Note {
	day := func(n int) time.Time { return now.AddDate(0, 0, -n).Truncate(time.Second) }
	return []milk.Note{
		{ID: "1", Title: "Lighthouse trip", Folder: "Travel", Created: day(50), Modified: day(41), Pinned: day(41),
			Markup: `<new-format/><text indent="1"><size>Lighthouse trip</size></text>` + "\n" + `<text indent="1">Train at <b>06.45</b>, platform 4.</text>` + "\n" +
				`<input type="checkbox" indent="1" level="3" checked="true" />tickets` + "\n" + `<input type="checkbox" indent="1" level="3" />tea &amp; rope` + "\n" +
				`<img fileid="` + picture + `" imgshow="0" imgdes="who we met" />`},
		{ID: "2", Title: "Bread", Folder: "Kitchen", Created: day(200), Modified: day(20),
			Markup: `<new-format/><text indent="1"><h3-size>Bread</h3-size></text>` + "\n" + `<bullet indent="1" />500 g flour` + "\n" + `<bullet indent="1" />salt` + "\n" + `<quote><text indent="1">"Wait longer." Grandma</text></quote>`},
		{ID: "3", Title: "", Folder: "", Created: day(300), Modified: day(300), Markup: "spare key: behind the third pot\nask Tom about the pump"},
		{ID: "4", Title: "周末", Folder: "Travel", Created: day(6), Modified: day(5), Markup: `<new-format/><order indent="1" inputNumber="0" />东门` + "\n" + `<order indent="1" inputNumber="0" />一起吃饭`},
	}
}

// wlan is the text of the WLAN item.
func wlan() string {
	var b strings.Builder
	for _, n := range android.Networks() {
		kind, keys, password := "WPA_PSK", "02", `"`+n.Password+`"`
		switch n.Security {
		case "wpa3-sae":
			kind, keys = "SAE", "0001"
		case "open":
			kind, keys, password = "NONE", "01", "null"
		}
		fmt.Fprintf(&b, "network={\nConfigKey=%q%s\nSSID=\"%s\"\nPreSharedKey=%s\nWEPTxKeyIndex=0\nHiddenSSID=%t\nAllowedKeyMgmt=%s\n}\n", n.SSID, kind, n.SSID, password, n.Hidden, keys)
	}
	return b.String()
}
