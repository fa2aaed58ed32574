package receipt

import (
	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
)

// returns reports whether a run is a restore, its undo, a drill, or freed space:
// those that go from the library to somewhere, and can be taken back.
func returns(r job.Receipt) bool {
	switch r.Job {
	case job.RestoreName, job.UndoName, job.DrillName, job.FreeName:
		return true
	}
	return false
}

// returned puts such a run into sentences.
func returned(r job.Receipt) (sum, proof Line) {
	proof = Line{"", look.IconShield, words.T("Nothing was changed."), ""}
	done := words.N("{{.N}} items are back, and are as they were kept.", r.Copied)
	next := words.T("It can be gone on with, or taken back.")
	switch r.Job {
	case job.FreeName:
		done = words.N("{{.N}} items were taken off the phone; the library has them.", r.Copied)
		if r.Copied > 0 {
			proof = Line{"", look.IconShield, words.T("Each was proven right before: the phone's own hash and the library's bytes were the same."), ""}
		}
	case job.UndoName:
		done, next = words.N("{{.N}} items were taken back.", r.Copied), words.T("What was changed since was left as it is.")
	default:
		if r.Copied > 0 && r.Verified == r.Copied {
			proof = Line{look.Verified, look.IconShield, words.N("{{.N}} were read back from there, and are right.", r.Verified), ""}
		} else if r.Copied > 0 {
			proof = Line{"", look.IconShield, words.F("{{.N}} of {{.All}} were read back from there, and are right.", "N", words.Count(r.Verified), "All", words.Count(r.Copied)), ""}
		}
	}
	switch {
	case !r.AddsUp():
		sum = summary(r)
	case r.Status == job.Failed:
		sum = Line{look.Failed, look.IconError, r.Message, next}
	case r.Status == job.Cancelled:
		sum = Line{"", look.IconInfo, words.N("Cancelled after {{.N}} items, which are whole.", r.Copied), next}
	case r.Failed > 0:
		sum = Line{look.NeedsYou, look.IconWarning, words.N("{{.N}} items could not be done.", r.Failed), next}
	default:
		sum = Line{"", look.IconDone, done, ""}
	}
	return sum, proof
}

// doneWord is what the items that were done are called, and those that needed nothing.
func doneWord(r job.Receipt) (done, already string) {
	switch r.Job {
	case job.FreeName:
		return words.T("taken off the phone"), words.T("gone already")
	case job.UndoName:
		return words.T("taken back"), words.T("nothing to take back")
	}
	return words.T("restored"), words.T("there already")
}
