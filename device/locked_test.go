package device

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"keepsake/device/adb"
)

func TestParseLocked(t *testing.T) {
	for _, c := range []struct {
		name, out string
		want      bool
	}{
		{"unlocked", "listed=0\nencrypted\nopen=\ntrue\n", false},
		{"unlocked, an Android that does not say so", "listed=0\nencrypted\nopen=\n\n", false},
		{"locked", "listed=1\nencrypted\nopen=\nfalse\n", true},
		{"locked, an Android that does not say so", "listed=1\nencrypted\nopen=\n", true},
		{"locked, with carriage returns", "listed=1\r\nencrypted\r\nopen=\r\n\r\n", true},
		{"open by its own word", "listed=1\nencrypted\nopen=\ntrue\n", false},
		{"never encrypted", "listed=1\nunencrypted\nopen=\n", false},
		{"does not say whether it is encrypted", "listed=1\n\nopen=\n", false},
		{"has no ls", "listed=127\nencrypted\nopen=\n", false},
		{"nothing", "", false},
		{"noise", "what is this and why open= true", false},
	} {
		if got := parseLocked(c.out); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func FuzzParseLocked(f *testing.F) {
	f.Add("listed=1\nencrypted\nopen=\nfalse\n")
	f.Fuzz(func(t *testing.T, out string) {
		if parseLocked(out) && (!strings.Contains(out, "encrypted") || !strings.Contains(out, "listed=")) {
			t.Errorf("%q is locked", out)
		}
	})
}

// A locked phone is looked at again by itself, and known to be open soon after
// its owner unlocks it.
func TestPhoneIsUnlocked(t *testing.T) {
	tr := newTree()
	answer := "listed=1\nencrypted\nopen=\n"
	tr.shell = func(_ context.Context, command string) (adb.Result, error) {
		switch {
		case command == "getprop":
			return adb.Result{Stdout: []byte("[ro.product.model]: [x]\n[persist.security.adbinput]: [0]\n")}, nil
		case strings.HasPrefix(command, "ls "):
			return adb.Result{Stdout: []byte(answer)}, nil
		}
		return adb.Result{Exit: 127}, nil
	}
	p, err := open(t.Context(), tr, adb.Entry{Serial: "s", State: "device"})
	if err != nil || !p.Info().Locked || p.Info().Adb != (Adb{Input: SwitchOff}) {
		t.Fatalf("%+v, %v", p.Info(), err)
	}
	answer = "listed=0\nencrypted\nopen=\ntrue\n"
	if i, err := p.Refresh(t.Context()); err != nil || i.Locked {
		t.Errorf("%+v, %v", i, err)
	}
}

// The hub asks a locked phone again until it is open.
func TestHubAwaitsUnlock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := newTree()
		asked := 0
		tr.shell = func(_ context.Context, command string) (adb.Result, error) {
			if !strings.HasPrefix(command, "ls ") {
				return adb.Result{Exit: 127}, nil
			}
			if asked++; asked < 4 {
				return adb.Result{Stdout: []byte("listed=1\nencrypted\nopen=\n")}, nil
			}
			return adb.Result{Stdout: []byte("listed=0\nencrypted\nopen=\n")}, nil
		}
		p, err := open(t.Context(), tr, adb.Entry{Serial: "s", State: "device"})
		if err != nil || !p.Info().Locked {
			t.Fatalf("%+v, %v", p, err)
		}
		h := newHub(nil)
		key := connection{serial: "s"}
		c := &connected{}
		h.phones[key] = c
		h.opened(key, c, p)
		began := time.Now()
		h.awaitUnlock(t.Context(), p)
		if p.Info().Locked || c.info.Locked || asked != 4 || time.Since(began) != 3*lockedEvery {
			t.Errorf("asked %d times in %v; locked %v, listed as %v", asked, time.Since(began), p.Info().Locked, c.info.Locked)
		}

		asked = -1000
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if p, err = open(ctx, tr, adb.Entry{Serial: "s", State: "device"}); err != nil {
			t.Fatal(err)
		}
		h.awaitUnlock(ctx, p) // which ends with the phone's connection
		if ctx.Err() == nil {
			t.Error("gave up on a locked phone")
		}
	})
}

func TestSwitches(t *testing.T) {
	for value, want := range map[string]Switch{"1": SwitchOn, "0": SwitchOff, "": SwitchUnknown, "true": SwitchUnknown} {
		p := properties{"persist.security.adbinstall": value}
		if got := adbSwitches(p); got != (Adb{Install: want}) {
			t.Errorf("%q: %+v", value, got)
		}
	}
}
