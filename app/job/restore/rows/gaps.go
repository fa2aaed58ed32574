package rows

import (
	"slices"
	"strings"

	"keepsake/app/job/restore"
	"keepsake/gallery/records"
)

// Gap is what does not come back: so many things of a category, the reason, and the
// next best way.
type Gap struct {
	Category string `json:"category"`
	Count    int    `json:"count"` // 0: not to be counted
	Why      string `json:"why"`
	Next     string `json:"next,omitempty"`
}

// AppData is the category of a Gap that every phone set up anew has.
const AppData = "app data"

// Gaps says what a plan does not bring back, the most first, and at the end what no
// computer can: what apps keep for themselves.
func Gaps(p *restore.Plan) []Gap {
	var all []Gap
	apps := false
	for _, s := range p.Steps {
		apps = apps || s.Category == string(records.Apps)
		if s.State != restore.Cannot {
			continue
		}
		why, next := halves(s.Reason)
		at := slices.IndexFunc(all, func(g Gap) bool { return g.Category == s.Category && g.Why == why })
		if at < 0 {
			at = len(all)
			all = append(all, Gap{Category: s.Category, Why: why, Next: next})
		}
		all[at].Count++
	}
	slices.SortStableFunc(all, func(a, b Gap) int { return b.Count - a.Count })
	if apps {
		all = append(all, Gap{Category: AppData, Why: "Android lets no computer write what apps keep: chats, log-ins, game scores.",
			Next: "Use each app's own transfer, or restore a backup made in the old phone's own settings."})
	}
	return all
}

// halves cuts a reason into what is and what to do.
func halves(reason string) (why, next string) {
	for _, mark := range []string{". ", "; ", ": "} {
		if a, b, ok := strings.Cut(reason, mark); ok {
			return a + strings.TrimRight(strings.TrimSuffix(mark, " "), ";:"), b
		}
	}
	return reason, ""
}
