// Package fake is an Immich server in memory, written from its published API
// (https://api.immich.app): the counterpart of the client's tests. Immich's own
// command line program uploads to it in `make peers`, which keeps it honest.
//
// Begin with New, and serve it with net/http.
package fake

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// Server is a fake of one account's server. It implements http.Handler.
type Server struct {
	Key   string // the API key it takes
	Major int    // version 1, 2 or 3
	Quota int64  // bytes; 0: none
	// Before may answer a request itself, by returning true.
	Before func(w http.ResponseWriter, r *http.Request) bool

	mu     sync.Mutex
	assets map[string]*Asset   // by id; guarded by mu
	albums map[string]*Album   // by id; guarded by mu
	next   int                 // guarded by mu
	asked  map[string]int      // requests by method and path; guarded by mu
	fields map[string][]string // of the last upload; guarded by mu
}

// Asset is a content on the server.
type Asset struct {
	ID, Name string
	Data     []byte
	Taken    time.Time
	Favorite bool
	Trashed  bool
}

// Album is an album with the ids of its assets.
type Album struct {
	ID, Title string
	Assets    []string
}

// New returns an empty server.
func New(key string, major int) *Server {
	return &Server{Key: key, Major: major, assets: map[string]*Asset{}, albums: map[string]*Album{}, asked: map[string]int{}}
}

// Assets returns copies of what is there, by name.
func (s *Server) Assets() []Asset {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Asset
	for _, a := range s.assets {
		all = append(all, *a)
	}
	slices.SortFunc(all, func(a, b Asset) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Albums returns copies of the albums, by title.
func (s *Server) Albums() []Album {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Album
	for _, a := range s.albums {
		all = append(all, Album{a.ID, a.Title, slices.Clone(a.Assets)})
	}
	slices.SortFunc(all, func(a, b Album) int { return strings.Compare(a.Title, b.Title) })
	return all
}

// Asked returns how often something was asked for, as in "POST /assets".
func (s *Server) Asked(what string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[what]
}

// Fields returns the form of the last upload.
func (s *Server) Fields() map[string][]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fields
}

// Change puts other bytes behind an asset, nil removes it.
func (s *Server) Change(id string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if data == nil {
		delete(s.assets, id)
	} else if a := s.assets[id]; a != nil {
		a.Data = data
	}
}

// Trash puts an asset in the server's trash.
func (s *Server) Trash(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.assets[id].Trashed = true
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.Before != nil && s.Before(w, r) {
		return
	}
	p, ok := strings.CutPrefix(path.Clean(r.URL.Path), "/api/")
	if r.URL.Path == "/.well-known/immich" {
		answer(w, 200, map[string]any{"api": map[string]string{"endpoint": "/api"}})
		return
	}
	if !ok {
		refuse(w, 404, "Cannot "+r.Method+" "+r.URL.Path)
		return
	}
	s.mu.Lock()
	s.asked[r.Method+" /"+p]++
	s.mu.Unlock()
	switch p {
	case "server/ping":
		answer(w, 200, map[string]string{"res": "pong"})
		return
	case "server/version":
		answer(w, 200, map[string]int{"major": s.Major, "minor": 119, "patch": 0})
		return
	}
	if r.Header.Get("x-api-key") != s.Key {
		refuse(w, 401, "Invalid API key")
		return
	}
	s.route(w, r, p)
}

func (s *Server) route(w http.ResponseWriter, r *http.Request, p string) {
	first, rest, _ := strings.Cut(p, "/")
	switch {
	case p == "users/me":
		me := map[string]any{"id": "me", "email": "me@example.org", "name": "Me", "quotaSizeInBytes": nil, "quotaUsageInBytes": s.used()}
		if s.Quota > 0 {
			me["quotaSizeInBytes"] = s.Quota
		}
		answer(w, 200, me)
	case p == "api-keys/me":
		answer(w, 200, map[string]any{"id": "key", "name": "test", "permissions": []string{"all"}, "createdAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z"})
	case p == "server/storage":
		answer(w, 200, map[string]any{"diskSizeRaw": 1 << 40, "diskUseRaw": s.used(), "diskAvailableRaw": 1<<40 - s.used()})
	case p == "server/media-types":
		answer(w, 200, map[string][]string{"image": {".jpg", ".jpeg", ".png"}, "video": {".mp4"}, "sidecar": {".xmp"}})
	case p == "server/about":
		answer(w, 200, map[string]any{"version": fmt.Sprintf("v%d.119.0", s.Major), "versionUrl": "", "licensed": false})
	case p == "server/statistics", p == "assets/statistics":
		n := len(s.Assets())
		answer(w, 200, map[string]any{"images": n, "videos": 0, "total": n, "photos": n, "usage": s.used(), "usageByUser": []any{}})
	case p == "assets/bulk-upload-check" && r.Method == "POST":
		s.check(w, r)
	case p == "assets" && r.Method == "POST":
		s.upload(w, r)
	case first == "assets":
		s.asset(w, rest)
	case first == "albums":
		s.album(w, r, rest)
	default:
		refuse(w, 404, "Cannot "+r.Method+" /api/"+p)
	}
}

func (s *Server) used() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var n int64
	for _, a := range s.assets {
		n += int64(len(a.Data))
	}
	return n
}

// find returns the asset with these bytes. Call with mu held.
func (s *Server) find(sum [sha1.Size]byte) *Asset {
	for _, a := range s.assets {
		if sha1.Sum(a.Data) == sum {
			return a
		}
	}
	return nil
}

