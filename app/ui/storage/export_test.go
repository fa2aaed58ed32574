package storage

// Tile lays sizes out for tests.
func Tile(sizes []int64, w, h float32) (out [][4]float32) {
	for _, r := range tile(sizes, rect{0, 0, w, h}) {
		out = append(out, [4]float32{r.x, r.y, r.w, r.h})
	}
	return out
}

// ScrollTo scrolls the page.
func (s *Screen) ScrollTo(y float32) { s.page.ScrollTo(y) }
