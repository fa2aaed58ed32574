package store

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"keepsake/gallery"
)

// tailOf replays from a position and returns the paths that came.
func tailOf(t *testing.T, l *Library, from Position) (map[string]gallery.Item, Position) {
	t.Helper()
	got := make(map[string]gallery.Item)
	to, damage, err := l.Replay(context.Background(), from, func(it gallery.Item) { got[it.Path] = it }, nil)
	if err != nil || len(damage) > 0 {
		t.Fatal(err, damage)
	}
	return got, to
}

const camera = "Photos/Redmi Note 13/DCIM/Camera/"

func TestReplayTellsOnlyWhatIsNew(t *testing.T) {
	_, l := newLibrary(t)
	if got, pos := tailOf(t, l, ""); len(got) != 0 || pos != "" {
		t.Errorf("an empty library: %v, %q", got, pos)
	}
	w := begin(t, l)
	a := add(t, w, "DCIM/Camera/a.jpg", []byte("a"))
	add(t, w, "DCIM/Camera/b.jpg", []byte("b"))
	flush(t, w)
	got, pos := tailOf(t, l, "")
	if len(got) != 2 {
		t.Fatalf("%v", got)
	}
	it := got[camera+"a.jpg"]
	want := incoming("DCIM/Camera/a.jpg")
	want.Origin.FirstSeen = it.Origins[0].FirstSeen
	if it.Hash != a || it.Size != 1 || !reflect.DeepEqual(it.Info, want.Info) || !reflect.DeepEqual(it.Origins, []gallery.Origin{want.Origin}) {
		t.Errorf("%+v\nwant %+v", it, want)
	}
	if got, again := tailOf(t, l, pos); len(got) != 0 || again != pos {
		t.Errorf("nothing new: %v, %q then %q", got, pos, again)
	}

	// A favourite: the item comes whole, also from a library that has not read
	// the manifest before.
	o := want.Origin
	o.Favorite = true
	if err := w.Touch(o); err != nil {
		t.Fatal(err)
	}
	add(t, w, "DCIM/Camera/c.jpg", []byte("c"))
	flush(t, w)
	for _, l := range []*Library{l, reopened(t, l.d)} {
		got, next := tailOf(t, l, pos)
		if len(got) != 2 || !got[camera+"a.jpg"].Origins[0].Favorite || got[camera+"a.jpg"].Info.Width != 4000 {
			t.Errorf("the tail: %+v", got)
		}
		if got, _ := tailOf(t, l, next); len(got) != 0 {
			t.Errorf("then: %v", got)
		}
	}
	closeWriter(t, w)
	l.Rest()
	if got, _ := tailOf(t, l, pos); len(got) != 2 {
		t.Errorf("after a rest: %v", got)
	}
}

func TestPositionIsLost(t *testing.T) {
	d, l, hashes := libraryOf(t, 3)
	_, pos := tailOf(t, l, "")
	lost := func(what string, l *Library) {
		t.Helper()
		_, _, err := l.Replay(context.Background(), pos, func(it gallery.Item) { t.Errorf("%s: %s came", what, it.Path) }, nil)
		if !errors.Is(err, ErrPositionLost) {
			t.Errorf("%s: %v", what, err)
		}
	}
	b := segmentBytes(d, 1)
	whole := *b
	*b = whole[:len(whole)-1]
	lost("a shorter manifest", l)
	*b = append([]byte{}, whole...)
	(*b)[len(whole)-20] ^= 1
	lost("other bytes", l)
	*b = whole
	var gone line
	gone.missing(hashes[0], "x", phoneTime)
	*b = append(append([]byte{}, whole...), gone.b...)
	var lostOnes []gallery.Hash
	_, _, err := l.Replay(context.Background(), pos, func(it gallery.Item) { t.Errorf("%s came", it.Path) },
		func(h gallery.Hash) { lostOnes = append(lostOnes, h) })
	if err != nil || len(lostOnes) != 1 || lostOnes[0] != hashes[0] {
		t.Errorf("an original was lost: %v, %v", lostOnes, err)
	}
	if n := len(replayAll(t, l)); n != 2 {
		t.Errorf("%d items without the lost one", n)
	}
	*b = append([]byte{}, whole...)
	if n := len(replayAll(t, l)); n != 3 {
		t.Errorf("%d items after the manifest was rewritten under an open library", n)
	}
}

// Another process writes while this one follows.
func TestReplayFollowsAnotherProcess(t *testing.T) {
	d, l, _ := libraryOf(t, 2)
	_, pos := tailOf(t, l, "")
	w := begin(t, reopened(t, d))
	add(t, w, "DCIM/Camera/new.jpg", []byte("new"))
	flush(t, w)
	got, _ := tailOf(t, l, pos)
	if len(got) != 1 || got[camera+"new.jpg"].Size != 3 {
		t.Errorf("%v", got)
	}
	closeWriter(t, w)
}

func TestReplayStops(t *testing.T) {
	l := reopened(t, memLibrary(t, 1000))
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	_, _, err := l.Replay(ctx, "", func(gallery.Item) {
		if n++; n == 10 {
			cancel()
		}
	}, nil)
	if !errors.Is(err, context.Canceled) || n != 10 {
		t.Errorf("%d items, %v", n, err)
	}
}
