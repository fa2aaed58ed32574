package adb

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseEntries(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []Entry
	}{
		{"nothing", "", nil},
		{"usb", "0123456789abcdef       device usb:1-1 product:houji_global model:23127PN0CG device:houji transport_id:3\n",
			[]Entry{{"0123456789abcdef", "device", "usb:1-1", "houji_global", "23127PN0CG", "houji", 3}}},
		{"in the network, without an allowance", "127.0.0.1:8557         unauthorized transport_id:16\n",
			[]Entry{{Serial: "127.0.0.1:8557", State: "unauthorized", TransportID: 16}}},
		{"on usb, without an allowance", "abc                    unauthorized usb:1-1 transport_id:2\n",
			[]Entry{{Serial: "abc", State: "unauthorized", Path: "usb:1-1", TransportID: 2}}},
		{"empty banner", "127.0.0.1:6555         device transport_id:1\n",
			[]Entry{{Serial: "127.0.0.1:6555", State: "device", TransportID: 1}}},
		{"a state of many words", "abc                    no permissions (missing udev rules? user is in the plugdev group); see [http://developer.android.com/tools/device.html] usb:3-1.2 transport_id:9\n",
			[]Entry{{Serial: "abc", State: "no permissions (missing udev rules? user is in the plugdev group); see [http://developer.android.com/tools/device.html]", Path: "usb:3-1.2", TransportID: 9}}},
		{"no serial number", "(no serial number)     no permissions; see [http://x] usb:1-2 transport_id:4\n",
			[]Entry{{State: "no permissions; see [http://x]", Path: "usb:1-2", TransportID: 4}}},
		{"a product with spaces", "abc                    device usb:1-1 product:My Phone 5 model:My_Phone device:d e transport_id:1\n",
			[]Entry{{"abc", "device", "usb:1-1", "My Phone 5", "My_Phone", "d e", 1}}},
		{"a serial longer than its column", "adb-0123456789abcdef-AbCdEf._adb-tls-connect._tcp device product:p model:m device:d transport_id:12\n",
			[]Entry{{"adb-0123456789abcdef-AbCdEf._adb-tls-connect._tcp", "device", "", "p", "m", "d", 12}}},
		{"IPv6", "[fe80::1]:5555         offline transport_id:5\n",
			[]Entry{{Serial: "[fe80::1]:5555", State: "offline", TransportID: 5}}},
		{"no transport id, tab", "abc\tdevice\n", []Entry{{Serial: "abc", State: "device"}}},
		{"two with one serial, CR LF", "a device transport_id:1\r\na recovery transport_id:2\r\n",
			[]Entry{{Serial: "a", State: "device", TransportID: 1}, {Serial: "a", State: "recovery", TransportID: 2}}},
		{"nonsense around a phone", "\n \nabc\n device\nx device transport_id:-1\nok device transport_id:1", []Entry{{Serial: "ok", State: "device", TransportID: 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := parseEntries(c.text); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func FuzzParseEntries(f *testing.F) {
	f.Add(readyList)
	f.Add("127.0.0.1:8557         unauthorized transport_id:16\n")
	f.Add("(no serial number)     no permissions; see [http://x] usb:1-2 transport_id:4\n")
	f.Add("a product: transport_id:18446744073709551616\n transport_id:1")
	f.Fuzz(func(t *testing.T, text string) {
		list := parseEntries(text)
		if len(list) > strings.Count(text, "\n")+1 {
			t.Fatalf("%d entries from %q", len(list), text)
		}
		for _, e := range list {
			if e.State == "" || strings.ContainsAny(e.Serial, " \t\n") || strings.Contains(e.State, "\n") {
				t.Fatalf("entry %+v from %q", e, text)
			}
			if e.Serial == "" && !strings.Contains(text, noSerial) {
				t.Fatalf("no serial in %+v from %q", e, text)
			}
		}
	})
}
