package media

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"

	"keepsake/gallery"
)

// wavOf makes a WAV of n bytes of sound, of which rate last a second.
func wavOf(n, rate int) []byte {
	le := binary.LittleEndian
	b := append(le.AppendUint32([]byte("RIFF"), uint32(36+n)), "WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"...)
	b = le.AppendUint32(le.AppendUint32(b, uint32(rate)), uint32(rate))
	b = append(b, 1, 0, 8, 0)
	return append(le.AppendUint32(append(b, "data"...), uint32(n)), make([]byte, n)...)
}

// TestRecordings reads how long recordings of all kinds are; those of a tone
// last one and a half seconds, as ffmpeg made them.
func TestRecordings(t *testing.T) {
	frames := func(head string, mode byte, size, n int) []byte {
		frame := make([]byte, size)
		frame[0] = mode<<3 | 4
		return append([]byte(head), bytes.Repeat(frame, n)...)
	}
	constant := frames("\xff\xfb\x90\x00", 0, 417, 39)[:417*38]
	const tone, slack = 1500 * time.Millisecond, 60 * time.Millisecond
	for _, c := range []struct {
		name string
		data []byte
		mime string
		want time.Duration
	}{
		{"tone.mp3", testdata(t, "tone.mp3"), "audio/mpeg", tone},
		{"tone.ogg", testdata(t, "tone.ogg"), "audio/ogg", tone},
		{"tone.opus", testdata(t, "tone.opus"), "audio/ogg", tone},
		{"tone.flac", testdata(t, "tone.flac"), "audio/flac", tone},
		{"constant.mp3", constant, "audio/mpeg", 990 * time.Millisecond},
		{"a.wav", wavOf(12000, 8000), "audio/x-wav", tone},
		{"cut.wav", wavOf(12000, 8000)[:44+6000], "audio/x-wav", 750 * time.Millisecond},
		{"a.amr", frames("#!AMR\n", 7, 32, 75), "audio/amr", tone},
		{"wide.amr", frames("#!AMR-WB\n", 2, 33, 75), "audio/amr", tone},
		{"strange.amr", frames("#!AMR\n", 15, 32, 75), "audio/amr", 0},
		{"still.wav", wavOf(12000, 0), "audio/x-wav", 0},
		{"head.mp3", []byte("ID3\x03\x00\x00\x00\x00\x00\x05....."), "audio/mpeg", 0},
		{"head.ogg", []byte("OggS...................."), "audio/ogg", 0},
	} {
		i := probeBytes(c.data, Hint{Name: c.name})
		if i.Kind != gallery.Audio || i.MIME != c.mime || i.Broken != "" {
			t.Errorf("%s: %s", c.name, brief(i))
		}
		if d := i.Duration - c.want; d < -slack || d > slack || c.want == 0 && i.Duration != 0 {
			t.Errorf("%s: %v long, want %v", c.name, i.Duration, c.want)
		}
	}
	// What the bytes do not tell, Android does.
	if i := probeBytes([]byte("OggS...................."), Hint{Duration: time.Minute}); i.Duration != time.Minute {
		t.Errorf("Android's duration: %v", i.Duration)
	}
}

// TestMatroska reads MKV and WebM as ffmpeg made them.
func TestMatroska(t *testing.T) {
	for name, mime := range map[string]string{"clip.mkv": "video/x-matroska", "clip.webm": "video/webm"} {
		data := testdata(t, name)
		i := probeBytes(data, Hint{Name: name})
		if i.Kind != gallery.Video || i.MIME != mime || i.Width != 64 || i.Height != 48 || i.Duration.Round(100*time.Millisecond) != 1500*time.Millisecond || i.Broken != "" {
			t.Errorf("%s: %s, %v long", name, brief(i), i.Duration)
		}
		// ffmpeg writes the date as a tag; in DateUTC's place it is read.
		dated := withDateUTC(t, data, at("2023-01-02T03:04:05Z"))
		if i := probeBytes(dated, Hint{}); i.Taken.Source != gallery.TakenVideo || !i.Taken.Time.Equal(at("2023-01-02T03:04:05Z")) {
			t.Errorf("%s with DateUTC: %v", name, i.Taken)
		}
		if i := probeBytes(data[:60], Hint{}); i.Broken == "" || i.Kind != gallery.Video {
			t.Errorf("%s, its first bytes: %s", name, brief(i))
		}
	}
}

// withDateUTC puts a date before what else the Info of a file says.
func withDateUTC(t *testing.T, data []byte, when time.Time) []byte {
	t.Helper()
	at := bytes.LastIndex(data, []byte("\x15\x49\xa9\x66")) // the first is in the list of contents
	if at < 0 {
		t.Fatal("no Info")
	}
	_, n, ok := vint(data[at+4:], 8, false)
	if !ok {
		t.Fatal("no length of Info")
	}
	body := at + 4 + n
	date := append([]byte{0x44, 0x61, 0x88}, binary.BigEndian.AppendUint64(nil, uint64(when.Sub(time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC))))...)
	out := append(bytes.Clone(data[:at+4]), 0x01, 0, 0, 0, 0, 0, 0, 0)
	size, _, _ := vint(data[at+4:], 8, false)
	binary.BigEndian.PutUint64(out[len(out)-8:], 1<<56|(size+uint64(len(date))))
	return append(append(out, date...), data[body:]...)
}

func FuzzRecordings(f *testing.F) {
	for _, name := range []string{"tone.mp3", "tone.ogg", "tone.opus", "tone.flac", "clip.mkv", "clip.webm"} {
		f.Add(testdata(f, name))
	}
	f.Add(wavOf(100, 8000))
	f.Add([]byte("#!AMR\n\x3c"))
	f.Add([]byte("\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff\x15\x49\xa9\x66\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if i := probeBytes(data, Hint{}); i.Duration < 0 || i.Duration > maxFilm || i.Width < 0 || i.Height < 0 {
			t.Fatalf("%s, %v long", brief(i), i.Duration)
		}
	})
}
