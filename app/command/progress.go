package command

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
)

// progress shows a tracker on stderr: one line that redraws itself on a
// terminal, otherwise a plain line every few seconds and at each new phase.
type progress struct {
	quit, done chan struct{}
}

func startProgress(env Env, t *job.Tracker) *progress {
	p := &progress{quit: make(chan struct{}), done: make(chan struct{})}
	every := 5 * time.Second
	if env.Terminal {
		every = 200 * time.Millisecond
	}
	go func() {
		defer close(p.done)
		tick := time.NewTicker(every)
		defer tick.Stop()
		look := time.NewTicker(200 * time.Millisecond)
		defer look.Stop()
		var phase job.Phase
		var status job.Status
		for {
			select {
			case <-p.quit:
				if env.Terminal {
					fmt.Fprint(env.Stderr, "\r\x1b[K")
				}
				return
			case <-look.C:
				s := t.Snapshot()
				if env.Terminal || (s.Phase == phase && s.Status == status) {
					continue
				}
				phase, status = s.Phase, s.Status
				fmt.Fprintln(env.Stderr, Line(s))
			case <-tick.C:
				s := t.Snapshot()
				if env.Terminal {
					fmt.Fprint(env.Stderr, "\r\x1b[K"+shorten(Line(s), 110))
				} else if s.FilesTotal > 0 {
					fmt.Fprintln(env.Stderr, Line(s))
				}
			}
		}
	}()
	return p
}

func (p *progress) stop() {
	close(p.quit)
	<-p.done
}

// Line puts a job's progress into one line of words.
func Line(s job.Snapshot) string {
	if s.Status == job.Waiting {
		return "The phone went away. Plug it in again: it goes on by itself."
	}
	var words = map[job.Phase]string{
		job.Listing: "Looking", job.Reading: "Reading contacts, messages and the rest", job.Copying: "Copying", job.Thumbnails: "Making thumbnails",
		job.Exporting: "Exporting", job.Verifying: "Verifying", job.Finishing: "Finishing",
		restore.Comparing: "Comparing with what is there", restore.Saving: "Noting how things are", restore.Restoring: "Restoring", restore.Freeing: "Proving and taking",
		restore.ReadingBack: "Reading back", restore.Undoing: "Taking back",
		job.Uploading: "Uploading", job.Albuming: "Putting into albums", job.Fetching: "Fetching",
	}
	var b strings.Builder
	b.WriteString(words[s.Phase])
	switch {
	case s.FilesTotal > 0:
		fmt.Fprintf(&b, " %d of %d", s.Files, s.FilesTotal)
	case s.Files > 0:
		fmt.Fprintf(&b, ": %d", s.Files)
	}
	if s.Speed > 0 {
		fmt.Fprintf(&b, " · %s/s", Bytes(int64(s.Speed)))
	}
	if s.Left > 0 {
		fmt.Fprintf(&b, " · %s left", Span(s.Left))
	}
	if s.Item != "" {
		fmt.Fprintf(&b, " · %s", printable(s.Item))
	}
	return b.String()
}

// printReceipt says in words what a backup did.
func printReceipt(w io.Writer, r job.Receipt, noVerify bool) {
	printCounts(w, r)
	if noVerify {
		fmt.Fprintf(w, "verified: not asked for; %d of %d kept files were proven earlier\n", r.Verified, r.KeptFiles())
	} else {
		fmt.Fprintf(w, "verified %d of %d kept files against the phone's own SHA-256\n", r.Verified, r.KeptFiles())
	}
	fmt.Fprintf(w, "%s in %s\n", Bytes(r.Bytes), Span(time.Duration(r.Seconds*float64(time.Second))))
	printRemarks(w, r)
}

// printCounts says from where to where, and how it adds up.
func printCounts(w io.Writer, r job.Receipt) {
	fmt.Fprintf(w, "%s → %s\n", printable(r.Name), r.Library)
	fmt.Fprintf(w, "found %d = copied %d + already kept %d + skipped %d + failed %d\n", r.Found, r.Copied, r.Already, r.Skipped, r.Failed)
	if len(r.Categories) < 2 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(r.Categories)) {
		if c := r.Categories[name]; c.Found > 0 {
			fmt.Fprintf(w, "  %s: %d = copied %d + already kept %d + skipped %d + failed %d\n", name, c.Found, c.Copied, c.Already, c.Skipped, c.Failed)
		}
	}
}

// printRemarks lists what is to be looked at.
func printRemarks(w io.Writer, r job.Receipt) {
	for _, warning := range r.Warnings {
		fmt.Fprintf(w, "  note: %s\n", printable(warning))
	}
	printProblems(w, r.Problems)
}

// printProblems lists the first of a receipt's problems.
func printProblems(w io.Writer, problems []job.Problem) {
	const show = 20
	for i, p := range problems {
		if i == show {
			fmt.Fprintf(w, "  … and %d more; the whole list: --json\n", len(problems)-show)
			break
		}
		fmt.Fprintf(w, "  %s: %s (%s)\n", p.Outcome, printable(p.Path), printable(p.Reason))
	}
}
