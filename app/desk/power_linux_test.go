package desk

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOnBattery(t *testing.T) {
	type supply map[string]string
	mains := func(on string) supply { return supply{"type": "Mains", "online": on} }
	for name, c := range map[string]struct {
		all  map[string]supply
		want Answer
	}{
		"a desktop computer": {nil, No},
		"plugged in":         {map[string]supply{"AC": mains("1"), "BAT0": {"type": "Battery", "status": "Charging"}}, No},
		"plugged in, idle":   {map[string]supply{"AC": mains("1"), "BAT0": {"type": "Battery", "status": "Discharging"}}, No},
		"on battery":         {map[string]supply{"AC": mains("0"), "BAT0": {"type": "Battery", "status": "Discharging"}}, Yes},
		"a mouse's battery":  {map[string]supply{"mouse": {"type": "Battery", "status": "Discharging", "scope": "Device"}}, No},
		"USB-C charger":      {map[string]supply{"BAT0": {"type": "Battery", "status": "Charging"}, "ucsi": {"type": "USB", "online": "1"}}, No},
	} {
		dir := t.TempDir()
		for supply, files := range c.all {
			if err := os.Mkdir(filepath.Join(dir, supply), 0o700); err != nil {
				t.Fatal(err)
			}
			for file, text := range files {
				if err := os.WriteFile(filepath.Join(dir, supply, file), []byte(text+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := onBattery(dir); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if got := onBattery(filepath.Join(t.TempDir(), "none")); got != Unknown {
		t.Errorf("a system that does not say: %v", got)
	}
	for n, want := range map[uint32]Answer{0: Unknown, 1: Yes, 2: No, 3: Yes, 4: No, 9: Unknown} {
		if got := metered(n); got != want {
			t.Errorf("NetworkManager's %d: %v, want %v", n, got, want)
		}
	}
}
