package jpegscale

// quantTables reads DQT: several tables, each of 8 or 16 bits.
func (h *header) quantTables(s []byte) error {
	for len(s) > 0 {
		wide, t := s[0]>>4, s[0]&15
		size := 1 + 64*(1+int(wide))
		if t > 3 || wide > 1 || len(s) < size {
			return ErrFormat
		}
		q := &h.quant[t]
		for i := range q {
			if wide == 0 {
				q[i] = int32(s[1+i])
			} else {
				q[i] = int32(s[1+2*i])<<8 | int32(s[2+2*i])
			}
		}
		s = s[size:]
	}
	return nil
}

// huffmanTables reads DHT: several tables.
func (h *header) huffmanTables(s []byte) error {
	for len(s) > 0 {
		if len(s) < 17 {
			return ErrFormat
		}
		counts, total := [16]byte(s[1:17]), 0
		for _, c := range counts {
			total += int(c)
		}
		class, t := s[0]>>4, s[0]&15
		if total > 256 || len(s) < 17+total || class > 1 || t > 3 {
			return ErrFormat
		}
		table := &h.dc[t]
		if class == 1 {
			table = &h.ac[t]
		}
		if !table.build(counts, s[17:17+total], class == 1) {
			return ErrFormat
		}
		s = s[17+total:]
	}
	return nil
}

// startOfScan reads SOS; only one scan of all components is decoded here.
func (h *header) startOfScan(s []byte) error {
	if h.nc == 0 || len(s) < 1 {
		return ErrFormat
	}
	if int(s[0]) != h.nc {
		return ErrUnsupported // not interleaved
	}
	if len(s) < 1+2*h.nc+3 {
		return ErrFormat
	}
	for i := range h.nc {
		c := &h.comp[i]
		if s[1+2*i] != c.id {
			return ErrUnsupported
		}
		c.td, c.ta = s[2+2*i]>>4, s[2+2*i]&15
		if c.td > 3 || c.ta > 3 || !h.dc[c.td].ok || !h.ac[c.ta].ok {
			return ErrFormat
		}
	}
	rgb := h.comp[0].id == 'R' && h.comp[1].id == 'G' && h.comp[2].id == 'B'
	if h.nc == 3 && (h.adobe == 0 || rgb) {
		return ErrUnsupported
	}
	return nil
}
