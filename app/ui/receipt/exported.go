package receipt

import (
	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
)

// exported is what an export did, and how its copies were checked.
func exported(r job.Receipt) (sum, proof Line) {
	proof = Line{"", look.IconShield, words.T("Nothing was exported."), ""}
	if r.Copied > 0 {
		proof = Line{"", look.IconShield, words.N("{{.N}} originals were read to their end before, and were whole.", r.Copied), ""}
	}
	next := words.T("What is not exported can be exported again; the library is unchanged.")
	switch {
	case !r.AddsUp():
		sum = summary(r)
	case r.Status == job.Failed:
		sum = Line{look.Failed, look.IconError, r.Message, next}
	case r.Status == job.Cancelled:
		sum = Line{"", look.IconInfo, words.N("Cancelled: {{.N}} were exported, and are whole.", r.Copied), next}
	case r.Failed > 0:
		sum = Line{look.NeedsYou, look.IconWarning, words.N("{{.N}} could not be exported.", r.Failed), next}
	default:
		sum = Line{"", look.IconDone, words.N("{{.N}} pictures exported.", r.Copied), ""}
	}
	return sum, proof
}
