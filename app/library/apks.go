package library

import (
	"context"
	"fmt"
	"io"

	"keepsake/gallery/keep"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

// withKeptAPKs lets apps that come without their files have those that are kept of
// them: a backup that did not ask for the files does not put them aside, and an older
// version of an app stays until a newer one is kept.
func (l *Library) withKeptAPKs(ctx context.Context, phone string, all records.Sequence[records.Record]) (records.Sequence[records.Record], error) {
	_, kept, err := l.lastApps(ctx, phone)
	if err != nil || len(kept) == 0 {
		return all, err
	}
	return func(yield func(records.Record, error) bool) {
		for r, err := range all {
			if a, ok := r.(records.App); ok && len(a.APKs) == 0 {
				if old, ok := kept[a.Identity()]; ok {
					a.APKs, a.APKCode = old.APKs, old.Code
					if old.APKCode != 0 {
						a.APKCode = old.APKCode
					}
					r = a
				}
			}
			if !yield(r, err) {
				return
			}
		}
	}, nil
}

// lastApps are a phone's apps as they were kept last, those with files, by identity.
func (l *Library) lastApps(ctx context.Context, phone string) (store.Kept, map[string]records.App, error) {
	states, err := l.History(ctx, phone, records.Apps)
	if err != nil || len(states) == 0 {
		return store.Kept{}, nil, err
	}
	last := states[0]
	for _, k := range states {
		if k.Taken.After(last.Taken) {
			last = k
		}
	}
	apps := make(map[string]records.App)
	var p records.Problems // what cannot be read has no files that could be carried over
	for r, err := range keep.Load(ctx, l.Store, last, &p) {
		if err != nil {
			return store.Kept{}, nil, err
		}
		if a, ok := withFiles(l.Store, last, r).(records.App); ok && len(a.APKs) > 0 {
			apps[a.Identity()] = a
		}
	}
	return last, apps, nil
}

// APK is a file of an app as it is kept: the base or a split. All of a package are
// installed together.
type APK struct {
	Name string // base.apk, split_config.en.apk …
	Path string // on this computer
	Size int64
	Code int64 // versionCode of the app
	open func() (io.ReadCloser, error)
}

// Open reads it. At its end the bytes are compared with their SHA-256; store.ErrMismatch
// in place of io.EOF says that they are not what was kept.
func (a APK) Open() (io.ReadCloser, error) { return a.open() }

// APKs are the kept files of one of a phone's apps, the base first; none where they
// were not kept. store.ErrMissing: one of them is lost.
func (l *Library) APKs(ctx context.Context, phone, pkg string) ([]APK, error) {
	last, apps, err := l.lastApps(ctx, phone)
	if err != nil {
		return nil, err
	}
	app := apps[records.App{Package: pkg}.Identity()]
	var out []APK
	for _, file := range app.APKs {
		part, ok := keep.AttachmentPart(last, file)
		if !ok {
			return nil, fmt.Errorf("%s of %s: %w", file.Name, pkg, store.ErrMissing)
		}
		code := app.Code
		if app.APKCode != 0 {
			code = app.APKCode
		}
		a := APK{Name: file.Name, Path: l.Store.PartPath(last, part), Size: part.Size, Code: code,
			open: func() (io.ReadCloser, error) { return l.Store.OpenPart(last, part) }}
		if file.Name == "base.apk" {
			out = append([]APK{a}, out...)
		} else {
			out = append(out, a)
		}
	}
	return out, nil
}
