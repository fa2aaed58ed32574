package queue

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keepsake/gallery/cloud"
)

func TestQueueIsRightAfterACrashAtAnyByte(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cloud", "q.ndjson")
	q, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	a := Entry{Key: "a", Path: "Photos/a.jpg", Size: 3, State: Waiting, At: at}
	b := Entry{Key: "b", Path: "Photos/b.jpg", Size: 4, State: Failed, Error: strings.Repeat("x", 5000), At: at}
	if err := q.Set(a, b); err != nil {
		t.Fatal(err)
	}
	a.State, a.Proof, a.Ref = Uploaded, cloud.ByHash, "Photos/a.jpg"
	if err := q.Set(a); err != nil {
		t.Fatal(err)
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(whole); n += 11 {
		if err := os.WriteFile(file, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		q, err := Open(file)
		if err != nil {
			t.Fatalf("cut after %d bytes: %v", n, err)
		}
		if e, ok := q.Get("a"); ok && e.State != Waiting || !ok && n > strings.Index(string(whole), "\n") {
			t.Fatalf("cut after %d bytes: %+v, %v", n, e, ok)
		}
		if err := q.Set(Entry{Key: "c", State: Waiting}); err != nil {
			t.Fatal(err)
		}
		q.Close()
		all, err := Read(file)
		if err != nil || Count(all).Waiting == 0 || all[0].Key != "c" {
			t.Fatalf("cut after %d bytes, then went on: %+v, %v", n, all, err)
		}
	}
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := Read(file)
	if err != nil || len(all) != 2 || all[0].State != Uploaded || all[0].Proof != cloud.ByHash || len(all[1].Error) > 1100 {
		t.Fatalf("%+v, %v", all, err)
	}
	if c := Count(all); c != (Counts{Done: 1, Failed: 1}) {
		t.Errorf("%+v", c)
	}
}

func TestDropKeepsWhatIsUp(t *testing.T) {
	q, err := Open(filepath.Join(t.TempDir(), "q"))
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	if err := q.Set(Entry{Key: "a", State: Waiting}, Entry{Key: "b", State: Uploaded}, Entry{Key: "c", State: Failed}); err != nil {
		t.Fatal(err)
	}
	if err := q.Drop(); err != nil {
		t.Fatal(err)
	}
	if all := q.All(); len(all) != 1 || all[0].Key != "b" {
		t.Errorf("%+v", all)
	}
	if err := q.Set(Entry{Key: "d", State: Waiting}); err != nil || len(q.All()) != 2 {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"key":"a","sha256":"0000000000000000000000000000000000000000000000000000000000000000","path":"p","size":1,"state":"waiting","at":"2026-01-02T03:04:05Z"}`))
	f.Add([]byte(`{"key":"a","state":"flying"}`))
	f.Add([]byte("{"))
	f.Fuzz(func(t *testing.T, line []byte) {
		if e, ok := parse(line); ok && (e.Key == "" || e.State == "") {
			t.Errorf("%+v", e)
		}
	})
}
