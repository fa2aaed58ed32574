package cloud_test

import (
	"context"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/ui/cloud"
	"keepsake/app/ui/look"
	"keepsake/app/ui/uitest"
)

// several are clouds in several states.
func several() *uitest.Clouds {
	last := job.Receipt{Job: job.UploadName, Status: job.Done, Started: uitest.Now.Add(-3 * time.Hour)}
	ended := last
	ended.Status, ended.Message = job.Failed, "There is no room left in the cloud. Free some space there, or get more, and start the upload again: it goes on from there."
	return &uitest.Clouds{
		AllAlbums: []string{"Camera", "Screenshots", "相机", "WhatsApp Images", "صور العائلة"},
		All: []cloud.Cloud{
			{ID: "a", Name: "Nextcloud at home", Kind: "WebDAV or Nextcloud", Account: "https://cloud.example/remote.php/dav/files/anna/Keepsake", Encrypted: true, Files: true,
				Plan: cloud.Plan{After: true, Limit: 2_000_000, Kinds: []string{"photo"}}},
			{ID: "b", Name: "家庭照片 · صور العائلة", Kind: "Immich", Account: "anna@example.org"},
			{ID: "c", Name: "Disk in the cellar", Kind: "Folder or network drive", Account: "/mnt/cellar/Keepsake", Files: true},
		},
		States: map[string]cloud.State{
			"a": {Up: 4102, Waiting: 1208, Used: 38e9, Free: 12e9, Last: last, HasLast: true},
			"b": {Up: 5301, Failed: 3, Used: 180e9, Free: 900e9, Last: last, HasLast: true, HasCheck: true,
				Check: job.CloudChecked{At: uitest.Now.Add(-26 * time.Hour), Files: 5301}},
			"c": {Up: 9, Used: 99e9, Free: 1e9, Last: ended, HasLast: true, Waiting: 40},
		},
		Lines: map[string][]cloud.Line{"b": {
			{Path: "Photos/Mi 11 4f2a/Camera/VID_20250601_180000.mp4", Size: 4e9, Failed: true, Reason: "the service takes no files of this size"},
			{Path: "Photos/Mi 11 4f2a/相机/IMG_20250602.heic", Size: 3e6, Failed: true, Reason: "it is in Immich's trash; restore it there, or empty the trash"},
			{Path: "Photos/Mi 11 4f2a/Camera/IMG_1.jpg", Size: 3e6, Failed: true, Reason: "the library's own file is not what it was"},
		}},
		Running: map[string]job.Snapshot{"a": {Status: job.Running, Phase: job.Uploading, Files: 812, FilesTotal: 1208, Bytes: 2e9, BytesTotal: 3e9,
			Speed: 8.4e6, Left: 2 * time.Minute, Item: "IMG_20251224_190312.jpg"}},
	}
}

func opened(t *testing.T, mode look.Mode, c *uitest.Clouds) (*uitest.Bench, *cloud.Screen) {
	t.Helper()
	b := uitest.NewBench(t, mode)
	s := cloud.New(b.Kit, c)
	s.Folder = func(context.Context, string) (string, error) { return "/home/anna/again", nil }
	b.Open(t, s.Content(), 1080, 800)
	s.Show()
	b.Settle()
	return b, s
}

