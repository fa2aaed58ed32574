package doctor

import (
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
)

// sysfs makes a tree like /sys/bus/usb/devices of "path: content" lines.
func sysfs(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, content := range files {
		m[name] = &fstest.MapFile{Data: []byte(content + "\n"), Mode: 0o444}
	}
	return m
}

// aComputer has a hub, a keyboard, a Wi-Fi stick, a Xiaomi with debugging on, a OnePlus that
// charges, a Samsung printer, and a Samsung phone.
func aComputer() fstest.MapFS {
	return sysfs(map[string]string{
		"usb1/idVendor": "1d6b", "usb1/idProduct": "0002", "usb1/busnum": "1", "usb1/devnum": "1",
		"1-0:1.0/bInterfaceClass": "09", "1-0:1.0/bInterfaceSubClass": "00", "1-0:1.0/bInterfaceProtocol": "00",

		"1-1/idVendor": "2717", "1-1/idProduct": "3801", "1-1/product": "Xiaomi Keyboard",
		"1-1:1.0/bInterfaceClass": "03", "1-1:1.0/bInterfaceSubClass": "01", "1-1:1.0/bInterfaceProtocol": "01",

		"1-2/idVendor": "2717", "1-2/idProduct": "4106", "1-2/product": "Mi Wi-Fi",
		"1-2:1.0/bInterfaceClass": "ff", "1-2:1.0/bInterfaceSubClass": "ff", "1-2:1.0/bInterfaceProtocol": "ff",

		"1-4/idVendor": "2717", "1-4/idProduct": "ff48", "1-4/manufacturer": "Xiaomi", "1-4/product": "Redmi Note 13",
		"1-4/serial": "0a1b2c", "1-4/busnum": "1", "1-4/devnum": "7",
		"1-4:1.0/bInterfaceClass": "06", "1-4:1.0/bInterfaceSubClass": "01", "1-4:1.0/bInterfaceProtocol": "01",
		"1-4:1.1/bInterfaceClass": "ff", "1-4:1.1/bInterfaceSubClass": "42", "1-4:1.1/bInterfaceProtocol": "01",

		"2-1.3/idVendor": "2a70", "2-1.3/idProduct": "f003", "2-1.3/manufacturer": "OnePlus", "2-1.3/product": "OnePlus 9",
		"2-1.3/busnum": "2", "2-1.3/devnum": "12",

		"2-2/idVendor": "04e8", "2-2/idProduct": "3321", "2-2/product": "ML-1610",
		"2-2:1.0/bInterfaceClass": "07", "2-2:1.0/bInterfaceSubClass": "01", "2-2:1.0/bInterfaceProtocol": "02",

		"2-3/idVendor": "04e8", "2-3/idProduct": "6860", "2-3/manufacturer": "SAMSUNG", "2-3/product": "SAMSUNG_Android",
		"2-3:1.0/bInterfaceClass": "06", "2-3:1.0/bInterfaceSubClass": "01", "2-3:1.0/bInterfaceProtocol": "01",
	})
}

