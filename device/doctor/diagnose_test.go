package doctor

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"keepsake/device"
)

// healthy is a computer on which nothing is wrong, without a phone.
func healthy() Facts {
	return Facts{
		System:  "linux",
		Program: Program{Path: "/usr/bin/adb", Release: "34.0.5", Protocol: 41},
		Server:  Server{Addr: "127.0.0.1:5037", Version: 41},
		Disk:    Disk{Dir: "/library", Free: 100e9, Total: 500e9}, USBKnown: true,
	}
}

func redmi() device.Info {
	return device.Info{ID: "aa", Serial: "0a1b2c", State: device.Ready, Name: "Redmi Note 13", Maker: "Xiaomi", Battery: device.Battery{Level: 60}}
}

func redmiUSB(interfaces ...Interface) USBPhone {
	return USBPhone{Vendor: xiaomi, Product: 0xff48, Name: "Xiaomi Redmi Note 13", Serial: "0a1b2c", Interfaces: interfaces}
}

var mtp = Interface{imaging, 1, 1}

func ids(list []Finding) []ID {
	var all []ID
	for _, f := range list {
		all = append(all, f.ID)
	}
	return all
}

func TestDiagnose(t *testing.T) {
	phone := func(change func(*device.Info)) func(*Facts) {
		return func(f *Facts) {
			p := redmi()
			change(&p)
			f.Phones = []device.Info{p}
		}
	}
	state := func(s device.State) func(*Facts) { return phone(func(p *device.Info) { p.State = s }) }
	usb := func(u USBPhone) func(*Facts) { return func(f *Facts) { f.USB = []USBPhone{u} } }
	both := func(one, two func(*Facts)) func(*Facts) { return func(f *Facts) { one(f); two(f) } }

	for _, c := range []struct {
		name   string
		change func(*Facts)
		want   []ID // after ProgramFound, ServerAnswers, EnoughSpace
		what   string
		action Action
	}{
		{"ready", state(device.Ready), []ID{Ready}, "Redmi Note 13 is connected.", None},
		{"unauthorized", state(device.Unauthorized), []ID{Unauthorized}, "Redmi Note 13 has not allowed this computer yet.", None},
		{"authorizing", state(device.Authorizing), []ID{Authorizing}, "", None},
		{"connecting", state(device.Connecting), []ID{Connecting}, "", None},
		{"offline", state(device.Offline), []ID{Offline}, "", Reconnect},
		{"no permission", state(device.NoPermission), []ID{NoPermission}, "", InstallARule},
		{"no permission, where there are no rules", both(state(device.NoPermission), func(f *Facts) { f.System = "darwin" }), []ID{NoPermission}, "", None},
		{"recovery", state(device.Recovery), []ID{Recovery}, "", StartPhone},
		{"sideload", state(device.Sideload), []ID{Sideload}, "", None},
		{"bootloader", state(device.Bootloader), []ID{Bootloader}, "", None},
		{"unknown", state(device.Unknown), []ID{UnknownState}, "", None},
		{"of a later version", state("hibernating"), []ID{UnknownState}, "", None},
		{"absent", state(device.Absent), []ID{NothingListed}, "", None},
		{"locked", phone(func(p *device.Info) { p.Locked, p.Maker, p.Battery.Level = true, "nobody", 1 }), []ID{Locked}, "", None},
		{"not a Xiaomi", phone(func(p *device.Info) { p.Maker, p.Name = "Fairphone", "FP5" }), []ID{Ready, NotXiaomi}, "", None},
		{"maker not known", phone(func(p *device.Info) { p.Maker = "" }), []ID{Ready}, "", None},
		{"little battery", phone(func(p *device.Info) { p.Battery.Level = 14 }), []ID{Ready, LowBattery}, "", None},
		{"enough battery", phone(func(p *device.Info) { p.Battery.Level = 15 }), []ID{Ready}, "", None},
		{"little battery, charging", phone(func(p *device.Info) { p.Battery = device.Battery{Level: 3, Charging: true} }), []ID{Ready}, "", None},
		{"battery not known", phone(func(p *device.Info) { p.Battery.Level = -1 }), []ID{Ready}, "", None},

		{"switches off, nobody needs them", phone(func(p *device.Info) { p.Adb = device.Adb{Input: device.SwitchOff, Install: device.SwitchOff} }), []ID{Ready}, "", None},
		{"switches off, both needed", both(phone(func(p *device.Info) { p.Adb = device.Adb{Input: device.SwitchOff, Install: device.SwitchOff} }),
			func(f *Facts) { f.Features = Features{Writes: true, Installs: true} }), []ID{Ready, SecurityOff, InstallOff}, "", None},
		{"switches on or unknown", both(phone(func(p *device.Info) { p.Adb.Input = device.SwitchOn }),
			func(f *Facts) { f.Features = Features{Writes: true, Installs: true} }), []ID{Ready}, "", None},

		{"nothing at all", func(*Facts) {}, []ID{NothingListed}, "No phone is connected.", None},
		{"USB cannot be looked at", func(f *Facts) { f.USBKnown = false }, []ID{NothingListed}, "", None},
		{"charging only", usb(redmiUSB(mtp)), []ID{ChargeOnly}, "Xiaomi Redmi Note 13 is plugged in, but only charges: USB debugging is off.", None},
		{"charging only, without a name", usb(USBPhone{Vendor: xiaomi}), []ID{ChargeOnly}, "The phone is plugged in, but only charges: USB debugging is off.", None},
		{"on a computer that does not tell interfaces", usb(USBPhone{Vendor: xiaomi, Blind: true}), []ID{ChargeOnly}, "", None},
		{"fastboot", usb(redmiUSB(fastbootInterface)), []ID{Bootloader}, "", None},
		{"may not be opened", usb(USBPhone{Vendor: xiaomi, Interfaces: []Interface{mtp, adbInterface}, Access: Denied}), []ID{NoPermission}, "", InstallARule},
		{"may be opened and is not listed", usb(USBPhone{Vendor: xiaomi, Interfaces: []Interface{adbInterface}, Access: Allowed}), []ID{Offline}, "", RestartServer},
		{"on Windows without a driver", usb(USBPhone{Vendor: xiaomi, Interfaces: []Interface{adbInterface}, NoDriver: true}), []ID{Driver}, "", OpenDrivers},
		{"on Windows with one", both(usb(redmiUSB(adbInterface)), func(f *Facts) { f.System = "windows" }), []ID{Offline}, "", RestartServer},
		{"listed and on USB", both(state(device.Ready), usb(redmiUSB(mtp, adbInterface))), []ID{Ready}, "", None},
		{"listed, its serial unread on USB", both(state(device.Ready), usb(USBPhone{Vendor: xiaomi, Interfaces: []Interface{adbInterface}})), []ID{Ready}, "", None},
		{"one listed, another charging", both(state(device.Ready), func(f *Facts) {
			f.USB = []USBPhone{redmiUSB(adbInterface), {Vendor: 0x2a70, Serial: "77", Name: "OnePlus 9"}}
		}), []ID{Ready, ChargeOnly}, "", None},
		{"over Wi-Fi and charging here", both(phone(func(p *device.Info) { p.Serial, p.ID = "192.0.2.7:5555", device.SerialID("0a1b2c") }), usb(redmiUSB(mtp))), []ID{Ready}, "", None},
		{"over Wi-Fi, and another charging", both(phone(func(p *device.Info) { p.Serial = "adb-ffff-k9Zq4t._adb-tls-connect._tcp" }), usb(redmiUSB(mtp))), []ID{Ready, ChargeOnly}, "", None},

		{"two phones", func(f *Facts) {
			other := redmi()
			other.ID, other.Serial, other.Name = "bb", "9f", "POCO F5"
			f.Phones = []device.Info{redmi(), other}
		}, []ID{Several, Ready, Ready}, "2 phones are connected: Redmi Note 13, POCO F5.", None},
		{"two phones, one serial, two cables", func(f *Facts) {
			other := redmi()
			other.ID = "aa-1234"
			f.Phones, f.USB = []device.Info{redmi(), other}, []USBPhone{redmiUSB(adbInterface), redmiUSB(adbInterface)}
		}, []ID{Several, SameSerial, Ready, Ready}, "", None},
		{"two cables, one phone listed", func(f *Facts) {
			unread := USBPhone{Vendor: xiaomi, Interfaces: []Interface{adbInterface}, Access: Denied}
			f.Phones, f.USB = []device.Info{redmi()}, []USBPhone{unread, redmiUSB(adbInterface)}
		}, []ID{Ready, NoPermission}, "", None},
		{"two phones, one serial", func(f *Facts) {
			other := redmi()
			other.ID, other.Name = "aa-1234", "POCO F5"
			f.Phones = []device.Info{redmi(), other}
		}, []ID{Several, SameSerial, Ready, Ready}, "", None},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := healthy()
			c.change(&f)
			got := Diagnose(f)
			if want := append([]ID{ProgramFound, ServerAnswers, EnoughSpace}, c.want...); !slices.Equal(ids(got), want) {
				t.Fatalf("%v, want %v", ids(got), want)
			}
			first := got[3]
			if c.what != "" && first.What.String() != c.what {
				t.Errorf("%q, want %q", first.What, c.what)
			}
			if first.Action != c.action {
				t.Errorf("action %q, want %q", first.Action, c.action)
			}
		})
	}
}

