package demo

import (
	"fmt"
	"math/rand/v2"
	"path"
	"strings"
	"time"

	"keepsake/device/demo/disk"
	"keepsake/device/demo/scene"
)

// CardID names the memory card of a phone with Options.Card, CardStorage is
// where it lies while it is in the phone.
const (
	CardID      = "1A2B-3C4D"
	CardStorage = "/storage/" + CardID
)

// The card is formatted as FAT: its times go in steps of two seconds.
const (
	cardCapacity = 64 << 30
	cardStep     = 2 * time.Second
)

// cardCopies is how many of the phone's pictures are on the card too, under the
// same names: what is left behind when a gallery is moved from one to the other.
const cardCopies = 10

// fillCard makes the memory card: a trip of its own, copies of the phone's
// oldest pictures, and a few videos.
func (p *Phone) fillCard(phones *roll) error {
	o := p.options
	old := folder(o.Now.AddDate(-3, 0, 0))
	p.card = p.disk.NewVolume(CardStorage, cardCapacity, cardStep, old)
	if err := p.disk.Insert(p.card); err != nil {
		return fmt.Errorf("the card: %w", err)
	}
	p.system.SetCards(CardID)
	r := &roll{o: o, room: phones.room, rng: rand.New(rand.NewPCG(uint64(o.Seed), 0x63617264)), used: make(map[string]bool)}
	r.cardTrip()
	r.video("train.mp4", cardVideo, r.day(951, 11, 20, 60), cardPlace, false)
	r.video("snow.mp4", cardVideo, r.day(948, 8, 5, 60), cardPlace, false)
	r.video("sea.mp4", cardVideo, r.day(946, 19, 48, 60), cardPlace, false)
	copies := 0
	for _, it := range phones.items {
		name, isShot := strings.CutPrefix(it.path, Storage+"/DCIM/Camera/IMG_")
		if _, painted := it.content.(*picture); isShot && painted && copies < cardCopies && !strings.Contains(name, "BURST") {
			copies++
			r.keep(strings.TrimPrefix(it.path, Storage+"/"), it.content, it.mtime)
		}
	}
	if r.err != nil {
		return r.err
	}
	for _, dir := range []string{"/Android", "/DCIM/Camera", "/Movies"} {
		if err := p.disk.MkdirAll(CardStorage+dir, old); err != nil {
			return err
		}
	}
	for _, it := range r.items {
		at := CardStorage + strings.TrimPrefix(it.path, Storage)
		if err := p.disk.Put(at, it.content, attr(it.mtime)); err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
	}
	return nil
}

// cardPlace is where the trip on the card went.
var cardPlace = [2]float64{57.2736, -6.2155}

// cardTrip is the trip that is on the card alone.
func (r *roll) cardTrip() {
	const shots, days = 12, 4
	kinds := []scene.Kind{"cliffs", "lighthouse", "meadow", "lake", "mountains", "sailing"}
	for n := range shots {
		taken := r.day(952-n*days/shots, 9+3*(n%3), r.rng.IntN(60), 60)
		s := r.camera(taken, cardPlace, kinds[n%len(kinds)], n%5 == 2)
		r.add(cameraPath(taken), r.shoot(s), taken.Add(time.Second), false)
	}
}

func cardVideo(t time.Time) string { return "Movies/" + path.Base(videoPath(t)) }

// PullCard takes the memory card out, without a word to the phone before.
func (p *Phone) PullCard() {
	if p.card != nil {
		p.system.SetCards()
		p.disk.TakeOut(p.card)
	}
}

// InsertCard puts it back.
func (p *Phone) InsertCard() error {
	if p.card == nil {
		return named(CardStorage, disk.ENOENT)
	}
	if err := p.disk.Insert(p.card); err != nil {
		return named(CardStorage, err)
	}
	p.system.SetCards(CardID)
	return nil
}
