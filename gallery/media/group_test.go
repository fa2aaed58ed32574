package media

import "testing"

func TestBursts(t *testing.T) {
	for name, want := range map[string]string{
		"IMG_20230102_030405_BURST1.jpg":                     "IMG_20230102_030405_BURST",
		"IMG_20230102_030405_BURST12.jpg":                    "IMG_20230102_030405_BURST",
		"IMG_20230102_030405_BURST3_COVER.jpg":               "IMG_20230102_030405_BURST",
		"IMG_20230102_030405_TIMEBURST4.jpg":                 "IMG_20230102_030405_TIMEBURST",
		"IMG_20230102_030405_TIMEBURST.jpg":                  "IMG_20230102_030405_TIMEBURST",
		".trashed-1700000000-IMG_20230102_030405_BURST2.jpg": "IMG_20230102_030405_BURST",
		"00001IMG_00001_BURST20230102030405678_COVER.jpg":    "BURST20230102030405678",
		"00002IMG_00002_BURST20230102030405678.jpg":          "BURST20230102030405678",
		"IMG_20230102_030405.jpg":                            "",
		"IMG_20230102_030405_HDR.jpg":                        "",
		"my IMG_20230102_030405_BURST1.jpg":                  "",
		"IMG_20230102_030405_BURSTING.jpg":                   "",
		"BURST.jpg":                                          "",
	} {
		if got := burstOf(name); got != want {
			t.Errorf("%s: burst %q, want %q", name, got, want)
		}
	}
}

func TestScreens(t *testing.T) {
	for _, c := range []struct {
		name, album string
		want        bool
	}{
		{"Screenshot_2023-01-02-03-04-05-678_com.miui.home.jpg", "DCIM/Camera", true},
		{"Screenshot_20230102-030405.png", "", true},
		{"Screenrecorder-2023-01-02-03-04-05-678.mp4", "", true},
		{"screen-recording 1.mp4", "", true},
		{".trashed-1700000000-Screenshot_2023-01-02-03-04-05-678_a.jpg", "", true},
		{"a.jpg", "DCIM/Screenshots", true},
		{"a.mp4", "DCIM/screenrecorder", true},
		{"a.mp4", "Movies/Screen Recordings", true},
		{"a.jpg", "Screenshots/2023", false},
		{"Screenshots.jpg", "DCIM/Camera", false},
		{"Screenplay_1.jpg", "DCIM/Camera", false},
		{"IMG_20230102_030405.jpg", "DCIM/Camera", false},
	} {
		if got := isScreen(c.name, c.album); got != c.want {
			t.Errorf("%s in %q: screen %v, want %v", c.name, c.album, got, c.want)
		}
	}
	// Only what is seen can be of a screen, and only pictures come in bursts.
	if i := probeBytes([]byte("ID3....."), Hint{Name: "Screenshot_1.mp3", Album: "DCIM/Screenshots"}); i.Screen || i.Burst != "" {
		t.Errorf("a sound: screen %v, burst %q", i.Screen, i.Burst)
	}
	if i := probeBytes(nil, Hint{Name: "Screenshot_1.jpg"}); !i.Screen {
		t.Error("a broken screenshot is none")
	}
}
