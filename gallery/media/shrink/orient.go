package shrink

// Swaps reports whether an EXIF orientation exchanges width and height.
func Swaps(orientation int) bool { return orientation >= 5 && orientation <= 8 }

// mirrors reports whether an orientation turns the source's x or y axis round.
func mirrors(orientation int) (x, y bool) {
	switch orientation {
	case 2, 8:
		return true, false
	case 3, 7:
		return true, true
	case 4, 6:
		return false, true
	}
	return false, false
}

// orient turns a plane of w x h pixels upright.
func orient(src plane, w, h, orientation int) plane {
	if orientation < 2 || orientation > 8 {
		return src
	}
	dw, dh := w, h
	if Swaps(orientation) {
		dw, dh = h, w
	}
	dst := plane{make([]byte, dw*dh), dw}
	// Where the source's first pixel goes, and what a step right or down in the
	// source is in the result.
	first, right, down := 0, 1, dw
	if Swaps(orientation) {
		right, down = dw, 1
	}
	mx, my := mirrors(orientation)
	if mx {
		first, right = first+(w-1)*right, -right
	}
	if my {
		first, down = first+(h-1)*down, -down
	}
	const tile = 32 // both sides of a tile stay in the cache
	for ty := 0; ty < h; ty += tile {
		for tx := 0; tx < w; tx += tile {
			for y := ty; y < min(ty+tile, h); y++ {
				at := first + tx*right + y*down
				for _, p := range src.pix[y*src.stride:][tx:min(tx+tile, w)] {
					dst.pix[at] = p
					at += right
				}
			}
		}
	}
	return dst
}
