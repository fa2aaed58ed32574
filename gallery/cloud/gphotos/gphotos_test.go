package gphotos

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/contract"
	"keepsake/gallery/cloud/gphotos/fake"
)

func serve(t *testing.T) *fake.Server {
	t.Helper()
	s := fake.New("access-of-tests")
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	s.URL = h.URL
	return s
}

func opened(t *testing.T, s *fake.Server) *Target {
	t.Helper()
	target, err := Open(t.Context(), Options{Token: `{"access_token":"access-of-tests","token_type":"Bearer"}`, Base: s.URL, Drive: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func TestContract(t *testing.T) {
	s := serve(t)
	contract.Run(t, contract.Case{Open: func(t *testing.T) cloud.Target { return opened(t, s) }})
	if a := s.Albums(); len(a) != 1 || len(a[0].Items) != 3 {
		t.Errorf("albums %+v", a)
	}
}

// TestNothingIsCalledVerified: Google does not give back what it was given.
func TestNothingIsCalledVerified(t *testing.T) {
	target := opened(t, serve(t))
	s, err := contract.Put(t.Context(), target, contract.Object("a.jpg", []byte("a")))
	if err != nil || s.Proof != cloud.Unproven || target.Traits().Originals || target.Traits().Hashes {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestUploadGoesOnWhereItBroke: after a broken connection only the rest is sent.
func TestUploadGoesOnWhereItBroke(t *testing.T) {
	s := serve(t)
	s.Break = 300_000
	data := bytes.Repeat([]byte("0123456789"), 100_000)
	got, err := contract.Put(t.Context(), opened(t, s), contract.Object("big.mp4", data))
	if err != nil {
		t.Fatal(err)
	}
	if it := s.Items()[got.Ref]; !bytes.Equal(it.Data, data) || it.Name != "big.mp4" {
		t.Errorf("%d bytes arrived of %d", len(it.Data), len(data))
	}
}

func TestCommitOfMany(t *testing.T) {
	s := serve(t)
	target := opened(t, s)
	var sent []cloud.Sent
	for n := range 50 {
		o := contract.Object(fmt.Sprintf("%d.jpg", n), []byte{byte(n), 1})
		put, err := target.Put(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		sent = append(sent, cloud.Sent{Object: o, Token: put.Token})
	}
	sent[7].Token = "one that Google forgot"
	done, err := target.Commit(t.Context(), sent)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range done {
		if i == 7 && !errors.Is(d.Err, cloud.ErrRefused) || i != 7 && (d.Err != nil || s.Items()[d.Ref].Name != sent[i].Title) {
			t.Errorf("%d: %+v", i, d)
		}
	}
	if _, err := target.Commit(t.Context(), append(sent, sent[0])); err == nil {
		t.Error("51 at once were tried")
	}
	if sizes, overlaps := s.Batches(); len(sizes) != 1 || sizes[0] != 50 || overlaps != 0 {
		t.Errorf("batches of %v, %d at the same time", sizes, overlaps)
	}
}

func TestTrouble(t *testing.T) {
	for _, c := range []struct {
		name, say string
		status    int
		on        string
		want      error
	}{
		{"token taken back", `{"error":{"status":"UNAUTHENTICATED"}}`, 401, "/v1/uploads", cloud.ErrAuth},
		{"boxes not ticked", `{"error":{"message":"Request had insufficient authentication scopes."}}`, 403, "/v1/uploads", cloud.ErrForbidden},
		{"quota full", `{"error":{"message":"The remaining storage in the user's account is not enough to perform this operation."}}`, 429, "/v1/mediaItems:batchCreate", cloud.ErrQuota},
		{"server error", `{}`, 503, "/v1/mediaItems:batchCreate", cloud.ErrUnreachable},
		{"not an answer", `<html>`, 200, "/v1/mediaItems:batchCreate", cloud.ErrCorrupt},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t)
			s.Before = func(w http.ResponseWriter, r *http.Request) bool {
				if r.URL.Path != c.on {
					return false
				}
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.say)
				return true
			}
			_, err := contract.Put(t.Context(), opened(t, s), contract.Object("a.jpg", []byte("a")))
			if !errors.Is(err, c.want) || strings.Contains(fmt.Sprint(err), "access-of-tests") {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestDailyLimit(t *testing.T) {
	s := serve(t)
	s.Before = func(w http.ResponseWriter, r *http.Request) bool {
		w.WriteHeader(429)
		fmt.Fprint(w, `{"error":{"code":429,"message":"Quota exceeded for quota metric 'All requests' and limit 'All requests per day' of service 'photoslibrary.googleapis.com'","status":"RESOURCE_EXHAUSTED"}}`)
		return true
	}
	_, err := opened(t, s).Put(t.Context(), contract.Object("a.jpg", []byte("a")))
	var limit *cloud.LimitError
	if !errors.As(err, &limit) || !limit.Daily || !cloud.Ends(err) {
		t.Errorf("%v", err)
	}
}

// TestUploadGoesNowhereElse: an address that is not Google's is not shown the token.
func TestUploadGoesNowhereElse(t *testing.T) {
	s := serve(t)
	s.Before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/v1/uploads" {
			return false
		}
		w.Header().Set("X-Goog-Upload-URL", "http://127.0.0.1:1/steal")
		return true
	}
	if _, err := opened(t, s).Put(t.Context(), contract.Object("a.jpg", []byte("a"))); !errors.Is(err, cloud.ErrTrust) {
		t.Errorf("%v", err)
	}
}

func TestSpace(t *testing.T) {
	s := serve(t)
	s.Used = 7
	if got, err := opened(t, s).Space(t.Context()); err != nil || got != (cloud.Space{Used: 7, Free: -1, Total: -1}) {
		t.Errorf("%+v, %v", got, err)
	}
	s.Quota = 10
	if got, err := opened(t, s).Space(t.Context()); err != nil || got.Free != 3 {
		t.Errorf("%+v, %v", got, err)
	}
}
