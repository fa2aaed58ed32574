package demo

import (
	"fmt"
	"path"
	"time"

	"keepsake/device/demo/scene"
)

// specials gathers one of each sort first, so that small phones have them all,
// and then their further examples.
func (r *roll) specials() {
	lake, sea := outings[1], outings[7]

	// A photo as most are, and one held upright.
	plain := r.camera(r.day(61, 17, 40, lake.zone), lake.place, "lake", false)
	plainPath := cameraPath(plain.Taken)
	plainShot := r.shoot(plain)
	r.add(plainPath, plainShot, plain.Taken, true)
	upright := r.camera(r.day(58, 11, 5, sea.zone), sea.place, "harbour", true)
	r.add(cameraPath(upright.Taken), r.shoot(upright), upright.Taken, true)

	r.screenshot(r.day(12, 21, 14, 60).Add(337*time.Millisecond), scene.Apps()[0], true)
	r.video("sea.mp4", videoPath, r.day(57, 20, 31, sea.zone), sea.place, true)
	r.motion(r.day(56, 10, 12, sea.zone), sea.place, scene.MotionContainer, true)

	trip := r.camera(r.day(55, 9, 20, sea.zone), sea.place, "sailing", false)
	r.add("MIUI/Gallery/cloud/owner/"+sea.album+"/"+path.Base(cameraPath(trip.Taken)), r.shoot(trip), trip.Taken, true)

	r.received(whatsapp, r.day(9, 19, 2, 60), "cat", true, true)
	r.received(whatsappSent, r.day(8, 8, 47, 60), "dumplings", false, true)

	bin := r.camera(r.day(20, 15, 9, 60), home, "street", false)
	r.add("DCIM/.globalTrash/."+path.Base(cameraPath(bin.Taken)), r.shoot(bin), bin.Taken, true)

	// The first photo again, cut to a square by another program.
	edited := plain
	edited.Width, edited.Software = plain.Height, "Paper Darkroom 3.1"
	r.add("Pictures/Edited/"+name(plain.Taken)+"_edited.jpg", r.room.photo(edited), plain.Taken.Add(26*time.Hour), true)

	r.heic(r.day(30, 16, 22, 60))
	r.burst(r.day(43, 14, 3, 60), 8)

	download := r.camera(r.day(70, 12, 0, 60), [2]float64{}, "cake", false)
	r.add("Download/Birthday, Mara & Tom's (1).jpg", r.room.photo(download), download.Taken, true)
	r.sound("An idea", func(t time.Time) string {
		return "MIUI/sound_recorder/" + t.Format("2006-01-02-15-04-05") + ".mp3"
	}, r.day(33, 10, 0, 60), true)

	// Further examples.
	r.video("train.mp4", videoPath, r.day(410, 13, 10, 120), outings[12].place, false)
	r.video("snow.mp4", videoPath, r.day(840, 19, 45, 60), outings[4].place, false)
	r.video("sea.mp4", videoPath, r.day(1040, 19, 20, 60), outings[0].place, false)
	r.video("train.mp4", func(t time.Time) string {
		return "MIUI/Gallery/cloud/owner/" + sea.album + "/" + path.Base(videoPath(t))
	}, r.day(650, 9, 55, 180), sea.place, false)
	r.video("snow.mp4", func(t time.Time) string {
		return "Android/media/com.whatsapp/WhatsApp/Media/WhatsApp Video/VID-" + t.Format("20060102") + "-WA0002.mp4"
	}, r.day(320, 7, 30, 60), [2]float64{}, false)
	r.motion(r.day(300, 12, 44, 600), outings[13].place, scene.MotionMicroVideo, false)
	r.motion(r.day(500, 16, 1, 180), outings[11].place, scene.MotionBare, false)
	for i, kind := range []scene.Kind{"coffee", "street", "rain"} {
		p := r.camera(r.day(24+5*i, 13, 7*i, 60), home, kind, i == 1)
		r.add(fmt.Sprintf("DCIM/.globalTrash/.%s.jpg", name(p.Taken)), r.shoot(p), p.Taken, false)
	}
	for i, n := range []string{"海边的日落 🌊.jpg", "आम का पेड़.jpg", "منظر من النافذة.jpg", "Яблоня – копия.jpg"} {
		p := r.camera(r.day(100+130*i, 18, 5, 60), [2]float64{}, []scene.Kind{"beach", "fruit", "robin", "blossom"}[i], false)
		r.add("Download/"+n, r.room.photo(p), p.Taken, false)
	}
	again := r.camera(r.day(200, 9, 30, 60), home, "flower", false)
	again.Software = "Paper Darkroom 3.1"
	r.add("Pictures/Edited/"+name(again.Taken)+"_edited.jpg", r.room.photo(again), again.Taken, false)
	r.sound("Call", func(t time.Time) string {
		return "MIUI/sound_recorder/call_rec/Call@Mara Ellison(00447700900142)_" + t.Format("20060102150405") + ".mp3"
	}, r.day(12, 20, 38, 60), false)

	// The first photo once more, the same bytes in an album of its own.
	r.keep("MIUI/Gallery/cloud/owner/best of/"+path.Base(plainPath), plainShot, plain.Taken)
}

func name(t time.Time) string { return "IMG_" + t.Format("20060102_150405") }

// motion takes a motion photo: a picture with a clip behind it.
func (r *roll) motion(taken time.Time, place [2]float64, kind scene.MotionKind, special bool) {
	film, err := clips.ReadFile("clips/motion.mp4")
	if err != nil {
		r.fail(err)
		return
	}
	p := r.camera(taken, place, "sailing", false)
	p.Motion, p.MotionKind = film, kind
	if p.Size > 0 {
		p.Size += int64(len(film))
	}
	at := "DCIM/Camera/MV" + name(taken) + ".jpg"
	if kind == scene.MotionContainer {
		at = "DCIM/Camera/" + name(taken) + ".MP.jpg"
	}
	r.add(at, r.shoot(p), taken, special)
}

// burst takes n pictures of the same within two seconds.
func (r *roll) burst(taken time.Time, n int) {
	p := r.camera(taken, home, "bicycle", false)
	for i := range n {
		shot := p
		shot.Taken = taken.Add(time.Duration(i) * 220 * time.Millisecond)
		r.add(fmt.Sprintf("DCIM/Camera/%s_BURST%d.jpg", name(taken), i), r.shoot(shot), shot.Taken, i == 0)
	}
}
