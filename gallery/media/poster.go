package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/image/bmp"
)

// Poster makes a picture of a video file of the given type, upright and no
// larger than box x box pixels.
type Poster func(ctx context.Context, path, mime string, box int) (image.Image, error)

const (
	posterTime  = 20 * time.Second // a 4K film takes 0.3 s
	posterBytes = 16 << 20
)

// FFmpeg looks for ffmpeg in the PATH and returns a Poster that uses it, or nil
// if it is not installed.
func FFmpeg() Poster {
	program, err := exec.LookPath("ffmpeg")
	if err != nil {
		return nil
	}
	return func(ctx context.Context, path, mime string, box int) (image.Image, error) {
		return runFFmpeg(ctx, program, path, mime, box)
	}
}

// demuxers are ffmpeg's names of the formats that phones and messengers write.
var demuxers = map[string]string{
	mimeMP4: "mov", mimeMOV: "mov", mime3GP: "mov",
	"video/x-matroska": "matroska", "video/webm": "matroska", "video/x-msvideo": "avi",
	"video/mp2t": "mpegts", "video/mpeg": "mpeg", "video/x-flv": "flv", "video/x-ms-asf": "asf",
}

// runFFmpeg takes the first key frame. The file is a stranger's: its format is
// told instead of guessed, and nothing but that file may be opened, so that a
// play list in a video's clothes reaches neither other files nor the network.
func runFFmpeg(ctx context.Context, program, path, mime string, box int) (image.Image, error) {
	format := demuxers[mime]
	if format == "" {
		return nil, fmt.Errorf("%w: %s", ErrNoDecoder, mime)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, posterTime)
	defer cancel()
	scale := fmt.Sprintf("scale=w='min(%d,iw)':h='min(%d,ih)':force_original_aspect_ratio=decrease:flags=area", box, box)
	cmd := exec.CommandContext(ctx, program,
		"-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1",
		"-protocol_whitelist", "file", "-f", format, "-max_pixels", fmt.Sprint(maxPixels/2),
		"-skip_frame", "nokey", "-i", "file:"+path,
		"-map", "0:v:0", "-frames:v", "1", "-vf", scale, "-f", "image2pipe", "-c:v", "bmp", "pipe:1")
	hideWindow(cmd)
	out, complaint := &capped{max: posterBytes}, &capped{max: 4 << 10}
	cmd.Stdout, cmd.Stderr = out, complaint
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return nil, fmt.Errorf("ffmpeg: %w", cause)
		}
		return nil, fmt.Errorf("%w: ffmpeg: %s", ErrBroken, firstLine(complaint.buf.String(), err))
	}
	c, err := bmp.DecodeConfig(bytes.NewReader(out.buf.Bytes()))
	if err != nil || c.Width > box || c.Height > box {
		return nil, fmt.Errorf("%w: ffmpeg made no picture of %d pixels: %s", ErrBroken, box, firstLine(complaint.buf.String(), err))
	}
	return bmp.Decode(bytes.NewReader(out.buf.Bytes()))
}

// firstLine is what a program said, or else the error it ended with.
func firstLine(s string, err error) string {
	if line, _, _ := strings.Cut(strings.TrimSpace(s), "\n"); line != "" {
		return line
	}
	if err == nil {
		return "it said nothing"
	}
	return err.Error()
}

// capped keeps what is written up to max bytes and refuses more.
type capped struct {
	buf bytes.Buffer
	max int
}

func (c *capped) Write(p []byte) (int, error) {
	if c.buf.Len()+len(p) > c.max {
		return 0, errors.New("the output is too long")
	}
	return c.buf.Write(p)
}
