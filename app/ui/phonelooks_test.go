package ui_test

import (
	"errors"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"keepsake/app/job"
	"keepsake/app/ui"
	"keepsake/app/ui/doctor"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/uitest"
	"keepsake/app/ui/wifi"
	diagnosis "keepsake/device/doctor"
)

// found is a checklist in which one thing is to be told, after what is so of the
// computer.
func found(id string) []diagnosis.Finding {
	var ok, about []diagnosis.Finding
	var ready diagnosis.Finding
	for _, f := range diagnosis.All() {
		switch {
		case string(f.ID) == id:
			about = append(about, f)
		case f.ID == diagnosis.ProgramFound, f.ID == diagnosis.ServerAnswers:
			ok = append(ok, f)
		case f.ID == diagnosis.Ready:
			ready = f
		}
	}
	switch diagnosis.ID(id) {
	case diagnosis.NoProgram, diagnosis.ProgramFound, diagnosis.ServerAnswers:
		return about
	case diagnosis.ServerSilent, diagnosis.ServerOld, diagnosis.ServerOther:
		return append(ok[:1:1], about...)
	}
	switch diagnosis.ID(id) {
	case diagnosis.Several, diagnosis.SameSerial, diagnosis.NotXiaomi, diagnosis.SecurityOff, diagnosis.InstallOff, diagnosis.LowBattery:
		ok = append(ok, ready)
	}
	return append(ok, about...)
}

func doctorStates() []state {
	var out []state
	for _, f := range diagnosis.All() {
		out = append(out, state{"doctor_" + string(f.ID), 0, func(r *rig) { r.world.Found = found(string(f.ID)) },
			func(r *rig) { r.shell.Go(ui.AtCheck); r.Settle() }})
	}
	for i, p := range doctor.Steps {
		out = append(out, state{fmt.Sprintf("guide_%d_%s", i+1, p), 0, func(r *rig) { r.world.Found = found("nothing-listed") }, func(r *rig) {
			r.shell.Go(ui.AtCheck)
			r.Settle()
			r.shell.Guide(i)
			r.Settle()
		}})
	}
	miui := func(id string) state {
		return state{"miui_" + id, 0, func(r *rig) {
			r.world.Found = found(id)
			p := uitest.Mum()
			p.OS, p.State = "MIUI 14", phone.Unauthorized
			r.world.Seen = []phone.Phone{p}
		}, func(r *rig) { r.shell.Go(ui.AtCheck); r.Settle() }}
	}
	fetch := func(r *rig) {
		r.store.Archive = doctor.Archive{Size: 8_345_120, SHA256: "1f9d6a0c0e7b5d3fb4a2c8e61d7f90ab34cd56ef7890123456789abcdef01234"}
		r.world.Found = found("no-program")
	}
	return append(out,
		miui("charge-only"), miui("security-off"), miui("recovery"),
		state{"doctor_all", 0, func(r *rig) { r.world.Found = diagnosis.All() }, func(r *rig) { r.shell.Go(ui.AtCheck); r.Settle() }},
		state{"doctor_checking", 0, nil, func(r *rig) { r.shell.Go(ui.AtCheck) }},
		state{"doctor_unfolded", 0, func(r *rig) { r.world.Found = found("no-permission") }, func(r *rig) { r.shell.Go(ui.AtCheck); r.Settle(); r.shell.Unfold("no-permission") }},
		state{"adb_asking", 0, fetch, func(r *rig) { r.shell.Supply() }},
		state{"adb_fetching", 0, func(r *rig) { fetch(r); r.store.Half = make(chan struct{}) }, func(r *rig) {
			r.shell.Supply()
			test.TapCanvas(r.Window.Canvas(), fyne.NewPos(845, 581))
			<-r.store.Half
			r.Queue.Drain()
		}},
		state{"adb_fetched", 0, fetch, func(r *rig) { r.shell.Supply(); r.press(845, 581) }},
		state{"adb_failed", 0, func(r *rig) { fetch(r); r.store.Err = errors.New("The download stopped after 3 MB.") }, func(r *rig) { r.shell.Supply(); r.press(845, 581) }},
	)
}

// several is a world with n phones, of all kinds.
func several(r *rig, n int) {
	all := []phone.Phone{uitest.Mum(), uitest.Dad(), uitest.Mum(), uitest.Mum(), uitest.Mum()}
	all[0].Spaces = []phone.Space{
		{Kind: phone.Card, Total: 64e9, Free: 21e9, Readable: true},
		{Kind: phone.Dual, Why: "Android does not let a computer read it."},
	}
	all[1].State, all[1].OS, all[1].Android, all[1].Battery, all[1].Total, all[1].Free, all[1].Wireless = phone.Ready, "MIUI 14", "13", 12, 256e9, 4e8, true
	all[2].ID, all[2].Name, all[2].Model, all[2].Free = "9c01", "妈妈的手机，放在厨房里的那一台，非常长的名字真的很长很长很长", "Xiaomi 14", 90e9
	all[3].ID, all[3].Name, all[3].State, all[3].Battery, all[3].Total = "9c02", "Grandpa’s old Redmi Note 7 in the kitchen drawer", phone.Unauthorized, -1, 0
	all[3].What, all[3].Next = "The phone has not allowed this computer yet.", "Unlock the phone and tap Allow."
	all[4].ID, all[4].Name, all[4].Wireless, all[4].Charging = "9c03", "Tablet", true, false
	r.world.Seen = all[:n]
	r.world.Last["4f2a"] = uitest.Receipt(26*time.Hour, job.Done, job.Counts{Found: 5310, Copied: 214, Already: 5090, Skipped: 6, Verified: 5304})
	r.world.Last["9c01"] = uitest.Receipt(26*time.Hour, job.Done, job.Counts{Found: 5310, Copied: 214, Already: 5096, Verified: 5310})
}

