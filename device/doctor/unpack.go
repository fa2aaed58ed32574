package doctor

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"keepsake/device/adb"
)

// Bounds of what is unpacked.
const (
	maxUnpacked   = 64 << 20 // of one file
	maxZipEntries = 10_000
)

// wanted are the files that are taken from the archive, and their permissions.
// Everything else in it is left where it is.
var wanted = map[string]os.FileMode{
	"platform-tools/adb":               0o700,
	"platform-tools/adb.exe":           0o700,
	"platform-tools/AdbWinApi.dll":     0o700,
	"platform-tools/AdbWinUsbApi.dll":  0o700,
	"platform-tools/NOTICE.txt":        0o600,
	"platform-tools/source.properties": 0o600,
}

// Unpack takes adb out of the archive, tries it, and puts it where it is looked
// for, all or nothing: what was there before stays when anything fails. The
// archive is deleted in any case. The error is ErrArchive for one that is not
// Google's.
func (a *Archive) Unpack(ctx context.Context) (Program, error) {
	defer a.Discard()
	parent := filepath.Dir(a.dir)
	fresh, err := os.MkdirTemp(parent, ".platform-tools-")
	if err != nil {
		return Program{}, fmt.Errorf("making room for the platform-tools: %w", err)
	}
	defer os.RemoveAll(fresh) // which is empty, or no longer there, when all went well
	name, err := unpackInto(ctx, a.path, fresh)
	if err != nil {
		return Program{}, err
	}
	v, err := adb.AskProgram(ctx, filepath.Join(fresh, name))
	if err != nil {
		return Program{}, fmt.Errorf("%w: its adb does not run on this computer: %w", ErrArchive, err)
	}
	if err := replaceDir(a.dir, fresh); err != nil {
		return Program{}, fmt.Errorf("putting the platform-tools in place (is an adb from there running?): %w", err)
	}
	return Program{Path: filepath.Join(a.dir, name), Release: v.Release, Protocol: v.Protocol, SHA256: a.SHA256}, nil
}

// unpackInto unpacks the wanted files into dir, flat, and returns the name of
// the adb program among them.
func unpackInto(ctx context.Context, archive, dir string) (program string, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", err
	}
	defer root.Close()
	z, err := zip.OpenReader(archive)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrArchive, err)
	}
	defer z.Close()
	if len(z.File) > maxZipEntries {
		return "", fmt.Errorf("%w: it has %d entries", ErrArchive, len(z.File))
	}
	for _, f := range z.File {
		mode, ok := wanted[f.Name]
		if !ok {
			continue
		}
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		name := path.Base(f.Name)
		if err := unpackFile(root, f, name, mode); err != nil {
			return "", fmt.Errorf("unpacking %s: %w", f.Name, err)
		}
		if name == "adb" || name == "adb.exe" {
			program = name
		}
	}
	if program == "" {
		return "", fmt.Errorf("%w: there is no adb in it", ErrArchive)
	}
	return program, nil
}

// unpackFile writes one file that is not there yet, through to the disk.
func unpackFile(root *os.Root, f *zip.File, name string, mode os.FileMode) (err error) {
	switch {
	case !f.Mode().IsRegular():
		return fmt.Errorf("%w: not a file", ErrArchive)
	case f.UncompressedSize64 > maxUnpacked:
		return fmt.Errorf("%w: %d bytes", ErrArchive, f.UncompressedSize64)
	}
	in, err := f.Open()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrArchive, err)
	}
	defer in.Close()
	// O_EXCL: an archive that names a file twice is not Google's.
	out, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%w: it is there twice", ErrArchive)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	n, err := io.Copy(out, io.LimitReader(in, maxUnpacked+1))
	var written *os.PathError
	switch {
	case errors.As(err, &written): // this computer's disk, not the archive
		return err
	case err != nil:
		return fmt.Errorf("%w: %w", ErrArchive, err)
	case n > maxUnpacked:
		return fmt.Errorf("%w: larger than it says", ErrArchive)
	}
	return out.Sync()
}

// replaceDir puts fresh in dir's place, and dir back if that fails.
func replaceDir(dir, fresh string) error {
	if err := os.Chmod(fresh, 0o700); err != nil {
		return err
	}
	old := fresh + ".old"
	err := os.Rename(dir, old)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return os.Rename(fresh, dir)
	case err != nil:
		return err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	_ = os.RemoveAll(old) // what is left of it is in nobody's way
	return nil
}
