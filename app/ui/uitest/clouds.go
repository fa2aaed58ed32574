package uitest

import (
	"context"
	"errors"

	"keepsake/app/job"
	"keepsake/app/ui/cloud"
)

// Clouds are places to upload to (cloud.Clouds), each field as the test wants it.
type Clouds struct {
	All     []cloud.Cloud
	States  map[string]cloud.State
	Lines   map[string][]cloud.Line
	Running map[string]job.Snapshot
	Fail    error // of Add
	Added   []cloud.Draft
	Began   []string
	Gone    []string
	Held    map[string]bool

	Checks, Fetches map[string]job.Snapshot // under way
	Results         map[string]job.Receipt  // of fetches that ended
	AllAlbums       []string
	Dirs            []string // to fetch to
	Stopped         []string
}

// ErrNoSuchCloud is what Clouds answers for one that it has not.
var ErrNoSuchCloud = errors.New("there is no such cloud")

// List implements cloud.Clouds.
func (c *Clouds) List() []cloud.Cloud { return c.All }

// Services implements cloud.Clouds.
func (c *Clouds) Services() []cloud.Service {
	url := cloud.Field{Name: "url", Title: "Address", Example: "https://photos.example"}
	return []cloud.Service{
		{Kind: "immich", Title: "Immich", Fields: []cloud.Field{url, {Name: "api_key", Title: "API key", Secret: true}}},
		{Kind: "folder", Title: "Folder or network drive", Root: "folder", Encrypts: true},
		{Kind: "webdav", Title: "WebDAV or Nextcloud", Root: "folder", Encrypts: true, Fields: []cloud.Field{url,
			{Name: "user", Title: "User name", Optional: true}, {Name: "pass", Title: "Password", Secret: true, Optional: true}}},
		{Kind: "sftp", Title: "SFTP", Root: "folder", Encrypts: true},
		{Kind: "s3", Title: "S3 storage", Root: "bucket/folder", Encrypts: true},
		{Kind: "smb", Title: "Windows share (SMB)", Root: "share/folder", Encrypts: true},
	}
}

// State implements cloud.Clouds.
func (c *Clouds) State(_ context.Context, id string) (cloud.State, error) {
	s, ok := c.States[id]
	if !ok {
		return s, ErrNoSuchCloud
	}
	return s, nil
}

// Space implements cloud.Clouds.
func (c *Clouds) Space(_ context.Context, id string) (used, free int64, err error) {
	return c.States[id].Used, c.States[id].Free, nil
}

// Queue implements cloud.Clouds.
func (c *Clouds) Queue(_ context.Context, id string) ([]cloud.Line, error) { return c.Lines[id], nil }

// Add implements cloud.Clouds.
func (c *Clouds) Add(_ context.Context, d cloud.Draft) error {
	if c.Fail != nil {
		return c.Fail
	}
	c.Added = append(c.Added, d)
	c.All = append(c.All, cloud.Cloud{ID: d.Name, Name: d.Name, Kind: d.Kind})
	if c.States == nil {
		c.States = map[string]cloud.State{}
	}
	c.States[d.Name] = cloud.State{Used: -1, Free: -1}
	return nil
}

// Remove implements cloud.Clouds.
func (c *Clouds) Remove(_ context.Context, id string) error {
	c.Gone = append(c.Gone, id)
	return nil
}

// Upload implements cloud.Clouds.
func (c *Clouds) Upload(id string) error {
	c.Began = append(c.Began, id)
	return nil
}

// Hold implements cloud.Clouds.
func (c *Clouds) Hold(id string, on bool) {
	if c.Held == nil {
		c.Held = map[string]bool{}
	}
	c.Held[id] = on
}

// Cancel implements cloud.Clouds.
func (c *Clouds) Cancel(id string) { delete(c.Running, id) }

// Progress implements cloud.Clouds.
func (c *Clouds) Progress(id string) (job.Snapshot, bool) {
	s, ok := c.Running[id]
	return s, ok
}

// Keep implements cloud.Clouds.
func (c *Clouds) Keep(id string, p cloud.Plan) error {
	for i := range c.All {
		if c.All[i].ID == id {
			c.All[i].Plan = p
			return nil
		}
	}
	return ErrNoSuchCloud
}

// Albums implements cloud.Clouds.
func (c *Clouds) Albums(context.Context) ([]string, error) { return c.AllAlbums, nil }

// Check implements cloud.Clouds.
func (c *Clouds) Check(id string) error {
	c.Checks = map[string]job.Snapshot{id: {Status: job.Running, Phase: job.Verifying, FilesTotal: 10}}
	return nil
}

// Checking implements cloud.Clouds.
func (c *Clouds) Checking(id string) (job.Snapshot, bool) {
	s, ok := c.Checks[id]
	return s, ok
}

// Fetch implements cloud.Clouds.
func (c *Clouds) Fetch(id, dir string) error {
	c.Dirs = append(c.Dirs, dir)
	c.Fetches = map[string]job.Snapshot{id: {Status: job.Running, Phase: job.Fetching, FilesTotal: 10}}
	return nil
}

// Fetching implements cloud.Clouds.
func (c *Clouds) Fetching(id string) (job.Snapshot, bool) {
	s, ok := c.Fetches[id]
	return s, ok
}

// Fetched implements cloud.Clouds.
func (c *Clouds) Fetched(id string) (job.Receipt, bool) {
	r, ok := c.Results[id]
	return r, ok
}

// Stop implements cloud.Clouds.
func (c *Clouds) Stop(id string) {
	c.Stopped = append(c.Stopped, id)
	delete(c.Checks, id)
	delete(c.Fetches, id)
}
