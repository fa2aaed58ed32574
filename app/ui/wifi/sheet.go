package wifi

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// Sheet is the model, drawn.
type Sheet struct {
	Model *Model

	kit      *part.Kit
	download func()
	close    func()

	tabs    *part.Segments
	ways    [4]fyne.CanvasObject
	code    *part.QR
	ring    *part.Ring
	came    *part.Icon
	pair    *part.Button
	connect *part.Button
	addrs   [2]*part.Line
	digits  *digits
	cables  *fyne.Container
	state   *fyne.Container
	nearby  *fyne.Container
	page    *part.Page
	content fyne.CanvasObject
}

// size of the sheet.
var size = fyne.NewSize(760, 700)

// Open opens the sheet. Plugged are the phones on a cable; download, which may be
// nil, leads to a newer adb program.
func Open(kit *part.Kit, r Radio, plugged []Plugged, download func()) *Sheet {
	s := &Sheet{kit: kit, download: download, Model: NewModel(r, kit.Hop, plugged)}
	s.build()
	s.Model.OnChange = s.render
	panel := part.NewSheet(words.T("Connect over Wi-Fi"), words.T("Close"), size, s.content, s.Model.Stop)
	s.close = panel.Close
	if c := kit.Canvas(); c != nil {
		panel.ShowOn(c)
	}
	s.Model.Start()
	return s
}

func (s *Sheet) build() {
	names := []string{words.T("Scan a code"), words.T("Six digits"), words.T("Address"), words.T("From the cable")}
	s.tabs = part.NewSegments(names, func(i int) { s.Model.Choose(Tab(i)) })
	s.code, s.ring, s.came = part.NewQR(248, s.kit.Scale), part.NewRing(40), part.NewIcon(look.IconDone, look.Accent, 72)
	s.pair = part.NewButton(part.Primary, words.T("Pair"), look.IconWifi, func() { s.Model.Pair() })
	s.connect = part.NewButton(part.Primary, words.T("Connect"), look.IconWifi, func() { s.Model.Connect() })
	for i := range s.addrs {
		l := part.NewLine(words.T("Address and port"), "192.168.1.20:37099")
		l.OnChanged = s.Model.Type
		l.Done = func(string) { s.enter() }
		l.Shortcut = s.kit.Shortcut
		s.addrs[i] = l
	}
	s.digits = newDigits(s.Model.TypeDigits, s.enter)
	s.cables = part.Column(look.S2)
	s.state, s.nearby = part.Layers(), part.Column(look.S2)
	s.ways = [4]fyne.CanvasObject{s.byScan(), s.byCode(), s.byAddress(), s.byCable()}
	body := part.Column(look.S4, part.Row(0, s.tabs, part.NewSpring()), part.Layers(s.ways[:]...), s.state, s.nearby)
	s.page = part.NewPage(720, 0, part.Inset(0, 0, look.S4, 0, body)).Flush()
	s.content = s.page
}

func (s *Sheet) enter() {
	if s.Model.Tab == ByCode {
		s.Model.Pair()
	} else {
		s.Model.Connect()
	}
}

// steps are what to do on the phone, numbered.
func steps(lines ...string) fyne.CanvasObject {
	col := part.Column(look.S3)
	for i, l := range lines {
		n := part.Layers(part.NewFill(look.Tint, 12), part.Small(strconv.Itoa(i+1)).Bold().In(look.Accent).Aligned(fyne.TextAlignCenter))
		col.Add(part.RowTop(look.S3, part.Fixed(24, 24, n), part.Grow(part.Inset(0, 2, 0, 0, part.Body(l).Wrapped()))))
	}
	return col
}

func debugging() string {
	return words.T("On the phone, open Settings › Additional settings › Developer options › “Wireless debugging” and switch it on.")
}

func (s *Sheet) byScan() fyne.CanvasObject {
	stand := part.Fixed(248, 248, part.Layers(part.NewFill(look.RailBg, look.Radius), container.NewCenter(s.ring), container.NewCenter(s.came), s.code))
	return part.RowTop(look.S6, stand, part.Grow(part.Column(look.S4,
		steps(words.T("Phone and computer have to be in the same network."), debugging(),
			words.T("Tap “Pair device with QR code” there, and point the phone at this code.")),
		part.Small(words.T("Android 11 or newer. The code is for this once only.")).Wrapped())))
}

func (s *Sheet) byCode() fyne.CanvasObject {
	return part.Column(look.S4,
		steps(debugging(), words.T("Tap “Pair device with pairing code”. The phone shows six digits and an address."), words.T("Type both here.")),
		part.Row(look.S6,
			part.Column(look.S1, part.Small(words.T("Address and port")), part.Row(0, part.Field(240, s.addrs[0]), part.NewSpring())),
			part.Column(look.S1, part.Small(words.T("Six digits")), s.digits),
			part.NewSpring()),
		part.Row(0, s.pair, part.NewSpring()))
}

func (s *Sheet) byAddress() fyne.CanvasObject {
	return part.Column(look.S4,
		part.Body(words.T("For a phone that allowed this computer before. Its address stands at the top of “Wireless debugging”; it changes from time to time.")).Wrapped(),
		part.Column(look.S1, part.Small(words.T("Address and port")),
			part.Row(look.S2, part.Field(280, s.addrs[1]), s.connect, part.NewSpring())))
}

