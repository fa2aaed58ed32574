package home

import (
	"time"

	"keepsake/app/ui/words"
)

// Total is several running backups as one: a title, their numbers added up, and
// one part of a ring.
type Total struct {
	Title, Numbers string
	Part           float32
	Unknown        bool // there is no part yet
	Waiting        bool // one of them needs somebody
}

// Says is what a running backup does, in one line. What it waits for names the
// phone itself.
func (c Card) Says() string {
	if c.Progress.Waiting {
		return c.Progress.Phase
	}
	return words.F("{{.Phone}}: {{.What}}", "Phone", c.Phone.Title(), "What", c.Progress.Phase)
}

// Sum adds up running backups. One alone keeps its own words.
func Sum(jobs []Card) Total {
	if len(jobs) == 0 {
		return Total{}
	}
	if len(jobs) == 1 {
		p := jobs[0].Progress
		return Total{Title: jobs[0].Says(),
			Numbers: p.Numbers, Part: p.Part, Unknown: p.Unknown && !p.Waiting && !p.Paused, Waiting: p.Waiting}
	}
	var (
		t                            = Total{Unknown: true}
		files, total, waits, pausing int
		imports                      int
		bytes, all                   int64
		fast                         float64
		left                         time.Duration
		parts                        float32
	)
	for _, c := range jobs {
		p := c.Progress
		if p.Waiting {
			waits++
		}
		if p.Paused {
			pausing++
		}
		if c.Import {
			imports++
		}
		if p.Unknown {
			continue
		}
		t.Unknown = false
		files, total = files+p.files, total+p.total
		bytes, all = bytes+p.bytes, all+p.all
		fast += p.fast
		left = max(left, p.left)
		parts += p.Part
	}
	t.Part = parts / float32(len(jobs))
	if all > 0 {
		t.Part = float32(float64(bytes) / float64(all))
	}
	t.Part = min(max(t.Part, 0), 1)
	t.Waiting = waits > 0
	switch {
	case waits > 0:
		t.Title = words.N("{{.N}} phones need you", waits)
	case imports > 0:
		t.Title = words.N("{{.N}} jobs are running", len(jobs))
	case pausing == len(jobs):
		t.Title = words.T("All backups are paused")
	default:
		t.Title = words.N("Backing up {{.N}} phones", len(jobs))
	}
	var done, speed string
	if total > 0 {
		done = words.F("{{.Done}} of {{.Total}}", "Done", words.Count(files), "Total", words.Count(total))
	}
	if fast > 0 {
		speed = words.Speed(fast)
	}
	t.Numbers = join(done, speed, words.Left(left))
	return t
}
