package rows

import (
	"context"
	"encoding/json"
	"fmt"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device/provider"
	"keepsake/gallery/records"
)

// Settings puts a few settings back: those of how the phone looks, sounds and
// behaves that are harmless on any phone (provider.Settable). The others are no
// steps: they belong to one phone, or to an account.
type Settings struct {
	line *restore.Line[Phone]
	from Source
	keep Keeper
}

// NewSettings makes the part; keep may be nil.
func NewSettings(line *restore.Line[Phone], from Source, keep Keeper) *Settings {
	return &Settings{line, from, keep}
}

// Name implements restore.Part.
func (p *Settings) Name() string { return string(records.Settings) }

// was is the value a setting had; nil: none.
type was struct {
	Old *string `json:"old"`
}

// now reads the phone's settings that may be put back.
func (p *Settings) now(ctx context.Context) (map[string]string, error) {
	have := map[string]string{}
	var problems records.Problems
	err := p.line.Phone().Records(ctx, records.Settings, &problems, func(r records.Record) error {
		if s, ok := r.(records.Setting); ok {
			have[s.Table+"/"+s.Key] = s.Value
		}
		return nil
	})
	return have, err
}

// Plan implements restore.Part.
func (p *Settings) Plan(ctx context.Context, d *restore.Draft) error {
	wanted, err := p.from(ctx)
	if err != nil {
		return err
	}
	if len(wanted) == 0 {
		return nil
	}
	have, err := p.now(ctx)
	no, err := unseen(err, p.line.Phone().Takes(records.Settings), records.Settings)
	if err != nil {
		return err
	}
	for _, r := range wanted {
		s, ok := r.(records.Setting)
		if !ok || !provider.Settable(s) {
			continue
		}
		step := restore.Step{Category: string(records.Settings), Title: s.Key + " = " + s.Value, Source: s.Identity(), Target: restore.Name(s.Table + "/" + s.Key),
			State: restore.New, Do: restore.Add, Bytes: int64(len(s.Value))}
		old, there := have[s.Table+"/"+s.Key]
		switch {
		case there && old == s.Value:
			step.State, step.Do = restore.Same, restore.Leave
		case there && d.Conflict == restore.Skip:
			step.State = restore.Differs
			step.Do, step.Reason = d.Conflict.Choose(false)
		case there:
			step.State, step.Do, step.Reason = restore.Differs, restore.Replace, "it is "+short(old, "empty")+" now, which is kept for undo"
		}
		if no != nil && step.Change() {
			step.State, step.Do, step.Reason = restore.Cannot, restore.Leave, no.Error()
		}
		if err := d.Add(step, s); err != nil {
			return err
		}
	}
	return nil
}

// Save implements restore.Part.
func (p *Settings) Save(ctx context.Context, _ []restore.Step, v restore.Vault) error {
	return save(ctx, p.line.Phone(), records.Settings, v, p.keep)
}

// Do implements restore.Part.
func (p *Settings) Do(ctx context.Context, due []restore.Entry, log *restore.Log) error {
	have, err := p.now(ctx)
	if err != nil {
		return err
	}
	all := make([]records.Record, len(due))
	var notes []restore.Note
	for i, e := range due {
		s, err := p.setting(e)
		if err != nil {
			return err
		}
		all[i] = s
		if e.Begun { // the first note has the value from before
			continue
		}
		var w was
		if old, ok := have[s.Table+"/"+s.Key]; ok {
			w.Old = &old
		}
		notes = append(notes, restore.Note{Step: e.ID, Data: w})
	}
	if err := log.Intend(notes...); err != nil {
		return err
	}
	errs, err := p.line.Phone().PutRecords(ctx, records.Settings, all)
	if err != nil {
		return err
	}
	for i, e := range due {
		o, reason := job.Copied, ""
		if errs[i] != nil {
			o, reason = job.Lost, errs[i].Error()
		}
		if err := log.Settle(e, o, reason, nil); err != nil {
			return err
		}
	}
	return nil
}

func (p *Settings) setting(e restore.Entry) (records.Setting, error) {
	var s records.Setting
	if err := json.Unmarshal(e.Detail, &s); err != nil {
		return s, fmt.Errorf("the plan of %s: %w", e.Title, err)
	}
	return s, nil
}

// ReadBack implements restore.Part.
func (p *Settings) ReadBack(ctx context.Context, done []restore.Entry, log *restore.Log) error {
	have, err := p.now(ctx)
	if err != nil {
		return err
	}
	for _, e := range done {
		s, err := p.setting(e)
		if err == nil && have[s.Table+"/"+s.Key] == s.Value {
			err = log.Verify(e)
		} else if err == nil {
			err = log.Doubt(e, "the phone has changed it since")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Undo implements restore.Part.
func (p *Settings) Undo(ctx context.Context, done []restore.Entry, _ restore.Vault, log *restore.Log) error {
	have, err := p.now(ctx)
	if err != nil {
		return err
	}
	var back []records.Record
	var going []restore.Entry
	for _, e := range done {
		s, err := p.setting(e)
		if err != nil {
			return err
		}
		var w was
		if _, err := e.Read(&w); err != nil {
			return err
		}
		now, there := have[s.Table+"/"+s.Key]
		switch {
		case w.Old == nil && !there, w.Old != nil && there && now == *w.Old:
			err = log.Settle(e, job.Already, "", nil)
		case now != s.Value:
			err = log.Settle(e, job.Skipped, changed+", and stays", nil)
		default:
			s.Value = ""
			if w.Old != nil {
				s.Value = *w.Old
			}
			back, going = append(back, s), append(going, e)
		}
		if err != nil {
			return err
		}
	}
	errs, err := p.line.Phone().PutRecords(ctx, records.Settings, back)
	if err != nil {
		return err
	}
	for i, e := range going {
		o, reason := job.Copied, ""
		if errs[i] != nil {
			o, reason = job.Skipped, errs[i].Error()
		}
		if err := log.Settle(e, o, reason, nil); err != nil {
			return err
		}
	}
	return nil
}
