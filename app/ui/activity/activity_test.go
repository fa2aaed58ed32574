package activity_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/ui/activity"
	"keepsake/app/ui/look"
	"keepsake/app/ui/uitest"
)

func TestLines(t *testing.T) {
	hour := time.Hour
	tests := []struct {
		name   string
		r      job.Receipt
		detail string
		tone   fyne.ThemeColorName
	}{
		{"proven", uitest.Receipt(hour, job.Done, job.Counts{Found: 3, Copied: 3, Verified: 3}), "3 new items kept.", look.Verified},
		{"not proven", uitest.Receipt(hour, job.Done, job.Counts{Found: 3, Copied: 3}), "3 new items kept.", look.Muted},
		{"stopped is not green", uitest.Receipt(hour, job.Cancelled, job.Counts{Found: 3, Copied: 1, Skipped: 2, Verified: 1}), "The backup was stopped.", look.Muted},
		{"some failed", uitest.Receipt(hour, job.Done, job.Counts{Found: 3, Copied: 2, Failed: 1, Verified: 2}), "1 item could not be copied.", look.NeedsYou},
		{"failed", uitest.Receipt(hour, job.Failed, job.Counts{}), "The backup ended early.", look.Failed},
	}
	for _, tt := range tests {
		if l := activity.LineOf(tt.r, uitest.Now); l.Detail != tt.detail || l.Tone != tt.tone || l.Title != "Mum's phone" {
			t.Errorf("%s: %+v", tt.name, l)
		}
	}
	if got := activity.Name(job.Receipt{}); got == "" {
		t.Error("a run without a phone has no name")
	}
}

// flaky is a log that can fail.
type flaky struct {
	runs []job.Receipt
	err  error
}

func (f *flaky) Receipts(context.Context, int) ([]job.Receipt, error) { return f.runs, f.err }

func TestTheChosenRunStaysChosen(t *testing.T) {
	b := uitest.NewBench(t, look.Light)
	log := &flaky{runs: []job.Receipt{
		uitest.Receipt(time.Hour, job.Done, job.Counts{}), uitest.Receipt(2*time.Hour, job.Done, job.Counts{}), uitest.Receipt(3*time.Hour, job.Done, job.Counts{}),
	}}
	s := activity.New(b.Kit, log)
	s.Show()
	b.Open(t, s.Content(), 1000, 700)
	m := s.Model
	if m.Chosen != 0 {
		t.Fatalf("at first %d is chosen", m.Chosen)
	}
	m.Choose(1)
	log.runs = append([]job.Receipt{uitest.Receipt(time.Minute, job.Done, job.Counts{})}, log.runs...)
	s.Changed()
	b.Settle()
	if m.Chosen != 2 {
		t.Errorf("after a new run %d is chosen, want the same as before", m.Chosen)
	}
	m.Choose(99)
	if m.Chosen != 2 {
		t.Error("a run that is not there was chosen")
	}
	log.err = errors.New("no disk")
	s.Changed()
	b.Settle()
	b.Picture()
	log.err, log.runs = nil, nil
	s.Changed()
	b.Settle()
	b.Picture()
	if m.Err != nil || m.Chosen != -1 {
		t.Errorf("an empty log: %v, %d", m.Err, m.Chosen)
	}
}
