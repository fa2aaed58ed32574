package words

import "fmt"

// Place writes a place in degrees: "50.08750° N, 14.42130° E".
func Place(lat, lon float64) string {
	side := func(v float64, plus, minus string) string {
		if v < 0 {
			return fmt.Sprintf("%.5f° %s", -v, minus)
		}
		return fmt.Sprintf("%.5f° %s", v, plus)
	}
	return side(lat, T("N"), T("S")) + ", " + side(lon, T("E"), T("W"))
}
