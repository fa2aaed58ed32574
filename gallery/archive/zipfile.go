package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
)

// A real archive of pictures hardly shrinks. What swells more than maxRatio
// times to more than swellFrom bytes is no picture.
const (
	maxRatio  = 250
	swellFrom = 64 << 20
)

// zipTree is one ZIP archive, in one file or split over several.
type zipTree struct {
	title    string // for messages
	closers  []io.Closer
	files    []*zip.File
	names    []string
	password string
	unlocked bool
}

// openZIP opens an archive that lies in these files, in their order. It reads the
// directory only.
func openZIP(title string, pieces []string) (_ *zipTree, err error) {
	z := &zipTree{title: title}
	defer func() {
		if err != nil {
			err = errors.Join(err, z.close())
		}
	}()
	var all joined
	for _, name := range pieces {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", title, err)
		}
		z.closers = append(z.closers, f)
		st, err := f.Stat()
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", title, err)
		}
		all.add(f, st.Size())
	}
	if err := z.read(&all); err != nil {
		return nil, fmt.Errorf("open %s: %w", title, err)
	}
	return z, nil
}

// read reads the directory of the joined pieces.
func (z *zipTree) read(all *joined) error {
	end, err := readEnd(all, all.size, all.starts)
	if err != nil {
		return err
	}
	size := all.size
	if end.disk > 0 || end.dirDisk > 0 {
		if int(end.disk)+1 != len(all.pieces) {
			return fmt.Errorf("%w: it has %d parts, %d were found", ErrPart, end.disk+1, len(all.pieces))
		}
		dir, err := rejoin(all, all.size, all.starts, end)
		if err != nil {
			return err
		}
		all.add(bytes.NewReader(dir), int64(len(dir)))
	}
	r, err := zip.NewReader(all, all.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are looked at below
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if len(r.File) > maxEntries {
		return fmt.Errorf("%w: it names %d files", ErrBomb, len(r.File))
	}
	var packed uint64
	for _, f := range r.File {
		if packed += f.CompressedSize64; packed > uint64(size) {
			return fmt.Errorf("%w: its files lie one over the other", ErrBomb)
		}
	}
	z.files, z.names = r.File, names(r.File)
	return nil
}

func (z *zipTree) close() error {
	var err error
	for _, c := range z.closers {
		err = errors.Join(err, c.Close())
	}
	return err
}

// locked reports whether files cannot be read for want of the password.
func (z *zipTree) locked() bool { return !z.unlocked && z.smallestSecret() != nil }

// smallestSecret is the encrypted file that is read quickest; nil: none is encrypted.
func (z *zipTree) smallestSecret() *zip.File {
	var least *zip.File
	for _, f := range z.files {
		if f.Flags&flagEncrypted != 0 && !f.FileInfo().IsDir() && (least == nil || f.CompressedSize64 < least.CompressedSize64) {
			least = f
		}
	}
	return least
}

// unlock tries a password on the smallest encrypted file, to its end: only there
// a wrong one shows for certain. It answers PasswordError. A file that is damaged
// although the password passed says nothing against the password of an AES
// archive.
func (z *zipTree) unlock(ctx context.Context, password string) error {
	f := z.smallestSecret()
	if f == nil {
		z.unlocked = true
		return nil
	}
	wrong := &PasswordError{Archive: z.title, Wrong: password != ""}
	if password == "" {
		return wrong
	}
	rc, err := openEntry(ctx, f, password)
	if err == nil {
		_, err = io.Copy(io.Discard, rc)
		err = errors.Join(err, rc.Close())
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errWrongPassword):
		return wrong
	case err != nil && f.Method != aesMethod && errors.Is(err, ErrDamaged):
		return wrong
	case errors.Is(err, ErrMethod):
		return fmt.Errorf("open %s: %w", z.title, err)
	}
	z.password, z.unlocked = password, true
	return nil
}

// list implements tree. Names that lead out, links, bombs and what a stranger's
// program packed are told one by one; the rest is not harmed by them.
func (z *zipTree) list(ctx context.Context, found func(int)) ([]file, error) {
	out := make([]file, 0, len(z.files))
	told := map[string]bool{} // folders left out
	seen := map[string]int{}
	for i, f := range z.files {
		if i%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			found(len(out))
		}
		name := z.names[i]
		if strings.HasSuffix(name, "/") || strings.HasSuffix(name, `\`) {
			continue
		}
		clean, err := confine(name)
		if err != nil {
			out = append(out, file{path: name, size: int64(f.UncompressedSize64), err: err})
			continue
		}
		if folder, why := leaveAbove(clean); why != "" {
			if !told[folder] {
				told[folder] = true
				out = append(out, file{path: folder, skip: why})
			}
			continue
		}
		if isLitter(clean[strings.LastIndexByte(clean, '/')+1:]) {
			continue
		}
		if seen[clean]++; seen[clean] > 1 {
			clean = numbered(clean, seen[clean])
		}
		out = append(out, z.file(f, clean))
	}
	return out, nil
}

// numbered tells files of one name apart.
func numbered(name string, n int) string {
	stem, ext := cutExt(name)
	return fmt.Sprintf("%s (%d)%s", stem, n, ext)
}

func (z *zipTree) file(f *zip.File, name string) file {
	out := file{path: name, size: int64(f.UncompressedSize64), mtime: modified(f)}
	switch mode := f.Mode(); {
	case mode&fs.ModeSymlink != 0:
		out.skip = "a link; links are not followed"
		return out
	case !mode.IsRegular():
		out.skip = "not an ordinary file"
		return out
	case out.size < 0 || f.UncompressedSize64 > swellFrom && f.UncompressedSize64/maxRatio > f.CompressedSize64:
		out.err = fmt.Errorf("%w: %d bytes are said to hold %d", ErrBomb, f.CompressedSize64, f.UncompressedSize64)
		return out
	}
	out.open = func(ctx context.Context) (io.ReadCloser, error) {
		if f.Flags&flagEncrypted != 0 && z.password == "" {
			return nil, &PasswordError{Archive: z.title}
		}
		rc, err := openEntry(ctx, f, z.password)
		if errors.Is(err, errWrongPassword) {
			return nil, &PasswordError{Archive: z.title, Wrong: true}
		}
		return rc, err
	}
	return out
}

// modified is when a file was changed; zero: not known. Without one of the extra
// fields that have UTC, the time is what a clock showed where the archive was
// made, which we take to be here. The format's first day stands for none.
func modified(f *zip.File) time.Time {
	t := f.Modified
	if t.Year() <= 1980 {
		return time.Time{}
	}
	for _, tag := range []uint16{extraTimes, extraNTFS, extraUnix, extraOldUnix} {
		if _, ok := extraField(f.Extra, tag); ok {
			return t.UTC()
		}
	}
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.Local)
}

// isZIP reports whether a file begins as an archive does, or a part of one.
func isZIP(head []byte) bool {
	if len(head) < 4 {
		return false
	}
	switch binary.LittleEndian.Uint32(head) {
	case 0x04034b50, 0x06054b50, 0x08074b50, 0x30304b50: // entry, end, split, split that fitted into one
		return true
	}
	return false
}
