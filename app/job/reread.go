package job

import (
	"context"
	"path"

	"keepsake/gallery"
)

// reread reads once more what the phone's own hash says is not what was copied,
// and proves it again. Either the file was changed without a trace in its size
// and date, or its bytes came over altered: the list alone would call such a
// file known for ever.
func (b *Backup) reread(ctx context.Context) error {
	var due []*entry
	first := map[*entry]gallery.Hash{}
	for i := range b.files {
		if e := &b.files[i]; e.wrong {
			due = append(due, e)
			first[e] = e.hash
			b.Tracker.takeBack(Category(e.File), e.outcome)
			e.outcome = ""
		}
	}
	if len(due) == 0 {
		return nil
	}
	b.Tracker.phase(Copying, len(due), totalSize(due))
	if err := b.pull(ctx, due); err != nil {
		return err
	}
	var kept []*entry
	for _, e := range due {
		if e.outcome != Copied {
			continue
		}
		kept = append(kept, e)
		if e.hash != first[e] {
			b.Tracker.note(Problem{Path: e.Path, Outcome: Copied, Reason: path.Base(e.Path) + " was not in the library as it is on the phone, so it was read again; the other copy is kept beside it"})
		}
	}
	return b.proveAll(ctx, kept)
}

// takeBack undoes the outcome of one file that gets another.
func (t *Tracker) takeBack(category string, o Outcome) {
	t.outcome(category, "", o, "", -1)
}
