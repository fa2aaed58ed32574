package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"keepsake/gallery"
)

// Snapshot is what was on a phone at the end of a backup: an immutable file that
// is written when everything it names is durable.
type Snapshot struct {
	ID      string         `json:"-"` // given by the store: <time>-<phone>
	Taken   time.Time      `json:"taken"`
	Phone   string         `json:"phone"` // device.Info.ID
	Name    string         `json:"name,omitempty"`
	Model   string         `json:"model,omitempty"`
	OS      string         `json:"os,omitempty"`
	Android string         `json:"android,omitempty"`
	Missing int            `json:"missing,omitempty"` // files of the phone that are not in Items
	Count   int            `json:"count"`             // of Items, set by the store
	Items   []SnapshotItem `json:"-"`
}

// SnapshotItem is one file of the phone. Path is the phone's exact bytes.
type SnapshotItem struct {
	Hash  gallery.Hash
	Path  string
	Album string
	Size  int64
	MTime time.Time
}

const (
	snapshotExt  = ".json"
	snapshotTime = "20060102T150405Z"
	maxSnapshot  = 512 << 20
	itemsKey     = `,"items":[`
)

// Snapshot writes a snapshot, after everything handed over before is durable. It
// answers ErrUnknown if it names a content that the library does not have; one
// that the owner removed is left out, and counted as missing.
func (w *Writer) Snapshot(ctx context.Context, s Snapshot) error {
	if err := w.writeSnapshot(ctx, s); err != nil {
		return w.explain(fmt.Errorf("write the snapshot: %w", err), 0)
	}
	return nil
}

func (w *Writer) writeSnapshot(ctx context.Context, s Snapshot) error {
	if err := w.Flush(ctx); err != nil {
		return err
	}
	if s.Taken.IsZero() {
		s.Taken = time.Now()
	}
	s.Taken = s.Taken.UTC().Truncate(time.Second)
	all := s.Items
	s.Items = make([]SnapshotItem, 0, len(all))
	w.l.mu.RLock()
	for _, it := range all {
		e := w.cat.find(it.Hash)
		if e != nil && e.removed { // the owner emptied the trash meanwhile
			s.Missing++
			continue
		}
		if e == nil || !e.known() {
			w.l.mu.RUnlock()
			return fmt.Errorf("%s: %w", validText(it.Path), ErrUnknown)
		}
		s.Items = append(s.Items, it)
	}
	w.l.mu.RUnlock()
	s.Count = len(s.Items)
	b, err := encodeSnapshot(s)
	if err != nil {
		return err
	}
	temp := w.tempName(".tmp")
	f, err := w.l.d.create(temp)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = w.settled(f.Sync())
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = w.placeSnapshot(temp, s)
	}
	if err != nil {
		w.l.d.remove(temp) // the first error is the one to tell
	}
	return err
}

// placeSnapshot gives a snapshot its name, never that of another one.
func (w *Writer) placeSnapshot(temp string, s Snapshot) error {
	base := s.Taken.Format(snapshotTime) + "-" + safeName(s.Phone, limit{64, 64})
	for n := 1; ; n++ {
		id := base
		if n > 1 {
			id = fmt.Sprintf("%s-%d", base, n)
		}
		err := w.l.d.move(temp, snapshotsDir+"/"+id+snapshotExt)
		if errors.Is(err, fs.ErrExist) && n < 10_000 {
			continue
		}
		if err != nil {
			return err
		}
		return w.settled(w.l.d.syncDir(snapshotsDir))
	}
}

// encodeSnapshot writes a snapshot: its head, then one line an item, then a
// checksum over the bytes before it.
func encodeSnapshot(s Snapshot) ([]byte, error) {
	for _, text := range []*string{&s.Phone, &s.Name, &s.Model, &s.OS, &s.Android} {
		*text = validText(*text)
	}
	b, err := json.Marshal(struct {
		Format int `json:"format"`
		Snapshot
	}{formatVersion, s})
	if err != nil {
		return nil, err
	}
	b = append(b[:len(b)-1], itemsKey...)
	var l line
	for i, it := range s.Items {
		if i > 0 {
			l.b = append(l.b, ',')
		}
		l.b = append(l.b, "\n{\"sha256\":\""...)
		l.b = append(l.b, it.Hash.String()...)
		l.b = append(l.b, '"')
		l.exact("path", it.Path)
		l.exact("album", it.Album)
		l.number("size", it.Size)
		l.time("mtime", stampOf(it.MTime))
		l.b = append(l.b, '}')
	}
	b = append(append(b, l.b...), "\n]"...)
	sum := crc32.Checksum(b, castagnoli)
	return fmt.Appendf(b, "%s%08x\"}\n", sumTail, sum), nil
}

