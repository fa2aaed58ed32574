package rows

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device/provider"
	"keepsake/gallery/records"
)

// Passwords opens the library's encrypted file: the networks with their passwords.
// An error means that it stays closed.
type Passwords func(ctx context.Context) ([]records.WifiNetwork, error)

// Networks enters Wi-Fi networks. Their passwords are in no plan and no journal: they
// are asked for when the work is done.
type Networks struct {
	line      *restore.Line[Phone]
	from      Source
	passwords Passwords // nil: none are known
	keep      Keeper
}

// NewNetworks makes the part; passwords and keep may be nil.
func NewNetworks(line *restore.Line[Phone], from Source, passwords Passwords, keep Keeper) *Networks {
	return &Networks{line, from, passwords, keep}
}

// Name implements restore.Part.
func (p *Networks) Name() string { return string(records.Wifi) }

const (
	// noPassword is said of a network whose password the library does not have.
	noPassword = "its password is not in the library: a backup made in the phone's own settings brings it, or type it in on the phone"
	byQR       = "; let the phone's camera read its QR code in Wi-Fi"
)

// now are the networks the phone has saved, by identity.
func (p *Networks) now(ctx context.Context) (map[string]bool, error) {
	have := map[string]bool{}
	var problems records.Problems
	err := p.line.Phone().Records(ctx, records.Wifi, &problems, func(r records.Record) error {
		have[r.Identity()] = true
		return nil
	})
	return have, err
}

// known are the networks with passwords, by identity.
func (p *Networks) known(ctx context.Context) (map[string]records.WifiNetwork, error) {
	all := map[string]records.WifiNetwork{}
	if p.passwords == nil {
		return all, nil
	}
	list, err := p.passwords(ctx)
	for _, w := range list {
		all[w.Identity()] = w
	}
	return all, err
}

// Plan implements restore.Part.
func (p *Networks) Plan(ctx context.Context, d *restore.Draft) error {
	wanted, err := p.from(ctx)
	if err != nil {
		return err
	}
	if len(wanted) == 0 {
		return nil
	}
	no := p.line.Phone().Takes(records.Wifi)
	have, err := p.now(ctx)
	if no, err = unseen(err, no, records.Wifi); err != nil && no == nil {
		return err
	}
	known, locked := p.known(ctx)
	planned := map[string]bool{}
	for _, r := range wanted {
		w, ok := r.(records.WifiNetwork)
		if !ok {
			continue
		}
		id := w.Identity()
		step := restore.Step{Category: string(records.Wifi), Title: short(w.SSID, "network without a name"), Source: id, Target: restore.Name("Wi-Fi: " + w.SSID)}
		open := w.Security == "" || w.Security == "NONE" || w.Security == "OWE"
		cannot := func(why string) { step.State, step.Reason = restore.Cannot, why }
		switch {
		case planned[id]:
			step.State, step.Reason = restore.Same, twice
		case have[id]:
			step.State = restore.Same
		case no != nil:
			cannot(no.Error())
		case !open && w.Security != "WPA_PSK" && w.Security != "SAE":
			cannot(provider.ErrSecurity.Error() + byQR)
		case !open && locked != nil:
			cannot("its password is locked in the library's encrypted file: " + locked.Error())
		case !open && known[id].Password == "":
			cannot(noPassword)
		default:
			step.State, step.Do = restore.New, restore.Add
		}
		planned[id] = true
		w.Password = ""
		if err := d.Add(step, w); err != nil {
			return err
		}
	}
	return nil
}

// Save implements restore.Part.
func (p *Networks) Save(ctx context.Context, _ []restore.Step, v restore.Vault) error {
	return save(ctx, p.line.Phone(), records.Wifi, v, p.keep)
}

func (p *Networks) network(e restore.Entry) (records.WifiNetwork, error) {
	var w records.WifiNetwork
	if err := json.Unmarshal(e.Detail, &w); err != nil {
		return w, fmt.Errorf("the plan of %s: %w", e.Title, err)
	}
	w.Password = ""
	return w, nil
}

// Do implements restore.Part.
func (p *Networks) Do(ctx context.Context, due []restore.Entry, log *restore.Log) error {
	have, err := p.now(ctx)
	if err != nil {
		return err
	}
	known, locked := p.known(ctx)
	var all []records.Record
	var going []restore.Entry
	var notes []restore.Note
	for _, e := range due {
		w, err := p.network(e)
		if err != nil {
			return err
		}
		id := w.Identity()
		if k, ok := known[id]; ok {
			w.Password, w.Hidden = k.Password, k.Hidden
		}
		open := w.Security == "" || w.Security == "NONE" || w.Security == "OWE"
		switch {
		case have[id] && e.Begun:
			err = log.Settle(e, job.Copied, "", nil)
		case have[id]: // entered by its owner meanwhile
			err = log.Settle(e, job.Already, "", nil)
		case !open && w.Password == "" && locked != nil:
			err = log.Settle(e, job.Lost, "its password is locked in the library's encrypted file: "+locked.Error(), nil)
		case !open && w.Password == "":
			err = log.Settle(e, job.Lost, noPassword, nil)
		default:
			all, going = append(all, w), append(going, e)
			notes = append(notes, restore.Note{Step: e.ID})
		}
		if err != nil {
			return err
		}
	}
	if len(going) == 0 {
		return nil
	}
	if err := log.Intend(notes...); err != nil {
		return err
	}
	errs, err := p.line.Phone().PutRecords(ctx, records.Wifi, all)
	if err != nil {
		return err
	}
	if have, err = p.now(ctx); err != nil {
		return err
	}
	for i, e := range going {
		o, reason := job.Copied, ""
		if !have[all[i].Identity()] {
			o, reason = job.Lost, errors.Join(errs[i], provider.ErrNetworkRules).Error()
			if errs[i] != nil {
				reason = errs[i].Error()
			}
			reason += byQR
		}
		if err := log.Settle(e, o, reason, nil); err != nil {
			return err
		}
	}
	return nil
}

// ReadBack implements restore.Part.
func (p *Networks) ReadBack(ctx context.Context, done []restore.Entry, log *restore.Log) error {
	have, err := p.now(ctx)
	if err != nil {
		return err
	}
	for _, e := range done {
		w, err := p.network(e)
		if err == nil && have[w.Identity()] {
			err = log.Verify(e)
		} else if err == nil {
			err = log.Doubt(e, vanished)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Undo implements restore.Part.
func (p *Networks) Undo(ctx context.Context, done []restore.Entry, _ restore.Vault, log *restore.Log) error {
	have, err := p.now(ctx)
	if err != nil {
		return err
	}
	var gone []records.WifiNetwork
	var going []restore.Entry
	for _, e := range done {
		w, err := p.network(e)
		if err != nil {
			return err
		}
		if !have[w.Identity()] || e.Outcome == job.Already {
			if err := log.Settle(e, job.Already, "", nil); err != nil {
				return err
			}
			continue
		}
		gone, going = append(gone, w), append(going, e)
	}
	if err := p.line.Phone().DeleteNetworks(ctx, gone); err != nil {
		return err
	}
	if have, err = p.now(ctx); err != nil {
		return err
	}
	for i, e := range going {
		o, reason := job.Copied, ""
		if have[gone[i].Identity()] {
			o, reason = job.Skipped, "the phone does not forget it"
		}
		if err := log.Settle(e, o, reason, nil); err != nil {
			return err
		}
	}
	return nil
}
