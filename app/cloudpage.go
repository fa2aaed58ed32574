package app

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"keepsake/app/advice"
	"keepsake/app/clouds"
	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/app/schedule"
	"keepsake/app/settings"
	"keepsake/app/ui/cloud"
	"keepsake/app/ui/words"
	"keepsake/device"
	at "keepsake/gallery/cloud"
	"keepsake/gallery/cloud/queue"
	"keepsake/gallery/cloud/remote"
)

// cloudRun is what the ids of uploads among the runs begin with.
const cloudRun = "cloud "

// errUploading says that an upload to the same cloud is under way.
var errUploading = errors.New("an upload to this cloud is under way already")

// uploads are the clouds, and the uploads under way, in the window's words
// (cloud.Clouds).
type uploads struct {
	book    *clouds.Book
	runs    *runs
	current *current
	waiting func(id string) schedule.Decision // why an upload does not begin by itself; nil: nothing does
	kept    func()                            // a cloud's settings have changed; may be nil
}

// newBook is the window's list of clouds. Their passwords are in the keyring; what
// the command line put into an encrypted file needs its passphrase there.
func newBook(file *settings.File, path string, browse func(url string) error) *clouds.Book {
	return &clouds.Book{Choices: file, Browse: browse, Vault: clouds.Either{Ring: settings.Keyring{}, File: &clouds.File{
		Path:       filepath.Join(filepath.Dir(path), "clouds.age"),
		Passphrase: func() (string, error) { return "", settings.ErrNoKeyring },
	}}}
}

// List implements cloud.Clouds.
func (u *uploads) List() []cloud.Cloud {
	var all []cloud.Cloud
	for _, c := range u.book.List() {
		svc, _ := clouds.ServiceOf(c.Kind)
		all = append(all, cloud.Cloud{ID: c.ID, Name: c.Name, Kind: words.T(svc.Title), Account: c.Account, Encrypted: c.Encrypt != "", Files: svc.Files, Plan: planOf(c)})
	}
	return all
}

// Services implements cloud.Clouds.
func (u *uploads) Services() []cloud.Service {
	var all []cloud.Service
	for _, s := range clouds.Services() {
		one := cloud.Service{Kind: s.Kind, Title: words.T(s.Title), Root: s.Root, Help: words.T(s.Help), SignIn: s.SignIn, Encrypts: s.Files && s.Kind != remote.Conf}
		for _, f := range s.Fields {
			one.Fields = append(one.Fields, cloud.Field{Name: f.Name, Title: words.T(f.Title), Example: f.Example, Secret: f.Secret, Optional: f.Optional})
		}
		all = append(all, one)
	}
	return all
}

// Add implements cloud.Clouds.
func (u *uploads) Add(ctx context.Context, d cloud.Draft) error {
	svc, _ := clouds.ServiceOf(d.Kind)
	c := settings.Cloud{Name: d.Name, Kind: d.Kind, Root: d.Root, Params: map[string]string{}}
	s := clouds.Secrets{}
	for _, f := range svc.Fields {
		switch v := d.Values[f.Name]; {
		case v == "":
		case f.Secret:
			s[f.Name] = v
		default:
			c.Params[f.Name] = v
		}
	}
	if d.Passphrase != "" {
		c.Encrypt, s[clouds.CryptPassword] = "all", d.Passphrase
	}
	_, err := u.book.Add(ctx, c, s)
	return err
}

// Remove implements cloud.Clouds.
func (u *uploads) Remove(ctx context.Context, id string) error { return u.book.Remove(ctx, id) }

// State implements cloud.Clouds.
func (u *uploads) State(_ context.Context, id string) (s cloud.State, err error) {
	s.Used, s.Free = -1, -1
	c, err := u.book.Find(id)
	if err != nil {
		return s, err
	}
	s.Wait = c.Wait
	if u.waiting != nil {
		s.Holds = u.waiting(id)
	}
	err = u.current.use(func(l *library.Library) error {
		all, err := l.CloudQueue(id)
		n := queue.Count(all)
		s.Up, s.Waiting, s.Failed = n.Done, n.Waiting, n.Failed
		for _, e := range all {
			if e.State == queue.Unproven {
				s.Unproven++
			}
		}
		if err != nil {
			return err
		}
		if s.Check, s.HasCheck, err = l.LastCheck(id); err != nil {
			return err
		}
		past, err := l.Receipts(0)
		if i := slices.IndexFunc(past, func(r job.Receipt) bool { return r.Job == job.UploadName && r.Device == c.Name }); i >= 0 {
			s.Last, s.HasLast = past[i], true
		}
		return err
	})
	if r, ok := u.runs.get(cloudRun + id); ok && r.done && (!s.HasLast || r.receipt.Started.After(s.Last.Started)) {
		s.Last, s.HasLast = r.receipt, true // it could not even begin
	}
	return s, err
}

