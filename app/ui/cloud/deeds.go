package cloud

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/job"
	"keepsake/app/schedule"
	"keepsake/app/ui/automatic"
	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/words"
)

// deeds is what else can be done with a cloud, and what it is set to.
func (s *Screen) deeds(c Card) fyne.CanvasObject {
	row := part.Row(look.S2, part.Inset(-look.S3, 0, 0, 0, part.NewButton(part.Plain, words.T("Settings…"), look.IconSettings, func() { s.openPlan(c.Cloud) })))
	if !c.busy() {
		row.Add(part.NewButton(part.Plain, words.T("Check"), look.IconShieldCheck, func() { s.did(s.Model.Check(c.ID)) }))
		if c.Files && s.Folder != nil {
			row.Add(part.NewButton(part.Plain, words.T("Restore my library…"), look.IconRestore, func() { s.openFetch(c.Cloud) }))
		}
	}
	row.Add(part.NewSpring())
	if !c.busy() {
		row.Add(part.NewButton(part.Plain, words.T("Remove"), look.IconTrash, func() { s.remove(c) }))
	}
	return part.Column(look.S2, part.NewRule(), part.Small(Sets(c.Plan)+checked(c.State, s.kit.Now())).Wrapped(), row)
}

func (s *Screen) did(err error) {
	if err != nil {
		s.kit.Failed(err)
	}
}

// Sets says what a cloud is set to.
func Sets(p Plan) string {
	what := words.T("Everything goes up")
	if !p.All() {
		what = words.T("A part goes up, as chosen")
	}
	when := words.T("when you press the button")
	if p.After {
		when = words.T("after each backup")
	}
	text := words.F("{{.What}}, {{.When}}", "What", what, "When", when)
	if p.Limit > 0 {
		text += " · " + words.F("at most {{.Speed}}", "Speed", words.Speed(float64(p.Limit)))
	}
	return text
}

// checked says what the last check found.
func checked(s State, now time.Time) string {
	if !s.HasCheck {
		return ""
	}
	found := words.N("all {{.N}} are there", s.Check.Files)
	if bad := s.Check.Bad + s.Check.Missing; bad > 0 {
		found = words.N("{{.N}} are missing or damaged: upload again", bad)
	}
	return " · " + words.F("checked {{.When}}: {{.Found}}", "When", words.When(s.Check.At, now), "Found", found)
}

// holds says why an upload that is due does not begin by itself.
func holds(w schedule.Why) string {
	switch w {
	case schedule.OnBattery:
		return words.T("the next one waits for mains power")
	case schedule.Metered:
		return words.T("the next one waits for a network without an allowance")
	case schedule.Failing:
		return words.T("it is tried again in a while")
	case schedule.Stopped:
		return words.T("stopped; press the button to go on")
	}
	return ""
}

func until(t, now time.Time) string { return automatic.Ahead(t, now) }

// meter is how far a job has come.
func meter(n job.Snapshot, says string) fyne.CanvasObject {
	bar := part.NewBar(6, look.Accent)
	done := float32(0)
	switch {
	case n.BytesTotal > 0:
		done = float32(n.Bytes) / float32(n.BytesTotal)
	case n.FilesTotal > 0:
		done = float32(n.Files) / float32(n.FilesTotal)
	}
	bar.Set(done, look.Accent)
	return part.Column(look.S1, bar, part.Muted(says).Middle())
}

// other shows a check or a fetch, or what came of the last fetch; nil: neither.
func (s *Screen) other(c Card) fyne.CanvasObject {
	stop := part.NewButton(part.Secondary, words.T("Cancel"), "", func() { s.Model.Stop(c.ID) })
	under := func(title string, n job.Snapshot) fyne.CanvasObject {
		return part.Column(look.S2, part.Row(look.S2, part.Grow(part.Strong(title).Middle()), stop), meter(n, progress(n)))
	}
	switch {
	case c.Fetching != nil:
		return under(words.F("Restoring your library from {{.Name}}", "Name", words.Name(c.Name)), *c.Fetching)
	case c.Checking != nil:
		return under(words.T("Asking whether it still has everything"), *c.Checking)
	case c.Fetched == nil:
		return nil
	}
	r := *c.Fetched
	switch r.Status {
	case job.Done:
		col := part.Column(look.S2, part.Strong(words.N("Your library is back: {{.N}} items, each compared with its checksum.", r.Copied+r.Already)).Wrapped(),
			part.Muted(words.Name(r.Library)).Wrapped())
		tone, icon := look.Verified, look.IconShieldCheck
		if lost := r.Failed + r.Skipped; lost > 0 {
			tone, icon = look.NeedsYou, look.IconWarning
			col.Add(part.Muted(words.N("{{.N}} were not in this cloud, or not whole.", lost)).Wrapped())
		}
		if s.Use != nil {
			col.Add(part.Row(0, part.NewButton(part.Primary, words.T("Open this library"), "", func() { s.Use(r.Library) }), part.NewSpring()))
		}
		return part.Note(tone, icon, col)
	case job.Cancelled:
		return part.Small(words.T("The restore was cancelled. Begin it again with the same folder: it goes on from there.")).Wrapped()
	}
	return part.Note(look.Failed, look.IconError, part.Column(2, part.Strong(words.T("The library could not be restored.")).Wrapped(), part.Muted(words.Name(r.Message)).Wrapped()))
}

