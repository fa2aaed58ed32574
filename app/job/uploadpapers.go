package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"

	"keepsake/gallery"
	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/queue"
)

// identityPath is the paper that says whose a folder is.
const identityPath = ".keepsake/library.json"

// leftoverAge is how old a file under way must be to be swept: younger ones may be
// another computer's.
const leftoverAge = 24 * time.Hour

// claim makes sure that the folder at the target is this library's, and lists what
// is there.
func (u *Upload) claim(ctx context.Context) error {
	target, ok := u.Target.(cloud.Files)
	if !ok || u.Papers == nil {
		return nil
	}
	id, err := LibraryAt(ctx, target)
	switch {
	case errors.Is(err, cloud.ErrEmpty):
	case err != nil:
		return err
	case id != u.Own:
		return fmt.Errorf("upload to %s: %w", u.Name, cloud.ErrOther)
	}
	u.there = map[string]int64{}
	if err := target.List(ctx, "", func(e cloud.Entry) error {
		u.there[e.Path] = e.Size
		u.Tracker.listed(len(u.there))
		return nil
	}); err != nil {
		return err
	}
	if _, err := target.Sweep(ctx, u.Now().Add(-leftoverAge)); err != nil && cloud.Ends(err) {
		return err
	}
	return ctx.Err()
}

// LibraryAt returns the ID of the library in a target's folder; cloud.ErrEmpty
// when there is none.
func LibraryAt(ctx context.Context, target cloud.Files) (string, error) {
	b, err := readPaper(ctx, target, identityPath)
	if errors.Is(err, fs.ErrNotExist) {
		return "", cloud.ErrEmpty
	}
	if err != nil {
		return "", err
	}
	var who struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(b, &who); err != nil || who.ID == "" {
		return "", fmt.Errorf("read which library is at the target: %w: its %s cannot be read", cloud.ErrOther, identityPath)
	}
	return who.ID, nil
}

// readPaper reads a small file.
func readPaper(ctx context.Context, target cloud.Files, name string) ([]byte, error) {
	in, err := target.Get(ctx, name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	const most = 1 << 20
	return io.ReadAll(io.LimitReader(in, most))
}

// papers sends the papers that are not there as they are now. The identity, which
// makes the folder this library's, goes first.
func (u *Upload) papers(ctx context.Context) error {
	if u.Papers == nil {
		return nil
	}
	all, err := u.Papers(ctx)
	if err != nil {
		return err
	}
	var sent []cloud.Sent
	for n := range all { // the identity is listed last
		o := all[(n+len(all)-1)%len(all)]
		if err := ctx.Err(); err != nil {
			return err
		}
		e, known := u.Queue.Get(o.Path)
		size, listed := u.there[o.Path]
		if known && e.State.Done() && e.Hash == o.Hash && listed && (size == o.Size || size < 0) {
			continue
		}
		s, err := u.paper(ctx, o)
		if errors.Is(err, cloud.ErrDamaged) {
			continue // it was written anew meanwhile: the next time it goes up as it is then
		}
		if err == nil && s.Token != "" {
			sent = append(sent, cloud.Sent{Object: o, Token: s.Token})
			continue
		}
		if err == nil {
			err = u.filed(o, s)
		}
		if err != nil {
			return err
		}
	}
	for some := range slices.Chunk(sent, max(1, u.Target.Traits().Batch)) {
		done, err := u.commit(ctx, some)
		if err != nil {
			return err
		}
		for i, d := range done {
			if d.Err != nil {
				return d.Err
			}
			if err := u.filed(some[i].Object, d.Stored); err != nil {
				return err
			}
		}
	}
	return nil
}

// filed notes a paper that is there.
func (u *Upload) filed(o cloud.Object, s cloud.Stored) error {
	u.there[o.Path] = o.Size
	return u.Queue.Set(queue.Entry{Key: o.Path, Hash: o.Hash, Path: o.Path, Size: o.Size, State: queue.Uploaded, Ref: s.Ref, Proof: s.Proof, At: u.Now().UTC().Truncate(time.Second)})
}

// paper sends one; a target that does not take the manifest holds no library, so
// what goes wrong ends the upload.
func (u *Upload) paper(ctx context.Context, o cloud.Object) (cloud.Stored, error) {
	for try := 1; ; try++ {
		s, err := u.Target.Put(ctx, o)
		if err == nil {
			return s, nil
		}
		after, again := cloud.Retry(err, try)
		if ctx.Err() != nil || !again || try >= tries {
			return s, err
		}
		u.Sleep(ctx, after)
	}
}

// IsContent reports whether a queue's entry is a content, and not a paper.
func IsContent(e queue.Entry) bool {
	_, err := gallery.ParseHash(e.Key)
	return err == nil
}
