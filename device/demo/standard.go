package demo

import (
	"fmt"
	"slices"
	"time"

	"keepsake/device/demo/android"
	"keepsake/device/demo/disk"
	"keepsake/device/demo/scene"
)

const (
	whatsapp     = "Android/media/com.whatsapp/WhatsApp/Media/WhatsApp Images"
	whatsappSent = whatsapp + "/Sent"
)

// standard gathers the standard set: three years that end yesterday.
func (r *roll) standard() {
	r.specials()
	r.outings()
	r.everyday()
	r.screenshots()
	r.messenger()
}

// day returns a moment so many days before now, in a zone so many minutes east.
func (r *roll) day(ago, hour, minute, zone int) time.Time {
	where := time.FixedZone("", zone*60)
	if zone == 0 {
		where = time.UTC
	}
	y, m, d := r.o.Now.In(where).Date()
	return time.Date(y, m, d-ago, hour, minute, r.rng.IntN(60), 0, where)
}

// span is how many days the standard set covers.
const span = 3 * 365

// ago spreads n of count evenly over the days from first to last before now.
func ago(n, count, first, last int) int { return first - n*(first-last)/(count-1) }

// outings takes the pictures of the days out, spread evenly over the years.
func (r *roll) outings() {
	for i, o := range outings {
		first := ago(i, len(outings), span-15, 10)
		for n := range o.shots {
			taken := r.day(first-n*o.days/o.shots, 6, 30, o.zone)
			each := max((o.shots+o.days-1)/o.days, 1) // a day, from the morning to the late evening
			taken = taken.Add(time.Duration(n%each)*15*time.Hour/time.Duration(each) + time.Duration(r.rng.IntN(90))*time.Minute)
			portrait := r.rng.IntN(4) == 0 || i == 8 && n == 2
			p := r.camera(taken, o.place, o.kinds[(i+n)%len(o.kinds)], portrait)
			switch {
			case i == 4 && n == 3: // held upside down
				p.Orientation = 3
			case i == 8 && n == 2: // and the other way round
				p.Orientation = 8
			}
			path := cameraPath
			if o.album != "" {
				path = func(t time.Time) string {
					return "MIUI/Gallery/cloud/owner/" + o.album + "/IMG_" + t.Format("20060102_150405") + ".jpg"
				}
			}
			var at string
			p.Taken, at = r.free(p.Taken, path)
			r.add(at, r.shoot(p), p.Taken.Add(time.Second), false)
		}
	}
}

// everyday takes the single pictures between.
func (r *roll) everyday() {
	const shots = 47
	for n := range shots {
		taken := r.day(ago(n, shots, span-3, 1), 8+r.rng.IntN(13), r.rng.IntN(60), 60)
		p := r.camera(taken, home, moments[n%len(moments)], n%3 == 0)
		if n%5 == 0 {
			p.Place = nil // location was switched off
		}
		var at string
		p.Taken, at = r.free(p.Taken, cameraPath)
		r.add(at, r.shoot(p), p.Taken.Add(time.Second), false)
	}
}

// screenshots are PNG; their names carry milliseconds and the app.
func (r *roll) screenshots() {
	const shots = 30
	apps := scene.Apps()
	for n := range shots {
		taken := r.day(ago(n, shots, span-8, 1), 9+r.rng.IntN(14), r.rng.IntN(60), 60).Add(time.Duration(r.rng.IntN(1000)) * time.Millisecond)
		r.screenshot(taken, apps[n%len(apps)], false)
	}
}

func (r *roll) screenshot(taken time.Time, app scene.App, special bool) {
	s := scene.Screen{Seed: r.rng.Int64N(1 << 40), App: app, Taken: taken, Width: 1080, Height: 2400}
	if r.o.Small {
		s.Width, s.Height = 270, 600
	}
	path := fmt.Sprintf("DCIM/Screenshots/Screenshot_%s-%03d_%s.png", taken.Format("2006-01-02-15-04-05"), taken.Nanosecond()/1e6, app.Package())
	r.add(path, r.room.screen(s), taken, special)
}

// messenger holds what came and went by WhatsApp: no EXIF, names by day.
func (r *roll) messenger() {
	const got, sent = 24, 9
	kinds := slices.Concat(cards, moments)
	for n := range got {
		taken := r.day(ago(n, got, span-20, 2), 8+r.rng.IntN(14), r.rng.IntN(60), 60)
		r.received(whatsapp, taken, kinds[n%len(kinds)], n%2 == 0, false)
	}
	for n := range sent {
		taken := r.day(ago(n, sent, span-40, 4), 8+r.rng.IntN(14), r.rng.IntN(60), 60)
		r.received(whatsappSent, taken, kinds[(n+3)%len(kinds)], n%3 == 0, false)
	}
}

func (r *roll) received(dir string, taken time.Time, kind scene.Kind, portrait, special bool) {
	p := scene.Photo{Seed: r.rng.Int64N(1 << 40), Kind: kind, Taken: taken, NoEXIF: true, Size: r.length()}
	w, h := r.size(portrait)
	p.Width, p.Height = w*3/4, h*3/4
	c := r.room.photo(p)
	c.meta.Owner = "com.whatsapp"
	n := 1
	name := func() string { return fmt.Sprintf("%s/IMG-%s-WA%04d.jpg", dir, taken.Format("20060102"), n) }
	for r.used[name()] {
		n++
	}
	r.add(name(), c, taken, special)
}

// video places one of the embedded clips.
func (r *roll) video(base string, path func(time.Time) string, taken time.Time, place [2]float64, special bool) {
	m := map[string]android.Meta{
		"sea.mp4":   {Width: 640, Height: 360, Duration: 4 * time.Second},
		"train.mp4": {Width: 640, Height: 360, Duration: 3 * time.Second},
		"snow.mp4":  {Width: 640, Height: 360, Degrees: 90, Duration: 2500 * time.Millisecond},
	}[base]
	c, err := loadClip(base, taken.Truncate(time.Second), place, m)
	if err != nil {
		r.fail(err)
		return
	}
	r.add(path(taken), c, taken.Add(m.Duration), special)
}

func videoPath(t time.Time) string { return "DCIM/Camera/VID_" + t.Format("20060102_150405") + ".mp4" }

// sound places a recording.
func (r *roll) sound(title string, path func(time.Time) string, taken time.Time, special bool) {
	c, err := loadRecording(title, taken)
	if err != nil {
		r.fail(err)
		return
	}
	r.add(path(taken), c, taken.Add(2*time.Second), special)
}

// keep adds a content a second time, as a copy the owner made.
func (r *roll) keep(path string, c disk.Content, mtime time.Time) { r.add(path, c, mtime, false) }
