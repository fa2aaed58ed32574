package job

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/gphotos"
	"keepsake/gallery/cloud/gphotos/fake"
	"keepsake/gallery/cloud/queue"
)

// TestGooglePhotosDay: when the day's allowance is used up the upload ends and says
// until when; the next day it goes on with what is not up.
func TestGooglePhotosDay(t *testing.T) {
	service := fake.New("access-of-tests")
	server := httptest.NewServer(service)
	defer server.Close()
	service.URL = server.URL
	now := time.Date(2026, 3, 4, 20, 0, 0, 0, time.UTC) // noon at Google's coast
	allowed := 4                                        // uploads a day
	service.Before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/v1/uploads" {
			return false
		}
		if allowed--; allowed >= 0 {
			return false
		}
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, `{"error":{"code":429,"message":"Quota exceeded for quota metric 'All requests' and limit 'All requests per day'","status":"RESOURCE_EXHAUSTED"}}`)
		return true
	}
	target, err := gphotos.Open(t.Context(), gphotos.Options{Token: `{"access_token":"access-of-tests","token_type":"Bearer"}`,
		Base: service.URL, Drive: service.URL, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	file := filepath.Join(t.TempDir(), "queue")
	var items []UploadItem
	for i := range 10 {
		items = append(items, UploadItem{Object: anObject(fmt.Sprintf("Photos/a/%d.jpg", i), []byte{byte(i), 1, 2})})
	}
	run := func() (Receipt, error) {
		q, err := queue.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer q.Close()
		up := Upload{Target: target, Name: "photos", Items: items, Queue: q, Tracker: NewTracker(func() time.Time { return now }),
			Now: func() time.Time { return now }, Sleep: func(context.Context, time.Duration) {}, Worker: 1}
		return up.Run(t.Context())
	}
	r, err := run()
	limit, ok := errors.AsType[*cloud.LimitError](err)
	if !ok || !limit.Daily || r.Status != Failed {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	if want := time.Date(2026, 3, 5, 8, 5, 0, 0, time.UTC); !limit.Until.Equal(want) {
		t.Errorf("until %s, want %s", limit.Until, want)
	}
	all, err := queue.Read(file)
	if n := queue.Count(all); err != nil || n.Failed != 0 || n.Waiting != 10 {
		t.Errorf("%+v wait, %v", n, err)
	}
	now, allowed = limit.Until, 100
	r, err = run()
	if err != nil || r.Copied != 10 || r.Verified != 0 || len(service.Items()) != 10 || allowed != 94 {
		t.Errorf("the next day %+v with %d items and %d left, %v", r.Counts, len(service.Items()), allowed, err)
	}
}

// TestUploadNeedsRoom: what does not fit is not begun, and what is up needs none.
func TestUploadNeedsRoom(t *testing.T) {
	u := newUploading(t, 3)
	u.target.Room = &cloud.Space{Used: 7_000, Free: 2_000, Total: 9_000}
	r, err := u.run(t.Context())
	room, ok := errors.AsType[*cloud.RoomError](err)
	if !ok || !errors.Is(err, cloud.ErrQuota) || room.Need != 3_003 || room.Free != 2_000 || r.Copied != 0 || u.target.File("Photos/a/0.jpg") != nil {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	u.target.Room.Free = 5_000
	if r, err := u.run(t.Context()); err != nil || r.Copied != 3 {
		t.Fatalf("%+v, %v", r.Counts, err)
	}
	u.target.Room.Free = 0
	if r, err := u.run(t.Context()); err != nil || r.Already != 3 {
		t.Errorf("with all of it up: %+v, %v", r.Counts, err)
	}
}