func TestDiagnoseComputer(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Facts)
		want   []ID
		level  Level // of the first
	}{
		{"well", func(*Facts) {}, []ID{ProgramFound, ServerAnswers, EnoughSpace, NothingListed}, OK},
		{"no program, and a server", func(f *Facts) { f.Program = Program{} }, []ID{ServerAnswers, EnoughSpace, NothingListed}, OK},
		{"no program", func(f *Facts) { f.Program, f.Server.Version = Program{}, 0 }, []ID{NoProgram, EnoughSpace}, Stop},
		{"a server that does not answer", func(f *Facts) { f.Program, f.Server.Version, f.Elsewhere = Program{}, 0, true }, []ID{ServerSilent, EnoughSpace}, Stop},
		{"something else", func(f *Facts) { f.Program, f.Server = Program{}, Server{Addr: "a:1", Other: true, Said: "SSH"} }, []ID{ServerOther, EnoughSpace}, Stop},
		{"a much older server", func(f *Facts) { f.Program, f.Server.Version = Program{}, 32 }, []ID{ServerOld, EnoughSpace, NothingListed}, Attention},
		{"a newer server", func(f *Facts) { f.Program, f.Server.Version = Program{}, 42 }, []ID{ServerOld, EnoughSpace, NothingListed}, Note},
		{"an older program", func(f *Facts) { f.Program.Protocol = 40 }, []ID{ProgramFound, ServerOld, EnoughSpace, NothingListed}, OK},
		{"disk not known", func(f *Facts) { f.Disk.Total = 0 }, []ID{ProgramFound, ServerAnswers, NothingListed}, OK},
		{"little space", func(f *Facts) { f.Program, f.Elsewhere, f.Server.Version, f.Disk.Free = Program{}, true, 41, 1e9 }, []ID{ServerAnswers, LittleSpace, NothingListed}, OK},
		{"less than needed", func(f *Facts) { f.Disk.Need = 101e9 }, []ID{ProgramFound, ServerAnswers, LittleSpace, NothingListed}, OK},
	} {
		f := healthy()
		c.change(&f)
		got := Diagnose(f)
		if !slices.Equal(ids(got), c.want) || got[0].Level != c.level {
			t.Errorf("%s: %v (%v first), want %v", c.name, ids(got), got[0].Level, c.want)
		}
	}
	for free, want := range map[int64]Level{0: Stop, noSpace - 1: Stop, noSpace: Attention, littleSpace - 1: Attention, littleSpace: OK} {
		if got := (Disk{Free: free, Total: 500e9}).finding(); got.Level != want {
			t.Errorf("%d bytes free: %v, want %v", free, got.Level, want)
		}
	}
}

