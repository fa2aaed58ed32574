package ui_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"keepsake/app/job"
	"keepsake/app/ui"
	"keepsake/app/ui/look"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/uitest"
)

func ready(t *testing.T, set func(r *rig)) *rig {
	t.Helper()
	r := newRig(t, look.Light, 200, 1280, 800)
	if set != nil {
		set(r)
	}
	r.open(t)
	return r
}

func (r *rig) press(x, y float32) {
	test.TapCanvas(r.Window.Canvas(), fyne.NewPos(x, y))
	r.Settle()
}

// rail presses what is called so on the rail, wherever it is there.
func (r *rig) rail(t *testing.T, name string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(r.Window.Canvas().Content()) {
		a, ok := o.(fyne.Accessible)
		if at := r.App.Driver().AbsolutePositionForObject(o); ok && o.Visible() && a.AccessibilityLabel() == name && at.X < look.Rail {
			size := o.Size()
			r.press(at.X+size.Width/2, at.Y+size.Height/2)
			return
		}
	}
	t.Errorf("the rail has no %q", name)
}

func (r *rig) ctrl(k fyne.KeyName) {
	r.shell.Shortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierShortcutDefault})
	r.Settle()
}

func TestRailAndKeysLeadToThePages(t *testing.T) {
	r := ready(t, nil)
	steps := []struct {
		name string
		do   func()
		want ui.Place
	}{
		{"the rail's second", func() { r.press(80, 125) }, ui.AtPhotos},
		{"the rail's last", func() { r.press(80, 769) }, ui.AtSettings},
		{"Ctrl+1", func() { r.ctrl(fyne.Key1) }, ui.AtHome},
		{"Ctrl+,", func() { r.ctrl(fyne.KeyComma) }, ui.AtSettings},
		{"Ctrl+9, with fewer pages", func() { r.ctrl(fyne.Key9) }, ui.AtSettings},
		{"Ctrl+F", func() { r.ctrl(fyne.KeyF) }, ui.AtPhotos},
	}
	for _, s := range steps {
		s.do()
		if got := r.shell.Place(); got != s.want {
			t.Errorf("%s leads to %d, want %d", s.name, got, s.want)
		}
	}
	// The search has the keyboard now, and still lets the window's keys through.
	r.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyComma, Modifier: fyne.KeyModifierShortcutDefault})
	if got := r.shell.Place(); got != ui.AtSettings {
		t.Errorf("Ctrl+, in the search leads to %d", got)
	}
}

func TestABackupFromTheButtonToTheReceipt(t *testing.T) {
	r := ready(t, func(r *rig) { r.world.Seen = []phone.Phone{uitest.Mum()} })
	r.press(1126, 68) // Back up now
	if !slices.Equal(r.world.Started, []string{"4f2a"}) {
		t.Fatalf("started %v", r.world.Started)
	}
	r.world.Running["4f2a"] = uitest.Copying()
	r.shell.Go(ui.AtPhotos)
	r.shell.Tick()
	r.Settle()
	if !r.shell.StripShown() {
		t.Error("no strip below the photos while a backup runs")
	}
	r.press(1216, 771) // Cancel in the strip
	if s := r.world.Running["4f2a"].Status; s != job.Cancelling {
		t.Errorf("cancelled from the strip: %s", s)
	}
	delete(r.world.Running, "4f2a")
	r.world.Last["4f2a"] = uitest.Receipt(6*time.Minute, job.Done, job.Counts{Found: 8, Copied: 8, Verified: 8})
	r.shell.Tick()
	r.Settle()
	if r.shell.StripShown() {
		t.Error("the strip stays after the end")
	}
	if got := r.shell.Told(); len(got) != 1 || got[0] != "Mum's phone: All 8 items verified just now." {
		t.Errorf("told %q", got)
	}
}

func TestAStartThatFailsIsTold(t *testing.T) {
	r := ready(t, func(r *rig) {
		r.world.Seen = []phone.Phone{uitest.Mum()}
		r.world.Fail = errors.New("Another Keepsake is using this library.")
	})
	r.press(1126, 68)
	if got := r.shell.Told(); !slices.Equal(got, []string{"Another Keepsake is using this library."}) {
		t.Errorf("told %q", got)
	}
	r.Clock.Advance(time.Hour)
	if len(r.shell.Told()) != 1 {
		t.Error("a problem went before it was read")
	}
}

