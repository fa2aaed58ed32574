package doctor

import (
	"fmt"

	"keepsake/app/ui/words"
	"keepsake/device/doctor"
)

// lineOf puts a finding into the window's words.
func lineOf(f doctor.Finding) Line {
	l := Line{ID: f.ID, Phone: f.Phone, Title: Says(f.What), Next: Says(f.Next), Picture: f.Picture, Detail: f.Detail}
	if f.ID == doctor.SameSerial {
		l.Picture = pictureTwins
	}
	switch f.Level {
	case doctor.OK:
		l.Mark = Fine
	case doctor.Note:
		l.Mark = Noted
	case doctor.Waiting:
		l.Mark = Passing
	case doctor.Attention:
		l.Mark = Amber
	default:
		l.Mark = Red
	}
	if label := labelOf(f.Action); label != "" {
		l.Buttons = append(l.Buttons, Button{label, f.Action})
	}
	if f.Action == doctor.DownloadAdb {
		l.Buttons = append(l.Buttons, Button{labelOf(doctor.FindAdb), doctor.FindAdb})
	}
	return l
}

// Says is a sentence in the owner's language. What fills it may come from a
// phone: it is made fit to be shown.
func Says(s doctor.Sentence) string {
	if s.Text == "" {
		return ""
	}
	pairs := make([]string, 0, len(s.Args))
	for i := 0; i+1 < len(s.Args); i += 2 {
		name, ok := s.Args[i].(string)
		if !ok {
			continue
		}
		var value string
		switch v := s.Args[i+1].(type) {
		case doctor.Bytes:
			value = words.Size(int64(v))
		case int:
			value = words.Count(v)
		default:
			if value = words.Name(fmt.Sprint(v)); value == doctor.ThePhone {
				value = words.T(value)
			}
		}
		pairs = append(pairs, name, value)
	}
	return words.F(s.Text, pairs...)
}

// labelOf is the word on an action's button; empty for none and for what this
// window does not know.
func labelOf(a doctor.Action) string {
	switch a {
	case doctor.FindAdb:
		return words.T("Find it…")
	case doctor.DownloadAdb:
		return words.T("Download from Google…")
	case doctor.InstallARule:
		return words.T("Install the rule")
	case doctor.Reconnect:
		return words.T("Connect again")
	case doctor.RestartServer:
		return words.T("Restart the adb server")
	case doctor.StartPhone:
		return words.T("Start the phone")
	case doctor.OpenDrivers:
		return words.T("Show the drivers")
	case doctor.ChooseLibrary:
		return words.T("Choose another folder…")
	}
	return ""
}
