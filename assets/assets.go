// Package assets is what the program carries: its icon, the outline of
// the world for the map, and where towns are.
package assets

import _ "embed"

// Icon is the application's icon, a PNG of 512 by 512 pixels.
//
//go:embed icon.png
var Icon []byte

// World is the outline of the countries, made by draw/world.go from Natural
// Earth's public domain map; its format is described there.
//
//go:embed world.bin
var World []byte

// Towns is where towns are, made by draw/towns.go from GeoNames' list (CC BY 4.0,
// geonames.org); its format is described there.
//
//go:embed towns.bin
var Towns []byte