// constants are the values of a type's constants in a file.
func constants(t *testing.T, file, typeName string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, d := range parsed.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			if name, ok := v.Type.(*ast.Ident); !ok || name.Name != typeName {
				continue
			}
			for _, e := range v.Values {
				value, err := strconv.Unquote(e.(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				values = append(values, value)
			}
		}
	}
	if len(values) == 0 {
		t.Fatalf("no constants of %s in %s", typeName, file)
	}
	return values
}

// Every state, and any that a later adb may invent, gives exactly one finding
// for its phone, with that phone's name in place.
func TestEveryStateHasOneFinding(t *testing.T) {
	seen := map[ID]bool{}
	for _, s := range append(constants(t, "../state.go", "State"), "", "later") {
		for _, serial := range []string{"0a1b2c", "192.0.2.7:5555"} {
			f := healthy()
			p := redmi()
			p.State, p.Serial = device.State(s), serial
			f.Phones = []device.Info{p}
			var mine []Finding
			for _, one := range Diagnose(f) {
				if one.Phone == p.ID {
					mine = append(mine, one)
				}
			}
			if len(mine) != 1 {
				t.Fatalf("state %q: %d findings", s, len(mine))
			}
			if mine[0].Level != OK && mine[0].Next.String() == "" {
				t.Errorf("state %q has no next step", s)
			}
			seen[mine[0].ID] = true
		}
	}
	if len(seen) < 11 {
		t.Errorf("only %d different findings: %v", len(seen), seen)
	}
}

