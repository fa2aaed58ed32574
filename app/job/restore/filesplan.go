package restore

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/device"
	"keepsake/gallery"
)

// Plan implements Part. Identity is by content: what the phone has already,
// wherever it was moved to there, is not brought twice.
func (f *Files) Plan(ctx context.Context, d *Draft) error {
	f.id = d.plan.ID
	phone := f.Line.Phone()
	info := phone.Info()
	targets := make([]string, len(f.Wants))
	reasons := make([]string, len(f.Wants))
	for i, w := range f.Wants {
		if reasons[i] = w.Cannot; w.Cannot != "" {
			continue
		}
		volume := f.Volume
		if w.Category != job.Photos && w.Category != job.Recordings {
			volume = "" // it is looked for where it was
		}
		t, err := info.Place(w.Path, volume)
		if err != nil {
			reasons[i] = "it is not brought back to where it was: " + placeReason(w, err)
		}
		targets[i] = t
	}
	there, err := f.survey(ctx, d, phone, targets)
	if err != nil {
		return err
	}
	steps := make([]plannedFile, len(f.Wants))
	for i, w := range f.Wants { // exact places first, so that each copy counts for one
		s := &steps[i]
		s.Want, s.target = w, targets[i]
		s.exact = targets[i] != "" && there.take(w.Hash, targets[i])
	}
	for i := range steps {
		if err := f.decide(d, info, there, &steps[i], reasons[i]); err != nil {
			return err
		}
	}
	return nil
}

func placeReason(w Want, err error) string {
	if errors.Is(err, device.ErrPlace) {
		return path.Dir(w.Path) + " is no folder for pictures; export it instead"
	}
	return err.Error()
}

type plannedFile struct {
	Want
	target string
	exact  bool
}

// decide adds the step of one file.
func (f *Files) decide(d *Draft, info device.Info, there *survey, p *plannedFile, reason string) error {
	s := Step{Category: p.Category, Title: p.Title, Source: p.Hash.String(), Target: Name(p.target), Group: Name(path.Dir(p.target)), Bytes: p.Size}
	switch {
	case reason != "":
		s.State, s.Reason, s.Target, s.Group = Cannot, reason, Name(p.Path), Name(path.Dir(p.Path))
		return d.Add(s, nil)
	case p.exact:
		s.State = Same
		return d.Add(s, nil)
	}
	if at, ok := there.any(p.Hash); ok {
		s.State, s.Target = Same, Name(at)
		return d.Add(s, nil)
	}
	detail := fileDetail{Hash: p.Hash, Size: p.Size, MTime: p.MTime.Unix(), Local: p.Local, Heart: p.Favorite}
	if !p.Taken.IsZero() {
		detail.Taken = p.Taken.UnixMilli()
	}
	s.State, s.Do = New, Add
	if old, taken := there.name(p.target); taken {
		s.State = Differs
		s.Do, s.Reason = d.Conflict.Choose(p.MTime.Unix() > old.MTime.Unix())
		if s.Do == Replace && (old.Folder || old.ours) {
			s.Do = Add // a folder is not replaced, nor what this very plan puts there
		}
		switch s.Do {
		case Replace:
			detail.Old = Name(path.Join(path.Dir(p.target), old.Name.Name))
		case Add:
			s.Target = Name(there.free(p.target))
		}
	}
	if !s.Change() {
		return d.Add(s, detail)
	}
	there.reserve(string(s.Target))
	detail.Made = there.missing(path.Dir(string(s.Target)))
	volume := device.Volume(string(s.Target))
	d.Room(volume, volumeName(info, volume), info.Free(volume))
	d.Need(volume, p.Size)
	// The step's number is known once it is added; names must not depend on more.
	n := len(d.plan.Steps)
	detail.Temp = Name(device.TempName(string(s.Target), f.id, n))
	if detail.Old != "" {
		detail.Safe = Name(safePath(string(detail.Old), f.id, n))
	}
	return d.Add(s, detail)
}

func volumeName(info device.Info, path string) string {
	for _, s := range info.Spaces {
		if s.Path == path {
			return strings.TrimSpace(s.Kind.Title())
		}
	}
	return device.Shared.Title()
}

// survey is what is on the phone where a plan looks.
type survey struct {
	copies  map[gallery.Hash][]string   // paths not yet counted for a wish
	folders map[string]map[string]entry // by folder, by name in lower case: phones' storage ignores case
	exists  map[string]bool             // the folder is there
}

