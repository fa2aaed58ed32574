package demo

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"path"
	"strings"
	"time"

	"keepsake/device/demo/disk"
	"keepsake/device/demo/scene"
	"keepsake/device/miui/secret"
)

// PrivateAlbum is the folder of the Gallery's private album on a phone with
// Options.Private.
const PrivateAlbum = Storage + "/MIUI/Gallery/cloud/secretAlbum"

// sealed is a content as the private album hides it.
type sealed struct {
	of    disk.Content
	video bool
	key   secret.Key
}

// Size implements disk.Content.
func (s *sealed) Size() int64 { return s.of.Size() }

// Open implements disk.Content.
func (s *sealed) Open() (io.Reader, error) {
	r, err := s.of.Open()
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	b, err := secret.Seal(plain, s.video, s.key)
	return bytes.NewReader(b), err
}

// fillPrivate makes the private album: pictures and a video with the Gallery's
// key, one picture hidden by its name alone, and two that lie in Mi Cloud, whose
// keys nobody has.
func (p *Phone) fillPrivate(phones *roll) error {
	r := &roll{o: p.options, room: phones.room, rng: rand.New(rand.NewPCG(uint64(p.options.Seed), 0x73656372)), used: make(map[string]bool)}
	for n, kind := range []scene.Kind{"cake", "book", "cat", "moonrise"} {
		s := r.camera(r.day(40+31*n, 20, 5+7*n, 60), home, kind, n%2 == 1)
		r.add(cameraPath(s.Taken), r.shoot(s), s.Taken, false)
	}
	r.video("snow.mp4", videoPath, r.day(77, 18, 12, 60), home, false)
	r.heic(r.day(92, 9, 41, 60))
	if r.err != nil {
		return r.err
	}
	for n, it := range r.items {
		base := path.Base(it.path)
		ext := path.Ext(base)
		bare := strings.TrimSuffix(base, ext)
		content, name := disk.Content(&sealed{it.content, ext == ".mp4", secret.Gallery()}), bare+"."+secret.Gallery().Fingerprint()+".lsa"
		switch {
		case ext == ".mp4":
			name += "v"
		case n == 2: // as an older Gallery did
			content = it.content
			name = "{-sec-}" + base64.URLEncoding.EncodeToString([]byte("1234567890#"+base)) + ".img"
		}
		if err := p.putPrivate(name, content, it.mtime); err != nil {
			return err
		}
	}
	for n, name := range []string{"IMG_20250914_203311", "VID_20251003_111520"} {
		var key secret.Key
		for i := range key {
			key[i] = byte(r.rng.IntN(256))
		}
		taken := p.options.Now.AddDate(-1, 0, -n)
		of := disk.Bytes(bytes.Repeat([]byte("locked"), 2000))
		if err := p.putPrivate(fmt.Sprintf("%s.%s.sa%s", name, key.Fingerprint(), [...]string{"", "v"}[n]), &sealed{of, n == 1, key}, taken); err != nil {
			return err
		}
	}
	return p.putPrivate(".nomedia", disk.Bytes(nil), p.options.Now.AddDate(-2, 0, 0))
}

func (p *Phone) putPrivate(name string, c disk.Content, mtime time.Time) error {
	return named(PrivateAlbum+"/"+name, p.disk.Put(PrivateAlbum+"/"+name, c, attr(mtime)))
}
