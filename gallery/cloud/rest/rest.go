// Package rest speaks to services over HTTPS: one request, one answer, errors in
// the words of package cloud, and no secret in any of them.
//
// Begin with Client.JSON and Client.Do.
package rest

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"keepsake/gallery/cloud"
)

// Client asks one service.
type Client struct {
	HTTP *http.Client
	Base string // without a slash at its end
	// Sign adds who is asking to a request.
	Sign func(*http.Request) error
	// Sort finds the error for what a service says in its own words; nil for none.
	Sort func(status int, body []byte) error
}

// maxAnswer bounds an answer that is read whole.
const maxAnswer = 32 << 20

// NewHTTP returns an HTTP client with the patience that an upload needs: a server
// must begin to answer, but may take its time with what is sent. It follows no
// redirect to another host, which would be shown the key.
func NewHTTP() *http.Client {
	tr := http.DefaultTransport.(*http.Transport).Clone()
	tr.ResponseHeaderTimeout = 2 * time.Minute
	tr.TLSHandshakeTimeout = 20 * time.Second
	tr.MaxIdleConnsPerHost = 8
	return &http.Client{Transport: tr, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > 5 || r.URL.Host != via[0].URL.Host || via[0].URL.Scheme == "https" && r.URL.Scheme != "https" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
}

// JSON asks with in as the body (nil: none) and reads the answer into out (nil: it
// is thrown away).
func (c *Client) JSON(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	r, err := c.Request(ctx, method, path, body)
	if err != nil {
		return err
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Accept", "application/json")
	resp, err := c.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return Unreachable(ctx, err)
	}
	if out == nil || len(bytes.TrimSpace(b)) == 0 {
		return nil
	}
	if err := json.Unmarshal(b, out); err != nil {
		return fmt.Errorf("%w: its answer to %s %s cannot be read", cloud.ErrCorrupt, method, bare(r.URL))
	}
	return nil
}

// Request makes a request; path is below Base, or a whole address.
func (c *Client) Request(ctx context.Context, method, path string, body io.Reader) (*http.Request, error) {
	if !strings.HasPrefix(path, "http://") && !strings.HasPrefix(path, "https://") {
		path = c.Base + path
	}
	r, err := http.NewRequestWithContext(ctx, method, path, body)
	if err != nil {
		return nil, fmt.Errorf("%w: the address cannot be used", cloud.ErrRefused)
	}
	r.Header.Set("User-Agent", "Keepsake")
	if c.Sign != nil {
		if err := c.Sign(r); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Do sends a request. An answer that is no success is an error; the body of one
// that is must be closed.
func (c *Client) Do(r *http.Request) (*http.Response, error) {
	resp, err := c.HTTP.Do(r)
	if err != nil {
		return nil, Unreachable(r.Context(), err)
	}
	if resp.StatusCode/100 == 2 {
		return resp, nil
	}
	defer resp.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10)) // only to say why
	err = c.sort(resp, said)
	return nil, fmt.Errorf("%s %s: %w (%s)", r.Method, bare(r.URL), err, resp.Status)
}

func (c *Client) sort(resp *http.Response, said []byte) error {
	if c.Sort != nil {
		if err := c.Sort(resp.StatusCode, said); err != nil {
			return err
		}
	}
	switch code := resp.StatusCode; {
	case (code == http.StatusUnauthorized || code == http.StatusForbidden) && cloud.Skewed(resp.Header.Get("Date"), time.Now()):
		return cloud.ErrClock
	case code == http.StatusUnauthorized:
		return cloud.ErrAuth
	case code == http.StatusForbidden:
		return cloud.ErrForbidden
	case code == http.StatusNotFound:
		return errNotFound
	case code == http.StatusTooManyRequests:
		return &cloud.LimitError{After: RetryAfter(resp.Header, time.Now())}
	case code == http.StatusServiceUnavailable && resp.Header.Get("Retry-After") != "":
		return &cloud.LimitError{After: RetryAfter(resp.Header, time.Now())}
	case code == http.StatusInsufficientStorage:
		return cloud.ErrQuota
	case code >= 500, code == http.StatusRequestTimeout:
		return cloud.ErrUnreachable
	case code/100 == 3:
		return fmt.Errorf("%w: it sends us to another address", cloud.ErrTrust)
	}
	return cloud.ErrRefused
}

// RetryAfter reads the header of that name; zero: there is none.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	v := h.Get("Retry-After")
	if n, err := strconv.Atoi(v); err == nil && n >= 0 {
		return min(time.Duration(n), 1<<20) * time.Second
	}
	if at, err := http.ParseTime(v); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}

// Unreachable says why nothing was answered, without the address's query.
func Unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for _, mine := range []error{cloud.ErrDamaged, cloud.ErrClock, cloud.ErrAuth} {
		if errors.Is(err, mine) {
			return mine
		}
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return fmt.Errorf("%w: %w", cloud.ErrTrust, err)
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return fmt.Errorf("%w: %w", cloud.ErrTrust, err)
	}
	return fmt.Errorf("%w: %w", cloud.ErrUnreachable, err)
}

// bare is an address without what may be secret in it.
func bare(u *url.URL) string { return u.Path }

// errNotFound is fs.ErrNotExist in words.
var errNotFound = fmt.Errorf("the service has nothing there: %w", fs.ErrNotExist)
