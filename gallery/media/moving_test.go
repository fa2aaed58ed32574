package media

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/bmp"
)

// bitmaps is a stream of pictures, each of one colour.
func bitmaps(t testing.TB, w, h int, reds ...uint8) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, r := range reds {
		im := image.NewRGBA(image.Rect(0, 0, w, h))
		for i := range w * h {
			im.SetRGBA(i%w, i/w, color.RGBA{R: r, A: 0xff})
		}
		if err := bmp.Encode(&b, im); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// moving is a Moving whose program is a shell script; DIR in it is its folder.
func moving(t *testing.T, script string, pictures []byte) (Moving, string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pictures"), pictures, 0o600); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "ffmpeg")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"+strings.ReplaceAll(script, "DIR", dir)), 0o700); err != nil {
		t.Fatal(err)
	}
	return Moving{program}, dir
}

var aClip = Film{Path: "a.jpg", MIME: mimeMP4, Offset: 100, Length: 50}

func TestPlayShowsEveryPictureAtItsTime(t *testing.T) {
	m, dir := moving(t, `echo "$@" >DIR/asked; cat DIR/pictures`, bitmaps(t, 5, 3, 10, 20, 30))
	var reds []uint8
	start := time.Now()
	err := m.Play(t.Context(), aClip, 64, func(im *image.RGBA) error {
		reds = append(reds, im.RGBAAt(4, 2).R)
		return nil
	})
	if err != nil || !bytes.Equal(reds, []uint8{10, 20, 30}) {
		t.Fatalf("shown %v, %v", reds, err)
	}
	if took := time.Since(start); took < 2*time.Second/movingRate-10*time.Millisecond {
		t.Errorf("three pictures took %v", took)
	}
	asked, err := os.ReadFile(filepath.Join(dir, "asked"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"-protocol_whitelist file,subfile", "-f mov ", "subfile,,start,100,end,150,,:file:/"} {
		if !strings.Contains(string(asked), want) {
			t.Errorf("asked %q, without %q", asked, want)
		}
	}
}

func TestPlayFails(t *testing.T) {
	stop := errors.New("enough")
	tests := map[string]struct {
		script   string
		pictures []byte
		clip     Film
		show     error
		want     error
	}{
		"a type without a decoder": {"cat DIR/pictures", nil, Film{MIME: "text/plain"}, nil, ErrNoDecoder},
		"nothing":                  {"exit 0", nil, aClip, nil, ErrBroken},
		"a complaint":              {"cat DIR/pictures; echo bad data >&2; exit 1", bitmaps(t, 5, 3, 1), aClip, nil, ErrBroken},
		"too large":                {"cat DIR/pictures", bitmaps(t, 65, 3, 1), aClip, nil, ErrBroken},
		"cut off":                  {"cat DIR/pictures", bitmaps(t, 5, 3, 1)[:60], aClip, nil, ErrBroken},
		"cut off early":            {"cat DIR/pictures", bitmaps(t, 5, 3, 1)[:20], aClip, nil, ErrBroken},
		"nobody looks":             {"cat DIR/pictures; exec sleep 60", bitmaps(t, 5, 3, 1), aClip, stop, stop},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m, _ := moving(t, tt.script, tt.pictures)
			if err := m.Play(t.Context(), tt.clip, 64, func(*image.RGBA) error { return tt.show }); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestPlayEndsWithItsContext(t *testing.T) {
	m, _ := moving(t, "cat DIR/pictures; exec sleep 60", bitmaps(t, 5, 3, 1, 2))
	ctx, cancel := context.WithCancel(t.Context())
	start := time.Now()
	err := m.Play(ctx, aClip, 64, func(*image.RGBA) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("ended after %v", took)
	}
}

func FuzzFrame(f *testing.F) {
	f.Add(bitmaps(f, 5, 3, 1))
	f.Add([]byte("BM"))
	f.Fuzz(func(t *testing.T, data []byte) {
		im, err := frame(bufio.NewReader(bytes.NewReader(data)), 64)
		if err == nil && (im.Rect.Dx() > 64 || im.Rect.Dy() > 64) {
			t.Errorf("a picture of %v", im.Rect)
		}
	})
}