func TestAllIsComplete(t *testing.T) {
	all := All()
	want := constants(t, "table.go", "ID")
	got := make([]string, len(all))
	for i, f := range all {
		got[i] = string(f.ID)
	}
	slices.Sort(want)
	if sorted := slices.Sorted(slices.Values(got)); !slices.Equal(sorted, want) {
		t.Errorf("%v\nwant %v", sorted, want)
	}
	if have := constants(t, "finding.go", "Picture"); len(have) != len(Pictures()) {
		t.Errorf("%d pictures, %d listed", len(have), len(Pictures()))
	}
	if have := constants(t, "finding.go", "Action"); len(have) != len(Actions())+1 {
		t.Errorf("%d actions, %d listed", len(have), len(Actions()))
	}
	for _, f := range all {
		for _, s := range []string{f.What.String(), f.Next.String()} {
			if strings.Contains(s, "{{") || strings.Contains(s, "<nil>") {
				t.Errorf("%s: not filled: %q", f.ID, s)
			}
			if s != "" && !strings.HasSuffix(s, ".") {
				t.Errorf("%s: no full stop: %q", f.ID, s)
			}
		}
		if f.What.Text == "" || f.Next.Text == "" && f.Level >= Waiting {
			t.Errorf("%s: says %q, then %q", f.ID, f.What, f.Next)
		}
		if !slices.Contains(Pictures(), f.Picture) {
			t.Errorf("%s: picture %q", f.ID, f.Picture)
		}
		if f.Action != None && !slices.Contains(Actions(), f.Action) {
			t.Errorf("%s: action %q", f.ID, f.Action)
		}
	}
	used := map[Action]bool{}
	for _, f := range all {
		used[f.Action] = true
	}
	used[FindAdb] = true // beside DownloadAdb
	for _, a := range Actions() {
		if !used[a] {
			t.Errorf("action %q helps with nothing", a)
		}
	}
}

