// Package remote reaches everything that holds files: a folder or NAS, SMB, SFTP,
// WebDAV and Nextcloud, S3, Google Drive, OneDrive, Dropbox, and any remote of the
// owner's own rclone.conf. rclone does the talking; its process-wide state (the
// table of remotes, its log) is held in registry.go and nowhere else.
//
// Begin with Kinds, which lists what can be asked for, and Open.
package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	rclone "github.com/rclone/rclone/fs"
	"github.com/rclone/rclone/fs/hash"

	"keepsake/gallery/cloud"
)

// Options say which remote is meant.
type Options struct {
	Kind    string            // a Kind's Name
	Params  map[string]string // by Field.Name
	Secrets map[string]string // those of Params that are secret
	Root    string            // folder (or bucket/folder) at the remote
	Crypt   *Crypt            // nil: files lie there in the open
	// Learn is told secrets and settings that the remote gives out later: tokens
	// that were renewed, the server's key. May be nil.
	Learn func(name, value string)
	// Trust takes the server's key as it is shown, and has Learn keep it; without,
	// a server without a key that is known is only used where none is asked for.
	Trust bool
	Limit *cloud.Limiter // of what goes up; nil: none
}

// Crypt encrypts contents and names as rclone's crypt does, so that the rclone
// program can read them with the same passphrases.
type Crypt struct {
	Password string
	Salt     string // rclone's password2; may be empty
	Names    bool   // names of files and folders too
}

// Target is a remote. It implements cloud.Files, and cloud.Committer where it has a
// short way.
type Target struct {
	f      rclone.Fs
	o      Options
	ctx    func(context.Context) context.Context
	temp   bool // half files can be seen: temporary name, then move
	blind  bool // after a file was put, it tells its checksum and nothing else
	direct *direct
	hashes hash.Set
	leave  func()
}

var (
	_ cloud.Files     = (*Target)(nil)
	_ cloud.Committer = (*Target)(nil)
)

// Open connects to a remote. Errors: cloud.ErrNoKind, cloud.ErrAuth,
// cloud.ErrUnreachable and the like; some only show in Test.
func Open(ctx context.Context, o Options) (*Target, error) {
	spec, err := o.spec()
	if err != nil {
		return nil, err
	}
	name, leave := register(spec, o.learned)
	t := &Target{o: o, leave: leave, ctx: settings}
	t.f, err = rclone.NewFs(t.ctx(ctx), name)
	if errors.Is(err, rclone.ErrorIsFile) {
		err = fmt.Errorf("%w: there is a file of the folder's name", cloud.ErrRefused)
	}
	if err != nil {
		leave()
		return nil, t.explain(ctx, "connect", err)
	}
	have := t.f.Features()
	t.temp = have.Move != nil && (have.PartialUploads || leavesHalves(o.Kind))
	t.hashes = t.f.Hashes()
	if kv := spec.plain(); kv != nil {
		t.blind = kv["no_head"] == "true" && kv["type"] == "s3"
		if t.hashes.Count() == 0 {
			t.direct = newDirect(kv, spec.root)
		}
	}
	return t, nil
}

// leavesHalves are the kinds of which rclone does not say so, but servers do it.
func leavesHalves(kind string) bool { return kind == "webdav" || kind == Conf }

// Traits implements cloud.Target.
func (t *Target) Traits() cloud.Traits {
	tr := cloud.Traits{Kind: t.o.Kind, Hashes: t.hashes.Count() > 0, Originals: true, Workers: workers(t.o.Kind)}
	if t.direct != nil {
		tr.Batch = lookAt
	}
	return tr
}

// Close implements cloud.Target.
func (t *Target) Close() error {
	t.direct.close()
	t.leave()
	return nil
}

// probeName is the file that Test writes and removes.
const probeName = stagingDir + "/test"

