package demo

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"keepsake/device/demo/scene"
)

// The standard set: some 300 files of every sort over three years, each in its
// place, none newer than yesterday.
func TestStandardSet(t *testing.T) {
	p := newPhone(t, Options{})
	media, err := p.Media()
	must(t, err)
	if n := len(media); n < 290 || n > 310 {
		t.Errorf("%d files", n)
	}
	count := map[string]int{}
	first, last := now, time.Time{}
	for _, e := range media {
		dir := strings.TrimPrefix(path.Dir(e.Path), Storage+"/")
		count[dir]++
		count[strings.ToLower(path.Ext(e.Path))]++
		for part, name := range map[string]string{"BURST": "burst", ".MP.jpg": "motion", "MVIMG_": "motion", "_edited": "edited"} {
			if strings.Contains(path.Base(e.Path), part) {
				count[name]++
			}
		}
		if e.MTime.Before(first) {
			first = e.MTime
		}
		if e.MTime.After(last) {
			last = e.MTime
		}
	}
	for what, least := range map[string]int{"DCIM/Camera": 140, "DCIM/Screenshots": 30, "Pictures/Edited": 2, "MIUI/Gallery/cloud/owner/lake weekend": 10,
		"MIUI/Gallery/cloud/owner/island days": 10, "MIUI/Gallery/cloud/owner/best of": 1, whatsapp: 20, whatsappSent: 8, "DCIM/.globalTrash": 4,
		"Download": 5, "MIUI/sound_recorder": 1, ".mp4": 6, ".png": 30, ".heic": 1, ".mp3": 2, "burst": 8, "motion": 3, "edited": 2} {
		if count[what] < least {
			t.Errorf("%s: %d, want %d", what, count[what], least)
		}
	}
	if age := now.Sub(first); age < 1000*24*time.Hour || age > 1110*24*time.Hour {
		t.Errorf("the oldest is of %v", first)
	}
	if age := now.Sub(last); age < 0 || age > 3*24*time.Hour {
		t.Errorf("the newest is of %v", last)
	}
}

// Everything the pictures show can be painted.
func TestKindsExist(t *testing.T) {
	all := scene.Kinds()
	wanted := slices.Concat(moments, cards)
	for _, o := range outings {
		wanted = append(wanted, o.kinds...)
	}
	for _, k := range wanted {
		if !slices.Contains(all, k) {
			t.Errorf("no kind %q", k)
		}
	}
}

// Any number of items is exactly that number, and a dozen and a half hold every sort.
func TestItems(t *testing.T) {
	for _, n := range []int{1, 7, 18, 299, 1000, 50_000} {
		media, err := newPhone(t, Options{Items: n}).Media()
		must(t, err)
		if len(media) != n {
			t.Errorf("%d items: %d", n, len(media))
		}
	}
	media, err := newPhone(t, Options{Items: 18}).Media()
	must(t, err)
	var all strings.Builder
	for _, e := range media {
		all.WriteString(e.Path + "\n")
	}
	for _, part := range []string{"DCIM/Camera/IMG_", "Screenshot_", "VID_", ".MP.jpg", "/owner/", "/WhatsApp Images/IMG-", "/Sent/", "/.globalTrash/.", "_edited", ".heic", "BURST0", "/Download/", ".mp3"} {
		if !strings.Contains(all.String(), part) {
			t.Errorf("%q is missing", part)
		}
	}
}

// The same options make the same phone to the byte; another seed, another one.
func TestDeterministic(t *testing.T) {
	sums := func(seed int64) map[string][32]byte {
		p := newPhone(t, Options{Items: 16, Seed: seed})
		media, err := p.Media()
		must(t, err)
		all := map[string][32]byte{}
		for _, e := range media {
			sum, err := p.Sum(e.Path)
			must(t, err)
			all[e.Path] = sum
		}
		return all
	}
	a, b, c := sums(1), sums(1), sums(2)
	same, other := 0, 0
	for p, sum := range a {
		if b[p] == sum {
			same++
		}
		if c[p] != sum {
			other++
		}
	}
	if same != len(a) || len(a) != len(b) {
		t.Errorf("%d of %d files are the same", same, len(a))
	}
	if other < len(a)*3/4 {
		t.Errorf("only %d of %d files differ with another seed", other, len(a))
	}
}

