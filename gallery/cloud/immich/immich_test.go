package immich

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/contract"
	"keepsake/gallery/cloud/immich/fake"
)

func serve(t *testing.T, s *fake.Server) string {
	t.Helper()
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	return h.URL
}

func opened(t *testing.T, url, key string) *Target {
	t.Helper()
	target, err := Open(Options{URL: url, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func TestContract(t *testing.T) {
	for major := 1; major <= 3; major++ {
		t.Run(fmt.Sprint("version ", major), func(t *testing.T) {
			s := fake.New("key-of-tests", major)
			url := serve(t, s)
			contract.Run(t, contract.Case{
				Open:   func(t *testing.T) cloud.Target { return opened(t, url+"/api/", "key-of-tests") },
				Behind: func(_ *testing.T, ref string, data []byte) { s.Change(ref, data) },
			})
			for _, a := range s.Albums() {
				if a.Title != "Urlaub 相机 2025" || len(a.Assets) != 3 {
					t.Errorf("album %+v", a)
				}
			}
			if n := len(s.Albums()); n != 1 {
				t.Errorf("%d albums", n)
			}
			if _, sent := s.Fields()["deviceId"]; sent != (major < 3) {
				t.Errorf("deviceId sent: %v", sent)
			}
			for _, a := range s.Assets() {
				if !a.Taken.Equal(time.Date(2024, 6, 7, 8, 9, 10, 0, time.UTC)) {
					t.Errorf("%s was taken %s", a.Name, a.Taken)
				}
			}
		})
	}
}

func TestTrouble(t *testing.T) {
	o := contract.Object("Photos/a.jpg", []byte("a picture"))
	for _, c := range []struct {
		name   string
		key    string
		quota  int64
		before http.HandlerFunc
		on     string // path; empty: all
		want   error
	}{
		{name: "wrong key", key: "wrong-key-1234", want: cloud.ErrAuth},
		{name: "quota full", quota: 3, want: cloud.ErrQuota},
		{name: "no permission", on: "/api/assets", want: cloud.ErrForbidden, before: func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, `{"message":"Missing required permission: asset.upload"}`, http.StatusForbidden)
		}},
		{name: "server error", on: "/api/assets", want: cloud.ErrUnreachable, before: func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(502) }},
		{name: "proxy's page", on: "/api/server/version", want: cloud.ErrRefused, before: func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<html>hello</html>") }},
		{name: "too large for the proxy", on: "/api/assets", want: cloud.ErrRefused, before: func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(413) }},
		{name: "sent elsewhere", on: "/api/assets", want: cloud.ErrTrust, before: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/steal", http.StatusTemporaryRedirect)
		}},
		{name: "other checksum", want: cloud.ErrCorrupt, before: func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, `{"checksum":"AAAAAAAAAAAAAAAAAAAAAAAAAAA="}`)
		}, on: "/api/assets/00000000-0000-4000-8000-000000000001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := fake.New("key-of-tests", 2)
			s.Quota = c.quota
			s.Before = func(w http.ResponseWriter, r *http.Request) bool {
				if c.before == nil || r.URL.Path != c.on {
					return false
				}
				c.before(w, r)
				return true
			}
			key := "key-of-tests"
			if c.key != "" {
				key = c.key
			}
			_, err := opened(t, serve(t, s), key).Put(t.Context(), o)
			if !errors.Is(err, c.want) {
				t.Errorf("%v", err)
			}
			if err != nil && strings.Contains(err.Error(), key) {
				t.Errorf("the key is in the error: %v", err)
			}
		})
	}
}

func TestLimit(t *testing.T) {
	s := fake.New("k", 2)
	s.Before = func(w http.ResponseWriter, r *http.Request) bool {
		w.Header().Set("Retry-After", "17")
		w.WriteHeader(429)
		return true
	}
	_, err := opened(t, serve(t, s), "k").Test(t.Context())
	var limit *cloud.LimitError
	if !errors.As(err, &limit) || limit.After != 17*time.Second {
		t.Errorf("%v", err)
	}
}

// TestTrash: what was deleted there on purpose does not come back, and is not
// called up either.
func TestTrash(t *testing.T) {
	s := fake.New("k", 2)
	target := opened(t, serve(t, s), "k")
	o := contract.Object("Photos/a.jpg", []byte("a picture"))
	first, err := target.Put(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s.Trash(first.Ref)
	if got, err := target.Put(t.Context(), o); !errors.Is(err, cloud.ErrRefused) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := target.Find(t.Context(), o, true); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// TestFakeAgainstImmichsOwnProgram: Immich's command line program uploads to the
// fake, and both sides then agree on what is there.
func TestFakeAgainstImmichsOwnProgram(t *testing.T) {
	modules := os.Getenv("KEEPSAKE_IMMICH_CLI") // a node_modules folder with @immich/cli and node
	if modules == "" {
		if os.Getenv("KEEPSAKE_PEERS") != "" {
			t.Fatal("KEEPSAKE_PEERS demands @immich/cli")
		}
		t.Skip("Immich's own program is for .ci/torture clouds")
	}
	s := fake.New("key-of-tests", 3)
	url := serve(t, s)
	dir := t.TempDir()
	data := map[string][]byte{"one.jpg": bytes.Repeat([]byte("1"), 50_000), "two.jpg": []byte("2")}
	for name, b := range data {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func() string {
		cmd := exec.CommandContext(t.Context(), filepath.Join(modules, ".bin", "node"), filepath.Join(modules, ".bin", "immich"), "upload", "--album-name", "From the program", dir)
		cmd.Env = append(os.Environ(), "IMMICH_INSTANCE_URL="+url+"/api", "IMMICH_API_KEY=key-of-tests", "IMMICH_CONFIG_DIR="+t.TempDir(), "HOME="+t.TempDir())
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	out := run()
	if n := len(s.Assets()); n != 2 {
		t.Fatalf("%d assets after\n%s", n, out)
	}
	if albums := s.Albums(); len(albums) != 1 || len(albums[0].Assets) != 2 {
		t.Errorf("albums %+v", albums)
	}
	uploads := s.Asked("POST /assets")
	run() // finds them there
	if n := s.Asked("POST /assets"); n != uploads {
		t.Errorf("%d more uploads of what was there", n-uploads)
	}
	for name, b := range data {
		got, err := opened(t, url, "key-of-tests").Find(t.Context(), contract.Object("Photos/"+name, b), true)
		if err != nil || got.Proof != cloud.ByHash {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
