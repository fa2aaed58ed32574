// Package receipt says what a backup did: one sentence, five numbers that add
// up, and how much of it is proven. Home shows the last one, Activity all.
//
// Begin with Of, which turns a job's receipt into sentences, and NewView.
package receipt

import (
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
)

// Line is a sentence with its tone: look.Verified only for what is proven,
// look.NeedsYou for what the owner should see, look.Failed for what went wrong,
// "" for news. Next says what to do, or nothing.
type Line struct {
	Tone       fyne.ThemeColorName
	Icon       look.Icon
	Text, Next string
}

// Figure is one of the numbers that add up.
type Figure struct {
	Outcome job.Outcome // "" for the sum
	N       int
	Label   string
	Tone    fyne.ThemeColorName
}

// Words is a receipt in sentences.
type Words struct {
	Summary Line
	Proof   Line
	Figures []Figure // found, then what became of it
	Doubts  []job.Problem
}

// Of turns a receipt into sentences, read at now.
func Of(r job.Receipt, now time.Time) Words {
	w := Words{Summary: summary(r), Proof: proof(r, now)}
	switch r.Job {
	case job.ImportName:
		w.Summary, w.Proof = imported(r)
	case job.ExportName:
		w.Summary, w.Proof = exported(r)
	case job.UploadName:
		w.Summary, w.Proof = uploaded(r)
	}
	already := already(r)
	if isRestore(r.Job) {
		w.Summary, w.Proof = restored(r, now)
		_, already = restoredWords(r)
	}
	w.Figures = []Figure{
		{"", r.Found, words.T("found"), look.Foreground},
		{job.Copied, r.Copied, copied(r), look.Foreground},
		{job.Already, r.Already, already, look.Foreground},
		{job.Skipped, r.Skipped, words.T("skipped"), look.Foreground},
		{job.Lost, r.Failed, words.T("failed"), look.Foreground},
	}
	if r.Failed > 0 {
		w.Figures[4].Tone = look.Failed
	}
	for _, p := range r.Problems {
		if p.Outcome == job.Copied || p.Outcome == job.Already {
			w.Doubts = append(w.Doubts, p)
		}
	}
	return w
}

// copied is what the copied items of a run are called.
func copied(r job.Receipt) string {
	if r.Job == job.ExportName {
		return words.T("exported")
	}
	if r.Job == job.UploadName {
		return words.T("uploaded")
	}
	if isRestore(r.Job) {
		done, _ := restoredWords(r)
		return done
	}
	return words.T("new")
}

// already is what was there before the run.
func already(r job.Receipt) string {
	if r.Job == job.UploadName {
		return words.T("up already")
	}
	return words.T("already kept")
}

// List returns the problems of one outcome.
func List(r job.Receipt, o job.Outcome) []job.Problem {
	var out []job.Problem
	for _, p := range r.Problems {
		if p.Outcome == o {
			out = append(out, p)
		}
	}
	return out
}

func summary(r job.Receipt) Line {
	kept := r.Copied + r.Already
	switch {
	case !r.AddsUp():
		return Line{look.Failed, look.IconError, words.T("This receipt does not add up."), words.T("Please report this: the numbers cannot be trusted.")}
	case r.Status == job.Failed:
		text := r.Message
		if text == "" {
			text = words.T("The backup ended early.")
		}
		return Line{look.Failed, look.IconError, text, safe(r, kept)}
	case r.Status == job.Cancelled:
		return Line{"", look.IconInfo, words.T("The backup was stopped."), safe(r, kept)}
	case r.Failed > 0:
		return Line{look.NeedsYou, look.IconWarning, words.N("{{.N}} items could not be copied.", r.Failed),
			words.T("Open the number to see why. The next backup tries them again.")}
	case r.Found == 0:
		return Line{"", look.IconInfo, words.T("The phone has no photos or videos."), ""}
	case kept == 0:
		return Line{"", look.IconInfo, words.N("Nothing was kept: all {{.N}} items were skipped.", r.Found), ""}
	case r.Copied == 0:
		return Line{"", look.IconDone, words.T("Nothing new: everything was kept already."), ""}
	default:
		return Line{"", look.IconDone, words.N("{{.N}} new items kept.", r.Copied), ""}
	}
}

func safe(r job.Receipt, kept int) string {
	if r.Found == 0 {
		return words.T("Nothing was copied; start it again when you like.")
	}
	return words.N("{{.Kept}} of {{.N}} items are safe. Start it again to go on from there.", r.Found, "Kept", words.Count(kept))
}

// proof is green only when everything kept is proven, and something is.
func proof(r job.Receipt, now time.Time) Line {
	kept := r.KeptFiles()
	when := words.When(r.Started.Add(time.Duration(r.Seconds*float64(time.Second))), now)
	switch {
	case kept == 0:
		return Line{"", look.IconShield, words.T("Nothing was kept, so nothing was verified."), ""}
	case r.Verified == kept && (r.Failed > 0 || r.Status != job.Done):
		return Line{look.Verified, look.IconShieldCheck, words.N("All {{.N}} kept items verified {{.When}}.", kept, "When", when),
			words.T("The phone's own SHA-256 of each of them agrees with what is in the library.")}
	case r.Verified == kept:
		return Line{look.Verified, look.IconShieldCheck, words.N("All {{.N}} items verified {{.When}}.", kept, "When", when),
			words.T("The phone's own SHA-256 of each file agrees with what is in the library.")}
	case r.Verified == 0:
		return Line{"", look.IconShieldDots, words.T("Not verified yet."), words.T("The next backup compares each file with the phone's own SHA-256.")}
	default:
		return Line{"", look.IconShieldDots, words.N("{{.Verified}} of {{.N}} items verified.", kept, "Verified", words.Count(r.Verified)),
			words.T("The rest is kept, and not verified yet.")}
	}
}
