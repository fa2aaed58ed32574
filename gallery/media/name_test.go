package media

import (
	"testing"
	"time"
)

// here is the zone of the computer that the tests assume.
var here = time.FixedZone("here", 2*3600)

func TestNames(t *testing.T) {
	const none = ""
	for _, c := range []struct{ name, want string }{
		// Xiaomi's camera
		{"IMG_20230102_030405.jpg", "2023-01-02T03:04:05+02:00"},
		{"IMG_20230102_030405_678.jpg", "2023-01-02T03:04:05.678+02:00"},
		{"VID_20230102_030405.mp4", "2023-01-02T03:04:05+02:00"},
		{"MVIMG_20230102_030405.jpg", "2023-01-02T03:04:05+02:00"},
		{"IMG_20230102_030405.MP.jpg", "2023-01-02T03:04:05+02:00"},
		{"PANO_20230102_030405.jpg", "2023-01-02T03:04:05+02:00"},
		{"IMG_20230102_030405_BURST1.jpg", "2023-01-02T03:04:05+02:00"},
		{"IMG_20230102_030405_BURST012.jpg", "2023-01-02T03:04:05+02:00"},
		{"IMG_20230102_030405_TIMEBURST3.jpg", "2023-01-02T03:04:05+02:00"},
		{"IMG_20230102_030405_HDR.jpg", "2023-01-02T03:04:05+02:00"},
		{"IMG_20230102_030405(1).jpg", "2023-01-02T03:04:05+02:00"},
		{"IMG_20230102_030405_1.jpg", "2023-01-02T03:04:05+02:00"},
		{"IMG_20230102_030405", "2023-01-02T03:04:05+02:00"},
		{"Screenshot_2023-01-02-03-04-05-678_com.android.chrome.jpg", "2023-01-02T03:04:05.678+02:00"},
		{"Screenshot_2023-01-02-03-04-05-078_com.miui.home.png", "2023-01-02T03:04:05.078+02:00"},
		{"Screenrecorder-2023-01-02-03-04-05-678.mp4", "2023-01-02T03:04:05.678+02:00"},
		{"Screenrecorder-2023-01-02-03-04-05.mp4", "2023-01-02T03:04:05+02:00"},
		// call recordings: prefix@who_time
		{"Call recording@Anna Example(00491555000111)_20230102030405.mp3", "2023-01-02T03:04:05+02:00"},
		{"通话录音@小明(10086)_20230102030405.mp3", "2023-01-02T03:04:05+02:00"},
		{"FM@Radio_1_20230102030405.mp3", "2023-01-02T03:04:05+02:00"},
		// in the trash
		{".IMG_20230102_030405.jpg", "2023-01-02T03:04:05+02:00"},
		{".IMG_20230102_030405_1672628645678.jpg", "2023-01-02T03:04:05+02:00"},
		{".trashed-1675220645-IMG_20230102_030405.jpg", "2023-01-02T03:04:05+02:00"},
		// others
		{"20230102_030405.jpg", "2023-01-02T03:04:05+02:00"},
		{"20230102_030405(0).jpg", "2023-01-02T03:04:05+02:00"},
		{"IMG20230102030405.jpg", "2023-01-02T03:04:05+02:00"},
		{"20230102030405.jpg", "2023-01-02T03:04:05+02:00"},
		{"PXL_20230102_030405678.jpg", "2023-01-02T05:04:05.678+02:00"}, // UTC
		{"PXL_20230102_030405678.MP.jpg", "2023-01-02T05:04:05.678+02:00"},
		{"Screenshot_20230102-030405.png", "2023-01-02T03:04:05+02:00"},
		{"Screenshot_20230102_030405_Chrome.jpg", "2023-01-02T03:04:05+02:00"},
		{"signal-2023-01-02-03-04-05-678.jpg", "2023-01-02T03:04:05.678+02:00"},
		{"photo_2023-01-02_03-04-05.jpg", "2023-01-02T03:04:05+02:00"},
		{"2023-01-02 03.04.05.jpg", "2023-01-02T03:04:05+02:00"},
		{"WhatsApp Image 2023-01-02 at 03.04.05.jpeg", "2023-01-02T03:04:05+02:00"},
		{"WhatsApp Image 2023-01-02 at 3.04.05 PM.jpeg", "2023-01-02T15:04:05+02:00"},
		{"WhatsApp Image 2023-01-02 at 12.04.05 AM (1).jpeg", "2023-01-02T00:04:05+02:00"},
		{"WhatsApp Video 2023-01-02 at 12.04.05 PM.mp4", "2023-01-02T12:04:05+02:00"},
		// the day only
		{"IMG-20230102-WA0001.jpg", "2023-01-02T00:00:00+02:00 day"},
		{"VID-20230102-WA0012.mp4", "2023-01-02T00:00:00+02:00 day"},
		{"PTT-20230102-WA0000.opus", "2023-01-02T00:00:00+02:00 day"},
		// milliseconds since 1970
		{"mmexport1672628645678.jpg", "2023-01-02T05:04:05.678+02:00"},
		{"wx_camera_1672628645678.mp4", "2023-01-02T05:04:05.678+02:00"},
		{"1672628645678.jpg", "2023-01-02T05:04:05.678+02:00"},
		{"FB_IMG_1672628645678.jpg", "2023-01-02T05:04:05.678+02:00"},
		// impossible dates and times
		{"IMG_20231302_030405.jpg", none},
		{"IMG_20230230_030405.jpg", none},
		{"IMG_20230229_030405.jpg", none},
		{"IMG_20240229_030405.jpg", "2024-02-29T03:04:05+02:00"},
		{"IMG_20230102_240405.jpg", none},
		{"IMG_20230102_036005.jpg", none},
		{"IMG_20230102_030460.jpg", none},
		{"IMG_20230002_030405.jpg", none},
		{"WhatsApp Image 2023-01-02 at 13.04.05 PM.jpeg", none},
		// ids and other numbers
		{"20230102-1530-4a5b-8c6d-0123456789ab.jpg", none},
		{"550e8400-e29b-41d4-a716-202301020304.jpg", none},
		{"a1b2c3d4-20230102_030405.jpg", none},
		{"f47ac10b-58cc-4372-a567-0e02b2c3d479_20230102_030405.jpg", none},
		{"0123456789IMG_20230102_030405.jpg", none},
		{"IMG_20230102_0304051234.jpg", none},
		{"IMG_120230102_030405.jpg", none},
		{"20230102_030405abcdef.jpg", none},
		{"16726286456789.jpg", none},
		{"167262864567.jpg", none},
		{"received_1672628645678901.jpeg", none},
		{"DSC_0001.JPG", none},
		{"IMG_0001.HEIC", none},
		{"holiday.jpg", none},
		{"", none},
		{"@", none},
	} {
		got := none
		if n, ok := parseName(c.name, here); ok {
			got = n.time.Format(time.RFC3339Nano)
			if n.dateOnly {
				got += " day"
			}
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.name, got, c.want)
		}
	}
}

func FuzzName(f *testing.F) {
	for _, s := range []string{"IMG_20230102_030405_678.jpg", "mmexport1672628645678.jpg", "a@b_20230102030405.mp3", "WhatsApp Image 2023-01-02 at 3.04.05 PM.jpeg", "\xff\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		n, ok := parseName(name, time.UTC)
		if ok && n.time.IsZero() {
			t.Fatalf("%q gives the zero time", name)
		}
		if ok && !n.instant && (n.time.Year() < 0 || n.time.Year() > 9999) {
			t.Fatalf("%q gives %v", name, n.time)
		}
	})
}