func TestTitles(t *testing.T) {
	p := redmi()
	nameless := p
	nameless.Name = p.Serial
	wifi := p
	wifi.Serial, wifi.Name = "192.0.2.7:5555", "192.0.2.7:5555"
	other := p
	other.Serial = "zz"
	for _, c := range []struct {
		what string
		p    device.Info
		f    Facts
		want string
	}{
		{"its own name", p, Facts{}, "Redmi Note 13"},
		{"the owner's", p, Facts{Names: map[string]string{"aa": "Mum's phone"}}, "Mum's phone"},
		{"what USB says", nameless, Facts{USB: []USBPhone{redmiUSB()}}, "Xiaomi Redmi Note 13"},
		{"nothing", nameless, Facts{}, ThePhone},
		{"its serial beside another", nameless, Facts{Phones: []device.Info{nameless, other}}, "0a1b2c"},
		{"its address", wifi, Facts{}, "192.0.2.7:5555"},
		{"no serial at all", device.Info{}, Facts{USB: []USBPhone{{Name: "Other"}}}, ThePhone},
	} {
		if got := c.f.title(c.p); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	f := healthy()
	wifi.State = device.Offline
	f.Phones = []device.Info{wifi}
	if one := Diagnose(f)[3]; one.Picture != PictureWiFi || strings.Contains(one.Next.String(), "cable") {
		t.Errorf("over Wi-Fi: %+v", one)
	}
}

// The rule that is offered is the one for the phone at hand.
func TestOfferedRule(t *testing.T) {
	samsung := USBPhone{Vendor: 0x04e8, Serial: "77", Interfaces: []Interface{adbInterface}, Access: Denied}
	denied := redmi()
	denied.State = device.NoPermission
	for _, c := range []struct {
		what   string
		phones []device.Info
		usb    []USBPhone
		want   bool // Samsung's number is in it
	}{
		{"a Xiaomi is listed", []device.Info{denied}, []USBPhone{redmiUSB(adbInterface)}, false},
		{"a Xiaomi is listed beside a Samsung", []device.Info{denied}, []USBPhone{samsung, redmiUSB(adbInterface)}, false},
		{"nothing is known of USB", []device.Info{denied}, nil, false},
		{"a phone without a serial is listed, a Samsung is there", []device.Info{{ID: "x", State: device.NoPermission}}, []USBPhone{samsung}, true},
		{"a Samsung is not listed", nil, []USBPhone{samsung}, true},
	} {
		f := healthy()
		f.Phones, f.USB = c.phones, c.usb
		for _, one := range Diagnose(f) {
			if text := strings.Join(one.Detail, "\n"); one.ID == NoPermission {
				if !strings.Contains(text, `"2717"`) || strings.Contains(text, `"04e8"`) != c.want {
					t.Errorf("%s:\n%s", c.what, text)
				}
				break
			}
		}
	}
}

func TestNext(t *testing.T) {
	if _, ok := Next([]Finding{{Level: OK}, {Level: Note}}); ok {
		t.Error("there is nothing to do, and a next step")
	}
	list := []Finding{{ID: "a", Level: Waiting}, {ID: "b", Level: Attention}, {ID: "c", Level: Attention}}
	if f, ok := Next(list); !ok || f.ID != "b" {
		t.Errorf("%v %v", f.ID, ok)
	}
	if f, _ := Next(append(list, Finding{ID: "d", Level: Stop})); f.ID != "d" {
		t.Errorf("%v before what stops everything", f.ID)
	}
	if HasReady(list) || !HasReady([]Finding{{ID: Ready}}) {
		t.Error("HasReady")
	}
}

func TestWords(t *testing.T) {
	for l, want := range map[Level]string{OK: `"ok"`, Stop: `"stop"`, Level(9): `"Level(9)"`, Level(-1): `"Level(-1)"`} {
		if got, err := json.Marshal(l); err != nil || string(got) != want {
			t.Errorf("%s, %v; want %s", got, err, want)
		}
	}
	for b, want := range map[Bytes]string{0: "0 KB", 999_999: "1000 KB", 3_400_000: "3 MB", 1_250_000_000: "1.2 GB"} {
		if got := b.String(); got != want {
			t.Errorf("%d: %q, want %q", b, got, want)
		}
	}
	s := Sentence{"{{.Phone}} has {{.N}}, {{.Free}} and {{.None}}", []any{"Phone", "{{.N}}", "N", 2, "Free", Bytes(2e9), "odd"}}
	if got := s.String(); got != "{{.N}} has 2, 2.0 GB and {{.None}}" {
		t.Errorf("%q", got)
	}
}
