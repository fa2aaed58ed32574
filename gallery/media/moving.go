package media

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"io"
	"os/exec"
	"path/filepath"
	"time"

	"golang.org/x/image/bmp"
)

// Film is a moving picture: a stretch of a file, Length bytes from Offset on.
type Film struct {
	Path, MIME     string
	Offset, Length int64
}

// Moving shows clips in small and without sound, by way of ffmpeg.
type Moving struct{ program string }

// FindMoving looks for ffmpeg in the PATH; without it there is none.
func FindMoving() (Moving, bool) {
	program, err := exec.LookPath("ffmpeg")
	return Moving{program}, err == nil
}

const (
	movingRate   = 15 // pictures a second
	movingFrames = 30 * movingRate
)

// Play hands over the pictures of a clip, each at its time, upright and at most
// box x box pixels, up to half a minute of them. It returns at the clip's end, or
// with the context's error; ffmpeg has ended by then. Errors are ErrNoDecoder,
// ErrBroken, or what show returned.
func (m Moving) Play(ctx context.Context, c Film, box int, show func(*image.RGBA) error) error {
	format := demuxers[c.MIME]
	if format == "" {
		return fmt.Errorf("%w: %s", ErrNoDecoder, c.MIME)
	}
	path, err := filepath.Abs(c.Path)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	filter := fmt.Sprintf("fps=%d,scale=w='min(%d,iw)':h='min(%d,ih)':force_original_aspect_ratio=decrease:flags=fast_bilinear", movingRate, box, box)
	cmd := exec.CommandContext(ctx, m.program,
		"-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1",
		"-protocol_whitelist", "file,subfile", "-f", format, "-max_pixels", fmt.Sprint(maxPixels/2),
		"-i", fmt.Sprintf("subfile,,start,%d,end,%d,,:file:%s", c.Offset, c.Offset+c.Length, path),
		"-map", "0:v:0", "-an", "-frames:v", fmt.Sprint(movingFrames), "-vf", filter, "-f", "image2pipe", "-c:v", "bmp", "pipe:1")
	hideWindow(cmd)
	complaint := &capped{max: 4 << 10}
	cmd.Stderr = complaint
	cmd.WaitDelay = time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start ffmpeg: %w", err)
	}
	n, err := frames(ctx, bufio.NewReaderSize(out, 64<<10), box, show)
	cause := ctx.Err() // before it is ended here
	if err != nil || n == movingFrames {
		cancel()
	}
	ended := cmd.Wait()
	switch {
	case cause != nil:
		return fmt.Errorf("ffmpeg: %w", cause)
	case err != nil:
		return err
	case n == 0 || ended != nil && n < movingFrames:
		return fmt.Errorf("%w: ffmpeg: %s", ErrBroken, firstLine(complaint.buf.String(), ended))
	}
	return nil
}

// frames shows the bitmaps of a stream at their pace and returns how many.
func frames(ctx context.Context, r *bufio.Reader, box int, show func(*image.RGBA) error) (int, error) {
	pace := time.NewTicker(time.Second / movingRate)
	defer pace.Stop()
	for n := range movingFrames {
		im, err := frame(r, box)
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if n > 0 {
			select {
			case <-ctx.Done():
				return n, ctx.Err()
			case <-pace.C:
			}
		}
		if err := show(im); err != nil {
			return n, err
		}
	}
	return movingFrames, nil
}

// frame reads one bitmap: io.EOF where none begins. Its size is looked at before
// memory is taken.
func frame(r *bufio.Reader, box int) (*image.RGBA, error) {
	const header = 26 // up to the height, see BITMAPINFOHEADER
	b, err := r.Peek(header)
	if len(b) == 0 && errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	if len(b) < header {
		return nil, fmt.Errorf("%w: ffmpeg stopped within a picture", ErrBroken)
	}
	w, h := int32(binary.LittleEndian.Uint32(b[18:])), int32(binary.LittleEndian.Uint32(b[22:]))
	if w <= 0 || h <= 0 || int(w) > box || int(h) > box {
		return nil, fmt.Errorf("%w: ffmpeg made a picture of %d x %d pixels", ErrBroken, w, h)
	}
	im, err := bmp.Decode(r)
	if err != nil {
		return nil, fmt.Errorf("%w: a picture of ffmpeg's: %v", ErrBroken, err)
	}
	if m, ok := im.(*image.RGBA); ok {
		return m, nil
	}
	m := image.NewRGBA(im.Bounds())
	draw.Draw(m, m.Rect, im, im.Bounds().Min, draw.Src)
	return m, nil
}
