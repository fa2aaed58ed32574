package immich

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"keepsake/gallery/cloud"
)

// deviceID is the same for every library: the server tells contents apart by
// their bytes.
const deviceID = "Keepsake"

// Put implements cloud.Target.
func (t *Target) Put(ctx context.Context, o cloud.Object) (cloud.Stored, error) {
	s, err := t.put(ctx, o)
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return s, fmt.Errorf("send %s: %w", o.Path, err)
	}
	return s, nil
}

func (t *Target) put(ctx context.Context, o cloud.Object) (cloud.Stored, error) {
	v, err := t.serverVersion(ctx)
	if err != nil {
		return cloud.Stored{}, err
	}
	sum, err := sha1Of(ctx, o)
	if err != nil {
		return cloud.Stored{}, err
	}
	switch s, err := t.has(ctx, sum, o); {
	case err == nil:
		return s, nil
	case errors.Is(err, errTrashed):
		return s, fmt.Errorf("%w: %w; restore it there, or empty the trash", cloud.ErrRefused, errTrashed)
	case !errors.Is(err, fs.ErrNotExist):
		return s, err
	}
	id, status, err := t.send(ctx, o, v, hex.EncodeToString(sum[:]))
	if err != nil {
		return cloud.Stored{}, err
	}
	theirs, trashed, err := t.checksum(ctx, id)
	if err != nil {
		return cloud.Stored{}, fmt.Errorf("ask for its checksum: %w", err)
	}
	if !bytes.Equal(theirs, sum[:]) {
		return cloud.Stored{}, fmt.Errorf("%w: its SHA-1 is another one", cloud.ErrCorrupt)
	}
	if trashed {
		return cloud.Stored{}, fmt.Errorf("%w: %w; restore it there, or empty the trash", cloud.ErrRefused, errTrashed)
	}
	return cloud.Stored{Ref: id, Size: o.Size, Proof: cloud.ByHash, Duplicate: status == "duplicate"}, nil
}

// send uploads the bytes. The form's length is known before, so that proxies need
// not keep it.
func (t *Target) send(ctx context.Context, o cloud.Object, v version, sum string) (id, status string, err error) {
	head, tail, kind, err := form(o, v)
	if err != nil {
		return "", "", err
	}
	in, err := o.Reader()
	if err != nil {
		return "", "", err
	}
	defer in.Close()
	body := io.MultiReader(bytes.NewReader(head), t.limit.Reader(ctx, in), bytes.NewReader(tail))
	r, err := t.c.Request(ctx, http.MethodPost, "/assets", body)
	if err != nil {
		return "", "", err
	}
	r.ContentLength = int64(len(head)) + o.Size + int64(len(tail))
	r.Header.Set("Content-Type", kind)
	r.Header.Set("x-immich-checksum", sum)
	r.Header.Set("Accept", "application/json")
	resp, err := t.c.Do(r)
	if err != nil {
		return "", "", err
	}
	defer resp.Body.Close()
	var answer struct{ ID, Status string }
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&answer); err != nil || answer.ID == "" {
		return "", "", fmt.Errorf("%w: its answer to an upload cannot be read", cloud.ErrCorrupt)
	}
	return answer.ID, answer.Status, nil
}

// form is what comes before and behind the bytes. Up to version 2 the server wants
// to know the device; from 3 on it does not.
func form(o cloud.Object, v version) (head, tail []byte, kind string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	taken := o.Taken
	if taken.IsZero() {
		taken = o.ModTime
	}
	fields := [][2]string{
		{"fileCreatedAt", taken.Format(time.RFC3339Nano)}, {"fileModifiedAt", o.ModTime.Format(time.RFC3339Nano)},
		{"isFavorite", strconv.FormatBool(o.Favorite)}, {"filename", o.Title},
	}
	if v.Major < 3 {
		fields = append(fields, [2]string{"deviceAssetId", o.Hash.String()}, [2]string{"deviceId", deviceID})
	}
	for _, f := range fields {
		if err := w.WriteField(f[0], f[1]); err != nil {
			return nil, nil, "", err
		}
	}
	h := textproto.MIMEHeader{}
	quote := strings.NewReplacer("\\", "\\\\", `"`, "\\\"", "\r", "_", "\n", "_")
	h.Set("Content-Disposition", `form-data; name="assetData"; filename="`+quote.Replace(o.Title)+`"`)
	h.Set("Content-Type", mimeOf(o))
	if _, err := w.CreatePart(h); err != nil {
		return nil, nil, "", err
	}
	head = bytes.Clone(b.Bytes())
	b.Reset()
	if err := w.Close(); err != nil {
		return nil, nil, "", err
	}
	return head, b.Bytes(), w.FormDataContentType(), nil
}

func mimeOf(o cloud.Object) string {
	if o.MIME == "" {
		return "application/octet-stream"
	}
	return o.MIME
}

// AddToAlbum implements cloud.Albums.
func (t *Target) AddToAlbum(ctx context.Context, title string, refs []string) error {
	if len(refs) == 0 {
		return nil
	}
	id, err := t.album(ctx, title)
	if err != nil {
		return fmt.Errorf("find the album %q: %w", title, err)
	}
	var results []struct {
		ID      string
		Success bool
		Error   string
	}
	if err := t.c.JSON(ctx, http.MethodPut, "/albums/"+id+"/assets", map[string][]string{"ids": refs}, &results); err != nil {
		return fmt.Errorf("fill the album %q: %w", title, err)
	}
	for _, r := range results {
		if !r.Success && r.Error != "duplicate" {
			return fmt.Errorf("fill the album %q: %w: %.40q", title, cloud.ErrRefused, r.Error)
		}
	}
	return nil
}

// album finds an album of this account by its title, or makes it. One caller at a
// time, so that none is made twice.
func (t *Target) album(ctx context.Context, title string) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.albums == nil {
		var all []struct{ ID, AlbumName string }
		if err := t.c.JSON(ctx, http.MethodGet, "/albums", nil, &all); err != nil {
			return "", err
		}
		t.albums = map[string]string{}
		for _, a := range all {
			if t.albums[a.AlbumName] == "" {
				t.albums[a.AlbumName] = a.ID
			}
		}
	}
	if id := t.albums[title]; id != "" {
		return id, nil
	}
	var made struct{ ID string }
	if err := t.c.JSON(ctx, http.MethodPost, "/albums", map[string]string{"albumName": title}, &made); err != nil {
		return "", err
	}
	if made.ID == "" {
		return "", fmt.Errorf("%w: the new album has no id", cloud.ErrCorrupt)
	}
	t.albums[title] = made.ID
	return made.ID, nil
}
