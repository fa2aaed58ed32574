package gphotos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"keepsake/gallery/cloud"
)

// Put implements cloud.Target: it sends the bytes. They become a picture with
// Commit, within a day.
func (t *Target) Put(ctx context.Context, o cloud.Object) (cloud.Stored, error) {
	token, err := t.send(ctx, o)
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return cloud.Stored{}, fmt.Errorf("send %s: %w", o.Path, err)
	}
	return cloud.Stored{Token: token, Size: -1}, nil
}

// goOn is how often an upload that broke is taken up where it was.
const goOn = 4

// send uploads by the resumable protocol.
func (t *Target) send(ctx context.Context, o cloud.Object) (string, error) {
	where, grain, err := t.start(ctx, o)
	if err != nil {
		return "", err
	}
	at := int64(0)
	for n := 0; ; n++ {
		token, err := t.rest(ctx, o, where, at)
		if err == nil || ctx.Err() != nil || !errors.Is(err, cloud.ErrUnreachable) || n == goOn {
			return token, err
		}
		was := at
		if at, err = t.arrived(ctx, where); err != nil {
			return "", err
		}
		if at < was || at > o.Size || grain > 0 && at%grain != 0 && at != o.Size {
			return "", fmt.Errorf("%w: it says that %d bytes arrived", cloud.ErrCorrupt, at)
		}
	}
}

func (t *Target) start(ctx context.Context, o cloud.Object) (where string, grain int64, err error) {
	r, err := t.c.Request(ctx, http.MethodPost, "/v1/uploads", nil)
	if err != nil {
		return "", 0, err
	}
	r.Header.Set("X-Goog-Upload-Protocol", "resumable")
	r.Header.Set("X-Goog-Upload-Command", "start")
	r.Header.Set("X-Goog-Upload-Content-Type", mimeOf(o))
	r.Header.Set("X-Goog-Upload-Raw-Size", strconv.FormatInt(o.Size, 10))
	r.Header.Set("Content-Length", "0")
	resp, err := t.c.Do(r)
	if err != nil {
		return "", 0, err
	}
	resp.Body.Close()
	where = resp.Header.Get("X-Goog-Upload-URL")
	if !t.ours(where) {
		return "", 0, fmt.Errorf("%w: it names no place of its own to send to", cloud.ErrTrust)
	}
	grain, _ = strconv.ParseInt(resp.Header.Get("X-Goog-Upload-Chunk-Granularity"), 10, 64) // absent: any
	return where, grain, nil
}

// ours reports whether an address is the service's, which is shown the token.
func (t *Target) ours(where string) bool {
	scheme, rest, ok := strings.Cut(t.c.Base, "://")
	host, _, _ := strings.Cut(rest, "/")
	return ok && strings.HasPrefix(where, scheme+"://"+host+"/")
}

// rest sends what is missing and returns the token of the whole.
func (t *Target) rest(ctx context.Context, o cloud.Object, where string, at int64) (string, error) {
	in, err := o.Reader() // reads all of it, so that the last byte waits for the whole hash
	if err != nil {
		return "", err
	}
	defer in.Close()
	if _, err := io.CopyN(io.Discard, in, at); err != nil && !(errors.Is(err, io.EOF) && at == o.Size) {
		return "", err
	}
	r, err := t.c.Request(ctx, http.MethodPost, where, t.limit.Reader(ctx, in))
	if err != nil {
		return "", err
	}
	if r.ContentLength = o.Size - at; r.ContentLength == 0 {
		r.Body = http.NoBody
	}
	r.Header.Set("X-Goog-Upload-Command", "upload, finalize")
	r.Header.Set("X-Goog-Upload-Offset", strconv.FormatInt(at, 10))
	resp, err := t.c.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	token, err := io.ReadAll(io.LimitReader(resp.Body, 16<<10))
	if err != nil {
		return "", fmt.Errorf("%w: the answer broke off", cloud.ErrUnreachable)
	}
	if len(token) == 0 || resp.Header.Get("X-Goog-Upload-Status") == "active" {
		return "", fmt.Errorf("%w: it gave no upload token", cloud.ErrCorrupt)
	}
	return string(token), nil
}

// arrived asks how much of an upload is there.
func (t *Target) arrived(ctx context.Context, where string) (int64, error) {
	r, err := t.c.Request(ctx, http.MethodPost, where, nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("X-Goog-Upload-Command", "query")
	r.Header.Set("Content-Length", "0")
	resp, err := t.c.Do(r)
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	if resp.Header.Get("X-Goog-Upload-Status") != "active" {
		return 0, fmt.Errorf("%w: the upload was given up there", cloud.ErrUnreachable)
	}
	return strconv.ParseInt(resp.Header.Get("X-Goog-Upload-Size-Received"), 10, 64)
}

func mimeOf(o cloud.Object) string {
	if o.MIME == "" {
		return "application/octet-stream"
	}
	return o.MIME
}

// Commit implements cloud.Committer: mediaItems:batchCreate, one at a time.
func (t *Target) Commit(ctx context.Context, sent []cloud.Sent) ([]cloud.Committed, error) {
	if len(sent) > maxBatch {
		return nil, fmt.Errorf("%w: %d at once, %d is the most", cloud.ErrRefused, len(sent), maxBatch)
	}
	type simple struct {
		Token string `json:"uploadToken"`
		Name  string `json:"fileName"`
	}
	type one struct {
		Simple simple `json:"simpleMediaItem"`
	}
	var ask struct {
		Items []one `json:"newMediaItems"`
	}
	for _, s := range sent {
		ask.Items = append(ask.Items, one{simple{s.Token, cut(s.Title)}})
	}
	var answer struct {
		Results []struct {
			Token  string `json:"uploadToken"`
			Status struct {
				Code    int
				Message string
			}
			MediaItem item
		} `json:"newMediaItemResults"`
	}
	t.writes.Lock()
	defer t.writes.Unlock()
	if err := t.c.JSON(ctx, http.MethodPost, "/v1/mediaItems:batchCreate", ask, &answer); err != nil {
		return nil, fmt.Errorf("finish %d uploads: %w", len(sent), err)
	}
	byToken := map[string]cloud.Committed{}
	for _, r := range answer.Results {
		c := cloud.Committed{Stored: cloud.Stored{Ref: r.MediaItem.ID, Size: -1, Proof: cloud.Unproven}}
		if r.MediaItem.ID == "" {
			c.Err = refusal(r.Status.Code, r.Status.Message)
		}
		byToken[r.Token] = c
	}
	out := make([]cloud.Committed, len(sent))
	for i, s := range sent {
		c, ok := byToken[s.Token]
		if !ok {
			c.Err = fmt.Errorf("%w: it says nothing of this upload", cloud.ErrCorrupt)
		}
		out[i] = c
	}
	return out, nil
}

// maxName is what Google takes of a file's name.
const maxName = 255

func cut(name string) string {
	if r := []rune(name); len(r) > maxName {
		return string(r[len(r)-maxName:]) // the end tells the kind
	}
	return name
}

// refusal says why one was not made: codes of google.rpc.Code.
func refusal(code int, message string) error {
	switch code {
	case 8: // RESOURCE_EXHAUSTED
		return cloud.ErrQuota
	case 7, 16: // PERMISSION_DENIED, UNAUTHENTICATED
		return cloud.ErrForbidden
	case 13, 14: // INTERNAL, UNAVAILABLE
		return cloud.ErrCorrupt
	}
	return fmt.Errorf("%w: Google Photos says %.120q", cloud.ErrRefused, message)
}
