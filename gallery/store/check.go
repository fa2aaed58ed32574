package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"keepsake/gallery"
)

// CheckOptions say how closely to look.
type CheckOptions struct {
	// Read is how much is read back and compared with its SHA-256: "none" (or
	// empty), "all", or a share like "1%". A share goes on where the last one
	// stopped, so that what was not read for longest comes first.
	Read     string
	Progress func(done, total int) // files read back; may be nil
}

// ProblemKind sorts what a check found.
type ProblemKind string

// The kinds of problems, gravest first. A note needs nobody's attention: the next
// backup or repair deals with it.
const (
	ProblemDamaged  ProblemKind = "damaged"  // an original whose bytes changed
	ProblemManifest ProblemKind = "manifest" // a part of the library's own records that cannot be read
	ProblemMissing  ProblemKind = "missing"  // an original that is not there
	ProblemUnread   ProblemKind = "unread"   // an original that could not be read back
	ProblemStray    ProblemKind = "stray"    // note: a file below Photos that the manifest does not name
	ProblemLeftover ProblemKind = "leftover" // note: of a session that was cut short
)

// Problem is one thing a check found.
type Problem struct {
	Kind   ProblemKind  `json:"kind"`
	Path   string       `json:"path"` // below the library
	Hash   gallery.Hash `json:"sha256,omitzero"`
	Detail string       `json:"detail"`
}

func (p Problem) String() string { return fmt.Sprintf("%s: %s: %s", p.Kind, p.Path, p.Detail) }

// Report is what a check found.
type Report struct {
	Library   string    `json:"library"`
	Items     int       `json:"items"` // in the manifest
	Bytes     int64     `json:"bytes"`
	Read      int       `json:"read"` // read back and compared
	ReadBytes int64     `json:"readBytes"`
	Verified  int       `json:"verified"` // items once compared with a phone
	Snapshots int       `json:"snapshots"`
	States    int       `json:"states"`    // of records: one a category, phone and change
	Parts     int       `json:"parts"`     // files of records, old and new
	PartBytes int64     `json:"partBytes"` // of them, read back and compared
	Problems  []Problem `json:"problems"`  // gravest first
}

// Exit is the check's exit code: 0 all good, 1 damaged, 2 incomplete, 3 nothing
// was checked.
func (r Report) Exit() int {
	code := 0
	if r.Items == 0 && r.Parts == 0 {
		code = 3
	}
	for _, p := range r.Problems {
		switch p.Kind {
		case ProblemDamaged, ProblemManifest:
			return 1
		case ProblemMissing, ProblemUnread:
			code = 2
		}
	}
	return code
}

// Check looks a library over without changing its contents. It needs no lock and
// may run beside a backup. The error says why the library could not be looked at
// at all; what is wrong in it is in the report.
func Check(ctx context.Context, dir string, o CheckOptions) (Report, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return Report{}, fmt.Errorf("check %s: %w", dir, err)
	}
	d, err := openDisk(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return Report{}, fmt.Errorf("%w: %s does not exist", ErrNotLibrary, abs)
	}
	if err != nil {
		return Report{}, fmt.Errorf("check %s: %w", abs, err)
	}
	defer d.close()
	return check(ctx, d, abs, o)
}

func check(ctx context.Context, d disk, dir string, o CheckOptions) (Report, error) {
	share, err := parseShare(o.Read)
	if err != nil {
		return Report{}, err
	}
	r := Report{Library: dir, Problems: []Problem{}}
	who, err := readIdentity(d, dir)
	if err != nil {
		if n, e := segments(d); e != nil || len(n) == 0 || errors.Is(err, ErrNewerFormat) {
			return Report{}, err
		}
		r.add(ProblemManifest, libraryName, gallery.Hash{}, "missing or unreadable; a repair writes it anew")
	}
	s, err := look(ctx, d, who.ID)
	if err != nil {
		return Report{}, fmt.Errorf("check %s: %w", dir, err)
	}
	r.records(s)
	whole := r.originals(s)
	if err := r.snapshots(ctx, s); err != nil {
		return Report{}, fmt.Errorf("check %s: %w", dir, err)
	}
	if err := r.kept(ctx, s.d, share); err != nil {
		return Report{}, fmt.Errorf("check %s: %w", dir, err)
	}
	if err := r.readBack(ctx, s, whole, share, o.Progress); err != nil {
		return Report{}, fmt.Errorf("check %s: %w", dir, err)
	}
	slices.SortStableFunc(r.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(rank(a.Kind), rank(b.Kind)), cmp.Compare(a.Path, b.Path))
	})
	return r, nil
}

