package ui

import (
	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// keyGroup is what the keyboard does in one place.
type keyGroup struct {
	name string
	keys [][2]string // the key, and what it does
}

// keyGroups lists what the keyboard does everywhere in the window. The viewer has a
// list of its own.
func (s *Shell) keyGroups() []keyGroup {
	anywhere := keyGroup{words.T("Anywhere"), [][2]string{}}
	for i, p := range s.all {
		if i < 9 && p.group != hidden {
			anywhere.keys = append(anywhere.keys, [2]string{words.F("Ctrl+{{.Key}}", "Key", string(rune('1'+i))), p.name})
		}
	}
	anywhere.keys = append(anywhere.keys,
		[2]string{words.F("Ctrl+{{.Key}}", "Key", ","), words.T("Settings")},
		[2]string{words.F("Ctrl+{{.Key}}", "Key", "F"), words.T("Search on this page, or among the photos")},
		[2]string{"Tab, ⇧Tab", words.T("To the next, or the one before")},
		[2]string{words.T("Space, Enter"), words.T("Press what is outlined")},
		[2]string{"F5", words.T("Look again")},
		[2]string{words.T("Esc"), words.T("Close, or back")},
		[2]string{"F1, ?", words.T("This list")},
		[2]string{words.F("Ctrl+{{.Key}}", "Key", "Q"), words.T("Quit")})
	photos := keyGroup{words.T("Photos"), [][2]string{
		{"←→↑↓", words.T("From picture to picture")},
		{words.T("Enter"), words.T("Open the picture")},
		{words.T("Space"), words.T("Choose it, or not")},
		{"⇧←→", words.T("Choose all on the way")},
		{words.F("Ctrl+{{.Key}}", "Key", "A"), words.T("Choose all")},
		{words.T("Home, End"), words.T("The newest, the oldest")},
		{"F", words.T("Favourite, or not")},
		{"H", words.T("Hide, or show again")},
		{"R, ⇧R", words.T("Turn right, turn left")},
		{words.T("Del"), words.T("Into the trash, or back")},
		{words.T("A letter"), words.T("Search")},
	}}
	lists := keyGroup{words.T("Contacts, messages and other lists"), [][2]string{
		{"↑↓", words.T("From one to the next")},
		{words.T("Page up, Page down"), words.T("A page further")},
		{words.T("Home, End"), words.T("The first, the last")},
		{words.T("Space"), words.T("Choose it, or not")},
		{"F3", words.T("The next one found, in a conversation")},
		{words.T("Esc"), words.T("End the search, or the look back")},
	}}
	calendar := keyGroup{words.T("Calendar"), [][2]string{
		{"←→↑↓", words.T("From day to day")},
		{words.T("Page up, Page down"), words.T("A month back, a month on")},
		{words.T("Home"), words.T("Today")},
	}}
	viewer := keyGroup{words.T("A picture, large"), [][2]string{
		{"←→", words.T("Newer, older")},
		{"+ − 0 1", words.T("Closer, further away, fitted, its own size")},
		{"F1, ?", words.T("All its keys")},
	}}
	groups := []keyGroup{anywhere, photos, lists}
	if s.page(AtCalendar) != nil {
		groups = append(groups, calendar)
	}
	return append(groups, viewer)
}

// showKeys opens the list.
func (s *Shell) showKeys() {
	col := part.Column(look.S6)
	for _, g := range s.keyGroups() {
		rows := part.Column(look.S2, part.Head(g.name))
		for _, k := range g.keys {
			rows.Add(part.Row(look.S3, part.Fixed(150*part.Zoom(), look.S6*part.Zoom(), part.Strong(k[0]).Middle()), part.Grow(part.Body(k[1]).Wrapped())))
		}
		col.Add(rows)
	}
	s.kit.Sheet(words.T("What the keyboard does"), words.T("Close"), fyne.NewSize(560, 720), part.NewPage(520, 0, part.Inset(0, 0, look.S4, look.S4, col)).Flush())
}
