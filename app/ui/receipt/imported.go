package receipt

import (
	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
)

// imported says what an import did. There is no phone that could prove it, so it
// is never called verified.
func imported(r job.Receipt) (sum, proof Line) {
	kept := r.Copied + r.Already
	proof = Line{"", look.IconShield, words.T("Nothing was kept."), ""}
	if kept > 0 {
		proof = Line{"", look.IconShield, words.N("{{.N}} items were read to their end and are kept.", kept),
			words.T("“Verified” is only what a phone’s own checksum agrees with; an import has no phone to ask.")}
	}
	switch {
	case !r.AddsUp():
		sum = summary(r)
	case r.Status == job.Failed:
		text := r.Message
		if text == "" {
			text = words.T("The import ended early.")
		}
		sum = Line{look.Failed, look.IconError, text, safe(r, kept)}
	case r.Status == job.Cancelled:
		sum = Line{"", look.IconInfo, words.T("The import was stopped."), safe(r, kept)}
	case r.Failed > 0:
		sum = Line{look.NeedsYou, look.IconWarning, words.N("{{.N}} items could not be imported.", r.Failed),
			words.T("Open the number to see why. Importing the same again tries them again.")}
	case r.Found == 0:
		sum = Line{"", look.IconInfo, words.T("There were no photos or videos in it."), ""}
	case kept == 0:
		sum = Line{"", look.IconInfo, words.N("Nothing was kept: all {{.N}} items were skipped.", r.Found), ""}
	case r.Copied == 0:
		sum = Line{"", look.IconDone, words.T("Nothing new: everything was kept already."), ""}
	default:
		sum = Line{"", look.IconDone, words.N("{{.N}} new items kept.", r.Copied), ""}
	}
	return sum, proof
}