// openFetch explains the way back, and asks where to.
func (s *Screen) openFetch(c Cloud) {
	var sheet *part.Sheet
	choose := part.NewButton(part.Primary, words.T("Choose an empty folder…"), look.IconFolder, func() {
		sheet.Close()
		s.kit.Hop.Go(func(ctx context.Context) func() {
			dir, err := s.Folder(ctx, words.T("Empty folder for the library"))
			return func() {
				if err == nil && dir != "" {
					err = s.Model.Fetch(c.ID, dir)
				}
				s.did(err)
			}
		})
	})
	body := part.Column(look.S4,
		part.Body(words.F("Everything that {{.Name}} holds of your library comes into a folder that you choose: originals with their albums, contacts, messages and the rest.", "Name", words.Name(c.Name))).Wrapped(),
		part.Muted(words.T("The library you have open stays as it is. Each file is compared with its checksum; what was cut short goes on in the same folder.")).Wrapped(),
		part.Row(look.S2, part.NewSpring(), choose))
	sheet = s.kit.Sheet(words.F("Restore my library from {{.Name}}", "Name", words.Name(c.Name)), words.T("Close"), fyne.NewSize(560, 280), body)
}

// Plan opens what a cloud is set to, and Fetch the way back from it.
func (s *Screen) Plan(id string) { s.of(id, func(c Cloud) { s.openPlan(c) }) }

// Fetch opens the way back from a cloud.
func (s *Screen) Fetch(id string) { s.of(id, s.openFetch) }

func (s *Screen) of(id string, do func(Cloud)) {
	for _, c := range s.Model.Cards {
		if c.ID == id {
			do(c.Cloud)
		}
	}
}

// Says is how far an upload has come, for a line elsewhere.
func Says(n job.Snapshot) string { return progress(n) }

// Stands says in a line how things stand with a cloud.
func Stands(c Cloud, s State, now time.Time) receipt.Line {
	name := words.Name(c.Name)
	l := receipt.Line{Tone: look.Verified, Text: words.F("{{.Name}}: {{.What}}", "Name", name, "What", words.N("{{.N}} items are up.", s.Up))}
	if s.HasLast {
		l.Next = words.F("Last upload {{.When}}", "When", words.When(s.Last.Started, now))
	}
	switch {
	case s.Wait.After(now):
		l.Tone, l.Next = "", words.F("The upload goes on {{.When}}.", "When", until(s.Wait, now))
	case s.HasLast && s.Last.Status == job.Failed:
		l.Tone, l.Next = look.Failed, words.T("The last upload ended early.")
	case s.Failed > 0:
		l.Tone, l.Next = look.NeedsYou, words.N("{{.N}} files could not be uploaded. Their reasons are in the list.", s.Failed)
	case s.Waiting > 0:
		l.Tone, l.Next = "", words.N("{{.N}} waiting", s.Waiting)
	case s.Up == 0:
		return receipt.Line{Text: words.F("{{.Name}}: {{.What}}", "Name", name, "What", words.T("Nothing was uploaded yet."))}
	case s.Unproven > 0:
		l.Tone = ""
	}
	return l
}

// Ended is a word on the end of an upload.
func Ended(c Cloud, s State, now time.Time) receipt.Line {
	name := words.Name(c.Name)
	switch {
	case s.Wait.After(now):
		return receipt.Line{Text: words.F("{{.Name}} takes no more today.", "Name", name),
			Next: words.F("The upload goes on {{.When}}.", "When", until(s.Wait, now))}
	case s.Last.Status == job.Failed:
		return receipt.Line{Tone: look.Failed, Text: words.F("The upload to {{.Name}} ended early.", "Name", name), Next: words.Name(s.Last.Message)}
	case s.Last.Status == job.Cancelled:
		return receipt.Line{Text: words.F("The upload to {{.Name}} was stopped.", "Name", name)}
	case s.Failed > 0:
		return receipt.Line{Tone: look.NeedsYou, Text: words.F("The upload to {{.Name}} is done.", "Name", name), Next: words.N("{{.N}} files could not be uploaded. Their reasons are in the list.", s.Failed)}
	}
	return receipt.Line{Tone: look.Verified, Text: words.F("The upload to {{.Name}} is done.", "Name", name), Next: words.N("{{.N}} items are up.", s.Up)}
}
