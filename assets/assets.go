// Package assets is what the program carries: its icon.
package assets

import _ "embed"

// Icon is the application's icon, a PNG of 512 by 512 pixels.
//
//go:embed icon.png
var Icon []byte
