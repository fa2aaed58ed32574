package command

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"keepsake/device"
)

func TestDevicesShowSpaces(t *testing.T) {
	phone := device.Info{
		ID: "1", Serial: "S", Name: "Phone", State: device.Ready, Battery: device.Battery{Level: -1},
		Spaces: []device.Space{
			{Kind: device.Shared, Path: "/storage/emulated/0", Total: 100, Free: 50, Readable: true},
			{Kind: device.Card, Path: "/storage/1A2B-3C4D", Name: "1A2B-3C4D", Total: 64e9, Free: 1e9, Readable: true},
			{Kind: device.SecondSpace, Path: "/storage/emulated/10", User: 10, Name: "second space", Why: "Android does not let a computer read it."},
			{Kind: device.OtherUser, Path: "/storage/emulated/11", User: 11, Name: "An\x1bna", Why: "Closed."},
		},
	}
	var text bytes.Buffer
	if err := printDevices(&text, []device.Info{phone}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Phone, SD card 1A2B-3C4D: 1.00 GB of 64.00 GB free, backed up with the phone.\n",
		"Phone, Second Space: Android does not let a computer read it.\n",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, text.String())
		}
	}
	if strings.Contains(text.String(), "Phone storage") || strings.Contains(text.String(), "\x1b") {
		t.Errorf("%q", text.String())
	}

	text.Reset()
	bare := phone
	bare.Spaces = nil
	if err := printDevicesJSON(&text, []device.Info{phone, bare}); err != nil {
		t.Fatal(err)
	}
	var out struct {
		Devices []struct {
			Spaces []struct {
				Kind, Path, Why string
				User            int
				Readable        bool
			}
		}
	}
	if err := json.Unmarshal(text.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	spaces := out.Devices[0].Spaces
	if len(spaces) != 4 || spaces[1].Kind != "card" || !spaces[1].Readable || spaces[2].User != 10 || spaces[2].Why == "" || spaces[2].Readable {
		t.Errorf("%+v", spaces)
	}
	if out.Devices[1].Spaces == nil {
		t.Error("a phone without known spaces has no empty list")
	}
}
