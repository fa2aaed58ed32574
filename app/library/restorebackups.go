package library

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"keepsake/app/job/restore"
	"keepsake/device/miui/localbackup"
	"keepsake/gallery"
	"keepsake/gallery/records"
	"keepsake/gallery/store"
)

const (
	phoneBackups = "/storage/emulated/0/MIUI/backup/AllBackup/"
	// backupsSaid is to be read before backups of apps go back.
	backupsSaid = "Backups of apps are put where the phone's own restore looks for them. Then, on the phone: Settings > About phone > Back up and restore > Mobile device > Restore. Whether it takes them, the phone decides."
)

// backupWants are the backups of apps that were kept whole, the newest of each, in one
// folder of the phone's own backups, with the description that its restore reads.
func (l *Library) backupWants(ctx context.Context, c RecordChoice) ([]restore.Want, error) {
	if !slices.Contains(c.What, records.Archives) {
		return nil, nil
	}
	list, err := l.recordsAsOf(ctx, records.Archives, c)
	if err != nil {
		return nil, err
	}
	newest := map[string]records.Archive{}
	var made int64
	for _, r := range list {
		a, ok := r.(records.Archive)
		key := fmt.Sprintf("%s %d", a.Package, a.Feature)
		if !ok || a.User != 0 || a.Made < newest[key].Made {
			continue
		}
		newest[key] = a
		made = max(made, a.Made)
	}
	if len(newest) == 0 {
		return nil, nil
	}
	when := time.UnixMilli(made)
	folder := phoneBackups + when.UTC().Format("20060102_150405")
	var all []restore.Want
	var files []localbackup.Described
	var device, system string
	for _, a := range newest {
		hash, err := gallery.ParseHash(a.File.SHA256)
		if err != nil {
			continue // it was never kept
		}
		name := store.SafeName(path.Base(a.File.Name))
		device, system = a.Device, a.System
		all = append(all, restore.Want{Hash: hash, Size: a.File.Size, Path: folder + "/" + name, Title: a.Shown(), Category: string(records.Archives), MTime: when.Truncate(time.Second)})
		files = append(files, localbackup.Described{File: name, Package: a.Package, Feature: a.Feature, Size: a.File.Size,
			System: strings.HasPrefix(a.Package, "com.android.") || strings.HasPrefix(a.Package, "com.miui.")})
	}
	slices.SortFunc(all, func(a, b restore.Want) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(files, func(a, b localbackup.Described) int { return strings.Compare(a.File, b.File) })
	var text bytes.Buffer
	if err := localbackup.WriteDescript(&text, when, device, system, files); err != nil {
		return nil, err
	}
	local, err := l.keepDescript(text.Bytes())
	if err != nil {
		return nil, err
	}
	return append(all, restore.Want{Hash: sha256.Sum256(text.Bytes()), Size: int64(text.Len()), Path: folder + "/" + localbackup.Describe, Title: localbackup.Describe,
		Category: string(records.Archives), MTime: when.Truncate(time.Second), Local: local}), nil
}

// keepDescript keeps a description beside the restores, so that one that is
// interrupted finds it again.
func (l *Library) keepDescript(text []byte) (string, error) {
	dir := filepath.Join(l.Dir(), filepath.FromSlash(restoresDir), ".described")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("describe a backup: %w", store.Explain(l.Dir(), err))
	}
	name := filepath.Join(dir, fmt.Sprintf("%x.xml", sha256.Sum256(text)))
	if err := os.WriteFile(name, text, 0o600); err != nil {
		return "", fmt.Errorf("describe a backup: %w", store.Explain(l.Dir(), err))
	}
	return name, nil
}
