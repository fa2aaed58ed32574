package home

import (
	"path"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/app/ui/words"
	"keepsake/gallery"
)

// Progress is a running backup in words and one part of a ring.
type Progress struct {
	Phase   string  // what is being done
	Numbers string  // "1,204 of 5,310 · 31 MB/s · 4 min left"
	At      string  // the album and file at hand
	Part    float32 // of this phase
	Unknown bool    // there is no part yet
	Step    int     // 1 to Steps
	Waiting bool    // for the phone
	Paused  bool    // by the owner
	Ending  bool    // asked to stop
	Hash    gallery.Hash

	// The same in numbers, to be added to those of other backups.
	files, total int
	bytes, all   int64
	fast         float64
	left         time.Duration
}

// Steps is how many phases a backup has, for "step 2 of 4".
const Steps = 4

// ProgressOf puts a snapshot into words; name is the phone's. Explain turns an
// error into sentences.
func ProgressOf(s job.Snapshot, name string, explain func(error) (string, string)) Progress {
	p := Progress{files: s.Files, total: s.FilesTotal, bytes: s.Bytes, all: s.BytesTotal, fast: s.Speed, left: s.Left}
	if h, err := gallery.ParseHash(s.LastHash); err == nil {
		p.Hash = h
	}
	switch {
	case s.BytesTotal > 0:
		p.Part = float32(float64(s.Bytes) / float64(s.BytesTotal))
	case s.FilesTotal > 0:
		p.Part = float32(s.Files) / float32(s.FilesTotal)
	default:
		p.Unknown = true
	}
	p.Part = min(max(p.Part, 0), 1)
	switch s.Phase {
	case job.Listing:
		p.Phase, p.Step, p.Unknown = words.T("Looking through the phone"), 1, true
		if s.Files > 0 {
			p.Numbers = words.N("{{.N}} items found so far", s.Files)
		}
	case job.Reading:
		p.Phase, p.Step = words.T("Reading contacts, messages and the rest"), 1
	case job.Copying:
		p.Phase, p.Step = words.T("Copying photos and videos"), 2
		p.Numbers = join(of(s), speed(s), words.Left(s.Left))
		p.At = join(words.Name(s.Album), words.Name(path.Base(s.Item)))
	case job.Thumbnails:
		p.Phase, p.Step = words.T("Making thumbnails"), 3
		p.Numbers = join(of(s), words.Left(s.Left))
	case job.Verifying:
		p.Phase, p.Step = words.T("Verifying with the phone’s own checksums"), 4
		p.Numbers = join(of(s), words.Left(s.Left))
		p.At = join(words.Name(s.Album), words.Name(path.Base(s.Item)))
	default:
		p.Phase, p.Step, p.Unknown = words.T("Writing the receipt"), 4, true
	}
	if s.Item == "" {
		p.At = ""
	}
	switch s.Status {
	case job.Cancelling:
		p.Phase, p.Ending = words.T("Stopping after the file at hand"), true
		p.At = ""
	case job.Paused:
		p.Paused = true
		p.Phase, p.Numbers = words.T("Paused"), safe(s)
		p.At = words.T("Everything copied so far is kept. Continue whenever you like.")
	case job.Waiting:
		p.Waiting = true
		p.Phase, p.At = waiting(s, name, explain)
		p.Numbers = safe(s)
	}
	return p
}

// safe says how much of a backup that stands still is kept.
func safe(s job.Snapshot) string {
	if s.FilesTotal == 0 || s.Phase != job.Copying {
		return of(s)
	}
	return words.F("{{.Done}} of {{.Total}} photos and videos are safe.", "Done", words.Count(s.Files), "Total", words.Count(s.FilesTotal))
}

func of(s job.Snapshot) string {
	if s.FilesTotal == 0 {
		return ""
	}
	return words.F("{{.Done}} of {{.Total}}", "Done", words.Count(s.Files), "Total", words.Count(s.FilesTotal))
}

func speed(s job.Snapshot) string {
	if s.Speed <= 0 {
		return ""
	}
	return words.Speed(s.Speed)
}

// join puts a dot between what is not empty.
func join(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" && p != "." {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}
