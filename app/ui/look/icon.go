package look

import (
	"embed"
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
)

//go:embed icons/*.svg
var drawings embed.FS

// Icon names one of the drawings: 24 units square, one stroke of 1.75 with
// round ends, drawn for Keepsake.
type Icon string

// The icons.
const (
	IconActivity    Icon = "activity"
	IconAlbumAdd    Icon = "album-add"
	IconAlbums      Icon = "albums"
	IconApps        Icon = "apps"
	IconAudio       Icon = "audio"
	IconBack        Icon = "back"
	IconBackup      Icon = "backup"
	IconBell        Icon = "bell"
	IconBolt        Icon = "bolt"
	IconBroken      Icon = "broken"
	IconBusiness    Icon = "business"
	IconCable       Icon = "cable"
	IconCalendar    Icon = "calendar"
	IconCall        Icon = "call"
	IconCallIn      Icon = "call-in"
	IconCallMissed  Icon = "call-missed"
	IconCallOff     Icon = "call-off"
	IconCallOut     Icon = "call-out"
	IconCamera      Icon = "camera"
	IconCard        Icon = "card"
	IconCheck       Icon = "check"
	IconCircle      Icon = "circle"
	IconClose       Icon = "close"
	IconCloud       Icon = "cloud"
	IconCopies      Icon = "copies"
	IconCopy        Icon = "copy"
	IconDone        Icon = "done"
	IconDown        Icon = "down"
	IconDownload    Icon = "download"
	IconError       Icon = "error"
	IconExport      Icon = "export"
	IconEye         Icon = "eye"
	IconEyeOff      Icon = "eye-off"
	IconFile        Icon = "file"
	IconFit         Icon = "fit"
	IconFolder      Icon = "folder"
	IconGlobe       Icon = "globe"
	IconHeart       Icon = "heart"
	IconHeartFill   Icon = "heart-fill"
	IconHelp        Icon = "help"
	IconHistory     Icon = "history"
	IconHome        Icon = "home"
	IconInfo        Icon = "info"
	IconLeft        Icon = "left"
	IconLibrary     Icon = "library"
	IconLock        Icon = "lock"
	IconMail        Icon = "mail"
	IconMessage     Icon = "message"
	IconMinus       Icon = "minus"
	IconMonitor     Icon = "monitor"
	IconMoon        Icon = "moon"
	IconMotion      Icon = "motion"
	IconNotes       Icon = "notes"
	IconOpen        Icon = "open"
	IconPause       Icon = "pause"
	IconPencil      Icon = "pencil"
	IconPeople      Icon = "people"
	IconPerson      Icon = "person"
	IconPhone       Icon = "phone"
	IconPhotos      Icon = "photos"
	IconPin         Icon = "pin"
	IconPlace       Icon = "place"
	IconPlay        Icon = "play"
	IconPlus        Icon = "plus"
	IconPower       Icon = "power"
	IconQR          Icon = "qr"
	IconRefresh     Icon = "refresh"
	IconRestore     Icon = "restore"
	IconRight       Icon = "right"
	IconScreenshot  Icon = "screenshot"
	IconSearch      Icon = "search"
	IconSettings    Icon = "settings"
	IconShield      Icon = "shield"
	IconShieldCheck Icon = "shield-check"
	IconShieldDots  Icon = "shield-dots"
	IconSIM         Icon = "sim"
	IconSkip        Icon = "skip"
	IconStar        Icon = "star"
	IconStorage     Icon = "storage"
	IconSun         Icon = "sun"
	IconTag         Icon = "tag"
	IconTilesLarge  Icon = "tiles-large"
	IconTilesSmall  Icon = "tiles-small"
	IconTrash       Icon = "trash"
	IconTurn        Icon = "turn"
	IconUp          Icon = "up"
	IconVideo       Icon = "video"
	IconVoicemail   Icon = "voicemail"
	IconWarning     Icon = "warning"
	IconWifi        Icon = "wifi"
)

// In returns the icon drawn in one colour. Its name carries the colour, because
// Fyne caches what it rasterises by name. An unknown icon is an empty drawing.
func (i Icon) In(c color.Color) fyne.Resource {
	body, err := drawings.ReadFile("icons/" + string(i) + ".svg")
	if err != nil {
		body = []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>`)
	}
	hex := hexOf(c)
	return fyne.NewStaticResource(
		string(i)+"-"+hex[1:]+".svg",
		[]byte(strings.ReplaceAll(string(body), "currentColor", hex)),
	)
}

// hexOf drops the alpha: strokes are opaque, and what should be quiet has a
// quiet colour of its own.
func hexOf(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02x%02x%02x", n.R, n.G, n.B)
}

// Icons returns every icon, in the order of their names.
func Icons() []Icon {
	entries, err := drawings.ReadDir("icons")
	if err != nil {
		return nil
	}
	var all []Icon
	for _, e := range entries {
		all = append(all, Icon(strings.TrimSuffix(e.Name(), ".svg")))
	}
	return all
}
