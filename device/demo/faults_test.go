package demo

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"keepsake/device/demo/disk"
	"keepsake/device/demo/trouble"
)

func TestParseFaults(t *testing.T) {
	got, err := ParseFaults(`cut=2M/1.5s, error=DCIM/a\,b.jpg,deny=/data,change=x,changeonce=y,vanish=z*,unauthorized,offline,refuse=content,free=10k,old,packet=12:stall,packet=3:cut/1s,`)
	must(t, err)
	want := []Fault{
		{Kind: FaultCut, Bytes: 2 << 20, Back: 1500 * time.Millisecond},
		{Kind: FaultError, Path: "/sdcard/DCIM/a,b.jpg"},
		{Kind: FaultDeny, Path: "/data"},
		{Kind: FaultChange, Path: "/sdcard/x"},
		{Kind: FaultChangeOnce, Path: "/sdcard/y"},
		{Kind: FaultVanish, Path: "/sdcard/z*"},
		{Kind: FaultUnauthorized}, {Kind: FaultOffline},
		{Kind: FaultRefuse, Name: "content"},
		{Kind: FaultFree, Bytes: 10 << 10},
		{Kind: FaultOld},
		{Kind: FaultPacket, Plan: trouble.Plan{At: 12, Kind: trouble.Stall}},
		{Kind: FaultPacket, Plan: trouble.Plan{At: 3, Kind: trouble.Cut}, Back: time.Second},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	for _, bad := range []string{"nope", "nope=1", "cut", "cut=", "cut=x", "cut=-1", "cut=1/", "cut=1/0s", "cut=1/x", "cut=9999999999G", "error", "error=", "refuse=", "offline=1", "free",
		"packet", "packet=", "packet=0:cut", "packet=x:cut", "packet=1", "packet=1:nope", "packet=1:stall/1s", "packet=1:cut/0s"} {
		if got, err := ParseFaults(bad); err == nil || !strings.Contains(err.Error(), bad) {
			t.Errorf("%q: %+v, %v", bad, got, err)
		}
	}
	if got, err := ParseFaults(""); err != nil || got != nil {
		t.Errorf("nothing: %+v, %v", got, err)
	}
}

// faulty is a phone with one trouble and a few files of its own.
func faulty(t *testing.T, spec string) (*Phone, string) {
	t.Helper()
	p := newPhone(t, Options{Items: 2})
	for _, name := range []string{"T/one.jpg", "T/two.jpg", "T/three.mp4"} {
		must(t, p.AddFile(name, []byte(strings.Repeat(name, 1000)), now.Add(-time.Hour)))
	}
	faults, err := ParseFaults(spec)
	must(t, err)
	must(t, p.Inject(faults...))
	return p, start(t, p)
}

func TestFaultsOfFiles(t *testing.T) {
	whole := len(strings.Repeat("T/one.jpg", 1000))

	_, addr := faulty(t, "error=T/*.jpg")
	for _, name := range []string{"one", "two"} {
		if b, err := pull(t, addr, "/sdcard/T/"+name+".jpg"); err == nil || err.Error() != "read failed: I/O error" || len(b) == 0 {
			t.Errorf("error=: %d bytes, %v", len(b), err)
		}
	}
	if _, err := pull(t, addr, "/sdcard/T/three.mp4"); err != nil {
		t.Errorf("another file: %v", err)
	}

	_, addr = faulty(t, "deny=T/one.jpg,deny=DCIM")
	if _, err := pull(t, addr, "/sdcard/T/one.jpg"); err == nil || err.Error() != "open failed: Permission denied" {
		t.Errorf("deny=: %v", err)
	}
	if got := sh(t, addr, "ls /sdcard/DCIM"); got != "ls: /sdcard/DCIM: Permission denied\n" {
		t.Errorf("deny= of a folder: %q", got)
	}

	_, addr = faulty(t, "vanish=T/one.jpg")
	if got := sh(t, addr, "ls /sdcard/T"); got != "one.jpg\nthree.mp4\ntwo.jpg\n" {
		t.Errorf("vanish=: %q", got)
	}
	if _, err := pull(t, addr, "/sdcard/T/one.jpg"); err == nil || err.Error() != "open failed: No such file or directory" {
		t.Errorf("vanish=: %v", err)
	}

	for spec, grows := range map[string]int{"change=T/one.jpg": 3, "changeonce=T/one.jpg": 1} {
		p, addr := faulty(t, spec)
		size := whole
		for i := range 3 {
			b, err := pull(t, addr, "/sdcard/T/one.jpg")
			in, statErr := p.disk.Stat("/sdcard/T/one.jpg")
			if err != nil || statErr != nil || len(b) != size || (int(in.Size) > size) != (i < grows) {
				t.Errorf("%s, reading %d: %d bytes of %d, then %d, %v", spec, i, len(b), size, in.Size, err)
			}
			size = int(in.Size)
		}
	}

	p := newPhone(t, Options{Items: 1})
	if err := p.Inject(Fault{Kind: FaultError, Path: "/sdcard/nothing*"}); !errors.Is(err, disk.ENOENT) {
		t.Errorf("a path that matches nothing: %v", err)
	}
	if _, err := New(Options{Items: 1, Small: true, Faults: []Fault{{Kind: FaultDeny, Path: "/nothing"}}}); err == nil {
		t.Error("New took it")
	}
}

func TestFaultsOfThePhone(t *testing.T) {
	p, addr := faulty(t, "unauthorized")
	if _, err := open(t, addr, "host:transport-any"); err == nil || !strings.HasPrefix(err.Error(), "device unauthorized.") {
		t.Errorf("unauthorized: %v", err)
	}
	p.Authorize()
	if got := sh(t, addr, "echo in"); got != "in\n" {
		t.Errorf("authorized: %q", got)
	}

	p, addr = faulty(t, "offline")
	if _, err := open(t, addr, "host:transport-any"); err == nil || err.Error() != "device offline" {
		t.Errorf("offline: %v", err)
	}
	p.SetOffline(false)
	if got := sh(t, addr, "echo on"); got != "on\n" {
		t.Errorf("online: %q", got)
	}

	_, addr = faulty(t, "refuse=content,refuse=sync")
	if got := sh(t, addr, "content query"); got != "/system/bin/sh: content: inaccessible or not found\n" {
		t.Errorf("refuse=content: %q", got)
	}
	if _, err := open(t, addr, "host:transport-any", "sync:"); err == nil || err.Error() != "closed" {
		t.Errorf("refuse=sync: %v", err)
	}
	_, addr = faulty(t, "refuse=media")
	if got := sh(t, addr, "content query --uri content://media/external/file"); !strings.Contains(got, "java.lang.SecurityException: Permission Denial") {
		t.Errorf("refuse=media: %q", got)
	}

	_, addr = faulty(t, "free=1k")
	if got := sh(t, addr, "cp /sdcard/T/one.jpg /sdcard/T/copy.jpg; ls /sdcard/T"); got != "cp: bad '/sdcard/T/one.jpg': No space left on device\none.jpg\nthree.mp4\ntwo.jpg\n" {
		t.Errorf("free=: %q", got)
	}

	_, addr = faulty(t, "old")
	c, err := open(t, addr, "host:features")
	must(t, err)
	if b, _ := io.ReadAll(c); string(b) != "0000" {
		t.Errorf("old: features %q", b)
	}
	if _, err := open(t, addr, "host:transport-any", "shell,v2,raw:ls"); err == nil {
		t.Error("old: shell v2")
	}
	if _, err := pull(t, addr, "/sdcard/T/one.jpg"); err != nil {
		t.Errorf("old: %v", err)
	}
}

// The cable breaks in the middle of a file; with a time it comes back by itself.
func TestFaultCut(t *testing.T) {
	p, addr := faulty(t, "cut=100k")
	must(t, p.AddZeros("T/big", 1<<30, now))
	b, err := pull(t, addr, "/sdcard/T/big")
	if err == nil || len(b) == 0 || len(b) > 100<<10 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	if _, err := open(t, addr, "host:transport-any"); err == nil {
		t.Error("still plugged in")
	}
	p.Plug()
	if _, err := pull(t, addr, "/sdcard/T/one.jpg"); err != nil {
		t.Errorf("plugged in: %v", err)
	}

	p, addr = faulty(t, "cut=100k/1ms")
	must(t, p.AddZeros("T/big", 1<<30, now))
	if _, err := pull(t, addr, "/sdcard/T/big"); err == nil {
		t.Error("not cut")
	}
	c, err := open(t, addr, "host:wait-for-any-device")
	must(t, err)
	if b, err := io.ReadAll(c); string(b) != "OKAY" {
		t.Errorf("%q, %v", b, err)
	}
}

func FuzzParseFaults(f *testing.F) {
	f.Add(`cut=2M/1.5s,error=a\,b,old`)
	f.Fuzz(func(t *testing.T, spec string) {
		faults, err := ParseFaults(spec)
		if err != nil {
			return
		}
		for _, f := range faults {
			if f.Bytes < 0 || f.Back < 0 || f.Path != "" && f.Path[0] != '/' {
				t.Errorf("%q: %+v", spec, f)
			}
		}
	})
}
