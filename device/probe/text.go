package probe

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// Text is a short table of the verdicts, with what is still open below it.
func (r Report) Text() string {
	r = cleanReport(r)
	count := map[Verdict]int{}
	settled := 0
	for _, p := range r.Points {
		count[p.Verdict]++
		if p.Verdict.Settled() {
			settled++
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d points are settled", settled, len(r.Points)-count[NotProbed])
	sep := ": "
	for _, v := range verdicts {
		if count[v] > 0 && v != NotProbed {
			fmt.Fprintf(&b, "%s%d %s", sep, count[v], v)
			sep = ", "
		}
	}
	b.WriteString(".\n\n")
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, p := range r.Points {
		if p.Verdict != NotProbed {
			fmt.Fprintf(table, "%s\t%s\t%s\n", p.Verdict, p.ID, p.Question)
		}
	}
	_ = table.Flush() // writing to memory does not fail
	if n := count[NotProbed]; n > 0 {
		fmt.Fprintf(&b, "\n%d more cannot be found out by reading alone.\n", n)
	}
	return b.String()
}
