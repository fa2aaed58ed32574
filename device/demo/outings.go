package demo

import "keepsake/device/demo/scene"

// outing is a day or a few days from which there are pictures: where, and what
// they show. The places are real points on the map, the outings invented.
type outing struct {
	album string // of its own in the gallery; "": the pictures stay in the camera's
	place [2]float64
	zone  int // minutes east of UTC
	days  int
	shots int
	kinds []scene.Kind
}

// outings are three years, oldest first.
var outings = [...]outing{
	{"", [2]float64{50.2660, -5.0527}, 60, 1, 6, []scene.Kind{"beach", "cliffs", "harbour"}},
	{"lake weekend", [2]float64{46.3920, 13.7340}, 120, 2, 12, []scene.Kind{"lake", "mountains", "forest", "campfire", "cabin"}},
	{"", [2]float64{41.1496, -8.6110}, 60, 2, 8, []scene.Kind{"bridge", "street", "harbour", "coffee"}},
	{"", [2]float64{64.1265, -21.8174}, 0, 3, 9, []scene.Kind{"aurora", "waterfall", "mountains"}},
	{"winter cabin", [2]float64{61.1153, 10.4662}, 60, 3, 10, []scene.Kind{"cabin", "moonrise", "alps", "milkyway"}},
	{"", [2]float64{35.0116, 135.7681}, 540, 3, 10, []scene.Kind{"blossom", "koi", "lanterns", "ramen", "street"}},
	{"", [2]float64{27.1751, 78.0421}, 330, 2, 6, []scene.Kind{"terraces", "fruit", "lanterns"}},
	{"island days", [2]float64{36.3932, 25.4615}, 180, 4, 12, []scene.Kind{"island", "sailing", "beach", "harbour"}},
	{"", [2]float64{51.4816, -2.5930}, 60, 1, 5, []scene.Kind{"balloons", "meadow", "bridge"}},
	{"", [2]float64{31.1107, -4.0123}, 60, 2, 7, []scene.Kind{"desert", "canyon", "milkyway"}},
	{"", [2]float64{30.2741, 120.1551}, 480, 2, 8, []scene.Kind{"lake", "dumplings", "umbrellas", "koi"}},
	{"", [2]float64{38.6431, 34.8289}, 180, 2, 8, []scene.Kind{"balloons", "canyon", "desert"}},
	{"", [2]float64{45.8326, 6.8652}, 120, 3, 9, []scene.Kind{"alps", "mountains", "lake"}},
	{"", [2]float64{-33.8568, 151.2153}, 600, 3, 8, []scene.Kind{"skyline", "sailing", "jellyfish", "fireworks"}},
	{"harvest at home", [2]float64{44.4949, 11.3426}, 120, 2, 11, []scene.Kind{"terraces", "fruit", "village", "autumn"}},
	{"", [2]float64{40.7580, -73.9855}, -300, 3, 8, []scene.Kind{"skyline", "street", "rain", "donuts"}},
	{"", [2]float64{56.9496, 24.1052}, 180, 2, 6, []scene.Kind{"forest", "autumn", "village"}},
	{"", [2]float64{50.2660, -5.0527}, 60, 2, 9, []scene.Kind{"lighthouse", "cliffs", "beach", "sailing"}},
}

// moments are what single pictures between the outings show.
var moments = []scene.Kind{"coffee", "cat", "flower", "book", "street", "rain", "fruit", "robin", "bicycle", "shelf", "moonrise", "meadow", "cake", "autumn", "lavender"}

// cards are what people send each other.
var cards = []scene.Kind{"confetti", "jellyfish", "mood", "donuts", "sunburst", "koi", "shapes"}

// home is where they are taken.
var home = [2]float64{51.4545, -2.5879}
