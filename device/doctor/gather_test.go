package doctor

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
)

// demoServer is an adb server with one phone that has these faults.
func demoServer(t *testing.T, faults string) *adb.Server {
	t.Helper()
	o := demo.Options{Items: 20, Small: true}
	var err error
	if o.Faults, err = demo.ParseFaults(faults); err != nil {
		t.Fatal(err)
	}
	addr, stop, err := demo.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return adb.NewServer(adb.Options{Addr: addr, NoStart: true, Program: fakeAdb(t)})
}

// fakeAdb is a program that says it is adb.
func fakeAdb(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		return ""
	}
	path := filepath.Join(t.TempDir(), "adb")
	if err := os.WriteFile(path, []byte(adbScript), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func usbOf(phones ...USBPhone) func(context.Context) ([]USBPhone, error) {
	return func(context.Context) ([]USBPhone, error) { return phones, nil }
}

// What Gather learns of a simulated phone, and what Diagnose makes of it.
func TestGatherAndDiagnose(t *testing.T) {
	for _, c := range []struct {
		name, faults string
		usb          []USBPhone
		want         []ID
	}{
		{"ready", "", nil, []ID{Ready}},
		{"unauthorized", "unauthorized", []USBPhone{{Vendor: xiaomi, Serial: demo.DefaultSerial, Name: "Xiaomi 14", Interfaces: []Interface{adbInterface}}}, []ID{Unauthorized}},
		{"offline", "offline", nil, []ID{Offline}},
		{"locked", "deny=/storage/emulated/0", nil, []ID{Locked}},
		{"beside one that charges", "", []USBPhone{{Vendor: 0x2a70, Name: "OnePlus 9"}}, []ID{Ready, ChargeOnly}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := Gather(t.Context(), Options{Server: demoServer(t, c.faults), usb: usbOf(c.usb...)})
			if f.Server.Version != 41 || !f.USBKnown || f.Elsewhere || len(f.Phones) != 1 {
				t.Fatalf("%+v", f)
			}
			if runtime.GOOS != "windows" && (f.Program.Release != "36.0.0" || f.Program.Protocol != 41 || len(f.Program.Looked) != 1) {
				t.Errorf("program %+v", f.Program)
			}
			got := slices.DeleteFunc(ids(Diagnose(f)), func(id ID) bool { return id == ProgramFound || id == ServerAnswers })
			if !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
			if c.name == "unauthorized" && f.title(f.Phones[0]) != "Xiaomi 14" {
				t.Errorf("a phone that may not be asked is called %q", f.title(f.Phones[0]))
			}
		})
	}
}

func TestGatherUsesWhatIsKnown(t *testing.T) {
	known := []device.Info{redmi()}
	f := Gather(t.Context(), Options{Server: demoServer(t, ""), Simulated: true, Phones: func() []device.Info { return known },
		usb: func(context.Context) ([]USBPhone, error) { t.Error("asked for USB"); return nil, nil }})
	if len(f.Phones) != 1 || f.Phones[0].ID != known[0].ID || !f.Elsewhere || f.Program.Path != "" {
		t.Errorf("%+v", f)
	}
	if got := ids(Diagnose(f)); !slices.Equal(got, []ID{ServerAnswers, Ready}) {
		t.Errorf("%v", got)
	}
}

// listen answers every connection with the same words.
func listen(t *testing.T, words string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = io.ReadFull(c, make([]byte, len("000chost:version")))
			_, _ = io.WriteString(c, words)
			c.Close()
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return l.Addr().String()
}

func TestGatherServers(t *testing.T) {
	free := listen(t, "")
	gone := adb.NewServer(adb.Options{Addr: "127.0.0.1:1", NoStart: true, Program: fakeAdb(t)})
	for _, c := range []struct {
		name   string
		server *adb.Server
		want   ID
	}{
		{"a web server", adb.NewServer(adb.Options{Addr: listen(t, "HTTP/1.1 400 Bad Request\r\n\r\n"), NoStart: true}), ServerOther},
		{"hangs up", adb.NewServer(adb.Options{Addr: free, NoStart: true, Program: fakeAdb(t)}), ServerSilent},
		{"nothing there", gone, ServerSilent},
		{"no program", adb.NewServer(adb.Options{Addr: "127.0.0.1:1", Program: filepath.Join(t.TempDir(), "adb")}), NoProgram},
		{"a program that starts nothing", adb.NewServer(adb.Options{Addr: "127.0.0.1:1", Program: fakeAdb(t)}), ServerSilent},
	} {
		f := Gather(t.Context(), Options{Server: c.server, usb: func(context.Context) ([]USBPhone, error) { return nil, errors.New("no USB") }})
		got := Diagnose(f)
		if i := slices.IndexFunc(got, func(f Finding) bool { return f.Level == Stop }); i < 0 || got[i].ID != c.want || f.USBKnown {
			t.Errorf("%s: %v (%+v)", c.name, ids(got), f.Server)
		} else if c.want != NoProgram && len(got[i].Detail) == 0 {
			t.Errorf("%s: not said why", c.name)
		}
	}
}

func TestGatherEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := Gather(ctx, Options{Server: demoServer(t, ""), usb: func(ctx context.Context) ([]USBPhone, error) { return nil, ctx.Err() }})
	if f.Server.Version != 0 || f.USBKnown || f.Server.Said == "" {
		t.Errorf("%+v", f)
	}
	if len(Diagnose(f)) == 0 {
		t.Error("nothing to say")
	}
}

func TestDiskOf(t *testing.T) {
	dir := t.TempDir()
	here, notYet := diskOf(dir), diskOf(filepath.Join(dir, "Pictures", "Keepsake"))
	if here.Total <= 0 || here.Free < 0 || here.Free > here.Total || notYet.Total != here.Total {
		t.Errorf("%+v, %+v", here, notYet)
	}
	if none := diskOf(""); none != (Disk{}) {
		t.Errorf("%+v", none)
	}
}

// This computer's own USB sockets can be looked at, or the reason is said.
func TestReadUSB(t *testing.T) {
	phones, err := readUSB(t.Context())
	if err != nil && !strings.Contains(err.Error(), "USB") {
		t.Errorf("%v", err)
	}
	for _, p := range phones {
		checkUSBPhone(t, p)
	}
}
