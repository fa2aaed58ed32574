package networks

import (
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
)

// detail is what there is to know of one network: above all its password.
type detail struct {
	s       *Screen
	body    *fyne.Container
	page    *part.Page
	content *fyne.Container
}

// mask stands for a password, whatever its length.
const mask = "••••••••••"

// codeSide is how large a QR code is drawn.
const codeSide float32 = 260

func newDetail(s *Screen) *detail {
	d := &detail{s: s, body: part.Column(look.S4)}
	d.page = part.NewPage(480, look.S6, d.body).Least(220)
	d.content = part.Layers(part.NewFill(look.Surface, 12).Stroked(look.Border, 1), d.page)
	return d
}

func (d *detail) render() {
	m := d.s.Model
	n, ok := m.Open()
	part.Show(d.content, ok)
	if !ok {
		return
	}
	d.body.Objects = nil
	d.body.Add(part.Row(look.S4, part.Fixed(56, 56, part.Layers(part.NewFill(look.Tint, 28), part.NewIcon(look.IconWifi, look.Accent, 28))),
		part.Grow(part.Column(2, part.Head(words.Name(n.Wifi.SSID)).AtMost(3), part.Muted(words.Name(n.PhoneName)).Middle()))))
	fact := func(label, value string) {
		d.body.Add(part.Row(look.S3, part.Field(120, part.Muted(label)), part.Body(value).Wrapped()))
	}
	security := Security(n)
	if n.Wifi.Hidden {
		security = words.F("{{.Security}} · hidden", "Security", security)
	}
	fact(words.T("Security"), security)
	if n.Wifi.User != "" {
		fact(words.T("Account"), words.Name(n.Wifi.User))
	}
	d.password(n)
	d.code(n)
	d.body.Refresh()
	d.page.Relayout()
}

func (d *detail) password(n Network) {
	m, kit := d.s.Model, d.s.kit
	if Free(n) {
		d.body.Add(part.Muted(words.T("This network has no password: everybody near it can join.")).Wrapped())
		return
	}
	p, ok := m.Password(n)
	if !ok {
		if why := m.Missing(n); why != "" {
			d.body.Add(part.Muted(why).Wrapped())
		}
		return
	}
	shown, icon, name := mask, look.IconEye, words.T("Show the password")
	if m.Revealed {
		shown, icon, name = p.Reveal(), look.IconEyeOff, words.T("Hide the password")
	}
	d.body.Add(part.Column(look.S1, part.Muted(words.T("Password")), part.Layers(part.NewFill(look.RailBg, look.Radius), part.Inset(look.S3, 2, look.S1, 2, part.Row(look.S1,
		part.Grow(part.Body(shown).Mono().Wrapped()),
		part.NewIconButton(icon, name, kit.Tips, m.Reveal),
		part.NewIconButton(look.IconCopy, words.T("Copy the password"), kit.Tips, func() { d.copy(n) }))))))
}

// forgetAfter is how long a copied password stays on the clipboard.
const forgetAfter = time.Minute

// copy puts a password on the clipboard, for a minute.
func (d *detail) copy(n Network) {
	p, ok := d.s.Model.Password(n)
	app := fyne.CurrentApp()
	if !ok || app == nil {
		return
	}
	part.Copy(p.Reveal())
	d.s.kit.Toast(part.Toast{Text: words.T("The password was copied."), Next: words.T("The clipboard forgets it in a minute.")})
	d.s.kit.After(forgetAfter, func() {
		if app.Clipboard().Content() == p.Reveal() {
			part.Copy("")
		}
	})
}

func (d *detail) code(n Network) {
	m, kit := d.s.Model, d.s.kit
	if Company(n) {
		d.body.Add(part.Muted(words.T("A phone joins such a network with a person’s account. There is no code for that.")).Wrapped())
		return
	}
	code := m.Code(n)
	if code == nil {
		return
	}
	if !m.Coded {
		d.body.Add(part.Row(0, part.NewButton(part.Secondary, words.T("Show a QR code to join"), look.IconQR, m.ShowCode), part.NewSpring()))
		return
	}
	q := part.NewQR(codeSide, kit.Scale)
	q.Set(code)
	d.body.Add(part.Column(look.S2, part.Row(0, part.Fixed(codeSide, codeSide, q), part.NewSpring()),
		part.Small(words.T("Point another phone’s camera at the code. Whoever can see it can join.")).Wrapped(),
		part.Row(0, part.NewButton(part.Secondary, words.T("Hide the code"), look.IconEyeOff, m.ShowCode), part.NewSpring())))
}
