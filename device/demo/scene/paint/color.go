package paint

import "math"

// RGB is a colour as a screen takes it (sRGB-encoded), 0 to 1 a channel. Values
// above 1 are allowed while painting; Finish rolls them off.
type RGB struct{ R, G, B float32 }

// Hex makes a colour from 0xRRGGBB.
func Hex(v uint32) RGB {
	return RGB{float32(v>>16&255) / 255, float32(v>>8&255) / 255, float32(v&255) / 255}
}

// Gray makes a neutral colour.
func Gray(v float32) RGB { return RGB{v, v, v} }

// Lerp mixes channel by channel; cheap, right for light and haze over pixels.
func (c RGB) Lerp(d RGB, t float32) RGB {
	return RGB{c.R + (d.R-c.R)*t, c.G + (d.G-c.G)*t, c.B + (d.B-c.B)*t}
}

// Times multiplies every channel.
func (c RGB) Times(k float32) RGB { return RGB{c.R * k, c.G * k, c.B * k} }

// Mul multiplies channel by channel, as light of colour d on a surface of colour c.
func (c RGB) Mul(d RGB) RGB { return RGB{c.R * d.R, c.G * d.G, c.B * d.B} }

// Add adds channel by channel.
func (c RGB) Add(d RGB) RGB { return RGB{c.R + d.R, c.G + d.G, c.B + d.B} }

// Luma is the perceived brightness.
func (c RGB) Luma() float32 { return 0.299*c.R + 0.587*c.G + 0.114*c.B }

// Mix mixes in OKLab, so that blue to yellow does not pass through mud.
func (c RGB) Mix(d RGB, t float32) RGB {
	return fromLab(toLab(c).mix(toLab(d), t))
}

// Tune shifts the lightness by light (-1..1), multiplies the chroma and turns
// the hue by deg degrees, all in OKLab.
func (c RGB) Tune(light, chroma, deg float32) RGB {
	v := toLab(c)
	sin, cos := float32(0), float32(1)
	if deg != 0 {
		sin, cos = Sin(deg*math.Pi/180), Cos(deg*math.Pi/180)
	}
	a, b := v.a*chroma, v.b*chroma
	return fromLab(lab{v.l + light, a*cos - b*sin, a*sin + b*cos})
}

type lab struct{ l, a, b float32 }

func (p lab) mix(q lab, t float32) lab {
	return lab{p.l + (q.l-p.l)*t, p.a + (q.a-p.a)*t, p.b + (q.b-p.b)*t}
}

func toLab(c RGB) lab {
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	l := Pow(0.4122214708*r+0.5363325363*g+0.0514459929*b, 1.0/3)
	m := Pow(0.2119034982*r+0.6806995451*g+0.1073969566*b, 1.0/3)
	s := Pow(0.0883024619*r+0.2817188376*g+0.6299787005*b, 1.0/3)
	return lab{
		0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s,
	}
}

func fromLab(v lab) RGB {
	l := v.l + 0.3963377774*v.a + 0.2158037573*v.b
	m := v.l - 0.1055613458*v.a - 0.0638541728*v.b
	s := v.l - 0.0894841775*v.a - 1.2914855480*v.b
	l, m, s = l*l*l, m*m*m, s*s*s
	return RGB{
		encoded(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		encoded(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		encoded(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s),
	}
}

func linear(x float32) float32 {
	if x <= 0.04045 {
		return x / 12.92
	}
	return Pow((x+0.055)/1.055, 2.4)
}

func encoded(x float32) float32 {
	switch {
	case x <= 0:
		return 0
	case x <= 0.0031308:
		return x * 12.92
	}
	return 1.055*Pow(x, 1/2.4) - 0.055
}
