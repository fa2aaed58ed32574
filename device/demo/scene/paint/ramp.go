package paint

// Ramp is a run of colours from 0 to 1, mixed in OKLab once and looked up after.
type Ramp struct{ lut [257]RGB }

// Stop is a colour at a place of a ramp.
type Stop struct {
	At float32
	C  RGB
}

// Even makes a ramp of colours at equal distances.
func Even(cs ...RGB) *Ramp {
	stops := make([]Stop, len(cs))
	for i, c := range cs {
		stops[i] = Stop{float32(i) / float32(max(1, len(cs)-1)), c}
	}
	return Stops(stops...)
}

// EvenHex is Even for 0xRRGGBB values.
func EvenHex(vs ...uint32) *Ramp {
	cs := make([]RGB, len(vs))
	for i, v := range vs {
		cs[i] = Hex(v)
	}
	return Even(cs...)
}

// Stops makes a ramp of stops in rising order. Between stops the mix eases in
// and out a little, which hides the kinks of a straight blend.
func Stops(stops ...Stop) *Ramp {
	labs := make([]lab, len(stops))
	for i, s := range stops {
		labs[i] = toLab(s.C)
	}
	r := &Ramp{}
	k := 0 // the first stop not left of t
	for i := range r.lut {
		t := float32(i) / 256
		for k < len(stops) && stops[k].At < t {
			k++
		}
		switch {
		case k == 0:
			r.lut[i] = stops[0].C
		case k == len(stops):
			r.lut[i] = stops[k-1].C
		default:
			u := (t - stops[k-1].At) / (stops[k].At - stops[k-1].At)
			r.lut[i] = fromLab(labs[k-1].mix(labs[k], u*0.6+Smooth(0, 1, u)*0.4))
		}
	}
	return r
}

// At returns the colour at t, which is clamped to 0..1.
func (r *Ramp) At(t float32) RGB {
	if !(t > 0) {
		return r.lut[0]
	}
	if t >= 1 {
		return r.lut[256]
	}
	t *= 256
	i := int(t)
	return r.lut[i].Lerp(r.lut[i+1], t-float32(i))
}

// Map returns a ramp with every colour passed through f.
func (r *Ramp) Map(f func(RGB) RGB) *Ramp {
	n := &Ramp{}
	for i, c := range r.lut {
		n.lut[i] = f(c)
	}
	return n
}
