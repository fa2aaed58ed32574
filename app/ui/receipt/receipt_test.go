package receipt_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/uitest"
)

func of(status job.Status, c job.Counts) job.Receipt {
	return job.Receipt{Status: status, Counts: c, Started: uitest.Now.Add(-25 * time.Hour), Seconds: 600}
}

func TestWords(t *testing.T) {
	tests := []struct {
		name          string
		r             job.Receipt
		summary, next string
		tone          fyne.ThemeColorName
		proof         string
		proofTone     fyne.ThemeColorName
	}{
		{"all new and proven", of(job.Done, job.Counts{Found: 10, Copied: 10, Verified: 10}),
			"10 new items kept.", "", "", "All 10 items verified yesterday at 18:40.", look.Verified},
		{"nothing new", of(job.Done, job.Counts{Found: 5310, Already: 5310, Verified: 5310}),
			"Nothing new: everything was kept already.", "", "", "All 5,310 items verified yesterday at 18:40.", look.Verified},
		{"one short of proven is not green", of(job.Done, job.Counts{Found: 10, Copied: 10, Verified: 9}),
			"10 new items kept.", "", "", "9 of 10 items verified.", ""},
		{"nothing proven is not green", of(job.Done, job.Counts{Found: 1, Copied: 1}),
			"1 new item kept.", "", "", "Not verified yet.", ""},
		{"nothing kept is not green", of(job.Done, job.Counts{Found: 2, Skipped: 2}),
			"Nothing was kept: all 2 items were skipped.", "", "", "Nothing was kept, so nothing was verified.", ""},
		{"empty phone", of(job.Done, job.Counts{}),
			"The phone has no photos or videos.", "", "", "Nothing was kept, so nothing was verified.", ""},
		{"some failed", of(job.Done, job.Counts{Found: 10, Copied: 8, Failed: 2, Verified: 8}),
			"2 items could not be copied.", "Open the number to see why. The next backup tries them again.", look.NeedsYou, "All 8 kept items verified yesterday at 18:40.", look.Verified},
		{"stopped", of(job.Cancelled, job.Counts{Found: 1204, Copied: 800, Already: 12, Skipped: 392}),
			"The backup was stopped.", "812 of 1,204 items are safe. Start it again to go on from there.", "", "Not verified yet.", ""},
		{"stopped at once", of(job.Cancelled, job.Counts{}),
			"The backup was stopped.", "Nothing was copied; start it again when you like.", "", "Nothing was kept, so nothing was verified.", ""},
		{"does not add up", of(job.Done, job.Counts{Found: 10, Copied: 9, Verified: 9}),
			"This receipt does not add up.", "Please report this: the numbers cannot be trusted.", look.Failed, "All 9 items verified yesterday at 18:40.", look.Verified},
	}
	for _, tt := range tests {
		w := receipt.Of(tt.r, uitest.Now)
		if w.Summary.Text != tt.summary || w.Summary.Next != tt.next || w.Summary.Tone != tt.tone {
			t.Errorf("%s: summary %q, %q (%s)", tt.name, w.Summary.Text, w.Summary.Next, w.Summary.Tone)
		}
		if w.Proof.Text != tt.proof || w.Proof.Tone != tt.proofTone {
			t.Errorf("%s: proof %q (%s), want %q (%s)", tt.name, w.Proof.Text, w.Proof.Tone, tt.proof, tt.proofTone)
		}
		sum := 0
		for _, f := range w.Figures[1:] {
			sum += f.N
		}
		if tt.r.AddsUp() && sum != w.Figures[0].N {
			t.Errorf("%s: the figures add up to %d, found is %d", tt.name, sum, w.Figures[0].N)
		}
	}
}

func TestFailedRunsSayWhy(t *testing.T) {
	r := of(job.Failed, job.Counts{Found: 3, Copied: 1, Skipped: 2, Verified: 1})
	r.Message = "Mum's phone was unplugged."
	if w := receipt.Of(r, uitest.Now); w.Summary.Text != r.Message || w.Summary.Tone != look.Failed {
		t.Errorf("summary %+v", w.Summary)
	}
	r.Message = ""
	if w := receipt.Of(r, uitest.Now); w.Summary.Text == "" {
		t.Error("a run that failed without a message says nothing")
	}
}

func TestListsByOutcome(t *testing.T) {
	r := job.Receipt{Problems: []job.Problem{
		{Path: "/a", Outcome: job.Skipped}, {Path: "/b", Outcome: job.Lost}, {Path: "/c", Outcome: job.Copied}, {Path: "/d", Outcome: job.Lost},
	}}
	if got := receipt.List(r, job.Lost); len(got) != 2 || got[0].Path != "/b" {
		t.Errorf("failed: %v", got)
	}
	if w := receipt.Of(r, uitest.Now); len(w.Doubts) != 1 || w.Doubts[0].Path != "/c" {
		t.Errorf("doubts: %v", w.Doubts)
	}
}

func TestUploadsAreCalledConfirmedOnlyWhenTheCloudSaidSo(t *testing.T) {
	for _, c := range []struct {
		r    job.Receipt
		tone fyne.ThemeColorName
	}{
		{job.Receipt{Job: job.UploadName, Status: job.Done, Counts: job.Counts{Found: 3, Copied: 2, Already: 1, Verified: 3}}, look.Verified},
		{job.Receipt{Job: job.UploadName, Status: job.Done, Counts: job.Counts{Found: 3, Copied: 2, Already: 1, Verified: 1}}, ""},
		{job.Receipt{Job: job.UploadName, Status: job.Failed, Counts: job.Counts{Found: 3, Skipped: 3}, Message: "full"}, ""},
	} {
		if w := receipt.Of(c.r, time.Time{}); w.Proof.Tone != c.tone || w.Summary.Text == "" {
			t.Errorf("%+v: %+v", c.r.Counts, w)
		}
	}
}
