package records

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Recording is a sound file of the phone's recorder: a memo, a call, the radio.
// The file itself is an item of the library; this says who and when.
type Recording struct {
	Path     string        `json:"path"` // on the phone
	Kind     RecordingKind `json:"kind"`
	Name     string        `json:"name"`               // to show: the memo's name, the callers, the station
	Callers  []Party       `json:"callers,omitempty"`  // of a call
	Date     int64         `json:"date,omitempty"`     // ms
	Duration int64         `json:"duration,omitempty"` // ms
	Size     int64         `json:"size,omitempty"`
	SHA256   string        `json:"sha256,omitempty"` // the item's, once it is in the library
}

// RecordingKind is what was recorded.
type RecordingKind string

// The kinds of recordings.
const (
	Memo      RecordingKind = "memo"
	CallAudio RecordingKind = "call"
	Radio     RecordingKind = "radio"
	AppAudio  RecordingKind = "app"
)

// Party is one side of a recorded call.
type Party struct {
	Name   string `json:"name,omitempty"`
	Number string `json:"number,omitempty"`
}

// ParseRecording reads who and when from a recording's path on the phone. Xiaomi
// names calls "<prefix>@<caller>[_<caller>…]_<yyyyMMddHHmmss>.<ext>", where a
// caller is "name(number)" or a number, and writes , as p, + as 00 and * as s in
// the whole name; radio is "<prefix>@<station>_<time>". The clock is the phone's,
// so zone should be its zone. ok is false for a file that is no recording.
func ParseRecording(file string, zone *time.Location) (r Recording, ok bool) {
	ext := path.Ext(file)
	switch strings.ToLower(ext) {
	case ".mp3", ".m4a", ".amr", ".wav", ".3gp", ".3gpp", ".aac", ".ogg", ".opus", ".flac":
	default:
		return Recording{}, false
	}
	name := strings.TrimSuffix(path.Base(file), ext)
	dirs := strings.Split(path.Dir(file), "/")
	lower := make([]string, len(dirs))
	for i, d := range dirs {
		lower[i] = strings.ToLower(d)
	}
	in := func(dir string) bool { return slices.Contains(lower, dir) }
	if !in("sound_recorder") && !in("recordings") && !in("recorder") {
		return Recording{}, false
	}
	r = Recording{Path: file, Name: name, Kind: Memo}
	switch {
	case in("call_rec"), in("call"):
		r.Kind = CallAudio
	case in("fm_rec"):
		r.Kind = Radio
	case in("app_rec"):
		r.Kind = AppAudio
	}
	rest := name
	if i := strings.LastIndexByte(rest, '_'); i >= 0 {
		if t, err := time.ParseInLocation("20060102150405", rest[i+1:], zone); err == nil {
			r.Date, rest = t.UnixMilli(), rest[:i]
		}
	}
	at := strings.IndexByte(rest, '@')
	if at < 0 || r.Date == 0 && r.Kind == Memo {
		if r.Date == 0 {
			r.Date = dateInName(name, zone)
		}
		return r, true
	}
	who := rest[at+1:]
	if r.Kind == Radio || r.Kind == AppAudio {
		r.Name = cmp.Or(strings.TrimSpace(who), name)
		return r, true
	}
	r.Kind = CallAudio
	var shown []string
	for _, s := range splitCallers(who) {
		p := parseParty(s)
		r.Callers = append(r.Callers, p)
		shown = append(shown, cmp.Or(p.Name, p.Number))
	}
	r.Name = cmp.Or(strings.Join(shown, ", "), name)
	return r, true
}

// splitCallers splits at the underscores that are not within a name's number.
func splitCallers(s string) []string {
	var out []string
	for {
		i := strings.IndexByte(s, '_')
		if i < 0 {
			break
		}
		// A name may hold an underscore: a caller ends with ) or is a number.
		part := s[:i]
		if !strings.HasSuffix(part, ")") && !looksNumber(part) {
			j := strings.Index(s, ")_")
			if j < 0 {
				break
			}
			part, i = s[:j+1], j+1
		}
		out, s = append(out, part), s[i+1:]
	}
	if s != "" {
		out = append(out, s)
	}
	return out
}

func looksNumber(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != 'p' && r != 's' && r != '#' })
}

var partyForm = regexp.MustCompile(`^(.*)\(([^()]*)\)?$`)

func parseParty(s string) Party {
	if looksNumber(s) {
		return Party{Number: unescapeNumber(s)}
	}
	m := partyForm.FindStringSubmatch(s)
	if m == nil {
		return Party{Name: strings.TrimSpace(s)} // cut off at 50 characters
	}
	return Party{Name: strings.TrimSpace(m[1]), Number: unescapeNumber(m[2])}
}

// unescapeNumber undoes what was done to a number's signs; a name keeps its letters.
func unescapeNumber(s string) string {
	return international(strings.NewReplacer("p", ",", "s", "*").Replace(strings.TrimSpace(s)))
}

var dateForm = regexp.MustCompile(`(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)[-_ ]?(\d\d)[-_.:]?(\d\d)[-_.:]?(\d\d)`)

// dateInName finds a date in a memo's name ("Recording 2024-01-02-03-04-05"); 0 when
// there is none.
func dateInName(name string, zone *time.Location) int64 {
	m := dateForm.FindStringSubmatch(name)
	if m == nil {
		return 0
	}
	t, err := time.ParseInLocation("20060102150405", strings.Join(m[1:], ""), zone)
	if err != nil {
		return 0
	}
	return t.UnixMilli()
}

// Category implements Record.
func (Recording) Category() Category { return Recordings }

// Identity is the content, or the path while that is not known.
func (r Recording) Identity() string {
	if r.SHA256 != "" {
		return identity(Recordings, r.SHA256)
	}
	return identity(Recordings, "path", r.Path)
}

// Canonical returns the recording with its texts made safe.
func (r Recording) Canonical() Recording {
	texts(&r.Path, &r.Name)
	r.Callers = slices.Clone(r.Callers)
	for i := range r.Callers {
		trims(&r.Callers[i].Name, &r.Callers[i].Number)
	}
	return r
}

// Digest implements Record.
func (r Recording) Digest() string { return digest(r.Canonical()) }
