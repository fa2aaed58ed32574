package uitest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"keepsake/app/ui/recordings"
	"keepsake/gallery/records"
)

// Recordings is a list of recordings made of code: recordings.Library.
type Recordings struct {
	All    []recordings.Recording
	Phones []string // in turn; empty: all are Mum's
	Err    error
	Played []string
	Shown  []string
}

// NewRecordings returns recordings as phones make them, and more of them up to n.
func NewRecordings(n int) *Recordings {
	ago := func(d time.Duration) int64 { return Now.Add(-d).UnixMilli() }
	const day = 24 * time.Hour
	minutes := func(m, s int64) int64 { return (m*60 + s) * 1000 }
	call := func(who, number string, way recordings.Way, when time.Duration, length int64) recordings.Recording {
		return recordings.Recording{Who: who, Way: way, Sound: records.Recording{Kind: records.CallAudio, Name: number, Callers: []records.Party{{Number: number}}, Date: ago(when), Duration: length, Size: length * 6}}
	}
	all := []recordings.Recording{
		call("Mara Ellison", "+447700900142", recordings.Incoming, 3*time.Hour, minutes(4, 12)),
		{Sound: records.Recording{Kind: records.Memo, Name: "Sea at the north pier", Date: ago(26 * time.Hour), Duration: minutes(12, 3), Size: 11_400_000}},
		call("", "+4915550001111", recordings.Outgoing, 3*day, minutes(0, 41)),
		call("妈妈", "+8613900000000", recordings.Incoming, 5*day, minutes(31, 7)),
		{Sound: records.Recording{Kind: records.Radio, Name: "FM 98.4", Date: ago(12 * day), Duration: minutes(58, 0), Size: 55_000_000}},
		{Sound: records.Recording{Kind: records.CallAudio, Name: "Tom, Nell", Callers: []records.Party{{Name: "Tom"}, {Name: "Nell"}}, Date: ago(40 * day), Size: 900_000}},
		{Sound: records.Recording{Kind: records.Memo, Name: "محاضرة عن البحر", Date: ago(80 * day), Duration: minutes(91, 30), Size: 80_000_000}},
		{Sound: records.Recording{Kind: records.Memo, Name: "A memo whose name says at length what it is about, so that nobody has to listen to it to find out", Date: ago(400 * day), Duration: minutes(1, 0), Size: 1_000_000}},
		{Sound: records.Recording{Kind: records.AppAudio, Name: "Game", Duration: minutes(2, 0), Size: 2_000_000}},
	}
	for i := len(all); i < n; i++ {
		all = append(all, recordings.Recording{Sound: records.Recording{Kind: records.Memo, Name: fmt.Sprintf("Memo %d", i), Date: ago(time.Duration(i) * 9 * time.Hour), Duration: int64(i%900) * 1000, Size: int64(i) * 1000}})
	}
	all = all[:min(n, len(all))]
	for i := range all {
		all[i].ID, all[i].Item = int64(i+1), int64(i+100)
		all[i].Sound.Path = fmt.Sprintf("/storage/emulated/0/MIUI/sound_recorder/%d.mp3", i)
	}
	return &Recordings{All: all}
}

// Recordings implements recordings.Library.
func (l *Recordings) Recordings(_ context.Context, search string) ([]recordings.Recording, error) {
	if l.Err != nil {
		return nil, l.Err
	}
	var out []recordings.Recording
	for i, r := range l.All {
		if !strings.Contains(strings.ToLower(r.Title()), strings.ToLower(search)) {
			continue
		}
		r.PhoneName = "Mum's phone"
		if len(l.Phones) > 0 {
			r.PhoneName = l.Phones[i%len(l.Phones)]
		}
		r.Phone = r.PhoneName
		out = append(out, r)
	}
	sortBy(out, func(r recordings.Recording) int64 { return -r.Sound.Date })
	return out, nil
}

// Play implements recordings.Library.
func (l *Recordings) Play(_ context.Context, r recordings.Recording) error {
	l.Played = append(l.Played, r.Title())
	return l.Err
}

// ShowFile implements recordings.Library.
func (l *Recordings) ShowFile(_ context.Context, r recordings.Recording) error {
	l.Shown = append(l.Shown, r.Title())
	return l.Err
}
