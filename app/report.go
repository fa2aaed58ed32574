package app

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"keepsake/app/advice"
	"keepsake/app/desk"
	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/app/schedule"
	"keepsake/gallery/records"
)

// diagnosis is what somebody needs to know who helps: numbers and states, nothing
// that says whose they are. Phones have numbers, in the order of the list; of a
// sentence only the words stay that are the program's own.
type diagnosis struct {
	Keepsake string    `json:"keepsake"`
	System   string    `json:"system"`
	Go       string    `json:"go"`
	Made     time.Time `json:"made"`
	Window   struct {
		Theme string  `json:"theme"`
		Zoom  float32 `json:"zoom"`
		Tray  bool    `json:"tray"`
	} `json:"window"`
	Library struct {
		Items, Photos, Videos, Verified int
		Bytes, Free, Total              int64
		Checked                         time.Time      `json:"checked,omitzero"`
		Read                            string         `json:"read,omitempty"`
		Problems                        map[string]int `json:"problems,omitempty"`
	} `json:"library"`
	Phones []diagnosedPhone `json:"phones"`
	Runs   []diagnosedRun   `json:"runs"`
	Clouds []string         `json:"clouds,omitempty"` // their kinds
}

type diagnosedPhone struct {
	Number    int            `json:"number"`
	Model     string         `json:"model,omitempty"`
	OS        string         `json:"os,omitempty"`
	Android   string         `json:"android,omitempty"`
	State     string         `json:"state"`
	Wireless  bool           `json:"wireless,omitempty"`
	Automatic schedule.Every `json:"automatic,omitempty"`
	Why       schedule.Why   `json:"why,omitempty"`
	Late      bool           `json:"late,omitempty"`
}

type diagnosedRun struct {
	Phone      int                   `json:"phone,omitempty"`
	Job        string                `json:"job"`
	Started    time.Time             `json:"started"`
	Seconds    float64               `json:"seconds"`
	Status     job.Status            `json:"status"`
	Counts     job.Counts            `json:"counts"`
	Categories map[string]job.Counts `json:"categories,omitempty"`
	Problems   map[string]int        `json:"problems,omitempty"`
	Message    string                `json:"message,omitempty"`
}

// diagnosedRuns is how many of the newest runs a report has.
const diagnosedRuns = 50

// SaveReport implements ui.Reports: it writes a report into a folder.
func (h *house) SaveReport(ctx context.Context, folder string) (string, error) {
	d, err := h.diagnose(ctx)
	if err != nil {
		return "", fmt.Errorf("make a report: %w", err)
	}
	b, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return "", fmt.Errorf("make a report: %w", err)
	}
	name := filepath.Join(folder, "Keepsake report "+d.Made.Format("2006-01-02 150405")+".json")
	if err := os.WriteFile(name, append(b, '\n'), 0o600); err != nil {
		return "", fmt.Errorf("save the report: %w", err)
	}
	return name, nil
}

