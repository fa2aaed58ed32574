package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"keepsake/device/adb"
	"keepsake/device/miui/secret"
)

// Private is what the phone's private album holds. Its files are named only: they
// are read when their owner asks for it, and not with the others.
type Private struct {
	Dir      string // "" when the phone has none, or an empty one
	Files    []File // newest first
	Problems []Problem
}

// hide takes one file of the private album, wherever it lies there. What is
// neither encrypted nor a picture by its name is the Gallery's own.
func (w *walk) hide(f folder, e adb.DirEntry) {
	p := path.Join(f.path(), e.Name)
	name, hidden := secret.Parse(e.Name)
	mime := mimeOf(e.Name)
	switch {
	case !hidden && kindOf(mime) == notMedia:
		return
	case hidden && name.Form == secret.Renamed:
		mime = mimeOf(name.Title)
	case hidden:
		mime = ""
	}
	w.private.Dir = f.private
	problem := func(err error) {
		w.private.Problems = append(w.private.Problems, Problem{Path: p, Err: err, Files: 1})
	}
	switch {
	case len(e.Name) > maxName || path.Join("/", e.Name) != "/"+e.Name:
		problem(ErrName)
	case e.Errno != 0:
		problem(e.Errno)
	default:
		w.private.Files = append(w.private.Files, File{
			Path: p, Size: e.Size, MTime: e.MTime, Album: w.album(f), MIME: mime, Hidden: true, Private: true,
		})
	}
}

// galleryPackage is MIUI's Gallery.
const galleryPackage = "com.miui.gallery"

// GalleryKey reads the key that this phone's Gallery uses for the private album,
// from the certificate of the installed app: for a Gallery that is not signed by
// Xiaomi. The error says what was found, and matches secret.ErrNoCertificate when
// the app's file tells nothing.
func (p *Phone) GalleryKey(ctx context.Context) (secret.Key, error) {
	res, err := p.link.Shell(ctx, "pm path "+galleryPackage)
	if err != nil {
		return secret.Key{}, fmt.Errorf("ask for the Gallery of %s: %w", p.Info().Name, lost(err))
	}
	apk := ""
	for line := range strings.Lines(string(res.Stdout)) {
		if at, ok := strings.CutPrefix(strings.TrimSpace(line), "package:/"); ok && (apk == "" || path.Base(at) == "base.apk") {
			apk = "/" + at
		}
	}
	if apk == "" {
		return secret.Key{}, fmt.Errorf("%w: the phone has no app %s", secret.ErrNoCertificate, galleryPackage)
	}
	s, err := p.link.Sync(ctx)
	if err != nil {
		return secret.Key{}, fmt.Errorf("read the Gallery of %s: %w", p.Info().Name, lost(err))
	}
	defer s.Close()
	st, err := s.Stat(ctx, apk)
	if err != nil {
		return secret.Key{}, fmt.Errorf("read the Gallery of %s: %w", p.Info().Name, lost(err))
	}
	f := &phoneFile{ctx: ctx, link: p.link, path: apk, size: st.Size, pages: map[int64][]byte{}}
	k, err := secret.KeyOf(f, st.Size)
	if f.err != nil {
		return secret.Key{}, fmt.Errorf("read the Gallery of %s: %w", p.Info().Name, lost(f.err))
	}
	return k, err
}

// phoneFile reads parts of a file on the phone, page by page, and keeps them: an
// app has hundreds of megabytes, of which a few pages matter.
type phoneFile struct {
	ctx   context.Context
	link  link
	path  string
	size  int64
	pages map[int64][]byte
	err   error // of the phone
}

const (
	pageSize = 64 << 10
	maxPages = 512 // 32 MB
)

// ReadAt implements io.ReaderAt.
func (f *phoneFile) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		if off >= f.size {
			return n, io.EOF
		}
		b, err := f.page(off / pageSize)
		if err != nil {
			return n, err
		}
		if at := off % pageSize; at < int64(len(b)) {
			k := copy(p[n:], b[at:])
			n, off = n+k, off+int64(k)
			continue
		}
		return n, io.ErrUnexpectedEOF
	}
	return n, nil
}

func (f *phoneFile) page(i int64) ([]byte, error) {
	if b, ok := f.pages[i]; ok {
		return b, nil
	}
	if len(f.pages) >= maxPages {
		return nil, errors.New("the app's file has its certificate nowhere near its end")
	}
	res, err := f.link.Shell(f.ctx, fmt.Sprintf("dd if=%s bs=%d skip=%d count=1 2>/dev/null", adb.Quote(f.path), pageSize, i))
	if err != nil {
		f.err = err
		return nil, err
	}
	f.pages[i] = res.Stdout
	return res.Stdout, nil
}
