package rows

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device"
	"keepsake/gallery/records"
	"keepsake/gallery/records/ical"
	"keepsake/gallery/records/vcard"
)

// ByImporter makes a part of contacts or events let the phone's own importer do it:
// one file, one tap of the owner, and hundreds of contacts in seconds, where a phone
// takes a program's start for each row of them. Groups and stars are not in the
// importer's power. What is missing from contacts that are there is added without it.
// Where nobody taps for some minutes, or the phone has no importer, all is entered row
// by row after all. Fewer than least are entered so at once.
func (p *Part) ByImporter(least int) *Part {
	p.importer, p.least = true, least
	p.patience = patience{every: 2 * time.Second, most: 3 * time.Minute}
	return p
}

// patience is how long and how often to look whether the owner has confirmed.
type patience struct{ every, most time.Duration }

// quiet is how many looks without anything new mean that the importer is done.
const quiet = 4

// errNotConfirmed: the owner did not tap. The file is gone, so that a late tap does
// nothing.
var errNotConfirmed = errors.New("the import was not confirmed on the phone")

// ask puts a file with the records on the phone's screen and waits until they are in.
func (p *Part) ask(ctx context.Context, phone Phone, rows []item, log *restore.Log) ([]error, error) {
	name, mime, data, err := p.file(rows)
	if err != nil {
		return nil, err
	}
	at, err := phone.ShowFile(ctx, name, mime, data)
	if err == nil {
		log.Count.Status(job.Waiting, &job.Ask{What: "The phone asks whether to import " + counted(len(rows), p.what) + ".",
			Next: "Unlock it, choose “Phone” if it asks where to, and tap Import or OK. Without a tap they are entered one by one, which takes longer."})
		err = p.settled(ctx, phone, rows)
		log.Count.Status(job.Running, nil)
	}
	if at != "" && (err == nil || errors.Is(err, errNotConfirmed) || errors.Is(err, device.ErrNotShown)) {
		err = errors.Join(err, phone.RemoveShown(ctx, at))
	}
	return make([]error, len(rows)), err
}

// counted is a number of records.
func counted(n int, c records.Category) string {
	if n == 1 {
		return "1 " + strings.TrimSuffix(string(c), "s")
	}
	return fmt.Sprintf("%d %s", n, c)
}

// settled waits until all rows are there, or those that came are joined by no more.
func (p *Part) settled(ctx context.Context, phone Phone, rows []item) error {
	ticker := time.NewTicker(p.every)
	defer ticker.Stop()
	give := time.NewTimer(p.most)
	defer give.Stop()
	last, still := rows[0].n.Mark, 0
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-give.C:
			return errNotConfirmed
		case <-ticker.C:
		}
		now, err := phone.LastRow(ctx, p.what)
		switch {
		case err != nil:
			return err
		case now == last && last == rows[0].n.Mark: // nothing has come yet
			continue
		case now == last:
			if still++; still < quiet {
				continue
			}
			return nil
		}
		last, still = now, 0
		found, err := p.find(ctx, rows)
		if err != nil || len(found) == len(rows) {
			return err
		}
	}
}

// file writes the records as a file that phones import.
func (p *Part) file(rows []item) (name, mime string, data []byte, err error) {
	var b bytes.Buffer
	if p.what == records.Events {
		var events []records.Event
		for _, it := range rows {
			if e, ok := it.r.(records.Event); ok {
				events = append(events, e)
			}
		}
		err = ical.Write(&b, events, ical.Options{Name: "Keepsake", Plain: true})
		return "Keepsake calendar.ics", "text/calendar", b.Bytes(), err
	}
	err = vcard.Write(&b, func(yield func(records.Contact, error) bool) {
		for _, it := range rows {
			if c, ok := it.r.(records.Contact); ok && !yield(c, nil) {
				return
			}
		}
	}, vcard.Options{Plain: true})
	return "Keepsake contacts.vcf", "text/x-vcard", b.Bytes(), err
}

// imported finds contacts among those that came, by what they say: the importer gives
// them no key.
func imported(rows []item, now []records.Record) map[int]records.Record {
	byName := map[string][]records.Contact{}
	for _, r := range now {
		if c, ok := r.(records.Contact); ok {
			byName[c.NameKey()] = append(byName[c.NameKey()], c)
		}
	}
	found := map[int]records.Record{}
	for _, it := range rows {
		want, ok := it.r.(records.Contact)
		if !ok {
			continue
		}
		list := byName[want.NameKey()]
		for i, c := range list {
			if rowID(c) > it.n.Mark && want.SamePerson(c) {
				found[it.ID] = c
				byName[want.NameKey()] = append(list[:i:i], list[i+1:]...)
				break
			}
		}
	}
	return found
}
