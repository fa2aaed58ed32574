package automatic

import (
	"time"

	"keepsake/app/desk"
	"keepsake/app/schedule"
	"keepsake/app/ui/words"
)

// mostLines is how many phones the tray's menu speaks of.
const mostLines = 6

// Menu is what the tray says of the phones.
func Menu(all []Phone, paused bool, now time.Time) desk.TrayMenu {
	m := desk.TrayMenu{Open: words.T("Open Keepsake"), BackUp: words.T("Back up now"), Pause: words.T("Pause until tomorrow"), Quit: words.T("Quit")}
	if paused {
		m.Pause = words.T("End the pause")
	}
	for _, p := range all {
		m.Alert = m.Alert || p.Late
		m.CanBackUp = m.CanBackUp || p.Here && p.Decision.Why != schedule.Busy
		text, _ := Line(p, now)
		if p.Decision.Why == schedule.Busy {
			text = words.T("Backing up")
		}
		if text != "" && len(m.State) < mostLines {
			m.State = append(m.State, words.F("{{.Phone}}: {{.What}}", "Phone", words.Name(p.Name), "What", text))
		}
	}
	return m
}
