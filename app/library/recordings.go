package library

import (
	"context"
	"fmt"
	"time"

	"keepsake/device"
	"keepsake/gallery"
	"keepsake/gallery/index"
	"keepsake/gallery/records"
)

// keepRecordings brings the list of a phone's recordings up to the sound files that
// the library has of it. The files themselves are items, kept with the pictures; the
// list says who was recorded, and when. zone is the phone's.
func (l *Library) keepRecordings(ctx context.Context, phone device.Info, zone *time.Location) error {
	all, err := l.recordingsOf(ctx, phone.ID, zone)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		if states, err := l.History(ctx, phone.ID, records.Recordings); err != nil || len(states) == 0 {
			return err
		}
	}
	_, err = l.SaveRecords(ctx, phone, records.Recordings, records.Each(all))
	return err
}

func (l *Library) recordingsOf(ctx context.Context, phone string, zone *time.Location) ([]records.Record, error) {
	// What was deleted on the phone is here all the same.
	line, err := l.Index.Timeline(ctx, index.Filter{Phone: phone, Kinds: []gallery.Kind{gallery.Audio}, IncludeTrashed: true})
	if err != nil {
		return nil, fmt.Errorf("list the recordings: %w", err)
	}
	var all []records.Record
	for _, id := range line.IDs {
		it, err := l.Index.Item(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("list the recordings: %w", err)
		}
		for _, o := range it.Origins {
			r, ok := records.ParseRecording(o.Path, zone)
			if o.Phone != phone || !ok {
				continue
			}
			if r.Date == 0 {
				r.Date = o.MTime.UnixMilli()
			}
			r.Size, r.SHA256, r.Duration = it.Size, it.Hash.String(), it.Info.Duration.Milliseconds()
			all = append(all, r)
			break // one content is one recording, in however many folders
		}
	}
	return all, nil
}
