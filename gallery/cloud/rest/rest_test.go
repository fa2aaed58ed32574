package rest

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"keepsake/gallery/cloud"
)

// TestClock: a refusal by a server whose clock is far from ours is the clock's doing.
func TestClock(t *testing.T) {
	for off, want := range map[time.Duration]error{0: cloud.ErrAuth, 2 * time.Minute: cloud.ErrAuth, -3 * time.Hour: cloud.ErrClock, 26 * time.Hour: cloud.ErrClock} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", time.Now().Add(off).UTC().Format(http.TimeFormat))
			w.WriteHeader(http.StatusUnauthorized)
		}))
		c := Client{HTTP: NewHTTP(), Base: s.URL}
		if err := c.JSON(t.Context(), "GET", "/", nil, nil); !errors.Is(err, want) {
			t.Errorf("%s apart: %v", off, err)
		}
		c.HTTP.CloseIdleConnections()
		s.Close()
	}
}
