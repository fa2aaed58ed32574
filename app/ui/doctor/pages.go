package doctor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/words"
	"keepsake/device/doctor"
)

// page is what is drawn for a picture, and what to do.
type page struct {
	draw    func(System) fyne.CanvasObject
	says    string
	systems bool // HyperOS and MIUI differ
}

func centred(o fyne.CanvasObject) fyne.CanvasObject { return container.NewCenter(o) }

func scene(s look.Scene) func(System) fyne.CanvasObject {
	return func(System) fyne.CanvasObject { return part.NewScene(s, 340, 255) }
}

// emblem is a large icon in a circle, where a screen would not explain more.
func emblem(icon look.Icon, color fyne.ThemeColorName) func(System) fyne.CanvasObject {
	return func(System) fyne.CanvasObject {
		return part.Fixed(176, 176, part.Layers(part.NewFill(look.Track, 88), centred(part.NewIcon(icon, color, 72))))
	}
}

func switched(name func() string) func(System) fyne.CanvasObject {
	return func(s System) fyne.CanvasObject { return developerOptions(s, name()) }
}

// pageOf returns the drawing for a picture. One this window does not know is the
// cable, with which everything begins.
func pageOf(p doctor.Picture, s System) page {
	switch p {
	case doctor.PictureVersion:
		says := words.T("Open Settings › About phone and tap “OS version” seven times. The phone then says that you are a developer.")
		if s == MIUI {
			says = words.T("Open Settings › About phone and tap “MIUI version” seven times. The phone then says that you are a developer.")
		}
		return page{aboutPhone, says, true}
	case pictureSettings:
		return page{additionalSettings, words.T("Go back to Settings, open “Additional settings” and, near its end, “Developer options”."), true}
	case doctor.PictureDeveloper:
		return page{switched(func() string { return words.T("USB debugging") }), words.T("Open Settings › Additional settings › Developer options and switch on “USB debugging”."), true}
	case doctor.PictureAllow:
		return page{func(System) fyne.CanvasObject { return allowQuestion() }, words.T("Unlock the phone. It asks this once; tick the box and tap Allow."), false}
	case doctor.PictureUSBMode:
		return page{usbMode, words.T("If the phone asks what to use USB for, choose “File transfer”. The question is in the notifications, too."), true}
	case doctor.PictureReplug:
		return page{scene(look.SceneReplug), words.T("Unplug the cable at the phone, wait a moment and plug it in again."), false}
	case doctor.PictureRestart:
		return page{powerMenu, words.T("Hold the power key until the menu shows, and tap Reboot. If nothing shows, hold it for ten seconds more."), true}
	case doctor.PictureUnlock:
		return page{func(System) fyne.CanvasObject { return lockScreen() }, words.T("After a restart Android opens the phone’s storage only once its code was entered."), false}
	case doctor.PictureSecurity:
		return page{switched(func() string { return words.T("USB debugging (Security settings)") }), words.T("In the developer options, switch on “USB debugging (Security settings)” and wait through the phone’s three warnings."), true}
	case doctor.PictureInstall:
		return page{switched(func() string { return words.T("Install via USB") }), words.T("In the developer options, switch on “Install via USB”."), true}
	case doctor.PictureCharge:
		return page{scene(look.SceneCharge), words.T("A socket of the computer charges slowly. The phone’s own charger is quicker; the backup can go over Wi-Fi meanwhile."), false}
	case doctor.PictureWiFi:
		return page{scene(look.SceneWifi), words.T("The phone and this computer have to be in the same network."), false}
	case doctor.PictureSpace:
		return page{scene(look.SceneSpace), words.T("The originals need room on this computer, or on another disk."), false}
	case doctor.PictureAdb:
		return page{scene(look.SceneProgram), words.T("adb is a small program by Google. Keepsake talks to phones through it. Google’s terms keep it from coming along with Keepsake."), false}
	case doctor.PictureDriver:
		return page{scene(look.SceneDriver), words.T("Windows sees that something is plugged in, but not yet how to talk to it."), false}
	case doctor.PicturePermission:
		return page{scene(look.ScenePermission), words.T("Linux lets a user open a phone when a rule says so. The rule is one short file."), false}
	case doctor.PictureSeveral:
		return page{scene(look.SceneSeveral), words.T("Each phone has its own card and its own backup."), false}
	case pictureTwins:
		return page{scene(look.SceneTwins), words.T("Some makers give several phones one number. Plug them in one after the other."), false}
	case doctor.PictureWait:
		return page{emblem(look.IconRefresh, look.Accent), words.T("The phone and this computer are getting to know each other. This takes a moment."), false}
	case doctor.PictureDone:
		return page{emblem(look.IconDone, look.Accent), words.T("All is well here."), false}
	}
	return page{scene(look.SceneCable), words.T("Plug the phone into this computer with a cable that carries data. Many that only charge look the same."), false}
}

// pictureTwins is drawn where several phones cannot be told apart.
const pictureTwins doctor.Picture = "twins"
