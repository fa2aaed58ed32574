package job

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"
	"time"

	"keepsake/device"
	"keepsake/device/miui/secret"
)

// fakePhone is a Source whose troubles a test chooses.
type fakePhone struct {
	mu    sync.Mutex
	files map[string]fakeFile

	failPull map[string]error // by path
	cutAfter int              // Pull breaks after so many files; 0: never
	noHash   bool
	lieHash  map[string]bool // the phone's hash is of other bytes
	problems []device.Problem
	unread   []device.Space
	private  device.Private
	key      func() (secret.Key, error)
	gone     bool
	pulled   []string // paths that were read, in order
	onFile   func(n int)
}

type fakeFile struct {
	data  []byte
	mtime time.Time
	fav   bool
}

func newPhone(n int) *fakePhone {
	p := &fakePhone{files: map[string]fakeFile{}, failPull: map[string]error{}, lieHash: map[string]bool{}}
	for i := range n {
		t := time.Date(2025, 1, 1+i%28, 10, i/28%60, 0, 0, time.UTC)
		p.put(fmt.Sprintf("/storage/emulated/0/DCIM/Camera/IMG_%04d.jpg", i), fmt.Appendf(nil, "picture %d", i), t)
	}
	return p
}

func (p *fakePhone) put(name string, data []byte, t time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files[name] = fakeFile{data: data, mtime: t}
}

func (p *fakePhone) Info() device.Info {
	return device.Info{ID: "phone1", Serial: "SER1", Name: "Test phone", Model: "T1", State: device.Ready}
}

func (p *fakePhone) Media(ctx context.Context, found func(int)) (device.Media, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gone {
		return device.Media{}, fmt.Errorf("list: %w", device.ErrGone)
	}
	m := device.Media{Problems: p.problems, Unread: p.unread, Private: p.private}
	for name, f := range p.files {
		if strings.HasPrefix(name, hiddenAway) {
			continue
		}
		m.Files = append(m.Files, device.File{
			Path: name, Size: int64(len(f.data)), MTime: f.mtime, Favorite: f.fav,
			Album: path.Dir(name)[len("/storage/emulated/0/"):],
		})
	}
	sort.Slice(m.Files, func(i, j int) bool {
		if !m.Files[i].MTime.Equal(m.Files[j].MTime) {
			return m.Files[i].MTime.After(m.Files[j].MTime)
		}
		return m.Files[i].Path < m.Files[j].Path
	})
	found(len(m.Files))
	return m, ctx.Err()
}

func (p *fakePhone) Pull(ctx context.Context, next func() (device.File, bool), sink device.Sink) error {
	done := 0
	for {
		f, ok := next()
		if !ok {
			return ctx.Err()
		}
		if err := ctx.Err(); err != nil {
			sink.End(f, nil, err)
			return err
		}
		p.mu.Lock()
		have, exists := p.files[f.Path]
		bad, gone := p.failPull[f.Path], p.gone || (p.cutAfter > 0 && done >= p.cutAfter)
		p.pulled = append(p.pulled, f.Path)
		n, onFile := len(p.pulled), p.onFile
		p.mu.Unlock()
		if onFile != nil {
			onFile(n)
		}
		switch {
		case gone:
			err := fmt.Errorf("read %s: %w", f.Path, device.ErrGone)
			w, _ := sink.Begin(f)
			if w != nil {
				_, _ = w.Write(have.data[:len(have.data)/2]) // half a file is on its way
			}
			sink.End(f, w, err)
			return err
		case bad != nil:
			sink.End(f, nil, bad)
			continue
		case !exists:
			sink.End(f, nil, fs.ErrNotExist)
			continue
		}
		w, err := sink.Begin(f)
		if err == nil {
			_, err = io.Copy(w, bytes.NewReader(have.data))
		}
		sink.End(f, w, err)
		done++
	}
}

func (p *fakePhone) Hashes(ctx context.Context, paths []string, each func(string, [32]byte, error)) error {
	if p.noHash {
		return fmt.Errorf("sha256sum: %w", device.ErrNoHash)
	}
	for _, name := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.mu.Lock()
		f, ok := p.files[name]
		lie, gone := p.lieHash[name], p.gone
		p.mu.Unlock()
		switch {
		case gone:
			return device.ErrGone
		case !ok:
			each(name, [32]byte{}, fs.ErrNotExist)
		case lie:
			each(name, sha256.Sum256([]byte("something else")), nil)
		default:
			each(name, sha256.Sum256(f.data), nil)
		}
	}
	return nil
}

// hiddenAway is the folder of the private album.
const hiddenAway = "/storage/emulated/0/MIUI/Gallery/cloud/secretAlbum"

// hide puts a file into the private album.
func (p *fakePhone) hide(name string, data []byte) {
	t := time.Date(2024, 2, 3, 4, 5, 6, 0, time.UTC)
	p.put(hiddenAway+"/"+name, data, t)
	p.private.Dir = hiddenAway
	p.private.Files = append(p.private.Files, device.File{
		Path: hiddenAway + "/" + name, Size: int64(len(data)), MTime: t, Album: "MIUI/Gallery/cloud/secretAlbum", Private: true,
	})
}

func (p *fakePhone) GalleryKey(context.Context) (secret.Key, error) { return p.key() }
