package doctor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"keepsake/device/adb"
)

// What may go wrong in getting the platform-tools. The errors say more.
var (
	// ErrNotOffered: Google has no platform-tools for this kind of computer.
	ErrNotOffered = errors.New("no platform-tools are offered for this kind of computer")
	// ErrDownload: the archive could not be had, whole.
	ErrDownload = errors.New("the platform-tools could not be downloaded")
	// ErrChecksum: the archive is not the one that was expected.
	ErrChecksum = errors.New("the downloaded platform-tools have another checksum than expected")
	// ErrArchive: the archive is not what Google packs.
	ErrArchive = errors.New("the downloaded archive is not Google's platform-tools")
)

// URLVariable names the environment variable for another place to download from.
const URLVariable = "KEEPSAKE_PLATFORM_TOOLS_URL"

// Bounds of a download. The archives of 2026 have some 8 MiB.
const (
	maxArchive      = 64 << 20
	downloadSilence = 30 * time.Second // without a byte
)

// DownloadOptions say what to download and where it goes. The zero value is
// right for a desktop.
type DownloadOptions struct {
	URL      string // "": what KEEPSAKE_PLATFORM_TOOLS_URL says, else Google's for this system
	Dir      string // "": adb.ToolsDir, where adb is looked for
	SHA256   string // of the archive, in hex; "": any
	Progress func(done, total int64)
	Client   *http.Client // nil: the usual

	silence time.Duration // 0: downloadSilence
}

// Archive is a downloaded archive, not yet unpacked. It is a file until Unpack
// or Discard.
type Archive struct {
	URL    string
	SHA256 string // in hex, for the owner to compare
	Size   int64

	path, dir string
}

// ToolsURL is where Google has the platform-tools for a system.
func ToolsURL(system, machine string) (string, error) {
	name := map[string]string{"linux": "linux", "darwin": "darwin", "windows": "windows"}[system]
	// The programs for Linux are for Intel's machines only; the others run anywhere.
	if name == "" || system == "linux" && machine != "amd64" {
		return "", fmt.Errorf("%w (%s on %s): install adb with the system's own package manager", ErrNotOffered, system, machine)
	}
	return "https://dl.google.com/android/repository/platform-tools-latest-" + name + ".zip", nil
}

// Source is the address an empty URL stands for.
func (o DownloadOptions) Source() (string, error) {
	if o.URL != "" {
		return o.URL, nil
	}
	if u := os.Getenv(URLVariable); u != "" {
		return u, nil
	}
	return ToolsURL(runtime.GOOS, runtime.GOARCH)
}

// Fetch downloads the archive and computes its checksum, which is to be shown
// to the owner before Unpack. Errors are ErrNotOffered, ErrDownload and
// ErrChecksum.
func Fetch(ctx context.Context, o DownloadOptions) (*Archive, error) {
	source, err := o.Source()
	if err != nil {
		return nil, err
	}
	dir := o.Dir
	if dir == "" {
		if dir, err = adb.ToolsDir(); err != nil {
			return nil, err
		}
	}
	if err := trusted(source); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return nil, fmt.Errorf("making room for the platform-tools: %w", err)
	}
	// Beside the folder they end in, which is on the same disk and the user's own.
	f, err := os.CreateTemp(filepath.Dir(dir), ".platform-tools-*.zip")
	if err != nil {
		return nil, fmt.Errorf("making room for the platform-tools: %w", err)
	}
	a := &Archive{URL: source, path: f.Name(), dir: dir}
	err = a.fill(ctx, f, o)
	if err = errors.Join(err, f.Close()); err != nil {
		a.Discard()
		return nil, err
	}
	if o.SHA256 != "" && !strings.EqualFold(strings.TrimSpace(o.SHA256), a.SHA256) {
		a.Discard()
		return nil, fmt.Errorf("%w: %s has %s, not %s; nothing was unpacked", ErrChecksum, source, a.SHA256, o.SHA256)
	}
	return a, nil
}

// Discard deletes the archive without unpacking it.
func (a *Archive) Discard() { _ = os.Remove(a.path) } // it is gone already, or left to the system

// trusted reports whether what comes from there may become a program: nobody on
// the way can have changed it.
func trusted(source string) error {
	u, err := url.Parse(source)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDownload, err)
	}
	ip := net.ParseIP(u.Hostname())
	if u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()) {
		return nil
	}
	return fmt.Errorf("%w: %s is not an https address, so that its content could be forged", ErrDownload, u.Redacted())
}

// fill downloads into f.
func (a *Archive) fill(ctx context.Context, f *os.File, o DownloadOptions) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	silence := o.silence
	if silence <= 0 {
		silence = downloadSilence
	}
	watch := time.AfterFunc(silence, func() { cancel(fmt.Errorf("nothing came for %v", silence)) })
	defer watch.Stop()
	fail := func(err error) error {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		if errors.Is(err, context.Canceled) {
			return err
		}
		return fmt.Errorf("%w from %s: %w", ErrDownload, a.URL, err)
	}

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.URL, nil)
	if err != nil {
		return fail(err)
	}
	client := http.Client{}
	if o.Client != nil {
		client = *o.Client
	}
	client.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if len(via) > 5 {
			return errors.New("too many redirections")
		}
		return trusted(req.URL.String())
	}
	res, err := client.Do(req)
	if err != nil {
		return fail(err)
	}
	defer res.Body.Close()
	switch {
	case res.StatusCode != http.StatusOK:
		return fail(fmt.Errorf("the server answers %s", res.Status))
	case res.ContentLength > maxArchive:
		return fail(fmt.Errorf("%d bytes are more than platform-tools ever have", res.ContentLength))
	}
	sum := sha256.New()
	in := &counted{r: io.LimitReader(res.Body, maxArchive+1), each: func(done int64) {
		watch.Reset(silence)
		if o.Progress != nil {
			o.Progress(done, res.ContentLength)
		}
	}}
	n, err := io.Copy(io.MultiWriter(f, sum), in)
	switch {
	case err != nil:
		return fail(err)
	case n > maxArchive:
		return fail(errors.New("it does not end, and is larger than platform-tools ever are"))
	}
	a.SHA256, a.Size = hex.EncodeToString(sum.Sum(nil)), n
	return nil
}

// counted tells how many bytes have been read.
type counted struct {
	r    io.Reader
	done int64
	each func(done int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.done += int64(n); n > 0 {
		c.each(c.done)
	}
	return n, err
}