func rank(k ProblemKind) int {
	return slices.Index([]ProblemKind{ProblemDamaged, ProblemManifest, ProblemMissing, ProblemUnread, ProblemStray, ProblemLeftover}, k)
}

func (r *Report) add(kind ProblemKind, path string, h gallery.Hash, detail string) {
	r.Problems = append(r.Problems, Problem{Kind: kind, Path: path, Hash: h, Detail: detail})
}

// records reports what of the manifest cannot be read.
func (r *Report) records(s *survey) {
	for _, d := range s.damage {
		r.add(ProblemManifest, d.File, gallery.Hash{}, fmt.Sprintf("byte %d, %d bytes: %s", d.Offset, d.Length, d.Reason))
	}
	if s.rest.length > 0 {
		r.add(ProblemLeftover, segmentName(s.rest.segment), gallery.Hash{},
			fmt.Sprintf("the last line is not finished (%d bytes); the next backup cuts it", s.rest.length))
	}
	for _, name := range s.leftovers {
		r.add(ProblemLeftover, name, gallery.Hash{}, "left by a session that was cut short, or in use; the next backup clears it")
	}
}

// originals compares the manifest with the files, and returns the entries whose
// file is there in full length.
func (r *Report) originals(s *survey) (whole []*entry) {
	for i := range s.cat.entries {
		e := &s.cat.entries[i]
		if e.removed {
			continue
		}
		r.Items++
		r.Bytes += e.size
		for row := e.first; row != none; row = s.cat.rows[row].next {
			if s.cat.rows[row].verified != 0 {
				r.Verified++
				break
			}
		}
		size, there := s.size(e)
		switch {
		case e.path == "":
			r.add(ProblemMissing, s.cat.named(e), e.hash, "its line in the manifest is damaged; a repair finds the file if it is there")
		case e.lost:
			r.add(ProblemMissing, e.path, e.hash, "lost; the next backup fetches it again if the phone still has it")
		case !there:
			r.add(ProblemMissing, e.path, e.hash, "not there; a repair finds it if it was moved, else the next backup fetches it again")
		case size != e.size:
			r.add(ProblemDamaged, e.path, e.hash, fmt.Sprintf("%d bytes long, should be %d", size, e.size))
		default:
			whole = append(whole, e)
		}
	}
	for _, name := range s.strays() {
		r.add(ProblemStray, name, gallery.Hash{}, "the manifest does not name it; a repair takes it in")
	}
	return whole
}

// named is what to call an entry without a place: a path of the phone.
func (c *catalog) named(e *entry) string {
	if e.first != none {
		return validText(c.rows[e.first].path)
	}
	return e.hash.String()
}

// snapshots reads every snapshot.
func (r *Report) snapshots(ctx context.Context, s *survey) error {
	ids, err := snapshotIDs(s.d)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := snapshotsDir + "/" + id + snapshotExt
		snap, err := readSnapshot(s.d, id)
		if err != nil {
			r.add(ProblemManifest, name, gallery.Hash{}, "the snapshot cannot be read: "+err.Error())
			continue
		}
		r.Snapshots++
		unknown := 0
		for _, it := range snap.Items {
			if s.cat.find(it.Hash) == nil {
				unknown++
			}
		}
		if unknown > 0 {
			r.add(ProblemMissing, name, gallery.Hash{}, fmt.Sprintf("it names %d files that the manifest does not know", unknown))
		}
	}
	return nil
}
