package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"keepsake/device/demo/disk"
	"keepsake/device/demo/scene"
)

// heldBytes is how much of the rendered pictures is kept in memory.
const heldBytes = 32 << 20

// item is one file of the standard set before it is placed.
type item struct {
	path    string
	content disk.Content
	mtime   time.Time
	rank    int // when fewer are wanted, the lowest are taken
}

// roll gathers the standard set.
type roll struct {
	o     Options
	room  *darkroom
	rng   *rand.Rand
	items []item
	used  map[string]bool // paths
	fav   int
	err   error // the first thing that went wrong
}

// fill places the phone's pictures: Options.Items of them, and what further
// storages hold.
func (p *Phone) fill() error {
	d, o := p.disk, p.options
	if o.Bare {
		return nil
	}
	room := newDarkroom(heldBytes)
	r := &roll{o: o, room: room, rng: rand.New(rand.NewPCG(uint64(o.Seed), 0x6b656570)), used: make(map[string]bool)}
	r.standard()
	if r.err != nil {
		return r.err
	}
	slices.SortStableFunc(r.items, func(a, b item) int { return cmp.Compare(a.rank, b.rank) })
	n := len(r.items)
	if o.Items > 0 {
		n = min(n, o.Items)
	}
	items := r.items[:n]
	slices.SortStableFunc(items, func(a, b item) int { return a.mtime.Compare(b.mtime) })
	if extra := o.Items - n; extra > 0 {
		if err := earlier(d, room, o, extra); err != nil {
			return err
		}
	}
	for _, it := range items {
		if err := d.Put(it.path, it.content, attr(it.mtime)); err != nil {
			return fmt.Errorf("%s: %w", it.path, err)
		}
	}
	if err := hiddenParts(d, o); err != nil {
		return err
	}
	if o.Card {
		if err := p.fillCard(r); err != nil {
			return err
		}
	}
	if o.Private {
		if err := p.fillPrivate(r); err != nil {
			return fmt.Errorf("the private album: %w", err)
		}
	}
	if o.Users {
		return p.addUsers(r)
	}
	return nil
}

// earlier places n small pictures of the years before the standard set, oldest
// first, one every 23 minutes.
func earlier(d *disk.FS, room *darkroom, o Options, n int) error {
	const templates = 24
	var of [templates]*template
	for i := range of {
		of[i] = room.template(o.Seed*templates + int64(i) + 1)
	}
	first := o.Now.UTC().AddDate(-3, 0, -10).Truncate(time.Hour)
	for k := n; k > 0; k-- {
		taken := first.Add(-time.Duration(k) * 23 * time.Minute)
		s := &stamp{of: of[k%templates], taken: taken.Unix(), n: int64(k)}
		name := Storage + "/DCIM/Camera/IMG_" + taken.Format("20060102_150405") + ".jpg"
		if err := d.Put(name, s, attr(taken)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// hiddenParts places what a gallery has beside pictures: marks that hide a
// folder from the media database, and thumbnails of cloud pictures.
func hiddenParts(d *disk.FS, o Options) error {
	old := attr(o.Now.AddDate(-2, 0, 0))
	for _, p := range []string{"/" + whatsappSent + "/.nomedia", "/MIUI/Gallery/cloud/.cache/.nomedia"} {
		if err := d.Put(Storage+p, disk.Bytes(nil), old); err != nil {
			return err
		}
	}
	for i := range 3 {
		name := fmt.Sprintf("%s/%040x.jpg", caches, i+1)
		if err := d.Put(name, disk.Bytes("thumbnail of a picture that lies in the cloud\n"), old); err != nil {
			return err
		}
	}
	return nil
}

// size returns the dimensions of a picture as shown.
func (r *roll) size(portrait bool) (w, h int) {
	w, h = 1600, 1200
	if r.o.Small {
		w, h = 160, 120
	}
	if portrait {
		w, h = h, w
	}
	return w, h
}

// length is the size of a picture's file; 0 leaves it to the painter.
func (r *roll) length() int64 {
	if !r.o.Small {
		return 0
	}
	return int64(16_000 + r.rng.IntN(6_000))
}

// add takes one file into the set. A special one is among those taken first.
func (r *roll) add(p string, c disk.Content, mtime time.Time, special bool) {
	if r.used[p] {
		r.fail(fmt.Errorf("%s comes twice", p))
	}
	r.used[p] = true
	rank := 1000 + r.rng.IntN(1_000_000)
	if special {
		rank = len(r.items)
	}
	r.items = append(r.items, item{Storage + "/" + p, c, mtime, rank})
}

func (r *roll) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// camera describes a picture of the phone's camera.
func (r *roll) camera(taken time.Time, place [2]float64, kind scene.Kind, portrait bool) scene.Photo {
	p := scene.Photo{Seed: r.rng.Int64N(1 << 40), Kind: kind, Taken: taken, Orientation: 1}
	p.Width, p.Height = r.size(portrait)
	if portrait {
		p.Orientation = 6
	}
	p.Size = r.length()
	if place != [2]float64{} {
		at := near(place, r.rng.NormFloat64()*400, r.rng.NormFloat64()*400)
		p.Place = &scene.Place{Lat: at[0], Lon: at[1], Alt: float64(5 + r.rng.IntN(400))}
	}
	return p
}

// shoot makes a camera picture's content; now and then one is a favourite.
func (r *roll) shoot(p scene.Photo) *picture {
	c := r.room.photo(p)
	r.fav++
	c.meta.Favorite = r.fav%17 == 5
	return c
}

// free returns a path that is not taken: the time moves on by seconds until its name is free.
func (r *roll) free(taken time.Time, path func(time.Time) string) (time.Time, string) {
	for r.used[path(taken)] {
		taken = taken.Add(time.Second)
	}
	return taken, path(taken)
}

func cameraPath(t time.Time) string { return "DCIM/Camera/IMG_" + t.Format("20060102_150405") + ".jpg" }
