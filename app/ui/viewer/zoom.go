package viewer

// Zoom is how a picture lies in the window: fitted, or larger and moved about.
// The zero value is fitted.
type Zoom struct {
	factor float32 // times the fitted size; below 1 counts as 1
	x, y   float32 // of the window's middle in the picture, from its own middle, in parts of its size
}

// Rect is where something is drawn.
type Rect struct{ X, Y, W, H float32 }

// Factor is how much larger than fitted the picture is.
func (z Zoom) Factor() float32 { return max(z.factor, 1) }

// Fitted reports whether the whole picture is in the window.
func (z Zoom) Fitted() bool { return z.Factor() == 1 }

// fit is the size at which a picture of w by h fills a window wide by high. A
// picture smaller than the window is not blown up beyond twice its size.
func fit(w, h, wide, high float32) (float32, float32) {
	if w <= 0 || h <= 0 {
		return wide, high
	}
	f := min(wide/w, high/h)
	f = min(f, 2)
	return w * f, h * f
}

// most is how far a picture can be enlarged: until one of its pixels takes four
// units, and at least four times.
func most(w, h, wide, high float32) float32 {
	fw, _ := fit(w, h, wide, high)
	if fw <= 0 {
		return 4
	}
	return max(4, 4*w/fw)
}

// Rect returns where a picture of w by h is drawn in a window wide by high.
func (z Zoom) Rect(w, h, wide, high float32) Rect {
	fw, fh := fit(w, h, wide, high)
	fw, fh = fw*z.Factor(), fh*z.Factor()
	z = z.clamp(fw, fh, wide, high)
	return Rect{wide/2 - fw/2 - z.x*fw, high/2 - fh/2 - z.y*fh, fw, fh}
}

// clamp keeps the picture's edges outside the window, or the picture in its
// middle where it is smaller.
func (z Zoom) clamp(fw, fh, wide, high float32) Zoom {
	side := func(v, size, window float32) float32 {
		if size <= window {
			return 0
		}
		free := (size - window) / 2 / size
		return min(max(v, -free), free)
	}
	z.x, z.y = side(z.x, fw, wide), side(z.y, fh, high)
	return z
}

// At enlarges by a factor; what is under the point px, py of the window stays there.
func (z Zoom) At(by, px, py, w, h, wide, high float32) Zoom {
	before := z.Rect(w, h, wide, high)
	z.factor = min(max(z.Factor()*by, 1), most(w, h, wide, high))
	if z.factor < 1.02 {
		return Zoom{}
	}
	fw, fh := fit(w, h, wide, high)
	fw, fh = fw*z.factor, fh*z.factor
	// The point in parts of the picture, from its top left.
	u, v := (px-before.X)/before.W, (py-before.Y)/before.H
	z.x = (wide/2-px)/fw + u - 0.5
	z.y = (high/2-py)/fh + v - 0.5
	return z.clamp(fw, fh, wide, high)
}

// Pan moves the picture by dx, dy units.
func (z Zoom) Pan(dx, dy, w, h, wide, high float32) Zoom {
	if z.Fitted() {
		return z
	}
	r := z.Rect(w, h, wide, high)
	z.x -= dx / r.W
	z.y -= dy / r.H
	return z.clamp(r.W, r.H, wide, high)
}
