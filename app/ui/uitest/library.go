package uitest

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"keepsake/app/job"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/thumbs"
	"keepsake/gallery"
	"keepsake/gallery/media"
)

// Library is a library made of code: every screen's interfaces to it, answered
// at once. It is safe for concurrent use.
type Library struct {
	rows   []shelf.Row // the id is the index plus one
	order  []int       // of rows, newest first
	at     map[gallery.Hash]int
	albums map[int64]string
	Err    error // what every question is answered with, when set
	NoPics bool  // thumbnails are not made yet
	Bursts [][]int64

	mu       sync.Mutex // guards Opened and said while the window works
	said     said
	asked    atomic.Int64
	lines    atomic.Int64
	Exported []int64
	Options  job.ExportOptions // of the last export
	Opened   []string
}

// paintings is how many different pictures there are; items share them.
const paintings = 48

// NewLibrary returns a library of n items over the years before Now.
func NewLibrary(n int) *Library {
	l := &Library{albums: map[int64]string{}, at: map[gallery.Hash]int{}}
	for i := range n {
		l.rows = append(l.rows, l.item(i, n))
		l.order = append(l.order, i)
	}
	return l
}

func (l *Library) item(i, n int) shelf.Row {
	age := time.Duration(float64(i) / float64(max(n, 300)) * float64(3*365*24*time.Hour))
	taken := Now.Add(-age - time.Duration(i%7)*13*time.Minute)
	r := shelf.Row{
		ID: int64(i + 1), Kind: gallery.Photo, Taken: taken, Width: 4000, Height: 3000,
		Hash: HashOf(i), Verified: i%11 != 3, Favorite: i%17 == 5, Motion: i%13 == 4, Size: 3_400_000 + int64(i%9)*210_000,
	}
	r.Name = taken.Format("IMG_20060102_150405.jpg")
	album := "DCIM/Camera"
	switch {
	case i%19 == 7:
		r.Kind, r.Duration, r.Size = gallery.Video, time.Duration(9+i%80)*time.Second, 48_000_000
		r.Name = taken.Format("VID_20060102_150405.mp4")
	case i%9 == 8:
		album, r.Name = "DCIM/Screenshots", taken.Format("Screenshot_2006-01-02-15-04-05.png")
		r.Width, r.Height = 1080, 2400
	case i%10 == 6:
		album, r.Name = "Pictures/WhatsApp", fmt.Sprintf("IMG-%s-WA%04d.jpg", taken.Format("20060102"), i)
	case i%23 == 11:
		album = "DCIM/Camera/夏の旅行"
	case i%29 == 12:
		r.Width, r.Height = 3000, 4000
	}
	if i == 41 {
		r.Broken, r.NoThumb = true, true
	}
	r.Path = "Photos/Mum's phone 4f2a/" + album + "/" + r.Name
	r.Color = averages()[i%paintings]
	l.albums[r.ID] = album
	l.at[r.Hash] = i
	return r
}

// HashOf is the hash of the i-th item.
func HashOf(i int) gallery.Hash {
	return sha256.Sum256(binary.LittleEndian.AppendUint64(nil, uint64(i)))
}

// Timelines is how often a timeline was asked for.
func (l *Library) Timelines() int { return int(l.lines.Load()) }

// Asked is how many rows were asked for.
func (l *Library) Asked() int { return int(l.asked.Load()) }

// Prepend adds n items that are newer than all others. Nothing may be reading.
func (l *Library) Prepend(n int) {
	for range n {
		i := len(l.rows)
		r := l.item(i, i)
		r.Taken = Now.Add(time.Duration(i) * time.Second)
		r.NoThumb, r.Broken = false, false
		l.rows = append(l.rows, r)
		l.order = append([]int{i}, l.order...)
	}
}

// averages are the mean colours of the paintings; every library has the same.
var averages = sync.OnceValue(func() (all [paintings][3]uint8) {
	for i := range all {
		all[i] = Average(Landscape(uint64(i), 24, 18))
	}
	return all
})

// fine is how fine the paintings are: only pictures that are kept to be looked at
// are worth the time.
func fine() int {
	if os.Getenv("LOOKS") != "" {
		return 5
	}
	return 1
}

// thumb is a painting as a stored thumbnail, painted once.
var thumb = func() (f [paintings]func() []byte) {
	for i := range f {
		f[i] = sync.OnceValue(func() []byte { return Paint(uint64(i), 80*fine(), 60*fine()) })
	}
	return f
}()

