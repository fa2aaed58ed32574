package remote

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/contract"
)

// TestClockSkew: an S3 server that refuses for this computer's clock is not said to
// refuse the key.
func TestClockSkew(t *testing.T) {
	for code, want := range map[string]error{"RequestTimeTooSkewed": cloud.ErrClock, "SignatureDoesNotMatch": cloud.ErrAuth} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, `<?xml version="1.0"?><Error><Code>%s</Code><Message>no</Message></Error>`, code)
		}))
		target, err := Open(t.Context(), Options{Kind: "s3", Params: map[string]string{"endpoint": s.URL, "access_key_id": "a"},
			Secrets: map[string]string{"secret_access_key": "secret-of-tests"}, Root: "b/x"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = target.Put(t.Context(), contract.Object("Photos/a.jpg", []byte("a picture")))
		if !errors.Is(err, want) || strings.Contains(fmt.Sprint(err), "secret-of-tests") {
			t.Errorf("%s: %v", code, err)
		}
		if err := target.Close(); err != nil {
			t.Error(err)
		}
		s.Close()
	}
}