func (s *Sheet) byCable() fyne.CanvasObject {
	return part.Column(look.S4,
		part.Body(words.T("A phone that is plugged in can go on without its cable. It works with every Android, until the phone is restarted.")).Wrapped(),
		s.cables)
}

func (s *Sheet) render() {
	m := s.Model
	s.tabs.Choose(int(m.Tab))
	for i, w := range s.ways {
		part.Show(w, Tab(i) == m.Tab)
	}
	if m.Tab == ByScan {
		s.renderCode()
	} else {
		s.ring.Hide()
	}
	for _, l := range s.addrs {
		if l.Text != m.Addr {
			l.SetText(m.Addr)
		}
	}
	s.digits.set(m.Digits)
	able(s.pair, m.CanPair())
	able(s.connect, m.CanConnect())
	s.renderCables()
	s.renderState()
	s.renderNearby()
	s.page.Relayout()
}

func able(b *part.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

func (s *Sheet) renderCode() {
	m := s.Model
	waits := m.State == Inviting || m.State == Pairing || m.State == Connecting
	part.Show(s.code, m.State == Scanning)
	if m.State == Scanning && s.code.Empty() {
		s.code.Set(m.Code)
	}
	if m.State != Scanning {
		s.code.Clear()
	}
	part.Show(s.came, m.State == Connected || m.State == Failed)
	if m.State == Failed {
		s.came.Set(look.IconQR, look.Faint)
	} else {
		s.came.Set(look.IconDone, look.Accent)
	}
	if waits {
		s.ring.Show()
		s.ring.Unknown()
	} else {
		s.ring.Hide()
	}
}

func (s *Sheet) renderCables() {
	m := s.Model
	s.cables.Objects = s.cables.Objects[:0]
	for _, p := range m.Plugged {
		b := part.NewButton(part.Primary, words.T("Go on without the cable"), look.IconWifi, func() { m.LetGo(p) })
		able(b, !m.Busy())
		s.cables.Add(part.CardPadded(look.S3, part.Row(look.S4, part.Drawing(look.Phone(p.ID, true), 32, 44),
			part.Strong(words.Name(p.Name)).Middle(), b)))
	}
	if len(m.Plugged) == 0 {
		s.cables.Add(part.Muted(words.T("No phone is plugged in just now.")).Wrapped())
	}
}

// renderState says how far it has come, or why it failed.
func (s *Sheet) renderState() {
	m := s.Model
	s.state.Objects = nil
	part.Show(s.state, m.State != Idle && m.State != Inviting)
	switch m.State {
	case Failed:
		s.state.Objects = []fyne.CanvasObject{s.failure()}
	case Connected:
		s.state.Objects = []fyne.CanvasObject{part.Note("", look.IconDone, part.Row(look.S3,
			part.Strong(m.Says()).Middle(), part.NewButton(part.Primary, words.T("Done"), "", func() { s.close() })))}
	default:
		s.state.Objects = []fyne.CanvasObject{part.Note("", look.IconWifi, part.Body(m.Says()).Wrapped())}
	}
}

func (s *Sheet) failure() fyne.CanvasObject {
	m := s.Model
	if old, ok := m.Old(); ok {
		says := part.Column(2,
			part.Strong(words.F("The adb program here is too old for this: it is version {{.Have}}, pairing needs {{.Need}} or newer.", "Have", old.Have, "Need", old.Need)).Wrapped(),
			part.Muted(words.T("Download Google’s newest one, or connect the phone by its cable first and use “From the cable”.")).Wrapped())
		row := part.Wrap(look.S2)
		if s.download != nil {
			row.Add(part.NewButton(part.Primary, words.T("Download from Google…"), "", func() { s.close(); s.download() }))
		}
		row.Add(part.NewButton(part.Secondary, words.T("From the cable"), "", func() { m.Choose(ByCable) }))
		says.Add(part.Inset(0, look.S2, 0, 0, row))
		return part.Note(look.NeedsYou, look.IconWarning, says)
	}
	what, next := s.kit.Explain(m.Err)
	says := part.Column(2, part.Strong(what).Wrapped())
	if next != "" {
		says.Add(part.Muted(next).Wrapped())
	}
	says.Add(part.Inset(0, look.S2, 0, 0, part.Row(0, part.NewButton(part.Secondary, words.T("Try again"), look.IconRefresh, m.Again), part.NewSpring())))
	return part.Note(look.Failed, look.IconError, says)
}

// renderNearby lists the phones found in the network.
func (s *Sheet) renderNearby() {
	m := s.Model
	s.nearby.Objects = []fyne.CanvasObject{part.NewRule(), part.Small(words.T("Phones in this network"))}
	for _, one := range m.Nearby {
		says, label := words.T("Offers itself to computers it knows"), words.T("Connect")
		switch {
		case one.Pairing:
			says, label = words.T("Shows six digits just now"), words.T("Pair")
		case one.Known:
			says = words.T("Allowed this computer before")
		}
		b := part.NewButton(part.Secondary, label, "", func() { m.Take(one) })
		able(b, !m.Busy())
		s.nearby.Add(part.Row(look.S3, part.NewIcon(look.IconPhone, look.Muted, 20),
			part.Grow(part.Column(0, part.Strong(one.name()).Middle(), part.Small(says).Middle())), b))
	}
	if len(m.Nearby) == 0 {
		s.nearby.Add(part.Muted(words.T("None yet. A phone shows here once its “Wireless debugging” is on.")).Wrapped())
	}
}
