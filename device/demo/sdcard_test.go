package demo

import (
	"errors"
	"path"
	"strings"
	"testing"

	"keepsake/device/demo/disk"
)

// The card has pictures of its own and copies of the phone's under the same
// names, and costs the phone's own set nothing.
func TestCard(t *testing.T) {
	p, plain := newPhone(t, Options{Card: true, Users: true}), newPhone(t, Options{})
	media, err := p.Media()
	must(t, err)
	before, err := plain.Media()
	must(t, err)
	if len(media) != len(before) {
		t.Errorf("%d files on the phone, %d on one without a card", len(media), len(before))
	}
	for i, e := range before {
		if i < len(media) && (media[i].Path != e.Path || media[i].Size != e.Size || !media[i].MTime.Equal(e.MTime)) {
			t.Errorf("%+v became %+v", e, media[i])
			break
		}
	}
	on, err := p.Files(CardStorage)
	must(t, err)
	own := map[string]bool{}
	for _, e := range media {
		own[strings.TrimPrefix(e.Path, Storage)] = true
	}
	painted, copies, films := 0, 0, 0
	for _, e := range on {
		rel := strings.TrimPrefix(e.Path, CardStorage)
		switch {
		case path.Ext(rel) == ".mp4":
			films++
			if path.Dir(rel) != "/Movies" {
				t.Errorf("%s", e.Path)
			}
		case own[rel]:
			copies++
			a, err := p.Sum(e.Path)
			must(t, err)
			if b, err := p.Sum(Storage + rel); err != nil || a != b {
				t.Errorf("%s is no copy: %v", e.Path, err)
			}
		default:
			painted++
		}
		if e.MTime.Unix()%2 != 0 || e.MTime.Nanosecond() != 0 || e.MTime.After(now) {
			t.Errorf("%s is of %v", e.Path, e.MTime)
		}
	}
	if painted == 0 || painted > 12 || copies != cardCopies || films != 3 {
		t.Errorf("%d of its own, %d copies, %d videos", painted, copies, films)
	}
	p.PullCard()
	if _, err := p.Files(CardStorage); !errors.Is(err, disk.ENOENT) {
		t.Errorf("pulled: %v", err)
	}
	must(t, p.InsertCard())
	if again, err := p.Files(CardStorage); err != nil || len(again) != len(on) {
		t.Errorf("back: %d files, %v", len(again), err)
	}
	plain.PullCard() // there is none
	if plain.InsertCard() == nil {
		t.Error("a card came from nowhere")
	}
}

// The shell sees that other users are there and not what they have.
func TestUsers(t *testing.T) {
	p := newPhone(t, Options{Users: true})
	for _, dir := range []string{DualApps, SecondSpace} {
		if in, err := p.disk.Stat(dir); err != nil || !in.IsDir() {
			t.Errorf("%s: %v", dir, err)
		}
		if _, err := p.disk.List(dir); !errors.Is(err, disk.EACCES) {
			t.Errorf("%s: %v", dir, err)
		}
	}
	must(t, p.OpenDualApps())
	if files, err := p.Files(DualApps); err != nil || len(files) == 0 {
		t.Errorf("dual apps: %d files, %v", len(files), err)
	}
}

func TestTryoutHasEverything(t *testing.T) {
	if o := Tryout(); !o.Card || !o.Users || o.Now.IsZero() {
		t.Errorf("%+v", o)
	}
}
