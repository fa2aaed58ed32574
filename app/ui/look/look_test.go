package look_test

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"keepsake/app/ui/look"
)

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	f := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.03928 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*f(n.R) + 0.7152*f(n.G) + 0.0722*f(n.B)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

// Every colour that text is set in must reach AA (4.5 to 1) on every surface it
// is set on, in both looks.
func TestContrast(t *testing.T) {
	test.NewTempApp(t)
	surfaces := []fyne.ThemeColorName{look.Background, look.Surface, look.RailBg, look.Tint}
	pairs := []struct{ text, on fyne.ThemeColorName }{
		{look.OnAccent, look.Accent}, {look.OnTip, look.Tip}, {look.OnStage, look.Stage}, {look.Dim, look.Stage}, {look.OnStage, look.StagePanel}, {look.Dim, look.StagePanel}, {look.ProvenOnStage, look.StagePanel},
		{look.Verified, look.GreenBg}, {look.NeedsYou, look.AmberBg}, {look.Failed, look.RedBg},
		{look.Foreground, look.GreenBg}, {look.Foreground, look.Thumb}, {look.Foreground, look.AmberBg}, {look.Foreground, look.RedBg},
		{look.Muted, look.GreenBg}, {look.Muted, look.AmberBg}, {look.Muted, look.RedBg},
		{theme.ColorNamePlaceHolder, theme.ColorNameInputBackground},
		{look.Verified, look.Surface}, {look.NeedsYou, look.Surface}, {look.Failed, look.Surface},
		{look.Verified, look.Background}, {look.NeedsYou, look.Background}, {look.Failed, look.Background},
		{look.Accent, look.Surface}, {look.Accent, look.Background},
		{look.Foreground, look.Pile0}, {look.Foreground, look.Pile1}, {look.Foreground, look.Pile2}, {look.Foreground, look.Pile3}, {look.Foreground, look.Pile4},
	}
	for _, s := range surfaces {
		for _, n := range []fyne.ThemeColorName{look.Foreground, look.Muted} {
			pairs = append(pairs, struct{ text, on fyne.ThemeColorName }{n, s})
		}
	}
	for _, mode := range []look.Mode{look.Light, look.Dark} {
		th := look.New(mode, 1)
		for _, p := range pairs {
			if got := contrast(th.Color(p.text, 0), th.Color(p.on, 0)); got < 4.5 {
				t.Errorf("%s: %s on %s has contrast %.2f, want at least 4.5", mode, p.text, p.on, got)
			}
		}
		// What is not text but must be seen: 3 to 1.
		for _, on := range surfaces {
			if got := contrast(th.Color(look.Focus, 0), th.Color(on, 0)); got < 3 {
				t.Errorf("%s: the focus ring on %s has contrast %.2f, want at least 3", mode, on, got)
			}
		}
	}
}

func TestBothLooksNameTheSameColours(t *testing.T) {
	test.NewTempApp(t)
	l, d := look.New(look.Light, 1), look.New(look.Dark, 1)
	for _, n := range look.Names() {
		if l.Color(n, theme.VariantDark) == d.Color(n, theme.VariantLight) && !sameInBoth(n) {
			t.Errorf("%s is the same in light and dark", n)
		}
	}
}

func sameInBoth(n fyne.ThemeColorName) bool {
	return strings.Contains(string(n), "stage") || n == look.Badge || n == look.Veil
}

func TestModeOverridesTheDesktop(t *testing.T) {
	test.NewTempApp(t)
	tests := []struct {
		mode    look.Mode
		variant fyne.ThemeVariant
		want    look.Mode
	}{
		{look.System, theme.VariantLight, look.Light},
		{look.System, theme.VariantDark, look.Dark},
		{look.Light, theme.VariantDark, look.Light},
		{look.Dark, theme.VariantLight, look.Dark},
		{look.ParseMode("dark"), theme.VariantLight, look.Dark},
		{look.ParseMode("purple"), theme.VariantLight, look.Light},
	}
	for _, tt := range tests {
		got := look.New(tt.mode, 1).Color(look.Surface, tt.variant)
		if want := look.New(tt.want, 1).Color(look.Surface, 99); got != want {
			t.Errorf("%s with variant %d shows %v, want the %s surface %v", tt.mode, tt.variant, got, tt.want, want)
		}
	}
}

func TestZoomScalesTextOnly(t *testing.T) {
	test.NewTempApp(t)
	one, two := look.New(look.Light, 1), look.New(look.Light, 2)
	for _, n := range []fyne.ThemeSizeName{look.Caption, look.Body, look.Heading, look.Title} {
		if one.Size(n)*2 != two.Size(n) {
			t.Errorf("%s: %v at 1, %v at 2", n, one.Size(n), two.Size(n))
		}
	}
	if a, b := one.Size(theme.SizeNameInputRadius), two.Size(theme.SizeNameInputRadius); a != b {
		t.Errorf("the radius changed with the text: %v, %v", a, b)
	}
	if got := look.New(look.Light, 9).Size(look.Body); got != 28 {
		t.Errorf("a zoom out of range gives body text of %v, want 28", got)
	}
}

