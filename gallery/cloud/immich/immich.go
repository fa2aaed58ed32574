// Package immich uploads to an Immich server, versions 1.106 to 3, over its REST
// API (https://api.immich.app). The server itself tells by SHA-1 what it has, so
// nothing is sent twice, and what it says after an upload is compared with ours.
//
// Begin with Open and Target.Test.
package immich

import (
	"context"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/rest"
)

// Options say which server and who.
type Options struct {
	URL   string // of the server, with or without /api
	Key   string // API key of the account
	HTTP  *http.Client
	Limit *cloud.Limiter
}

// Target is an account of an Immich server. It implements cloud.Target and
// cloud.Albums.
type Target struct {
	c     *rest.Client
	limit *cloud.Limiter

	mu      sync.Mutex
	version version           // guarded by mu; zero: not asked yet
	albums  map[string]string // ids by title; guarded by mu; nil: not asked yet
}

var (
	_ cloud.Target = (*Target)(nil)
	_ cloud.Albums = (*Target)(nil)
)

// version is the server's.
type version struct{ Major, Minor, Patch int }

func (v version) String() string { return fmt.Sprintf("%d.%d.%d", v.Major, v.Minor, v.Patch) }

// Open makes a target; nothing is asked of the server yet.
func Open(o Options) (*Target, error) {
	addr := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(o.URL), "/"), "/api")
	if !strings.Contains(addr, "://") {
		addr = "https://" + addr
	}
	u, err := url.Parse(addr)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("%w: the address is not one of a server", cloud.ErrRefused)
	}
	if o.HTTP == nil {
		o.HTTP = rest.NewHTTP()
	}
	return &Target{limit: o.Limit, c: &rest.Client{HTTP: o.HTTP, Base: strings.TrimSuffix(u.String(), "/") + "/api", Sort: sort,
		Sign: func(r *http.Request) error {
			r.Header.Set("x-api-key", o.Key)
			return nil
		}}}, nil
}

// sort knows what Immich says in words only.
func sort(status int, body []byte) error {
	text := strings.ToLower(string(body))
	switch {
	case status == http.StatusBadRequest && strings.Contains(text, "quota"):
		return cloud.ErrQuota
	case status == http.StatusBadRequest && strings.Contains(text, "unsupported file type"):
		return fmt.Errorf("%w: Immich does not know this type of file", cloud.ErrRefused)
	case status == http.StatusForbidden && strings.Contains(text, "permission"):
		return fmt.Errorf("%w: the API key lacks a permission", cloud.ErrForbidden)
	}
	return nil
}

// Traits implements cloud.Target.
func (t *Target) Traits() cloud.Traits {
	return cloud.Traits{Kind: "immich", Hashes: true, Originals: true, Workers: 4, MediaOnly: true}
}

// Close implements cloud.Target.
func (t *Target) Close() error {
	t.c.HTTP.CloseIdleConnections()
	return nil
}

// Test implements cloud.Target.
func (t *Target) Test(ctx context.Context) (cloud.Account, error) {
	v, err := t.serverVersion(ctx)
	if err != nil {
		return cloud.Account{}, fmt.Errorf("ask the server for its version: %w", err)
	}
	var me user
	if err := t.c.JSON(ctx, "GET", "/users/me", nil, &me); err != nil {
		return cloud.Account{}, fmt.Errorf("sign in: %w", err)
	}
	name := me.Email
	if name == "" {
		name = me.Name
	}
	return cloud.Account{Name: name, Server: "Immich " + v.String()}, nil
}

type user struct {
	Email string `json:"email"`
	Name  string `json:"name"`
	Quota *int64 `json:"quotaSizeInBytes"`
	Used  *int64 `json:"quotaUsageInBytes"`
}

