package store

import (
	"bytes"
	"context"
	"fmt"
)

// writeIntent writes which originals are about to get their names: the manifest
// lines that follow once they have them. It is nil when no name is to be made.
// The caller makes it durable and closes it.
func (g *group) writeIntent() (file, error) {
	var lines []byte
	for i := range g.arrive {
		if a := &g.arrive[i]; a.err == nil && !a.same {
			lines = append(lines, a.line...)
		}
	}
	if len(lines) == 0 {
		return nil, nil
	}
	name := g.w.tempName(intentExt)
	f, err := g.w.l.d.create(name)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write(lines); err != nil {
		f.Close()
		g.w.l.d.remove(name)
		return nil, err
	}
	g.intent = name
	return f, nil
}

// maxIntent bounds an intent file: a group's lines, each as long as a line may be.
const maxIntent = groupCount * maxLine

// adopt reads an intent and writes down the originals that got their names. Their
// lines are written even if the manifest has them: it may have lost them on the
// way to the disk, and saying it twice does no harm.
func (w *Writer) adopt(ctx context.Context, name string) error {
	d := w.l.d
	b, err := readFile(d, name, maxIntent)
	if err != nil {
		return err
	}
	var lines []byte
	dirs := make(map[string]struct{})
	var r record
	for len(b) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := bytes.IndexByte(b, '\n') + 1
		if n == 0 {
			break // the intent itself was cut short: nothing was renamed yet
		}
		line := b[:n]
		b = b[n:]
		if parseLine(line[:n-1], &r) != nil || r.kind != recItem {
			continue
		}
		if e := w.cat.find(r.hash); e != nil && e.removed {
			continue // an old intent must not bring back what the owner removed since
		}
		to := string(r.path)
		same, err := holds(ctx, d, to, r.size, r.hash)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			w.warn(fmt.Sprintf("%s cannot be read (%v): it does not count as kept, and comes again with the next backup.", to, err))
			continue
		}
		if same {
			lines = append(lines, line...)
			dirs[parent(to)] = struct{}{}
			continue
		}
		if st, err := d.stat(to); err == nil && st.Mode().IsRegular() && st.Size() == 0 && r.size > 0 {
			// The empty file that takes a name where a rename would replace.
			if err := d.remove(to); err != nil {
				return err
			}
		}
	}
	for dir := range dirs {
		if err := w.settled(d.syncDir(dir)); err != nil {
			return err
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return w.record(lines)
}
