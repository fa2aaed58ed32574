package restoring

import (
	"path"
	"slices"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/job/restore/rows"
	"keepsake/app/ui/look"
	"keepsake/app/ui/words"
)

// category is what a category is called, and its drawing.
func category(c string) (string, look.Icon) {
	switch c {
	case job.Photos:
		return words.T("Photos and videos"), look.IconPhotos
	case job.Recordings:
		return words.T("Recordings"), look.IconAudio
	case "contacts":
		return words.T("Contacts"), look.IconPeople
	case "messages":
		return words.T("Messages"), look.IconMessage
	case "calls":
		return words.T("Calls"), look.IconCall
	case "events":
		return words.T("Calendar"), look.IconCalendar
	case "notes":
		return words.T("Notes"), look.IconPencil
	case "wifi":
		return words.T("Wi-Fi"), look.IconWifi
	case "settings":
		return words.T("Settings of the phone"), look.IconSettings
	case "apps":
		return words.T("Apps"), look.IconTilesSmall
	case rows.AppData:
		return words.T("What apps keep"), look.IconLock
	case "archives":
		return words.T("Backups of apps"), look.IconLibrary
	}
	return words.Name(c), look.IconFile
}

// stateWord is what a preview calls a step's state.
func stateWord(s restore.Step) string {
	switch {
	case s.State == restore.Cannot:
		return words.T("cannot")
	case s.State == restore.Same:
		return words.T("the same is there")
	case s.State == restore.Kept && s.Do == restore.Trash:
		return words.T("to the phone's trash")
	case s.State == restore.Kept:
		return words.T("is deleted on the phone")
	case s.State == restore.Differs && s.Do == restore.Replace:
		return words.T("takes the place of the other one, which is kept for undo")
	case s.State == restore.Differs && s.Do == restore.Add:
		return words.T("another one is there: both are kept")
	case s.State == restore.Differs:
		return words.T("another one is there: it is left alone")
	}
	return words.T("new")
}

// LineOf says a step in two lines: what it is, and what happens to it.
func LineOf(s restore.Step) (title, says string) {
	title = s.Title
	if title == "" {
		title = path.Base(string(s.Target))
	}
	says = stateWord(s)
	if s.State == restore.Cannot || s.Do == restore.Leave && s.Reason != "" {
		says = s.Reason
	} else if s.Group != "" {
		says = words.F("{{.State}} · {{.Where}}", "State", says, "Where", string(s.Group))
	}
	return words.Name(title), words.Name(says)
}

// Toned is how a step's line is drawn.
func toned(s restore.Step) (look.Icon, fyne.ThemeColorName) {
	switch s.State {
	case restore.Cannot:
		return look.IconSkip, look.NeedsYou
	case restore.Same:
		return look.IconCheck, look.Muted
	case restore.Differs:
		return look.IconCopies, look.Muted
	}
	return look.IconPlus, look.Muted
}

// Steps are a category's steps, what needs reading first.
func Steps(p *restore.Plan, c string) []restore.Step {
	var all []restore.Step
	for _, s := range p.Steps {
		if s.Category == c {
			all = append(all, s)
		}
	}
	rank := func(s restore.Step) int {
		return slices.Index([]restore.State{restore.Cannot, restore.Differs, restore.New, restore.Kept, restore.Same}, s.State)
	}
	slices.SortStableFunc(all, func(a, b restore.Step) int { return rank(a) - rank(b) })
	return all
}

// Phase is what a restore is at, in words.
func Phase(s job.Snapshot) string {
	switch s.Status {
	case job.Cancelling:
		return words.T("Stopping after what is at hand")
	case job.Paused:
		return words.T("Paused")
	case job.Waiting:
		return words.T("Waiting for the phone")
	}
	switch s.Phase {
	case restore.Comparing, job.Listing:
		return words.T("Comparing with what is there")
	case restore.Saving:
		return words.T("Keeping how things are now, for undo")
	case restore.Restoring:
		return words.T("Restoring")
	case restore.Freeing:
		return words.T("Proving each file, then taking it off the phone")
	case restore.ReadingBack:
		return words.T("Reading back what was written")
	case restore.Undoing:
		return words.T("Taking it back")
	}
	return words.T("Writing the receipt")
}

// capital makes the first letter of a sentence a capital one.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
