package ui_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/app/job"
	"keepsake/app/ui"
	"keepsake/app/ui/look"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/photos"
	"keepsake/app/ui/shelf"
	"keepsake/app/ui/storage"
	"keepsake/app/ui/uitest"
)

// rig is a whole window on a bench, with a world and a library around it.
type rig struct {
	*uitest.Bench
	world *uitest.World
	radio *uitest.Radio
	store *uitest.Supply
	goods *uitest.Imports
	lib   *uitest.Library
	paper *uitest.Papers
	kept  ui.Kept
	back  *uitest.Restores
	space storage.Keeper

	reports *uitest.Reports
	shell   *ui.Shell
}

// explain is how the tests put errors into words.
func explain(err error) (string, string) { return err.Error(), "Try again in a moment." }

func newRig(t testing.TB, mode look.Mode, items int, w, h float32) *rig {
	t.Helper()
	r := &rig{Bench: uitest.NewBench(t, mode), world: uitest.NewWorld(), radio: &uitest.Radio{}, store: &uitest.Supply{}, goods: &uitest.Imports{}, lib: uitest.NewLibrary(items), paper: uitest.NewPapers(0), back: uitest.NewRestores(), reports: &uitest.Reports{}}
	r.world.Strings["look.mode"] = string(mode)
	r.world.Floats["window.width"], r.world.Floats["window.height"] = float64(w), float64(h)
	return r
}

// open makes the window as the world is now.
func (r *rig) open(t testing.TB) {
	t.Helper()
	r.shell = ui.New(r.Context(), ui.Deps{
		Post: r.Queue.Post, Phones: r.world, Runs: r.world, Library: r.lib, Records: r.paper, Kept: r.kept, Log: r.world, Settings: r.world, Desk: r.world, Names: r.world, Pauser: r.world,
		Clinic: r.world, Supply: r.store, Radio: r.radio, Imports: r.goods, Picker: r.goods, Restores: r.back, Storage: r.space, Reports: r.reports,
		Prefs: r.world, Explain: explain, Demo: func(context.Context) error { r.world.Seen = append(r.world.Seen, uitest.Mum()); return nil },
		After: r.Clock.After, Now: func() time.Time { return uitest.Now }, Version: "0.1.0", License: "MIT licence",
	})
	t.Cleanup(r.shell.Close)
	r.Window = test.NewTempWindow(t, r.shell.Content())
	if c, ok := r.Window.Canvas().(interface{ SetScale(float32) }); ok && os.Getenv("LOOKS") == "" {
		c.SetScale(0.25) // nobody looks at them: fewer pixels are as good
	}
	r.shell.Attach(r.Window)
	r.Watch(r.shell.Idle)
	r.Settle()
}

// do changes the world and lets the window see it.
func (r *rig) do(f func()) {
	f()
	r.shell.Notify(ui.PhonesChanged | ui.RunsChanged | ui.LibraryChanged)
	r.Settle()
}

// state is one thing to look at.
type state struct {
	name  string
	items int
	set   func(r *rig) // before the window opens
	then  func(r *rig) // after
}

func full(r *rig) {
	r.world.Seen = []phone.Phone{uitest.Mum(), uitest.Dad()}
	r.world.Last["4f2a"] = uitest.Receipt(26*time.Hour, job.Done, job.Counts{Found: 5310, Copied: 214, Already: 5090, Skipped: 6, Verified: 5304})
	r.world.Last["77aa"] = uitest.Receipt(16*24*time.Hour, job.Done, job.Counts{Found: 812, Copied: 812, Verified: 812})
	r.world.Past = []job.Receipt{
		r.world.Last["4f2a"],
		uitest.Receipt(3*24*time.Hour, job.Done, job.Counts{Found: 5096, Copied: 40, Already: 5052, Failed: 2, Skipped: 2, Verified: 5092},
			job.Problem{Path: "/storage/emulated/0/DCIM/Camera/IMG_20261119_181202.jpg", Outcome: job.Lost, Reason: "the file changed twice while it was read"},
			job.Problem{Path: "/storage/emulated/0/Movies/一个非常长的文件名，里面有很多字 very long indeed.mp4", Outcome: job.Lost, Reason: "permission denied on the phone"},
			job.Problem{Path: "/storage/emulated/0/Pictures/.thumbnails/1.jpg", Outcome: job.Skipped, Reason: "a thumbnail made by the phone"},
			job.Problem{Path: "/storage/emulated/0/Pictures/.thumbnails/2.jpg", Outcome: job.Skipped, Reason: "a thumbnail made by the phone"}),
		uitest.Receipt(5*24*time.Hour, job.Cancelled, job.Counts{Found: 5052, Copied: 800, Already: 12, Skipped: 4240, Verified: 812}),
		failed(),
	}
	for d := 9; d < 30; d += 3 {
		r.world.Past = append(r.world.Past, uitest.Receipt(time.Duration(d)*24*time.Hour, job.Done, job.Counts{Found: 4000, Already: 4000, Verified: 4000}))
	}
}