// decodeSnapshot reads a snapshot; without whole, only what is before its items.
func decodeSnapshot(b []byte, whole bool) (Snapshot, error) {
	var s Snapshot
	head := bytes.Index(b, []byte(itemsKey))
	if head < 0 {
		return s, errShape
	}
	if err := json.Unmarshal(append(bytes.Clone(b[:head]), '}'), &s); err != nil || !whole {
		return s, err
	}
	const end = len(sumTail) + 8 + 3
	if len(b) < head+end || string(b[len(b)-end:len(b)-11]) != sumTail || string(b[len(b)-3:]) != "\"}\n" {
		return s, errShape
	}
	if fmt.Sprintf("%08x", crc32.Checksum(b[:len(b)-end], castagnoli)) != string(b[len(b)-11:len(b)-3]) {
		return s, errChecksum
	}
	for line := range bytes.SplitSeq(b[head+len(itemsKey):len(b)-end], []byte("\n")) {
		if len(line) == 0 || line[0] != '{' {
			continue
		}
		var r record // an item's line is made like one of the manifest
		var o originRecord
		err := eachField(bytes.TrimSuffix(line, []byte(",")), func(key, val []byte) error {
			switch string(key) {
			case "sha256", "size":
				return r.field(key, val)
			}
			return o.field(key, val)
		})
		if err != nil {
			return s, err
		}
		s.Items = append(s.Items, SnapshotItem{Hash: r.hash, Path: string(o.path), Album: string(o.album), Size: r.size, MTime: o.mtime.time()})
	}
	if len(s.Items) != s.Count {
		return s, fmt.Errorf("%d files are listed, %d announced", len(s.Items), s.Count)
	}
	return s, nil
}

// Snapshots lists the snapshots, newest first, without their items. One that
// cannot be read is left out; Check reports it.
func (l *Library) Snapshots(ctx context.Context) ([]Snapshot, error) {
	ids, err := snapshotIDs(l.d)
	if err != nil {
		return nil, fmt.Errorf("list the snapshots of %s: %w", l.dir, err)
	}
	var all []Snapshot
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b, err := readHead(l.d, snapshotsDir+"/"+id+snapshotExt, 64<<10)
		if err != nil {
			continue
		}
		if s, err := decodeSnapshot(b, false); err == nil {
			s.ID = id
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b Snapshot) int { return b.Taken.Compare(a.Taken) })
	return all, nil
}

// Snapshot reads one snapshot with its items.
func (l *Library) Snapshot(id string) (Snapshot, error) {
	s, err := readSnapshot(l.d, id)
	if err != nil {
		return Snapshot{}, fmt.Errorf("read snapshot %.80q: %w", id, err)
	}
	return s, nil
}

func readSnapshot(d disk, id string) (Snapshot, error) {
	name := snapshotsDir + "/" + id + snapshotExt
	if !fs.ValidPath(name) || strings.ContainsRune(id, '/') {
		return Snapshot{}, fs.ErrNotExist
	}
	b, err := readFile(d, name, maxSnapshot)
	if err != nil {
		return Snapshot{}, err
	}
	s, err := decodeSnapshot(b, true)
	s.ID = id
	return s, err
}

func snapshotIDs(d disk) ([]string, error) {
	entries, err := d.list(snapshotsDir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var ids []string
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), snapshotExt); ok && e.Type().IsRegular() && utf8.ValidString(id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	slices.Reverse(ids)
	return ids, nil
}

// readHead reads at most n bytes from the beginning of a file.
func readHead(d disk, name string, n int) ([]byte, error) {
	f, err := d.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b := make([]byte, n)
	m, err := f.ReadAt(b, 0)
	if m > 0 {
		err = nil
	}
	return b[:m], err
}
