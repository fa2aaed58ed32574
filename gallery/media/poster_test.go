package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/bmp"

	"keepsake/gallery"
)

// TestMain lets the test program play ffmpeg, for the tests of how it is called.
func TestMain(m *testing.M) {
	if play := os.Getenv("MEDIA_TEST_FFMPEG"); play != "" {
		os.Exit(playFFmpeg(play))
	}
	os.Exit(m.Run())
}

func playFFmpeg(how string) int {
	switch how {
	case "picture":
		if i := slices.Index(os.Args, "-i"); i < 0 || !strings.HasPrefix(os.Args[i+1], "file:/") && !strings.Contains(os.Args[i+1], `:\`) ||
			!slices.Contains(os.Args, "-protocol_whitelist") || !slices.Contains(os.Args, "mov") {
			fmt.Fprintln(os.Stderr, "called wrongly:", os.Args)
			return 2
		}
		if err := bmp.Encode(os.Stdout, quarters(64, 48)); err != nil {
			return 1
		}
	case "too large a picture":
		if err := bmp.Encode(os.Stdout, quarters(1000, 10)); err != nil {
			return 1
		}
	case "nonsense":
		fmt.Println("this is no picture")
	case "failure":
		fmt.Fprintln(os.Stderr, "moov atom not found\nmore words")
		return 1
	case "flood":
		for {
			if _, err := os.Stdout.Write(make([]byte, 1<<20)); err != nil {
				return 1
			}
		}
	case "sleep":
		time.Sleep(time.Minute)
	}
	return 0
}

func TestPosterProgram(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for how, want := range map[string]error{
		"picture": nil, "too large a picture": ErrBroken, "nonsense": ErrBroken, "failure": ErrBroken, "flood": ErrBroken,
	} {
		t.Setenv("MEDIA_TEST_FFMPEG", how)
		m, err := runFFmpeg(context.Background(), self, "-odd name.mp4", mimeMP4, 512)
		if !errors.Is(err, want) || want == nil && (m == nil || !isUpright(m)) {
			t.Errorf("%s: %v, want %v", how, err, want)
		}
		if how == "failure" && !strings.Contains(err.Error(), "moov atom not found") {
			t.Errorf("what ffmpeg said is lost: %v", err)
		}
	}
	t.Setenv("MEDIA_TEST_FFMPEG", "sleep")
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := runFFmpeg(ctx, self, "a.mp4", mimeMP4, 512); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a program that hangs: %v", err)
	}
	if _, err := runFFmpeg(context.Background(), self, "a.txt", "text/plain", 512); !errors.Is(err, ErrNoDecoder) {
		t.Errorf("a text: %v", err)
	}
	if _, err := runFFmpeg(context.Background(), filepath.Join(t.TempDir(), "none"), "a.mp4", mimeMP4, 512); err == nil {
		t.Error("a program that is gone: no error")
	}
}

// TestPoster makes the pictures of a video, of a real film where ffmpeg is
// installed, and of a painted one where it is not.
func TestPoster(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "clip.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	info := probe(context.Background(), f, st.Size(), Hint{}, now)
	painted := func(_ context.Context, path, mime string, box int) (image.Image, error) {
		if path != f.Name() || mime != mimeMP4 || box != Preview.Pixels && box != 100 {
			return nil, fmt.Errorf("asked for %s, %s, %d", path, mime, box)
		}
		return storedAs(quarters(64, 48), 8), nil
	}
	posters := []Poster{painted}
	if p := FFmpeg(); p != nil {
		posters = append(posters, p)
	}
	for i, p := range posters {
		m := Maker{Poster: p}
		rs, err := m.Thumbnails(context.Background(), f, st.Size(), info)
		if err != nil {
			t.Fatalf("poster %d: %v", i, err)
		}
		// Turned by a quarter: what was the lower left is the upper left.
		if g := decodeThumb(t, rs[0]); rs[0].Width != 48 || rs[0].Height != 64 || !near(g.At(12, 16), blue) || !near(g.At(36, 16), red) {
			t.Errorf("poster %d: %d x %d, %v and %v", i, rs[0].Width, rs[0].Height, g.At(12, 16), g.At(36, 16))
		}
		fit, err := m.Fit(context.Background(), f, st.Size(), info, 100, 20)
		if err != nil || fit.Rect.Dy() != 20 || fit.Rect.Dx() != 15 {
			t.Errorf("poster %d: fit: %v, %v", i, fit, err)
		}
	}
	if _, err := (Maker{Poster: painted}).Thumbnails(context.Background(), bytes.NewReader(nil), 0, gallery.Info{Kind: gallery.Video}); !errors.Is(err, ErrNoPoster) {
		t.Errorf("a video that is no file: %v", err)
	}
}
