package photos

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/world"
)

// Grid is the screen's grid.
func (s *Screen) Grid() *Grid { return s.grid }

// Scrubber is the screen's scrubber.
func (s *Screen) Scrubber() *Scrubber { return s.scrubber }

// Export presses the button.
func (s *Screen) Export() { s.doExport() }

// Places is the screen's map.
func (s *Screen) Places() *placesView { return s.places }

// Clusters is what lies on the map, the largest first.
func (v *placesView) Clusters() []world.Cluster { return v.clusters }

// SpotOf is where a cluster lies in the window.
func (v *placesView) SpotOf(i int) fyne.Position {
	x, y := v.view.Spot(v.clusters[i].Point)
	return fyne.NewPos(float32(x), float32(y))
}
