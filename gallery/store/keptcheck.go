package store

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"time"

	"keepsake/gallery"
)

// wanted is a part that some state names, and where it may lie.
type wanted struct {
	part  Part
	at    string // its place in Records
	whose string // for the report
	now   bool   // it belongs to the newest state
}

// newest picks the newest state of each category of each phone. IDs are in order of
// time within a phone.
func newest(all []Kept) map[string]Kept {
	last := make(map[string]Kept)
	for _, k := range all {
		key := k.Phone + "\x00" + k.Category
		if old, ok := last[key]; !ok || k.Taken.After(old.Taken) {
			last[key] = k
		}
	}
	return last
}

// readAllKept reads every state, and says which cannot be read.
func readAllKept(ctx context.Context, d disk) (all []Kept, bad map[string]error, err error) {
	ids, err := keptIDs(d)
	if err != nil {
		return nil, nil, err
	}
	bad = make(map[string]error)
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		k, err := readKept(d, id)
		if err != nil {
			bad[id] = err
			continue
		}
		all = append(all, k)
	}
	return all, bad, nil
}

// wantedParts are the parts of all states, each content once, those of the newest
// states by each of their places.
func wantedParts(all []Kept) []wanted {
	var list []wanted
	last := newest(all)
	done := make(map[gallery.Hash]bool)
	for _, key := range slices.Sorted(maps.Keys(last)) {
		k := last[key]
		for _, p := range k.Parts {
			list = append(list, wanted{p, k.place(p), whose(k), true})
			done[p.Hash] = true
		}
	}
	for _, k := range all {
		for _, p := range k.Parts {
			if !done[p.Hash] {
				done[p.Hash] = true
				list = append(list, wanted{p, k.place(p), whose(k), false})
			}
		}
	}
	return list
}

func whose(k Kept) string {
	name := k.Name
	if name == "" {
		name = k.Folder
	}
	return fmt.Sprintf("the %s of %s as of %s", k.Category, name, k.Taken.Local().Format("2006-01-02 15:04"))
}

// kept looks at the records: every state is readable, every part it names is there,
// and of a share of them the bytes are what they were.
func (r *Report) kept(ctx context.Context, d disk, share float64) error {
	all, bad, err := readAllKept(ctx, d)
	if err != nil {
		return err
	}
	r.States = len(all)
	for _, id := range slices.Sorted(maps.Keys(bad)) {
		r.add(ProblemManifest, keptDir+"/"+id+snapshotExt, gallery.Hash{}, "what was kept of the records then cannot be read: "+bad[id].Error())
	}
	today := byte(time.Now().Unix() / 86400 % 100)
	for _, w := range wantedParts(all) {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.Parts++
		read := share >= 1 || share > 0 && w.part.Hash[0]%100 == today // another hundredth each day
		if err := r.part(ctx, d, w, read); err != nil {
			return err
		}
	}
	return nil
}

// part looks for one part where it may lie.
func (r *Report) part(ctx context.Context, d disk, w wanted, read bool) error {
	found, why := "", ""
	names := []string{w.at, historyName(w.part.Hash)}
	if !w.now {
		slices.Reverse(names) // its place most likely has a newer one
	}
	for _, name := range names {
		st, err := d.stat(name)
		if err != nil || !st.Mode().IsRegular() {
			continue
		}
		if st.Size() != w.part.Size {
			why = fmt.Sprintf("%s is %d bytes long, should be %d", name, st.Size(), w.part.Size)
			continue
		}
		if read {
			got, n, err := hashFile(ctx, d, name, w.part.Size, true)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				r.add(ProblemUnread, name, w.part.Hash, err.Error())
				return nil
			case got != w.part.Hash:
				why = fmt.Sprintf("the bytes of %s changed: SHA-256 is %s", name, got)
				continue
			}
			r.PartBytes += n
		}
		found = name
		break
	}
	switch {
	case found == w.at, found != "" && !w.now:
	case found != "" && why == "":
		r.add(ProblemLeftover, w.at, w.part.Hash, "not there; it is in the history, the next backup of the records or a repair puts it back")
	case found != "":
		r.add(ProblemStray, w.at, w.part.Hash, "edited, or of a backup that was cut short ("+why+"); what was kept is in the history")
	case why != "" && w.now:
		r.add(ProblemDamaged, w.at, w.part.Hash, why+"; of "+w.whose)
	case why != "":
		// A newer part lies in the old one's place, so only the history counts.
		if _, err := d.stat(historyName(w.part.Hash)); err == nil {
			r.add(ProblemDamaged, historyName(w.part.Hash), w.part.Hash, why+"; "+path.Base(w.at)+" of "+w.whose)
			return nil
		}
		fallthrough
	default:
		r.add(ProblemMissing, w.at, w.part.Hash, "not there; of "+w.whose)
	}
	return nil
}

// mendKept puts the newest records back in their places out of the history, moves
// damaged versions to the quarantine, and names what is lost.
func (r *repairer) mendKept(ctx context.Context) error {
	all, bad, err := readAllKept(ctx, r.d)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(bad)) {
		name := keptDir + "/" + id + snapshotExt
		r.did(ActionQuarantine, name, "cannot be read: "+bad[id].Error())
		if err := r.quarantine(name); err != nil {
			return err
		}
	}
	for _, w := range wantedParts(all) {
		if err := r.mendPart(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

func (r *repairer) mendPart(ctx context.Context, w wanted) error {
	old := historyName(w.part.Hash)
	inPlace, err := holds(ctx, r.d, w.at, w.part.Size, w.part.Hash)
	if err != nil {
		return err
	}
	inHistory, err := holds(ctx, r.d, old, w.part.Size, w.part.Hash)
	if err != nil {
		return err
	}
	if _, err := r.d.stat(old); err == nil && !inHistory {
		r.did(ActionQuarantine, old, "its bytes changed; "+path.Base(w.at)+" of "+w.whose)
		if err := r.quarantine(old); err != nil {
			return err
		}
	}
	if inPlace || inHistory && !w.now {
		return nil
	}
	if w.now {
		if _, err := r.d.stat(w.at); err == nil {
			r.did(ActionQuarantine, w.at, "its bytes are not what was kept; of "+w.whose)
			if err := r.quarantine(w.at); err != nil {
				return err
			}
		}
	}
	if !inHistory {
		r.did(ActionMissing, w.at, "lost; of "+w.whose+": the next backup writes what the phone has")
		return nil
	}
	r.did(ActionFound, w.at, "put back from the history")
	if r.o.DryRun {
		return nil
	}
	temp := r.w.tempName(".tmp")
	if err := copyFile(ctx, r.d, old, temp, w.part.Hash); err != nil {
		return err
	}
	k := Keeping{w: r.w, made: map[string]bool{".": true}}
	return k.enter(temp, w.at)
}
