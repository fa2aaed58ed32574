package viewer

import (
	"context"
	"errors"
	"image"
	"sync/atomic"
	"time"

	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
	"keepsake/gallery"
	"keepsake/gallery/media"
)

const (
	// holdTime is how long the pointer is held on a picture until it moves.
	holdTime = 300 * time.Millisecond
	// frameSide bounds the pictures of a clip, in pixels.
	frameSide = 960
)

// Moves reports whether the picture shown has something to play.
func (m *Model) Moves() bool {
	r, ok := m.Row()
	return ok && r.Private == "" && !r.Broken && (r.Motion || r.Kind == gallery.Video)
}

// Play shows the clip of the picture, or a video without its sound, once, in the
// picture's place. Failed, on the window's goroutine, is told why it cannot be.
func (m *Model) Play(failed func(error)) {
	r, _ := m.Row()
	if !m.Moves() || m.plays || !m.zoom.Fitted() {
		return
	}
	m.plays = true
	m.playing.Go(m.hop, func(ctx context.Context) func() {
		var waiting atomic.Bool // a window that is busy misses pictures
		err := m.images.Play(ctx, r, frameSide, func(im *image.RGBA) {
			if !waiting.CompareAndSwap(false, true) {
				return
			}
			m.hop.Post(func() {
				waiting.Store(false)
				if ctx.Err() == nil {
					m.frame = im
					m.OnFrame()
				}
			})
		})
		return func() {
			m.Stop()
			if err != nil {
				failed(err)
			}
		}
	})
	m.OnChange()
}

// Stop shows the still picture again.
func (m *Model) Stop() {
	if !m.plays {
		return
	}
	m.playing.Cancel()
	m.plays, m.frame = false, nil
	m.OnChange()
}

// playFailed says why a clip cannot be played here; where only a program is
// missing for that, another one can play it.
func (s *Screen) playFailed(err error) {
	if !errors.Is(err, media.ErrNoPoster) {
		s.kit.Failed(err)
		return
	}
	id := s.Model.ID()
	s.kit.Toast(part.Toast{Text: words.T("Playing a clip here takes the program ffmpeg, which is not installed."),
		Action: words.T("Play it in another program"), Do: func() {
			s.kit.Hop.Go(func(ctx context.Context) func() {
				if err := s.images.OpenClip(ctx, id); err != nil {
					return func() { s.kit.Failed(err) }
				}
				return nil
			})
		}})
}

// press begins to wait whether the pointer is held.
func (s *Screen) press() {
	s.slideshow(false)
	s.release()
	if s.Model.Moves() {
		s.holding = s.kit.After(holdTime, func() { s.Model.Play(s.playFailed) })
	}
}

// release ends what holding began.
func (s *Screen) release() {
	if s.holding != nil {
		s.holding()
		s.holding = nil
		s.Model.Stop()
	}
}
