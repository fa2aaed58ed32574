package uitest

import (
	"context"
	"fmt"
	"slices"

	"keepsake/app/ui/shelf"
	"keepsake/app/ui/storage"
	"keepsake/gallery"
)

// Storage is a storage.Keeper whose answers a test chooses.
type Storage struct {
	Found   storage.Usage
	Plans   map[storage.Rule]storage.Pruning
	Fail    error // what everything but Usage answers
	Fixed   bool  // the library is not to be moved
	Pruned  []storage.Pruning
	MovedTo string
	Hold    chan struct{} // not nil: a move waits until it is closed, or cancelled
}

// NewStorage returns a library of some years and phones; rows are the largest in it.
func NewStorage(rows []shelf.Row) *Storage {
	u := storage.Usage{Dir: "/home/anna/Pictures/Keepsake", Free: 412e9, Total: 1000e9, Largest: slices.Clone(rows),
		Records: 214e6, Earlier: 96e6, Previews: 1.3e9, Papers: 12e6}
	slices.SortFunc(u.Largest, func(a, b shelf.Row) int { return int(b.Size - a.Size) })
	albums := []struct {
		path, name, phone string
		gb                float64
		kind              gallery.Kind
	}{
		{"DCIM/Camera", "Camera", "Mum's phone", 22.4, gallery.Photo}, {"DCIM/Camera", "Camera", "Mum's phone", 31.2, gallery.Video},
		{"DCIM/Camera", "Camera", "Dad", 9.1, gallery.Photo}, {"DCIM/ScreenRecorder", "Screen recordings", "Dad", 6.3, gallery.Video},
		{"DCIM/Screenshots", "Screenshots", "Mum's phone", 2.2, gallery.Photo}, {"Pictures/WhatsApp", "WhatsApp", "Mum's phone", 4.8, gallery.Photo},
		{"Movies/WhatsApp", "WhatsApp", "Mum's phone", 3.9, gallery.Video}, {"Pictures/Telegram", "Telegram", "Dad", 1.4, gallery.Photo},
		{"MIUI/sound_recorder", "Recordings", "Mum's phone", 0.7, gallery.Audio}, {"Pictures/山登り 2024", "山登り 2024", "Dad", 1.1, gallery.Photo},
	}
	for i, a := range albums {
		for y := range 8 {
			n := int64(a.gb * 1e9 / 36 * float64(y+1))
			u.Piles = append(u.Piles, storage.Pile{Album: shelf.AlbumKey{Phone: a.phone, Path: a.path}, Name: a.name, Phone: a.phone,
				Kind: a.kind, Year: 2019 + y, Count: int(n / 4e6), Bytes: n})
		}
		if i == 0 {
			u.Piles = append(u.Piles, storage.Pile{Album: shelf.AlbumKey{Phone: a.phone, Path: a.path}, Name: a.name, Phone: a.phone, Kind: a.kind, Year: 2024, View: shelf.Trash, Count: 31, Bytes: 1.2e8})
		}
	}
	ids := func(n int) (all []string) {
		for i := range n {
			all = append(all, fmt.Sprint("p/", i))
		}
		return all
	}
	return &Storage{Found: u, Plans: map[storage.Rule]storage.Pruning{
		storage.KeepAll:   {Stay: 84},
		storage.KeepThin:  {States: ids(31), Snapshots: ids(9), Stay: 44, Freed: 41e6},
		storage.KeepMonth: {States: ids(50), Snapshots: ids(9), Stay: 25, Freed: 62e6},
		storage.KeepNone:  {States: ids(66), Snapshots: ids(9), Stay: 9, Freed: 88e6},
	}}
}

// Usage implements storage.Keeper.
func (s *Storage) Usage(context.Context) (storage.Usage, error) { return s.Found, nil }

// PlanPruning implements storage.Keeper.
func (s *Storage) PlanPruning(_ context.Context, r storage.Rule) (storage.Pruning, error) {
	return s.Plans[r], s.Fail
}

// Prune implements storage.Keeper.
func (s *Storage) Prune(_ context.Context, p storage.Pruning) error {
	if s.Fail == nil {
		s.Pruned = append(s.Pruned, p)
	}
	return s.Fail
}

// CanMove implements storage.Keeper.
func (s *Storage) CanMove() bool { return !s.Fixed }

// Route implements storage.Keeper.
func (s *Storage) Route(_ context.Context, folder string) (storage.Route, error) {
	return storage.Route{To: folder + "/Keepsake", Bytes: s.Found.Library(), Free: 1800e9}, s.Fail
}

// Move implements storage.Keeper.
func (s *Storage) Move(ctx context.Context, to string, progress func(done, total int64, waiting bool)) (storage.Moved, error) {
	progress(30, 100, false)
	if s.Hold != nil {
		select {
		case <-s.Hold:
		case <-ctx.Done():
			return storage.Moved{}, ctx.Err()
		}
	}
	if s.Fail != nil {
		return storage.Moved{}, s.Fail
	}
	s.MovedTo = to
	return storage.Moved{From: s.Found.Dir, To: to, Files: 5310, Bytes: s.Found.Library()}, nil
}