func TestTheDemoPhone(t *testing.T) {
	r := ready(t, nil)
	if !r.shell.Doctor() {
		t.Fatal("without a phone there is no doctor")
	}
	r.shell.TryDemo()
	r.Settle()
	if r.shell.Doctor() {
		t.Error("the demo phone is there, and the doctor stays")
	}
}

func TestTheViewerComesAndGoes(t *testing.T) {
	r := ready(t, nil)
	r.shell.Go(ui.AtPhotos)
	r.Settle()
	r.press(460, 260)
	if !r.shell.Viewing() {
		t.Fatal("pressed a picture, and the viewer is not open")
	}
	r.ctrl(fyne.Key1)
	if r.shell.Viewing() || r.shell.Place() != ui.AtHome {
		t.Error("Ctrl+1 does not leave the viewer")
	}
	r.shell.Go(ui.AtPhotos)
	r.Settle()
	r.press(460, 260)
	for range 100 {
		r.shell.Key(fyne.KeyRight)
	}
	r.Settle()
	r.shell.Key(fyne.KeyEscape)
	r.Settle()
	if r.shell.Viewing() {
		t.Fatal("Escape does not leave the viewer")
	}
	if !r.shell.OnScreen(102) {
		t.Error("the picture shown last is not in sight after leaving the viewer")
	}
}

func TestSheetsTakeEscape(t *testing.T) {
	r := ready(t, full)
	r.shell.Go(ui.AtPhotos)
	r.shell.Go(ui.AtHome)
	r.shell.ShowProblems("4f2a")
	if r.Window.Canvas().Overlays().Top() == nil {
		t.Fatal("no sheet")
	}
	if r.shell.Key(fyne.KeyRight) {
		t.Error("a key reached the page under the sheet")
	}
	r.Window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if r.Window.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not close the sheet")
	}
}

func TestTheWindowRemembers(t *testing.T) {
	r := ready(t, nil)
	r.Window.Resize(fyne.NewSize(1111, 777))
	r.shell.Remember()
	r.shell.SetLook(look.Dark, 1.3)
	if r.world.Floats["window.width"] != 1111 || r.world.Floats["window.height"] != 777 || r.world.Strings["look.mode"] != "dark" {
		t.Errorf("remembered %v, %v", r.world.Floats, r.world.Strings)
	}
	if mode, zoom := r.shell.Look(); mode != look.Dark || zoom != 1.3 {
		t.Errorf("look %s at %v", mode, zoom)
	}
}

func TestNotifyFromAnywhere(t *testing.T) {
	r := ready(t, nil)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 100 {
			r.shell.Notify(ui.LibraryChanged | ui.PhonesChanged)
		}
	}()
	<-done
	if n := r.Queue.Drain(); n == 0 || n > 50 {
		t.Errorf("a hundred changes made %d hops", n)
	}
	r.Settle()
}

func TestTheLibraryIsNotReadAnewAtEveryChange(t *testing.T) {
	r := ready(t, nil)
	r.shell.Go(ui.AtPhotos)
	r.Settle()
	before := r.lib.Timelines()
	for range 50 {
		r.shell.Notify(ui.LibraryChanged)
		r.Settle()
	}
	if n := r.lib.Timelines() - before; n > 1 {
		t.Errorf("fifty changes at once, read %d times", n)
	}
	for range 5 {
		r.Clock.Advance(time.Second)
		r.Settle()
	}
	if n := r.lib.Timelines() - before; n != 2 {
		t.Errorf("after it rested, read %d times, want twice: the first change and the last", n)
	}
}

func TestEveryTextSizeAndEveryWidth(t *testing.T) {
	r := ready(t, full)
	for _, zoom := range []float32{0.9, 2} {
		r.shell.SetLook(look.Light, zoom)
		for _, w := range []float32{820, 1280} {
			r.Window.Resize(fyne.NewSize(w, 640))
			for p := ui.AtHome; p <= ui.AtCheck; p++ {
				r.shell.Go(p)
				r.Settle()
				r.Picture()
			}
		}
	}
}

