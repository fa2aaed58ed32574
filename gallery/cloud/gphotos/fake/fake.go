// Package fake is Google Photos in memory, written from the published Library API:
// the counterpart of the client's tests.
//
// Begin with New, and serve it with net/http.
package fake

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Server is a fake of one account. It implements http.Handler.
type Server struct {
	Token string // the access token it takes
	URL   string // its own address
	Quota int64  // bytes; 0: unlimited
	Used  int64
	// Before may answer a request itself, by returning true.
	Before func(w http.ResponseWriter, r *http.Request) bool
	// Break lets an upload's connection break after so many bytes, once; 0: never.
	Break int

	mu       sync.Mutex
	sessions map[string]*session // guarded by mu
	tokens   map[string][]byte   // guarded by mu
	items    map[string]*Item    // by id; guarded by mu
	albums   []*Album            // guarded by mu
	next     int                 // guarded by mu
	batches  []int               // sizes of the batchCreates; guarded by mu
	writing  bool                // guarded by mu: a batchCreate is under way
	overlaps int                 // guarded by mu
}

type session struct {
	size int64
	mu   sync.Mutex // held while a request of the session is answered
	data []byte     // guarded by mu
	done bool       // guarded by mu
}

// Item is a media item.
type Item struct {
	ID, Name string
	Data     []byte
}

// Album is an album with the ids of its items.
type Album struct {
	ID, Title string
	Items     []string
}

// New returns an empty account.
func New(token string) *Server {
	return &Server{Token: token, sessions: map[string]*session{}, tokens: map[string][]byte{}, items: map[string]*Item{}}
}

// Items returns what is there, by id.
func (s *Server) Items() map[string]Item {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := map[string]Item{}
	for id, it := range s.items {
		all[id] = *it
	}
	return all
}

// Albums returns the albums.
func (s *Server) Albums() []Album {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Album
	for _, a := range s.albums {
		all = append(all, Album{a.ID, a.Title, slices.Clone(a.Items)})
	}
	return all
}

// Batches returns the sizes of the batchCreates, and how many overlapped.
func (s *Server) Batches() (sizes []int, overlaps int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.batches), s.overlaps
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.Before != nil && s.Before(w, r) {
		return
	}
	if r.Header.Get("Authorization") != "Bearer "+s.Token {
		refuse(w, 401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
		return
	}
	p := r.URL.Path
	switch {
	case p == "/drive/v3/about":
		quota := map[string]string{"usage": fmt.Sprint(s.Used)}
		if s.Quota > 0 {
			quota["limit"] = fmt.Sprint(s.Quota)
		}
		answer(w, map[string]any{"user": map[string]string{"emailAddress": "me@example.org"}, "storageQuota": quota})
	case p == "/v1/uploads" && r.Method == "POST":
		s.start(w, r)
	case strings.HasPrefix(p, "/v1/uploads/session/"):
		s.upload(w, r, strings.TrimPrefix(p, "/v1/uploads/session/"))
	case p == "/v1/mediaItems:batchCreate" && r.Method == "POST":
		s.create(w, r)
	case p == "/v1/albums":
		s.albumList(w, r)
	case strings.HasPrefix(p, "/v1/albums/") && strings.HasSuffix(p, ":batchAddMediaItems"):
		s.fill(w, r, strings.TrimSuffix(strings.TrimPrefix(p, "/v1/albums/"), ":batchAddMediaItems"))
	default:
		refuse(w, 404, "NOT_FOUND", "Requested entity was not found.")
	}
}

func (s *Server) start(w http.ResponseWriter, r *http.Request) {
	size, err := strconv.ParseInt(r.Header.Get("X-Goog-Upload-Raw-Size"), 10, 64)
	if err != nil || r.Header.Get("X-Goog-Upload-Protocol") != "resumable" || r.Header.Get("X-Goog-Upload-Command") != "start" || r.Header.Get("X-Goog-Upload-Content-Type") == "" {
		refuse(w, 400, "INVALID_ARGUMENT", "bad start")
		return
	}
	s.mu.Lock()
	s.next++
	id := fmt.Sprint("s", s.next)
	s.sessions[id] = &session{size: size}
	s.mu.Unlock()
	w.Header().Set("X-Goog-Upload-URL", s.URL+"/v1/uploads/session/"+id)
	w.Header().Set("X-Goog-Upload-Chunk-Granularity", "1024")
	w.Header().Set("X-Goog-Upload-Status", "active")
}