func (h *house) diagnose(ctx context.Context) (diagnosis, error) {
	v := h.settings.Get()
	d := diagnosis{Keepsake: plain(h.version), System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(), Made: time.Now().Round(time.Second)}
	d.Window.Theme, d.Window.Zoom, d.Window.Tray = plain(v.Theme), v.Zoom, h.tray != nil
	d.Library.Free, d.Library.Total = desk.Space(h.current.dir())
	number, says := map[string]int{}, vocabulary()
	numbered := func(id string) int {
		if number[id] == 0 {
			number[id] = len(number) + 1
		}
		return number[id]
	}
	rules := map[string]diagnosedPhone{}
	if h.routine != nil {
		for _, a := range h.routine.Automatic() {
			rules[a.ID] = diagnosedPhone{Automatic: a.Rule.Every, Why: a.Decision.Why, Late: a.Late}
		}
	}
	for _, p := range (board{h.phones, h.runs, h.current}).Phones() {
		one := rules[p.ID]
		one.Number, one.Model, one.OS, one.Android, one.State, one.Wireless = numbered(p.ID), plain(p.Model), plain(p.OS), plain(p.Android), fmt.Sprint(p.State), p.Wireless
		d.Phones = append(d.Phones, one)
	}
	for _, c := range v.Clouds {
		d.Clouds = append(d.Clouds, plain(c.Kind))
	}
	err := h.current.use(func(l *library.Library) error {
		s, err := l.Index.Stats(ctx, "")
		if err != nil {
			return err
		}
		d.Library.Items, d.Library.Photos, d.Library.Videos, d.Library.Verified, d.Library.Bytes = s.Items, s.Photos, s.Videos, s.Verified, s.Bytes
		if last, ok, err := l.Health(); err == nil && ok {
			d.Library.Checked, d.Library.Read, d.Library.Problems = last.When, plain(last.Read), map[string]int{}
			for _, p := range last.Problems {
				d.Library.Problems[plain(string(p.Kind))]++
			}
		}
		receipts, err := l.Receipts(diagnosedRuns)
		if err != nil {
			return err
		}
		for _, r := range receipts {
			d.Runs = append(d.Runs, diagnosed(r, numbered(r.Phone), says))
		}
		return nil
	})
	return d, err
}

// diagnosed is a receipt without what is its owner's.
func diagnosed(r job.Receipt, phone int, says speech) diagnosedRun {
	out := diagnosedRun{Phone: phone, Job: says.own(r.Job), Started: r.Started, Seconds: r.Seconds, Status: job.Status(says.own(string(r.Status))),
		Counts: r.Counts, Message: says.own(r.Message)}
	for name, c := range r.Categories {
		if name == job.Photos || name == job.Recordings || slices.Contains(records.Categories(), records.Category(name)) {
			if out.Categories == nil {
				out.Categories = map[string]job.Counts{}
			}
			out.Categories[name] = c
		}
	}
	for _, p := range r.Problems {
		if out.Problems == nil {
			out.Problems = map[string]int{}
		}
		out.Problems[says.own(string(p.Outcome))+": "+says.own(p.Reason)]++
	}
	return out
}

var (
	// plainText is what a model or a version is written with.
	plainText = regexp.MustCompile(`[^A-Za-z0-9 .+()_%-]`)
	longDigit = regexp.MustCompile(`[0-9]{6,}`)
)

// plain is a model or a version, as far as it looks like one.
func plain(s string) string {
	s = longDigit.ReplaceAllString(plainText.ReplaceAllString(s, ""), "…")
	return s[:min(len(s), 40)]
}

// speech is the words that a report may have, in small letters.
type speech map[string]bool

// own keeps the words of a sentence that are the program's, in small letters; what
// stands between them, names, numbers and paths, becomes an ellipsis.
func (v speech) own(sentence string) string {
	var out []string
	for i, w := range strings.Fields(sentence) {
		small := strings.ToLower(w)
		if v[strings.Trim(small, ".,:;()")] && (i == 0 || small == w) {
			out = append(out, small)
		} else if len(out) == 0 || out[len(out)-1] != "…" {
			out = append(out, "…")
		}
	}
	return strings.Join(out, " ")
}

// vocabulary is the words of the advice, and of what systems and phones answer.
func vocabulary() speech {
	all := speech{}
	for _, w := range append(advice.Words(), strings.Fields(`
		backup import export restore undo drill free upload fetch files folder done failed cancelled running lost skipped copied already
		a an and are as at be because been before but by could did do does for from has have if in is it its more no not nothing of off on once
		only or out read so than that the then there this to twice until was were while why will with without written
		access bytes changed closed connection damaged denied deleted device empty end ended eof error exist file full hash input invalid
		library long made missing mismatch network offline open operation output permission phone please quota reach refused removed report
		reset rest server short space storage stream such system taken thumbnail time timeout unexpected unplugged unsupported user verified wrong
		directory left broken pipe next takes reached private album trash come back you emptied cannot`)...) {
		all[w] = true
	}
	return all
}
