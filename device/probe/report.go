package probe

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Format is the version of the report's form.
const Format = 1

// Report is what one phone answered.
type Report struct {
	Format   int       `json:"format"`
	Keepsake string    `json:"keepsake,omitempty"`
	Made     time.Time `json:"made"` // UTC, to the minute
	Phone    Summary   `json:"phone"`
	Points   []Point   `json:"points"`
}

// Summary says what model it is; nothing in it names a person or one device.
type Summary struct {
	Maker    string `json:"maker,omitempty"`
	Brand    string `json:"brand,omitempty"`
	Model    string `json:"model,omitempty"`
	Codename string `json:"codename,omitempty"`
	OS       string `json:"os,omitempty"`
	Android  string `json:"android,omitempty"`
	SDK      int    `json:"sdk,omitempty"`
	Region   string `json:"region,omitempty"`
}

// Point is one question with its answer.
type Point struct {
	ID       string         `json:"id"`
	Question string         `json:"question"`
	Source   string         `json:"source"` // the topic it settles
	Verdict  Verdict        `json:"verdict"`
	Found    map[string]any `json:"found,omitempty"` // counts, sizes, durations, words of this package
	Note     string         `json:"note,omitempty"`
}

// Verdict is the answer in one word.
type Verdict string

// The verdicts.
const (
	Yes       Verdict = "yes"
	No        Verdict = "no"
	Unclear   Verdict = "unclear"   // asked, and the answer settles nothing
	Refused   Verdict = "refused"   // the phone does not allow it
	Absent    Verdict = "absent"    // this phone has no such thing
	NotProbed Verdict = "notprobed" // cannot be found out by reading alone
)

// verdicts are all of them, in the order they are counted in.
var verdicts = [...]Verdict{Yes, No, Refused, Absent, Unclear, NotProbed}

// Settled reports whether the point needs no other phone or hand.
func (v Verdict) Settled() bool {
	return v == Yes || v == No || v == Refused || v == Absent
}

// JSON returns the report as indented JSON. Whatever the caller put into it,
// only what the gate lets through comes out.
func (r Report) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(cleanReport(r), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing down the report: %w", err)
	}
	return append(b, '\n'), nil
}

// WriteFile writes the JSON to a file that only its owner can read. It is there
// whole or not at all; a report that was there before is replaced.
func (r Report) WriteFile(path string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("writing the report %s: %w", path, err)
		}
	}()
	b, err := r.JSON()
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".keepsake-report-*") // made with 0600
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the first error says more
	}
	return err
}
