package thumbs_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"runtime"
	"slices"
	"sync"
	"testing"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/thumbs"
	"keepsake/gallery"
)

// shelf is a source of plain pictures that can be held back, and that remembers
// what it was asked for.
type shelf struct {
	mu    sync.Mutex
	asked []gallery.Hash
	fail  map[gallery.Hash]error
	raw   map[gallery.Hash][]byte
	gate  chan struct{} // when not nil, each answer takes one value
	began chan gallery.Hash
}

func (s *shelf) Thumb(ctx context.Context, h gallery.Hash, _ int) ([]byte, error) {
	s.mu.Lock()
	s.asked = append(s.asked, h)
	err, raw := s.fail[h], s.raw[h]
	s.mu.Unlock()
	if s.began != nil {
		s.began <- h
	}
	if s.gate != nil {
		select {
		case <-s.gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if err != nil {
		return nil, err
	}
	if raw != nil {
		return raw, nil
	}
	return picture(80, 60, color.RGBA{h[0], 100, 50, 255}), nil
}

func picture(w, h int, c color.Color) []byte {
	im := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			im.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, im, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

var workersHere = max(1, runtime.NumCPU()-1)

func key(n byte) thumbs.Key { return thumbs.Key{Hash: gallery.Hash{n}, Side: 32} }

func TestAPictureIsLoadedOnceAndKept(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var q hop.Queue
	s := &shelf{}
	l := thumbs.New(ctx, s, q.Post, thumbs.Budget)
	got := 0
	for range 3 {
		l.Request(ctx, key(1), func(im *image.RGBA, err error) {
			got++
			if err != nil || im.Rect.Dx() != 32 || im.Rect.Dy() != 32 || im.Stride != 32*4 {
				t.Errorf("got %v, %v", im.Bounds(), err)
			}
		})
	}
	q.Settle(l.Idle)
	if got != 3 || len(s.asked) != 1 {
		t.Errorf("%d answers from %d loads, want 3 from 1", got, len(s.asked))
	}
	if l.Cached(key(1)) == nil {
		t.Error("the picture was not kept")
	}
	l.Forget(key(1).Hash)
	if l.Cached(key(1)) != nil {
		t.Error("a forgotten picture is still there")
	}
	cancel()
	l.Wait()
}

func TestNewestFirstAndCancelledNever(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var q hop.Queue
	s := &shelf{gate: make(chan struct{}), began: make(chan gallery.Hash, 100)}
	l := thumbs.New(ctx, s, q.Post, thumbs.Budget)
	var answered []byte
	ask := func(ctx context.Context, n byte) {
		l.Request(ctx, key(n), func(*image.RGBA, error) { answered = append(answered, n) })
	}
	// Every worker takes one and is held; the rest waits.
	workers := 0
	for n := byte(200); ; n++ {
		ask(ctx, n)
		workers++
		if workers == workersHere {
			break
		}
	}
	for range workers {
		<-s.began
	}
	gone, leave := context.WithCancel(ctx)
	ask(ctx, 1)
	ask(gone, 2)
	ask(ctx, 3)
	ask(ctx, 1) // asked again: now the newest
	leave()
	for range workers + 2 {
		s.gate <- struct{}{}
	}
	q.Settle(l.Idle)
	s.mu.Lock()
	asked := s.asked[workers:]
	s.mu.Unlock()
	if len(asked) != 2 {
		t.Fatalf("loaded %d pictures after the held ones, want 2 (the cancelled one never)", len(asked))
	}
	if workersHere == 1 && (asked[0][0] != 1 || asked[1][0] != 3) {
		t.Errorf("loaded %d then %d, want 1 then 3", asked[0][0], asked[1][0])
	}
	if slices.Contains(answered, 2) {
		t.Error("a cancelled request was answered")
	}
	cancel()
	l.Wait()
}

func TestFailuresAreTold(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var q hop.Queue
	none := errors.New("none yet")
	s := &shelf{
		fail: map[gallery.Hash]error{{1}: none},
		raw:  map[gallery.Hash][]byte{{2}: []byte("not a picture"), {3}: picture(2100, 10, color.White), {4}: picture(40, 40, color.White)[:300]},
	}
	l := thumbs.New(ctx, s, q.Post, thumbs.Budget)
	errs := map[byte]error{}
	for n := byte(1); n <= 5; n++ {
		l.Request(ctx, key(n), func(im *image.RGBA, err error) { errs[n] = err })
	}
	q.Settle(l.Idle)
	if !errors.Is(errs[1], none) || errs[2] == nil || !errors.Is(errs[3], thumbs.ErrTooLarge) || errs[4] == nil {
		t.Errorf("errors: %v", errs)
	}
	if err, ok := errs[5]; !ok || err != nil {
		t.Errorf("the good one after them: %v, answered %v", err, ok)
	}
	// A failure is not remembered: the thumbnail may have been made meanwhile.
	delete(s.fail, gallery.Hash{1})
	l.Request(ctx, key(1), func(im *image.RGBA, err error) { errs[1] = err })
	q.Settle(l.Idle)
	if errs[1] != nil {
		t.Errorf("asked again: %v", errs[1])
	}
	cancel()
	l.Wait()
}

func TestMemoryIsBounded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var q hop.Queue
	const each = 32 * 32 * 4
	l := thumbs.New(ctx, &shelf{}, q.Post, 3*each)
	for n := byte(1); n <= 6; n++ {
		l.Request(ctx, key(n), func(*image.RGBA, error) {})
		q.Settle(l.Idle)
		l.Cached(key(1)) // in use: must stay
	}
	var kept []byte
	for n := byte(1); n <= 6; n++ {
		if l.Cached(key(n)) != nil {
			kept = append(kept, n)
		}
	}
	if want := []byte{1, 5, 6}; !slices.Equal(kept, want) {
		t.Errorf("kept %v, want %v", kept, want)
	}
	cancel()
	l.Wait()
}

// A tile that is bound anew while its picture waits to be delivered does not get it.
func TestCancelledAtTheLastMoment(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var q hop.Queue
	l := thumbs.New(ctx, &shelf{}, q.Post, thumbs.Budget)
	asked, leave := context.WithCancel(ctx)
	called := false
	l.Request(asked, key(1), func(*image.RGBA, error) { called = true })
	for l.Cached(key(1)) == nil {
	}
	leave()
	q.Settle(l.Idle)
	if called {
		t.Error("a picture that nobody waits for was delivered")
	}
	cancel()
	l.Wait()
}

func TestNothingAfterTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var q hop.Queue
	l := thumbs.New(ctx, &shelf{}, q.Post, thumbs.Budget)
	called := false
	l.Request(t.Context(), key(1), func(*image.RGBA, error) { called = true })
	for !l.Idle() {
	}
	cancel()
	l.Wait()
	q.Drain()
	if called {
		t.Error("a result was delivered after the loader's end")
	}
}

func TestCoverAndContain(t *testing.T) {
	// Left third red, middle green, right blue: the square is all green.
	im := image.NewRGBA(image.Rect(0, 0, 90, 30))
	for y := range 30 {
		for x := range 90 {
			im.Set(x, y, []color.Color{color.RGBA{255, 0, 0, 255}, color.RGBA{0, 255, 0, 255}, color.RGBA{0, 0, 255, 255}}[x/30])
		}
	}
	c := thumbs.Cover(im.SubImage(image.Rect(0, 0, 90, 30)), 20)
	if got := c.RGBAAt(1, 10); got != (color.RGBA{0, 255, 0, 255}) {
		t.Errorf("cover's left edge is %v", got)
	}
	for _, tt := range []struct{ w, h, wantW, wantH int }{{45, 45, 45, 15}, {300, 300, 90, 30}, {90, 10, 30, 10}} {
		f := thumbs.Contain(im, tt.w, tt.h)
		if f.Rect.Dx() != tt.wantW || f.Rect.Dy() != tt.wantH {
			t.Errorf("90×30 into %d×%d is %v", tt.w, tt.h, f.Rect)
		}
	}
	for _, tt := range []struct {
		px   float32
		want int
	}{{1, 64}, {64, 64}, {65, 96}, {130.5, 160}, {9999, 512}} {
		if got := thumbs.Side(tt.px); got != tt.want {
			t.Errorf("Side(%v) = %d, want %d", tt.px, got, tt.want)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	im := image.NewRGBA(image.Rect(0, 0, 256, 192))
	for i := range im.Pix {
		im.Pix[i] = byte(i * 7)
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, im, nil); err != nil {
		b.Fatal(err)
	}
	src, err := jpeg.Decode(&buf)
	if err != nil {
		b.Fatal(err)
	}
	for _, side := range []int{128, 160, 256} {
		b.Run(fmt.Sprint(side), func(b *testing.B) {
			for b.Loop() {
				thumbs.Cover(src, side)
			}
		})
	}
}
