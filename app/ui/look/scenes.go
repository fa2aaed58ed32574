package look

import "fmt"

// scenes are the drawings themselves.
var scenes = map[Scene]func(*pen){
	SceneCable: func(p *pen) {
		p.circle(78, 96, 74, p.t)
		p.wire(p.a)
		p.phone(34, 22, true)
		p.laptop(168, 72)
		p.tiles(168, 72)
	},
	SceneReplug: func(p *pen) {
		p.circle(118, 92, 84, p.t)
		p.phone(80, 14, true)
		// The plug, a little below its socket, and the way it goes: out, and in again.
		p.rect(112, 154, 12, 6, 2, p.e)
		p.rect(111, 184, 14, 20, 3, p.a)
		p.line("M118 204 V226", p.a, 5)
		p.line("M148 168 V200 M141 193 L148 201 L155 193", p.f, 4)
		p.line("M172 201 V169 M165 176 L172 168 L179 176", p.a, 4)
		p.sign(228, 92, 30, p.a, "")
		p.line("M214 92 A14 14 0 1 1 220 103 M214 82 V93 H225", p.p, 4.5)
	},
	SceneCharge: func(p *pen) {
		p.circle(160, 104, 86, p.t)
		p.phone(122, 24, false)
		p.rect(146, 62, 28, 50, 5, p.f)
		p.rect(154, 56, 12, 7, 2, p.f)
		p.rect(149.5, 65.5, 21, 43, 3, p.p)
		p.rect(152, 98, 16, 8, 1.5, p.w)
		p.rect(154, 164, 12, 14, 2.5, p.a)
		p.line("M160 178 V232", p.a, 5)
		p.sign(206, 70, 22, p.a, "bolt")
	},
	SceneSpace: func(p *pen) {
		p.circle(160, 112, 96, p.t)
		p.laptop(94, 60)
		p.rect(112, 88, 96, 14, 7, p.e)
		p.rect(112, 88, 91, 14, 7, p.w)
		for i := range 3 {
			p.rect(112+float64(i)*34, 112, 28, 22, 5, p.e)
		}
		p.sign(230, 62, 24, p.w, "cross")
	},
	SceneProgram: func(p *pen) {
		p.circle(160, 112, 96, p.t)
		p.laptop(94, 60)
		// A piece that is missing from its row.
		for i := range 3 {
			x := 114 + float64(i)*34
			if i == 1 {
				p.line(fmt.Sprintf("M%g 92 H%g V118 H%g Z", x, x+26, x), p.a, 3)
				continue
			}
			p.rect(x-1, 91, 28, 28, 5, p.e)
		}
		p.rect(114, 128, 92, 6, 3, p.e)
		p.rect(147, 20, 26, 26, 5, p.a)
		p.line("M160 52 V76 M152 68 L160 77 L168 68", p.a, 4)
	},
	SceneDriver: func(p *pen) {
		p.circle(78, 96, 74, p.t)
		p.wire(p.a)
		p.phone(34, 22, true)
		p.laptop(168, 72)
		p.sign(234, 112, 26, p.w, "question")
	},
	ScenePermission: func(p *pen) {
		p.circle(78, 96, 74, p.t)
		p.wire(p.f)
		p.phone(34, 22, true)
		p.laptop(168, 72)
		// A lock on the computer's side.
		p.line("M222 106 V98 C222 82 246 82 246 98 V106", p.w, 6)
		p.rect(212, 104, 44, 36, 6, p.w)
		p.circle(234, 119, 5, p.p)
		p.line("M234 121 V129", p.p, 4)
	},
	SceneSeveral: func(p *pen) {
		p.circle(160, 112, 96, p.t)
		p.phone(36, 56, false)
		p.phone(208, 56, false)
		p.phone(122, 40, true)
		p.sign(194, 44, 20, p.a, "tick")
	},
	SceneTwins: func(p *pen) {
		p.circle(160, 112, 96, p.t)
		p.phone(64, 44, true)
		p.phone(180, 44, true)
		p.line("M150 104 H170 M150 118 H170", p.w, 6)
	},
	SceneWifi: func(p *pen) {
		p.circle(78, 106, 74, p.t)
		p.phone(34, 40, true)
		p.laptop(176, 82)
		p.tiles(176, 82)
		for i := range 3 {
			r := 12 + float64(i)*13
			p.line(fmt.Sprintf("M%g %g A%g %g 0 0 1 %g %g", 144-r*0.8, 62-r*0.62, r, r, 144+r*0.8, 62-r*0.62), p.a, 5)
		}
		p.circle(144, 64, 5, p.a)
	},
}
