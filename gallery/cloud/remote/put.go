package remote

import (
	"context"
	"errors"
	"fmt"
	"io"

	rclone "github.com/rclone/rclone/fs"
	"github.com/rclone/rclone/fs/hash"
	"github.com/rclone/rclone/fs/object"

	"keepsake/gallery/cloud"
)

// Put implements cloud.Target. Where a server can leave half files, the bytes go
// to a temporary name and are renamed when the server has taken all of them. What
// goes the short way is proven in Commit.
func (t *Target) Put(ctx context.Context, o cloud.Object) (cloud.Stored, error) {
	s, err := t.put(ctx, o)
	if err != nil {
		return s, t.explain(ctx, "send "+o.Path, err)
	}
	return s, nil
}

func (t *Target) put(ctx context.Context, o cloud.Object) (cloud.Stored, error) {
	in, err := o.Reader()
	if err != nil {
		return cloud.Stored{}, err
	}
	defer in.Close()
	if t.direct != nil {
		if err := t.direct.put(ctx, t, o, t.o.Limit.Reader(ctx, in)); err != nil {
			return cloud.Stored{}, err
		}
		return cloud.Stored{Ref: o.Path, Token: o.Path, Size: -1}, nil
	}
	sums, err := hash.NewMultiHasherTypes(t.hashes)
	if err != nil {
		return cloud.Stored{}, err
	}
	to := o.Path
	if t.temp {
		to = t.tempName(o)
	}
	rctx := t.ctx(ctx)
	src := &source{StaticObjectInfo: object.NewStaticObjectInfo(to, o.ModTime, o.Size, true, nil, nil), mime: o.MIME}
	obj, err := t.f.Put(rctx, io.TeeReader(t.o.Limit.Reader(ctx, in), sums), src)
	if err != nil {
		return cloud.Stored{}, err
	}
	if t.blind {
		if p, err := t.compare(ctx, obj, sums.Sums()); err == nil && p == cloud.ByHash {
			return cloud.Stored{Ref: o.Path, Size: o.Size, Proof: p}, nil
		}
		if obj, err = t.f.NewObject(rctx, to); err != nil { // its length is only what we said
			return cloud.Stored{}, err
		}
	}
	if obj.Size() != o.Size {
		return cloud.Stored{}, errors.Join(fmt.Errorf("%w: it says %d bytes, %d were sent", cloud.ErrCorrupt, obj.Size(), o.Size), t.discard(ctx, obj))
	}
	if t.temp {
		if obj, err = t.settle(ctx, obj, o.Path); err != nil {
			return cloud.Stored{}, err
		}
	}
	s := cloud.Stored{Ref: o.Path, Size: obj.Size(), Proof: cloud.BySize}
	if obj.Size() != o.Size {
		return s, fmt.Errorf("%w: it says %d bytes, %d were sent", cloud.ErrCorrupt, obj.Size(), o.Size)
	}
	s.Proof, err = t.compare(ctx, obj, sums.Sums())
	return s, err
}

// settle gives a file its name. Some servers do not rename over a file that is
// there: a wrong one of ours, or an older state of the manifest.
func (t *Target) settle(ctx context.Context, obj rclone.Object, name string) (rclone.Object, error) {
	move := t.f.Features().Move
	moved, err := move(t.ctx(ctx), obj, name)
	if err == nil || ctx.Err() != nil {
		return moved, err
	}
	old, lerr := t.f.NewObject(t.ctx(ctx), name)
	if lerr != nil {
		return nil, errors.Join(err, t.discard(ctx, obj))
	}
	if rerr := old.Remove(t.ctx(ctx)); rerr != nil {
		return nil, errors.Join(err, rerr)
	}
	return move(t.ctx(ctx), obj, name)
}

// discard removes a file of ours that did not arrive as it should.
func (t *Target) discard(ctx context.Context, obj rclone.Object) error {
	if err := obj.Remove(t.ctx(ctx)); err != nil && !errors.Is(err, rclone.ErrorObjectNotFound) {
		return fmt.Errorf("remove what arrived of it: %w", err)
	}
	return nil
}

// sums reads a content here for the checksums that the remote keeps.
func (t *Target) sums(o cloud.Object) (map[hash.Type]string, error) {
	in, err := o.Reader()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return hash.StreamTypes(in, t.hashes)
}

// compare asks the remote for a checksum of what it has. Unless it has one, its
// length, which was right, is all the proof there is.
func (t *Target) compare(ctx context.Context, obj rclone.Object, mine map[hash.Type]string) (cloud.Proof, error) {
	for _, kind := range t.hashes.Array() {
		theirs, err := obj.Hash(t.ctx(ctx), kind)
		if ctx.Err() != nil {
			return cloud.Unproven, ctx.Err()
		}
		if err != nil || theirs == "" || mine[kind] == "" {
			continue // it keeps none of this file
		}
		if hash.Equals(theirs, mine[kind]) {
			return cloud.ByHash, nil
		}
		return cloud.Unproven, fmt.Errorf("%w: its %s is another one", cloud.ErrCorrupt, kind)
	}
	return cloud.BySize, nil
}

// source is what rclone is told about a file.
type source struct {
	*object.StaticObjectInfo
	mime string
}

// MimeType implements rclone's fs.MimeTyper.
func (s *source) MimeType(context.Context) string {
	if s.mime == "" {
		return "application/octet-stream"
	}
	return s.mime
}