func TestEveryIconIsDrawn(t *testing.T) {
	files, err := os.ReadDir("icons")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, i := range look.Icons() {
		named[string(i)+".svg"] = true
		r := i.In(color.NRGBA{R: 0x12, G: 0x34, B: 0x56, A: 0xff})
		if !strings.Contains(string(r.Content()), "#123456") {
			t.Errorf("%s does not take its colour", i)
		}
		if !strings.Contains(r.Name(), "123456") {
			t.Errorf("%s: name %q does not carry the colour", i, r.Name())
		}
	}
	for _, f := range files {
		if !named[f.Name()] {
			t.Errorf("%s has no name in the code", f.Name())
		}
	}
	if len(files) != len(named) {
		t.Errorf("%d drawings for %d names", len(files), len(named))
	}
}

func TestAPhoneKeepsItsColour(t *testing.T) {
	first := look.FinishOf("abc")
	for range 3 {
		if look.FinishOf("abc") != first {
			t.Error("the same phone got two colours")
		}
	}
	seen := map[color.NRGBA]bool{}
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"} {
		seen[look.FinishOf(id).Body] = true
	}
	if len(seen) < 4 {
		t.Errorf("twelve phones share %d colours", len(seen))
	}
}

// TestMark draws the sign large and small, to be looked at with LOOKS=folder.
func TestMark(t *testing.T) {
	dir := os.Getenv("LOOKS")
	if dir == "" {
		dir = t.TempDir()
	}
	test.NewTempApp(t)
	for _, side := range []float32{512, 64, 28, 16} {
		im := canvas.NewImageFromResource(look.Mark())
		im.FillMode = canvas.ImageFillContain
		c := software.NewTransparentCanvas()
		c.SetPadded(false)
		c.SetContent(im)
		c.Resize(fyne.NewSquareSize(side))
		save(t, filepath.Join(dir, fmt.Sprintf("mark_%g.png", side)), c.Capture())
	}
}

func save(t *testing.T, path string, im image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, im); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestSheet draws all icons and phones, to be looked at with LOOKS=folder.
func TestSheet(t *testing.T) {
	dir := os.Getenv("LOOKS")
	if dir == "" {
		dir = t.TempDir()
	}
	for _, mode := range []look.Mode{look.Light, look.Dark} {
		a := test.NewTempApp(t)
		th := look.New(mode, 1)
		a.Settings().SetTheme(th)
		grid := container.NewGridWrap(fyne.NewSize(56, 56))
		for _, i := range look.Icons() {
			for _, c := range []fyne.ThemeColorName{look.Foreground} {
				im := canvas.NewImageFromResource(i.In(th.Color(c, 0)))
				im.FillMode = canvas.ImageFillContain
				im.SetMinSize(fyne.NewSquareSize(24))
				grid.Add(container.NewCenter(im))
			}
		}
		phones := container.NewHBox()
		for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i"} {
			im := canvas.NewImageFromResource(look.Phone(id, id != "i"))
			im.FillMode = canvas.ImageFillContain
			im.SetMinSize(fyne.NewSize(120, 164))
			phones.Add(im)
		}
		w := test.NewTempWindow(t, container.NewBorder(nil, phones, nil, nil, grid))
		w.Resize(fyne.NewSize(1120, 480))
		save(t, filepath.Join(dir, "sheet_"+string(mode)+".png"), w.Canvas().Capture())
	}
}

// TestScenes draws every scene in both looks, to be looked at with LOOKS=folder.
func TestScenes(t *testing.T) {
	dir := os.Getenv("LOOKS")
	if dir == "" {
		dir = t.TempDir()
	}
	test.NewTempApp(t)
	for _, mode := range []look.Mode{look.Light, look.Dark} {
		th := look.New(mode, 1)
		c := func(n fyne.ThemeColorName) color.Color { return th.Color(n, 0) }
		box := container.NewGridWithColumns(4)
		names := map[string]bool{}
		for _, s := range look.Scenes() {
			r := s.In(look.Ink{Frame: c(look.PhoneFrame), Face: c(look.Surface), Edge: c(look.Border), Accent: c(look.Accent), Tint: c(look.Tint), Warn: c(look.NeedsYou)})
			if names[r.Name()] || strings.Count(string(r.Content()), "<") < 8 {
				t.Errorf("%s: %s is not a drawing of its own", s, r.Name())
			}
			names[r.Name()] = true
			im := canvas.NewImageFromResource(r)
			im.FillMode = canvas.ImageFillContain
			box.Add(im)
		}
		cv := software.NewCanvas()
		cv.SetPadded(false)
		cv.SetContent(container.NewStack(canvas.NewRectangle(c(look.RailBg)), box))
		cv.Resize(fyne.NewSize(1280, 720))
		save(t, filepath.Join(dir, "scenes_"+string(mode)+".png"), cv.Capture())
	}
}