// large is a painting as the viewer shows it, painted once.
var large = func() (f [paintings]func() *image.RGBA) {
	for i := range f {
		f[i] = sync.OnceValue(func() *image.RGBA { return Landscape(uint64(i), 256*fine(), 192*fine()) })
	}
	return f
}()

// Timeline implements photos.Library.
func (l *Library) Timeline(_ context.Context, f shelf.Filter) (*shelf.Timeline, error) {
	if l.Err != nil {
		return nil, l.Err
	}
	l.lines.Add(1)
	t := &shelf.Timeline{}
	below := map[int64]bool{} // another of their burst
	if f.Stacked && len(l.Bursts) > 0 {
		t.Stacks = map[int64][]int64{}
		for _, b := range l.Bursts {
			t.Stacks[b[0]] = b
			for _, id := range b[1:] {
				below[id] = true
			}
		}
	}
	for _, i := range l.order {
		r := l.rows[i]
		if below[r.ID] {
			continue
		}
		r, e := l.said.row(r)
		if !e.in(f.View) || f.Screenshots && !strings.Contains(r.Path, "Screenshots") || f.Motion && !r.Motion ||
			f.Box != nil && !within(*f.Box, spotOf(r.ID)) || f.Favorites && !r.Favorite || len(f.Kinds) > 0 && !slices.Contains(f.Kinds, r.Kind) ||
			f.Album.Path != "" && !l.inAlbum(r.ID, f.Album) || !matches(r, f.Search) {
			continue
		}
		y, m, _ := r.Taken.Date()
		if n := len(t.Months); n == 0 || t.Months[n-1].Year != y || t.Months[n-1].Month != m {
			t.Months = append(t.Months, shelf.Month{Year: y, Month: m, Start: len(t.IDs)})
		}
		t.Months[len(t.Months)-1].Count++
		t.IDs = append(t.IDs, r.ID)
		t.Taken = append(t.Taken, r.Taken.UnixMilli())
	}
	return t, nil
}

func matches(r shelf.Row, search string) bool {
	for _, w := range strings.Fields(strings.ToLower(search)) {
		if !strings.Contains(strings.ToLower(r.Path), w) {
			return false
		}
	}
	return true
}

// Rows implements photos.Library.
func (l *Library) Rows(_ context.Context, ids []int64) ([]shelf.Row, error) {
	if l.Err != nil {
		return nil, l.Err
	}
	l.asked.Add(int64(len(ids)))
	var out []shelf.Row
	for _, id := range ids {
		if id >= 1 && int(id) <= len(l.rows) {
			r, _ := l.said.row(l.rows[id-1])
			out = append(out, r)
		}
	}
	return out, nil
}

// Albums implements photos.Library.
func (l *Library) Albums(context.Context) ([]shelf.Album, error) {
	if l.Err != nil {
		return nil, l.Err
	}
	var out []shelf.Album
	at := map[string]int{}
	for _, r := range l.rows {
		r, e := l.said.row(r)
		if !e.in(shelf.Everything) {
			continue
		}
		path := l.albums[r.ID]
		i, ok := at[path]
		if !ok {
			i = len(out)
			at[path] = i
			key := shelf.AlbumKey{Phone: "4f2a", Path: path}
			out = append(out, shelf.Album{Key: key, Name: l.said.title(key, path[strings.LastIndexByte(path, '/')+1:]),
				Phone: "Mum's phone", Newest: r.Taken, Cover: r.Hash, Color: r.Color})
		}
		out[i].Count++
	}
	return append(out, l.ownAlbums()...), nil
}

// ErrNoThumb is answered while NoPics is set.
var ErrNoThumb = errors.New("no thumbnail")

// Thumb implements thumbs.Source.
func (l *Library) Thumb(_ context.Context, h gallery.Hash, _ int) ([]byte, error) {
	if l.NoPics {
		return nil, ErrNoThumb
	}
	if i, ok := l.at[h]; ok {
		return thumb[i%paintings](), nil
	}
	return nil, ErrNoThumb
}

// Fit implements viewer.Images.
func (l *Library) Fit(_ context.Context, r shelf.Row, w, h int) (*image.RGBA, error) {
	if l.Err != nil {
		return nil, l.Err
	}
	if r.Turn&1 != 0 {
		w, h = h, w
	}
	return thumbs.Turn(thumbs.Contain(large[int(r.ID-1)%paintings](), w, h), r.Turn), nil
}

