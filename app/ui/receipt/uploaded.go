package receipt

import (
	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
)

// uploaded is an upload in sentences.
func uploaded(r job.Receipt) (sum, proof Line) {
	kept := r.Copied + r.Already
	proof = Line{"", look.IconShield, words.T("Nothing is up yet."), ""}
	switch {
	case kept > 0 && r.Verified == kept:
		proof = Line{look.Verified, look.IconShieldCheck, words.N("The cloud confirmed all {{.N}} that are up.", kept), ""}
	case kept > 0:
		proof = Line{"", look.IconShield, words.F("{{.N}} of {{.All}} that are up were confirmed by the cloud.", "N", words.Count(r.Verified), "All", words.Count(kept)),
			words.T("The others are sent, not verifiable: the cloud does not tell what it has.")}
	}
	next := words.T("What is up stays up. The next upload goes on from there.")
	switch {
	case !r.AddsUp():
		sum = summary(r)
	case r.Status == job.Failed:
		sum = Line{look.Failed, look.IconError, r.Message, next}
	case r.Status == job.Cancelled:
		sum = Line{"", look.IconInfo, words.N("Cancelled: {{.N}} were uploaded.", r.Copied), next}
	case r.Failed > 0:
		sum = Line{look.NeedsYou, look.IconWarning, words.N("{{.N}} could not be uploaded.", r.Failed), next}
	case r.Copied == 0:
		sum = Line{"", look.IconDone, words.T("Nothing new: everything was up already."), ""}
	default:
		sum = Line{"", look.IconDone, words.N("{{.N}} files uploaded.", r.Copied), ""}
	}
	return sum, proof
}