func (t *Target) serverVersion(ctx context.Context) (version, error) {
	t.mu.Lock()
	v := t.version
	t.mu.Unlock()
	if v != (version{}) {
		return v, nil
	}
	err := t.c.JSON(ctx, "GET", "/server/version", nil, &v)
	if errors.Is(err, fs.ErrNotExist) { // before 1.118
		err = t.c.JSON(ctx, "GET", "/server-info/version", nil, &v)
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, cloud.ErrCorrupt) || err == nil && v == (version{}) {
		return v, fmt.Errorf("%w: there is no Immich at this address", cloud.ErrRefused)
	}
	if err != nil {
		return v, err
	}
	if v.Major < 1 || v.Major == 1 && v.Minor < 106 {
		return v, fmt.Errorf("%w: Immich %s is too old, it takes 1.106 or later", cloud.ErrRefused, v)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.version = v
	return v, nil
}

// Space implements cloud.Target: the account's quota, or else the server's disk.
func (t *Target) Space(ctx context.Context) (cloud.Space, error) {
	var me user
	if err := t.c.JSON(ctx, "GET", "/users/me", nil, &me); err != nil {
		return cloud.Space{}, fmt.Errorf("ask for the space: %w", err)
	}
	if me.Quota != nil && me.Used != nil {
		return cloud.Space{Used: *me.Used, Total: *me.Quota, Free: max(0, *me.Quota-*me.Used)}, nil
	}
	var disk struct {
		Size int64 `json:"diskSizeRaw"`
		Used int64 `json:"diskUseRaw"`
		Free int64 `json:"diskAvailableRaw"`
	}
	if err := t.c.JSON(ctx, "GET", "/server/storage", nil, &disk); err != nil || disk.Size <= 0 {
		return cloud.Space{}, cloud.ErrUnknown // the key may lack the permission
	}
	return cloud.Space{Used: disk.Used, Free: disk.Free, Total: disk.Size}, nil
}

// Find implements cloud.Target. The server only knows contents by their SHA-1, so
// deep makes no difference.
func (t *Target) Find(ctx context.Context, o cloud.Object, _ bool) (cloud.Stored, error) {
	sum, err := sha1Of(ctx, o)
	if err != nil {
		return cloud.Stored{}, fmt.Errorf("look for %s: %w", o.Path, err)
	}
	s, err := t.has(ctx, sum, o)
	if err != nil {
		return s, fmt.Errorf("look for %s: %w", o.Path, err)
	}
	return s, nil
}

// errTrashed is a content in the server's trash: it is neither there for good, nor
// wanted back by the one who deleted it.
var errTrashed = errors.New("it is in Immich's trash")

func (t *Target) has(ctx context.Context, sum [sha1.Size]byte, o cloud.Object) (cloud.Stored, error) {
	type asset struct {
		ID       string `json:"id"`
		Checksum string `json:"checksum"`
	}
	var answer struct {
		Results []struct {
			Action, Reason, AssetID string
			IsTrashed               bool
		}
	}
	ask := struct {
		Assets []asset `json:"assets"`
	}{[]asset{{ID: o.Hash.String(), Checksum: hex.EncodeToString(sum[:])}}}
	if err := t.c.JSON(ctx, "POST", "/assets/bulk-upload-check", ask, &answer); err != nil {
		return cloud.Stored{}, err
	}
	if len(answer.Results) != 1 {
		return cloud.Stored{}, fmt.Errorf("%w: it answers for %d contents, not one", cloud.ErrCorrupt, len(answer.Results))
	}
	r := answer.Results[0]
	switch {
	case r.Action == "reject" && r.Reason == "duplicate" && r.IsTrashed:
		return cloud.Stored{}, fmt.Errorf("%w: %w", fs.ErrNotExist, errTrashed)
	case r.Action == "reject" && r.Reason == "duplicate" && r.AssetID != "":
		return cloud.Stored{Ref: r.AssetID, Size: o.Size, Proof: cloud.ByHash, Duplicate: true}, nil
	}
	return cloud.Stored{}, fs.ErrNotExist
}

func sha1Of(ctx context.Context, o cloud.Object) (sum [sha1.Size]byte, err error) {
	in, err := o.Reader()
	if err != nil {
		return sum, err
	}
	defer in.Close()
	h := sha1.New()
	var none *cloud.Limiter
	if _, err := io.Copy(h, none.Reader(ctx, in)); err != nil {
		return sum, err
	}
	return [sha1.Size]byte(h.Sum(nil)), nil
}

// Get implements cloud.Target.
func (t *Target) Get(ctx context.Context, ref string) (io.ReadCloser, error) {
	r, err := t.c.Request(ctx, "GET", "/assets/"+url.PathEscape(ref)+"/original", nil)
	if err != nil {
		return nil, err
	}
	resp, err := t.c.Do(r)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	return resp.Body, nil
}

// checksum asks the server what it has of an asset.
func (t *Target) checksum(ctx context.Context, id string) (sum []byte, trashed bool, err error) {
	var a struct {
		Checksum  string `json:"checksum"`
		IsTrashed bool   `json:"isTrashed"`
	}
	if err := t.c.JSON(ctx, "GET", "/assets/"+url.PathEscape(id), nil, &a); err != nil {
		return nil, false, err
	}
	sum, err = base64.StdEncoding.DecodeString(a.Checksum)
	if err != nil {
		return nil, false, fmt.Errorf("%w: its checksum cannot be read", cloud.ErrCorrupt)
	}
	return sum, a.IsTrashed, nil
}