type entry struct {
	device.Name
	ours bool // reserved by a step
}

// survey lists the folders that files go to, and hashes what may be the same as
// something that is wanted: what has its size.
func (f *Files) survey(ctx context.Context, d *Draft, phone Phone, targets []string) (*survey, error) {
	s := &survey{copies: map[gallery.Hash][]string{}, folders: map[string]map[string]entry{}, exists: map[string]bool{}}
	var dirs []string
	into := map[string]bool{} // those that files go into, as opposed to the folders above
	sizes := map[int64]bool{}
	for i, t := range targets {
		if t == "" {
			continue
		}
		sizes[f.Wants[i].Size] = true
		into[path.Dir(t)] = true
		for dir := path.Dir(t); s.folders[dir] == nil && len(dir) > len(device.Volume(t)); dir = path.Dir(dir) {
			s.folders[dir] = map[string]entry{}
			dirs = append(dirs, dir)
		}
	}
	if len(dirs) == 0 {
		return s, nil
	}
	media, err := phone.Media(ctx, d.Count.Seen)
	if err != nil {
		return nil, err
	}
	candidates := map[string]bool{}
	var bytes int64
	consider := func(p string, size int64) {
		if sizes[size] && !candidates[p] {
			candidates[p] = true
			bytes += size
		}
	}
	for _, m := range media.Files {
		if !m.Trashed {
			consider(m.Path, m.Size)
		}
	}
	var refused error
	err = phone.Folders(ctx, dirs, func(i int, names []device.Name, there bool, err error) {
		if err != nil && refused == nil {
			refused = fmt.Errorf("look into %s: %w", dirs[i], err)
		}
		s.exists[dirs[i]] = there
		for _, n := range names {
			s.folders[dirs[i]][strings.ToLower(n.Name)] = entry{Name: n}
			if !n.Folder && !strings.HasPrefix(n.Name, ".") && into[dirs[i]] {
				consider(path.Join(dirs[i], n.Name), n.Size)
			}
		}
	})
	if err = errors.Join(err, refused); err != nil {
		return nil, err
	}
	list := make([]string, 0, len(candidates))
	for p := range candidates {
		list = append(list, p)
	}
	slices.Sort(list)
	d.Count.Phase(Comparing, len(list), bytes)
	err = phone.Hashes(ctx, list, func(p string, sum [32]byte, err error) {
		if err == nil { // what cannot be read is not the same
			s.copies[sum] = append(s.copies[sum], p)
		}
		d.Count.Step()
	})
	if errors.Is(err, device.ErrNoHash) {
		d.Say("This phone has no SHA-256, so it cannot tell what it has already, and nothing that is restored can be verified.")
		err = nil
	}
	return s, err
}

// take counts the copy of a content at a path, if there is one.
func (s *survey) take(h gallery.Hash, at string) bool {
	i := slices.Index(s.copies[h], at)
	if i < 0 {
		return false
	}
	s.copies[h] = slices.Delete(s.copies[h], i, i+1)
	return true
}

// any counts one copy of a content, wherever it is.
func (s *survey) any(h gallery.Hash) (at string, ok bool) {
	if len(s.copies[h]) == 0 {
		return "", false
	}
	at = s.copies[h][0]
	s.copies[h] = s.copies[h][1:]
	return at, true
}

// missing is how many folders must be made for dir.
func (s *survey) missing(dir string) (n int) {
	for ; !s.exists[dir] && len(dir) > len(device.Volume(dir+"/x")); dir = path.Dir(dir) {
		n++
	}
	return n
}

func (s *survey) name(p string) (entry, bool) {
	e, ok := s.folders[path.Dir(p)][strings.ToLower(path.Base(p))]
	return e, ok
}

// reserve takes a name for a step.
func (s *survey) reserve(p string) {
	s.folders[path.Dir(p)][strings.ToLower(path.Base(p))] = entry{Name: device.Name{Name: path.Base(p), MTime: time.Now()}, ours: true}
}

// free is a name beside p that nobody has.
func (s *survey) free(p string) string {
	for n := 1; ; n++ {
		if try := beside(p, n); !s.taken(try) {
			return try
		}
	}
}

func (s *survey) taken(p string) bool { _, ok := s.name(p); return ok }
