package job

import (
	"encoding/json"
	"fmt"
	"time"
)

// Outcome is what became of one found file. Each file has exactly one.
type Outcome string

// The outcomes; found is the sum of the four.
const (
	Copied  Outcome = "copied"  // new content or a new path, now in the library
	Already Outcome = "already" // the library had it
	Skipped Outcome = "skipped" // left out on purpose, with a reason
	Lost    Outcome = "failed"  // could not be copied, with a reason
)

// Problem is one file that was skipped or failed, or kept but not proven. Path
// is the phone's exact bytes.
type Problem struct {
	Path    string  `json:"path"`
	Outcome Outcome `json:"outcome"`
	Reason  string  `json:"reason"`
}

// Counts adds up: Found = Copied + Already + Skipped + Failed. Verified is how
// many of the kept are proven by both hashes, in this run or an earlier one.
type Counts struct {
	Found    int `json:"found"`
	Copied   int `json:"copied"`
	Already  int `json:"already"`
	Skipped  int `json:"skipped"`
	Failed   int `json:"failed"`
	Verified int `json:"verified"`
}

// AddsUp reports whether every found file has exactly one outcome.
func (c Counts) AddsUp() bool { return c.Found == c.Copied+c.Already+c.Skipped+c.Failed }

// What the jobs call themselves in their receipts.
const (
	BackupName = "backup"
	ImportName = "import"
	ExportName = "export"

	RestoreName = "restore"
	UndoName    = "undo"
	DrillName   = "drill" // a restore into a folder of this computer, to prove that it would work
	FreeName    = "free"
)

// Receipt is what a job leaves behind: what was found and what became of it.
type Receipt struct {
	Job     string    `json:"job"`
	Device  string    `json:"device"`
	Phone   string    `json:"phone"` // the phone's id in the library
	Name    string    `json:"name"`
	Library string    `json:"library"`
	Started time.Time `json:"started"`
	Status  Status    `json:"status"`
	Counts
	Bytes      int64             `json:"bytes"` // copied in this run
	Seconds    float64           `json:"seconds"`
	Problems   []Problem         `json:"problems"`
	Categories map[string]Counts `json:"categories"`
	Message    string            `json:"message,omitempty"`  // why it ended early
	Warnings   []string          `json:"warnings,omitempty"` // what the library's disk cannot promise, and what was put right on it
	ID         string            `json:"id,omitempty"`       // what undo takes; empty where nothing can be undone
}

// KeptFiles is how many of what is kept are files: those can be verified. Records
// are kept as the phone told them, and it tells no hash of them.
func (r Receipt) KeptFiles() int {
	kept := r.Copied + r.Already
	for name, c := range r.Categories {
		if name != Photos && name != Recordings {
			kept -= c.Copied + c.Already
		}
	}
	return max(0, kept)
}

// Check returns an error when the receipt does not add up, in total and per
// category: a defect of the program that must not be shown as a success.
func (r Receipt) Check() error {
	if !r.AddsUp() {
		return fmt.Errorf("the receipt does not add up: found %d, copied %d + already kept %d + skipped %d + failed %d; please report this",
			r.Found, r.Copied, r.Already, r.Skipped, r.Failed)
	}
	var sum Counts
	for name, c := range r.Categories {
		if !c.AddsUp() {
			return fmt.Errorf("the receipt of %s does not add up: %+v; please report this", name, c)
		}
		sum.Found += c.Found
	}
	if sum.Found != r.Found {
		return fmt.Errorf("the receipt's categories hold %d files, the total says %d; please report this", sum.Found, r.Found)
	}
	if r.Verified > r.Copied+r.Already {
		return fmt.Errorf("the receipt calls %d of %d kept files verified; please report this", r.Verified, r.Copied+r.Already)
	}
	return nil
}

// JSON renders the receipt as the command line prints it.
func (r Receipt) JSON() ([]byte, error) {
	if r.Problems == nil {
		r.Problems = []Problem{}
	}
	return json.MarshalIndent(r, "", "  ")
}