func TestReadSysfs(t *testing.T) {
	var asked []string
	phones, err := readSysfs(aComputer(), func(node string) Access {
		asked = append(asked, node)
		return Denied
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []USBPhone{
		{Vendor: 0x2717, Product: 0xff48, Name: "Xiaomi Redmi Note 13", Serial: "0a1b2c", Interfaces: []Interface{mtp, adbInterface}, Access: Denied},
		{Vendor: 0x2a70, Product: 0xf003, Name: "OnePlus 9", Access: Denied},
		{Vendor: 0x04e8, Product: 0x6860, Name: "SAMSUNG_Android", Interfaces: []Interface{mtp}},
	}
	if !reflect.DeepEqual(phones, want) {
		t.Errorf("%+v\nwant %+v", phones, want)
	}
	if fmt.Sprint(asked) != "[/dev/bus/usb/001/007 /dev/bus/usb/002/012]" {
		t.Errorf("asked for %v", asked)
	}
}

func TestReadSysfsHostile(t *testing.T) {
	files := map[string]string{
		"1-1/idVendor": "2717", "1-1/idProduct": "ff48", "1-1/busnum": "../../etc", "1-1/devnum": "-1",
		"1-1/product": "\x1b]0;pwned\x07\u202eenohp" + strings.Repeat("x", 5000), "1-1/manufacturer": "\xff\xfe", "1-1/serial": strings.Repeat("9", 9000),
		"1-2/idVendor": "12345", "1-2/idProduct": "ff48", // no 16 bits
		"1-3/idVendor": "zzzz", "1-3/idProduct": "",
		"1-4/idVendor": "2717", // no product
		":/idVendor":   "2717", "1-5:/bInterfaceClass": "ff",
		"1-6/idVendor": "2717", "1-6/idProduct": "1", "1-6:1.0/bInterfaceClass": "fff", "1-6:1.0/bInterfaceSubClass": "42", "1-6:1.0/bInterfaceProtocol": "01",
	}
	for i := range 200 { // more interfaces than anything has
		for _, name := range []string{"Class", "SubClass", "Protocol"} {
			files[fmt.Sprintf("1-1:1.%d/bInterface%s", i, name)] = "ff"
		}
	}
	for i := range 300 {
		files[fmt.Sprintf("9-%d/idVendor", i)], files[fmt.Sprintf("9-%d/idProduct", i)] = "2717", "ff48"
	}
	phones, err := readSysfs(sysfs(files), func(node string) Access {
		if !strings.HasPrefix(node, "/dev/bus/usb/") || strings.Contains(node, "..") {
			t.Errorf("asked for %q", node)
		}
		return Allowed
	})
	if err != nil || len(phones) != maxUSBPhones {
		t.Fatalf("%d phones, %v", len(phones), err)
	}
	for _, p := range phones {
		checkUSBPhone(t, p)
	}
	if phones[0].Access != AccessUnknown {
		t.Errorf("opened a node of no number: %+v", phones[0])
	}
	many := map[string]string{"z/idVendor": "2717", "z/idProduct": "ff48"} // the last one by name
	for i := range maxUSBEntries {
		many[fmt.Sprintf("%d/idVendor", i)] = "1d6b"
	}
	if phones, err := readSysfs(sysfs(many), nil); err != nil || len(phones) != 0 {
		t.Errorf("among too many devices: %v, %v", phones, err)
	}
	if _, err := readSysfs(brokenFS{}, nil); err == nil {
		t.Error("no USB at all is no error")
	}
}

type brokenFS struct{}

func (brokenFS) Open(string) (fs.File, error) { return nil, fs.ErrNotExist }

// checkUSBPhone holds for whatever a device says of itself.
func checkUSBPhone(t *testing.T, p USBPhone) {
	t.Helper()
	if len(p.Interfaces) > maxUSBInterfaces {
		t.Errorf("%d interfaces", len(p.Interfaces))
	}
	for _, s := range []string{p.Name, p.Serial} {
		if len([]rune(s)) > 130 || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%q is not fit to be shown", s)
		}
	}
	if p.title() == "" {
		t.Error("no title")
	}
}

func FuzzReadSysfs(f *testing.F) {
	f.Add("1-4", "2717", "ff48", "Redmi", "0a1b", "ff", "1")
	f.Add("1-4:1.0", "18d1", "\n", "\x00", "\u202e", "06", "999999")
	f.Fuzz(func(t *testing.T, name, vendor, product, word, serial, class, number string) {
		if !fs.ValidPath(name) || strings.Contains(name, "/") || name == "." {
			return
		}
		phones, err := readSysfs(sysfs(map[string]string{
			name + "/idVendor": vendor, name + "/idProduct": product, name + "/product": word, name + "/manufacturer": serial,
			name + "/serial": serial, name + "/busnum": number, name + "/devnum": number,
			name + ":1.0/bInterfaceClass": class, name + ":1.0/bInterfaceSubClass": "42", name + ":1.0/bInterfaceProtocol": "01",
		}), func(node string) Access {
			if len(node) != len("/dev/bus/usb/001/007") && len(node) > len("/dev/bus/usb/1023/1023") {
				t.Errorf("asked for %q", node)
			}
			return Allowed
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range phones {
			checkUSBPhone(t, p)
		}
	})
}

const profilerSample = `{ "SPUSBDataType" : [
  { "_name" : "USB31Bus", "host_controller" : "AppleT8103USBXHCI", "_items" : [
    { "_name" : "USB2.1 Hub", "manufacturer" : "Generic", "product_id" : "0x0610", "vendor_id" : "0x05e3  (Genesys Logic, Inc.)", "_items" : [
      { "_name" : "Redmi Note 13", "bcd_device" : "5.15", "bus_power" : "500", "manufacturer" : "Xiaomi",
        "product_id" : "0xff48", "serial_num" : "0a1b2c", "vendor_id" : "0x2717  (Xiaomi Communications Co., Ltd.)" } ] },
    { "_name" : "Keyboard", "manufacturer" : "Apple Inc.", "product_id" : "0x024f", "vendor_id" : "apple_vendor_id" } ] } ] }`

func TestParseProfiler(t *testing.T) {
	phones, err := parseProfiler([]byte(profilerSample))
	want := []USBPhone{{Vendor: 0x2717, Product: 0xff48, Name: "Xiaomi Redmi Note 13", Serial: "0a1b2c", Blind: true}}
	if err != nil || !reflect.DeepEqual(phones, want) {
		t.Errorf("%+v, %v", phones, err)
	}
	// macOS 26
	host := `{"SPUSBHostDataType": [{"_name": "USB 3.1 Bus", "Driver": "AppleT8112USBXHCI", "USBKeyLocationID": "0x00000000", "_items": [
		{"_name": "Redmi Note 13", "USBDeviceKeyVendorName": "Xiaomi", "USBDeviceKeyVendorID": "0x2717", "USBDeviceKeyProductID": "0xff48", "USBDeviceKeySerialNumber": "0a1b2c"},
		{"_name": "OnePlus 9", "USBDeviceKeyVendorID": "0x2a70", "USBDeviceKeyProductID": "0xf003", "USBDeviceKeySerialNumber": "Not Provided"},
		{"_name": "USB Receiver", "USBDeviceKeyVendorName": "Logitech", "USBDeviceKeyVendorID": "0x046d", "USBDeviceKeyProductID": "0xc548"}]}]}`
	want = append(want, USBPhone{Vendor: 0x2a70, Product: 0xf003, Name: "OnePlus 9", Blind: true})
	if phones, err := parseProfiler([]byte(host)); err != nil || !reflect.DeepEqual(phones, want) {
		t.Errorf("%+v, %v", phones, err)
	}
	for _, out := range []string{"", "{", "[]", `{"SPUSBDataType": 3}`} {
		if _, err := parseProfiler([]byte(out)); err == nil {
			t.Errorf("%q is a list", out)
		}
	}
	deep := strings.Repeat(`{"_items":[`, 20000) + strings.Repeat(`]}`, 20000)
	if _, err := parseProfiler([]byte(`{"SPUSBDataType":[` + deep + `]}`)); err == nil {
		t.Error("hubs 20,000 deep are no error")
	}
}

func FuzzParseProfiler(f *testing.F) {
	f.Add([]byte(profilerSample))
	f.Add([]byte(`{"SPUSBHostDataType":[{"USBDeviceKeyVendorID":"0x2717","USBDeviceKeyProductID":"0xff48"}]}`))
	f.Add([]byte(`{"SPUSBDataType":[{"vendor_id":"0x18d1","product_id":"0x4ee7","_name":"\u202e\u0000"}]}`))
	f.Fuzz(func(t *testing.T, out []byte) {
		phones, _ := parseProfiler(out)
		for _, p := range phones {
			checkUSBPhone(t, p)
		}
	})
}

func TestParsePlugged(t *testing.T) {
	nodes := []plugged{
		{Instance: `USB\ROOT_HUB30\4&1a2b&0&0`, Service: "USBHUB3"},
		{Instance: `USB\VID_046D&PID_C31C\6&11&0&2`, Compatible: []string{`USB\Class_03&SubClass_01&Prot_01`}, Service: "HidUsb", Name: "USB Input Device"},
		{Instance: `USB\VID_2717&PID_FF48\0a1b2c`, Compatible: []string{`USB\DevClass_00&SubClass_00&Prot_00`, `USB\COMPOSITE`}, Service: "usbccgp", Name: "Redmi Note 13"},
		{Instance: `USB\VID_2717&PID_FF48&MI_00\7&1f&0&0000`, Compatible: []string{`USB\MS_COMP_MTP`, `USB\Class_06&SubClass_01&Prot_01`, `USB\Class_06`}, Service: "WUDFWpdMtp", Name: "MTP"},
		{Instance: `USB\VID_2717&PID_FF48&MI_01\7&1f&0&0001`, Compatible: []string{`USB\Class_ff&SubClass_42&Prot_01`, `USB\Class_ff&SubClass_42`, `USB\Class_ff`}},
		{Instance: `USB\VID_2A70&PID_F003\5&2b&0&1`, Compatible: []string{`USB\Class_06&SubClass_01&Prot_01`}, Service: "WUDFWpdMtp", Name: "OnePlus 9"},
		{Instance: `nonsense`}, {Instance: `USB\VID_27170&PID_FF48\x`}, {Instance: `HID\VID_2717&PID_FF48\x`},
	}
	want := []USBPhone{
		{Vendor: 0x2717, Product: 0xff48, Name: "Redmi Note 13", Serial: "0a1b2c", Interfaces: []Interface{mtp, adbInterface}, NoDriver: true},
		{Vendor: 0x2a70, Product: 0xf003, Name: "OnePlus 9", Interfaces: []Interface{mtp}},
	}
	if got := parsePlugged(nodes); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	for service, none := range map[string]bool{"WinUSB": false, "winusb": false, "androidusb": false, "usbscan": true} {
		nodes[4].Service = service
		if got := parsePlugged(nodes); got[0].NoDriver != none {
			t.Errorf("with the driver %q, none: %v", service, got[0].NoDriver)
		}
	}
}

func TestParsePluggedHostile(t *testing.T) {
	one := plugged{Instance: `USB\VID_2717&PID_FF48\x`}
	for i := range 200 {
		one.Compatible = append(one.Compatible, fmt.Sprintf(`USB\Class_ff&SubClass_%02x&Prot_01`, i))
	}
	nodes := []plugged{one}
	for i := range 2 * maxUSBEntries {
		nodes = append(nodes, plugged{Instance: fmt.Sprintf(`USB\VID_2717&PID_FF%02X\%d`, i%256, i)})
	}
	phones := parsePlugged(nodes)
	if len(phones) != maxUSBPhones {
		t.Errorf("%d phones", len(phones))
	}
	for _, p := range phones {
		checkUSBPhone(t, p)
	}
	if got := len(parsePlugged(nodes[:1])[0].Interfaces); got != maxUSBInterfaces {
		t.Errorf("%d interfaces", got)
	}
}

func FuzzParsePlugged(f *testing.F) {
	f.Add(`USB\VID_2717&PID_FF48\0a1b2c`, `USB\Class_ff&SubClass_42&Prot_01`, "", "Redmi")
	f.Add(`USB\VID_&PID_\`, `USB\Class_&SubClass_&Prot_`, "x", "\x00")
	f.Fuzz(func(t *testing.T, instance, compatible, service, name string) {
		for _, p := range parsePlugged([]plugged{{instance, []string{compatible}, service, name}, {Instance: instance}}) {
			checkUSBPhone(t, p)
		}
	})
}

func TestIntroduce(t *testing.T) {
	for _, c := range [][3]string{
		{"Xiaomi", "Redmi Note 13", "Xiaomi Redmi Note 13"}, {"OnePlus", "ONEPLUS 9", "ONEPLUS 9"},
		{"", "Pixel", "Pixel"}, {"Google", "", "Google"}, {"", "", ""},
	} {
		if got := introduce(c[0], c[1]); got != c[2] {
			t.Errorf("%q of %q is %q, want %q", c[1], c[0], got, c[2])
		}
	}
}