func TestCardsTellHowThingsStand(t *testing.T) {
	c := several()
	b, s := opened(t, look.Light, c)
	m := s.Model
	if len(m.Cards) != 3 || !m.Cards[0].Running || m.Cards[1].State.Failed != 3 || m.Cards[2].State.Free != 1e9 || !m.Cards[2].Loaded {
		t.Fatalf("%+v", m.Cards)
	}
	m.Unfold("b")
	b.Settle()
	if len(m.Lines) != 3 || m.Open != "b" {
		t.Errorf("open %q with %d lines", m.Open, len(m.Lines))
	}
	m.Unfold("b")
	if m.Open != "" || len(m.Lines) != 0 {
		t.Error("it stays open")
	}
	if err := m.Upload("b"); err != nil || len(c.Began) != 1 {
		t.Errorf("began %v, %v", c.Began, err)
	}
	m.Hold("a", true)
	if !c.Held["a"] {
		t.Error("not held")
	}
	// What an upload left is read when it has ended.
	c.States["a"] = cloud.State{Up: 5310, Used: 40e9, Free: 10e9}
	delete(c.Running, "a")
	b.Clock.Advance(time.Second)
	b.Settle()
	if m.Cards[0].Running || m.Cards[0].State.Up != 5310 {
		t.Errorf("after its end: %+v", m.Cards[0])
	}
	m.Remove("c", func(err error) { t.Error(err) })
	b.Settle()
	if len(c.Gone) != 1 || c.Gone[0] != "c" {
		t.Errorf("removed %v", c.Gone)
	}
}

// TestPlanIsKept: what is chosen in a cloud's settings reaches it, and its card.
func TestPlanIsKept(t *testing.T) {
	c := several()
	b, s := opened(t, look.Light, c)
	plan := cloud.Plan{After: true, Metered: true, Limit: 500_000, Kinds: []string{"video"}, Albums: []string{"Camera"}}
	if err := s.Model.Keep("c", plan); err != nil {
		t.Fatal(err)
	}
	b.Settle()
	if got := s.Model.Cards[2].Plan; !reflect.DeepEqual(got, plan) || got.All() || !(cloud.Plan{After: true}).All() {
		t.Errorf("%+v", got)
	}
	if says := cloud.Sets(plan); !strings.Contains(says, "after each backup") || !strings.Contains(says, "A part") {
		t.Errorf("%q", says)
	}
	if err := s.Model.Keep("nowhere", plan); err == nil {
		t.Error("kept for no cloud")
	}
}

// TestChecksAndTheWayBack: a check and a fetch are shown while they run, and a
// fetch's end stays.
func TestChecksAndTheWayBack(t *testing.T) {
	c := several()
	b, s := opened(t, look.Light, c)
	if err := errors.Join(s.Model.Check("b"), s.Model.Fetch("c", "/home/anna/again")); err != nil {
		t.Fatal(err)
	}
	if s.Model.Cards[1].Checking == nil || s.Model.Cards[2].Fetching == nil || c.Dirs[0] != "/home/anna/again" {
		t.Fatalf("%+v", s.Model.Cards)
	}
	s.Model.Stop("b")
	if s.Model.Cards[1].Checking != nil {
		t.Error("the check goes on")
	}
	c.Fetches, c.Results = nil, map[string]job.Receipt{"c": {Job: job.FetchName, Status: job.Done, Library: "/home/anna/again"}}
	b.Clock.Advance(time.Second)
	b.Settle()
	if got := s.Model.Cards[2]; got.Fetching != nil || got.Fetched == nil {
		t.Errorf("after its end: %+v", got)
	}
}

func TestEndInWords(t *testing.T) {
	at := uitest.Now
	one := cloud.Cloud{Name: "Photos"}
	for want, s := range map[string]cloud.State{
		"takes no more today": {Wait: at.Add(10 * time.Hour), Last: job.Receipt{Status: job.Failed}},
		"ended early":         {Last: job.Receipt{Status: job.Failed, Message: "no room"}},
		"was stopped":         {Last: job.Receipt{Status: job.Cancelled}},
		"is done":             {Last: job.Receipt{Status: job.Done}, Up: 4},
	} {
		if says := cloud.Ended(one, s, at); !strings.Contains(says.Text, want) {
			t.Errorf("%q, want %q", says.Text, want)
		}
	}
}

