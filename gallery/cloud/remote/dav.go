package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rclone/rclone/fs/config/obscure"

	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/rest"
)

// direct is the short way of a file to a WebDAV server: two requests, PUT to a
// temporary name and MOVE, where the general way asks after each step. What became
// of many of them is then asked for at once: Target.Commit.
type direct struct {
	c    *rest.Client
	root string // the whole address, escaped, without a slash at its end

	mu   sync.Mutex
	made map[string]bool // folders that are there; guarded by mu
}

// errNoFolder says that the folder a file is to be in is not there.
var errNoFolder = errors.New("the folder is not there")

// newDirect returns nil where only the general way knows how: a server with ways of
// its own, or one that wants more than a name and a password.
func newDirect(kv map[string]string, root string) *direct {
	for key := range kv {
		if !slices.Contains([]string{"type", "url", "vendor", "user", "pass", "pacer_min_sleep", "description"}, key) {
			return nil
		}
	}
	if v := kv["vendor"]; kv["type"] != "webdav" || v != "" && v != "other" {
		return nil
	}
	base, err := url.Parse(kv["url"])
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.User != nil || base.RawQuery != "" {
		return nil
	}
	user, pass := kv["user"], ""
	if kv["pass"] != "" {
		if pass, err = obscure.Reveal(kv["pass"]); err != nil {
			return nil
		}
	}
	d := &direct{root: strings.TrimSuffix(base.String(), "/"), made: map[string]bool{}}
	if in := strings.Trim(root, "/"); in != "" {
		d.root += "/" + escape(in)
	}
	d.c = &rest.Client{HTTP: rest.NewHTTP(), Base: d.root,
		Sign: func(r *http.Request) error {
			if user != "" || pass != "" {
				r.SetBasicAuth(user, pass)
			}
			return nil
		},
		Sort: func(status int, _ []byte) error {
			switch status {
			case http.StatusConflict, http.StatusNotFound:
				return errNoFolder
			case http.StatusLocked: // it is busy with what was asked before
				return &cloud.LimitError{}
			}
			return nil
		}}
	return d
}

func escape(name string) string { return (&url.URL{Path: name}).EscapedPath() }

// put leaves a file under a temporary name and gives it its own.
func (d *direct) put(ctx context.Context, t *Target, o cloud.Object, in io.Reader) error {
	temp := t.tempName(o)
	if err := d.folder(ctx, t, path.Dir(temp)); err != nil {
		return err
	}
	err := d.send(ctx, temp, o, in)
	if errors.Is(err, errNoFolder) {
		d.forget(path.Dir(temp)) // for the next try
		return fmt.Errorf("%w: the folder for files under way is gone", cloud.ErrUnreachable)
	}
	if err != nil {
		return errors.Join(err, d.discard(context.WithoutCancel(ctx), temp, err))
	}
	err = d.name(ctx, t, temp, o.Path)
	if errors.Is(err, errNoFolder) { // somebody removed it meanwhile
		d.forget(path.Dir(o.Path))
		err = d.name(ctx, t, temp, o.Path)
	}
	if errors.Is(err, errNoFolder) {
		return fmt.Errorf("%w: it has no folder for it", cloud.ErrRefused)
	}
	return err
}

func (d *direct) send(ctx context.Context, name string, o cloud.Object, in io.Reader) error {
	r, err := d.c.Request(ctx, http.MethodPut, "/"+escape(name), in)
	if err != nil {
		return err
	}
	if r.ContentLength = o.Size; o.Size == 0 {
		r.Body = http.NoBody
	}
	if o.MIME != "" {
		r.Header.Set("Content-Type", o.MIME)
	}
	r.Header.Set("X-OC-Mtime", strconv.FormatInt(o.ModTime.Unix(), 10)) // ownCloud's and Nextcloud's; others leave it
	return d.do(r)
}

// name moves a file to its own name, over what is there.
func (d *direct) name(ctx context.Context, t *Target, temp, name string) error {
	if err := d.folder(ctx, t, path.Dir(name)); err != nil {
		return err
	}
	err := d.move(ctx, temp, name)
	if err == nil || ctx.Err() != nil || errors.Is(err, errNoFolder) || cloud.Ends(err) {
		return err
	}
	// Some servers do not rename over a file that is there.
	old, lerr := t.f.NewObject(t.ctx(ctx), name)
	if lerr != nil {
		return err
	}
	if rerr := old.Remove(t.ctx(ctx)); rerr != nil {
		return errors.Join(err, rerr)
	}
	return d.move(ctx, temp, name)
}

func (d *direct) move(ctx context.Context, temp, name string) error {
	r, err := d.c.Request(ctx, "MOVE", "/"+escape(temp), nil)
	if err != nil {
		return err
	}
	r.Header.Set("Destination", d.root+"/"+escape(name))
	r.Header.Set("Overwrite", "T")
	return d.do(r)
}

func (d *direct) do(r *http.Request) error {
	resp, err := d.c.Do(r)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection is used again
	return resp.Body.Close()
}

// busy is how long a server may be busy with the end of an upload that broke off.
const busy = 2 * time.Second

// discard removes what arrived of a file that was not sent to its end.
func (d *direct) discard(ctx context.Context, name string, why error) error {
	if errors.Is(why, cloud.ErrAuth) || errors.Is(why, cloud.ErrUnreachable) {
		return nil // there is nothing, or it is swept some day
	}
	for waited := time.Duration(0); ; waited += busy / 20 {
		r, err := d.c.Request(ctx, http.MethodDelete, "/"+escape(name), nil)
		if err != nil {
			return err
		}
		err = d.do(r)
		if _, ok := errors.AsType[*cloud.LimitError](err); ok && waited < busy {
			time.Sleep(busy / 20)
			continue
		}
		if err != nil && !errors.Is(err, errNoFolder) {
			return fmt.Errorf("remove what arrived of it: %w", err)
		}
		return nil
	}
}

// folder makes a folder with those above it, once.
func (d *direct) folder(ctx context.Context, t *Target, name string) error {
	d.mu.Lock()
	defer d.mu.Unlock() // others wait: it is most likely their folder too
	if d.made[name] {
		return nil
	}
	if err := t.f.Mkdir(t.ctx(ctx), name); err != nil {
		return err
	}
	d.made[name] = true
	return nil
}

func (d *direct) forget(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.made, name)
}

// close lets go of the connections.
func (d *direct) close() {
	if d != nil {
		d.c.HTTP.CloseIdleConnections()
	}
}
