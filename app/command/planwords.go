package command

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/app/job/restore/rows"
)

// printPlan says in words what a plan would do.
func printPlan(w io.Writer, p *restore.Plan) {
	fmt.Fprintf(w, "%s → %s\n", printable(p.From), printable(p.Target.Name))
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	first := "NEW"
	if p.Job == job.FreeName {
		first = "IN THE LIBRARY"
	}
	fmt.Fprintf(t, "\t%s\tSAME\tDIFFERENT\tCANNOT\tSIZE\t\n", first)
	all := p.Categories()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		c := all[name]
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%s\t\n", name, c.New+c.Kept, c.Same, c.Differs, c.Cannot, Bytes(c.Bytes))
	}
	_ = t.Flush() // as every print to the terminal
	for _, s := range p.Spaces {
		if s.Need > 0 && s.Free >= 0 {
			fmt.Fprintf(w, "%s: %s needed, %s free\n", printable(s.Name), Bytes(s.Need), Bytes(s.Free))
		}
	}
	for _, n := range p.Notes {
		fmt.Fprintln(w, "note:", printable(n))
	}
	const show = 20
	n := 0
	for _, s := range p.Steps {
		if s.State != restore.Cannot && s.State != restore.Differs {
			continue
		}
		if n++; n > show {
			continue
		}
		said := s.Reason
		switch {
		case said != "":
		case s.Do == restore.Add:
			said = "another file has its name: both are kept"
		case s.Do == restore.Replace:
			said = "another file has its name: that is replaced, and kept for undo"
		}
		fmt.Fprintf(w, "  %s: %s (%s)\n", s.State, printable(string(s.Target)), printable(said))
	}
	if n > show {
		fmt.Fprintf(w, "  … and %d more; the whole list: --json\n", n-show)
	}
	if gaps := rows.Gaps(p); p.Job == job.RestoreName && len(gaps) > 0 {
		fmt.Fprintln(w, "What does not come back:")
		for _, g := range gaps {
			count := ""
			if g.Count > 0 {
				count = fmt.Sprintf(" (%d)", g.Count)
			}
			fmt.Fprintf(w, "  %s%s: %s %s\n", g.Category, count, printable(g.Why), printable(g.Next))
		}
	}
	fmt.Fprintln(w, "Nothing was changed.")
}

// printRun says in words what a restore, an undo or freeing did.
func printRun(w io.Writer, r job.Receipt, done string) {
	to := r.Name
	if to == "" {
		to = r.Device
	}
	fmt.Fprintf(w, "%s → %s\n", r.Library, printable(to))
	already := "there already"
	switch r.Job {
	case job.UndoName:
		already = "nothing to take back"
	case job.FreeName:
		already = "gone already"
	}
	fmt.Fprintf(w, "found %d = %s %d + %s %d + skipped %d + failed %d\n", r.Found, done, r.Copied, already, r.Already, r.Skipped, r.Failed)
	if r.Job != job.UndoName {
		fmt.Fprintf(w, "verified %d of %d by reading back\n", r.Verified, r.Copied)
	}
	fmt.Fprintf(w, "%s in %s\n", Bytes(r.Bytes), Span(time.Duration(r.Seconds*float64(time.Second))))
	if r.ID != "" && r.Job != job.UndoName && r.Copied > 0 {
		fmt.Fprintf(w, "to take it back: keepsake undo %s\n", r.ID)
	}
	printRemarks(w, r)
}