// What a directory says before a file is rendered is true afterwards: size, sum,
// and that it is a picture of the dimensions the media database tells.
func TestFilesKeepTheirWord(t *testing.T) {
	p := newPhone(t, Options{Items: 22})
	addr := start(t, p)
	rows := map[string][2]string{}
	out := sh(t, addr, "content query --uri content://media/external/images/media --projection width:height:_data")
	for _, m := range regexp.MustCompile(`width=(\d+), height=(\d+), _data=(.*)`).FindAllStringSubmatch(out, -1) {
		rows[m[3]] = [2]string{m[1], m[2]}
	}
	media, err := p.Media()
	must(t, err)
	distinct := map[[32]byte]bool{}
	for _, e := range media {
		b, err := pull(t, addr, e.Path)
		if err != nil || int64(len(b)) != e.Size {
			t.Fatalf("%s: %d bytes of %d, %v", e.Path, len(b), e.Size, err)
		}
		sum, err := p.Sum(e.Path)
		if err != nil || sum != sha256.Sum256(b) {
			t.Errorf("%s: wrong sum, %v", e.Path, err)
		}
		distinct[sum] = true
		if ext := path.Ext(e.Path); ext != ".jpg" && ext != ".png" {
			continue
		}
		c, _, err := image.DecodeConfig(bytes.NewReader(b))
		if err != nil {
			t.Errorf("%s: %v", e.Path, err)
		}
		if row, ok := rows[e.Path]; ok && row != [2]string{fmt.Sprint(c.Width), fmt.Sprint(c.Height)} {
			t.Errorf("%s: %dx%d, the media database says %v", e.Path, c.Width, c.Height, row)
		}
	}
	if len(distinct) < len(media)-1 {
		t.Errorf("%d different files of %d", len(distinct), len(media))
	}
}

// A video carries its own date and place; the copies of one clip differ.
func TestClipDates(t *testing.T) {
	p := newPhone(t, Options{})
	media, err := p.Media()
	must(t, err)
	seen := map[[32]byte]string{}
	for _, e := range media {
		if path.Ext(e.Path) != ".mp4" {
			continue
		}
		b, err := p.ReadFile(e.Path)
		must(t, err)
		i := bytes.Index(b, []byte("mvhd"))
		created := int64(uint32(b[i+8])<<24|uint32(b[i+9])<<16|uint32(b[i+10])<<8|uint32(b[i+11])) - 2082844800
		if d := e.MTime.Unix() - created; d < 0 || d > 5 {
			t.Errorf("%s: made %v, mtime %v", e.Path, time.Unix(created, 0), e.MTime)
		}
		if bytes.Contains(b, []byte(unlocated)) {
			t.Errorf("%s lies in the Gulf of Guinea", e.Path)
		}
		if whatsapp := strings.Contains(e.Path, "WhatsApp"); bytes.Contains(b, []byte("\xa9xyz")) == whatsapp {
			t.Errorf("%s: a place it should not have, or none", e.Path)
		}
		sum := sha256.Sum256(b)
		if seen[sum] != "" {
			t.Errorf("%s and %s are the same", e.Path, seen[sum])
		}
		seen[sum] = e.Path
	}
}

// The pictures beyond the standard set have dates of their own and are all different.
func TestEarlierPictures(t *testing.T) {
	p := newPhone(t, Options{Items: 400})
	camera, err := p.Files("DCIM/Camera")
	must(t, err)
	seen := map[[32]byte]bool{}
	for _, e := range camera[:40] {
		b, err := p.ReadFile(e.Path)
		must(t, err)
		if int64(len(b)) != e.Size || e.Size > 30_000 {
			t.Errorf("%s: %d bytes, listed %d", e.Path, len(b), e.Size)
		}
		if want := e.MTime.UTC().Format(exifTime); bytes.Count(b, []byte(want)) == 0 || bytes.Contains(b, []byte(stampTaken.Format(exifTime))) {
			t.Errorf("%s does not carry %s", e.Path, want)
		}
		if _, _, err := image.Decode(bytes.NewReader(b)); err != nil {
			t.Errorf("%s: %v", e.Path, err)
		}
		seen[sha256.Sum256(b)] = true
	}
	if len(seen) != 40 {
		t.Errorf("%d different of 40", len(seen))
	}
}

// paper counts how often it is rendered.
type paper struct {
	mu    sync.Mutex
	size  int
	times int
	err   error
}

func (p *paper) render() ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.times++
	return make([]byte, p.size), p.err
}

// The darkroom renders once for many readers, and keeps no more than it may.
func TestDarkroom(t *testing.T) {
	d := newDarkroom(1000)
	one := &paper{size: 400}
	var work sync.WaitGroup
	for range 8 {
		work.Go(func() {
			if b, err := d.get(one); err != nil || len(b) != 400 {
				t.Errorf("%d bytes, %v", len(b), err)
			}
		})
	}
	work.Wait()
	if one.times != 1 {
		t.Errorf("rendered %d times", one.times)
	}
	for range 5 {
		_, err := d.get(&paper{size: 300})
		must(t, err)
		if d.held > 1000 {
			t.Errorf("%d bytes are held", d.held)
		}
	}
	if _, err := d.get(one); err != nil || one.times != 2 {
		t.Errorf("rendered %d times after it was dropped, %v", one.times, err)
	}
	big := &paper{size: 5000}
	if b, err := d.get(big); err != nil || len(b) != 5000 {
		t.Errorf("larger than the room: %d bytes, %v", len(b), err)
	}
	short := &picture{size: 10, room: d, paint: func() ([]byte, error) { return make([]byte, 9), nil }}
	if _, err := d.get(short); err == nil {
		t.Error("a picture that is shorter than it said is given out")
	}
	broken := &paper{err: io.ErrUnexpectedEOF}
	if _, err := d.get(broken); err != io.ErrUnexpectedEOF {
		t.Errorf("%v", err)
	}
}
