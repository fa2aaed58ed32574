// Package oauth lets the owner sign in to a service in the browser: OAuth 2.0 for
// native applications (RFC 8252), with PKCE (RFC 7636) and an answer on a free port
// of this computer.
//
// Begin with SignIn.
package oauth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"keepsake/gallery/cloud"
)

// Client is the owner's own registration with a service.
type Client struct {
	ID, Secret        string
	AuthURL, TokenURL string
	Scopes            []string
	Params            map[string]string // besides, in the address of the page
}

// ErrDenied says that the owner, or the service, said no on the page.
var ErrDenied = errors.New("the sign-in was not allowed on the service's page")

// patience is how long the page may stay open.
const patience = 10 * time.Minute

// config is the client in the library's words.
func (c Client) config(redirect string) *oauth2.Config {
	return &oauth2.Config{ClientID: c.ID, ClientSecret: c.Secret, RedirectURL: redirect, Scopes: c.Scopes,
		Endpoint: oauth2.Endpoint{AuthURL: c.AuthURL, TokenURL: c.TokenURL, AuthStyle: oauth2.AuthStyleInParams}}
}

// SignIn opens the service's page with show and waits for its answer, which comes
// to a port of this computer that only this sign-in uses. The token is JSON, to be
// kept where secrets are. Errors: ErrDenied, cloud.ErrAuth, cloud.ErrUnreachable.
func SignIn(ctx context.Context, c Client, show func(url string) error) (token string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("wait for the sign-in: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conf := c.config("http://" + l.Addr().String() + "/")
	state, verifier := rand.Text(), oauth2.GenerateVerifier()
	answers := make(chan answer, 1)
	srv := &http.Server{Handler: page(state, answers), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = srv.Serve(l) // until it is closed
	}()
	defer func() {
		end, stop := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer stop()
		if srv.Shutdown(end) != nil {
			_ = srv.Close()
		}
		<-ended
	}()
	opts := []oauth2.AuthCodeOption{oauth2.AccessTypeOffline, oauth2.S256ChallengeOption(verifier)}
	for k, v := range c.Params {
		opts = append(opts, oauth2.SetAuthURLParam(k, v))
	}
	if err := show(conf.AuthCodeURL(state, opts...)); err != nil {
		return "", fmt.Errorf("open the sign-in page: %w", err)
	}
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case a := <-answers:
		if a.err != nil {
			return "", a.err
		}
		t, err := conf.Exchange(ctx, a.code, oauth2.VerifierOption(verifier))
		if err != nil {
			return "", quiet(ctx, err)
		}
		b, err := json.Marshal(t)
		return string(b), err
	}
}

type answer struct {
	code string
	err  error
}

// page takes the service's answer. One with another state is somebody else's, and
// changes nothing.
func page(state string, answers chan<- answer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if r.Method != http.MethodGet || r.URL.Path != "/" || subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(state)) != 1 {
			http.Error(w, "This is not the answer Keepsake waits for.", http.StatusBadRequest)
			return
		}
		a, says := answer{code: q.Get("code")}, "Keepsake is signed in. You can close this page."
		if a.code == "" {
			a.err, says = ErrDenied, "Keepsake was not allowed to sign in. You can close this page."
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Referrer-Policy", "no-referrer")
		fmt.Fprintln(w, says)
		select {
		case answers <- a:
		default: // it answered twice
		}
	})
}

// Source gives tokens, renewed when they are old; renewed is told the new one as
// JSON. token is what SignIn gave.
func Source(ctx context.Context, c Client, token string, renewed func(token string)) (oauth2.TokenSource, error) {
	var t oauth2.Token
	if err := json.Unmarshal([]byte(token), &t); err != nil || t.RefreshToken == "" && t.AccessToken == "" {
		return nil, fmt.Errorf("%w: there is no token; sign in again", cloud.ErrAuth) // the text would quote it
	}
	return &source{ctx: ctx, in: c.config("").TokenSource(ctx, &t), last: t.AccessToken, renewed: renewed}, nil
}

type source struct {
	ctx     context.Context
	in      oauth2.TokenSource // safe for concurrent use
	last    string
	renewed func(string)
}

// Token implements oauth2.TokenSource. It is called by one at a time: see gphotos.
func (s *source) Token() (*oauth2.Token, error) {
	t, err := s.in.Token()
	if err != nil {
		return nil, quiet(s.ctx, err)
	}
	if t.AccessToken != s.last {
		s.last = t.AccessToken
		if b, err := json.Marshal(t); err == nil && s.renewed != nil {
			s.renewed(string(b))
		}
	}
	return t, nil
}

// quiet says why there is no token without what the service said of it.
func quiet(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if e, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		if e.Response != nil && e.Response.StatusCode >= 500 {
			return fmt.Errorf("renew the sign-in: %w", cloud.ErrUnreachable)
		}
		return fmt.Errorf("%w: sign in again (%s)", cloud.ErrAuth, strings.ReplaceAll(e.ErrorCode, "\n", " "))
	}
	return fmt.Errorf("renew the sign-in: %w", cloud.ErrUnreachable)
}