func failed() job.Receipt {
	r := uitest.Receipt(7*24*time.Hour, job.Failed, job.Counts{Found: 1204, Copied: 812, Skipped: 392})
	r.Message = "The phone was unplugged or stopped answering."
	return r
}

func states() []state {
	return slices.Concat(pageStates(), phoneStates(), doctorStates(), wifiStates(), importStates(), peopleStates(), otherStates())
}

func pageStates() []state {
	press := func(r *rig, x, y float32) { test.TapCanvas(r.Window.Canvas(), fyne.NewPos(x, y)); r.Settle() }
	return []state{
		{"home_none", 0, func(r *rig) { r.world.Found = found("nothing-listed") }, nil},
		{"home_none_library", 900, func(r *rig) { r.world.Found = found("nothing-listed") }, nil},
		{"home_allow", 0, func(r *rig) {
			p := uitest.Mum()
			p.State, p.Battery, p.Total = phone.Unauthorized, -1, 0
			r.world.Seen = []phone.Phone{p}
			r.world.Found = found("unauthorized")
		}, nil},
		{"home_first", 0, func(r *rig) { r.world.Seen = []phone.Phone{uitest.Mum()} }, nil},
		{"home_idle", 900, full, nil},
		{"home_listing", 900, full, func(r *rig) {
			r.do(func() { r.world.Running["4f2a"] = job.Snapshot{Status: job.Running, Phase: job.Listing, Files: 1204} })
		}},
		{"home_running", 900, full, func(r *rig) { r.do(func() { r.world.Running["4f2a"] = uitest.Copying() }) }},
		{"home_waiting", 900, full, func(r *rig) {
			r.do(func() {
				s := uitest.Copying()
				s.Status, s.Err = job.Waiting, fmt.Errorf("Mum's phone was unplugged.")
				r.world.Running["4f2a"] = s
				r.world.Seen[0].State = phone.Away
			})
		}},
		{"home_done_failed", 900, func(r *rig) { full(r); r.world.Last["4f2a"] = r.world.Past[1] }, nil},
		{"home_problems", 900, func(r *rig) { full(r); r.world.Last["4f2a"] = r.world.Past[1] }, func(r *rig) { r.shell.ShowProblems("4f2a"); r.Settle() }},
		{"home_names", 900, func(r *rig) {
			full(r)
			for i, n := range []string{"妈妈的手机，放在厨房里的那一台，非常长的名字真的很长很长很长很长很长", "هاتف أمي", "मेरा फ़ोन"} {
				p := uitest.Mum()
				p.ID, p.Name, p.Charging, p.Battery, p.Free = fmt.Sprint("n", i), n, i == 1, 90-40*i, int64(2e9+float64(i)*40e9)
				r.world.Seen = append(r.world.Seen, p)
			}
			r.world.Seen = r.world.Seen[2:]
		}, nil},
		{"photos", 900, full, func(r *rig) { r.shell.Go(ui.AtPhotos); r.Settle() }},
		{"photos_many", 100_000, full, func(r *rig) {
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			test.Scroll(r.Window.Canvas(), fyne.NewPos(600, 400), 0, -90_000)
			r.Settle()
		}},
		{"photos_one", 1, full, func(r *rig) { r.shell.Go(ui.AtPhotos); r.Settle() }},
		{"photos_empty", 0, full, func(r *rig) { r.shell.Go(ui.AtPhotos); r.Settle() }},
		{"photos_nothing_found", 900, full, func(r *rig) {
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			r.shell.Find("zebra")
			r.Clock.Advance(time.Second)
			r.Settle()
		}},
		{"photos_loading", 900, func(r *rig) { full(r); r.lib.NoPics = true }, func(r *rig) { r.shell.Go(ui.AtPhotos); r.Settle() }},
		{"photos_chosen", 900, func(r *rig) { full(r); r.world.Running["4f2a"] = uitest.Copying() }, func(r *rig) {
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			r.shell.Photos().Model.Selection.Add([]int64{1, 2, 10})
			r.shell.Photos().Model.OnChange()
			test.MoveMouse(r.Window.Canvas(), fyne.NewPos(600, 260))
		}},
		{"photos_scrubbing", 900, full, func(r *rig) {
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			size := r.Window.Canvas().Size()
			test.MoveMouse(r.Window.Canvas(), fyne.NewPos(size.Width-20, size.Height*0.6))
			r.Settle()
		}},
		{"albums", 900, full, func(r *rig) { r.shell.Go(ui.AtPhotos); r.Settle(); r.shell.Tab(photos.AlbumsTab); r.Settle() }},
		{"album", 900, full, func(r *rig) {
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			r.shell.Tab(photos.AlbumsTab)
			r.Settle()
			press(r, 340, 250)
		}},
		{"places", 900, full, func(r *rig) { r.at(photos.PlacesTab) }},
		{"places_close", 900, full, func(r *rig) {
			r.at(photos.PlacesTab)
			for _, k := range []fyne.KeyName{fyne.KeyPlus, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyUp, fyne.KeyUp, fyne.KeyPlus, fyne.KeyPlus, fyne.KeyPlus} {
				r.shell.Key(k)
				r.Settle()
			}
		}},
		{"places_empty", 0, full, func(r *rig) { r.at(photos.PlacesTab) }},
		{"place", 900, full, func(r *rig) {
			r.at(photos.PlacesTab)
			r.shell.Photos().Model.OpenBox(shelf.Box{South: 50, West: 14, North: 50.2, East: 14.6}, "Czechia · 50.08750° N, 14.42130° E")
			r.Settle()
		}},
		{"alike", 900, full, func(r *rig) { r.at(photos.SimilarTab) }},
		{"alike_empty", 0, full, func(r *rig) { r.at(photos.SimilarTab) }},
		{"trash", 900, full, func(r *rig) {
			r.say([]int64{3, 5, 8, 13, 21}, shelf.Change{Trash: yes()})
			r.shell.Photos().Model.OpenView(shelf.Trash)
			r.Settle()
			r.shell.Photos().Model.Selection.Add([]int64{3, 5})
			r.shell.Photos().Model.OnChange()
			r.Settle()
		}},
		{"trash_emptying", 900, full, func(r *rig) {
			r.say([]int64{3, 5, 8, 13, 21}, shelf.Change{Trash: yes()})
			r.shell.Photos().Model.OpenView(shelf.Trash)
			r.Settle()
			press(r, 1180, 34)
		}},
		{"trash_empty", 900, full, func(r *rig) {
			r.at(photos.AlbumsTab)
			r.shell.Photos().Model.OpenView(shelf.Trash)
			r.Settle()
		}},
		{"hidden", 900, full, func(r *rig) {
			r.say([]int64{2, 4}, shelf.Change{Hide: yes()})
			r.shell.Photos().Model.OpenView(shelf.Hidden)
			r.Settle()
		}},
		{"albums_own", 900, full, func(r *rig) {
			for i, name := range []string{"Summer by the sea", "妈妈的生日，二零二五年在家里的聚会，还有很多很多的照片", "رحلة إلى البحر", "शादी"} {
				r.say([]int64{int64(i*7 + 2), int64(i*5 + 40), int64(i + 90)}, shelf.Change{AddTo: name})
			}
			r.at(photos.AlbumsTab)
		}},
		{"album_sheet", 900, full, func(r *rig) {
			r.say([]int64{3, 5}, shelf.Change{AddTo: "Summer by the sea"})
			r.say([]int64{3, 9, 12}, shelf.Change{AddTo: "妈妈的生日"})
			r.shell.Photos().AskAlbum([]int64{1, 2, 3})
			r.Settle()
		}},
		{"date_sheet", 900, full, func(r *rig) {
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			r.shell.Photos().AskDate([]int64{1, 2, 3})
			r.Settle()
		}},
		{"viewer", 900, full, func(r *rig) { r.shell.Go(ui.AtPhotos); r.Settle(); press(r, 460, 260) }},
		{"viewer_info", 900, full, func(r *rig) {
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			press(r, 460, 260)
			r.shell.Key(fyne.KeyI)
			r.Settle()
		}},
		{"viewer_zoom", 900, full, func(r *rig) {
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			press(r, 460, 260)
			test.Scroll(r.Window.Canvas(), fyne.NewPos(500, 300), 0, 10)
			test.Scroll(r.Window.Canvas(), fyne.NewPos(500, 300), 0, 10)
			r.Settle()
		}},
		{"viewer_video", 900, full, func(r *rig) {
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			press(r, 460, 260)
			for range 6 {
				r.shell.Key(fyne.KeyRight)
			}
			r.Settle()
		}},
		{"viewer_broken", 900, full, func(r *rig) {
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			press(r, 460, 260)
			for range 40 {
				r.shell.Key(fyne.KeyRight)
			}
			r.Settle()
		}},
		{"activity", 900, full, func(r *rig) { r.shell.Go(ui.AtActivity); r.Settle() }},
		{"activity_empty", 0, nil, func(r *rig) { r.shell.Go(ui.AtActivity); r.Settle() }},
		{"settings", 900, full, func(r *rig) { r.shell.Go(ui.AtSettings); r.Settle() }},
		{"large_text_home", 900, func(r *rig) { full(r); r.world.Floats["look.zoom"] = 2 }, nil},
		{"large_text_running", 900, func(r *rig) { full(r); r.world.Floats["look.zoom"] = 2; r.world.Running["4f2a"] = uitest.Copying() }, nil},
		{"large_text_photos", 900, func(r *rig) { full(r); r.world.Floats["look.zoom"] = 2 }, func(r *rig) { r.shell.Go(ui.AtPhotos); r.Settle() }},
		{"large_text_settings", 900, func(r *rig) { full(r); r.world.Floats["look.zoom"] = 1.6 }, func(r *rig) { r.shell.Go(ui.AtSettings); r.Settle() }},
		{"large_text_connect", 0, func(r *rig) { r.world.Floats["look.zoom"] = 1.6; r.world.Found = found("nothing-listed") }, nil},
		{"strip_and_toasts", 900, full, func(r *rig) {
			r.do(func() { r.world.Running["4f2a"] = uitest.Copying() })
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			r.shell.Toasts()
			r.Settle()
		}},
	}
}