func (s *Server) check(w http.ResponseWriter, r *http.Request) {
	var ask struct {
		Assets []struct{ ID, Checksum string }
	}
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
		refuse(w, 400, "Bad Request")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	results := []map[string]any{}
	for _, a := range ask.Assets {
		sum, err := hex.DecodeString(a.Checksum)
		if len(a.Checksum) == 28 { // base64 is taken too
			sum, err = base64.StdEncoding.DecodeString(a.Checksum)
		}
		if err != nil || len(sum) != sha1.Size {
			refuse(w, 400, "checksum must be a SHA-1")
			return
		}
		if have := s.find([sha1.Size]byte(sum)); have != nil {
			results = append(results, map[string]any{"id": a.ID, "action": "reject", "reason": "duplicate", "assetId": have.ID, "isTrashed": have.Trashed})
		} else {
			results = append(results, map[string]any{"id": a.ID, "action": "accept"})
		}
	}
	answer(w, 200, map[string]any{"results": results})
}

func (s *Server) upload(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(64 << 20); err != nil {
		refuse(w, 400, "Multipart: Unexpected end of form")
		return
	}
	defer r.MultipartForm.RemoveAll()
	files := r.MultipartForm.File["assetData"]
	taken, terr := time.Parse(time.RFC3339, r.FormValue("fileCreatedAt"))
	_, merr := time.Parse(time.RFC3339, r.FormValue("fileModifiedAt"))
	switch {
	case len(files) != 1:
		refuse(w, 400, "assetData is missing")
		return
	case terr != nil || merr != nil:
		refuse(w, 400, "fileCreatedAt must be a Date instance")
		return
	case s.Major < 3 && (r.FormValue("deviceId") == "" || r.FormValue("deviceAssetId") == ""):
		refuse(w, 400, "deviceAssetId should not be empty")
		return
	}
	if ext := strings.ToLower(path.Ext(files[0].Filename)); !slices.Contains([]string{".jpg", ".jpeg", ".png", ".mp4"}, ext) {
		refuse(w, 400, "Unsupported file type "+ext)
		return
	}
	f, err := files[0].Open()
	if err != nil {
		refuse(w, 500, err.Error())
		return
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		refuse(w, 500, err.Error())
		return
	}
	if s.Quota > 0 && s.used()+int64(len(data)) > s.Quota {
		refuse(w, 400, "Quota has been exceeded!")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fields = r.MultipartForm.Value
	if have := s.find(sha1.Sum(data)); have != nil {
		answer(w, 200, map[string]string{"id": have.ID, "status": "duplicate"})
		return
	}
	s.next++
	a := &Asset{ID: fmt.Sprintf("00000000-0000-4000-8000-%012d", s.next), Name: files[0].Filename, Data: data, Taken: taken, Favorite: r.FormValue("isFavorite") == "true"}
	s.assets[a.ID] = a
	answer(w, 201, map[string]string{"id": a.ID, "status": "created"})
}

func (s *Server) asset(w http.ResponseWriter, rest string) {
	id, what, _ := strings.Cut(rest, "/")
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.assets[id]
	switch {
	case a == nil:
		refuse(w, 400, "Not found or no asset.read access")
	case what == "original":
		http.ServeContent(w, &http.Request{Method: "GET", Header: http.Header{}}, a.Name, time.Time{}, bytes.NewReader(a.Data))
	case what == "":
		sum := sha1.Sum(a.Data)
		answer(w, 200, map[string]any{"id": a.ID, "originalFileName": a.Name, "checksum": base64.StdEncoding.EncodeToString(sum[:]), "isTrashed": a.Trashed, "isFavorite": a.Favorite})
	default:
		refuse(w, 404, "Not found")
	}
}

func (s *Server) album(w http.ResponseWriter, r *http.Request, rest string) {
	id, what, _ := strings.Cut(rest, "/")
	s.mu.Lock()
	defer s.mu.Unlock()
	switch a := s.albums[id]; {
	case id == "" && r.Method == "GET":
		all := []map[string]any{}
		for _, a := range s.albums {
			all = append(all, map[string]any{"id": a.ID, "albumName": a.Title, "assetCount": len(a.Assets), "ownerId": "me"})
		}
		answer(w, 200, all)
	case id == "" && r.Method == "POST":
		var ask struct{ AlbumName string }
		if err := json.NewDecoder(r.Body).Decode(&ask); err != nil || ask.AlbumName == "" {
			refuse(w, 400, "albumName should not be empty")
			return
		}
		s.next++
		a := &Album{ID: fmt.Sprintf("a0000000-0000-4000-8000-%012d", s.next), Title: ask.AlbumName}
		s.albums[a.ID] = a
		answer(w, 201, map[string]any{"id": a.ID, "albumName": a.Title, "assets": []any{}})
	case a != nil && what == "assets" && r.Method == "PUT":
		var ask struct{ IDs []string }
		if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
			refuse(w, 400, "Bad Request")
			return
		}
		results := []map[string]any{}
		for _, one := range ask.IDs {
			switch {
			case s.assets[one] == nil:
				results = append(results, map[string]any{"id": one, "success": false, "error": "not_found"})
			case slices.Contains(a.Assets, one):
				results = append(results, map[string]any{"id": one, "success": false, "error": "duplicate"})
			default:
				a.Assets = append(a.Assets, one)
				results = append(results, map[string]any{"id": one, "success": true})
			}
		}
		answer(w, 200, results)
	default:
		refuse(w, 404, "Not found")
	}
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client went away
}

func refuse(w http.ResponseWriter, status int, message string) {
	answer(w, status, map[string]any{"message": message, "statusCode": status, "error": http.StatusText(status)})
}