func TestNothingRunsAfterClose(t *testing.T) {
	r := ready(t, full)
	r.shell.Close()
	r.Queue.Drain()
	r.shell.Notify(ui.LibraryChanged)
	if n := r.Queue.Drain(); n > 1 {
		t.Errorf("%d functions ran after Close", n)
	}
	if !r.shell.Idle() {
		t.Error("work goes on after Close")
	}
}

func TestTheStripAddsUpSeveralBackups(t *testing.T) {
	r := ready(t, func(r *rig) { several(r, 3) })
	r.world.Running["4f2a"], r.world.Running["77aa"] = uitest.Copying(), uitest.Copying()
	r.shell.Go(ui.AtPhotos)
	r.do(func() {})
	low := r.shell.StripHeight()
	r.press(600, 770)
	if r.shell.Place() != ui.AtPhotos || r.shell.StripHeight() <= low {
		t.Fatal("pressing the strip of two backups does not list them")
	}
	r.press(1238, 715) // the second one's Cancel
	if a, b := r.world.Running["4f2a"].Status, r.world.Running["77aa"].Status; a != job.Running || b != job.Cancelling {
		t.Errorf("cancelled the second: %s, %s", a, b)
	}
	r.press(1198, 663) // the first one's Pause
	if a := r.world.Running["4f2a"].Status; a != job.Paused {
		t.Errorf("held the first: %s", a)
	}
	delete(r.world.Running, "77aa")
	r.shell.Tick()
	r.Settle()
	if r.shell.StripHeight() != low {
		t.Error("one is left, and the list stays")
	}
	r.press(1120, 771) // Continue
	if a := r.world.Running["4f2a"].Status; a != job.Running {
		t.Errorf("let go: %s", a)
	}
	r.press(600, 770)
	if r.shell.Place() != ui.AtHome {
		t.Error("pressing the strip of one backup does not lead to it")
	}
}

func TestAPhoneIsRenamedInItsPlace(t *testing.T) {
	r := ready(t, func(r *rig) { several(r, 1) })
	type typist interface {
		fyne.Focusable
		SetText(string)
	}
	edit := func(name string, k fyne.KeyName) {
		t.Helper()
		r.press(612, 68) // the pencil
		e, ok := r.Window.Canvas().Focused().(typist)
		if !ok {
			t.Fatal("the pencil gives nothing to type in")
		}
		e.SetText(name)
		e.TypedKey(&fyne.KeyEvent{Name: k})
		r.Settle()
	}
	edit("Anna", fyne.KeyEscape)
	if len(r.world.Names) != 0 {
		t.Errorf("Escape keeps %v", r.world.Names)
	}
	edit("Mum's Redmi", fyne.KeyReturn)
	if r.world.Names["4f2a"] != "Mum's Redmi" {
		t.Errorf("return keeps %v", r.world.Names)
	}
}

func TestTheWaysToTheConnectionCheck(t *testing.T) {
	r := ready(t, func(r *rig) { several(r, 4); r.world.Found = found("unauthorized") })
	ways := map[string]func(){
		"the rail's plus":                  func() { r.rail(t, "Add a phone") },
		"a phone that cannot be read":      func() { r.rail(t, "Grandpa’s old Redmi Note 7 in the kitchen drawer") },
		"Show me how":                      func() { r.press(1154, 372) },
		"Settings, then Connection check…": func() { r.shell.Go(ui.AtSettings); r.Settle(); r.press(520, 473) },
	}
	for name, do := range ways {
		r.shell.Go(ui.AtHome)
		r.Settle()
		do()
		if r.shell.Place() != ui.AtCheck {
			t.Errorf("%s leads to %d", name, r.shell.Place())
		}
	}
	r.shell.Go(ui.AtCheck)
	if !r.shell.Key(fyne.KeyLeft) {
		t.Error("the guide does not take the arrow key")
	}
}

func TestTheComputerIsNotAskedAllTheTime(t *testing.T) {
	r := ready(t, func(r *rig) { r.world.Found = found("nothing-listed") })
	before := r.world.Checks
	for range 16 {
		r.shell.Tick()
		r.Settle()
	}
	if n := r.world.Checks - before; n < 1 || n > 3 {
		t.Errorf("sixteen beats asked %d times", n)
	}
	r.shell.Go(ui.AtPhotos)
	before = r.world.Checks
	r.do(func() {})
	if r.world.Checks != before {
		t.Error("asked with nobody looking")
	}
}
