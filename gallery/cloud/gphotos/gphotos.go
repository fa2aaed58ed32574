// Package gphotos uploads to Google Photos over its Library API
// (https://developers.google.com/photos/library). Since 2025 an application sees
// only what it made itself, and what comes back is not the original's bytes: so
// nothing there is ever called verified, and no library can be made again from it.
//
// Begin with Open and Target.Test.
package gphotos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/oauth"
	"keepsake/gallery/cloud/rest"
)

// Options say whose account.
type Options struct {
	Client  oauth.Client
	Token   string             // JSON, of oauth.SignIn
	Renewed func(token string) // told a newer one; may be nil
	HTTP    *http.Client
	Limit   *cloud.Limiter
	Now     func() time.Time // nil: time.Now
	// Base and Drive are the services' addresses; empty: Google's.
	Base, Drive string
}

// Client is the owner's registration, made ready for Google.
func Client(id, secret string) oauth.Client {
	return oauth.Client{ID: id, Secret: secret,
		AuthURL: "https://accounts.google.com/o/oauth2/v2/auth", TokenURL: "https://oauth2.googleapis.com/token",
		Scopes: []string{
			"https://www.googleapis.com/auth/photoslibrary.appendonly",
			"https://www.googleapis.com/auth/photoslibrary.readonly.appcreateddata",
			"https://www.googleapis.com/auth/photoslibrary.edit.appcreateddata",
			"https://www.googleapis.com/auth/drive.metadata.readonly", // the room there is
		},
		Params: map[string]string{"prompt": "consent select_account"}}
}

// Target is an account of Google Photos. It implements cloud.Committer and
// cloud.Albums.
type Target struct {
	c     *rest.Client
	drive string
	limit *cloud.Limiter

	token  sync.Mutex // one renewal at a time
	source oauth2.TokenSource

	writes sync.Mutex        // one batchCreate or album change at a time: Google wants it so
	albums map[string]string // ids by title; guarded by writes; nil: not asked yet
}

var (
	_ cloud.Committer = (*Target)(nil)
	_ cloud.Albums    = (*Target)(nil)
)

// The limits that the API documents.
const (
	maxPhoto = 200 << 20
	maxVideo = 20 << 30
	maxBatch = 50
)

// Open makes a target; nothing is asked of Google yet. ctx bounds the renewals of
// the token for as long as the target is used.
func Open(ctx context.Context, o Options) (*Target, error) {
	if o.HTTP == nil {
		o.HTTP = rest.NewHTTP()
	}
	if o.Base == "" {
		o.Base, o.Drive = "https://photoslibrary.googleapis.com", "https://www.googleapis.com"
	}
	src, err := oauth.Source(context.WithValue(ctx, oauth2.HTTPClient, o.HTTP), o.Client, o.Token, o.Renewed)
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	t := &Target{drive: o.Drive, limit: o.Limit, source: src}
	t.c = &rest.Client{HTTP: o.HTTP, Base: o.Base, Sort: sortAt(o.Now), Sign: t.sign}
	return t, nil
}

func (t *Target) sign(r *http.Request) error {
	t.token.Lock()
	defer t.token.Unlock()
	tok, err := t.source.Token()
	if err != nil {
		return err
	}
	tok.SetAuthHeader(r)
	return nil
}

// nextDay is when Google's allowance is new again: a few minutes after midnight at
// its Pacific coast, by the later of its two clocks.
func nextDay(now time.Time) time.Time {
	const pacific, slack = -8 * time.Hour, 5 * time.Minute
	there := now.UTC().Add(pacific)
	midnight := time.Date(there.Year(), there.Month(), there.Day()+1, 0, 0, 0, 0, time.UTC)
	return midnight.Add(slack - pacific)
}

func sortAt(now func() time.Time) func(int, []byte) error {
	return func(status int, body []byte) error {
		err := sort(status, body)
		if limit, ok := errors.AsType[*cloud.LimitError](err); ok && limit.Daily {
			limit.Until = nextDay(now())
		}
		return err
	}
}

// sort knows what Google says in words: the day's limit and the quota.
func sort(status int, body []byte) error {
	text := strings.ToLower(string(body))
	switch {
	case strings.Contains(text, "storage quota"), strings.Contains(text, "remaining storage"):
		return cloud.ErrQuota
	case status == http.StatusTooManyRequests && (strings.Contains(text, "per day") || strings.Contains(text, "daily")):
		return &cloud.LimitError{Daily: true}
	case status == http.StatusTooManyRequests:
		return nil // with its Retry-After
	case status == http.StatusForbidden && strings.Contains(text, "insufficient"):
		return fmt.Errorf("%w: sign in again, and tick every box on Google's page", cloud.ErrForbidden)
	}
	return nil
}

// Traits implements cloud.Target.
func (t *Target) Traits() cloud.Traits {
	return cloud.Traits{Kind: "gphotos", Workers: 3, Batch: maxBatch, MaxPhoto: maxPhoto, MaxVideo: maxVideo, MediaOnly: true}
}

