package receipt

import (
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/ui/look"
)

// TestRestored: a restore never speaks of a backup, and is green only with proof.
func TestRestored(t *testing.T) {
	for _, c := range []struct {
		r     job.Receipt
		says  string
		green bool
	}{
		{job.Receipt{Job: job.RestoreName, Status: job.Done, Counts: job.Counts{Found: 5, Copied: 3, Already: 2, Verified: 3}}, "3 items were restored", true},
		{job.Receipt{Job: job.RestoreName, Status: job.Done, Counts: job.Counts{Found: 3, Copied: 3, Verified: 2}}, "3 items were restored", false},
		{job.Receipt{Job: job.DrillName, Status: job.Done, Counts: job.Counts{Found: 2, Copied: 1, Failed: 1, Verified: 1}}, "did not go well", true},
		{job.Receipt{Job: job.FreeName, Status: job.Done, Counts: job.Counts{Found: 2, Copied: 1, Skipped: 1, Verified: 1}}, "taken off the phone", true},
		{job.Receipt{Job: job.UndoName, Status: job.Cancelled, Counts: job.Counts{Found: 2, Copied: 1, Skipped: 1}}, "It was stopped", false},
		{job.Receipt{Job: job.RestoreName, Status: job.Failed, Message: "the phone is full", Counts: job.Counts{Found: 1, Skipped: 1}}, "the phone is full", false},
	} {
		w := Of(c.r, time.Now())
		if !strings.Contains(w.Summary.Text, c.says) || (w.Proof.Tone == look.Verified) != c.green {
			t.Errorf("%+v: %q, %q in %q", c.r.Counts, w.Summary.Text, w.Proof.Text, w.Proof.Tone)
		}
		for _, f := range w.Figures {
			if f.Label == "new" || f.Label == "already kept" {
				t.Errorf("%s speaks of a backup: %+v", c.r.Job, f)
			}
		}
	}
}
