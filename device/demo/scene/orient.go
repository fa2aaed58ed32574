package scene

import "image"

func (p Photo) orientation() int {
	if p.Orientation < 1 || p.Orientation > 8 {
		return 1
	}
	return p.Orientation
}

// turned returns the pixels to store so that applying EXIF orientation o to them
// gives m.
func turned(m *image.RGBA, o int) *image.RGBA {
	if o == 1 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	sw, sh := w, h
	if o >= 5 {
		sw, sh = h, w
	}
	// Where the stored pixel (0,0) comes from, and the steps in m for one step
	// right and one step down in the stored picture.
	var start, right, down int
	at := func(x, y int) int { return y*m.Stride + x*4 }
	switch o {
	case 2:
		start, right, down = at(w-1, 0), -4, m.Stride
	case 3:
		start, right, down = at(w-1, h-1), -4, -m.Stride
	case 4:
		start, right, down = at(0, h-1), 4, -m.Stride
	case 5:
		start, right, down = at(0, 0), m.Stride, 4
	case 6:
		start, right, down = at(w-1, 0), m.Stride, -4
	case 7:
		start, right, down = at(w-1, h-1), -m.Stride, -4
	case 8:
		start, right, down = at(0, h-1), -m.Stride, 4
	}
	out := image.NewRGBA(image.Rect(0, 0, sw, sh))
	const block = 32 // both pictures stay in the cache within a block
	for by := 0; by < sh; by += block {
		for bx := 0; bx < sw; bx += block {
			for y := by; y < min(by+block, sh); y++ {
				src := start + y*down + bx*right
				for x := bx; x < min(bx+block, sw); x++ {
					copy(out.Pix[y*out.Stride+x*4:][:4], m.Pix[src:][:4])
					src += right
				}
			}
		}
	}
	return out
}

// shrunk returns m averaged to at most side pixels on its longer side.
func shrunk(m *image.RGBA, side int) *image.RGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if max(w, h) <= side {
		return m
	}
	tw, th := max(1, w*side/max(w, h)), max(1, h*side/max(w, h))
	out := image.NewRGBA(image.Rect(0, 0, tw, th))
	for y := range th {
		y0, y1 := y*h/th, max((y+1)*h/th, y*h/th+1)
		for x := range tw {
			x0, x1 := x*w/tw, max((x+1)*w/tw, x*w/tw+1)
			var r, g, b, n int
			for sy := y0; sy < y1; sy++ {
				row := m.Pix[sy*m.Stride+x0*4 : sy*m.Stride+x1*4]
				for i := 0; i < len(row); i += 4 {
					r += int(row[i])
					g += int(row[i+1])
					b += int(row[i+2])
					n++
				}
			}
			copy(out.Pix[y*out.Stride+x*4:], []byte{uint8(r / n), uint8(g / n), uint8(b / n), 255})
		}
	}
	return out
}
