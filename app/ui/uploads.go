package ui

import (
	"context"
	"strings"

	"keepsake/app/job"
	"keepsake/app/ui/cloud"
	"keepsake/app/ui/home"
	"keepsake/app/ui/importing"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/receipt"
	"keepsake/app/ui/words"
)

// uploadID stands before the id of a cloud among the jobs of the strip.
const uploadID = "upload "

// openClouds makes the Cloud page.
func (s *Shell) openClouds(p importing.Picker) {
	if s.deps.Clouds == nil {
		return
	}
	s.cloud = cloud.New(s.kit, s.deps.Clouds)
	if p == nil {
		return
	}
	s.cloud.Folder = p.PickFolder
	s.cloud.Use = func(dir string) {
		s.hop.Go(func(ctx context.Context) func() {
			err := s.deps.Settings.UseLibrary(ctx, dir)
			return func() {
				if err != nil {
					s.kit.Failed(err)
					return
				}
				s.settings.Model.OnLibrary(dir)
			}
		})
	}
}

// uploadCards are the uploads under way as the strip shows jobs.
func (s *Shell) uploadCards() (all []home.Card) {
	if s.deps.Clouds == nil {
		return nil
	}
	for _, c := range s.deps.Clouds.List() {
		now, ok := s.deps.Clouds.Progress(c.ID)
		if !ok || now.Status.Ended() {
			continue
		}
		p := home.ProgressOf(now, c.Name, s.kit.Explain)
		if now.Status == job.Running {
			p.Phase, p.Numbers = words.T("Uploading"), cloud.Says(now)
		}
		all = append(all, home.Card{Phone: phone.Phone{ID: uploadID + c.ID, Name: c.Name}, Import: true, Running: true, Progress: p, CanPause: !p.Ending})
	}
	return all
}

// standing tells Home how things stand with the clouds.
func (s *Shell) standing() {
	if s.deps.Clouds == nil {
		return
	}
	s.clouds.Go(s.hop, func(ctx context.Context) func() {
		var lines []receipt.Line
		for _, c := range s.deps.Clouds.List() {
			state, err := s.deps.Clouds.State(ctx, c.ID)
			if err == nil { // else its page says why
				lines = append(lines, cloud.Stands(c, state, s.kit.Now()))
			}
		}
		return func() { s.home.SetClouds(lines, func() { s.Go(AtCloud) }) }
	})
}

// lookAtUploads tells of uploads that have ended, where that is worth a word: what
// went well is seen on its page.
func (s *Shell) lookAtUploads() {
	if s.deps.Clouds == nil {
		return
	}
	now := map[string]bool{}
	for _, c := range s.uploadCards() {
		now[c.Phone.ID] = true
	}
	was := s.sending
	s.sending = now
	for id := range was {
		if !now[id] {
			s.uploadEnded(strings.TrimPrefix(id, uploadID))
		}
	}
}

func (s *Shell) uploadEnded(id string) {
	s.Notify(LibraryChanged)
	if s.place == AtCloud && !s.viewing {
		return
	}
	s.hop.Go(func(ctx context.Context) func() {
		state, err := s.deps.Clouds.State(ctx, id)
		return func() {
			for _, c := range s.deps.Clouds.List() {
				if c.ID == id && err == nil && state.HasLast {
					says := cloud.Ended(c, state, s.kit.Now())
					s.toasts.Show(part.Toast{Text: says.Text, Next: says.Next, Tone: says.Tone, Action: words.T("Show"), Do: func() { s.Go(AtCloud) }})
				}
			}
		}
	})
}

// holdUpload pauses an upload of the strip, or lets it go on.
func (s *Shell) holdUpload(id string) {
	for _, c := range s.uploadCards() {
		if c.Phone.ID == id {
			s.deps.Clouds.Hold(strings.TrimPrefix(id, uploadID), !c.Progress.Paused)
		}
	}
}