func (s *Server) upload(w http.ResponseWriter, r *http.Request, id string) {
	s.mu.Lock()
	up := s.sessions[id]
	s.mu.Unlock()
	if up != nil {
		up.mu.Lock()
		defer up.mu.Unlock()
	}
	if up == nil || up.done {
		w.Header().Set("X-Goog-Upload-Status", "final")
		refuse(w, 400, "INVALID_ARGUMENT", "no such upload")
		return
	}
	if r.Header.Get("X-Goog-Upload-Command") == "query" {
		w.Header().Set("X-Goog-Upload-Status", "active")
		w.Header().Set("X-Goog-Upload-Size-Received", fmt.Sprint(len(up.data)))
		return
	}
	at, err := strconv.Atoi(r.Header.Get("X-Goog-Upload-Offset"))
	if err != nil || at != len(up.data) || r.Header.Get("X-Goog-Upload-Command") != "upload, finalize" {
		refuse(w, 400, "INVALID_ARGUMENT", "bad offset")
		return
	}
	s.mu.Lock()
	stop := s.Break
	s.Break = 0
	s.mu.Unlock()
	if stop > 0 {
		part, _ := io.ReadAll(io.LimitReader(r.Body, int64(stop))) // of what came
		up.data = append(up.data, part[:len(part)/1024*1024]...)
		panic(http.ErrAbortHandler)
	}
	rest, err := io.ReadAll(r.Body)
	if err != nil || int64(len(up.data)+len(rest)) != up.size {
		return // the sender went away: what it sent last is forgotten
	}
	up.data, up.done = append(up.data, rest...), true
	s.mu.Lock()
	s.next++
	token := fmt.Sprint("upload-token-", s.next)
	s.tokens[token] = up.data
	s.mu.Unlock()
	w.Header().Set("X-Goog-Upload-Status", "final")
	fmt.Fprint(w, token)
}

func (s *Server) create(w http.ResponseWriter, r *http.Request) {
	var ask struct {
		NewMediaItems []struct {
			SimpleMediaItem struct{ UploadToken, FileName string }
		}
	}
	s.mu.Lock()
	if s.writing {
		s.overlaps++
	}
	s.writing = true
	s.mu.Unlock()
	err := json.NewDecoder(r.Body).Decode(&ask)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writing = false
	s.batches = append(s.batches, len(ask.NewMediaItems))
	if err != nil || len(ask.NewMediaItems) == 0 || len(ask.NewMediaItems) > 50 {
		refuse(w, 400, "INVALID_ARGUMENT", "at most 50 media items")
		return
	}
	results := []map[string]any{}
	for _, one := range ask.NewMediaItems {
		token := one.SimpleMediaItem.UploadToken
		data, ok := s.tokens[token]
		if !ok {
			results = append(results, map[string]any{"uploadToken": token, "status": map[string]any{"code": 3, "message": "Failed: There was an error while trying to create this media item."}})
			continue
		}
		it := s.same(data)
		if it == nil {
			s.next++
			it = &Item{ID: fmt.Sprint("item", s.next), Name: one.SimpleMediaItem.FileName, Data: data}
			s.items[it.ID] = it
		}
		results = append(results, map[string]any{"uploadToken": token, "status": map[string]any{"message": "Success"},
			"mediaItem": map[string]string{"id": it.ID, "baseUrl": s.URL + "/bytes/" + it.ID}})
	}
	answer(w, map[string]any{"newMediaItemResults": results})
}

// same finds an item with these bytes: Google keeps one of them. Call with mu held.
func (s *Server) same(data []byte) *Item {
	for _, it := range s.items {
		if sha256.Sum256(it.Data) == sha256.Sum256(data) {
			return it
		}
	}
	return nil
}

func (s *Server) albumList(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Method == "POST" {
		var ask struct{ Album struct{ Title string } }
		if err := json.NewDecoder(r.Body).Decode(&ask); err != nil || ask.Album.Title == "" || len([]rune(ask.Album.Title)) > 500 {
			refuse(w, 400, "INVALID_ARGUMENT", "bad title")
			return
		}
		s.next++
		a := &Album{ID: fmt.Sprint("album", s.next), Title: ask.Album.Title}
		s.albums = append(s.albums, a)
		answer(w, map[string]string{"id": a.ID, "title": a.Title})
		return
	}
	from, _ := strconv.Atoi(r.URL.Query().Get("pageToken")) // absent: from the first
	page := []map[string]string{}
	for _, a := range s.albums[min(from, len(s.albums)):min(from+1, len(s.albums))] { // pages of one
		page = append(page, map[string]string{"id": a.ID, "title": a.Title})
	}
	out := map[string]any{"albums": page}
	if from+1 < len(s.albums) {
		out["nextPageToken"] = fmt.Sprint(from + 1)
	}
	answer(w, out)
}

func (s *Server) fill(w http.ResponseWriter, r *http.Request, id string) {
	var ask struct{ MediaItemIDs []string }
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil || len(ask.MediaItemIDs) > 50 {
		refuse(w, 400, "INVALID_ARGUMENT", "at most 50 media items")
		return
	}
	for _, a := range s.albums {
		if a.ID != id {
			continue
		}
		for _, one := range ask.MediaItemIDs {
			if s.items[one] == nil {
				refuse(w, 400, "INVALID_ARGUMENT", "invalid media item id")
				return
			}
			if !slices.Contains(a.Items, one) {
				a.Items = append(a.Items, one)
			}
		}
		answer(w, map[string]any{})
		return
	}
	refuse(w, 404, "NOT_FOUND", "no such album")
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // the client went away
}

func refuse(w http.ResponseWriter, status int, name, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"code": status, "status": name, "message": message}})
}
