package words_test

import (
	"os"
	"testing"
	"time"

	"keepsake/app/ui/words"
)

func TestMain(m *testing.M) {
	// Sentences and numbers are read once, by the desktop's locale.
	os.Setenv("LC_ALL", "en_GB.UTF-8")
	m.Run()
}

func TestSize(t *testing.T) {
	tests := map[int64]string{
		-5: "0 B", 0: "0 B", 999: "999 B", 1000: "1 KB", 812_400: "812 KB", 999_499: "999 KB", 999_600: "1 MB",
		4_200_000: "4.2 MB", 31_000_000: "31 MB", 1_400_000_000: "1.4 GB", 128_000_000_000: "128 GB", 2_000_000_000_000: "2 TB",
		9_200_000_000_000_000_000: "9,200 PB",
	}
	for n, want := range tests {
		if got := words.Size(n); got != want {
			t.Errorf("Size(%d) = %q, want %q", n, got, want)
		}
	}
	if got := words.Speed(31_400_000); got != "31 MB/s" {
		t.Errorf("Speed = %q", got)
	}
}

func TestPercentIsHonest(t *testing.T) {
	tests := map[float64]string{0: "0 %", 0.0001: "1 %", 0.5: "50 %", 0.999: "99 %", 0.99999: "99 %", 1: "100 %", 1.5: "100 %", -1: "0 %"}
	for p, want := range tests {
		if got := words.Percent(p); got != want {
			t.Errorf("Percent(%v) = %q, want %q", p, got, want)
		}
	}
}

func TestPlurals(t *testing.T) {
	for n, want := range map[int]string{0: "0 days ago", 1: "1 day ago", 2: "2 days ago", 5310: "5,310 days ago"} {
		if got := words.N("{{.N}} days ago", n); got != want {
			t.Errorf("N(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestWhen(t *testing.T) {
	now := time.Date(2026, 11, 22, 19, 30, 0, 0, time.FixedZone("CET", 3600))
	tests := []struct {
		at   time.Time
		want string
	}{
		{now.Add(-20 * time.Second), "just now"},
		{now.Add(-time.Minute), "1 minute ago"},
		{now.Add(-12 * time.Minute), "12 minutes ago"},
		{now.Add(-90 * time.Minute), "today at 18:00"},
		{now.Add(-20 * time.Hour), "yesterday at 23:30"},
		{now.Add(-20 * time.Hour).UTC(), "yesterday at 23:30"},
		{now.AddDate(0, 0, -5), "5 days ago"},
		{now.AddDate(0, 0, -29), "29 days ago"},
		{now.AddDate(0, -3, 0), "on 22 August 2026"},
		{now.Add(time.Hour), "on 22 November 2026"},
	}
	for _, tt := range tests {
		if got := words.When(tt.at, now); got != tt.want {
			t.Errorf("When(%s) = %q, want %q", tt.at, got, tt.want)
		}
	}
}

func TestDurations(t *testing.T) {
	tests := []struct{ got, want string }{
		{words.Left(0), ""},
		{words.Left(20 * time.Second), "less than a minute left"},
		{words.Left(61 * time.Second), "1 min left"},
		{words.Left(4*time.Minute + 10*time.Second), "4 min left"},
		{words.Left(3*time.Hour + 5*time.Minute), "3 h 5 min left"},
		{words.Took(8200 * time.Millisecond), "8 s"},
		{words.Took(134 * time.Second), "2 min 14 s"},
		{words.Took(3900 * time.Second), "1 h 5 min"},
		{words.Length(24 * time.Second), "0:24"},
		{words.Length(3723 * time.Second), "1:02:03"},
		{words.MonthYear(2026, time.March), "March 2026"},
		{words.LongDate(time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)), "Tuesday, 3 March 2026"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestNameIsFitToBeShown(t *testing.T) {
	tests := map[string]string{
		"IMG_1.jpg":        "IMG_1.jpg",
		"two\nlines\t.jpg": "two lines .jpg",
		"bad\xff\xfebytes": "bad\uFFFDbytes",
		"图库 मेरा مرحبا 🎉.jpg": "图库 मेरा مرحبا 🎉.jpg",
		"exe\u202egpj.cmd":    "exegpj.cmd",
		"\x00\x1b[31mred.jpg": "  [31mred.jpg",
	}
	for in, want := range tests {
		if got := words.Name(in); got != want {
			t.Errorf("Name(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAs(t *testing.T) {
	for _, about := range []string{"of a contact", "something no code asks"} {
		if got := words.As(about, "Home"); got != "Home" {
			t.Errorf("in English, Home (%s) is %q", about, got)
		}
	}
}
