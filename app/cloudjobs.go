package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"keepsake/app/advice"
	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/app/settings"
	"keepsake/app/ui/cloud"
	at "keepsake/gallery/cloud"
	"keepsake/gallery/index"
)

// What the ids of the other jobs of clouds among the runs begin with.
const (
	cloudCheckRun = cloudRun + "check "
	cloudFetchRun = cloudRun + "fetch "
)

func planOf(c settings.Cloud) cloud.Plan {
	w := c.What
	return cloud.Plan{After: c.After, Battery: c.Battery, Metered: c.Metered, Limit: c.Limit, Albums: w.Albums, Kinds: w.Kinds, Since: w.Since, Favourites: w.Favourites}
}

// Keep implements cloud.Clouds.
func (u *uploads) Keep(id string, p cloud.Plan) error {
	return u.change(id, func(c *settings.Cloud) {
		c.After, c.Battery, c.Metered, c.Limit = p.After, p.Battery, p.Metered, p.Limit
		c.What = settings.Selection{Albums: slices.Clone(p.Albums), Kinds: slices.Clone(p.Kinds), Since: p.Since, Favourites: p.Favourites}
	})
}

// Albums implements cloud.Clouds: the names, the largest first.
func (u *uploads) Albums(ctx context.Context) ([]string, error) {
	var names []string
	err := u.current.use(func(l *library.Library) error {
		all, err := l.Index.Albums(ctx)
		slices.SortStableFunc(all, func(a, b index.Album) int { return b.Count - a.Count })
		for _, a := range all {
			if !slices.Contains(names, a.Name) {
				names = append(names, a.Name)
			}
		}
		return err
	})
	return names, err
}

// Check implements cloud.Clouds.
func (u *uploads) Check(id string) error {
	c, err := u.book.Find(id)
	if err != nil {
		return err
	}
	return u.begin(cloudCheckRun+id, c, func(ctx context.Context, t *job.Tracker) job.Receipt {
		r := job.Receipt{Job: "check", Name: c.Name, Started: time.Now(), Status: job.Done}
		err := u.with(ctx, t, id, func(target at.Target, c settings.Cloud, l *library.Library) error {
			_, err := l.CheckCloud(ctx, target, library.UploadOptions{ID: c.ID, Name: c.Name, Tracker: t}, 0)
			return err
		})
		return withEnd(ctx, r, err)
	})
}

// withEnd is a receipt that nobody keeps, after the end of its job.
func withEnd(ctx context.Context, r job.Receipt, err error) job.Receipt {
	switch {
	case ctx.Err() != nil:
		r.Status = job.Cancelled
	case err != nil:
		r.Status, r.Message = job.Failed, advice.For(err).String()
	}
	return r
}

// Checking implements cloud.Clouds.
func (u *uploads) Checking(id string) (job.Snapshot, bool) { return u.progress(cloudCheckRun + id) }

// Fetch implements cloud.Clouds.
func (u *uploads) Fetch(id, dir string) error {
	c, err := u.book.Find(id)
	if err != nil {
		return err
	}
	return u.begin(cloudFetchRun+id, c, func(ctx context.Context, t *job.Tracker) job.Receipt {
		r := job.Receipt{Job: job.FetchName, Name: c.Name, Library: dir, Started: time.Now(), Status: job.Failed}
		target, c, err := u.book.Open(ctx, id)
		if err != nil {
			t.Fail(err)
			return withEnd(ctx, r, err)
		}
		got, err := library.Fetch(ctx, target, c.Name, dir, t)
		if cerr := target.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("close %s: %w", c.Name, cerr)
		}
		if got.Job != "" {
			r = got
		}
		return withEnd(ctx, r, err)
	})
}

// Fetching implements cloud.Clouds.
func (u *uploads) Fetching(id string) (job.Snapshot, bool) { return u.progress(cloudFetchRun + id) }

// Fetched implements cloud.Clouds.
func (u *uploads) Fetched(id string) (job.Receipt, bool) {
	r, ok := u.runs.get(cloudFetchRun + id)
	return r.receipt, ok && r.done
}

// Stop implements cloud.Clouds.
func (u *uploads) Stop(id string) {
	u.runs.cancel(cloudFetchRun + id)
	u.runs.cancel(cloudCheckRun + id)
}
