package android

import (
	"path"
	"strings"

	"keepsake/device/demo/content"
	"keepsake/device/demo/disk"
)

// scan makes the rows of some volumes, the phone's own first, each oldest id first.
func (s *System) scan(volumes []mediaVolume) []content.Row {
	s.mu.Lock()
	favorites := make(map[string]bool, len(s.favorites))
	for k, v := range s.favorites {
		favorites[k] = v
	}
	s.mu.Unlock()
	var rows []content.Row
	for _, v := range volumes {
		rows = s.scanVolume(v, favorites, rows)
	}
	return rows
}

// scanVolume appends the rows of one volume.
func (s *System) scanVolume(v mediaVolume, favorites map[string]bool, rows []content.Row) []content.Row {
	hidden := s.unlisted(v.root)
	// An error means that the volume was removed, and then there are no rows.
	_ = s.Disk.Walk(v.root, func(p string, in disk.Info, c disk.Content) bool {
		if in.IsDir() {
			return !strings.HasPrefix(in.Name, ".") && !hidden[p]
		}
		r := &mediaRow{volume: v, path: p, in: in}
		name := in.Name
		if rest, ok := markedName(name, ".trashed-"); ok {
			r.trashed, name = true, rest
		} else if rest, ok := markedName(name, ".pending-"); ok {
			r.pending, name = true, rest
		}
		if strings.HasPrefix(name, ".") || !in.IsRegular() || in.Fresh {
			return false
		}
		r.mime, r.kind = mimeOf(name)
		if d, ok := disk.Base(c).(Described); ok {
			r.meta = d.Meta()
		} else if m, ok := s.read(in.Ino); ok {
			r.meta = m
		}
		r.favorite = r.meta.Favorite
		if v, ok := favorites[p]; ok {
			r.favorite = v
		}
		rows = append(rows, r)
		return false
	})
	return rows
}

// markedName takes ".trashed-<expiry>-" and its like off a name.
func markedName(name, mark string) (string, bool) {
	rest, ok := strings.CutPrefix(name, mark)
	if !ok {
		return "", false
	}
	_, rest, ok = strings.Cut(rest, "-")
	return rest, ok
}

// unlisted returns the directories that hold a .nomedia, and the private ones.
func (s *System) unlisted(root string) map[string]bool {
	dirs := map[string]bool{root + "/Android/data": true, root + "/Android/obb": true}
	_ = s.Disk.Walk(root, func(p string, in disk.Info, _ disk.Content) bool {
		if in.Name == ".nomedia" && !in.IsDir() {
			dirs[path.Dir(p)] = true
		}
		return true
	})
	return dirs
}
