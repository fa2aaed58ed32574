package rows

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device"
	"keepsake/device/provider"
	"keepsake/gallery/records"
)

// OpenAPK opens a file of an app that the library keeps.
type OpenAPK func(a records.App, file records.Attachment) (io.ReadCloser, error)

// Apps installs apps whose files the library keeps. It brings the apps, not what they
// kept on the old phone. Apps that are installed already are left as they are.
type Apps struct {
	line *restore.Line[Phone]
	from Source
	open OpenAPK // nil: no files are kept
}

// NewApps makes the part.
func NewApps(line *restore.Line[Phone], from Source, open OpenAPK) *Apps {
	return &Apps{line, from, open}
}

// Name implements restore.Part.
func (p *Apps) Name() string { return string(records.Apps) }

// noFiles is said of an app of which only the name is kept.
const noFiles = "only its name is in the backup: install it from the phone's app store"

// Plan implements restore.Part.
func (p *Apps) Plan(ctx context.Context, d *restore.Draft) error {
	wanted, err := p.from(ctx)
	if err != nil {
		return err
	}
	if len(wanted) == 0 {
		return nil
	}
	have, err := p.line.Phone().Installed(ctx)
	no, err := unseen(err, p.line.Phone().Takes(records.Apps), records.Apps)
	if err != nil {
		return err
	}
	for _, r := range wanted {
		a, ok := r.(records.App)
		if !ok || a.System || a.User != 0 {
			continue
		}
		step := restore.Step{Category: string(records.Apps), Title: appTitle(a), Source: a.Identity(), Target: restore.Name(a.Package)}
		for _, f := range a.APKs {
			step.Bytes += f.Size
		}
		switch {
		case have[a.Package]:
			step.State = restore.Same
		case len(a.APKs) == 0 || p.open == nil:
			step.State, step.Reason = restore.Cannot, noFiles
		case no != nil:
			step.State, step.Reason = restore.Cannot, no.Error()
		default:
			step.State, step.Do = restore.New, restore.Add
		}
		if err := d.Add(step, a); err != nil {
			return err
		}
	}
	return nil
}

func appTitle(a records.App) string {
	if a.Label != "" {
		return a.Label
	}
	return a.Package
}

// Save implements restore.Part: nothing that is there is touched.
func (p *Apps) Save(context.Context, []restore.Step, restore.Vault) error { return nil }

func (p *Apps) app(e restore.Entry) (records.App, error) {
	var a records.App
	if err := json.Unmarshal(e.Detail, &a); err != nil {
		return a, fmt.Errorf("the plan of %s: %w", e.Title, err)
	}
	return a, nil
}

// Do implements restore.Part.
func (p *Apps) Do(ctx context.Context, due []restore.Entry, log *restore.Log) error {
	have, err := p.line.Phone().Installed(ctx)
	if err != nil {
		return err
	}
	for i, e := range due {
		if err := log.Hold(ctx); err != nil {
			return err
		}
		a, err := p.app(e)
		if err != nil {
			return err
		}
		if have[a.Package] {
			o := job.Already
			if e.Begun {
				o = job.Copied
			}
			if err := log.Settle(e, o, "", nil); err != nil {
				return err
			}
			continue
		}
		if err := log.Intend(restore.Note{Step: e.ID}); err != nil {
			return err
		}
		log.Count.At("", e.Title)
		err = p.line.Phone().InstallApp(ctx, p.files(a, log))
		switch {
		case err == nil:
			err = log.Settle(e, job.Copied, "", nil)
		case errors.Is(err, device.ErrGone) || ctx.Err() != nil:
			return err
		case errors.Is(err, provider.ErrInstallSwitch):
			for _, left := range due[i:] { // it holds for all of them
				if err := log.Settle(left, job.Lost, `the phone does not install apps for a computer: turn on "Install via USB" in its developer options`, nil); err != nil {
					return err
				}
			}
			return nil
		default:
			err = log.Settle(e, job.Lost, err.Error(), nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// files are an app's, counted as they are read.
func (p *Apps) files(a records.App, log *restore.Log) []device.APK {
	files := make([]device.APK, len(a.APKs))
	for i, f := range a.APKs {
		files[i] = device.APK{Name: f.Name, Size: f.Size, Open: func() (io.ReadCloser, error) {
			if p.open == nil {
				return nil, errors.New("the library keeps no files of apps")
			}
			r, err := p.open(a, f)
			if err != nil {
				return nil, err
			}
			return metered{r, log}, nil
		}}
	}
	return files
}

// metered is a file whose bytes are counted.
type metered struct {
	io.ReadCloser
	log *restore.Log
}

func (c metered) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	c.log.Count.Move(int64(n))
	return n, err
}

// ReadBack implements restore.Part.
func (p *Apps) ReadBack(ctx context.Context, done []restore.Entry, log *restore.Log) error {
	have, err := p.line.Phone().Installed(ctx)
	if err != nil {
		return err
	}
	for _, e := range done {
		if have[string(e.Target)] {
			err = log.Verify(e)
		} else {
			err = log.Doubt(e, vanished)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Undo implements restore.Part: apps that were not there before go, with what they
// kept on the phone since.
func (p *Apps) Undo(ctx context.Context, done []restore.Entry, _ restore.Vault, log *restore.Log) error {
	have, err := p.line.Phone().Installed(ctx)
	if err != nil {
		return err
	}
	for _, e := range done {
		if !have[string(e.Target)] || e.Outcome != job.Copied && e.Outcome != "" {
			if err := log.Settle(e, job.Already, "", nil); err != nil {
				return err
			}
			continue
		}
		err := p.line.Phone().UninstallApp(ctx, string(e.Target))
		switch {
		case err == nil:
			err = log.Settle(e, job.Copied, "", nil)
		case errors.Is(err, device.ErrGone) || ctx.Err() != nil:
			return err
		default:
			err = log.Settle(e, job.Skipped, err.Error(), nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