// Item implements viewer.Images.
func (l *Library) Item(_ context.Context, id int64) (gallery.Item, error) {
	r := l.rows[id-1]
	it := gallery.Item{Hash: r.Hash, Size: r.Size, Path: r.Path, Added: Now.AddDate(0, 0, -1), Info: gallery.Info{
		Kind: r.Kind, Width: r.Width, Height: r.Height, Duration: r.Duration, MIME: "image/jpeg", Camera: "Xiaomi 23021RAA2Y",
		Taken: gallery.Taken{Time: r.Taken, Zoned: true, Source: gallery.TakenEXIF},
		Place: &gallery.Place{Lat: 50.0875, Lon: 14.4213},
	}}
	o := gallery.Origin{Phone: "4f2a", Path: "/storage/emulated/0/" + l.albums[id] + "/" + r.Name, Album: l.albums[id], FirstSeen: Now.AddDate(0, 0, -1)}
	if r.Verified {
		o.Verified = Now.AddDate(0, 0, -1)
	}
	it.Origins = append(it.Origins, o)
	if id%2 == 0 {
		o.Phone, o.Path, o.Album, o.Verified = "77aa", "/storage/emulated/0/Pictures/Copies/"+r.Name, "Pictures/Copies", time.Time{}
		it.Origins = append(it.Origins, o)
	}
	return it, nil
}

// Play implements viewer.Images: one picture, and then it waits for its end.
func (l *Library) Play(ctx context.Context, r shelf.Row, box int, show func(*image.RGBA)) error {
	if l.Err != nil {
		return l.Err
	}
	show(Landscape(uint64(r.ID+1), min(box, 64), 36))
	<-ctx.Done()
	return ctx.Err()
}

// Details implements viewer.Images.
func (l *Library) Details(context.Context, int64) (media.Details, error) {
	return media.Details{Exposure: time.Second / 120, Aperture: 1.8, ISO: 200, Focal35: 24}, l.Err
}

// OpenClip implements viewer.Images.
func (l *Library) OpenClip(_ context.Context, id int64) error {
	l.opened(fmt.Sprint("clip ", id))
	return nil
}

// Open implements viewer.Images.
func (l *Library) Open(_ context.Context, id int64) error {
	l.opened(fmt.Sprint("open ", id))
	return l.Err
}

// PlaceName implements viewer.Images.
func (l *Library) PlaceName(lat, lon float64) string {
	if lat == 0 && lon == 0 {
		return ""
	}
	return "Prague, Czechia"
}

// PhoneName implements viewer.Images.
func (l *Library) PhoneName(id string) string {
	return map[string]string{"4f2a": "Mum's phone", "77aa": "POCO F5"}[id]
}

// Reveal implements photos.Actions.
func (l *Library) Reveal(_ context.Context, id int64) error {
	l.opened(fmt.Sprint("reveal ", id))
	return l.Err
}

func (l *Library) opened(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.Opened = append(l.Opened, what)
}

// Export implements exporting.Exporter.
func (l *Library) Export(_ context.Context, ids []int64, dir string, o job.ExportOptions, _ *job.Tracker) (job.Receipt, error) {
	if l.Err != nil {
		return job.Receipt{}, l.Err
	}
	l.Exported, l.Options = append(l.Exported, ids...), o
	return job.Receipt{Job: "export", Device: dir, Status: job.Done, Counts: job.Counts{Found: len(ids), Copied: len(ids)}}, nil
}

// Latest implements home.Library.
func (l *Library) Latest(ctx context.Context, n int) ([]shelf.Row, error) {
	if l.Err != nil {
		return nil, l.Err
	}
	var out []shelf.Row
	for _, i := range l.order[:min(n, len(l.order))] {
		out = append(out, l.rows[i])
	}
	return out, nil
}

// Stats implements home.Library.
func (l *Library) Stats(context.Context, string) (shelf.Stats, error) {
	if l.Err != nil {
		return shelf.Stats{}, l.Err
	}
	s := shelf.Stats{Items: len(l.rows)}
	for _, r := range l.rows {
		switch r.Kind {
		case gallery.Photo:
			s.Photos++
		case gallery.Video:
			s.Videos++
		}
		s.Bytes += r.Size
		if r.Verified {
			s.Verified++
		}
	}
	return s, nil
}