func phoneStates() []state {
	run := func(r *rig, id string, change func(*job.Snapshot)) {
		s := uitest.Copying()
		if change != nil {
			change(&s)
		}
		r.world.Running[id] = s
	}
	var out []state
	for _, n := range []int{1, 2, 3, 5} {
		out = append(out, state{fmt.Sprint("phones_", n), 900, func(r *rig) { several(r, n) }, nil})
	}
	unplugged := func(s *job.Snapshot) {
		s.Status, s.Files, s.FilesTotal, s.Waiting = job.Waiting, 812, 1204, job.Unplugged
	}
	busy := func(r *rig) {
		run(r, "4f2a", nil)
		run(r, "77aa", func(s *job.Snapshot) {
			s.Phase, s.Files, s.FilesTotal, s.Bytes, s.BytesTotal = job.Verifying, 12, 812, 2, 90
		})
		run(r, "9c01", func(s *job.Snapshot) { s.Status = job.Paused })
	}
	return append(out,
		state{"phones_2_running", 900, func(r *rig) { several(r, 2) }, func(r *rig) { r.do(func() { run(r, "4f2a", nil); run(r, "77aa", unplugged) }) }},
		state{"phones_5_running", 900, func(r *rig) { several(r, 5) }, func(r *rig) {
			r.do(func() { busy(r); run(r, "9c03", unplugged) })
		}},
		state{"phone_paused", 900, full, func(r *rig) { r.do(func() { run(r, "4f2a", func(s *job.Snapshot) { s.Status = job.Paused }) }) }},
		state{"phone_to_unlock", 900, func(r *rig) { full(r); r.world.Seen[0].Locked = true }, nil},
		state{"phone_locked", 900, full, func(r *rig) {
			r.do(func() { run(r, "4f2a", func(s *job.Snapshot) { s.Status, s.Waiting = job.Waiting, job.Locked }) })
		}},
		state{"phone_rename", 900, func(r *rig) { several(r, 1) }, func(r *rig) { r.press(612, 68) }},
		state{"phone_not_allowed", 900, func(r *rig) { several(r, 4); r.world.Seen = r.world.Seen[2:4] }, nil},
		state{"strip_one", 900, full, func(r *rig) { r.do(func() { run(r, "4f2a", nil) }); r.shell.Go(ui.AtPhotos); r.Settle() }},
		state{"strip_several", 900, func(r *rig) { several(r, 3) }, func(r *rig) { r.do(func() { busy(r) }); r.shell.Go(ui.AtPhotos); r.Settle() }},
		state{"strip_list", 900, func(r *rig) { several(r, 3) }, func(r *rig) {
			r.do(func() { busy(r); run(r, "77aa", unplugged) })
			r.shell.Go(ui.AtPhotos)
			r.Settle()
			r.press(600, 770)
		}},
	)
}

func wifiStates() []state {
	around := []wifi.Service{{Name: "Redmi Note 12 Pro", Addr: "192.168.1.20:37099", Pairing: true}, {Name: "妈妈的手机", Addr: "192.168.1.31:40001", Known: true}, {Addr: "192.168.1.44:5555"}}
	open := func(name string, set func(r *rig), tab wifi.Tab, then func(r *rig, m *wifi.Model)) state {
		return state{"wifi_" + name, 0, func(r *rig) {
			r.world.Seen = []phone.Phone{uitest.Mum()}
			r.radio.Around = around
			if set != nil {
				set(r)
			}
		}, func(r *rig) {
			m := r.shell.Wifi()
			r.Settle()
			if tab != wifi.ByScan {
				m.Choose(tab)
			}
			if then != nil {
				then(r, m)
			}
			r.Settle()
		}}
	}
	fail := func(err error) func(*rig) { return func(r *rig) { r.radio.Err = err } }
	wrong := errors.New("The digits do not fit.")
	typed := func(r *rig, m *wifi.Model) { m.Type("192.168.1.20:37099 482913"); m.Pair() }
	return []state{
		open("scan", nil, wifi.ByScan, nil),
		open("scan_pairing", func(r *rig) { r.radio.Steps = []wifi.Step{{State: wifi.Pairing}} }, wifi.ByScan, nil),
		open("scan_connected", func(r *rig) { r.radio.Steps = []wifi.Step{{State: wifi.Connected, Phone: "Mum's phone"}} }, wifi.ByScan, nil),
		open("scan_failed", fail(errors.New("No phone scanned the code.")), wifi.ByScan, nil),
		open("too_old", fail(fmt.Errorf("pair: %w", &wifi.OldError{Have: "29.0.6", Need: "30"})), wifi.ByScan, nil),
		open("code", nil, wifi.ByCode, func(r *rig, m *wifi.Model) { m.Type("192.168.1.20:37099"); m.TypeDigits("482 9") }),
		open("code_wrong", fail(wrong), wifi.ByCode, typed),
		open("code_connected", nil, wifi.ByCode, typed),
		open("address", nil, wifi.ByAddress, func(r *rig, m *wifi.Model) { m.Type("192.168.1.31:40001") }),
		open("cable", nil, wifi.ByCable, nil),
		open("cable_none", func(r *rig) { r.world.Seen = nil; r.radio.Around = nil }, wifi.ByCable, nil),
	}
}
