package viewer

import (
	"fyne.io/fyne/v2"

	"keepsake/gallery"
)

// Key does what a key means to the viewer and reports whether it means anything.
func (s *Screen) Key(k fyne.KeyName) bool {
	row, _ := s.Model.Row()
	const far = 80
	if s.sliding() && k != fyne.KeyS {
		s.slideshow(false)
		if k == fyne.KeyEscape {
			return true
		}
	}
	switch k {
	case fyne.KeyLeft:
		if !s.Model.zoom.Fitted() {
			s.stage.pan(far, 0)
		} else {
			s.Model.Step(-1)
		}
	case fyne.KeyRight:
		if !s.Model.zoom.Fitted() {
			s.stage.pan(-far, 0)
		} else {
			s.Model.Step(1)
		}
	case fyne.KeyUp:
		s.stage.pan(0, far)
	case fyne.KeyDown:
		s.stage.pan(0, -far)
	case fyne.KeyHome:
		s.Model.Step(-s.Model.at)
	case fyne.KeyEnd:
		s.Model.Step(len(s.Model.ids))
	case fyne.KeySpace:
		if row.Kind == gallery.Video || row.Kind == gallery.Audio {
			s.do(s.images.Open)
		} else {
			s.Model.Step(1)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		s.do(s.images.Open)
	case fyne.KeyPlus, fyne.KeyEqual:
		s.stage.zoomMiddle(1.5)
	case fyne.KeyMinus:
		s.stage.zoomMiddle(1 / 1.5)
	case fyne.Key0:
		s.Model.SetZoom(Zoom{})
	case fyne.Key1:
		s.stage.zoomActual()
	case fyne.KeyI:
		s.Model.ShowInfo(!s.Model.info)
	case fyne.KeyP:
		s.restore()
	case fyne.KeyF11:
		s.toggleFull()
	case fyne.KeyF:
		s.favorite()
	case fyne.KeyH:
		s.hide()
	case fyne.KeyR:
		if s.kit.Keys()&fyne.KeyModifierShift != 0 {
			s.turn(-1)
		} else {
			s.turn(1)
		}
	case fyne.KeyDelete, fyne.KeyBackspace:
		s.trash()
	case fyne.KeyE:
		s.export()
	case fyne.KeyS:
		s.slideshow(!s.sliding())
	case fyne.KeyM:
		if s.Model.plays {
			s.Model.Stop()
		} else {
			s.Model.Play(s.playFailed)
		}
	case fyne.KeyF1, "?":
		s.showKeys()
	case fyne.KeyEscape:
		switch {
		case s.full:
			s.toggleFull()
		case !s.Model.zoom.Fitted():
			s.Model.SetZoom(Zoom{})
		default:
			s.close()
		}
	default:
		return false
	}
	return true
}
