package command

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keepsake/device"
	"keepsake/device/demo"
	"keepsake/device/doctor"
)

var update = flag.Bool("update", false, "write the golden files anew")

// runDoctor runs one command line and returns what it said.
func runDoctor(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	t.Setenv("KEEPSAKE_LIBRARY", filepath.Join(t.TempDir(), "not yet", "there"))
	var out, errs bytes.Buffer
	code = Run(t.Context(), Env{Stdout: &out, Stderr: &errs, Version: "test"}, append([]string{"doctor"}, args...))
	return out.String(), errs.String(), code
}

// atServer makes adb's own variables point at a server with these phones.
func atServer(t *testing.T, phones ...*demo.Phone) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- demo.ServeADB(ctx, l, phones...) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	_, port, _ := net.SplitHostPort(l.Addr().String())
	t.Setenv("ADB_SERVER_SOCKET", "")
	t.Setenv("ANDROID_ADB_SERVER_ADDRESS", "")
	t.Setenv("ANDROID_ADB_SERVER_PORT", port)
}

func demoPhone(t *testing.T, serial, faults string) *demo.Phone {
	t.Helper()
	o := demo.Options{Serial: serial, Items: 20, Small: true}
	var err error
	if o.Faults, err = demo.ParseFaults(faults); err != nil {
		t.Fatal(err)
	}
	p, err := demo.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDoctorDemo(t *testing.T) {
	out, errs, code := runDoctor(t, "--demo")
	if code != exitOK || errs != "" || !strings.Contains(out, "ok       Xiaomi 14 is connected.\n") || !strings.HasSuffix(out, "\nEverything is in order.\n") {
		t.Errorf("%d\n%s%s", code, out, errs)
	}
}

func TestDoctorOnPhones(t *testing.T) {
	for _, c := range []struct {
		name, faults, line, next string
	}{
		{"unauthorized", "unauthorized", "do this  The phone has not allowed this computer yet.", "tap Allow"},
		{"offline", "offline", "do this  The phone is seen but does not answer.", "Unplug the cable"},
		{"locked", "deny=/storage/emulated/0", "do this  Xiaomi 14 was restarted and not unlocked since, so its storage is closed.", "Unlock it once."},
	} {
		t.Run(c.name, func(t *testing.T) {
			atServer(t, demoPhone(t, "demo1", c.faults))
			out, _, code := runDoctor(t, "--device", "demo1")
			_, next, _ := strings.Cut(out, "\nNext: ")
			if code != exitOwner || !strings.Contains(out, c.line+"\n") || !strings.Contains(next, c.next) {
				t.Errorf("%d\n%s", code, out)
			}
		})
	}
}

func TestDoctorChoosesAPhone(t *testing.T) {
	atServer(t, demoPhone(t, "one", ""), demoPhone(t, "two", "unauthorized"))
	if out, _, code := runDoctor(t); code != exitOwner || !strings.Contains(out, "2 phones are connected: ") {
		t.Errorf("both: %d\n%s", code, out)
	}
	if out, _, code := runDoctor(t, "--device", "one"); code != exitOK || strings.Contains(out, "two") {
		t.Errorf("the one that is ready: %d\n%s", code, out)
	}
	if out, _, code := runDoctor(t, "--device", "two"); code != exitOwner {
		t.Errorf("the one that is not: %d\n%s", code, out)
	}
	if _, errs, code := runDoctor(t, "--device", "three"); code != exitFailed || !strings.Contains(errs, "three") {
		t.Errorf("one that is not there: %d\n%s", code, errs)
	}
	atServer(t)
	if out, errs, code := runDoctor(t, "--device", "three"); code != exitOwner || !strings.Contains(out, "\nNext: ") {
		t.Errorf("without any phone: %d\n%s%s", code, out, errs)
	}
}

func TestDoctorJSON(t *testing.T) {
	out, _, code := runDoctor(t, "--demo", "--json")
	var got struct {
		Ready    bool
		Findings []struct{ ID, Level, Phone, What, Picture string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != exitOK || !got.Ready || len(got.Findings) == 0 {
		t.Fatalf("%d, %v\n%s", code, err, out)
	}
	last := got.Findings[len(got.Findings)-1]
	if last.ID != string(doctor.Ready) || last.Level != "ok" || last.Phone == "" || last.What == "" || last.Picture == "" {
		t.Errorf("%+v", last)
	}
}

func TestDoctorReport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.json")
	_, errs, code := runDoctor(t, "--demo", "--report", path)
	data, err := os.ReadFile(path)
	if code != exitOK || err != nil || !json.Valid(data) || !strings.Contains(errs, path) {
		t.Errorf("%d, %v\n%s", code, err, errs)
	}

	atServer(t, demoPhone(t, "one", "unauthorized"))
	none := filepath.Join(t.TempDir(), "report.json")
	_, errs, code = runDoctor(t, "--report", none)
	if _, err := os.Stat(none); err == nil || code != exitOwner || !strings.Contains(errs, "no phone is ready") {
		t.Errorf("of no phone: %d, %v\n%s", code, err, errs)
	}
}

// The output for some states, letter by letter.
func TestDoctorGolden(t *testing.T) {
	phone := device.Info{ID: "1", Serial: "0a1b", State: device.Ready, Name: "Redmi Note 13", Maker: "Xiaomi", Battery: device.Battery{Level: 80}}
	computer := doctor.Facts{
		System:  "linux",
		Program: doctor.Program{Path: "/usr/bin/adb", Release: "34.0.5", Protocol: 41},
		Server:  doctor.Server{Addr: "127.0.0.1:5037", Version: 41},
		Disk:    doctor.Disk{Dir: "/home/mara/Keepsake", Free: 120e9, Total: 500e9},
	}
	with := func(change func(*doctor.Facts)) doctor.Facts {
		f := computer
		f.Phones = []device.Info{phone}
		change(&f)
		return f
	}
	for name, f := range map[string]doctor.Facts{
		"ready":   with(func(*doctor.Facts) {}),
		"nothing": computer,
		"noadb": {System: "linux", Program: doctor.Program{Looked: []string{"/opt/keepsake/adb", "adb on the PATH"}},
			Server: doctor.Server{Addr: "127.0.0.1:5037"}},
		"permission": with(func(f *doctor.Facts) {
			f.Phones[0].State, f.Phones[0].Name = device.NoPermission, f.Phones[0].Serial
			f.USB = []doctor.USBPhone{{Vendor: 0x04e8, Name: "SAMSUNG \x1b[31mGalaxy", Serial: "0a1b"}}
		}),
		"lowbattery": with(func(f *doctor.Facts) { f.Phones[0].Battery.Level = 9 }),
	} {
		var out bytes.Buffer
		if err := printFindings(&out, doctor.Diagnose(f)); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "doctor_"+name+".txt")
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if out.String() != string(want) {
			t.Errorf("%s:\n%s\nwant:\n%s", name, out.String(), want)
		}
	}
}
