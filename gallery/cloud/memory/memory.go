// Package memory is a target of files in memory that fails when it is told to: the
// counterpart of the upload's own tests.
//
// Begin with New.
package memory

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"
	"time"

	"keepsake/gallery/cloud"
)

// Target holds files in memory. It implements cloud.Files.
type Target struct {
	// Before is asked before each call, by its name ("put", "get", "list", "find")
	// and path; an error is the call's. Set it before use.
	Before func(call, path string) error
	// Proof is what Put answers with.
	Proof cloud.Proof
	// Room is what Space answers; nil: it does not say.
	Room *cloud.Space

	mu    sync.Mutex
	files map[string][]byte // guarded by mu
	puts  map[string]int    // guarded by mu
}

var _ cloud.Files = (*Target)(nil)

// New returns an empty target.
func New() *Target {
	return &Target{Before: func(string, string) error { return nil }, Proof: cloud.ByHash, files: map[string][]byte{}, puts: map[string]int{}}
}

// File returns what is there under a path, nil for nothing.
func (t *Target) File(path string) []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.files[path]
}

// Change puts other bytes there behind the target's back; nil removes the file.
func (t *Target) Change(path string, data []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.files[path] = data; data == nil {
		delete(t.files, path)
	}
}

// Puts returns how often a path was put whole.
func (t *Target) Puts(path string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.puts[path]
}

// Traits implements cloud.Target.
func (t *Target) Traits() cloud.Traits {
	return cloud.Traits{Kind: "memory", Hashes: true, Originals: true, Workers: 2}
}

// Test implements cloud.Target.
func (t *Target) Test(context.Context) (cloud.Account, error) {
	return cloud.Account{Name: "memory"}, t.Before("test", "")
}

// Space implements cloud.Target.
func (t *Target) Space(context.Context) (cloud.Space, error) {
	if t.Room == nil {
		return cloud.Space{}, cloud.ErrUnknown
	}
	return *t.Room, nil
}

// Find implements cloud.Target.
func (t *Target) Find(_ context.Context, o cloud.Object, deep bool) (cloud.Stored, error) {
	if err := t.Before("find", o.Path); err != nil {
		return cloud.Stored{}, err
	}
	b := t.File(o.Path)
	if b == nil || int64(len(b)) != o.Size {
		return cloud.Stored{}, fmt.Errorf("look for %s: %w", o.Path, fs.ErrNotExist)
	}
	s := cloud.Stored{Ref: o.Path, Size: o.Size, Proof: cloud.BySize, Duplicate: true}
	if !deep {
		return s, nil
	}
	in, err := o.Reader()
	if err != nil {
		return s, err
	}
	mine, err := io.ReadAll(in)
	if err != nil {
		return s, err
	}
	if !bytes.Equal(mine, b) {
		return cloud.Stored{}, fmt.Errorf("look for %s: %w: it has other bytes", o.Path, fs.ErrNotExist)
	}
	s.Proof = cloud.ByHash
	return s, nil
}

// Put implements cloud.Target.
func (t *Target) Put(ctx context.Context, o cloud.Object) (cloud.Stored, error) {
	if err := t.Before("put", o.Path); err != nil {
		return cloud.Stored{}, fmt.Errorf("send %s: %w", o.Path, err)
	}
	in, err := o.Reader()
	if err != nil {
		return cloud.Stored{}, err
	}
	defer in.Close()
	var limit *cloud.Limiter
	b, err := io.ReadAll(limit.Reader(ctx, in))
	if err != nil {
		return cloud.Stored{}, fmt.Errorf("send %s: %w", o.Path, err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.files[o.Path] = b
	t.puts[o.Path]++
	return cloud.Stored{Ref: o.Path, Size: int64(len(b)), Proof: t.Proof}, nil
}

// Get implements cloud.Target.
func (t *Target) Get(_ context.Context, ref string) (io.ReadCloser, error) {
	if err := t.Before("get", ref); err != nil {
		return nil, fmt.Errorf("read %s: %w", ref, err)
	}
	b := t.File(ref)
	if b == nil {
		return nil, fmt.Errorf("read %s: %w", ref, fs.ErrNotExist)
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

// List implements cloud.Files.
func (t *Target) List(ctx context.Context, folder string, each func(cloud.Entry) error) error {
	if err := t.Before("list", folder); err != nil {
		return err
	}
	t.mu.Lock()
	var all []cloud.Entry
	for name, b := range t.files {
		if folder == "" || strings.HasPrefix(name, folder+"/") {
			all = append(all, cloud.Entry{Path: name, Size: int64(len(b))})
		}
	}
	t.mu.Unlock()
	for _, e := range all {
		if err := each(e); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// Sweep implements cloud.Files: nothing is ever half there.
func (t *Target) Sweep(context.Context, time.Time) (int, error) { return 0, nil }

// Close implements cloud.Target.
func (t *Target) Close() error { return nil }
