package device

import (
	"path"
	"slices"
	"strings"

	"keepsake/device/provider"
)

// with puts what the media database knows over what the folders hold, and
// returns both.
func (w *walk) with(rows []row, noIndex error) Media {
	folded := w.folded(rows)
	for _, r := range rows {
		w.merge(r, folded)
	}
	m := Media{Files: w.files, Problems: w.problems, Private: w.private, NoIndex: noIndex}
	if len(w.pending) > 0 {
		m.Files = slices.DeleteFunc(m.Files, func(f File) bool { return w.pending[f.Path] })
	}
	slices.SortFunc(m.Problems, func(a, b Problem) int { return strings.Compare(a.Path, b.Path) })
	newestFirst(m.Files)
	newestFirst(m.Private.Files)
	w.found(len(m.Files))
	return m
}

// row is a row of the media database with its place in the folders.
type row struct {
	provider.MediaFile
	path   string
	folder folder
	kind   kind
	mime   string
}

func placedRows(known []provider.MediaFile) []row {
	rows := make([]row, 0, len(known))
	for _, r := range known {
		if r, ok := placed(r); ok {
			rows = append(rows, r)
		}
	}
	return rows
}

// placed finds the place of a row; ok is false for what is no part of a gallery,
// such as music and thumbnails.
func placed(m provider.MediaFile) (r row, ok bool) {
	volume, rel, ok := normal(m.Path)
	if !ok {
		return row{}, false
	}
	dir, name := path.Split(rel)
	f, ok := at(volume, strings.TrimSuffix(dir, "/"))
	if !ok || f.private != "" || len(name) > maxName || ofNotes(f.rel) {
		return row{}, false
	}
	real, trashed, pending := realName(name)
	r = row{MediaFile: m, path: path.Join(volume, rel), folder: f, mime: mimeOf(real)}
	r.Trashed = m.Trashed || trashed || f.trash
	r.Pending = m.Pending || pending
	switch r.kind = kindOf(r.mime); {
	case r.kind != notMedia:
	case m.Kind == provider.Image || m.Kind == provider.Video || m.Kind == provider.Audio:
		r.kind = [...]kind{provider.Image: photo, provider.Audio: audio, provider.Video: video}[m.Kind]
		r.mime = m.MIME
	default:
		return row{}, false
	}
	return r, r.kind != audio || holdsRecordings(f.rel) || r.Trashed && f.trash
}

// mentioned returns the folders of rows which were not looked into yet. A folder
// spelled differently is the same folder: phones' storage ignores case.
func (w *walk) mentioned(rows []row) []folder {
	var wave []folder
	asked := map[string]bool{}
	for _, r := range rows {
		dir := r.folder.path()
		if w.folders[dir] != unasked || asked[dir] || w.shown[strings.ToLower(dir)] {
			continue
		}
		asked[dir] = true
		f := r.folder
		f.shallow = true
		wave = append(wave, f)
	}
	return wave
}

// folded maps lower-case paths to files where a row needs it: where it names a
// file in a spelling the folder does not have. Ambiguous ones are left out.
func (w *walk) folded(rows []row) map[string]int {
	need := slices.ContainsFunc(rows, func(r row) bool { _, exact := w.at[r.path]; return !exact })
	if !need {
		return nil
	}
	m := make(map[string]int, len(w.files))
	for i, f := range w.files {
		key := strings.ToLower(f.Path)
		if _, twice := m[key]; twice {
			m[key] = -1
			continue
		}
		m[key] = i
	}
	return m
}

// merge adds what a row tells to its file.
func (w *walk) merge(r row, folded map[string]int) {
	i, ok := w.at[r.path]
	if !ok {
		if i, ok = folded[strings.ToLower(r.path)]; i < 0 {
			ok = false
		}
	}
	if !ok {
		f := File{Path: r.path, Album: w.album(r.folder), MIME: r.mime, Trashed: r.Trashed, Hidden: r.folder.hidden}
		if !w.fill(&f, r) {
			return
		}
		w.add(f)
		i = w.at[r.path]
	}
	f := &w.files[i]
	f.Taken, f.Duration = r.Taken, r.Duration
	f.Favorite = f.Favorite || r.Favorite
	f.Trashed = f.Trashed || r.Trashed
	if r.MIME != "" && kindOf(r.MIME) != notMedia {
		f.MIME = r.MIME
	}
	// Folders are listed with sizes modulo 4 GiB before Android 11.
	if f.Size <= 1<<32-1 && r.Size > f.Size && uint32(r.Size) == uint32(f.Size) {
		f.Size = r.Size
	}
	if r.Pending && !w.pending[f.Path] {
		w.pending[f.Path] = true
		w.problem(f.Path, ErrPending)
	}
}

// fill gives size and time to a file the walk did not take: one that only the
// database knows for a picture, or one in a folder that is closed to us. Where
// the folder was listed without it the row is stale, and fill returns false.
func (w *walk) fill(f *File, r row) bool {
	if st, there := w.others[r.path]; there {
		f.Size, f.MTime = st.Size, st.MTime
		return true
	}
	dir := r.folder.path()
	if known := w.folders[dir]; known == absent || known == listed || w.shown[strings.ToLower(dir)] {
		return false
	}
	f.Size, f.MTime = r.Size, r.Modified
	return true
}
