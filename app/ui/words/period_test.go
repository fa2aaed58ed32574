package words

import (
	"testing"
	"time"

	"golang.org/x/text/language"
)

func TestPeriod(t *testing.T) {
	now := time.Date(2026, 11, 22, 19, 30, 0, 0, time.UTC)
	for ago, want := range map[time.Duration]string{
		-48 * time.Hour: "Later", -time.Hour: "Today", 0: "Today", 20 * time.Hour: "Yesterday", 48 * time.Hour: "Previous 7 days", 7 * 24 * time.Hour: "Previous 7 days",
		8 * 24 * time.Hour: "Previous 30 days", 40 * 24 * time.Hour: "October", 400 * 24 * time.Hour: "2025",
	} {
		if got := Period(now.Add(-ago), now); got != want {
			t.Errorf("%v ago is under %q, want %q", ago, got, want)
		}
	}
	for ago, want := range map[time.Duration]string{time.Hour: "18:30", 26 * time.Hour: "21 November", 400 * 24 * time.Hour: "18 October 2025"} {
		if got := ShortDate(now.Add(-ago), now); got != want {
			t.Errorf("%v ago is %q, want %q", ago, got, want)
		}
	}
}

func TestFirstWeekday(t *testing.T) {
	for locale, want := range map[string]time.Weekday{
		"en-US": time.Sunday, "en-GB": time.Monday, "de": time.Monday, "zh-CN": time.Monday, "hi-IN": time.Sunday, "ar-EG": time.Saturday, "pt-BR": time.Sunday, "ar-SA": time.Sunday,
	} {
		if got := firstWeekday(language.MustParse(locale)); got != want {
			t.Errorf("in %s a week begins with %s, want %s", locale, got, want)
		}
	}
}
