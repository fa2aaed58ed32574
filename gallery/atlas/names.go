package atlas

// Names knows what places are called.
type Names struct {
	Map   *Map
	Towns *Towns
}

// LoadNames reads a map and a list of towns.
func LoadNames(outline, towns []byte) (*Names, error) {
	m, err := Load(outline)
	if err != nil {
		return nil, err
	}
	t, err := LoadTowns(towns)
	if err != nil {
		return nil, err
	}
	return &Names{Map: m, Towns: t}, nil
}

// At returns the town and the country of a place, as far as known: out in the
// country there is no town, at sea neither.
func (n *Names) At(lat, lon float64) Town {
	t := n.Towns.At(lat, lon)
	if t.Country == "" {
		t.Country = n.Map.Country(lat, lon)
	}
	return t
}
