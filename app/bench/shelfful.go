package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"keepsake/app/library"
	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/store"
)

// A library of any size without its originals: the manifest as a life with two
// phones would leave it, and the marks of thumbnails. What reads the library's
// records cannot tell it from a real one.

// shelfful writes such a library of n items to dir, and returns how long its index
// took to build.
func shelfful(ctx context.Context, dir string, n int) (time.Duration, error) {
	lib, err := store.Create(dir)
	if err != nil {
		return 0, err
	}
	hashes, err := writeManifest(dir, lib.ID(), n)
	if cerr := lib.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return 0, err
	}
	start := time.Now()
	l, err := library.Open(ctx, dir)
	if err != nil {
		return 0, err
	}
	took := time.Since(start)
	rnd := rand.New(rand.NewPCG(3, 4))
	looks := rnd.Uint64()
	var batch []index.Thumb
	for i, h := range hashes {
		switch rnd.IntN(20) {
		case 0, 1: // another shot of the same scene
			one, other := rnd.IntN(64), rnd.IntN(64)
			looks ^= 1<<one | 1<<other
		default:
			looks = rnd.Uint64()
		}
		batch = append(batch, index.Thumb{Hash: h, Pixels: 256, JPEG: thumbBytes, Color: [3]uint8{byte(i), byte(i >> 3), byte(i >> 5)}, Looks: int64(looks)})
		if len(batch) == 4096 || i == len(hashes)-1 {
			if err = l.Index.PutThumbs(ctx, batch); err != nil {
				break
			}
			batch = batch[:0]
		}
	}
	if cerr := l.Close(); err == nil {
		err = cerr
	}
	return took, err
}

// thumbBytes are as long as a small thumbnail; nobody decodes them here.
var thumbBytes = make([]byte, 6000)

// manifest writes lines that end with their checksum, in parts of 16 MiB.
type manifest struct {
	dir, library string
	f            *os.File
	w            *bufio.Writer
	number, size int
}

const partSize = 16 << 20

func (m *manifest) line(v any) error {
	if m.f == nil || m.size > partSize {
		if err := m.next(); err != nil {
			return err
		}
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	b = b[:len(b)-1]
	sum := crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))
	k, err := fmt.Fprintf(m.w, "%s,\"crc32c\":\"%08x\"}\n", b, sum)
	m.size += k
	return err
}

func (m *manifest) next() error {
	if err := m.close(); err != nil {
		return err
	}
	m.number++
	f, err := os.Create(filepath.Join(m.dir, ".keepsake", "manifest", fmt.Sprintf("%08d.ndjson", m.number)))
	if err != nil {
		return err
	}
	m.f, m.w, m.size = f, bufio.NewWriter(f), 0
	return m.line(struct {
		Kind    string `json:"kind"`
		Format  int    `json:"format"`
		Library string `json:"library"`
		Number  int    `json:"number"`
	}{"segment", 1, m.library, m.number})
}

func (m *manifest) close() error {
	if m.f == nil {
		return nil
	}
	if err := m.w.Flush(); err != nil {
		return err
	}
	return m.f.Close()
}

// The lines' shapes.
type (
	originLine struct {
		Phone    string    `json:"phone"`
		Path     string    `json:"path"`
		Album    string    `json:"album"`
		MTime    time.Time `json:"mtime"`
		Seen     time.Time `json:"seen"`
		Favorite bool      `json:"favorite,omitempty"`
	}
	itemLine struct {
		Kind   string       `json:"kind"`
		Hash   gallery.Hash `json:"sha256"`
		Size   int64        `json:"size"`
		Path   string       `json:"path"`
		Added  time.Time    `json:"added"`
		Info   gallery.Info `json:"info"`
		Origin originLine   `json:"origin"`
	}
	verifiedLine struct {
		Kind   string       `json:"kind"`
		Hash   gallery.Hash `json:"sha256"`
		Origin originLine   `json:"origin"`
		At     time.Time    `json:"at"`
	}
	editLine struct {
		Kind string       `json:"kind"`
		Hash gallery.Hash `json:"sha256"`
		Edit gallery.Edit `json:"edit"`
	}
)