func TestWizardKeepsOnlyWhatWorks(t *testing.T) {
	c := &uitest.Clouds{Fail: errors.New("the cloud did not accept the key")}
	b, s := opened(t, look.Light, c)
	s.Add()
	w := s.Model.Wizard
	if w == nil || w.Ready() {
		t.Fatal("no wizard, or one that is ready at once")
	}
	w.Choose(0)
	w.Draft.Values["url"] = "https://photos.example"
	if w.Ready() {
		t.Error("ready without the key")
	}
	w.Draft.Values["api_key"] = "k"
	w.Try()
	b.Settle()
	if w.Err == nil || w.Trying || len(c.All) != 0 {
		t.Fatalf("what does not work was kept: %v, %v", w.Err, c.All)
	}
	c.Fail = nil
	w.Try()
	b.Settle()
	if len(c.Added) != 1 || c.Added[0].Values["api_key"] != "k" || s.Model.Wizard != nil || len(s.Model.Cards) != 1 {
		t.Errorf("added %+v, cards %+v", c.Added, s.Model.Cards)
	}
	s.Add()
	w = s.Model.Wizard
	w.Choose(2)
	if w.Draft.Root != "Keepsake" {
		t.Errorf("root %q", w.Draft.Root)
	}
	w.Back()
	if w.Chosen != -1 {
		t.Error("no way back")
	}
}

func TestLooks(t *testing.T) {
	dir := os.Getenv("LOOKS")
	for _, mode := range []look.Mode{look.Light, look.Dark} {
		for name, prepare := range map[string]func(b *uitest.Bench, c *uitest.Clouds, s *cloud.Screen){
			"cloud": func(b *uitest.Bench, c *uitest.Clouds, s *cloud.Screen) { s.Model.Unfold("b") },
			"cloud_jobs": func(b *uitest.Bench, c *uitest.Clouds, s *cloud.Screen) {
				c.Checks = map[string]job.Snapshot{"b": {Status: job.Running, Phase: job.Verifying, Files: 812, FilesTotal: 5301}}
				c.Fetches = map[string]job.Snapshot{"c": {Status: job.Running, Phase: job.Fetching, Files: 2, FilesTotal: 9, Bytes: 2e8, BytesTotal: 9e8, Left: time.Minute}}
				c.States["a"] = cloud.State{Up: 412, Waiting: 9000, Unproven: 412, Used: -1, Free: -1, Wait: uitest.Now.Add(17 * time.Hour), HasLast: true}
				delete(c.Running, "a")
				s.Model.Load()
			},
			"cloud_fetched": func(b *uitest.Bench, c *uitest.Clouds, s *cloud.Screen) {
				c.Results = map[string]job.Receipt{"a": {Job: job.FetchName, Status: job.Done, Library: "/home/anna/Keepsake 2", Counts: job.Counts{Copied: 4102, Skipped: 2}},
					"c": {Job: job.FetchName, Status: job.Failed, Message: "There is no library in this cloud. Check the cloud's folder, and that an upload to it was finished."}}
				delete(c.Running, "a")
				s.Use = func(string) {}
				s.Model.Load()
			},
			"cloud_plan":  func(b *uitest.Bench, c *uitest.Clouds, s *cloud.Screen) { s.Plan("a") },
			"cloud_fetch": func(b *uitest.Bench, c *uitest.Clouds, s *cloud.Screen) { s.Fetch("a") },
			"cloud_empty": func(b *uitest.Bench, c *uitest.Clouds, s *cloud.Screen) { c.All = nil; s.Model.Load() },
			"cloud_add":   func(b *uitest.Bench, c *uitest.Clouds, s *cloud.Screen) { s.Add() },
			"cloud_form":  func(b *uitest.Bench, c *uitest.Clouds, s *cloud.Screen) { s.Add(); s.Model.Wizard.Choose(2) },
			"cloud_failed": func(b *uitest.Bench, c *uitest.Clouds, s *cloud.Screen) {
				c.Fail = errors.New("The cloud did not accept the name, password or key.")
				s.Add()
				w := s.Model.Wizard
				w.Choose(0)
				w.Draft.Values["url"], w.Draft.Values["api_key"] = "https://photos.example", "wrong"
				w.Try()
			},
		} {
			c := several()
			b, s := opened(t, mode, c)
			prepare(b, c, s)
			b.Settle()
			if dir != "" {
				b.Save(t, dir, name+"_"+string(mode))
			}
		}
	}
}
