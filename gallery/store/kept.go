package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"keepsake/gallery"
)

// Kept is what was kept of one category of a phone's records at one time: an
// immutable file that names its parts by hash, written when they are durable.
// Nothing is written for a backup that finds everything as it was.
type Kept struct {
	ID       string    `json:"-"` // given by the store
	Taken    time.Time `json:"taken"`
	Phone    string    `json:"phone"` // device.Info.ID
	Name     string    `json:"name,omitempty"`
	Category string    `json:"category"` // records.Category
	Folder   string    `json:"folder"`   // below Records
	Count    int       `json:"count"`    // records, not parts
	Parts    []Part    `json:"parts"`
}

// Part is one file of records. The newest one lies under its path in the library's
// Records folder; one that was replaced is in the history.
type Part struct {
	Path string       `json:"path"` // below Records/<Kept.Folder>
	Hash gallery.Hash `json:"sha256"`
	Size int64        `json:"size"`
}

const maxKept = 64 << 20

// place is where a part of k lies while it is the newest.
func (k Kept) place(p Part) string { return recordsDir + "/" + k.Folder + "/" + p.Path }

func historyName(h gallery.Hash) string {
	s := h.String()
	return historyDir + "/" + s[:2] + "/" + s
}

// encodeKept writes a Kept with a checksum over what is before it.
func encodeKept(k Kept) ([]byte, error) {
	b, err := json.Marshal(struct {
		Format int `json:"format"`
		Kept
	}{formatVersion, k})
	if err != nil {
		return nil, err
	}
	b = b[:len(b)-1]
	return fmt.Appendf(b, "%s%08x\"}\n", sumTail, crc32.Checksum(b, castagnoli)), nil
}

func decodeKept(b []byte) (Kept, error) {
	const end = len(sumTail) + 8 + 3
	if len(b) < end || string(b[len(b)-end:len(b)-11]) != sumTail || string(b[len(b)-3:]) != "\"}\n" {
		return Kept{}, errShape
	}
	if fmt.Sprintf("%08x", crc32.Checksum(b[:len(b)-end], castagnoli)) != string(b[len(b)-11:len(b)-3]) {
		return Kept{}, errChecksum
	}
	var k Kept
	if err := json.NewDecoder(bytes.NewReader(b)).Decode(&k); err != nil {
		return Kept{}, err
	}
	if !fs.ValidPath(k.Folder) || strings.Contains(k.Folder, "/") {
		return Kept{}, fmt.Errorf("%w: %.40q is no folder", errShape, k.Folder)
	}
	for _, p := range k.Parts {
		if !fs.ValidPath(p.Path) || p.Size < 0 {
			return Kept{}, fmt.Errorf("%w: %.40q is no part", errShape, p.Path)
		}
	}
	return k, nil
}

// keptIDs lists what was kept, oldest first within a phone.
func keptIDs(d disk) ([]string, error) {
	phones, err := d.list(keptDir)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return nil, err
	}
	var ids []string
	for _, phone := range phones {
		if !phone.IsDir() {
			continue
		}
		files, err := d.list(keptDir + "/" + phone.Name())
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if base, ok := strings.CutSuffix(f.Name(), snapshotExt); ok && f.Type().IsRegular() {
				ids = append(ids, phone.Name()+"/"+base)
			}
		}
	}
	slices.Sort(ids)
	return ids, nil
}

func readKept(d disk, id string) (Kept, error) {
	name := keptDir + "/" + id + snapshotExt
	if !fs.ValidPath(name) || strings.Count(id, "/") != 1 {
		return Kept{}, fs.ErrNotExist
	}
	b, err := readFile(d, name, maxKept)
	if err != nil {
		return Kept{}, err
	}
	k, err := decodeKept(b)
	k.ID = id
	return k, err
}

// Kept lists everything that was kept of records, newest first. A file that cannot
// be read is left out; Check reports it.
func (l *Library) Kept(ctx context.Context) ([]Kept, error) {
	ids, err := keptIDs(l.d)
	if err != nil {
		return nil, fmt.Errorf("list the records of %s: %w", l.dir, err)
	}
	var all []Kept
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if k, err := readKept(l.d, id); err == nil {
			all = append(all, k)
		}
	}
	slices.SortStableFunc(all, func(a, b Kept) int { return b.Taken.Compare(a.Taken) })
	return all, nil
}

// OpenPart opens a part of k, wherever it lies by now. Reading it to its end
// compares its bytes with its hash: ErrMismatch comes in place of io.EOF when they
// differ. ErrMissing: it is nowhere.
func (l *Library) OpenPart(k Kept, p Part) (io.ReadCloser, error) {
	for _, name := range []string{historyName(p.Hash), k.place(p)} {
		st, err := l.d.stat(name)
		if err != nil || !st.Mode().IsRegular() || st.Size() != p.Size {
			continue
		}
		f, err := l.d.open(name)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", p.Path, err)
		}
		return &checked{file: f, want: p.Hash, name: name, sum: newHash()}, nil
	}
	return nil, fmt.Errorf("open %s of %s: %w", p.Path, k.ID, ErrMissing)
}

// PartPath is where the newest version of a part lies, for programs that want a
// file; it is not checked to be there.
func (l *Library) PartPath(k Kept, p Part) string { return path.Join(l.dir, k.place(p)) }

// NewestKept lists the newest readable state of each category of each phone.
func (l *Library) NewestKept(ctx context.Context) ([]Kept, error) {
	ids, err := keptIDs(l.d)
	if err != nil {
		return nil, fmt.Errorf("list the records of %s: %w", l.dir, err)
	}
	var all []Kept
	done := make(map[string]bool)
	for _, id := range slices.Backward(ids) { // of one phone and category the newest first
		phone, base, _ := strings.Cut(id, "/")
		_, category, _ := strings.Cut(base, "-")
		if key := phone + "/" + category; !done[key] {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if k, err := readKept(l.d, id); err == nil {
				done[key] = true
				all = append(all, k)
			}
		}
	}
	return all, nil
}

// KeptOf lists the states of one category of a phone, newest first.
func (l *Library) KeptOf(ctx context.Context, phone, category string) ([]Kept, error) {
	ids, err := keptIDs(l.d)
	if err != nil {
		return nil, fmt.Errorf("list the records of %s: %w", l.dir, err)
	}
	var all []Kept
	for _, id := range slices.Backward(ids) {
		if !strings.HasPrefix(id, phoneDir(phone)+"/") || !strings.HasSuffix(id, "-"+safeName(category, limit{40, 40})) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if k, err := readKept(l.d, id); err == nil && k.Phone == validText(phone) && k.Category == category {
			all = append(all, k)
		}
	}
	return all, nil
}

// KeptState reads one state by its ID.
func (l *Library) KeptState(id string) (Kept, error) {
	k, err := readKept(l.d, id)
	if err != nil {
		return Kept{}, fmt.Errorf("read the records of %.80q: %w", id, err)
	}
	return k, nil
}
