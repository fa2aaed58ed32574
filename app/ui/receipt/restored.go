package receipt

import (
	"time"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
)

// isRestore reports whether a run brought things back, took that back, or freed
// space with a proof of each file.
func isRestore(name string) bool {
	switch name {
	case job.RestoreName, job.UndoName, job.FreeName, job.DrillName:
		return true
	}
	return false
}

// restored says what a run did to a phone or a folder.
func restored(r job.Receipt, now time.Time) (sum, proof Line) {
	when := words.When(r.Started.Add(time.Duration(r.Seconds*float64(time.Second))), now)
	switch {
	case !r.AddsUp():
		return summary(r), Line{"", look.IconShieldDots, words.T("Nothing can be said of it."), ""}
	case r.Status == job.Failed:
		sum = Line{look.Failed, look.IconError, r.Message, words.T("What was done until then is whole: it can be gone on with, or taken back.")}
		if sum.Text == "" {
			sum.Text = words.T("It ended early.")
		}
	case r.Status == job.Cancelled:
		sum = Line{"", look.IconInfo, words.T("It was stopped."), words.T("What was done until then is whole: it can be gone on with, or taken back.")}
	case r.Failed > 0:
		sum = Line{look.NeedsYou, look.IconWarning, words.N("{{.N}} items did not go well.", r.Failed), words.T("Open the number to see why.")}
	case r.Found == 0:
		sum = Line{"", look.IconInfo, words.T("There was nothing to do."), ""}
	default:
		sum = Line{"", look.IconDone, did(r), ""}
		if r.Skipped > 0 {
			sum.Next = words.N("{{.N}} items were left alone: open the number to see why.", r.Skipped)
		}
	}
	return sum, readBack(r, when)
}

// did is a run that went well, in one sentence.
func did(r job.Receipt) string {
	switch r.Job {
	case job.UndoName:
		if r.Copied == 0 {
			return words.T("There was nothing to take back any more.")
		}
		return words.N("{{.N}} items were taken back: things are as they were.", r.Copied)
	case job.FreeName:
		if r.Copied == 0 {
			return words.T("Nothing was taken off the phone.")
		}
		return words.N("{{.N}} files were taken off the phone: {{.Size}}.", r.Copied, "Size", words.Size(r.Bytes))
	case job.DrillName:
		if r.Failed+r.Skipped == 0 && r.Verified+r.Already == r.Found {
			return words.N("The backup is restorable: all {{.N}} items came back whole.", r.Found)
		}
	}
	if r.Copied == 0 {
		return words.T("Nothing new: everything was there already.")
	}
	return words.N("{{.N}} items were restored.", r.Copied)
}

// readBack is green only when all that was done was looked at afterwards and is right.
func readBack(r job.Receipt, when string) Line {
	switch {
	case r.Job == job.UndoName:
		return Line{"", look.IconShield, words.T("Only what was still as the run left it was touched."), ""}
	case r.Copied == 0:
		return Line{"", look.IconShield, words.T("Nothing was changed, so nothing was verified."), ""}
	case r.Verified == r.Copied && r.Job == job.FreeName:
		return Line{look.Verified, look.IconShieldCheck, words.N("All {{.N}} were proven to be in the library before they were taken, {{.When}}.", r.Copied, "When", when),
			words.T("The phone's own SHA-256 of each and the library's bytes, read from the disk, agreed.")}
	case r.Verified == r.Copied:
		return Line{look.Verified, look.IconShieldCheck, words.N("All {{.N}} were read back {{.When}} and are right.", r.Copied, "When", when), ""}
	}
	return Line{"", look.IconShieldDots, words.N("{{.Verified}} of {{.N}} were read back and are right.", r.Copied, "Verified", words.Count(r.Verified)),
		words.T("The rest is there, and not verified.")}
}

// restoredWords are what the outcomes of such a run are called.
func restoredWords(r job.Receipt) (copied, already string) {
	switch r.Job {
	case job.UndoName:
		return words.T("taken back"), words.T("nothing to take back")
	case job.FreeName:
		return words.T("freed"), words.T("gone already")
	}
	return words.T("restored"), words.T("there already")
}
