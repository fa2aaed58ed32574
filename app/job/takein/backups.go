package takein

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"keepsake/app/job"
	"keepsake/device/miui/androidbackup"
	"keepsake/device/miui/localbackup"
	"keepsake/gallery/archive"
	"keepsake/gallery/records"
)

// opened is one backup that was read.
type opened struct {
	localbackup.Contents
	problems records.Problems
	file     records.Attachment // the backup itself
}

// backups takes in the backups of phones, each by itself: what one of them holds is
// held in memory, and most hold one sort of thing. devices are the phones' code
// names by folder.
func (t *Taker) backups(ctx context.Context, files []job.Offer, devices map[string]string, tell job.Tell) error {
	whole := map[From][]records.Record{}
	whose := map[From][]job.Offer{}
	passwords := map[From][]records.WifiNetwork{}
	var order []From
	for _, f := range files {
		x, err := open(ctx, f)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if errors.Is(err, androidbackup.ErrNeedsPassword) || errors.Is(err, androidbackup.ErrPassword) {
			tell(f.Entry, job.Taken{}, &archive.PasswordError{Archive: f.Name, Wrong: errors.Is(err, androidbackup.ErrPassword)})
			continue
		}
		from := t.from(cmp.Or(devices[path.Dir(f.Path)], x.Device))
		if x.User != 0 {
			from.ID += fmt.Sprintf("@%d", x.User)
			from.Name += " (second copies)"
		}
		got, merr := t.records(ctx, from, x)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		got.Problems = append(got.Problems, problems(f.Entry, x.problems, job.Skipped)...)
		if n := x.problems.Count; n > 0 {
			got.Categories[job.Files] = job.Counts{Skipped: n}
		}
		if !slices.Contains(order, from) {
			order = append(order, from)
		}
		passwords[from] = append(passwords[from], x.Wifi...)
		switch a, keep, why := x.archive(f, err); {
		case merr != nil:
			err = merr
		case keep:
			whole[from] = append(whole[from], a)
			whose[from] = append(whose[from], f)
			if a.Layout == records.UnknownLayout {
				got.Problems = append(got.Problems, job.Problem{Path: f.Path, Outcome: job.Copied, Reason: "its layout is unknown, so it is kept whole: " + a.Why})
			}
			err = nil
		case why != "":
			got.Problems = append(got.Problems, job.Problem{Path: f.Path, Outcome: job.Skipped, Reason: why})
			got.Categories[job.Files] = job.Counts{Skipped: got.Categories[job.Files].Skipped + 1}
		}
		if err != nil && len(x.All()) > 0 {
			err = fmt.Errorf("it could not be read to its end; what came before is kept: %w", err)
		}
		tell(f.Entry, got, err)
	}
	for _, from := range order {
		if len(whole[from]) > 0 {
			got, err := t.merge(ctx, from, records.Archives, records.Each(whole[from]))
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				got.Categories = map[string]job.Counts{string(records.Archives): {Failed: len(whole[from])}}
				for _, f := range whose[from] {
					got.Problems = append(got.Problems, job.Problem{Path: f.Path, Outcome: job.Lost, Reason: err.Error()})
				}
			}
			tell(nil, got, nil)
		}
		t.passwords(ctx, from, passwords[from], tell)
	}
	return nil
}

// open reads a backup to its end, and its hash with it.
func open(ctx context.Context, f job.Offer) (opened, error) {
	var x opened
	in, err := f.Open(ctx)
	if err != nil {
		return x, err
	}
	defer in.Close()
	sum := sha256.New()
	n := &counter{}
	all := io.TeeReader(in, io.MultiWriter(sum, n))
	x.Contents, err = localbackup.Read(all, f.Password(), &x.problems)
	if errors.Is(err, androidbackup.ErrNeedsPassword) || errors.Is(err, androidbackup.ErrPassword) {
		return x, err
	}
	if _, rest := io.Copy(io.Discard, all); rest != nil {
		return x, errors.Join(err, rest)
	}
	x.file = records.Attachment{Name: f.Name, SHA256: hex.EncodeToString(sum.Sum(nil)), Size: n.n, Open: f.Open}
	return x, err
}

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// records adds what a backup holds to each of its categories.
func (t *Taker) records(ctx context.Context, from From, x opened) (job.Taken, error) {
	got := job.Taken{Categories: map[string]job.Counts{}}
	by := map[records.Category][]records.Record{}
	for _, r := range x.All() {
		by[r.Category()] = append(by[r.Category()], r)
	}
	for _, c := range records.Categories() {
		if len(by[c]) == 0 {
			continue
		}
		one, err := t.merge(ctx, from, c, records.Each(by[c]))
		if err != nil {
			got.Categories[string(c)] = job.Counts{Failed: len(by[c])}
			return got, err
		}
		got.Categories[string(c)] = one.Categories[string(c)]
		got.Bytes += one.Bytes
	}
	return got, nil
}

// archive is the backup as it is kept whole, when it is: an app's own files, a
// layout nobody has described, or one that is damaged before any record of it could
// be read. why says why one is kept in no way.
func (x opened) archive(f job.Offer, damage error) (a records.Archive, keep bool, why string) {
	a = records.Archive{Package: x.Package, Label: x.Label, Feature: x.Feature, User: x.User, Version: x.Version, Code: x.Code, Made: x.Made,
		Device: x.Device, System: x.MIUI, Layout: records.AppLayout, Members: x.Members, Holds: x.Size, Secret: x.Secret, File: x.file}
	switch {
	case x.file.SHA256 == "" || damage != nil && !errors.Is(damage, localbackup.ErrFormat) && !errors.Is(damage, androidbackup.ErrVersion):
		return a, false, "" // its bytes could not be had
	case damage != nil && len(x.All()) == 0:
		a.Layout, a.Why = records.UnknownLayout, damage.Error()
	case damage != nil:
		return a, false, ""
	case x.Layout == localbackup.Unknown:
		a.Layout, a.Why = records.UnknownLayout, x.Why
	case x.Layout == localbackup.Empty:
		return a, false, "nothing is in it: Android 12 and later make such backups of most apps"
	case x.Layout == localbackup.Records:
		return a, false, ""
	}
	ofNetworks := (x.Package == settingsApp || strings.Contains(f.Name, settingsApp)) && x.Feature != localbackup.FeatureSettings
	if !x.Secret && (x.Layout != localbackup.AppData || damage != nil) && (ofNetworks || x.Passwords) {
		return a, false, "it may hold passwords in the open, and its layout is unknown; it is not kept, so keep the file yourself"
	}
	return a, true, ""
}

// settingsApp is whose backups hold the passwords of Wi-Fi networks, in the open.
const settingsApp = "com.android.settings"

// passwords puts the passwords away, and says what became of them.
func (t *Taker) passwords(ctx context.Context, from From, all []records.WifiNetwork, tell job.Tell) {
	var with []records.WifiNetwork
	for _, n := range all {
		if n.Password != "" {
			with = append(with, n)
		}
	}
	if len(with) == 0 {
		return
	}
	added, err := t.shelf.KeepPasswords(ctx, from, with)
	if err != nil {
		tell(nil, job.Taken{Problems: []job.Problem{{Path: "Wi-Fi", Outcome: job.Skipped,
			Reason: fmt.Sprintf("the passwords of %d networks were left out: %v", len(with), err)}}}, nil)
		return
	}
	tell(nil, job.Taken{Categories: map[string]job.Counts{job.Passwords: {Copied: added, Already: len(with) - added}}}, nil)
}
