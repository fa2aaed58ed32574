package jpegscale

import "context"

// scan decodes the one scan, MCU by MCU. With restart markers it goes on at the
// next of them after broken data; without, the picture ends where its data do. It
// returns the part of the MCUs that are good, 1 for a whole picture.
func (d *decoder) scan(ctx context.Context, n int) (float64, error) {
	mx, my := d.mcus()
	total := mx * my
	interval := d.restart
	if interval == 0 {
		interval = total
	} else {
		// Whole intervals may stay undecoded: nothing of an older picture may
		// show there.
		d.blank(n, 0, total)
	}
	d.begin()
	d.seg.begin()
	d.seg.more(&d.in, 0)
	good := 0
	for first, expect := 0, byte(0); first < total; {
		last := min(first+interval, total)
		stopped, err := d.run(ctx, n, mx, first, last)
		if err != nil {
			return 0, err
		}
		d.blank(n, stopped, last)
		good += stopped - first
		first = last
		if first == total {
			break
		}
		if !d.seg.next(&d.in) {
			break
		}
		d.begin()
		// A marker that is one or two ahead tells of intervals that are lost.
		if ahead := (d.seg.since - expect) & 7; ahead == 1 || ahead == 2 {
			first += interval * int(ahead)
			expect += ahead
		}
		expect = (expect + 1) & 7
	}
	if good < total {
		return float64(good) / float64(total), d.in.failure()
	}
	return 1, nil
}

// begin resets the bit reader and the predictors, as after a restart marker.
func (d *decoder) begin() {
	d.bits = bits{}
	for i := range d.comp {
		d.comp[i].pred = 0
	}
}

// run decodes the MCUs first to last and returns the one where it had to stop,
// last if it did not.
func (d *decoder) run(ctx context.Context, n, mx, first, last int) (int, error) {
	x, y := first%mx, first/mx
	for m := first; m < last; m++ {
		if x == 0 || m == first {
			if err := ctx.Err(); err != nil {
				return m, err
			}
		}
		if d.bits.pos > d.seg.safe && !d.attend() {
			if d.overrun() {
				m--
			}
			return max(m, first), nil
		}
		if !d.mcu(n, x, y) {
			return m, nil
		}
		if x++; x == mx {
			x, y = 0, y+1
		}
	}
	if d.overrun() {
		return max(last-1, first), nil
	}
	return last, nil
}

// overrun reports whether the MCU just read took bits from behind the end, and
// so is not to be believed.
func (d *decoder) overrun() bool { return d.seg.done && d.bits.left(d.seg.end) < 0 }

// attend is called before an MCU that begins near the end of the buffered data.
// It reports whether there is anything to decode.
func (d *decoder) attend() bool {
	if !d.seg.done {
		d.seg.more(&d.in, d.bits.pos)
		d.bits.pos = 0
	}
	if !d.seg.done {
		return true
	}
	left := d.bits.left(d.seg.end)
	if d.restart == 0 && left >= 0 && left < 8 && d.seg.mark >= 0xd0 && d.seg.mark <= 0xd7 {
		// Restart markers that the header does not tell of.
		if !d.seg.next(&d.in) {
			return false
		}
		d.begin()
		return true
	}
	return left > 0
}

// mcu decodes the blocks of one MCU into the planes.
func (d *decoder) mcu(n, x, y int) bool {
	last := lastWanted[n]
	for i := range d.nc {
		c, p := &d.comp[i], &d.planes[i]
		for v := range int(c.v) {
			for h := range int(c.h) {
				if last > 4 {
					clear(d.coef[:last+1])
				} else {
					d.coef[1], d.coef[2], d.coef[4] = 0, 0, 0
				}
				if !d.block(c, last) {
					return false
				}
				at := (y*int(c.v)+v)*n*p.stride + (x*int(c.h)+h)*n
				switch n {
				case 1:
					p.pix[at] = idct1(&d.coef)
				case 2:
					idct2(&d.coef, p.pix[at:], p.stride)
				case 4:
					idct4(&d.coef, p.pix[at:], p.stride)
				case 8:
					idct8(&d.coef, p.pix[at:], p.stride)
				}
			}
		}
	}
	return true
}