// Space implements cloud.Clouds.
func (u *uploads) Space(ctx context.Context, id string) (used, free int64, err error) {
	target, _, err := u.book.Open(ctx, id)
	if err != nil {
		return -1, -1, err
	}
	s, err := target.Space(ctx)
	return s.Used, s.Free, errors.Join(err, target.Close())
}

// Queue implements cloud.Clouds: what failed first.
func (u *uploads) Queue(_ context.Context, id string) ([]cloud.Line, error) {
	var failed, waiting []cloud.Line
	err := u.current.use(func(l *library.Library) error {
		all, err := l.CloudQueue(id)
		for _, e := range all {
			line := cloud.Line{Path: e.Path, Size: e.Size, Failed: e.State == queue.Failed, Reason: e.Error, Tries: e.Tries}
			switch {
			case e.State.Done():
			case line.Failed:
				failed = append(failed, line)
			default:
				waiting = append(waiting, line)
			}
		}
		return err
	})
	return append(failed, waiting...), err
}

// Upload implements cloud.Clouds.
func (u *uploads) Upload(id string) error {
	if err := u.change(id, func(c *settings.Cloud) { c.Stopped = time.Time{} }); err != nil {
		return err
	}
	return u.launch(id)
}

// launch begins an upload.
func (u *uploads) launch(id string) error {
	c, err := u.book.Find(id)
	if err != nil {
		return err
	}
	return u.begin(cloudRun+id, c, func(ctx context.Context, t *job.Tracker) job.Receipt { return u.run(ctx, t, c) })
}

// begin runs a job of a cloud, one of a sort at a time.
func (u *uploads) begin(id string, c settings.Cloud, work func(context.Context, *job.Tracker) job.Receipt) error {
	stays := func(shown string) (string, error) { return shown, nil }
	err := u.runs.launch(id, device.Info{ID: id, Name: c.Name}, errUploading, stays,
		func(ctx context.Context, t *job.Tracker, _ string) job.Receipt { return work(ctx, t) })
	if err == nil {
		u.runs.changed()
	}
	return err
}

// change alters what is kept of a cloud.
func (u *uploads) change(id string, fn func(*settings.Cloud)) error {
	err := u.book.Change(id, fn)
	if u.kept != nil {
		u.kept()
	}
	return err
}

// run is one upload, from the opening of the cloud to the receipt.
func (u *uploads) run(ctx context.Context, t *job.Tracker, c settings.Cloud) job.Receipt {
	receipt := job.Receipt{Job: job.UploadName, Device: c.Name, Name: c.Name, Started: time.Now(), Status: job.Failed}
	err := u.with(ctx, t, c.ID, func(target at.Target, c settings.Cloud, l *library.Library) error {
		got, err := l.Upload(ctx, target, library.UploadOptions{ID: c.ID, Name: c.Name, Tracker: t, Filter: library.FilterOf(c.What)})
		if got.Job != "" { // else it could not even begin
			receipt = got
		}
		return err
	})
	if err != nil && (receipt.Message == "" || receipt.Status == job.Failed) {
		receipt.Message = advice.For(err).String()
	}
	_ = u.book.Note(c.ID, err, time.Now()) // else it is tried, and refused again
	return receipt
}

// with opens a cloud and the library for a while.
func (u *uploads) with(ctx context.Context, t *job.Tracker, id string, do func(at.Target, settings.Cloud, *library.Library) error) error {
	target, c, err := u.book.Open(ctx, id)
	if err != nil {
		t.Fail(err)
		return err
	}
	err = u.current.use(func(l *library.Library) error { return do(target, c, l) })
	return errors.Join(err, target.Close())
}

// Hold implements cloud.Clouds.
func (u *uploads) Hold(id string, on bool) { u.runs.pause(cloudRun+id, on) }

// Cancel implements cloud.Clouds. What the owner ended does not go on by itself.
func (u *uploads) Cancel(id string) {
	u.runs.cancel(cloudRun + id)
	_ = u.change(id, func(c *settings.Cloud) { c.Stopped = time.Now().Round(0) }) // else it goes on, and can be ended again
}

// Progress implements cloud.Clouds.
func (u *uploads) Progress(id string) (job.Snapshot, bool) { return u.progress(cloudRun + id) }

func (u *uploads) progress(run string) (job.Snapshot, bool) {
	r, ok := u.runs.get(run)
	if !ok || r.done {
		return job.Snapshot{}, false
	}
	return r.tracker.Snapshot(), true
}
