package doctor

import (
	"fmt"
	"slices"
	"strings"

	"keepsake/device"
)

// What counts as little.
const (
	littleSpace   = 2_000_000_000 // for a library, in bytes
	noSpace       = 100_000_000   // with which nothing can be kept
	littleBattery = 15            // percent
)

// adbProtocol is the version of all adb servers since 2016.
const adbProtocol = 41

// Diagnose turns facts into the checklist: this computer first, then each
// phone. Each phone has exactly one finding for the state it is in, whatever it
// is; what else is worth knowing of a phone follows that one. While no adb
// server answers nothing is said of phones.
func Diagnose(f Facts) []Finding {
	list := computer(f)
	if f.Server.Version == 0 {
		return list
	}
	list = append(list, together(f)...)
	for _, p := range f.Phones {
		list = append(list, f.phone(p)...)
	}
	unlisted := f.unlisted()
	for _, u := range unlisted {
		list = append(list, f.onUSB(u))
	}
	if len(f.Phones) == 0 && len(unlisted) == 0 {
		list = append(list, nothingListed())
	}
	return list
}

func nothingListed() Finding {
	one := find(NothingListed)
	one.Detail = slices.Concat(howToCable, howToDebug)
	return one
}

// computer is what stands between this computer and any phone.
func computer(f Facts) []Finding {
	var list []Finding
	add := func(one Finding, detail ...string) {
		one.Detail = detail
		list = append(list, one)
	}
	answers := f.Server.Version > 0
	switch {
	case f.Elsewhere:
	case f.Program.Path != "":
		detail := []string{f.Program.Path}
		if f.Program.Release != "" {
			detail[0] += " (" + f.Program.Release + ")"
		}
		add(find(ProgramFound), detail...)
	case !answers && !f.Server.Other:
		add(find(NoProgram), whereToGet(f.System, f.Program.Looked)...)
	}
	switch {
	case f.Server.Other:
		add(find(ServerOther, "Address", f.Server.Addr), said(f.Server)...)
	case !answers && (f.Program.Path != "" || f.Elsewhere):
		add(find(ServerSilent), said(f.Server)...)
	case answers:
		if old, mine := f.Server.Version, f.ours(); old != mine {
			one := find(ServerOld, "Server", old, "Program", mine)
			if old < adbProtocol {
				one.Level = Attention // it cannot do what a backup needs
			}
			add(one, f.Server.Addr)
		} else {
			add(find(ServerAnswers), f.Server.Addr)
		}
	}
	if f.Disk.Total > 0 {
		add(f.Disk.finding(), f.Disk.Dir)
	}
	return list
}

// ours is the protocol version of the adb program here.
func (f Facts) ours() int {
	if f.Elsewhere || f.Program.Protocol == 0 {
		return adbProtocol
	}
	return f.Program.Protocol
}

// whereToGet is how to install adb, and where it was looked for.
func whereToGet(system string, looked []string) []string {
	if len(looked) == 0 {
		return howToInstall[system]
	}
	return slices.Concat(howToInstall[system], []string{"Adb was looked for here:"}, looked)
}

func said(s Server) []string {
	if s.Said == "" {
		return nil
	}
	return []string{s.Said}
}

func (d Disk) finding() Finding {
	one := find(LittleSpace, "Free", Bytes(d.Free))
	switch {
	case d.Free < noSpace:
		one.Level = Stop
	case d.Free >= max(littleSpace, d.Need):
		one = find(EnoughSpace, "Free", Bytes(d.Free))
	}
	return one
}

// together is what only several phones can be.
func together(f Facts) []Finding {
	var list []Finding
	if len(f.Phones) > 1 {
		list = append(list, find(Several, "N", len(f.Phones), "Phones", f.titles(f.Phones)))
	}
	bySerial := map[string][]device.Info{}
	for _, p := range f.Phones {
		bySerial[p.Serial] = append(bySerial[p.Serial], p)
	}
	for _, p := range f.Phones { // in their order, once each
		if same := bySerial[p.Serial]; len(same) > 1 {
			list = append(list, find(SameSerial, "Phones", f.titles(same)))
			delete(bySerial, p.Serial)
		}
	}
	return list
}

func (f Facts) titles(phones []device.Info) string {
	names := make([]string, len(phones))
	for i, p := range phones {
		names[i] = f.title(p)
	}
	return strings.Join(names, ", ")
}

// title is what to call a phone: the owner's name for it, its own, what it says
// of itself over USB, and only then a number. A phone that may not be asked yet
// is listed by its serial, which tells nobody anything.
func (f Facts) title(p device.Info) string {
	if name := f.Names[p.ID]; name != "" {
		return name
	}
	if p.Name != "" && p.Name != p.Serial {
		return p.Name
	}
	for _, u := range f.USB {
		if u.is(p) && deviceName(u.Name) != "" {
			return deviceName(u.Name)
		}
	}
	if p.Name != "" && (device.OverNetwork(p.Serial) || len(f.Phones) > 1) {
		return p.Name
	}
	return ThePhone
}

// phone is a phone's state, and what else there is to know of one that is ready.
func (f Facts) phone(p device.Info) []Finding {
	title := f.title(p)
	var list []Finding
	add := func(one Finding) {
		one.Phone = p.ID
		list = append(list, one)
	}
	add(f.state(p, title))
	if p.State != device.Ready || p.Locked {
		return list
	}
	if !p.Xiaomi() && p.Maker != "" {
		add(find(NotXiaomi, "Phone", title))
	}
	if f.Features.Writes && p.Adb.Input == device.SwitchOff {
		add(find(SecurityOff, "Phone", title))
	}
	if f.Features.Installs && p.Adb.Install == device.SwitchOff {
		add(find(InstallOff, "Phone", title))
	}
	if b := p.Battery; b.Level >= 0 && b.Level < littleBattery && !b.Charging {
		add(find(LowBattery, "Phone", title, "Percent", b.Level))
	}
	return list
}

// state is the one finding that every state of a phone has.
func (f Facts) state(p device.Info, title string) Finding {
	id, known := stateIDs[p.State]
	switch {
	case !known:
		id = UnknownState
	case p.State == device.Ready && p.Locked:
		id = Locked
	}
	one := find(id, "Phone", title)
	switch id {
	case Unauthorized:
		one.Detail = howToAllow
	case NoPermission:
		f.offerRule(&one, f.vendorOf(p))
	case Offline:
		if device.OverNetwork(p.Serial) {
			one.Picture = PictureWiFi
			one.Next = Sentence{Text: "Wake the phone, and check that it is in the same Wi-Fi as this computer."}
		}
	case Ready:
		one.Detail = describe(p)
	}
	return one
}

var stateIDs = map[device.State]ID{
	device.Ready:        Ready,
	device.Unauthorized: Unauthorized,
	device.Authorizing:  Authorizing,
	device.Connecting:   Connecting,
	device.Offline:      Offline,
	device.NoPermission: NoPermission,
	device.Recovery:     Recovery,
	device.Sideload:     Sideload,
	device.Bootloader:   Bootloader,
	device.Absent:       NothingListed,
	device.Unknown:      UnknownState,
}

// describe is a ready phone in a line.
func describe(p device.Info) []string {
	var words []string
	for _, w := range []string{p.Model, p.OS} {
		if w != "" {
			words = append(words, w)
		}
	}
	if p.Android != "" {
		words = append(words, "Android "+p.Android)
	}
	if p.Battery.Level >= 0 {
		words = append(words, fmt.Sprintf("%d %%", p.Battery.Level))
	}
	if len(words) == 0 {
		return nil
	}
	return []string{strings.Join(words, ", ")}
}
