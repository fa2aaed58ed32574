package job

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/memory"
	"keepsake/gallery/cloud/queue"
)

func anObject(path string, data []byte) cloud.Object {
	return cloud.Object{Path: path, Title: filepath.Base(path), Size: int64(len(data)), Hash: gallery.Hash(sha256.Sum256(data)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

// uploading is an upload of some items to a target in memory.
type uploading struct {
	t      *testing.T
	target *memory.Target
	items  []UploadItem
	file   string // of the queue
	slept  time.Duration
	own    string
}

func newUploading(t *testing.T, n int) *uploading {
	u := &uploading{t: t, target: memory.New(), file: filepath.Join(t.TempDir(), "queue"), own: "lib"}
	for i := range n {
		u.items = append(u.items, UploadItem{Object: anObject(fmt.Sprintf("Photos/a/%d.jpg", i), bytes.Repeat([]byte{byte(i)}, 1000+i))})
	}
	return u
}

func (u *uploading) run(ctx context.Context) (Receipt, error) {
	u.t.Helper()
	q, err := queue.Open(u.file)
	if err != nil {
		u.t.Fatal(err)
	}
	defer q.Close()
	up := Upload{Target: u.target, Name: "cloud", Items: u.items, Queue: q, Tracker: NewTracker(time.Now), Own: u.own,
		Papers: func(context.Context) ([]cloud.Object, error) {
			return []cloud.Object{anObject(".keepsake/manifest/00000001.ndjson", []byte("lines\n")), anObject(identityPath, []byte(`{"id":"`+u.own+`"}`))}, nil
		},
		Sleep: func(_ context.Context, d time.Duration) { u.slept += d }, Worker: 1}
	return up.Run(ctx)
}

func (u *uploading) state(i int) queue.Entry {
	u.t.Helper()
	all, err := queue.Read(u.file)
	if err != nil {
		u.t.Fatal(err)
	}
	for _, e := range all {
		if e.Key == key(u.items[i].Object) {
			return e
		}
	}
	return queue.Entry{}
}

// fails makes the first n puts of a path fail.
func (u *uploading) fails(path string, n int, err error) {
	u.target.Before = func(call, p string) error {
		if call == "put" && p == path && n != 0 {
			n--
			return err
		}
		return nil
	}
}

func TestUploadTrouble(t *testing.T) {
	const second = "Photos/a/1.jpg"
	for _, c := range []struct {
		name  string
		err   error
		times int // -1: for ever
		want  Counts
		ends  bool // the whole upload
		state queue.State
		slept time.Duration
	}{
		{"none", nil, 0, Counts{Found: 3, Copied: 3, Verified: 3}, false, queue.Uploaded, 0},
		{"asked to wait", &cloud.LimitError{After: 7 * time.Second}, 2, Counts{Found: 3, Copied: 3, Verified: 3}, false, queue.Uploaded, 14 * time.Second},
		{"server error, once", cloud.ErrUnreachable, 1, Counts{Found: 3, Copied: 3, Verified: 3}, false, queue.Uploaded, time.Second},
		{"other bytes arrived, once", cloud.ErrCorrupt, 1, Counts{Found: 3, Copied: 3, Verified: 3}, false, queue.Uploaded, time.Second},
		{"refused", cloud.ErrRefused, -1, Counts{Found: 3, Copied: 2, Failed: 1, Verified: 2}, false, queue.Failed, 0},
		{"always other bytes", cloud.ErrCorrupt, -1, Counts{Found: 3, Copied: 2, Failed: 1, Verified: 2}, false, queue.Failed, 15 * time.Second},
		{"token expired", cloud.ErrAuth, -1, Counts{Found: 3, Copied: 1, Skipped: 2, Verified: 1}, true, queue.Waiting, 0},
		{"quota full", cloud.ErrQuota, -1, Counts{Found: 3, Copied: 1, Skipped: 2, Verified: 1}, true, queue.Waiting, 0},
		{"server gone", cloud.ErrUnreachable, -1, Counts{Found: 3, Copied: 1, Skipped: 2, Verified: 1}, true, queue.Waiting, 15 * time.Second},
		{"daily limit", &cloud.LimitError{Daily: true}, -1, Counts{Found: 3, Copied: 1, Skipped: 2, Verified: 1}, true, queue.Waiting, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := newUploading(t, 3)
			u.fails(second, c.times, c.err)
			r, err := u.run(t.Context())
			if c.ends != (err != nil) || err != nil && !errors.Is(err, c.err) {
				t.Fatalf("%v", err)
			}
			if r.Counts != c.want || u.slept != c.slept {
				t.Errorf("%+v after %s of waiting", r.Counts, u.slept)
			}
			if e := u.state(1); e.State != c.state || (e.State == queue.Failed) != (e.Error != "") {
				t.Errorf("in the queue %+v", e)
			}
			// The next upload, without the trouble, sends what is not up and nothing else.
			u.fails(second, 0, nil)
			r, err = u.run(t.Context())
			if err != nil || r.Verified != 3 || r.Copied+r.Already != 3 {
				t.Errorf("the next time: %+v, %v", r.Counts, err)
			}
			for i := range u.items {
				if n := u.target.Puts(u.items[i].Path); n != 1 {
					t.Errorf("%s was put %d times", u.items[i].Path, n)
				}
			}
			if n := u.target.Puts(".keepsake/manifest/00000001.ndjson"); n != 1 {
				t.Errorf("the manifest was put %d times", n)
			}
		})
	}
}

// TestUploadBelievesTheTarget: what the queue remembers is not enough; a target
// that lost or cut a file gets it again.
func TestUploadBelievesTheTarget(t *testing.T) {
	u := newUploading(t, 3)
	if _, err := u.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	u.target.Change(u.items[0].Path, nil)
	u.target.Change(u.items[1].Path, []byte("cut"))
	r, err := u.run(t.Context())
	if err != nil || r.Copied != 2 || r.Already != 1 {
		t.Errorf("%+v, %v", r.Counts, err)
	}
}

func TestUploadFindsWhatIsThere(t *testing.T) {
	u := newUploading(t, 2)
	in, err := u.items[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	u.target.Change(u.items[0].Path, data)                          // by another computer
	u.target.Change(u.items[1].Path, bytes.Repeat([]byte{9}, 1001)) // of the right length, and wrong
	r, err := u.run(t.Context())
	if err != nil || r.Already != 1 || r.Copied != 1 || r.Verified != 2 {
		t.Errorf("%+v, %v", r.Counts, err)
	}
}

func TestUploadCallsUnverifiableSo(t *testing.T) {
	u := newUploading(t, 2)
	u.target.Proof = cloud.Unproven
	r, err := u.run(t.Context())
	if err != nil || r.Copied != 2 || r.Verified != 0 || u.state(0).State != queue.Unproven {
		t.Errorf("%+v, %v, %+v", r.Counts, err, u.state(0))
	}
}

func TestUploadKeepsLibrariesApart(t *testing.T) {
	u := newUploading(t, 1)
	if _, err := u.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	u.own = "another"
	if r, err := u.run(t.Context()); !errors.Is(err, cloud.ErrOther) || r.Copied != 0 {
		t.Errorf("%+v, %v", r.Counts, err)
	}
	if !strings.Contains(string(u.target.File(identityPath)), `"lib"`) {
		t.Error("the folder was taken over")
	}
}

func TestUploadCancelled(t *testing.T) {
	u := newUploading(t, 3)
	ctx, cancel := context.WithCancel(t.Context())
	u.target.Before = func(call, p string) error {
		if call == "put" && p == u.items[1].Path {
			cancel()
		}
		return nil
	}
	r, err := u.run(ctx)
	if !errors.Is(err, context.Canceled) || r.Status != Cancelled || r.Found != 3 || r.Copied != 1 || r.Skipped != 2 {
		t.Errorf("%+v, %v", r, err)
	}
}
