// Package apps is the Apps page: what was installed on the phones, in which version,
// since when, and whether its installation files were kept.
//
// Begin with New.
package apps

import (
	"cmp"
	"context"
	"hash/fnv"
	"image/color"
	"slices"
	"strings"
	"unicode"

	"keepsake/app/ui/catalogue"
	"keepsake/app/ui/hop"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
	"keepsake/gallery/records"
)

// Library is where the list of apps is kept.
type Library interface {
	// Apps lists the apps of every phone that hold each word of a search, by name.
	Apps(ctx context.Context, search string) ([]App, error)
	// RevealFile shows a kept installation file in its folder.
	RevealFile(ctx context.Context, phone string, a records.Attachment) error
}

// App is one app of one phone.
type App struct {
	ID        int64 // of this list
	Phone     string
	PhoneName string
	App       records.App
}

// Name is what people call the app.
func (a App) Name() string {
	return cmp.Or(strings.TrimSpace(words.Name(a.App.Label)), words.Name(a.App.Package))
}

// Size is what its kept files take; 0 when none are kept.
func (a App) Size() (n int64) {
	for _, f := range a.App.APKs {
		n += f.Size
	}
	return n
}

// Kept reports whether the app can be installed from the library.
func (a App) Kept() bool { return len(a.App.APKs) > 0 }

// Order is how the list is sorted.
type Order string

// The orders.
const (
	ByName   Order = "name"
	ByAge    Order = "installed"
	ByUpdate Order = "updated"
	BySize   Order = "size"
)

// Chip is a part of the list.
type Chip int

// The parts.
const (
	Owner  Chip = iota // what the owner installed
	System             // what came with the phone
	Kept               // with installation files
	All
)

// Model is the page without its drawing. It belongs to the window's goroutine.
type Model struct {
	*catalogue.Model[App]
	Order Order
	Chip  Chip
}

// NewModel returns a model; Load fills it.
func NewModel(lib Library, h *hop.Hop, after part.After) *Model {
	m := &Model{Order: ByName}
	m.Model = catalogue.NewModel(catalogue.Source[App]{
		List:    lib.Apps,
		Phone:   func(a App) catalogue.Phone { return catalogue.Phone{ID: a.Phone, Name: a.PhoneName} },
		Key:     func(a App) string { return a.Phone + "/" + a.App.Identity() },
		Keep:    m.keep,
		Compare: m.compare,
	}, h, after)
	return m
}

func (m *Model) keep(a App) bool {
	switch m.Chip {
	case Owner:
		return !a.App.System
	case System:
		return a.App.System
	case Kept:
		return a.Kept()
	}
	return true
}

func (m *Model) compare(a, b App) int {
	c := 0
	switch m.Order {
	case ByAge:
		c = cmp.Compare(b.App.Installed, a.App.Installed)
	case ByUpdate:
		c = cmp.Compare(b.App.Updated, a.App.Updated)
	case BySize:
		c = cmp.Compare(b.Size(), a.Size())
	}
	return cmp.Or(c, cmp.Compare(strings.ToLower(a.Name()), strings.ToLower(b.Name())), cmp.Compare(a.App.Package, b.App.Package))
}

// SetOrder sorts the list in another way.
func (m *Model) SetOrder(o Order) {
	if m.Order != o {
		m.Order = o
		m.Arrange()
	}
}

// SetChip shows another part of the list.
func (m *Model) SetChip(c Chip) {
	if m.Chip != c {
		m.Chip = c
		m.Arrange()
	}
}

// IDs are those of what is shown, for an export.
func (m *Model) IDs() []int64 {
	ids := make([]int64, len(m.Shown))
	for i, a := range m.Shown {
		ids[i] = a.ID
	}
	return ids
}

// colors are the grounds of the letters that stand for apps: white on each can be read.
var colors = [...]color.NRGBA{{0x9c, 0x4a, 0x1e, 0xff}, {0x2f, 0x66, 0x96, 0xff}, {0x4e, 0x6e, 0x24, 0xff}, {0x6f, 0x4c, 0x94, 0xff}, {0x9a, 0x3d, 0x62, 0xff}, {0x1f, 0x71, 0x6d, 0xff}, {0x5d, 0x5a, 0x55, 0xff}, {0x7d, 0x5b, 0x10, 0xff}}

// colorOf is an app's own colour, always the same.
func colorOf(a App) color.NRGBA {
	h := fnv.New32a()
	h.Write([]byte(a.App.Package))
	return colors[int(h.Sum32()%uint32(len(colors)))]
}

// initial is the letter that stands for an app.
func initial(a App) string {
	rs := []rune(a.Name())
	if i := slices.IndexFunc(rs, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }); i >= 0 {
		return string(unicode.ToUpper(rs[i]))
	}
	return "·"
}
