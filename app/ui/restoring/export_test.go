package restoring

import "time"

// Times are when backups were taken.
func Times(all []Backup) []time.Time {
	var out []time.Time
	for _, b := range all {
		out = append(out, b.Taken)
	}
	return out
}

// Unfold shows the steps of a category of the preview.
func (s *Screen) Unfold(category string) {
	s.view.open[category] = true
	s.render()
}
