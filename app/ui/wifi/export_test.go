package wifi

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/part"
)

// Digits is the field for the code.
func (s *Sheet) Digits() fyne.Focusable { return s.digits }

// Picture is a code as it is drawn.
var Picture = part.QRPicture
