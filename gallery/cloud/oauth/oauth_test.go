package oauth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"keepsake/gallery/cloud"
)

// service is a sign-in page and its tokens.
func service(t *testing.T, challenge *string, denied *bool) Client {
	mux := http.NewServeMux()
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		switch {
		case r.FormValue("grant_type") == "refresh_token" && r.FormValue("refresh_token") == "refresh-secret" && !*denied:
		case r.FormValue("code") == "good-code" && base64.RawURLEncoding.EncodeToString(sum[:]) == *challenge:
		default:
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(400)
			fmt.Fprint(w, `{"error":"invalid_grant","error_description":"refresh-secret is no good"}`)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"access_token":"fresh-access","refresh_token":"refresh-secret","token_type":"Bearer","expires_in":3600}`)
	})
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return Client{ID: "id", Secret: "client-secret", AuthURL: srv.URL + "/auth", TokenURL: srv.URL + "/token", Scopes: []string{"s"}}
}

// browse answers as the service's page does when the owner has decided.
func browse(t *testing.T, page string, challenge *string, with func(state string) url.Values) (status int, body string) {
	t.Helper()
	u, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("code_challenge_method") != "S256" || q.Get("state") == "" {
		t.Errorf("page %s", page)
	}
	*challenge = q.Get("code_challenge")
	resp, err := http.Get(q.Get("redirect_uri") + "?" + with(q.Get("state")).Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

func TestSignIn(t *testing.T) {
	var challenge string
	var denied bool
	c := service(t, &challenge, &denied)
	token, err := SignIn(t.Context(), c, func(page string) error {
		// An answer with another state is not taken.
		if status, _ := browse(t, page, &challenge, func(string) url.Values { return url.Values{"code": {"evil"}, "state": {"guessed"}} }); status != 400 {
			t.Errorf("a forged answer: %d", status)
		}
		status, body := browse(t, page, &challenge, func(s string) url.Values { return url.Values{"code": {"good-code"}, "state": {s}} })
		if status != 200 || !strings.Contains(body, "signed in") {
			t.Errorf("%d %s", status, body)
		}
		return nil
	})
	if err != nil || !strings.Contains(token, "refresh-secret") {
		t.Fatalf("%v", err)
	}
	var kept map[string]any
	if err := json.Unmarshal([]byte(token), &kept); err != nil {
		t.Fatal(err)
	}
	kept["expiry"] = time.Now().Add(-time.Hour).Format(time.RFC3339)
	kept["access_token"] = "old-access"
	old, err := json.Marshal(kept)
	if err != nil {
		t.Fatal(err)
	}
	var renewed string
	src, err := Source(t.Context(), c, string(old), func(s string) { renewed = s })
	if err != nil {
		t.Fatal(err)
	}
	if got, err := src.Token(); err != nil || got.AccessToken != "fresh-access" || !strings.Contains(renewed, "fresh-access") {
		t.Errorf("%v, kept %v", err, renewed != "")
	}
	denied = true
	if src, err = Source(t.Context(), c, string(old), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := src.Token(); !errors.Is(err, cloud.ErrAuth) || strings.Contains(err.Error(), "secret") {
		t.Errorf("%v", err)
	}
}

func TestSignInDenied(t *testing.T) {
	var challenge string
	var denied bool
	c := service(t, &challenge, &denied)
	_, err := SignIn(t.Context(), c, func(page string) error {
		browse(t, page, &challenge, func(s string) url.Values { return url.Values{"error": {"access_denied"}, "state": {s}} })
		return nil
	})
	if !errors.Is(err, ErrDenied) {
		t.Error(err)
	}
	_, err = SignIn(t.Context(), c, func(page string) error {
		browse(t, page, &challenge, func(s string) url.Values { return url.Values{"code": {"stolen"}, "state": {s}} })
		return nil
	})
	if !errors.Is(err, cloud.ErrAuth) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := SignIn(ctx, c, func(string) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := Source(t.Context(), c, `not json`, nil); !errors.Is(err, cloud.ErrAuth) {
		t.Error(err)
	}
}
