package calendar

import (
	"testing"

	"keepsake/gallery/records"
)

func TestRepeats(t *testing.T) {
	for rule, want := range map[string]string{
		"FREQ=DAILY":                                     "Every day",
		"FREQ=DAILY;INTERVAL=3":                          "Every 3 days",
		"FREQ=WEEKLY;BYDAY=MO,WE":                        "Every week on Monday, Wednesday",
		"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU":         "Every week",
		"FREQ=WEEKLY;INTERVAL=2;COUNT=4":                 "Every 2 weeks, 4 times",
		"FREQ=MONTHLY;BYDAY=2TU":                         "Every month on the second Tuesday",
		"FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270303T000000Z": "Every month on the last Friday, until 3 March 2027",
		"FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=22":           "Every year",
		"FREQ=HOURLY":                                    "Repeats",
		"BYDAY=XX":                                       "Repeats",
	} {
		if got := repeats(records.Event{RRule: []string{rule}}); got != want {
			t.Errorf("%s is %q, want %q", rule, got, want)
		}
	}
	if got := repeats(records.Event{}); got != "" {
		t.Errorf("one that does not repeat is %q", got)
	}
}

func TestReminders(t *testing.T) {
	for n, want := range map[int]string{0: "At the start", 15: "15 minutes before", 60: "1 hour before", 1440: "1 day before", 20160: "2 weeks before", 90: "90 minutes before", -10: "10 minutes after the start"} {
		if got := reminder(records.Reminder{Minutes: n}); got != want {
			t.Errorf("%d minutes are %q, want %q", n, got, want)
		}
	}
}