// Test implements cloud.Target.
func (t *Target) Test(ctx context.Context) (cloud.Account, error) {
	who := cloud.Account{Name: t.o.title()}
	text := "Keepsake was here to see whether it can write. This file can be deleted.\n"
	o := cloud.Object{Path: probeName, Size: int64(len(text)), ModTime: time.Now(),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
	s, err := t.Put(ctx, o)
	if err != nil {
		return who, err
	}
	in, err := t.Get(ctx, s.Ref)
	if err != nil {
		return who, err
	}
	got, err := io.ReadAll(io.LimitReader(in, 4096))
	if err = errors.Join(err, in.Close()); err != nil {
		return who, t.explain(ctx, "read back the test file", err)
	}
	if string(got) != text {
		return who, fmt.Errorf("read back the test file: %w", cloud.ErrCorrupt)
	}
	obj, err := t.f.NewObject(t.ctx(ctx), probeName)
	if err == nil {
		err = obj.Remove(t.ctx(ctx))
	}
	if err != nil {
		return who, t.explain(ctx, "remove the test file", err)
	}
	return who, nil
}

// Space implements cloud.Target.
func (t *Target) Space(ctx context.Context) (cloud.Space, error) {
	about := t.f.Features().About
	if about == nil {
		return cloud.Space{}, cloud.ErrUnknown
	}
	u, err := about(t.ctx(ctx))
	if err != nil {
		return cloud.Space{}, t.explain(ctx, "ask for the space", err)
	}
	or := func(n *int64) int64 {
		if n == nil {
			return -1
		}
		return *n
	}
	s := cloud.Space{Used: or(u.Used), Free: or(u.Free), Total: or(u.Total)}
	if s.Free < 0 && s.Total >= 0 && s.Used >= 0 {
		s.Free = max(0, s.Total-s.Used)
	}
	if s == (cloud.Space{Used: -1, Free: -1, Total: -1}) {
		return s, cloud.ErrUnknown
	}
	return s, nil
}

// Find implements cloud.Target.
func (t *Target) Find(ctx context.Context, o cloud.Object, deep bool) (cloud.Stored, error) {
	obj, err := t.f.NewObject(t.ctx(ctx), o.Path)
	if err != nil {
		return cloud.Stored{}, t.explain(ctx, "look for "+o.Path, err)
	}
	s := cloud.Stored{Ref: o.Path, Size: obj.Size(), Proof: cloud.BySize, Duplicate: true}
	if obj.Size() != o.Size {
		return s, fmt.Errorf("look for %s: %w: it has %d bytes of %d", o.Path, fs.ErrNotExist, obj.Size(), o.Size)
	}
	if !deep || t.hashes.Count() == 0 {
		return s, nil
	}
	mine, err := t.sums(o)
	if err != nil {
		return s, fmt.Errorf("look for %s: %w", o.Path, err)
	}
	if s.Proof, err = t.compare(ctx, obj, mine); errors.Is(err, cloud.ErrCorrupt) {
		return s, fmt.Errorf("look for %s: %w: it has other bytes", o.Path, fs.ErrNotExist)
	}
	return s, err
}

// Get implements cloud.Target.
func (t *Target) Get(ctx context.Context, ref string) (io.ReadCloser, error) {
	obj, err := t.f.NewObject(t.ctx(ctx), ref)
	if err != nil {
		return nil, t.explain(ctx, "read "+ref, err)
	}
	in, err := obj.Open(t.ctx(ctx))
	if err != nil {
		return nil, t.explain(ctx, "read "+ref, err)
	}
	return &reading{in: in, t: t, ctx: ctx, ref: ref}, nil
}

// reading explains what goes wrong on the way.
type reading struct {
	in  io.ReadCloser
	t   *Target
	ctx context.Context
	ref string
}

func (r *reading) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = r.t.explain(r.ctx, "read "+r.ref, err)
	}
	return n, err
}

func (r *reading) Close() error { return r.in.Close() }

// stagingDir is where files under way lie, in the library's own hidden folder.
const (
	stagingDir = ".keepsake/staging"
	partExt    = ".part"
)

func (t *Target) tempName(o cloud.Object) string {
	name := o.Hash.String()
	if o.Hash.IsZero() {
		name = strings.ReplaceAll(path.Base(o.Path), " ", "_")
	}
	return stagingDir + "/" + name + partExt
}