// TestLooks renders every screen and state, in light and dark. With LOOKS=folder
// the pictures are kept there, to be looked at.
func TestLooks(t *testing.T) {
	dir := os.Getenv("LOOKS")
	keep := dir != ""
	only := os.Getenv("LOOK")
	large := map[string]bool{"contacts": true, "calls": true, "messages": true, "phones_1": true, "phones_2": true, "phones_3": true, "phones_5": true, "phones_5_running": true, "home_idle": true, "photos": true, "viewer": true, "activity": true, "albums": true, "places": true, "alike": true, "home_none": true}
	small := map[string]bool{"phones_3": true, "doctor_no-permission": true, "wifi_scan": true, "home_idle": true, "photos": true, "home_none": true, "activity": true, "settings": true, "viewer_info": true, "import_locked": true, "home_running": true, "photos_chosen": true, "contacts": true, "messages": true, "calls": true, "albums_own": true, "trash": true}
	for _, st := range states() {
		if !strings.HasPrefix(st.name, only) {
			continue
		}
		// What the doctor says, and most of the Wi-Fi sheet, is drawn in their own
		// tests as well.
		elsewhere := strings.HasPrefix(st.name, "doctor_") || strings.HasPrefix(st.name, "guide_") ||
			strings.HasPrefix(st.name, "wifi_") && st.name != "wifi_scan"
		if !keep && elsewhere {
			continue
		}
		t.Run(st.name, func(t *testing.T) {
			shot := func(mode look.Mode, w, h float32, suffix string) {
				r := newRig(t, mode, st.items, w, h)
				if st.set != nil {
					st.set(r)
				}
				r.open(t)
				if st.then != nil {
					st.then(r)
				}
				if size := r.Window.Canvas().Size(); size != fyne.NewSize(w, h) {
					t.Errorf("the window is %v, want %v × %v", size, w, h)
				}
				if !keep {
					r.Picture()
					return
				}
				r.Save(t, dir, st.name+"_"+string(mode)+suffix)
			}
			shot(look.Light, 1280, 800, "")
			if !keep {
				return // one of each is enough to see that nothing breaks
			}
			shot(look.Dark, 1280, 800, "")
			if large[st.name] {
				shot(look.Light, 1920, 1080, "_1920")
			}
			if small[st.name] {
				shot(look.Dark, 1000, 640, "_1000")
				shot(look.Light, 860, 640, "_860")
			}
		})
	}
}

func yes() *bool { on := true; return &on }

// at shows one of the photos page's tabs.
func (r *rig) at(t photos.Tab) {
	r.shell.Go(ui.AtPhotos)
	r.Settle()
	r.shell.Tab(t)
	r.Settle()
}

// say changes the library as the owner does.
func (r *rig) say(ids []int64, c shelf.Change) {
	r.shell.Go(ui.AtPhotos)
	r.Settle()
	if _, err := r.lib.Change(context.Background(), ids, c); err != nil {
		panic(err)
	}
	r.shell.Photos().Changed()
	r.Settle()
}
