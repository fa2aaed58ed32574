package device_test

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/demo"
)

func found(t testing.TB, o demo.Options) (*demo.Phone, *device.Phone) {
	t.Helper()
	sim, server := connect(t, o)
	p, err := device.Find(t.Context(), server, "")
	if err != nil {
		t.Fatal(err)
	}
	return sim, p
}

func kinds(list []device.Space) string {
	var words []string
	for _, s := range list {
		word := string(s.Kind)
		if s.Readable {
			word += "+"
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func TestSpacesOfTheDemoPhone(t *testing.T) {
	sim, p := found(t, demo.Options{Card: true, Users: true})
	list := p.Info().Spaces
	if got := kinds(list); got != "shared+ card+ second-space dual-apps" {
		t.Fatalf("%s: %+v", got, list)
	}
	card := list[1]
	if card.Path != demo.CardStorage || card.Name != demo.CardID || card.Total != 64<<30 || card.Free <= 0 || card.Free >= card.Total {
		t.Errorf("card %+v", card)
	}
	if own := list[0]; own.Total != p.Info().Storage.Total || own.Free != p.Info().Storage.Free || own.Total == card.Total {
		t.Errorf("own storage %+v", own)
	}
	sim.PullCard()
	if err := sim.OpenDualApps(); err != nil {
		t.Fatal(err)
	}
	i, err := p.Refresh(t.Context())
	if got := kinds(i.Spaces); err != nil || got != "shared+ second-space dual-apps+" {
		t.Errorf("%v, %s", err, got)
	}
	if err := sim.InsertCard(); err != nil {
		t.Fatal(err)
	}
	if i, err = p.Refresh(t.Context()); err != nil || kinds(i.Spaces) != "shared+ card+ second-space dual-apps+" {
		t.Errorf("%v, %s", err, kinds(i.Spaces))
	}
	// A phone with neither is as before.
	_, plain := found(t, demo.Options{})
	if got := kinds(plain.Info().Spaces); got != "shared+" {
		t.Errorf("a phone without: %s", got)
	}
}

func TestMediaOfTheCard(t *testing.T) {
	sim, p := found(t, demo.Options{Card: true, Users: true})
	m, err := p.Media(t.Context(), nil)
	if err != nil || m.NoIndex != nil {
		t.Fatal(err, m.NoIndex)
	}
	there, err := sim.Files(demo.CardStorage)
	if err != nil {
		t.Fatal(err)
	}
	var files []device.File
	dated, twins := 0, 0
	own := map[string]bool{}
	for _, f := range m.Files {
		if !strings.HasPrefix(f.Path, demo.CardStorage) {
			own[strings.TrimPrefix(f.Path, demo.Storage)] = true
		}
	}
	for _, f := range m.Files {
		rel, ok := strings.CutPrefix(f.Path, demo.CardStorage)
		if !ok {
			continue
		}
		files = append(files, f)
		if !f.Taken.IsZero() {
			dated++
		}
		if own[rel] {
			twins++
		}
		if f.Album != "SD card"+path.Dir(rel) || f.MTime.Unix()%2 != 0 {
			t.Errorf("%+v", f)
		}
	}
	if len(files) != len(there) || len(files) < 24 || dated != len(files) || twins == 0 {
		t.Errorf("%d of %d files, %d dated, %d with a twin on the phone", len(files), len(there), dated, twins)
	}
	if kinds(m.Unread) != "second-space dual-apps" || len(m.Problems) > 0 {
		t.Errorf("unread %s, problems %v", kinds(m.Unread), m.Problems)
	}

	// What was read is what is there, and is known again in the next listing.
	s := newSums()
	if err := p.Pull(t.Context(), each(files), s); err != nil {
		t.Fatal(err)
	}
	again, err := p.Media(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		sum, err := sim.Sum(f.Path)
		if err != nil || s.errs[f.Path] != nil || s.got[f.Path] != sum {
			t.Errorf("%s: %v, %v", f.Path, err, s.errs[f.Path])
		}
		i := slices.IndexFunc(again.Files, func(g device.File) bool { return g.Path == f.Path })
		if last := s.last[f.Path]; i < 0 || !again.Files[i].Unchanged(last.Size, last.MTime) || !last.MTime.Equal(f.MTime) {
			t.Errorf("%s: listed %v, read %v", f.Path, f.MTime, last.MTime)
		}
	}

	if err := sim.OpenDualApps(); err != nil {
		t.Fatal(err)
	}
	m, err = p.Media(t.Context(), nil)
	dual := 0
	for _, f := range m.Files {
		if strings.HasPrefix(f.Path, demo.DualApps+"/") {
			dual++
			if !strings.HasPrefix(f.Album, "Dual apps/Android/media/") {
				t.Errorf("%+v", f)
			}
		}
	}
	if err != nil || dual == 0 || kinds(m.Unread) != "second-space" {
		t.Errorf("%v, %d files of dual apps, unread %s", err, dual, kinds(m.Unread))
	}
}

// The card is pulled while its files are read: they say so, the phone's own
// arrive, and the next run takes the rest.
func TestCardPulledMeanwhile(t *testing.T) {
	sim, p := found(t, demo.Options{Card: true})
	for i := range 40 { // more than are in flight at once
		if err := sim.AddFile(fmt.Sprintf("%s/DCIM/Camera/more_%d.jpg", demo.CardStorage, i), []byte{byte(i)}, time.Unix(1_700_000_000, 0)); err != nil {
			t.Fatal(err)
		}
	}
	m, err := p.Media(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	// The card's own first, so that the rest is the phone's.
	slices.SortStableFunc(m.Files, func(a, b device.File) int { return strings.Compare(a.Path, b.Path) })
	s := newSums()
	s.end = func(n int) {
		if n == 3 {
			sim.PullCard()
		}
	}
	if err := p.Pull(t.Context(), each(m.Files), s); err != nil {
		t.Fatal(err)
	}
	out := 0
	for _, f := range m.Files {
		err, ended := s.errs[f.Path]
		switch {
		case !ended:
			t.Errorf("%s did not end", f.Path)
		case errors.Is(err, device.ErrTakenOut) && strings.HasPrefix(f.Path, demo.CardStorage+"/"):
			out++
		case err != nil:
			t.Errorf("%s: %v", f.Path, err)
		}
	}
	if out == 0 {
		t.Error("no file missed the card")
	}
	if _, err := p.Media(t.Context(), nil); err != nil {
		t.Errorf("listing without the card: %v", err)
	}
	gone := []string{demo.CardStorage + "/DCIM/Camera/more_1.jpg", demo.Storage + "/DCIM/Camera/never.jpg"}
	err = p.Hashes(t.Context(), gone, func(path string, _ [32]byte, err error) {
		if errors.Is(err, device.ErrTakenOut) != (path == gone[0]) || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("hash of %s: %v", path, err)
		}
	})
	if err != nil {
		t.Error(err)
	}
	if err := sim.InsertCard(); err != nil {
		t.Fatal(err)
	}
	m, err = p.Media(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	s = newSums()
	if err := p.Pull(t.Context(), each(m.Files), s); err != nil || len(s.got) != len(m.Files) {
		t.Errorf("with the card again: %v, %d of %d", err, len(s.got), len(m.Files))
	}
}
