package store

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"mime"
	"path"
	"strings"
	"time"

	"keepsake/gallery"
)

// stray looks at a file that the manifest does not name: it is a lost original, a
// second copy, or something new.
func (r *repairer) stray(ctx context.Context, s *survey, name string, lost map[gallery.Hash]*entry, phones map[string]string) error {
	if !fs.ValidPath(name) {
		r.did(ActionUnread, validText(name), "its name is not text: give it another one, then repair again")
		return nil
	}
	st, err := r.d.stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	h, n, err := hashFile(ctx, r.d, name, st.Size(), true)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		r.did(ActionUnread, name, err.Error())
		return nil
	}
	e := s.cat.find(h)
	if e != nil && lost[h] == nil && !e.removed {
		r.did(ActionCopy, name, "the same bytes are kept as "+e.path)
		return nil
	}
	info, err := r.info(ctx, e, name, n, st.ModTime())
	if err != nil {
		return err
	}
	var origin *gallery.Origin
	if e == nil || e.first == none {
		if origin = guessOrigin(phones, name, st); origin != nil {
			origin.FirstSeen = r.now
		}
	}
	if e == nil {
		s.cat.entries[s.cat.mention(h)].path = name // a second stray like it is a copy
		r.did(ActionAdopt, name, "taken in: the manifest did not name it")
	} else if e.removed {
		// Nothing of Keepsake's puts it back, so somebody did.
		e.removed, e.path = false, name
		r.did(ActionAdopt, name, "taken in again: it was removed from the trash and put back since")
	} else {
		delete(lost, h)
		r.did(ActionFound, name, "the lost original "+cmp.Or(e.path, s.cat.named(e)))
	}
	r.report.Items++
	r.lines.item(h, n, name, r.now, infoJSON(info), origin)
	if r.o.DryRun {
		return nil
	}
	return r.settle(name)
}

// settle makes a file that was put here by others durable.
func (r *repairer) settle(name string) error {
	f, err := r.d.extend(name)
	if err != nil {
		return err
	}
	err = ignoreNotDurable(f.Sync())
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = ignoreNotDurable(r.d.syncDir(parent(name)))
	}
	return err
}

// info is what is known about a stray's bytes: from its old line where the
// manifest has one, else from the bytes.
func (r *repairer) info(ctx context.Context, e *entry, name string, size int64, mtime time.Time) (gallery.Info, error) {
	if e != nil && e.path != "" {
		at := spotReader{d: r.d}
		defer at.close()
		if info, err := at.info(e.spot, e.hash); err == nil {
			return info, nil
		}
	}
	if r.o.Probe == nil {
		return plainInfo(name, mtime), nil
	}
	f, err := r.d.open(name)
	if err != nil {
		return gallery.Info{}, err
	}
	defer f.Close()
	return r.o.Probe(ctx, f, size, path.Base(name), mtime), nil
}

// plainInfo is what a name and a date alone tell.
func plainInfo(name string, mtime time.Time) gallery.Info {
	info := gallery.Info{Kind: gallery.Other, MIME: mime.TypeByExtension(strings.ToLower(path.Ext(name))),
		Taken: gallery.Taken{Time: mtime, Source: gallery.TakenMTime}}
	for prefix, kind := range map[string]gallery.Kind{"image/": gallery.Photo, "video/": gallery.Video, "audio/": gallery.Audio} {
		if strings.HasPrefix(info.MIME, prefix) {
			info.Kind = kind
		}
	}
	return info
}

// phoneOf finds which phone's folder a path below Photos is in, from the entries
// that are in it.
func (s *survey) phoneOf() map[string]string {
	votes := make(map[string]map[string]int)
	for i := range s.cat.entries {
		e := &s.cat.entries[i]
		folder, ok := phoneFolder(e.path)
		if !ok {
			continue
		}
		for row := e.first; row != none; row = s.cat.rows[row].next {
			if votes[folder] == nil {
				votes[folder] = make(map[string]int)
			}
			votes[folder][s.cat.rows[row].phone]++
		}
	}
	best := make(map[string]string, len(votes))
	for folder, of := range votes {
		for phone, n := range of {
			if have := best[folder]; have == "" || n > of[have] || n == of[have] && phone < have {
				best[folder] = phone
			}
		}
	}
	return best
}

// phoneFolder takes the phone's folder out of a path below the library.
func phoneFolder(name string) (string, bool) {
	rest, ok := strings.CutPrefix(name, photosDir+"/")
	if !ok {
		return "", false
	}
	folder, _, ok := strings.Cut(rest, "/")
	return folder, ok
}

// guessOrigin makes the origin of a stray original from where it lies. It has no
// path until the phone is seen again.
func guessOrigin(phones map[string]string, name string, st fs.FileInfo) *gallery.Origin {
	folder, ok := phoneFolder(name)
	if !ok || phones[folder] == "" {
		return nil
	}
	album := strings.TrimPrefix(parent(name), photosDir+"/"+folder)
	return &gallery.Origin{Phone: phones[folder], Album: strings.TrimPrefix(album, "/"), MTime: st.ModTime().Truncate(1e9)}
}
