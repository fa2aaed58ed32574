package index

import (
	"fmt"
	"path"
	"strings"

	"keepsake/gallery"
)

// How much text a search looks through for one item, and for one of its names.
const (
	maxWords   = 4096
	maxName    = 1024
	maxOrigins = 32
)

// wordCache keeps the folded words of album folders and places, which thousands of
// items share.
type wordCache map[string]string

// of returns what a search finds an item by: its names here and on the phones,
// its albums' folders and names, its camera, where it was taken; folded, one a
// line. Places, which may be nil, names a place.
func (c wordCache) of(it *gallery.Item, places func(lat, lon float64) string) []byte {
	var lines []string
	name := func(s string) string { return fold(s[:min(len(s), maxName)]) }
	add := func(s string) {
		for _, l := range lines {
			if strings.Contains(l, s) {
				return
			}
		}
		lines = append(lines, s)
	}
	add(name(path.Base(it.Path)))
	for _, o := range it.Origins[:min(len(it.Origins), maxOrigins)] {
		add(name(path.Base(o.Path)))
		add(c.album(o.Album))
	}
	add(name(it.Info.Camera))
	add(name(it.Info.Name))
	if p := it.Place(); p != nil && places != nil {
		add(c.place(p, places))
	}
	words := strings.Join(lines, "\n")
	return []byte(words[:min(len(words), maxWords)])
}

// place is what a place is called; a hundredth of a degree, a kilometre, shares
// a name.
func (c wordCache) place(p *gallery.Place, places func(lat, lon float64) string) string {
	key := fmt.Sprintf("\x00%.2f %.2f", p.Lat, p.Lon)
	words, ok := c[key]
	if !ok {
		words = fold(places(p.Lat, p.Lon))
		c[key] = words
	}
	return words
}

func (c wordCache) album(folder string) string {
	words, ok := c[folder]
	if !ok {
		short := folder[:min(len(folder), maxName)]
		words = fold(short)
		if name := fold(AlbumName(short)); !strings.Contains(words, name) {
			words += "\n" + name
		}
		c[folder] = words
	}
	return words
}
