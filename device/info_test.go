package device

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"keepsake/device/adb"
)

func golden(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestParseProperties(t *testing.T) {
	p := parseProperties(golden(t, "getprop_hyperos.txt"))
	for key, want := range map[string]string{
		"ro.serialno":                   "0123456789abcdef",
		"ro.boot.bootreason":            "reboot,\nuserrequested",
		"ro.product.product.marketname": "",
		"ro.miui.ui.version.name":       "V816",
	} {
		if p[key] != want {
			t.Errorf("%s = %q, want %q", key, p[key], want)
		}
	}
	if _, ok := p["ro.miui.region"]; ok {
		t.Error("an empty property is there")
	}
	tests := []struct{ name, out, key, want string }{
		{"carriage returns", "[a]: [1]\r\n[b]: [2]\r\n", "a", "1"},
		{"a bracket at a line's end", "[a]: [x]\ny]\n[b]: [2]\n", "a", "x]\ny"},
		{"a value that looks like a property is one", "[a]: [x\n[b]: [2]\n", "b", "2"},
		{"never closed", "[a]: [x\ny", "a", "x\ny"},
		{"no final newline", "[a]: [x]", "a", "x"},
		{"noise", "WARNING\n[a]: [x]\n", "a", "x"},
		{"too long", "[a]: [" + strings.Repeat("x", maxProperty+1) + "]\n", "a", ""},
		{"brackets in the value", "[a]: [[x]: [y]]\n", "a", "[x]: [y]"},
	}
	for _, c := range tests {
		if got := parseProperties(c.out)[c.key]; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzProperties(f *testing.F) {
	f.Add(golden(f, "getprop_hyperos.txt"))
	f.Add("[a]: [x]\ny]\n[b]: [2]\n")
	f.Add("[a]: [")
	f.Fuzz(func(t *testing.T, out string) {
		p := parseProperties(out)
		if len(p) > maxProperties {
			t.Fatalf("%d properties", len(p))
		}
		plainOut := strings.ReplaceAll(out, "\r\n", "\n")
		for k, v := range p {
			if v == "" || len(v) > maxProperty || !strings.Contains(plainOut, "["+k+"]: [") || !strings.Contains(plainOut, v) {
				t.Fatalf("%q = %q", k, v)
			}
		}
		i := entryInfo(adb.Entry{Serial: "s", State: "device"}).describe(p)
		for _, s := range []string{i.Name, i.Model, i.Maker, i.Brand, i.OS, i.Region} {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\n\x00\x1b") || utf8.RuneCountInString(s) > 90 {
				t.Fatalf("not fit to be shown: %q", s)
			}
		}
	})
}

func TestDescribe(t *testing.T) {
	xiaomi := func(kv ...string) properties {
		p := properties{"ro.product.manufacturer": "Xiaomi", "ro.product.brand": "Xiaomi"}
		for i := 0; i < len(kv); i += 2 {
			p[kv[i]] = kv[i+1]
		}
		return p
	}
	tests := []struct {
		name string
		p    properties
		want Info
	}{
		{"HyperOS says V816 too", parseProperties(golden(t, "getprop_hyperos.txt")),
			Info{Name: "Redmi Note 99 Test", Model: "99123TEST1G", Codename: "testphone", Maker: "Xiaomi", Brand: "Redmi", OS: "HyperOS 2.0", Android: "15", SDK: 35, Region: "EEA", Adb: Adb{Input: SwitchOn}}},
		{"V816 alone is HyperOS", xiaomi("ro.miui.ui.version.name", "V816"), Info{OS: "HyperOS", Maker: "Xiaomi", Brand: "Xiaomi"}},
		{"MIUI 9", xiaomi("ro.miui.ui.version.name", "V9"), Info{OS: "MIUI 9", Maker: "Xiaomi", Brand: "Xiaomi"}},
		{"MIUI 12.5", xiaomi("ro.miui.ui.version.name", "V125"), Info{OS: "MIUI 12.5", Maker: "Xiaomi", Brand: "Xiaomi"}},
		{"MIUI 14", xiaomi("ro.miui.ui.version.name", "V140"), Info{OS: "MIUI 14", Maker: "Xiaomi", Brand: "Xiaomi"}},
		{"odm name", xiaomi("ro.product.odm.marketname", "Mi 10", "ro.product.model", "M2001"), Info{Name: "Mi 10", Model: "M2001", Maker: "Xiaomi", Brand: "Xiaomi"}},
		{"an older Redmi", properties{"ro.product.manufacturer": "xiaomi", "ro.product.brand": "xiaomi", "ro.product.model": "Redmi Note 7"},
			Info{Name: "Redmi Note 7", Model: "Redmi Note 7", Maker: "xiaomi", Brand: "Redmi"}},
		{"a Poco", properties{"ro.product.manufacturer": "Xiaomi", "ro.product.brand": "poco", "ro.product.model": "2201116PG"},
			Info{Name: "2201116PG", Model: "2201116PG", Maker: "Xiaomi", Brand: "POCO"}},
		{"region from the build", xiaomi("ro.build.version.incremental", "V14.0.4.0.TLACNXM"), Info{Region: "CN", Maker: "Xiaomi", Brand: "Xiaomi"}},
		{"no region in a developer's build", xiaomi("ro.build.version.incremental", "21.11.17"), Info{Maker: "Xiaomi", Brand: "Xiaomi"}},
		{"a tablet", xiaomi("ro.build.characteristics", "tablet,nosdcard"), Info{Tablet: true, Maker: "Xiaomi", Brand: "Xiaomi"}},
		{"another maker", properties{"ro.product.manufacturer": "Google", "ro.product.brand": "google", "ro.product.model": "Pixel 8"},
			Info{Name: "Pixel 8", Model: "Pixel 8", Maker: "Google", Brand: "google"}},
		{"no Android at all", properties{}, Info{}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			e := adb.Entry{Serial: "abc", State: "device", TransportID: 4}
			got := entryInfo(e).describe(c.p)
			want := c.want
			want.Serial, want.TransportID, want.Via, want.State, want.Battery.Level = "abc", 4, Cable, Ready, -1
			want.ID = got.ID
			if want.Name == "" {
				want.Name = "abc"
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
			if got.Xiaomi() != (c.name != "another maker" && c.name != "no Android at all") {
				t.Errorf("Xiaomi() = %v", got.Xiaomi())
			}
		})
	}
}

// The ID is that of the phone, not of the cable.
func TestPhoneID(t *testing.T) {
	p := properties{"ro.serialno": "0123456789abcdef"}
	usb := entryInfo(adb.Entry{Serial: "0123456789abcdef", State: "device", Path: "usb:1-1"})
	wifi := entryInfo(adb.Entry{Serial: "192.168.1.7:5555", State: "device"})
	if usb.ID != usb.describe(p).ID || usb.ID != wifi.describe(p).ID || usb.ID == wifi.ID {
		t.Errorf("IDs %s, %s, %s, %s", usb.ID, usb.describe(p).ID, wifi.ID, wifi.describe(p).ID)
	}
	if len(usb.ID) != 16 || strings.Contains(usb.ID, "0123456789abcdef") {
		t.Errorf("ID %q", usb.ID)
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		" Redmi\tNote\n9 ":         "Redmi Note 9",
		"\x1b[31mred":              "[31mred",
		"a\xffb":                   "ab",
		"\u202Egpj.exe":            "gpj.exe",
		"红米 Note":                  "红米 Note",
		strings.Repeat("é", 10000): strings.Repeat("é", 80),
	} {
		if got := plain(in); got != want {
			t.Errorf("plain(%.20q) = %q, want %q", in, got, want)
		}
	}
}

func TestParseBattery(t *testing.T) {
	tests := []struct {
		name, out string
		want      Battery
	}{
		{"charging", golden(t, "dumpsys_battery.txt"), Battery{83, true}},
		{"resting", "  status: 3\n  level: 40\n  scale: 100\n  USB powered: true\n", Battery{40, false}},
		{"full on the cable", "  USB powered: true\n  status: 5\n  level: 100\n  scale: 100\n", Battery{100, true}},
		{"full, no cable", "  USB powered: false\n  status: 5\n  level: 100\n  scale: 100\n", Battery{100, false}},
		{"another scale", "  level: 128\n  scale: 255\n  status: 2\n", Battery{50, true}},
		{"no battery service", "Can't find service: battery\n", Battery{-1, false}},
		{"nonsense", "  level: 2000\n  scale: 100\n", Battery{-1, false}},
		{"carriage returns", "  level: 7\r\n  scale: 100\r\n  status: 2\r\n", Battery{7, true}},
	}
	for _, c := range tests {
		if got := parseBattery(c.out); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func FuzzBattery(f *testing.F) {
	f.Add(golden(f, "dumpsys_battery.txt"))
	f.Fuzz(func(t *testing.T, out string) {
		if b := parseBattery(out); b.Level < -1 || b.Level > 100 {
			t.Fatalf("%+v", b)
		}
	})
}

func TestParseDF(t *testing.T) {
	const head = "Filesystem     1K-blocks      Used Available Use% Mounted on\n"
	tests := []struct {
		name, out string
		want      Storage
		ok        bool
	}{
		{"toybox", head + "/dev/fuse      112358400  98765432  13592968  88% /storage/emulated\n", Storage{112358400 << 10, 13592968 << 10}, true},
		{"a wrapped line", head + "/dev/block/by-name/userdata\n               112358400  98765432  13592968  88% /data\n", Storage{112358400 << 10, 13592968 << 10}, true},
		{"a mount point with spaces", head + "x 10 5 5 50% /my card 99%\n", Storage{10240, 5120}, true},
		{"toolbox of Android 5", "Filesystem               Size     Used     Free   Blksize\n/storage/emulated/0     25.2G     4.0G    21.2G   4096\n", Storage{}, false},
		{"missing", "df: /storage/emulated/0: No such file or directory\n", Storage{}, false},
		{"overflow", head + "x 99999999999999999 5 5 50% /\n", Storage{}, false},
		{"negative", head + "x -10 5 5 50% /\n", Storage{}, false},
		{"more free than there is", head + "x 10 5 50 50% /\n", Storage{}, false},
		{"no disk", head + "x 0 0 0 0% /\n", Storage{}, false},
	}
	for _, c := range tests {
		if got, ok := parseDF(c.out); got != c.want || ok != c.ok {
			t.Errorf("%s: %+v %v, want %+v %v", c.name, got, ok, c.want, c.ok)
		}
	}
	if got, ok := parseStatFS("4096 28089600 3398242\n"); !ok || got != (Storage{4096 * 28089600, 4096 * 3398242}) {
		t.Errorf("stat -f: %+v %v", got, ok)
	}
	for _, out := range []string{"", "1 2", "4096 -1 5", "a b c", "9999999999 9999999999 9999999999"} {
		if got, ok := parseStatFS(out); ok {
			t.Errorf("stat -f %q: %+v", out, got)
		}
	}
}

func FuzzSpace(f *testing.F) {
	f.Add("Filesystem 1K-blocks Used Available Use% Mounted on\n/dev/fuse 112358400 98765432 13592968 88% /storage/emulated\n")
	f.Add("4096 28089600 3398242\n")
	f.Fuzz(func(t *testing.T, out string) {
		for _, parse := range []func(string) (Storage, bool){parseDF, parseStatFS} {
			if s, ok := parse(out); ok && (s.Total <= 0 || s.Free < 0 || s.Free > s.Total) {
				t.Fatalf("%+v", s)
			}
		}
	})
}

func TestStates(t *testing.T) {
	for in, want := range map[string]State{
		"device": Ready, "unauthorized": Unauthorized, "authorizing": Authorizing, "connecting": Connecting, "offline": Offline,
		"recovery": Recovery, "rescue": Recovery, "sideload": Sideload, "bootloader": Bootloader, "host": Unknown, "": Unknown,
		"no permissions (missing udev rules? user is in the plugdev group); see [http://developer.android.com/tools/device.html]": NoPermission,
		"no permissions": NoPermission,
	} {
		if got := ParseState(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
	for _, s := range []State{Ready, Unauthorized, Authorizing, Connecting, Offline, NoPermission, Recovery, Sideload, Bootloader, Unknown, Absent} {
		what, next := s.Advice()
		if !strings.HasSuffix(what, ".") || next == "" && s != Ready || next != "" && !strings.HasSuffix(next, ".") {
			t.Errorf("%s: %q %q", s, what, next)
		}
	}
}
