package restore

import (
	"encoding/json"
	"fmt"
	"time"
)

// State is what a preview says of one step.
type State string

// The states of a step.
const (
	New     State = "new"     // not there yet
	Same    State = "same"    // there already, identical: nothing is done
	Differs State = "differs" // something else is there in its place; Do says what happens
	Cannot  State = "cannot"  // with the reason
	Kept    State = "kept"    // of freeing space: the library has it, so the phone need not
)

// Action is what will be done for a step.
type Action string

// The actions.
const (
	Leave   Action = "leave"   // nothing
	Add     Action = "add"     // it is put there; beside the other one where the state is Differs
	Replace Action = "replace" // it takes the other one's place, which is moved to safety first
	Trash   Action = "trash"   // of freeing space: to the phone's trash, which empties itself after a month
	Delete  Action = "delete"  // of freeing space: from the phone at once
)

// Conflict is what to do where something else is there already.
type Conflict string

// The choices. Whatever is chosen, nothing on the phone is deleted.
const (
	KeepBoth Conflict = "keep-both"
	Skip     Conflict = "skip"
	Newest   Conflict = "newest" // the newer one is in place afterwards
	Override Conflict = "replace"
)

// Conflicts are all choices, the default first.
var Conflicts = [...]Conflict{KeepBoth, Skip, Newest, Override}

// ParseConflict reads a choice; "" is the default.
func ParseConflict(s string) (Conflict, error) {
	if s == "" {
		return KeepBoth, nil
	}
	for _, c := range Conflicts {
		if string(c) == s {
			return c, nil
		}
	}
	return "", fmt.Errorf("conflict %q: it is keep-both, skip, newest or replace", s)
}

// Choose decides a step whose state is Differs. newer says whether what would be
// restored is the newer one. The reason is one where nothing will be done.
func (c Conflict) Choose(newer bool) (do Action, reason string) {
	switch {
	case c == Skip:
		return Leave, "something else is there already, and it was to be left as it is"
	case c == Newest && !newer:
		return Leave, "what is there is newer"
	case c == Newest, c == Override:
		return Replace, ""
	}
	return Add, ""
}

// Step is one thing to bring back.
type Step struct {
	ID       int    `json:"id"`       // its index in Plan.Steps
	Part     string `json:"part"`     // who does it: Part.Name
	Category string `json:"category"` // of the receipt: job.Photos, "contacts" …
	Title    string `json:"title"`    // what people call it
	Source   string `json:"source"`   // the item in the library: its SHA-256, or what the part knows a record by
	Target   Name   `json:"target"`   // where it goes: an absolute path, or a table and what identifies the row
	Group    Name   `json:"group,omitempty"`
	State    State  `json:"state"`
	Do       Action `json:"do"`
	Reason   string `json:"reason,omitempty"` // why it cannot be, or is left alone
	Bytes    int64  `json:"bytes"`
	// Detail is the part's own; it holds all that carrying out the step needs.
	Detail json.RawMessage `json:"detail,omitempty"`
}

// Change reports whether the step will change anything.
func (s Step) Change() bool { return s.Do != "" && s.Do != Leave }

// Totals are the numbers of a preview. Bytes are those that will be written, or
// freed.
type Totals struct {
	New     int   `json:"new"`
	Same    int   `json:"same"`
	Differs int   `json:"differs"`
	Cannot  int   `json:"cannot"`
	Kept    int   `json:"kept,omitempty"`
	Change  int   `json:"change"` // steps that will be carried out
	Bytes   int64 `json:"bytes"`
}

func (t *Totals) add(s Step) {
	switch s.State {
	case New:
		t.New++
	case Same:
		t.Same++
	case Differs:
		t.Differs++
	case Cannot:
		t.Cannot++
	case Kept:
		t.Kept++
	}
	if s.Change() {
		t.Change++
		t.Bytes += s.Bytes
	}
}

// Space is the room on one storage that a plan writes to.
type Space struct {
	Path string `json:"path"` // "/storage/emulated/0"
	Name string `json:"name"` // "Phone storage"
	Free int64  `json:"free"` // bytes; -1 while unknown
	Need int64  `json:"need"` // bytes the plan writes there
}

// Short is how many bytes are missing: the need with a tenth to spare.
func (s Space) Short() int64 {
	if s.Free < 0 || s.Need == 0 {
		return 0
	}
	return max(0, s.Need+s.Need/10-s.Free)
}

// Target is where a plan goes.
type Target struct {
	Phone  string `json:"phone,omitempty"`  // device.Info.ID
	Serial string `json:"serial,omitempty"` // as it was then
	Name   string `json:"name,omitempty"`
	Folder string `json:"folder,omitempty"` // of this computer
}

// Plan is what a restore will do: what is previewed is what runs.
type Plan struct {
	ID       string    `json:"id"` // of the run, and what undo takes
	Job      string    `json:"job"`
	Made     time.Time `json:"made"`
	From     string    `json:"from,omitempty"` // what was chosen, for people: a snapshot, a search …
	Target   Target    `json:"target"`
	Conflict Conflict  `json:"conflict"`
	Steps    []Step    `json:"steps"`
	Spaces   []Space   `json:"spaces,omitempty"`
	Notes    []string  `json:"notes,omitempty"` // sentences to read before pressing Restore
}

// Totals sums up the whole plan.
func (p *Plan) Totals() Totals {
	var t Totals
	for _, s := range p.Steps {
		t.add(s)
	}
	return t
}

// Categories sums up each category.
func (p *Plan) Categories() map[string]Totals {
	all := map[string]Totals{}
	for _, s := range p.Steps {
		t := all[s.Category]
		t.add(s)
		all[s.Category] = t
	}
	return all
}

// Short is the storage with too little room, if there is one.
func (p *Plan) Short() (Space, bool) {
	for _, s := range p.Spaces {
		if s.Short() > 0 {
			return s, true
		}
	}
	return Space{}, false
}