func writeManifest(dir, id string, n int) ([]gallery.Hash, error) {
	m := &manifest{dir: dir, library: id}
	rnd := rand.New(rand.NewPCG(1, 2))
	at := time.Date(2015, 1, 1, 8, 0, 0, 0, time.UTC)
	hashes := make([]gallery.Hash, n)
	towns := make([]gallery.Place, 200)
	for i := range towns {
		towns[i] = gallery.Place{Lat: rnd.Float64()*120 - 50, Lon: rnd.Float64()*360 - 180}
	}
	town, burst := towns[0], ""
	for i := range hashes {
		for j := 0; j < len(hashes[i]); j += 8 {
			binary.LittleEndian.PutUint64(hashes[i][j:], rnd.Uint64())
		}
		if rnd.IntN(30) == 0 {
			town = towns[rnd.IntN(len(towns))]
		}
		if rnd.IntN(50) > 0 {
			at, burst = at.Add(time.Duration(rnd.Int64N(int64(22*365*24*time.Hour)/int64(n+1)))).Truncate(time.Second), ""
		} else if burst == "" {
			burst = at.Format("IMG_20060102_150405")
		}
		it := picture(rnd, i, at, burst, town)
		it.Hash = hashes[i]
		if err := m.line(it); err != nil {
			return nil, err
		}
		if err := m.line(verifiedLine{"verified", it.Hash, originLine{Phone: it.Origin.Phone, Path: it.Origin.Path}, it.Added}); err != nil {
			return nil, err
		}
		if e, ok := opinion(rnd, it.Added); ok {
			if err := m.line(editLine{"edit", it.Hash, e}); err != nil {
				return nil, err
			}
		}
	}
	return hashes, m.close()
}

// picture is the i-th item: a photo mostly, in the camera's album mostly.
func picture(rnd *rand.Rand, i int, at time.Time, burst string, town gallery.Place) itemLine {
	it := itemLine{Kind: "item", Size: 2_000_000 + rnd.Int64N(4_000_000), Added: at.Add(time.Duration(rnd.IntN(90*24)) * time.Hour)}
	phone := [...]string{"4f2a8c11d0e3b756", "77aa01f29c84e5d3"}[min(i/120_000, 1)]
	album, name := "DCIM/Camera", at.Format("IMG_20060102_150405")
	it.Info = gallery.Info{Kind: gallery.Photo, MIME: "image/jpeg", Width: 4000, Height: 3000, Orientation: 1, Camera: "Xiaomi 2312DRA50G",
		Burst: burst, Taken: gallery.Taken{Time: at.In(time.FixedZone("", 3600*rnd.IntN(3))), Zoned: true, Source: gallery.TakenEXIF}}
	if burst != "" {
		name = fmt.Sprintf("%s_BURST%d", name, i%40)
	}
	ext := ".jpg"
	switch k := rnd.IntN(100); {
	case k < 8:
		album, name, it.Info.Screen = "DCIM/Screenshots", at.Format("Screenshot_2006-01-02-15-04-05"), true
	case k < 16:
		it.Info.Kind, it.Info.MIME, it.Info.Duration, ext = gallery.Video, "video/mp4", 20*time.Second, ".mp4"
	case k < 36:
		album, name = "Android/media/com.whatsapp/WhatsApp/Media/WhatsApp Images", fmt.Sprintf("IMG-%s-WA%04d", at.Format("20060102"), i%900)
	case k < 46:
		album = fmt.Sprintf("MIUI/Gallery/cloud/owner/album %d", rnd.IntN(40))
	case k < 50:
		it.Info.Motion = &gallery.Motion{Offset: 3_000_000, Length: 900_000}
	}
	if album == "DCIM/Camera" && rnd.IntN(3) > 0 {
		it.Info.Place = &gallery.Place{Lat: town.Lat + rnd.NormFloat64()*.02, Lon: town.Lon + rnd.NormFloat64()*.02}
	}
	it.Path = fmt.Sprintf("Photos/Redmi %s/%s/%s_%d%s", phone[:4], album, name, i, ext)
	it.Origin = originLine{Phone: phone, Path: "/storage/emulated/0/" + album + "/" + name + ext, Album: album, MTime: at, Seen: it.Added, Favorite: rnd.IntN(40) == 0}
	return it
}

// opinion is what an owner says of one picture in thirty.
func opinion(rnd *rand.Rand, at time.Time) (e gallery.Edit, ok bool) {
	on := true
	switch rnd.IntN(300) {
	case 0, 1, 2, 3:
		e.Favorite = &on
	case 4, 5:
		e.Trashed = at
	case 6:
		e.Hidden = true
	case 7, 8:
		e.Albums = []string{fmt.Sprintf("Trip %d", rnd.IntN(12))}
	case 9:
		e.Turn = 1
	default:
		return e, false
	}
	return e, true
}
