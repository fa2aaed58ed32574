package paint

// Ink gives the colour of a run of pixels; it is asked once a row.
type Ink interface {
	// Run writes the colours of the pixels (x, y), (x+1, y), … to out.
	Run(x, y int, out []RGB)
}

// Run implements Ink: a colour is its own flat ink.
func (c RGB) Run(_, _ int, out []RGB) {
	for i := range out {
		out[i] = c
	}
}

// Linear is a ramp from (X0,Y0) to (X1,Y1).
type Linear struct {
	X0, Y0, X1, Y1 float32
	Ramp           *Ramp
}

// Run implements Ink.
func (l Linear) Run(x, y int, out []RGB) {
	dx, dy := l.X1-l.X0, l.Y1-l.Y0
	n := dx*dx + dy*dy
	if n == 0 {
		n = 1
	}
	t := ((float32(x)+0.5-l.X0)*dx + (float32(y)+0.5-l.Y0)*dy) / n
	step := dx / n
	if step == 0 {
		col := l.Ramp.At(t)
		for i := range out {
			out[i] = col
		}
		return
	}
	for i := range out {
		out[i] = l.Ramp.At(t + step*float32(i))
	}
}

// Radial is a ramp from a centre out to R; Squash above 1 flattens it.
type Radial struct {
	X, Y, R float32
	Squash  float32 // 0 means 1
	Ramp    *Ramp
}

// Run implements Ink.
func (r Radial) Run(x, y int, out []RGB) {
	q := r.Squash
	if q == 0 {
		q = 1
	}
	dy := (float32(y) + 0.5 - r.Y) * q
	for i := range out {
		dx := float32(x+i) + 0.5 - r.X
		out[i] = r.Ramp.At(Sqrt(dx*dx+dy*dy) / r.R)
	}
}

// Shade is a function of the pixel's centre, for the rare ink that needs one.
type Shade func(x, y float32) RGB

// Run implements Ink.
func (s Shade) Run(x, y int, out []RGB) {
	for i := range out {
		out[i] = s(float32(x+i)+0.5, float32(y)+0.5)
	}
}

// Run implements Ink: a canvas is an ink that shows itself in place.
func (c *Canvas) Run(x, y int, out []RGB) {
	for i := range out {
		out[i] = c.At(x+i, y)
	}
}

// Moved is a canvas laid with its top left at (X, Y).
type Moved struct {
	C    *Canvas
	X, Y int
}

// Run implements Ink.
func (m Moved) Run(x, y int, out []RGB) { m.C.Run(x-m.X, y-m.Y, out) }