// Close implements cloud.Target.
func (t *Target) Close() error {
	t.c.HTTP.CloseIdleConnections()
	return nil
}

// about is what Drive tells of the account: Photos shares its room.
type about struct {
	User struct {
		Email string `json:"emailAddress"`
	} `json:"user"`
	Quota struct {
		Limit string `json:"limit"` // absent: unlimited
		Usage string `json:"usage"`
	} `json:"storageQuota"`
}

func (t *Target) about(ctx context.Context) (about, error) {
	var a about
	err := t.c.JSON(ctx, "GET", t.drive+"/drive/v3/about?fields=user(emailAddress),storageQuota(limit,usage)", nil, &a)
	return a, err
}

// Test implements cloud.Target.
func (t *Target) Test(ctx context.Context) (cloud.Account, error) {
	a, err := t.about(ctx)
	if err != nil {
		return cloud.Account{}, fmt.Errorf("ask for the account: %w", err)
	}
	if err := t.c.JSON(ctx, "GET", "/v1/albums?pageSize=1&excludeNonAppCreatedData=true", nil, nil); err != nil {
		return cloud.Account{}, fmt.Errorf("ask for the albums: %w", err)
	}
	return cloud.Account{Name: a.User.Email, Server: "Google Photos"}, nil
}

// Space implements cloud.Target.
func (t *Target) Space(ctx context.Context) (cloud.Space, error) {
	a, err := t.about(ctx)
	if err != nil {
		return cloud.Space{}, fmt.Errorf("ask for the space: %w", err)
	}
	s := cloud.Space{Used: -1, Free: -1, Total: -1}
	if n, err := strconv.ParseInt(a.Quota.Usage, 10, 64); err == nil {
		s.Used = n
	}
	if n, err := strconv.ParseInt(a.Quota.Limit, 10, 64); err == nil {
		s.Total = n
		if s.Used >= 0 {
			s.Free = max(0, n-s.Used)
		}
	}
	if s.Used < 0 && s.Total < 0 {
		return s, cloud.ErrUnknown
	}
	return s, nil
}

// Find implements cloud.Target. Google cannot be asked for a content.
func (t *Target) Find(_ context.Context, o cloud.Object, _ bool) (cloud.Stored, error) {
	return cloud.Stored{}, fmt.Errorf("look for %s: Google Photos cannot be asked: %w", o.Path, fs.ErrNotExist)
}

// item is a media item.
type item struct {
	ID      string `json:"id"`
	BaseURL string `json:"baseUrl"`
}

// Get implements cloud.Target. What comes is not the original.
func (t *Target) Get(ctx context.Context, ref string) (io.ReadCloser, error) {
	var it item
	if err := t.c.JSON(ctx, "GET", "/v1/mediaItems/"+ref, nil, &it); err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	r, err := t.c.Request(ctx, "GET", it.BaseURL+"=d", nil)
	if err != nil {
		return nil, err
	}
	resp, err := t.c.Do(r)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	return resp.Body, nil
}

// AddToAlbum implements cloud.Albums.
func (t *Target) AddToAlbum(ctx context.Context, title string, refs []string) error {
	if len(refs) == 0 {
		return nil
	}
	t.writes.Lock()
	defer t.writes.Unlock()
	id, err := t.album(ctx, title)
	if err == nil {
		err = t.c.JSON(ctx, "POST", "/v1/albums/"+id+":batchAddMediaItems", map[string][]string{"mediaItemIds": refs}, nil)
	}
	if err != nil {
		return fmt.Errorf("fill the album %q: %w", title, err)
	}
	return nil
}

// maxPages bounds what is read of the albums.
const maxPages = 1000

// maxTitle is what Google takes of a title.
const maxTitle = 500

// album finds an album of ours by its title, or makes it. Call with writes held.
func (t *Target) album(ctx context.Context, title string) (string, error) {
	if r := []rune(title); len(r) > maxTitle {
		title = string(r[:maxTitle])
	}
	if t.albums == nil {
		found := map[string]string{}
		next := ""
		for range maxPages {
			var list struct {
				Albums []struct{ ID, Title string }
				Next   string `json:"nextPageToken"`
			}
			if err := t.c.JSON(ctx, "GET", "/v1/albums?pageSize=50&excludeNonAppCreatedData=true&pageToken="+url.QueryEscape(next), nil, &list); err != nil {
				return "", err
			}
			for _, a := range list.Albums {
				if found[a.Title] == "" {
					found[a.Title] = a.ID
				}
			}
			if next = list.Next; next == "" {
				break
			}
		}
		t.albums = found
	}
	if id := t.albums[title]; id != "" {
		return id, nil
	}
	var made struct{ ID string }
	ask := map[string]map[string]string{"album": {"title": title}}
	if err := t.c.JSON(ctx, "POST", "/v1/albums", ask, &made); err != nil {
		return "", err
	}
	if made.ID == "" {
		return "", errors.Join(cloud.ErrCorrupt, errors.New("the new album has no id"))
	}
	t.albums[title] = made.ID
	return made.ID, nil
}
